"""Degressive proportionality: the Cambridge Compromise, and pairs that breach the Treaty."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from koinon.methods.counting.seats.degressive import (
    BaseAndShare,
    Breach,
    Degressive,
    base_and_share,
    before_rounding,
    check_base_and_share,
    degressivity,
)
from koinon.methods.counting.seats.rules import SeatsError
from koinon.methods.plain import from_plain, to_plain

PEOPLE = st.lists(st.integers(1, 60), min_size=1, max_size=5)

UNION = {
    "DE": (81_802_257, 96), "FR": (64_714_074, 85), "UK": (62_008_048, 81),
    "IT": (60_340_328, 79), "ES": (45_989_016, 62), "PL": (38_167_329, 52),
    "RO": (21_462_186, 32), "NL": (16_574_989, 26), "EL": (11_305_118, 19),
    "BE": (10_839_905, 19), "PT": (10_637_713, 18), "CZ": (10_506_813, 18),
    "HU": (10_014_324, 18), "SE": (9_340_682, 17), "AT": (8_375_290, 16),
    "BG": (7_563_710, 15), "DK": (5_534_738, 12), "SK": (5_424_925, 12),
    "FI": (5_351_427, 12), "IE": (4_467_854, 11), "LT": (3_329_039, 10),
    "LV": (2_248_374, 8), "SI": (2_046_976, 8), "EE": (1_340_127, 7),
    "CY": (803_147, 6), "LU": (502_066, 6), "MT": (412_970, 6),
}  # fmt: skip
"""People and seats of 27 members for 751 seats, base 5, cap 96, divisor 819,000.

Grimmett and others (2011), table of the Cambridge Compromise; restated here without the paper at
hand, and borne out by the sum, the divisor and every seat coming out."""


def test_the_cambridge_compromise() -> None:
    people = [number for number, _ in UNION.values()]
    result = base_and_share(BaseAndShare(5, 96), people, 751)
    assert dict(zip(UNION, result.seats, strict=True)) == {m: n for m, (_, n) in UNION.items()}
    assert result.divisor == 819_000
    assert check_base_and_share(result, 751) == ()
    assert degressivity(people, before_rounding(result)) == ()
    names = list(UNION)
    breached = {(names[b.larger], names[b.smaller]) for b in degressivity(people, result.seats)}
    assert breached == {("FR", "UK"), ("FR", "IT"), ("BE", "PT"), ("BE", "CZ")}


@given(PEOPLE, st.integers(0, 3), st.integers(1, 6), st.integers(0, 30))
def test_base_and_share_by_trying_divisors(
    people: list[int], base: int, room: int, house: int
) -> None:
    """Seats as the formula gives them at one divisor after another, from ends of all ranges."""
    rule = BaseAndShare(base, base + room)
    try:
        result = base_and_share(rule, people, house)
    except SeatsError:
        assert house not in totals(rule, people)
        return
    assert result.seats == totals(rule, people)[house]
    assert check_base_and_share(result, house) == ()
    assert from_plain(Degressive, to_plain(result)) == result
    for wrong in (
        replace(result, seats=(result.seats[0] + 1, *result.seats[1:])),
        replace(result, low=result.low + 1),
        replace(result, high=(result.high or 0) + 1),
        replace(result, divisor=-result.divisor),
    ):
        assert check_base_and_share(wrong, house)


def totals(rule: BaseAndShare, people: list[int]) -> dict[int, tuple[int, ...]]:
    ends = {Fraction(p, k) for p in people for k in range(1, rule.cap + 1)}
    found = {}
    for end in sorted({*ends, *(e * Fraction(999, 1000) for e in ends), Fraction(100)}):
        seats = tuple(min(rule.cap, -(-(rule.base + p / end) // 1)) for p in people)
        found[sum(seats)] = seats
    return found


@given(PEOPLE, st.data())
def test_a_breach_is_named_and_nothing_else(people: list[int], data: st.DataObject) -> None:
    seats = [data.draw(st.integers(1, 9)) for _ in people]
    found = degressivity(people, seats)
    for one in found:
        more, less = one.larger, one.smaller
        assert people[more] > people[less]
        if one.what == "order":
            assert seats[more] < seats[less]
        else:
            assert Fraction(people[more], seats[more]) <= Fraction(people[less], seats[less])
    assume(not found)
    ordered = sorted(zip(people, seats, strict=True))
    shares = [Fraction(p, n) for p, n in ordered]
    assert shares == sorted(shares) or len(set(people)) < len(people)


def test_both_sentences_of_the_decision() -> None:
    assert degressivity([10, 5], [1, 2]) == (Breach("order", 0, 1),)
    assert degressivity([10, 5], [2, 1]) == (Breach("ratio", 0, 1),)
    assert degressivity([10, 5], [3, 2]) == ()


@pytest.mark.parametrize(
    ("people", "house", "said"),
    [
        ([], 3, "every member has people"),
        ([0], 3, "every member has people"),
        ([1, 1], 30, "are not from 12"),
        ([1, 1], 3, "are not from 12"),
        ([1, 1], 13, "same claim"),
    ],
)
def test_what_cannot_be_shared_is_refused(people: list[int], house: int, said: str) -> None:
    with pytest.raises(SeatsError, match=said):
        base_and_share(BaseAndShare(5, 12), people, house)
