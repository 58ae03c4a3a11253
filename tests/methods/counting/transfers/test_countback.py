"""Countback: the papers that elected a member, and only they, choose who follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.support.transfer_counts import election_of, elections, mutations, plain

from koinon.methods.counting.contests import CountError
from koinon.methods.counting.methods import count, find, read_result, recheck
from koinon.methods.counting.transfers.countback import Countback
from koinon.methods.counting.transfers.rules import SCOTTISH, WIGM
from koinon.methods.plain import to_plain

PAPER = replace(SCOTTISH, last_key="paper")
VOTES = [(plain(0, 2, 3), 5), (plain(0, 3), 4), (plain(1, 2), 9), (plain(2), 3), (plain(3), 2)]


def test_the_members_own_papers_decide() -> None:
    """a leaves: of her nine papers five say c next and four d, whatever the others say."""
    election = election_of(4, 2, VOTES)
    assert count(PAPER, election).elected == ("a", "b")
    result = count(Countback(PAPER, "", "a", ("c", "d")), election)
    assert (result.held, result.quota, result.seated) == (900_000, 450_001, ("b",))
    assert result.stages[0].votes == (0, 0, 500_000, 400_000)
    assert result.elected == ("c",)
    alone = count(Countback(PAPER, "", "b", ("d",)), election)
    assert (alone.elected, alone.filled, alone.stages[0].non_transferable) == (
        ("d",),
        ("d",),
        900_000,
    )


def test_papers_keep_the_value_at_which_they_came() -> None:
    """b is elected by a's surplus: her papers are her own two and a's seven at 0.42857."""
    election = election_of(3, 2, [(plain(0, 1, 2), 7), (plain(1), 2), (plain(2), 2)])
    assert count(PAPER, election).elected == ("a", "b")
    result = count(Countback(PAPER, "", "b", ("c",)), election)
    assert result.held == 200_000 + 7 * 42_857
    assert result.stages[0].votes == (0, 0, 7 * 42_857)


@settings(max_examples=200, deadline=None)
@given(elections(), st.sampled_from([SCOTTISH, WIGM]), st.integers(0, 4), st.integers(1, 31))
def test_every_countback_holds(election: Any, original: Any, who: int, mask: int) -> None:
    """Votes add up to the papers held, the recount agrees, and the plain form reads back."""
    first = count(original, election, "first")
    left = [
        one.id
        for one in election.contest.options
        if one.id not in first.elected and not one.withdrawn
    ]
    standing = tuple(id_ for at, id_ in enumerate(left) if mask >> at & 1)
    assume(standing and first.elected)
    vacating = first.elected[who % len(first.elected)]
    result = count(Countback(original, "first", vacating, standing), election, "second")
    assert len(result.elected) == 1
    assert result.elected[0] in standing
    for stage in result.stages:
        assert sum(stage.votes) + stage.non_transferable + stage.rounding == result.held
    assert recheck(result, election) == ()
    assert read_result(to_plain(result)) == (find("countback"), result)


@pytest.mark.parametrize(
    ("vacating", "consenting", "said"),
    [
        ("c", ("d",), "'c' was not elected"),
        ("", ("d",), "'' was not elected"),
        ("a", (), "name each option"),
        ("a", ("c", "c"), "name each option"),
        ("a", ("b",), "'b' may not stand; choose among c, d"),
        ("a", ("z",), "'z' may not stand"),
    ],
)
def test_what_is_no_vacancy_is_refused(vacating: str, consenting: Any, said: str) -> None:
    """One sentence with the remedy."""
    with pytest.raises(CountError, match=said):
        count(Countback(PAPER, "", vacating, consenting), election_of(4, 2, VOTES))


def test_every_planted_fault_is_caught() -> None:
    """Each field of a result, changed alone, is named by the recount."""
    election = election_of(4, 2, VOTES)
    result = count(Countback(PAPER, "", "a", ("c", "d")), election)
    seen = 0
    for path, wrong in mutations(result):
        if not path.startswith((".rule", ".lot")):
            seen += 1
            assert recheck(wrong, election), path
    assert seen > 15


def test_who_had_withdrawn_follows_nobody() -> None:
    """c withdrew before the count: she may not stand, and the papers for her go on to d."""
    election = election_of(4, 2, VOTES, frozenset({2}))
    with pytest.raises(CountError, match="'c' may not stand; choose among d"):
        count(Countback(PAPER, "", "a", ("c", "d")), election)
    result = count(Countback(PAPER, "", "a", ("d",)), election)
    assert result.stages[0].votes == (0, 0, 0, 900_000)
