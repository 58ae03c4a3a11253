"""What a leaver owes: by hand with fractions, whatever the order, and never more than its share."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.methods.plain import to_plain
from koinon.methods.residuals import Open, Residual, left_of, recheck, residual, residual_from_plain

MEMBERS = ("ash", "birch", "cedar", "elm")
ALL = {"parks": MEMBERS, "water": ("ash", "birch")}


def of(number: int, programme: str, cents: int, left: Fraction = Fraction(1)) -> Open:
    return Open(number, 2025, programme, programme, cents, left)


def weighed(*weights: int) -> dict[str, Fraction]:
    return {name: Fraction(one) for name, one in zip(MEMBERS, weights, strict=True)}


def test_by_hand() -> None:
    found = residual(
        "ash", weighed(2, 1, 1, 3), [of(2, "water", 1_000), of(1, "parks", 1_000)], ALL
    )
    # 2/7 of 1,000 and 2/3 of 1,000: 285 5/7 + 666 2/3 = 952 8/21.
    assert [part.owed for part in found.parts] == [Fraction(2000, 7), Fraction(2000, 3)]
    assert (found.cents, sum(p.owed for p in found.parts)) == (952, Fraction(20_000, 21))


def test_one_that_takes_no_part_or_weighs_nothing_owes_nothing() -> None:
    assert residual("elm", weighed(1, 1, 1, 1), [of(1, "water", 999)], ALL).cents == 0
    nobody = residual("ash", weighed(0, 0, 0, 0), [of(1, "water", 999)], ALL)
    assert (nobody.cents, nobody.parts[0].share) == (0, 0)


WEIGHTS = st.tuples(*[st.integers(0, 50)] * 4)
COMMITMENTS = st.lists(
    st.tuples(st.sampled_from(("parks", "water")), st.integers(1, 10**9)), max_size=6
)


def opened(found: list[tuple[str, int]], earlier: list[Residual]) -> list[Open]:
    return [
        of(number, programme, cents, left_of(number, earlier))
        for number, (programme, cents) in enumerate(found, 1)
    ]


@given(WEIGHTS, COMMITMENTS)
def test_members_that_leave_one_after_the_other_owe_what_they_owed_together(
    weights: tuple[int, ...], found: list[tuple[str, int]]
) -> None:
    """Whoever goes first: all owe what is open in all, where all of a programme weigh something."""
    alone = {
        name: residual(name, weighed(*weights), opened(found, []), ALL).parts for name in MEMBERS
    }
    for order in (MEMBERS, MEMBERS[::-1]):
        earlier: list[Residual] = []
        here = weighed(*weights)
        for name in order:
            one = residual(name, here, opened(found, earlier), ALL)
            assert [p.owed for p in one.parts] == [p.owed for p in alone[name]]
            assert 0 <= one.cents <= sum((p.owed for p in one.parts), Fraction(0))
            assert recheck(to_plain(one), earlier) is None
            assert residual_from_plain(to_plain(one)) == one
            earlier.append(one)
            del here[name]
    for place, (programme, _) in enumerate(sorted({(p, 0) for p, _ in found})):
        weighing = sum(w for n, w in weighed(*weights).items() if n in ALL[programme])
        whole = sum(cents for one, cents in found if one == programme)
        owed = sum((alone[name][place].owed for name in MEMBERS), Fraction(0))
        assert owed == (whole if weighing else 0)


@given(WEIGHTS, COMMITMENTS, st.randoms())
def test_no_order_matters(
    weights: tuple[int, ...], found: list[tuple[str, int]], chance: Random
) -> None:
    items = list(weighed(*weights).items())
    given_ = opened(found, [])
    first = residual("birch", dict(items), given_, ALL)
    chance.shuffle(items)
    chance.shuffle(given_)
    assert residual("birch", dict(items), given_, ALL) == first


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        ("member", "oak", "its weights"),
        ("weights", [["ash", "-1"]], "its weights"),
        ("weights", [["ash", "1"], ["ash", "1"]], "what stands in it twice"),
        ("commitments", [], "its programmes"),
        ("cents", 5, "its parts"),
        ("cents", None, "it does not read ($.cents: expected a whole number)"),
    ],
)
def test_a_wrong_statement_is_told(place: str, value: object, fault: str) -> None:
    plain = to_plain(residual("ash", weighed(1, 1, 1, 1), [of(1, "parks", 100)], ALL))
    assert isinstance(plain, dict)
    assert recheck(plain) is None
    assert recheck({**plain, place: value}) == fault
