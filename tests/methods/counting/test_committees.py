"""Committees by approvals: against slow second algorithms, the verifier, and book examples."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.supports import COMMITTEE_RULES, approving, elections, faults

from koinon.methods.counting import methods as counting
from koinon.methods.counting.ballots import gather_approvals, gather_choices, gather_rankings
from koinon.methods.counting.committees.rules import EqualSharesCommittee, SeqPav, SeqPhragmen
from koinon.methods.counting.committees.tied import all_tied
from koinon.methods.counting.contests import Contest, CountError, Election, Option
from koinon.methods.plain import PlainError, from_plain, to_plain

ANY_RULE = st.one_of(*COMMITTEE_RULES.values())
APPROVALS = elections(forms=("approvals", "choice"))
PAV = SeqPav("harmonic", "elected last", ("paper",))
PHRAGMEN = SeqPhragmen("elected last", ("paper",))
SHARES = EqualSharesCommittee("phragmen", Fraction(1, 100), "elected last", ("paper",))


def counted(rule: Any, election: Election, **how: Any) -> Any:
    """The result, or None where equal shares have nobody to hold them."""
    try:
        return counting.count(rule, election, "lot" if "lot" in rule.ties else "", **how)
    except CountError as error:
        assert "valid ballot" in str(error)  # noqa: PT017
        return None


def voters_of(election: Election) -> list[set[int]]:
    """What each single voter approves of those who still stand."""
    gone = {o for o, option in enumerate(election.contest.options) if option.withdrawn}
    rows = []
    for vote, voters in election.ballots:
        if vote == -1:
            continue
        row = set(vote) if isinstance(vote, tuple) else set() if vote is None else {vote}
        rows.extend([row - gone] * voters)
    return rows


@settings(max_examples=300)
@given(ANY_RULE, APPROVALS)
def test_what_is_counted_is_verified_and_comes_back_from_its_plain_form(
    rule: Any, election: Election
) -> None:
    result = counted(rule, election, fast=False)
    if result is None:
        return
    assert counting.recheck(result, election) == ()
    method, again = counting.read_result(to_plain(result))
    assert again == result
    assert len(set(result.elected)) == len(result.elected) <= election.contest.seats
    for sheet in method.sheets(result, election.contest):
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)


@settings(max_examples=60)
@given(ANY_RULE, elections(forms=("approvals", "choice"), most=4, groups=5))
def test_a_fault_in_any_field_is_caught(rule: Any, election: Election) -> None:
    result = counted(rule, election, fast=False)
    if result is None:
        return
    for place, plain in faults(to_plain(result)):
        try:
            changed = from_plain(type(result), plain)
        except PlainError:
            continue
        assert counting.recheck(changed, election) != (), place


@given(ANY_RULE, elections(forms=("approvals",)), st.randoms())
def test_the_order_and_grouping_of_ballots_do_not_matter(
    rule: Any, election: Election, chance: Any
) -> None:
    single = [(vote, 1) for vote, voters in election.ballots for _ in range(voters)]
    chance.shuffle(single)
    ballots = gather_approvals(election.ballots.options, single)
    assert counted(rule, election) == counted(rule, Election(election.contest, ballots))


@given(st.one_of(COMMITTEE_RULES["pav"], COMMITTEE_RULES["phragmen"]), APPROVALS)
def test_one_seat_more_drops_nobody(rule: Any, election: Election) -> None:
    """House monotonicity, which the sequential rules have."""
    rule = replace(rule, ties=("paper",))
    more = Election(replace(election.contest, seats=election.contest.seats + 1), election.ballots)
    fewer, larger = counted(rule, election), counted(rule, more)
    assert larger.elected[: len(fewer.elected)] == fewer.elected


# Slow second algorithms, voter by voter


@given(COMMITTEE_RULES["pav"], APPROVALS)
def test_pav_adds_who_raises_the_score_most(rule: Any, election: Election) -> None:
    rule = replace(rule, ties=("paper",), unsupported="never elected")
    result = counted(rule, election, fast=False)
    voters = voters_of(election)

    def score(committee: set[int]) -> Fraction:
        had = [len(row & committee) for row in voters]
        if rule.weights == "once":
            return Fraction(sum(n > 0 for n in had))
        return sum((Fraction(1, at) for n in had for at in range(1, n + 1)), Fraction(0))

    chosen: list[int] = []
    rest = set().union(*voters)
    while rest and len(chosen) < election.contest.seats:
        best = max(sorted(rest), key=lambda o: (score({*chosen, o}), -o))
        chosen.append(best)
        rest.discard(best)
    assert result.elected == tuple(f"p{o}" for o in chosen)
    assert result.score == score(set(chosen))


def _groups(election: Election) -> list[tuple[set[int], list[set[int]]]]:
    """Every set of candidates with all voters who approve all of it."""
    voters, n = voters_of(election), len(election.contest.options)
    sets = chain.from_iterable(combinations(range(n), size) for size in range(1, n + 1))
    return [(set(one), [row for row in voters if row >= set(one)]) for one in sets]


@given(elections(forms=("approvals",), most=5))
def test_equal_shares_give_every_agreeing_group_a_satisfied_member(election: Election) -> None:
    """EJR+ by brute force: Brill and Peters, "Robust and Verifiable Proportionality Axioms" (2023).

    No candidate c outside the committee and group S that approves c with |S| ≥ l·n/k has only
    members with fewer than l elected candidates each.
    """
    rule = EqualSharesCommittee("nothing", Fraction(1), "never elected", ("paper",))
    result = counted(rule, election, fast=False)
    elected = {int(id_[1:]) for id_ in result.elected}
    voters, seats = voters_of(election), election.contest.seats
    for size in range(1, seats + 1):
        for o in set(range(len(election.contest.options))) - elected:
            poor = [row for row in voters if o in row and len(row & elected) < size]
            assert len(poor) * seats < size * len(voters)


@given(elections(forms=("approvals",), most=5))
def test_phragmen_represents_every_agreeing_group_together(election: Election) -> None:
    """PJR by brute force: Brill, Freeman, Janson, Lackner (2017), theorem 3.2."""
    result = counted(PHRAGMEN, election, fast=False)
    elected = {int(id_[1:]) for id_ in result.elected}
    n, seats = election.ballots.voters, election.contest.seats
    for common, group in _groups(election):
        for size in range(1, min(len(common), seats) + 1):
            for drop in range(len(elected) + 1):
                for outside in combinations(sorted(elected), drop):
                    # A largest group that is represented by none of `outside`.
                    rows = [row for row in group if not row & set(outside)]
                    if len(rows) * seats >= size * n:
                        together = set().union(*rows) & elected
                        assert len(together) >= size


@settings(max_examples=200)
@given(ANY_RULE, elections(forms=("approvals", "choice"), most=5, groups=5))
def test_each_order_of_ties_gives_one_of_all_tied_committees(rule: Any, election: Election) -> None:
    if getattr(rule, "then", "") == "increment":
        rule = replace(rule, then="phragmen")
    found: set[tuple[str, ...]] = set()
    for n in range(6):
        try:
            result = counting.count(replace(rule, ties=("lot",)), election, f"lot {n}")
        except CountError:
            return
        found.add(tuple(sorted(result.elected)))
    tied = all_tied(rule, election)
    assert found <= set(tied)
    assert len(set(tied)) == len(tied)


# Book examples


def test_seven_candidates_for_four_seats() -> None:
    """All tied committees as the package abcvoting 2.19.2 gives them for these 12 voters."""
    a, b, c, d, e, f, g = range(7)
    single = [((e,), 1), ((f,), 1), ((g,), 1)]
    votes: list[Any] = [((a, b), 3), ((a, c), 3), ((a, d), 2), ((b, c, f), 1), *single]
    election = approving([1] * 7, votes, seats=4)
    assert all_tied(PAV, election) == (("p0", "p1", "p2", "p5"),)
    assert all_tied(PHRAGMEN, election) == (("p0", "p1", "p2", "p3"),)
    assert all_tied(SHARES, election) == (("p0", "p1", "p2", "p3"),)
    assert all_tied(replace(PAV, weights="once"), election) == (("p0", "p4", "p5", "p6"),)


def test_candidates_nobody_approves_come_last_or_never() -> None:
    election = approving([1] * 4, [((1,), 2)], seats=2)
    for rule in (PAV, PHRAGMEN, SHARES):
        assert counting.count(rule, election).elected == ("p1", "p0")
        assert all_tied(rule, election) == (("p0", "p1"), ("p1", "p2"), ("p1", "p3"))
        never = replace(rule, unsupported="never elected")
        assert counting.count(never, election).elected == ("p1",)


def test_what_cannot_be_elected_is_refused_in_a_sentence() -> None:
    paper = (Option("a", "a"), Option("b", "b"))
    blank = Election(Contest("t", paper, 1), gather_choices("ab", []))
    with pytest.raises(CountError, match="need a valid ballot"):
        counting.count(SHARES, blank)
    with pytest.raises(CountError, match="valid ballot"):
        all_tied(SHARES, blank)
    with pytest.raises(CountError, match="has seats"):
        counting.count(PAV, replace(blank, contest=replace(blank.contest, seats=0)))
    with pytest.raises(CountError, match="counts approvals"):
        counting.count(PAV, replace(blank, ballots=gather_rankings("ab", [])))
    many = approving([1] * 12, [(tuple(range(12)), 1)], seats=6)
    with pytest.raises(CountError, match="more than 50 states"):
        all_tied(PAV, many, most=50)
    with pytest.raises(CountError, match="one run"):
        all_tied(replace(SHARES, then="increment"), many)
