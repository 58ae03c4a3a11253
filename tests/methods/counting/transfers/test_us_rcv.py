"""Ranked choice voting: each setting against what it says, and every count against its recount."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.transfer_counts import election_of, elections, mutations, plain

from koinon.methods.counting.ballots import SEVERAL, gather_rankings
from koinon.methods.counting.contests import CountError, Election
from koinon.methods.counting.methods import count, find, read_result, recheck
from koinon.methods.counting.ties import LotNeeded
from koinon.methods.counting.transfers.us_rules import (
    MAINE,
    NEW_YORK_CITY,
    SAN_FRANCISCO,
    US_RCV,
    Mode,
    Overvote,
    UsResult,
    rctab_rule,
)
from koinon.methods.plain import to_plain

PAPER = replace(US_RCV, ties=("paper",))
MANY = replace(PAPER, mode="multiWinnerAllowMultipleWinnersPerRound")


@st.composite
def settings_of_a_race(draw: st.DrawFn) -> tuple[Any, Election]:
    """An election and settings that may count it."""
    election = draw(elections())
    seats = election.contest.seats
    many = [mode for mode in get_args(Mode) if mode.startswith(("multi", "bottomsUp"))]
    mode = draw(st.sampled_from(["singleWinnerMajority"] if seats == 1 else many))
    percentage = Fraction(0)
    if mode == "bottomsUpUsingPercentageThreshold":
        percentage = Fraction(draw(st.integers(1, 40)), 100)
        election = Election(replace(election.contest, seats=0), election.ballots)
    ids = election.contest.ids
    none_or = st.none() | st.integers(0, 2)
    rule = replace(
        US_RCV,
        mode=mode,
        percentage=percentage,
        overvote=draw(st.sampled_from(get_args(Overvote))),
        max_skipped=draw(none_or),
        max_rankings=draw(st.none() | st.integers(1, 4)),
        exhaust_on_duplicate=draw(st.booleans()),
        batch=draw(st.booleans()),
        until_two=draw(st.booleans()) and mode in ("singleWinnerMajority", "multiPassIrv"),
        minimum=draw(st.integers(0, 2)),
        fractional_threshold=draw(st.booleans()),
        hare=draw(st.booleans()),
        first_round=draw(st.booleans()),
        decimals=draw(st.integers(0, 5)),
        stop_after=draw(st.none() | st.integers(1, 5)),
        undeclared=draw(st.sampled_from(("", ids[-1]))),
        ties=draw(st.sampled_from([("paper",), ("lot",), ("earlier stages", "lot")])),
        order=draw(st.sampled_from(((), tuple(reversed(ids))))),
    )
    return rule, election


@settings(max_examples=600, deadline=None)
@given(settings_of_a_race())
def test_every_count_holds(drawn: tuple[Any, Election]) -> None:
    """What can be counted is what the recount finds; votes and inactive ballots add up."""
    rule, election = drawn
    try:
        result = count(rule, election, "a drawn value")
    except CountError:
        return
    assert recheck(result, election) == ()
    assert read_result(to_plain(result)) == (find("us-rcv"), result)
    for one in result.rounds:
        idle = one.exhausted + one.overvoted + one.repeated + one.skipped + one.undervoted
        votes = sum(had or 0 for had in one.votes)
        assert votes + idle + one.residual == election.ballots.voters * result.scale
        assert not (one.elected and one.eliminated)
    standing = [one.id for one in election.contest.options if not one.withdrawn]
    assert set(result.elected) <= set(standing)
    assert len(set(result.elected)) == len(result.elected)


@settings(max_examples=150, deadline=None)
@given(elections(faults=False))
def test_a_single_seat_is_scottish_stv_with_a_falling_threshold(election: Election) -> None:
    """Without faults, plain instant runoff elects whom the single transferable vote elects."""
    election = Election(replace(election.contest, seats=1), election.ballots)
    ours = count(replace(US_RCV, ties=("earlier stages", "lot")), election, "value")
    stv = count("scottish-stv", election, "value")
    if not ours.ties and not stv.ties:
        assert ours.elected == stv.elected


@settings(max_examples=60, deadline=None)
@given(settings_of_a_race(), st.randoms(use_true_random=False))
def test_order_and_grouping_do_not_matter(drawn: tuple[Any, Election], chance: Any) -> None:
    """One by one in any order is the same election."""
    rule, election = drawn
    single = [(ranks, 1) for ranks, voters in election.ballots.rankings() for _ in range(voters)]
    chance.shuffle(single)
    again = Election(election.contest, gather_rankings(election.contest.ids, single))
    try:
        result = count(rule, election, "x")
    except CountError:
        return
    assert count(rule, again, "x") == result


FAULTY = [
    (plain(0, 1, 2), 9),
    (plain(1, 2), 8),
    (plain(2, 1), 4),
    (((3,), (), (1,)), 2),
    (((3,), (), (), (1,)), 2),
    (((3,), SEVERAL, (1,)), 3),
    (((3,), (3,), (0,)), 1),
    (((), (0,)), 1),
    ((), 2),
]


def final(rule: Any) -> tuple[tuple[int | None, ...], tuple[int, ...]]:
    """Votes and inactive ballots of the last round, in whole votes."""
    result = count(rule, election_of(4, 1, FAULTY), "x")
    one = result.rounds[-1]
    idle = (one.exhausted, one.overvoted, one.repeated, one.skipped, one.undervoted)
    votes = tuple(None if had is None else had // 10**4 for had in one.votes)
    return votes, tuple(had // 10**4 for had in idle)


@pytest.mark.parametrize(
    ("rule", "votes", "idle"),
    [
        (US_RCV, (11, 16, None, None), (0, 3, 0, 0, 2)),
        (replace(US_RCV, overvote="alwaysSkipToNextRank"), (11, 19, None, None), (0, 0, 0, 0, 2)),
        (replace(US_RCV, max_skipped=1), (11, 14, None, None), (0, 3, 0, 2, 2)),
        (replace(US_RCV, max_skipped=0), (10, 12, None, None), (0, 3, 0, 5, 2)),
        (replace(US_RCV, exhaust_on_duplicate=True), (10, 16, None, None), (0, 3, 1, 0, 2)),
        (replace(US_RCV, max_rankings=2), (10, 12, None, None), (5, 3, 0, 0, 2)),
    ],
)
def test_faulty_ballots_do_what_the_settings_say(rule: Any, votes: Any, idle: Any) -> None:
    """One set of ballots, and what each setting makes of its faults in the last round."""
    assert final(rule) == (votes, idle)


def test_an_overvote_may_wait_until_one_is_left() -> None:
    """exhaustIfMultipleContinuing: with both in the race it exhausts, with one it counts."""
    votes = [(plain(0), 5), (plain(1), 4), (plain(2), 1), (((3,), (0, 2)), 1), (((0, 1),), 2)]
    rule = replace(PAPER, overvote="exhaustIfMultipleContinuing", order=("a", "b", "d", "c"))
    result = count(rule, election_of(4, 1, votes))
    assert [one.eliminated for one in result.rounds] == [("c",), ("d",), ()]
    assert [one.overvoted for one in result.rounds] == [20_000, 20_000, 20_000]
    assert result.rounds[-1].votes[:2] == (60_000, 40_000)
    unknown = election_of(2, 1, [((SEVERAL,), 1), (plain(0), 1)])
    with pytest.raises(CountError, match="marks are not known"):
        count(rule, replace_order(unknown))


def replace_order(election: Election) -> Election:
    """The same ballots over four options, as the rule's order names four."""
    votes = list(election.ballots.rankings())
    return election_of(4, 1, votes)


