"""Sharing out: by hand, sums exact, nothing negative, whoever comes first."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.methods.plain import to_plain
from koinon.methods.sharing import recheck, share_out, sharing_from_plain


def keyed(**keys: int) -> dict[str, Fraction]:
    return {member: Fraction(key) for member, key in keys.items()}


def cents(total: int, **keys: int) -> dict[str, int]:
    return {one.member: one.cents for one in share_out(total, keyed(**keys)).shares}


def test_by_hand() -> None:
    # 100 by 1, 1, 1: 33 1/3 each; the one that is left goes to the first id.
    assert cents(100, cedar=1, ash=1, birch=1) == {"ash": 34, "birch": 33, "cedar": 33}
    # 10 by 1, 2, 4 of 7: 1 3/7, 2 6/7, 5 5/7; the two that are left go to the larger fractions.
    assert cents(10, ash=1, birch=2, cedar=4) == {"ash": 1, "birch": 3, "cedar": 6}
    assert cents(-10, ash=1, birch=2, cedar=4) == {"ash": -1, "birch": -3, "cedar": -6}
    assert [one.exact for one in share_out(-10, keyed(ash=3, birch=1)).shares] == [
        Fraction(-15, 2),
        Fraction(-5, 2),
    ]


def test_where_nobody_has_a_key_all_share_alike() -> None:
    assert cents(5, ash=0, birch=0) == {"ash": 3, "birch": 2}
    assert cents(0, ash=0, birch=7) == {"ash": 0, "birch": 0}


KEYS = st.dictionaries(
    st.sampled_from(["ash", "birch", "cedar", "elm", "fir"]),
    st.fractions(0, 10**6, max_denominator=1000),
    min_size=1,
)


@given(st.integers(-(10**12), 10**12), KEYS, st.booleans())
def test_sums_are_exact_and_no_order_matters(
    total: int, keys: dict[str, Fraction], turned: bool
) -> None:
    found = share_out(total, dict(sorted(keys.items(), reverse=turned)))
    assert sum(one.cents for one in found.shares) == total
    assert sum((one.exact for one in found.shares), Fraction(0)) == total
    assert all(one.cents * total >= 0 for one in found.shares), "nobody pays where others receive"
    assert all(abs(one.cents - one.exact) < 1 for one in found.shares)
    assert found == share_out(total, keys)
    assert recheck(to_plain(found)) is None
    assert sharing_from_plain(to_plain(found)) == found


@pytest.mark.parametrize(
    ("shares", "fault"),
    [
        ([], "its keys"),
        ([["ash", "-1"]], "it does not read ($.shares[0]"),
        ([{"member": "ash", "key": "-1", "exact": "5", "cents": 5}], "its keys"),
        ([{"member": "ash", "key": "1", "exact": "5", "cents": 4}], "its shares"),
        ([{"member": "ash", "key": "1", "exact": "5", "cents": 5}] * 2, "its keys"),
    ],
)
def test_a_wrong_statement_is_told(shares: list[object], fault: str) -> None:
    assert (recheck({"total_cents": 5, "shares": shares}) or "").startswith(fault)
