"""Every mistake in a levy is told with its line; what would grow without end is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.charter.test_explaining import EVERY_LEVY, PLAIN
from tests.charter.test_parsing import changed, mistakes
from tests.support.levy_charters import header

from koinon.charter.levy_kinds import KINDS
from koinon.charter.levy_terms import MAX_NODE_DEPTH, MAX_NODES
from koinon.charter.mistakes import CharterMistake
from koinon.charter.parsing import Charter, CharterErrors, parse_charter
from koinon.charter.texts import tell

LEVY = """
[levies.x]
title = { en = "x" }
article = "1"
need = false
charge = "LAST"
steps = ["""


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        (
            'share = "1/10", of = "net"',
            'share = "1/10", of = "nett"',
            "not_declared",
            "steps[2].of",
        ),
        ('share = "1/10", of = "net"', 'share = "1/10", of = "due"', "levy_later", "steps[2].of"),
        ('share = "1/10", of = "net"', 'share = "1/10", of = "tenth"', "levy_later", "steps[2].of"),
        (
            'share = "1/10", of = "net"',
            'share = "1/10", of = "tax"',
            "levy_not_total",
            "steps[2].of",
        ),
        ('share = "1/10", of = "net"', 'share = "1/10"', "missing", "steps[2].of"),
        ('share = "1/10", of = "net"', 'share = "1/10", of = 0.5', "decimal", "steps[2].of"),
        ('share = "1/10", of = "net"', 'share = "1/10", of = []', "wrong_type", "steps[2].of"),
        ('share = "1/10", of = "net"', 'share = "1/10", of = true', "wrong_type", "steps[2].of"),
        ('less = ["subsidy", "1 EUR"]', 'less = ["tax"]', "levy_not_total", "steps[1].less[1]"),
        ('less = ["subsidy", "1 EUR"]', "less = []", "empty", "steps[1].less"),
        ('less = ["subsidy", "1 EUR"]', 'less = "subsidy"', "wrong_type", "steps[1].less"),
        ('less = ["subsidy", "1 EUR"]', "less = [1]", "levy_mixed", "steps[1]"),
        (
            'name = "heads", kind = "rate"',
            'name = "heads", kind = "rates"',
            "not_one_of",
            "steps[5].kind",
        ),
        ('rate = "27/100 EUR"', 'rate = "27/100 USD"', "levy_currency", "steps[5].rate"),
        ('rate = "27/100 EUR"', 'rate = "27/0"', "wrong_type", "steps[5].rate"),
        ('rate = "27/100 EUR"', "rate = 0.27", "decimal", "steps[5].rate"),
        ('rate = "27/100 EUR"', "rate = 99999999999999999999", "wrong_type", "steps[5].rate"),
        ('rate = "27/100 EUR"', 'rates = "27/100 EUR"', "missing", "steps[5].rate"),
        (
            'of = "people" },\n  { name = "twice"',
            'by = 1, of = "people" },\n  { name = "twice"',
            "unknown_key",
            "steps[5].by",
        ),
        (
            "values = { coast = 2 }, others = 1",
            "values = { cost = 2 }, others = 1",
            "not_declared",
            "steps[4].values.cost",
        ),
        (
            "values = { coast = 2 }, others = 1",
            'values = { coast = 2 }, others = "1 EUR"',
            "levy_mixed",
            "steps[4]",
        ),
        ("values = { coast = 2 }, others = 1", "values = {}", "empty", "steps[4].values"),
        (
            'of = "people" }, { weight = "1/2"',
            'of = "people" }, { weight = "1/3"',
            "parts_not_whole",
            "steps[8].parts",
        ),
        ('"weight:votes"', '"weight:vote"', "not_declared", "steps[8].parts[2].of"),
        ('step = "1/10000"', 'step = "0"', "levy_positive", "steps[10].step"),
        ('step = "1/10000"', 'step = "1/10000 EUR"', "levy_mixed", "steps[10].step"),
        ('index = "cpi"', 'index = "subsidy"', "levy_money_here", "steps[11].index"),
        ('cap = "1/20"', 'cap = "21/20"', "not_a_share", "steps[11].cap"),
        (
            ', below = "-1/2", above = "1/2"',
            ', above = "0"',
            "levy_no_slope",
            "steps[16]",
        ),
        ('threshold = "bar", below', "threshold = 7, below", "levy_mixed", "steps[16]"),
        ('carriers = "rich"', 'carriers = "sum"', "levy_money_here", "steps[23].carriers"),
        (', floor = "1 EUR" }', " }", "levy_no_bound", "steps[24]"),
        (
            'of = "eased", floor = "1 EUR"',
            'of = "eased", floor = "-1 EUR"',
            "levy_negative",
            "steps[24].floor",
        ),
        (
            'of = "low", cap = "900000 EUR"',
            'of = "low", cap = "-1 EUR"',
            "levy_negative",
            "steps[25].cap",
        ),
        (
            'floor = "fee", cap = "900000 EUR"',
            'floor = "fee", cap = "274 EUR"',
            "levy_floor_above_cap",
            "steps[26].floor",
        ),
        ('of = "tax", by = "people"', 'of = "tax", by = 0', "levy_by_nothing", "steps[15].by"),
        (
            'of = "all_tax", by = "all_people"',
            'of = "all_tax", by = 0',
            "levy_by_nothing",
            "steps[14].by",
        ),
        (
            'amount = "tenth", by = "key"',
            'amount = "tenth", by = "-1"',
            "levy_by_nothing",
            "steps[9].by",
        ),
        ('of = "gap", by = "people"', 'of = "gap", by = 0', "levy_by_nothing", "steps[17].by"),
        ('of = ["whole", "1 EUR"]', 'of = ["whole", 1]', "levy_mixed", "steps[31]"),
        (
            'kind = "legal_cap", of = "law"',
            'kind = "legal_cap", of = "rich"',
            "levy_no_money",
            "steps[28].of",
        ),
        ('rest = "redistribute"', 'rest = "share"', "not_one_of", "steps[27].rest"),
        ('unit = "1 EUR", keep', 'unit = "-1 EUR", keep', "levy_positive", "steps[29].unit"),
        ('unit = "1 EUR", keep', "unit = 1, keep", "levy_mixed", "steps[29]"),
        ('name = "tenth", kind', 'name = "net", kind', "twice", "steps[2].name"),
        ('name = "tenth", kind', 'name = "tax", kind', "levy_name_taken", "steps[2].name"),
        ('name = "tenth", kind', 'name = "need", kind', "levy_name_taken", "steps[2].name"),
        ('name = "tenth", kind', 'name = "Tenth", kind', "bad_id", "steps[2].name"),
        (
            '{ name = "own", kind',
            '{ name = "idle", kind = "flat", amount = 1 },\n  { name = "own", kind',
            "levy_unused",
            "steps[15].name",
        ),
    ],
)
def test_a_mistake_in_a_step_is_told_with_its_line(old: str, new: str, code: str, key: str) -> None:
    text, line = changed(old, new, EVERY_LEVY)
    found = [one for one in mistakes(text) if one.code == code]
    assert f"levies.all.{key}" in [one.key for one in found]
    wanted = next(one for one in found if one.key == f"levies.all.{key}")
    assert wanted.line == line


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        (
            'charge = "due"\nrounding',
            'charge = "dues"\nrounding',
            "not_declared",
            "levies.all.charge",
        ),
        (
            'charge = "due"\nrounding',
            'charge = "part"\nrounding',
            "levy_no_money",
            "levies.all.charge",
        ),
        ("minor_units = 100", "minor_units = 0", "out_of_range", "levies.all.rounding.minor_units"),
        ('programme = "bus"', 'programme = "tram"', "not_declared", "levies.all.programme"),
        ('members = "coast"', 'members = "coasts"', "not_declared", "levies.coastal.members"),
        ("need = true", "need = false", "levy_no_need", "levies.all.steps[1].of"),
        ("need = true", 'need = "yes"', "wrong_type", "levies.all.need"),
        (
            'hills]\ntitle = { en = "hills" }\nmembers = ["mons"]',
            'hills]\ntitle = { en = "hills" }\nmembers = ["bruges", "mons"]',
            "levy_two_classes",
            "levies.all.steps[3].values",
        ),
        ('total = "2508 EUR"', 'total = "2509 EUR"', "levy_total", "levy_cases[1].total"),
        ('total = "2508 EUR"', 'total = "1/3 EUR"', "levy_amount", "levy_cases[1].total"),
        ('total = "2508 EUR"', "total = 2508", "levy_amount", "levy_cases[1].total"),
        ('total = "2508 EUR"', "", "levy_case_empty", "levy_cases[1]"),
        ('bruges = "1 EUR"', 'bruges = "2 EUR"', "levy_charges", "levy_cases[2].charges.bruges"),
        ('bruges = "1 EUR"', 'ghent = "1 EUR"', "levy_no_member", "levy_cases[2].charges.ghent"),
        ('bruges = "1 EUR"', 'mons = "1 EUR"', "levy_pays_nothing", "levy_cases[2].charges.mons"),
        ('need = "1000 EUR"\n', "", "missing", "levy_cases[1].need"),
        (
            'levy = "coastal"',
            'levy = "coastal"\nneed = "1 EUR"',
            "levy_no_need",
            "levy_cases[2].need",
        ),
        (
            "subsidy = 100 }",
            'subsidy = "100 EUR" }',
            "levy_money_here",
            "levy_cases[1].figures.subsidy",
        ),
        ("subsidy = 100 }", "subsidies = 100 }", "unknown_key", "levy_cases[1].figures.subsidies"),
        (", subsidy = 100 }", " }", "levy_fault", "levy_cases[1].levy"),
        (
            "mons = { people = 500",
            "mons = { people = 0",
            "levy_fault",
            "levy_cases[1].levy",
        ),
        ('need = "1000 EUR"', 'need = "-1000 EUR"', "levy_negative", "levy_cases[1].need"),
        (
            'levy_per_year = "700 EUR"',
            'levy_per_year = "-700 EUR"',
            "levy_negative",
            "levy_cases[1].limits.mons.levy_per_year",
        ),
        (
            '{ levy_per_year = "700 EUR" }',
            '{ per_year = "700 EUR" }',
            "unknown_key",
            "levy_cases[1].limits.mons.per_year",
        ),
        ('tax = "5000/3"', "tax = 0.5", "decimal", "rosters.all_of_them.bruges.tax"),
    ],
)
def test_a_mistake_in_a_levy_or_its_case_is_told(old: str, new: str, code: str, key: str) -> None:
    text, _ = changed(old, new, EVERY_LEVY)
    found = mistakes(text)
    assert (code, key) in [(one.code, one.key) for one in found]


def test_a_case_that_differs_says_both_amounts_and_its_line() -> None:
    text, line = changed('bruges = "1 EUR"', 'bruges = "150/100 EUR"', EVERY_LEVY)
    (found,) = mistakes(text)
    assert tell(found, PLAIN) == (
        f"league.toml, line {line}, levy_cases[2].charges.bruges: by this charter's own levy "
        "bruges owes 1 EUR, and the case “one euro” says 1.50 EUR; mend the levy or the case."
    )


def test_cases_that_would_take_hours_are_refused() -> None:
    more = "".join(f"m{n} = {{ people = 1, tax = 1, before = 1 }}\n" for n in range(1_000))
    text, _ = changed("mons = { people", more + "mons = { people", EVERY_LEVY)
    case = EVERY_LEVY[EVERY_LEVY.index("[[levy_cases]]") :]
    found = mistakes(text + case * 20)
    assert [(one.code, one.key) for one in found] == [("levy_cases_too_much", "levy_cases")]


def test_a_step_that_grows_without_end_is_refused() -> None:
    """Each step names the one before twice: 2^40 parts written out, refused where it grows."""
    steps = ['{ name = "s0", kind = "flat", amount = "1 EUR" }']
    steps += [
        f'{{ name = "s{n}", kind = "sum", of = ["s{n - 1}", "s{n - 1}"] }}' for n in range(1, 40)
    ]
    found = mistakes(header() + LEVY.replace("LAST", "s39") + ",\n".join(steps) + "]\n")
    assert [one.code for one in found] == ["levy_too_large"] * len(found)
    assert dict(found[0].facts)["most"] == str(MAX_NODES)


def test_steps_upon_steps_are_refused_where_they_stand_too_deep() -> None:
    steps = ['{ name = "s0", kind = "flat", amount = "1 EUR" }']
    steps += [f'{{ name = "s{n}", kind = "mean", of = ["s{n - 1}"] }}' for n in range(1, 50)]
    found = mistakes(header() + LEVY.replace("LAST", "s49") + ",\n".join(steps) + "]\n")
    assert {one.code for one in found} == {"levy_too_large"}
    assert dict(found[0].facts)["deep"] == str(MAX_NODE_DEPTH)


def table(row: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{key} = {value}" for key, value in row.items()) + " }"


WORDS = st.sampled_from(
    (
        *KINDS,
        *[
            "need",
            "people",
            "tax",
            "cpi",
            "subsidy",
            "weight:votes",
            "group:coast",
            "s0",
            "s1",
            "x",
            "id",
            "coast",
            "sum",
            "each",
        ],
        *("", "1 EUR", "27/100 EUR", "-3/5", "0", "1/0", "9" * 15, "1 USD"),
    )
)
KEYS = st.sampled_from(
    [
        "name",
        "kind",
        "of",
        "by",
        "rate",
        "amount",
        "base",
        "step",
        "threshold",
        "below",
        "above",
        "relief",
        "carriers",
        "floor",
        "cap",
        "parts",
        "values",
        "others",
        "less",
        "share",
        "unit",
        "keep",
        "limit",
        "rest",
        "previous",
        "index",
        "weight",
        "title",
    ]
)
ODD = st.sampled_from(["0.5", "true", "1979-05-27", "-0", "10" * 9])
VALUES = st.recursive(
    WORDS.map(json.dumps)
    | st.integers(-(10**20), 10**20).map(str)
    | st.sampled_from(["0.5", "true"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(KEYS, inner, max_size=3).map(table)
    ),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=6), max_size=5), VALUES, VALUES)
def test_steps_of_any_content_are_read_or_refused_but_never_fail(
    steps: list[dict[str, str]], need: str, charge: str
) -> None:
    rows = [{"name": f'"s{at}"', "kind": '"sum"', **step} for at, step in enumerate(steps)]
    written = f"need = {need}\ncharge = {charge}\nsteps = [{', '.join(map(table, rows))}]\n"
    before, mark, rest = EVERY_LEVY.partition("[levies.coastal]\n")
    after = rest[rest.index("[rosters") :].replace('levy = "coastal"', 'levy = "any"')
    text = f'{before}[levies.any]\ntitle = {{ en = "x" }}\narticle = "1"\n{written}{after}'
    assert mark
    found: Charter | tuple[CharterMistake, ...]
    try:
        found = parse_charter(text, file="x")
    except CharterErrors as errors:
        found = errors.mistakes
    if isinstance(found, tuple):
        assert all(tell(one, PLAIN) for one in found)
    else:
        assert found.levies
