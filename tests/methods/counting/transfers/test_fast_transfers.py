"""The compiled count is the exact count, at the bounds of 64 bits too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.transfer_counts import election_of, elections, plain

from koinon.methods.counting.methods import count
from koinon.methods.counting.ties import LotNeeded
from koinon.methods.counting.transfers.rules import SCOTTISH, WIGM, terms_of

fast = pytest.importorskip("koinon.methods.fast.transfers", reason="numba is not installed")

PAPER = replace(SCOTTISH, last_key="paper")
RULES = [
    SCOTTISH,
    PAPER,
    WIGM,
    replace(WIGM, sure_losers=True),
    replace(WIGM, gaps="stop", repeats="stop", ties=("earlier stages", "lot"), decimals=6),
    replace(
        WIGM,
        quota="hare",
        transfer="one division",
        surpluses="first elected",
        zero_surplus=False,
        last_exclusion="transfer",
    ),
]


@settings(max_examples=500, deadline=None)
@given(elections(most=6), st.sampled_from(RULES))
def test_the_compiled_count_is_the_exact_count(election: Any, rule: Any) -> None:
    """Every field of the result, with every kind of faulty ballot and lot."""
    exact = count(rule, election, "a drawn value", fast=False)
    assert count(rule, election, "a drawn value", fast=True) == exact


def test_codes_of_several_words() -> None:
    """Digits that lie across words of 64 bits: 40 options, papers of 3 to 40 marks."""
    votes = [
        (
            plain(*((at * step + at) % 41 for at in range(40) if (at * step + at) % 41 < 40)),
            1 + step,
        )
        for step in range(7)
    ]
    votes = [(tuple(dict.fromkeys(ranks))[: 3 + 6 * at], n) for at, (ranks, n) in enumerate(votes)]
    election = election_of(40, 5, votes)
    assert election.ballots.words > 2
    for rule in (PAPER, WIGM):
        assert count(rule, election, fast=True) == count(rule, election, fast=False)


@pytest.mark.parametrize("voters", [2**62 // 10**10 - 4, 2**62 // 10**10, 2**50, 2**61])
def test_the_largest_numbers_are_exact(voters: int) -> None:
    """Below the bound it counts in 64 bits, above it hands on; both are exact."""
    votes = [(plain(0, 1), voters - 3), (plain(1, 2), 2), (plain(2), 1)]
    election = election_of(3, 2, votes)
    assert fast.fits(terms_of(PAPER), election.ballots) == (voters < 2**62 // 10**10 - 1)
    assert count(PAPER, election, fast=True) == count(PAPER, election, fast=False)


def test_many_small_rows_do_not_trip_the_bound() -> None:
    """The bound is on all voters, not on the largest row times the rows."""
    heavy = 2**62 // 10**10 - 100
    votes = [(plain(0, 1), heavy), (plain(1), 1), (plain(2), 1), (plain(0, 2), 1)]
    election = election_of(3, 2, votes)
    assert fast.fits(terms_of(PAPER), election.ballots)
    assert count(PAPER, election, fast=True) == count(PAPER, election, fast=False)


def test_a_lot_is_asked_for() -> None:
    """The same sentence as the exact count says."""
    level = election_of(3, 1, [(plain(0), 2), (plain(1), 2), (plain(2), 2)])
    with pytest.raises(LotNeeded, match="a lot decides between a, b, c"):
        count(SCOTTISH, level, fast=True)