def test_those_who_cannot_catch_up_go_together() -> None:
    """1 + 2 + 3 < 7: three go at once; and the rounds stop at a majority, or go on to two."""
    votes = [(plain(0), 20), (plain(1), 7), (plain(2, 1), 3), (plain(3, 1), 2), (plain(4, 1), 1)]
    election = election_of(5, 1, votes)
    assert [one.eliminated for one in count(PAPER, election).rounds] == [()]
    rule = replace(PAPER, until_two=True, batch=True)
    result = count(rule, election)
    assert [one.eliminated for one in result.rounds] == [(), ("e", "d", "c"), ()]
    assert result.elected == ("a",)
    assert result.rounds[-1].votes[:2] == (200_000, 130_000)


def test_two_seats_and_the_three_ways_to_fill_them() -> None:
    """Thresholds of 30 ballots and two seats: 11, or 10.0001, or Hare's 15."""
    votes = [(plain(0, 1), 14), (plain(1), 6), (plain(2), 9), (plain(3, 2), 1)]
    election = election_of(4, 2, votes)
    result = count(MANY, election)
    assert result.elected == ("a", "c")
    assert [one.threshold for one in result.rounds] == [11] * len(result.rounds)
    # A surplus of 3 over 14 is 0.2142 a ballot: 14 ballots carry 2.9988, and 0.0012 stay.
    assert result.rounds[1].votes[:2] == (110_000, 89_988)
    assert result.rounds[1].residual == 12
    assert count(replace(MANY, fractional_threshold=True), election).rounds[0].threshold == (
        Fraction(100_001, 10_000)
    )
    assert count(replace(MANY, hare=True), election).rounds[0].threshold == 15
    bottoms_up = count(replace(PAPER, mode="bottomsUp"), election)
    assert bottoms_up.elected == ("a", "c")
    assert bottoms_up.rounds[0].moves == ()
    one_each = count(replace(MANY, mode="multiWinnerAllowOnlyOneWinnerPerRound"), election)
    assert all(len(one.elected) <= 1 for one in one_each.rounds)
    passes = count(replace(PAPER, mode="multiPassIrv"), election)
    assert [one.race for one in passes.rounds if one.elected] == [1, 2]
    # Without a, her 14 second choices make b the majority.
    assert passes.elected == ("a", "b")


