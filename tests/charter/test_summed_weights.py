"""Sums, colleges and rounded units: as a charter writes them, as it says them, as they weigh."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.charter.test_explaining import EVERY_KIND, PLAIN

from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say
from koinon.methods.apportionment import ApportionmentError
from koinon.methods.plain import to_plain
from koinon.methods.weights import (
    Equal,
    Metric,
    Mix,
    Sum,
    Unit,
    Within,
    check_weights,
    needed,
    weigh,
    weights_from_plain,
)

COAST = ("bruges", "ghent")
SUMMED = EVERY_KIND.replace(
    "[groups.coast]",
    """[weights.quotas]
title = { en = "Quotas" }
kind = "sum"
parts = [
  { times = 250, kind = "equal" },
  { kind = "unit", fact = "people", size = 100, rounded = "nearest" },
  { times = "1/2", kind = "unit", fact = "people", size = 10, rounded = "down", group = "coast" },
]
at_least = 260
at_most = 900
[weights.colleges]
title = { en = "Colleges" }
kind = "mix"
votes = 100
parts = [
  { part = "3/5", kind = "equal", group = "coast" },
  { part = "2/5", kind = "sum", parts = [{ kind = "metric", fact = "people" }] },
]
[groups.coast]""",
)
QUOTAS = Sum(
    (
        (Fraction(250), Equal()),
        (Fraction(1), Unit("people", 100, "nearest")),
        (Fraction(1, 2), Within(COAST, Unit("people", 10, "down"))),
    ),
    Fraction(260),
    Fraction(900),
)
COLLEGES = Mix(
    Fraction(100),
    (
        (Fraction(3, 5), Within(COAST, Equal())),
        (Fraction(2, 5), Sum(((Fraction(1), Metric("people")),))),
    ),
)


def test_they_are_read_as_data_and_have_one_plain_form() -> None:
    charter = parse_charter(SUMMED, file="x")
    for name, statement in (("quotas", QUOTAS), ("colleges", COLLEGES)):
        assert charter.weighting(name).weights == statement
        assert weights_from_plain(to_plain(statement)) == statement
    assert to_plain(Unit("people", 100)) == {"kind": "unit", "fact": "people", "size": 100}


def test_they_are_said_in_plain_sentences() -> None:
    said = [say(one, PLAIN, "en") for one in explain(parse_charter(SUMMED, file="x"))]
    start = said.index("Quotas: a member has the sum of what these give it.")
    people = "of its people (inhabitants, legal municipality)"
    assert said[start + 1 : start + 15] == [
        "250 times this:",
        "every member has one vote.",
        f"a member has one vote for every 100 {people}; a remainder of half of that or more counts "
        "as a further one.",
        "1/2 times this:",
        "among these alone, nobody else having any: bruges, ghent",
        f"a member has one vote for every 10 {people}, full ones alone counting.",
        "together a member has at least 260",
        "together a member has at most 900",
        "Colleges: 100 votes are shared out in these parts, each in proportion to a statement.",
        "60 % of them in proportion to this:",
        "among these alone, nobody else having any: bruges, ghent",
        "every member has one vote.",
        "40 % of them in proportion to this:",
        "a member has the sum of what these give it.",
    ]


def test_basic_votes_units_and_bounds_by_hand() -> None:
    people = {"bruges": 1250, "ghent": 19, "mons": 1249, "namur": 99_000}
    facts = {"people": {name: Fraction(value) for name, value in people.items()}}
    assert weigh(QUOTAS, people, facts) == {
        "bruges": 250 + 13 + Fraction(125, 2),  # 12.5 units are 13
        "ghent": 260,  # 250 + 0 + 1/2 is raised
        "mons": 262,  # 12.49 units are 12; it is not of the coast
        "namur": 900,  # 250 + 990 is held down
    }
    assert check_weights(QUOTAS, facts, weigh(QUOTAS, people, facts))


def test_a_college_shares_its_part_and_whoever_is_outside_has_none_of_it() -> None:
    people = {"bruges": 100, "ghent": 100, "mons": 200}
    facts = {"people": {name: Fraction(value) for name, value in people.items()}}
    assert weigh(COLLEGES, people, facts) == {"bruges": 40, "ghent": 40, "mons": 20}
    none_left = weigh(COLLEGES, ["mons"], facts)
    assert none_left == {"mons": 40}, "an empty college's part goes to nobody"


def test_who_is_outside_a_college_needs_none_of_its_figures() -> None:
    harbour = Mix(
        Fraction(10),
        ((Fraction(1, 2), Within(COAST, Metric("ships"))), (Fraction(1, 2), Metric("people"))),
    )
    assert needed(harbour, ["mons", "ghent"]) == {"people": ("ghent", "mons"), "ships": ("ghent",)}
    facts = {
        "ships": {"ghent": Fraction(3)},
        "people": {"ghent": Fraction(1), "mons": Fraction(4)},
    }
    assert weigh(harbour, ["mons", "ghent"], facts) == {"ghent": 6, "mons": 4}


def summed(votes: dict[str, int | Fraction], part: Fraction) -> dict[str, Fraction]:
    facts = {"people": {name: Fraction(value) for name, value in votes.items()}}
    return weigh(Sum(((Fraction(1), Metric("people")),), none_above=part), votes, facts)


def test_nobody_exceeds_forty_per_cent_and_the_others_keep_theirs() -> None:
    """Pima County, Arizona: the city would have 52 %; the others' shares stay in proportion."""
    people = {"tucson": 542_629, "county": 160_000, "marana": 151_908, "oro": 147_070}
    held = summed(people, Fraction(2, 5))
    rest = 160_000 + 151_908 + 147_070
    assert held == people | {"tucson": rest * 2 // 3}  # 2/5 of all is 2/3 of the others
    both = summed(people | {"county": 360_000, "marana": 51_908, "oro": 47_070}, Fraction(2, 5))
    assert both["tucson"] == both["county"] == 2 * (51_908 + 47_070)  # two, two and one fifth
    assert held["tucson"] <= sum(held.values()) * Fraction(2, 5)
    split = {name: Fraction(value, 7) for name, value in people.items()}
    assert summed(split, Fraction(2, 5))["tucson"] == Fraction(rest, 7) * Fraction(2, 3)


@pytest.mark.parametrize("votes", [{"a": 5}, {"a": 5, "b": 0, "c": 0}, {"a": 3, "b": 3}])
def test_a_part_that_nobody_could_keep_is_refused(votes: dict[str, int | Fraction]) -> None:
    with pytest.raises(ApportionmentError, match="too_many"):
        summed(votes, Fraction(1, 3))


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 50), min_size=1)
    | st.dictionaries(st.sampled_from("abcdef"), st.fractions(0, 9, max_denominator=5), min_size=1),
    st.fractions(Fraction(1, 6), 1, max_denominator=9),
)
def test_the_level_is_the_greatest_that_keeps_everybody_below(
    votes: dict[str, int | Fraction], part: Fraction
) -> None:
    try:
        held = summed(votes, part)
    except ApportionmentError:
        return
    total = sum(held.values())
    assert all(value <= part * total for value in held.values())
    cut = {name: value for name, value in held.items() if value < votes[name]}
    assert len(set(cut.values())) <= 1, "all that are held down are held at one level"
    if cut:
        whole = all(Fraction(value).denominator == 1 for value in votes.values())
        level = next(iter(cut.values())) + (1 if whole else Fraction(1, 1000))
        higher = {name: min(Fraction(value), level) for name, value in votes.items()}
        assert max(higher.values()) > part * sum(higher.values())


