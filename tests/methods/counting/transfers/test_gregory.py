"""Counting by transfer: what the law says of each case, and what holds of every count."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.support.transfer_counts import election_of, elections, mutations, plain

from koinon.methods.counting.ballots import SEVERAL, gather_rankings
from koinon.methods.counting.contests import Contest, CountError, Election, Irregular, Option
from koinon.methods.counting.methods import count, find, read_result, recheck
from koinon.methods.counting.ties import LotNeeded
from koinon.methods.counting.transfers.rules import MEEK, SCOTTISH, WIGM
from koinon.methods.plain import to_plain

PAPER = replace(SCOTTISH, last_key="paper")
OTHER = replace(
    WIGM,
    quota="hare",
    transfer="one division",
    surpluses="first elected",
    zero_surplus=False,
    last_exclusion="transfer",
    gaps="stop",
    repeats="stop",
    ties=("earlier stages", "lot"),
)
RULES: list[Any] = [
    SCOTTISH,
    PAPER,
    WIGM,
    replace(WIGM, sure_losers=True),
    replace(OTHER, decimals=0),
    OTHER,
    MEEK,
    replace(MEEK, last_key="lot", decimals=5, omega=4),
]
rules = st.sampled_from(RULES)


@settings(max_examples=400, deadline=None)
@given(elections(), rules)
@example(election_of(3, 2, []), SCOTTISH)
@example(election_of(1, 3, [(plain(0), 2)]), WIGM)
def test_every_count_fills_the_seats_and_holds(election: Election, rule: Any) -> None:
    """Seats are filled while options last, votes add up, and the recount by walking agrees."""
    result = count(rule, election, "a drawn value", fast=False)
    standing = [option.id for option in election.contest.options if not option.withdrawn]
    assert len(result.elected) == min(election.contest.seats, len(standing))
    assert set(result.elected) <= set(standing)
    tally = result.tally
    invalid = sum(one.ballots for one in tally.irregular if not one.valid)
    assert tally.cast == election.ballots.voters == tally.valid + invalid
    for one in result.rounds if rule.KIND == MEEK.KIND else result.stages:
        rest = one.residual if rule.KIND == MEEK.KIND else one.non_transferable + one.rounding
        assert sum(one.votes) + rest == tally.valid * result.scale
    assert recheck(result, election) == ()
    assert read_result(to_plain(result)) == (find_method(rule), result)


def find_method(rule: Any) -> Any:
    """The method of a rule by its name."""
    return find({"scottish_stv/1": "scottish-stv", "wigm/1": "wigm", "meek/1": "meek"}[rule.KIND])


@settings(max_examples=150, deadline=None)
@given(elections(), rules)
def test_what_moves_is_what_the_stages_gain(election: Election, rule: Any) -> None:
    """A flow chart can be drawn: each stage is the one before it, less and plus its moves."""
    assume(rule.KIND != MEEK.KIND)
    result = count(rule, election, "a drawn value")
    ids = election.contest.ids
    for before, after in zip(result.stages, result.stages[1:], strict=False):
        votes = list(before.votes)
        for move in after.moves:
            gone = sum(move.votes) + move.non_transferable + move.rounding
            votes[ids.index(move.source)] -= gone
            votes = [had + gains for had, gains in zip(votes, move.votes, strict=True)]
            assert move.rounding >= 0
            assert move.rounding == 0 or after.action == "surplus"
        assert tuple(votes) == after.votes


@settings(max_examples=60, deadline=None)
@given(elections(), rules, st.randoms(use_true_random=False))
def test_order_and_grouping_of_ballots_do_not_matter(
    election: Election, rule: Any, chance: Any
) -> None:
    """Papers counted one by one in any order give the same result."""
    single = [(ranks, 1) for ranks, voters in election.ballots.rankings() for _ in range(voters)]
    chance.shuffle(single)
    ballots = gather_rankings(election.contest.ids, single)
    again = Election(election.contest, ballots)
    assert count(rule, again, "x") == count(rule, election, "x")


@settings(max_examples=200, deadline=None)
@given(
    st.integers(2, 5).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.integers(1, n),
            st.sets(st.integers(0, n - 1), min_size=1, max_size=n),
            st.integers(1, 40),
            st.lists(st.tuples(st.permutations(range(n)), st.integers(1, 9)), max_size=8),
            st.permutations(range(n)),
        )
    ),
    st.sampled_from([SCOTTISH, WIGM, MEEK]),
)
def test_a_solid_coalition_wins_the_seats_its_quotas_buy(drawn: Any, rule: Any) -> None:
    """Droop proportionality: k quotas that put a set of options first elect k of them."""
    n, seats, coalition, size, others, order = drawn
    mine = [at for at in order if at in coalition]
    votes = [(plain(*mine), size), *((plain(*marks), number) for marks, number in others)]
    election = election_of(n, seats, votes)
    solid = size + sum(
        number for marks, number in others if set(marks[: len(mine)]) == set(coalition)
    )
    result = count(rule, election, "lot")
    quota = Fraction(result.tally.valid, seats + 1)
    earned = min(len(mine), solid // quota if solid % quota else solid // quota - 1)
    loss = Fraction(10 * n, 10**4) if rule.KIND != SCOTTISH.KIND else n
    assume(solid - earned * quota > earned + loss)
    assert len({ord(one) - 97 for one in result.elected} & coalition) >= earned


@settings(max_examples=150, deadline=None)
@given(elections(faults=False))
def test_one_seat_is_instant_runoff(election: Election) -> None:
    """With one seat every rule excludes the lowest until one has a majority or is alone."""
    election = Election(replace(election.contest, seats=1), election.ballots)
    expected = runoff(election)
    for rule in (PAPER, WIGM, replace(WIGM, sure_losers=True)):
        result = count(rule, election)
        if rule == PAPER and any(tie.by != "paper" for tie in result.ties):
            continue
        assert result.elected == (expected,)


def runoff(election: Election) -> str:
    """Instant runoff by first principles; ties exclude the first on the paper."""
    papers = [
        ([rank[0] for rank in ranks], voters) for ranks, voters in election.ballots.rankings()
    ]
    left = list(range(len(election.contest.ids)))
    while True:
        tops = dict.fromkeys(left, 0)
        for marks, voters in papers:
            top = next((mark for mark in marks if mark in left), None)
            if top is not None:
                tops[top] += voters
        best = max(left, key=lambda at: tops[at])
        valid = sum(voters for marks, voters in papers if marks)
        if len(left) == 1 or 2 * tops[best] > valid:
            return election.contest.ids[best]
        left.remove(min(left, key=lambda at: (tops[at], at)))


@pytest.mark.parametrize("rule", RULES)
def test_every_planted_fault_is_caught(rule: Any) -> None:
    """Each field of a result, changed alone, is named by the recount."""
    votes = [
        (plain(0, 1, 2), 9),
        (plain(1, 3), 4),
        (plain(2, 3), 2),
        (plain(3), 2),
        (plain(4, 0, 3), 1),
        ((), 1),
        ((SEVERAL,), 2),
        (((0,), (), (1,)), 1),
    ]
    election = election_of(5, 2, votes)
    result = count(rule, election, "value")
    assert recheck(result, election) == ()
    seen = 0
    for path, wrong in mutations(result):
        if path.startswith((".rule", ".lot")):
            continue
        seen += 1
        assert recheck(wrong, election), path
    assert seen > 50


def test_another_rule_or_other_ballots_are_caught() -> None:
    """A result is of one rule and one set of ballots."""
    election = election_of(4, 2, [(plain(0, 1), 9), (plain(2, 3), 5), (plain(3), 4)])
    result = count(SCOTTISH, election, "value")
    assert recheck(replace(result, rule=replace(WIGM, decimals=5)), election)
    other = election_of(4, 2, [(plain(0, 1), 9), (plain(2, 3), 5), (plain(3), 5)])
    assert "$.tally.ballots_sha256" in recheck(result, other)


def test_a_transfer_value_is_truncated_to_five_places() -> None:
    """R. 48(3): a surplus of 4 over 10 votes is worth 0.4 a paper; of 3 over 7, 0.42857."""
    votes = [(plain(0, 1), 7), (plain(1), 2), (plain(2), 2)]
    result = count(SCOTTISH, election_of(3, 2, votes))
    assert result.quota == 400_000
    assert result.stages[1].votes == (400_000, 200_000 + 7 * 42_857, 200_000)
    assert result.stages[1].moves[0].rounding == 300_000 - 7 * 42_857


def test_a_surplus_tie_looks_at_the_latest_stage_that_differs() -> None:
    """R. 49(2): a and b are equal when both have a surplus, and a had more before."""
    votes = [
        (plain(0, 4), 21),
        (plain(1, 4), 20),
        (plain(2, 0), 2),
        (plain(2, 1), 3),
        (plain(3), 10),
        (plain(4), 6),
        (plain(5), 4),
    ]
    result = count(SCOTTISH, election_of(6, 3, votes), "value")
    assert result.quota == 1_700_000
    assert [stage.of for stage in result.stages[1:3]] == [("a",), ("b",)]
    assert result.ties == ()


def test_an_exclusion_tie_looks_back_then_draws() -> None:
    """R. 51(2): b had fewer votes at the stage before; without any difference a lot decides."""
    votes = [(plain(0), 7), (plain(1), 3), (plain(2), 4), (plain(3, 1), 1)]
    result = count(SCOTTISH, election_of(4, 1, votes), "")
    assert [stage.of for stage in result.stages[1:]] == [("d",), ("b",), ("c",)]
    assert [(tie.stage, tie.tied, tie.by, tie.first) for tie in result.ties] == [
        (3, ("b", "c"), "earlier stages", "b")
    ]
    level = election_of(3, 1, [(plain(0), 2), (plain(1), 2), (plain(2), 2)])
    with pytest.raises(LotNeeded, match="a lot decides between a, b, c"):
        count(SCOTTISH, level)
    assert count(SCOTTISH, level, "x").ties[0].by == "lot"
    assert count(PAPER, level).ties[0].first == "a"


def test_irregular_papers_are_listed_with_their_number() -> None:
    """R. 43 to 45: no sole first preference is no vote; a later fault ends the paper there."""
    votes = [
        ((), 1),
        (((), (0,)), 2),
        (((0, 1), (2,)), 3),
        ((SEVERAL,), 4),
        (((0,), (), (1,)), 5),
        (((1,), (0, 2)), 6),
        (((2,), (2,), (0,)), 7),
        (plain(0, 1, 2), 8),
    ]
    tally = count(PAPER, election_of(3, 1, votes)).tally
    assert (tally.cast, tally.valid) == (36, 26)
    assert tally.irregular == (
        Irregular("blank", 1, False),
        Irregular("no first preference", 2, False),
        Irregular("several first preferences", 7, False),
        Irregular("rank left empty", 5, True),
        Irregular("several at one rank", 6, True),
        Irregular("option ranked twice", 7, True),
    )
    assert count(WIGM, election_of(3, 1, votes)).tally.valid == 28


@pytest.mark.parametrize(
    ("rule", "seats", "said"),
    [
        (SCOTTISH, 0, "seats"),
        (MEEK, 0, "seats"),
        (replace(WIGM, decimals=13), 1, "13 decimals are not from 0 to 12"),
        (replace(WIGM, ties=("earlier stages",)), 1, "end the keys with paper or lot"),
        (replace(WIGM, ties=()), 1, "end the keys with paper or lot"),
        (replace(MEEK, omega=10), 1, "omega is from 0 to the 9 decimals"),
    ],
)
def test_what_no_count_can_keep_is_refused(rule: Any, seats: int, said: str) -> None:
    """One sentence with the remedy, never a traceback."""
    with pytest.raises(CountError, match=said):
        count(rule, election_of(2, seats, [(plain(0), 1)]))


def test_other_forms_are_refused() -> None:
    """Approvals are no preferences."""
    from koinon.methods.counting.ballots import gather_approvals

    contest = Contest("", (Option("a", "A"),), 1)
    with pytest.raises(CountError, match="counts rankings"):
        count("meek", Election(contest, gather_approvals(["a"], [])))


def test_sheets_hold_the_stages_and_the_moves() -> None:
    """The sheet of stages has every option; the moves add up to the surplus."""
    election = election_of(3, 2, [(plain(0, 1), 7), (plain(1), 2), (plain(2), 2)])
    method = find("scottish-stv")
    quota, stages, moves = method.sheets(count(SCOTTISH, election), election.contest)
    assert quota.rows == ((Fraction(4),),)
    assert [column.option for column in stages.columns[3:6]] == ["a", "b", "c"]
    assert stages.rows[1][3:6] == (Fraction(4), 2 + 7 * Fraction(42_857, 10**5), Fraction(2))
    assert moves.rows == ((2, "a", "b", Fraction(7 * 42_857, 10**5)),)
    assert all(len(row) == len(stages.columns) for row in stages.rows)
    meek = find("meek").sheets(count("meek", election), election.contest)[0]
    assert all(len(row) == len(meek.columns) for row in meek.rows)