def test_all_above_a_percentage_win() -> None:
    """Bottoms up to 15 per cent, as parties use it for delegates."""
    votes = [(plain(0), 50), (plain(1), 30), (plain(2, 1), 12), (plain(3, 2), 8)]
    rule = replace(PAPER, mode="bottomsUpUsingPercentageThreshold", percentage=Fraction(15, 100))
    result = count(rule, election_of(4, 0, votes))
    assert result.elected == ("a", "b", "c")
    assert result.rounds[-1].threshold == 15


def test_undeclared_write_ins_go_first_and_small_votes_with_them() -> None:
    """While write-ins hold votes nobody wins, even with a majority."""
    votes = [(plain(0), 9), (plain(1, 0), 1), (plain(2, 0), 3)]
    rule = replace(PAPER, undeclared="c", minimum=2)
    result = count(rule, election_of(3, 1, votes))
    assert [one.eliminated for one in result.rounds] == [("c",), ()]
    assert result.rounds[1].votes == (120_000, 10_000, None)
    with pytest.raises(CountError, match="below the minimum"):
        count(replace(PAPER, minimum=50), election_of(2, 1, [(plain(0), 1), (plain(1), 1)]))


def test_ties_follow_the_stated_keys() -> None:
    """On an order the earlier wins and the later is eliminated; else a lot is asked for."""
    level = election_of(2, 1, [(plain(0), 3), (plain(1), 3)])
    assert count(PAPER, level).elected == ("a",)
    assert count(replace(PAPER, order=("b", "a")), level).elected == ("b",)
    with pytest.raises(LotNeeded):
        count(US_RCV, level)
    low = election_of(3, 1, [(plain(0), 3), (plain(1), 2), (plain(2), 2)])
    assert count(PAPER, low).rounds[0].eliminated == ("c",)


@pytest.mark.parametrize("rule", [PAPER, MANY, replace(PAPER, mode="multiPassIrv"), MAINE])
def test_every_planted_fault_is_caught(rule: Any) -> None:
    """Each field of a result, changed alone, is named by the recount."""
    seats = 1 if rule.mode == "singleWinnerMajority" else 2
    election = election_of(4, seats, [*FAULTY, (plain(0, 2), 4)])
    result = count(rule, election, "value")
    assert recheck(result, election) == ()
    seen = 0
    for path, wrong in mutations(result):
        if not path.startswith((".rule", ".lot")):
            seen += 1
            assert recheck(wrong, election), path
    assert seen > 60