PAID = {"a": Fraction(7), "b": Fraction(2), "c": Fraction(1)}


def test_basic_votes_are_a_part_of_all_votes_there_are_in_the_end() -> None:
    """A tenth equally, a fifth by people, and what was paid: 10 are 7/10 of 100/7."""
    facts = {"paid": PAID, "people": {"a": Fraction(0), "b": Fraction(3), "c": Fraction(1)}}
    shares = ((Fraction(1, 10), Equal()), (Fraction(1, 5), Metric("people")))
    fund = Sum(((Fraction(1), Metric("paid")),), shares=shares)
    held = weigh(fund, "abc", facts)
    total = Fraction(100, 7)
    assert sum(held.values()) == total
    assert held["a"] == 7 + total / 30
    assert held["b"] == 2 + total / 30 + total * Fraction(3, 20)
    assert needed(fund, "ab") == {"paid": ("a", "b"), "people": ("a", "b")}
    nobody = {**facts, "people": dict.fromkeys("abc", Fraction(0))}
    assert sum(weigh(fund, "abc", nobody).values()) == Fraction(100, 9), "it is left out"


def test_votes_for_each_member_there_is() -> None:
    """Massachusetts Bay: one each, and 3/2 per town by what they pay."""
    by_charge = Mix(Fraction(3, 2), ((Fraction(1), Metric("paid")),), per_member=True)
    towns = Sum(((Fraction(1), Equal()), (Fraction(1), by_charge)))
    held = weigh(towns, "abc", {"paid": PAID})
    assert (held["a"], sum(held.values())) == (
        1 + Fraction(9, 2) * Fraction(7, 10),
        Fraction(15, 2),
    )
    assert sum(weigh(towns, "ab", {"paid": PAID}).values()) == 5


@given(st.fractions(0, 10**6), st.integers(1, 10**4))
def test_units_are_rounded_as_they_say(value: Fraction, size: int) -> None:
    facts = {"people": {"a": value}}
    up, down, nearest = (
        weigh(Unit("people", size, rounded), ["a"], facts)["a"]
        for rounded in ("up", "down", "nearest")
    )
    assert down * size <= value < (down + 1) * size
    assert (up - 1) * size < value <= up * size
    assert (2 * nearest - 1) * size <= 2 * value < (2 * nearest + 1) * size


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        (
            "votes = 100\nparts",
            "votes = 100\nvotes_per_member = 1\nparts",
            "one_number_of_votes",
            "weights.colleges.votes_per_member",
        ),
        (
            "times = 250, kind",
            'of_all = "1/2", kind = "equal" }, { of_all = "1/2", kind',
            "shares_of_all",
            "weights.quotas.parts",
        ),
        ("at_least = 260", "at_least = 901", "out_of_range", "weights.quotas.at_most"),
        ('"nearest"', '"nearby"', "not_one_of", "weights.quotas.parts[2].rounded"),
        ("times = 250", "times = -1", "wrong_type", "weights.quotas.parts[1].times"),
        (
            'rounded = "down", group = "coast"',
            'rounded = "down", group = "coats"',
            "not_declared",
            "weights.quotas.parts[3].group",
        ),
        (
            'parts = [{ kind = "metric", fact = "people" }]',
            "parts = []",
            "empty",
            "weights.colleges.parts[2].parts",
        ),
    ],
)
def test_what_is_wrong_in_one_has_its_place(old: str, new: str, code: str, where: str) -> None:
    assert SUMMED.count(old) == 1
    with pytest.raises(CharterErrors) as caught:
        parse_charter(SUMMED.replace(old, new), file="x")
    found = [(one.code, str(one.key)) for one in caught.value.mistakes]
    assert (code, where) in found, found
