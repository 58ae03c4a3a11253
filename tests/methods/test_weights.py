"""Weights from facts, exactly; square roots and units checked by inequalities, not formulas."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.methods.apportionment import Method
from koinon.methods.plain import PlainError, from_plain, to_plain
from koinon.methods.weights import (
    Apportioned,
    Dominant,
    Equal,
    Metric,
    Mix,
    Nested,
    SquareRoot,
    Table,
    Tier,
    Unit,
    WeightError,
    Weights,
    check_weights,
    facts_of,
    jagiellonian_quota,
    weigh,
    weights_from_plain,
)

FACTS = {"people": {"a": Fraction(250_000), "b": Fraction(2), "c": Fraction(20_001)}}
LYCIAN = Tier("people", ((2, Fraction(1)), (20_001, Fraction(2)), (None, Fraction(3))))
STATEMENTS: list[tuple[Weights, list[Fraction]]] = [
    (Equal(), [Fraction(1)] * 3),
    (Metric("people"), [Fraction(250_000), Fraction(2), Fraction(20_001)]),
    (
        SquareRoot("people", 3),
        [Fraction(500), Fraction(1414, 1000), Fraction(141_424, 1000)],
    ),
    (Unit("people", 20_000), [Fraction(13), Fraction(1), Fraction(2)]),
    (LYCIAN, [Fraction(3), Fraction(1), Fraction(2)]),
    (
        Table((("a", Fraction(5, 2)), ("z", Fraction(9)))),
        [Fraction(5, 2), Fraction(0), Fraction(0)],
    ),
    (
        Table((("a", Fraction(1, 2)),), others=Fraction(1)),
        [Fraction(1, 2), Fraction(1), Fraction(1)],
    ),
    (
        Apportioned("people", Method("largest_remainder", 1), 10),
        [Fraction(8), Fraction(1), Fraction(1)],
    ),
    (
        Apportioned("people", Method("dhondt", 1), 10, Dominant(Fraction(2, 5), 4)),
        [Fraction(4), Fraction(1), Fraction(5)],
    ),
    (
        Mix(Fraction(12), ((Fraction(1, 2), Equal()), (Fraction(1, 2), Unit("people", 20_000)))),
        [Fraction(2) + Fraction(39, 8), Fraction(2) + Fraction(3, 8), Fraction(2) + Fraction(3, 4)],
    ),
    (
        Nested("people", Fraction(100), Fraction(1, 2), (("c", ("b",)),)),
        [Fraction(0), Fraction(50), Fraction(50)],
    ),
]


@pytest.mark.parametrize(("statement", "votes"), STATEMENTS, ids=lambda item: type(item).__name__)
def test_each_kind_of_weight(statement: Weights, votes: list[Fraction]) -> None:
    found = weigh(statement, ["c", "a", "b"], FACTS)
    assert list(found.items()) == list(zip("abc", votes, strict=True))
    assert check_weights(statement, FACTS, found)
    assert not check_weights(statement, FACTS, found | {"a": found["a"] + 1})
    assert weights_from_plain(to_plain(statement)) == statement


def test_a_plain_statement_is_a_tagged_object_without_floats() -> None:
    assert to_plain(SquareRoot("people", 6)) == {
        "kind": "square_root",
        "fact": "people",
        "digits": 6,
    }
    assert to_plain(LYCIAN) == {
        "kind": "tier",
        "fact": "people",
        "steps": [[2, "1"], [20001, "2"], [None, "3"]],
    }


@given(st.integers(0, 10**12), st.integers(0, 12))
def test_a_square_root_is_cut_off_and_never_rounded_up(people: int, digits: int) -> None:
    facts = {"people": {"a": Fraction(people)}}
    statement = SquareRoot("people", digits)
    found = weigh(statement, ["a"], facts)
    assert check_weights(statement, facts, found)
    step = Fraction(1, 10**digits)
    assert not check_weights(statement, facts, {"a": found["a"] + step})
    assert not check_weights(statement, facts, {"a": found["a"] - step})


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8), st.integers(0, 6), st.data())
def test_the_quota_decides_as_the_irrational_one_would(
    steps: list[int], digits: int, data: st.DataObject
) -> None:
    """With votes in whole steps Y of S: Y/S >= q exactly when 2Y-S > 0 and (2Y-S)² >= Σw²."""
    quota = jagiellonian_quota([Fraction(step, 10**digits) for step in steps], digits)
    total = sum(steps)
    favour = data.draw(st.integers(0, total) | st.just(int(quota * total)))
    lead = 2 * favour - total
    beyond = lead > 0 and lead * lead >= sum(step * step for step in steps)
    assert (Fraction(favour, total) >= quota) == beyond


def test_the_quota_of_known_leagues() -> None:
    assert jagiellonian_quota([Fraction(7)], 0) == 1
    assert jagiellonian_quota([Fraction(1)] * 4, 0) == Fraction(3, 4)
    # Two of three equal members are 66.67 %, the quota ½(1 + 1/√3) is 78.87 %.
    quota = jagiellonian_quota([Fraction(1)] * 3, 4)
    assert quota == Fraction(30000 + 17321, 60000)
    with pytest.raises(ValueError, match="more than 0 decimal"):
        jagiellonian_quota([Fraction(1, 2)], 0)
    assert jagiellonian_quota([Fraction(0)] * 3, 0) == 1, "nothing suffices where nobody votes"


@pytest.mark.parametrize(
    ("statement", "value", "code"),
    [
        (Metric("people"), None, "no_fact"),
        (Unit("people", 5), Fraction(-1), "negative"),
        (SquareRoot("people", 2), Fraction(1, 2), "not_whole"),
        (LYCIAN, Fraction(1, 2), "not_whole"),
    ],
)
def test_a_member_that_cannot_be_weighed_is_named(
    statement: Weights, value: Fraction | None, code: str
) -> None:
    facts = {"people": {} if value is None else {"ghent": value}}
    with pytest.raises(WeightError) as caught:
        weigh(statement, ["ghent"], facts)
    assert (caught.value.code, caught.value.member, caught.value.fact) == (code, "ghent", "people")


def test_which_fact_a_statement_weighs_by() -> None:
    one = ("people",)
    assert [facts_of(s) for s, _ in STATEMENTS] == [(), *[one] * 4, (), (), *[one] * 4]
    parts = ((Fraction(1, 2), Metric("people")), (Fraction(1, 2), Metric("hotels")))
    assert facts_of(Mix(Fraction(1), parts)) == ("hotels", "people")


def test_an_agency_with_two_fifths_of_the_people_has_forty_of_a_hundred_votes() -> None:
    """The rule of SANDAG until 2017; figures of 2022 in round thousands, for the rule alone."""
    people = {"san diego": 1375, "county": 513, "chula vista": 277, "oceanside": 172, "del mar": 4}
    facts = {"people": {name: Fraction(value) for name, value in people.items()}}
    method = Method("largest_remainder", 1)
    found = weigh(Apportioned("people", method, 100, Dominant(Fraction(2, 5), 40)), people, facts)
    assert (found["san diego"], found["del mar"], sum(found.values())) == (40, 1, 100)
    least = weigh(Apportioned("people", method, 100, Dominant(Fraction(3, 5), 40)), people, facts)
    assert least["san diego"] == 58, "nobody dominates, so the hundred are shared as usual"


def test_half_of_a_county_is_its_governments() -> None:
    """Puget Sound: a county's share is that of its people; its cities have half, by theirs."""
    people = {"king": 2_000, "seattle": 700, "bellevue": 100, "kitsap": 500, "bremerton": 40}
    facts = {"people": {name: Fraction(value) for name, value in people.items()}}
    groups = (
        ("king", ("bellevue", "seattle")),
        ("kitsap", ("bremerton",)),
        ("pierce", ("tacoma",)),
    )
    found = weigh(Nested("people", Fraction(1000), Fraction(1, 2), groups), people, facts)
    assert found == {"king": 400, "seattle": 350, "bellevue": 50, "kitsap": 100, "bremerton": 100}
    alone = weigh(Nested("people", Fraction(1000), Fraction(1, 2), groups), ["king"], facts)
    assert alone == {"king": 1000}, "a head without others holds all of its group's votes"


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 10**6), min_size=2), st.data())
def test_parts_and_groups_hand_out_every_vote(people: dict[str, int], data: st.DataObject) -> None:
    facts = {"people": {name: Fraction(value) for name, value in people.items()}}
    part = Fraction(data.draw(st.integers(1, 99)), 100)
    mixed = Mix(Fraction(100), ((part, Metric("people")), (1 - part, SquareRoot("people", 2))))
    heads = data.draw(st.lists(st.sampled_from(sorted(people)), min_size=1, unique=True))
    rest = [name for name in people if name not in heads]
    groups = tuple((h, tuple(rest[at :: len(heads)])) for at, h in enumerate(heads))
    nested = Nested("people", Fraction(100), part, groups)
    for statement in (mixed, nested):
        found = weigh(statement, people, facts)
        assert sum(found.values()) == 100
        assert found == weigh(statement, sorted(people, reverse=True), facts)