@pytest.mark.parametrize("rule", [MAINE, SAN_FRANCISCO, NEW_YORK_CITY])
def test_named_rules_count(rule: Any) -> None:
    """The laws differ in settings only."""
    result = count(rule, election_of(4, 1, FAULTY), "x")
    assert isinstance(result, UsResult)
    assert result.elected == ("b",)


RCTAB = {
    "tiebreakMode": "previousRoundCountsThenRandom",
    "overvoteRule": "exhaustImmediately",
    "winnerElectionMode": "singleWinnerMajority",
    "numberOfWinners": "1",
    "decimalPlacesForVoteArithmetic": "4",
    "minimumVoteThreshold": "0",
    "maxSkippedRanksAllowed": "unlimited",
    "maxRankingsAllowed": "max",
    "batchElimination": True,
}


def test_settings_of_rctab_are_read() -> None:
    """A configuration's rules give the rule and the seats."""
    rule, seats = rctab_rule(RCTAB)
    assert (rule, seats) == (replace(US_RCV, batch=True, ties=("earlier stages", "lot")), 1)
    share = {
        "winnerElectionMode": "bottomsUpUsingPercentageThreshold",
        "multiSeatBottomsUpPercentageThreshold": "15",
        "numberOfWinners": "0",
    }
    rule, seats = rctab_rule({**RCTAB, **share})
    assert (rule.percentage, seats) == (Fraction(3, 20), 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"winnerElectionMode": "instant"}, "rules.winnerElectionMode: 'instant' is none of"),
        ({"overvoteRule": None}, "rules.overvoteRule: None is none of"),
        ({"tiebreakMode": 7}, "rules.tiebreakMode: 7 is none of"),
        ({"batchElimination": "yes"}, "rules.batchElimination: 'yes' is neither"),
        ({"maxRankingsAllowed": "-3"}, "rules.maxRankingsAllowed: '-3' is not a whole number"),
        ({"numberOfWinners": 1.5}, "rules.numberOfWinners: '1.5' is not a whole number"),
        ({"minimumVoteThreshold": "9" * 30}, "is not a whole number"),
    ],
)
def test_settings_that_are_none_are_refused(change: Any, said: str) -> None:
    """One sentence with the name of the setting."""
    with pytest.raises(CountError, match=said):
        rctab_rule({**RCTAB, **change})


@pytest.mark.parametrize(
    ("rule", "seats", "said"),
    [
        (US_RCV, 2, "does not fill 2 seats"),
        (MANY, 1, "does not fill 1 seats"),
        (replace(US_RCV, ties=()), 1, "end the keys"),
        (replace(US_RCV, order=("a",)), 1, "name each option once"),
        (replace(US_RCV, undeclared="z"), 1, "'z' is no option"),
        (replace(MANY, until_two=True), 2, "goes on until two remain"),
        (replace(US_RCV, max_rankings=0), 1, "limited to 1 or more"),
        (replace(US_RCV, decimals=99), 1, "99 decimals"),
        (replace(US_RCV, mode="bottomsUpUsingPercentageThreshold"), 0, "the percentage is above"),
        (replace(US_RCV, mode="bottomsUpUsingPercentageThreshold"), 1, "state 0 seats"),
    ],
)
def test_settings_that_contradict_are_refused(rule: Any, seats: int, said: str) -> None:
    """Nothing is guessed."""
    election = election_of(2, seats, [(plain(0), 1)])
    with pytest.raises(CountError, match=said):
        count(rule, election)


def test_sheets_of_rounds_and_moves() -> None:
    """An option that is out has no votes; moves are shown where they arrive."""
    election = election_of(4, 1, FAULTY)
    rounds, moves = find("us-rcv").sheets(count(PAPER, election), election.contest)
    assert all(len(row) == len(rounds.columns) for row in rounds.rows)
    assert rounds.rows[1][5] is None
    assert moves.rows[0] == (1, 2, "c", "b", Fraction(4))
