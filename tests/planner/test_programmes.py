"""Programmes of a plan: every number a range with its grounds; every mistake with its line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.planner.places import places_from_csv
from koinon.planner.programmes import (
    Grounds,
    Programme,
    ProgrammeErrors,
    ProgrammeMistake,
    default,
    defaults,
    drivers_missing,
    drivers_of,
    needs_scale,
    programmes_from_toml,
)
from koinon.planner.programmes.mistakes import SENTENCES

EXAMPLES = Path(__file__).parents[2] / "examples/what-if"
WHOLE = """currency = "EUR"
[programmes.bins]
title = "Bins"
driver = "population"
unit_cost = 70
"""


def read(text: str) -> tuple[Programme, ...]:
    return programmes_from_toml(text.encode(), "p.toml")


def mistakes(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(ProgrammeErrors) as caught:
        read(text)
    assert all(caught.value.sentences())
    return [(one.code, one.line, one.key) for one in caught.value.mistakes]


def test_a_number_alone_is_low_mid_and_high() -> None:
    (found,) = read(WHOLE)
    assert found.unit_cost.low == found.unit_cost.high == 70
    assert found.unit_cost.is_one
    assert found.elasticity.mid == 1
    assert found.efficient_scale is None
    assert not found.is_example


def test_numbers_are_exact() -> None:
    (found,) = read(WHOLE + 'setup = "1/3"\nspill_over = "2.5 %"\ncoordination = 0.1\n')
    assert found.setup.mid == Fraction(1, 3)
    assert found.spill_over.mid == Fraction(1, 40)
    assert found.coordination.mid == Fraction(1, 10)


def test_a_range_keeps_its_evidence() -> None:
    text = WHOLE + 'setup = { low = 1, mid = 2, high = 4, evidence = "offers", source = "file" }\n'
    (found,) = read(text)
    assert [found.setup.at(case) for case in ("low", "mid", "high")] == [1, 2, 4]  # type: ignore[arg-type]
    assert (found.setup.grounds, found.setup.evidence, found.setup.source) == (
        Grounds.OWN,
        "offers",
        "file",
    )


def test_a_kind_gives_findings_and_never_amounts() -> None:
    """An example amount must not slip into a plan whose author said nothing of it."""
    (found,) = read('currency = "EUR"\n[programmes.x]\nlike = "administration"\nunit_cost = 20\n')
    kind = default("administration")
    assert kind is not None
    assert kind.setup.high > 0
    assert (found.elasticity, found.efficient_scale) == (kind.elasticity, kind.efficient_scale)
    assert (found.setup.high, found.coordination.high) == (0, 0)
    assert not found.is_example


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("no_programmes", 1, "")),
        ("[programmes]", ("no_programmes", 1, "programmes")),
        ("[programmes.a", ("not_toml", 1, "")),
        (WHOLE.replace("70", "0"), ("costs_nothing", 2, "programmes.bins")),
        (WHOLE.replace("unit_cost = 70\n", ""), ("costs_nothing", 2, "programmes.bins")),
        (WHOLE.replace("unit_cost", "unit_cots"), ("misspelt_key", 5, "programmes.bins.unit_cots")),
        (WHOLE + "zzz = 1", ("unknown_key", 6, "programmes.bins.zzz")),
        (WHOLE + "elasticity = 0.9", ("scale_missing", 2, "programmes.bins")),
        (WHOLE + "elasticity = 1.3", ("number_range", 6, "programmes.bins.elasticity")),
        (WHOLE + "rebate = 1", ("number_range", 6, "programmes.bins.rebate")),
        (WHOLE + "spill_over = -0.1", ("number_range", 6, "programmes.bins.spill_over")),
        (WHOLE + "efficient_scale = 0.5", ("number_range", 6, "programmes.bins.efficient_scale")),
        (WHOLE + "efficient_scale = 1.5", ("not_whole", 6, "programmes.bins.efficient_scale")),
        (WHOLE + "setup = -1", ("number_range", 6, "programmes.bins.setup")),
        (WHOLE + "setup = true", ("not_a_number", 6, "programmes.bins.setup")),
        (WHOLE + "setup = nan", ("not_a_number", 6, "programmes.bins.setup")),
        (WHOLE + 'setup = "1/0"', ("not_a_number", 6, "programmes.bins.setup")),
        (WHOLE + 'setup = "1,5"', ("not_a_number", 6, "programmes.bins.setup")),
        (WHOLE + "setup = [1]", ("not_a_number", 6, "programmes.bins.setup")),
        (
            WHOLE + "setup = { low = 3, mid = 2, high = 4 }",
            ("not_rising", 6, "programmes.bins.setup"),
        ),
        (WHOLE + "setup = { low = 3, mid = 4 }", ("missing", 6, "programmes.bins.setup.high")),
        (WHOLE + 'like = "wast"', ("like_meant", 6, "programmes.bins.like")),
        (WHOLE + 'like = "zzzzzz"', ("like_unknown", 6, "programmes.bins.like")),
        (WHOLE.replace("EUR", "EURO"), ("currency", 1, "currency")),
        (WHOLE.replace('currency = "EUR"', ""), ("missing", 2, "programmes.bins.currency")),
        (WHOLE.replace('"pop', '"Pop '), ("driver_form", 4, "programmes.bins.driver")),
        (WHOLE.replace('"Bins"', "3"), ("not_text", 3, "programmes.bins.title")),
        (WHOLE.replace('"Bins"', '""'), ("text_length", 3, "programmes.bins.title")),
        (WHOLE.replace("programmes.b", "programmes.B"), ("id_form", 2, "programmes.Bins")),
        ('currency = "EUR"\nprogrammes.a = 3', ("not_a_table", 2, "programmes.a")),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_line_and_key(text: str, found: tuple[str, int, str]) -> None:
    assert mistakes(text) == [found]


def test_all_mistakes_are_told_at_once() -> None:
    text = WHOLE + "setup = -1\n[programmes.b]\ndriver = 4\n"
    assert [code for code, _, _ in mistakes(text)] == [
        *("number_range", "missing", "not_text"),
    ]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ProgrammeErrors) as caught:
        programmes_from_toml(b"a = 1\n\xff", "p.toml")
    assert caught.value.sentences() == (
        "p.toml, line 2: the file is not in UTF-8; save it as UTF-8 and give that file.",
    )


def test_every_sentence_can_be_said() -> None:
    names = ("value", "meant", "known", "limit", "length", "detail", "least", "most", "driver")
    for code in SENTENCES:
        sentence = ProgrammeMistake(code, 1, "k", tuple((name, "x") for name in names)).sentence(
            "f"
        )
        assert "{" not in sentence
        assert sentence.endswith((".", "?"))


toml_value = st.one_of(
    st.integers().map(str), st.floats().map(repr), st.text("ab01/%.", max_size=6).map(repr),
    st.sampled_from(["true", "{}", "[]", "{ low = 1, mid = 1, high = 2 }", "1979-05-27"]),
)  # fmt: skip
KEYS = ["setup", "unit_cost", "elasticity", "efficient_scale", "rebate", "title", "like", "x"]


def told(data: bytes) -> tuple[Programme, ...] | tuple[str, ...]:
    """What was read, or the sentences of the refusal; any other exception is a fault of ours."""
    try:
        return programmes_from_toml(data, "p.toml")
    except ProgrammeErrors as refused:
        return refused.sentences()


@given(st.dictionaries(st.sampled_from(KEYS), toml_value))
def test_any_values_are_read_or_refused(values: dict[str, str]) -> None:
    pairs = "\n".join(f"{key} = {value}" for key, value in values.items())
    text = f'currency = "EUR"\n[programmes.a]\ndriver = "population"\n{pairs}\n'
    (found, *_) = told(text.encode())
    if isinstance(found, Programme):
        assert all(one.low <= one.mid <= one.high for _, one in found.ranges)
        scaled = needs_scale(found.unit_cost, found.elasticity, found.rebate)
        assert found.efficient_scale or not scaled


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert told(data)


# The kinds that ship


def test_kinds_say_where_each_number_is_from() -> None:
    found = defaults()
    assert len({one.id for one in found}) == len(found) == 10
    for programme in found:
        assert programme.is_example
        for name, range_ in programme.ranges:
            trivial = range_.is_one and range_.mid in (0, 1)
            assert range_.evidence or trivial, (programme.id, name)
            assert range_.source or range_.grounds is not Grounds.READ, (programme.id, name)


def test_amounts_of_kinds_are_labelled_examples() -> None:
    for programme in defaults():
        for name in ("setup", "unit_cost", "coordination"):
            range_ = getattr(programme, name)
            assert range_.high == 0 or range_.grounds is Grounds.EXAMPLE, (programme.id, name)


def test_kinds_never_save_without_end() -> None:
    for one in defaults():
        assert one.efficient_scale or not needs_scale(one.unit_cost, one.elasticity, one.rebate)


# With the cities


def test_the_examples_fit_together() -> None:
    places = places_from_csv((EXAMPLES / "cities.csv").read_bytes(), "cities.csv").places
    data = (EXAMPLES / "programmes.toml").read_bytes()
    programmes = programmes_from_toml(data, "programmes.toml")
    assert [one.id for one in programmes] == ["licences", "bins", "tickets"]
    assert drivers_missing(programmes, places) == ()
    assert drivers_of(places)[:2] == ("population", "product")
    assert "rides" in drivers_of(places)


def test_a_city_without_the_driver_is_named() -> None:
    header = (
        b"name,country,population,boundary,year,source\nMons,BE,96000,legal municipality,2024,s"
    )
    places = places_from_csv(header, "c.csv").places
    programmes = programmes_from_toml((EXAMPLES / "programmes.toml").read_bytes(), "p.toml")
    assert drivers_missing(programmes, places) == (("tickets", "rides", "mons"),)
    assert drivers_of(()) == ()