@pytest.mark.parametrize(
    ("plain", "place"),
    [
        ({"kind": "unit", "fact": "people", "size": 1.5}, r"\$\.size"),
        ({"kind": "unit", "fact": "people", "size": True}, r"\$\.size"),
        ({"kind": "unit", "fact": "people", "size": "12"}, r"\$\.size"),
        ({"kind": "unit", "fact": "people", "size": 2**53}, r"\$\.size"),
        ({"kind": "unit", "fact": None, "size": 1}, r"\$\.fact"),
        ({"kind": "unit", "fact": "people"}, r"\$: expected an object"),
        ({"kind": "unit", "fact": "people", "size": 1, "x": 1}, r"\$: expected an object"),
        ({"kind": "cubic"}, r"\$: kind 'cubic'"),
        ({"kind": "table", "others": "0", "votes": [["a", "2/4"]]}, r"\$\.votes\[0\]\[1\]"),
        ({"kind": "table", "others": "0", "votes": [["a", 2]]}, r"\$\.votes\[0\]\[1\]"),
        ({"kind": "table", "others": "0", "votes": [["a"]]}, r"\$\.votes\[0\]"),
        ({"kind": "table", "others": "0", "votes": {}}, r"\$\.votes"),
        ("equal", "unexpected str"),
    ],
)
def test_only_the_one_plain_form_is_read(plain: object, place: str) -> None:
    with pytest.raises(PlainError, match=place):
        weights_from_plain(plain)  # type: ignore[arg-type]


@given(st.integers(-(10**40), 10**40))
def test_great_numbers_become_text_beyond_2_to_the_53(number: int) -> None:
    plain = to_plain(Unit("people", number))
    assert isinstance(plain, dict)
    assert plain["size"] == (number if abs(number) < 2**53 else str(number))
    assert from_plain(Unit, plain) == Unit("people", number)


def test_a_fraction_too_long_to_write_is_refused() -> None:
    with pytest.raises(PlainError, match="too long"):
        to_plain(Table((("a", Fraction(1, 3**10_000)),)))
