"""Plurality and approval: against counting by hand, and a verifier that catches planted faults."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.planted_faults import planted

from koinon.methods.counting.ballots import (
    SEVERAL,
    gather_approvals,
    gather_choices,
    gather_rankings,
)
from koinon.methods.counting.choosing_types import Approval, Plurality
from koinon.methods.counting.contests import Contest, CountError, Election, Irregular, Option
from koinon.methods.counting.methods import count, find, read_result, recheck
from koinon.methods.counting.ties import LotNeeded, Tie
from koinon.methods.plain import to_plain

IDS = "abcde"
PAPER = Plurality("closed up", "paper")


def contest(n: int, seats: int = 1, withdrawn: str = "") -> Contest:
    options = tuple(Option(id_, id_.upper(), withdrawn=id_ in withdrawn) for id_ in IDS[:n])
    return Contest("A vote", options, seats)


@st.composite
def elections(draw: Any) -> Election:
    n = draw(st.integers(1, 5))
    gone = draw(st.sets(st.sampled_from(IDS[:n]), max_size=n - 1))
    paper = contest(n, draw(st.integers(1, 4)), "".join(sorted(gone)))
    form = draw(st.sampled_from(("choice", "rankings", "approvals")))
    option = st.integers(0, n - 1)
    some = st.sets(option, max_size=3).map(lambda found: tuple(sorted(found)))
    votes: Any
    if form == "choice":
        votes, gather = st.one_of(st.none(), st.just(-1), option), gather_choices
    elif form == "approvals":
        votes, gather = some, gather_approvals
    else:
        votes, gather = st.lists(some | st.just(SEVERAL), max_size=4).map(tuple), gather_rankings
    cast = draw(st.lists(st.tuples(votes, st.integers(1, 3)), max_size=8))
    return Election(paper, gather(paper.ids, cast))


def rule_for(draw: Any, election: Election) -> Any:
    if election.ballots.form == "approvals":
        return Approval(
            draw(st.none() | st.integers(1, 3)), draw(st.sampled_from(("paper", "lot")))
        )
    skipped = draw(st.sampled_from(("closed up", "invalid")))
    return Plurality(skipped, draw(st.sampled_from(("paper", "lot"))))


def by_hand(rule: Any, election: Election) -> dict[str, int]:
    """Votes by option, one ballot after the other, on ids."""
    still = {option.id for option in election.contest.options if not option.withdrawn}
    votes = dict.fromkeys(sorted(still), 0)
    ids = election.contest.ids
    for vote, voters in election.ballots:
        if election.ballots.form == "approvals":
            named = [ids[option] for option in vote if ids[option] in still]
            named = [] if rule.most and len(named) > rule.most else named
        elif election.ballots.form == "choice":
            named = [] if vote in (None, -1) else [ids[vote]]
        else:
            ranks = [[SEVERAL] if r == SEVERAL else [ids[o] for o in r] for r in vote]
            if rule.skipped == "closed up":
                ranks = [rank for rank in ranks if rank]
            ranks = [[id_ for id_ in rank if id_ in still or id_ == SEVERAL] if rank else ["none"]
                     for rank in ranks]  # fmt: skip
            first = next((rank for rank in ranks if rank), [])
            named = first if len(first) == 1 else []
        for id_ in named:
            if id_ in votes:
                votes[id_] += voters
    return votes


@given(st.data())
def test_votes_are_those_counted_by_hand_and_the_most_win(data: st.DataObject) -> None:
    election = data.draw(elections())
    rule = rule_for(data.draw, election)
    result = count(rule, election, "a public value")
    votes = by_hand(rule, election)
    assert {one.option: one.votes for one in result.votes} == votes
    assert len(result.elected) == min(election.contest.seats, len(votes))
    rest = votes.keys() - set(result.elected)
    assert all(votes[one] >= votes[other] for one in result.elected for other in rest)
    tally = result.tally
    assert tally.cast == election.ballots.voters
    assert tally.cast - tally.valid == sum(one.ballots for one in tally.irregular if not one.valid)
    assert recheck(result, election) == ()
    assert read_result(to_plain(result))[1] == result


@given(elections(), st.randoms())
def test_order_and_grouping_of_ballots_do_not_matter(
    election: Election, chance: random.Random
) -> None:
    gather: Any = {
        "choice": gather_choices, "rankings": gather_rankings, "approvals": gather_approvals
    }[election.ballots.form]  # fmt: skip
    single = [(vote, 1) for vote, voters in election.ballots for _ in range(voters)]
    chance.shuffle(single)
    again = Election(election.contest, gather(election.contest.ids, single))
    name = "approval" if election.ballots.form == "approvals" else "plurality"
    assert count(name, again, "lot") == count(name, election, "lot")


@given(elections(), st.data())
def test_one_more_vote_never_harms(election: Election, data: st.DataObject) -> None:
    if election.ballots.form != "approvals":
        return
    rule = Approval(None, "paper")
    winner = count(rule, election).elected[0]
    at = election.contest.ids.index(winner)
    more = [*election.ballots.approvals(), ((at,), data.draw(st.integers(1, 3)))]
    again = Election(election.contest, gather_approvals(election.contest.ids, more))
    assert count(rule, again).elected[0] == winner


@pytest.mark.parametrize("last", ["paper", "lot"])
@pytest.mark.parametrize(
    "ballots",
    [
        gather_choices(IDS[:4], [(0, 5), (1, 3), (2, 3), (3, 3), (None, 2), (-1, 1)]),
        gather_rankings(
            IDS[:4],
            [(((0,),), 9), (((), (1,)), 4), (((3,), (2,)), 4), (((0, 1),), 2), ((SEVERAL,), 1)],
        ),
        gather_approvals(
            IDS[:4], [((0, 1), 4), ((1, 2), 4), ((0, 1, 2, 3), 3), ((3,), 2), ((), 1)]
        ),
    ],
)
def test_planted_faults_are_caught(ballots: Any, last: Any) -> None:
    election = Election(contest(4, 2, "d"), ballots)
    rule = Approval(2, last) if ballots.form == "approvals" else Plurality("closed up", last)
    result = count(rule, election, "a public value")
    assert recheck(result, election) == ()
    faults = list(planted(result))
    assert len(faults) > 40
    assert [fault for fault in faults if not recheck(fault, election)] == []
    other = Election(contest(4, 1, "d"), ballots)
    assert recheck(result, other) != ()


def test_a_tie_for_the_last_seat_is_broken_as_stated_and_said() -> None:
    election = Election(contest(3, 2), gather_choices("abc", [(0, 2), (1, 2), (2, 2)]))
    result = count(PAPER, election)
    assert result.elected == ("a", "b")
    assert result.ties == (
        Tie(1, "elected", ("a", "b", "c"), "paper", "a"),
        Tie(1, "elected", ("b", "c"), "paper", "b"),
    )
    assert (result.fewest_elected, result.most_others) == (2, 2)
    with pytest.raises(LotNeeded, match="between a, b, c"):
        count("plurality", election)
    drawn = {count("plurality", election, f"draw {n}").elected for n in range(40)}
    assert drawn == {(x, y) for x in "abc" for y in "abc" if x != y}


def test_equals_who_are_all_elected_need_no_lot() -> None:
    election = Election(contest(3, 2), gather_choices("abc", [(1, 2), (2, 2), (0, 1)]))
    result = count("plurality", election)
    assert (result.elected, result.ties) == (("b", "c"), ())


def test_what_a_ballot_lacks_is_said_by_its_reason() -> None:
    votes = [((), 1), (((), (0,)), 2), (((3,), (0,)), 3), (((3,),), 4), (((0, 1),), 5),
             ((SEVERAL, (0,)), 6), (((0,), SEVERAL), 7)]  # fmt: skip
    election = Election(contest(4, 1, "d"), gather_rankings("abcd", votes))
    result = count("plurality", election)
    assert (result.tally.cast, result.tally.valid, result.votes[0].votes) == (28, 12, 12)
    assert set(result.tally.irregular) == {
        Irregular("blank", 1, False), Irregular("skipped", 2, True),
        Irregular("withdrawn", 3, True), Irregular("withdrawn", 4, False),
        Irregular("several", 11, False),
    }  # fmt: skip
    strict = count(Plurality("invalid", "lot"), election)
    assert strict.tally.valid == 10
    assert strict.votes[0].votes == 10


def test_what_cannot_be_counted_is_refused() -> None:
    ballots = gather_choices("ab", [(0, 1)])
    with pytest.raises(CountError, match="state how many"):
        count("plurality", Election(contest(2, 0), ballots))
    with pytest.raises(CountError, match="every option is withdrawn"):
        count("plurality", Election(contest(2, 1, "ab"), ballots))
    with pytest.raises(CountError, match="approval counts approvals"):
        count("approval", Election(contest(2), ballots))
    with pytest.raises(CountError, match="allow 1 or more"):
        Approval(0, "paper")
    with pytest.raises(CountError, match="is no method; choose one of plurality"):
        find("pluralty")


def test_tables_say_votes_ballots_and_ties() -> None:
    election = Election(contest(3), gather_choices("abc", [(0, 2), (1, 2), (2, 1), (None, 1)]))
    result = count(replace(PAPER), election)
    votes, tally, ties = find("plurality").sheets(result, election.contest)
    assert votes.rows == (("a", 2, 40, "elected"), ("b", 2, 40, None), ("c", 1, 20, None))
    assert tally.rows == (("cast", 6), ("valid", 5), ("invalid.blank", 1))
    assert ties.rows == ((1, "elected", ("a", "b"), "paper", "a"),)
