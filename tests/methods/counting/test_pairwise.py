"""Schulze, ranked pairs, minimax: against brute force, properties that are proved, papers."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, pairwise, permutations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.support.planted_faults import planted
from tests.support.ranked_elections import contest, elections, ranked

from koinon.methods.counting.ballots import SEVERAL, gather_choices, gather_rankings
from koinon.methods.counting.contests import Contest, CountError, Election, Irregular
from koinon.methods.counting.methods import count, find, read_result, recheck
from koinon.methods.counting.pairwise.types import (
    Link,
    Minimax,
    RankedPairs,
    Schulze,
    SchulzeResult,
)
from koinon.methods.counting.ties import LotNeeded
from koinon.methods.plain import to_plain

RULES: tuple[Any, ...] = (
    *(Schulze(s, u, t) for s in ("winning votes", "margins", "losing votes")
      for u in ("last", "no opinion") for t in ("paper", "lot")),
    *(RankedPairs(s, e, u, t) for s in ("winning votes", "margins")
      for e in ("smaller losing side", "larger losing side")
      for u in ("last", "no opinion") for t in ("paper", "lot")),
    *(Minimax(s, u, t) for s in ("winning votes", "margins", "pairwise opposition")
      for u in ("last", "no opinion") for t in ("paper", "lot")),
)  # fmt: skip
some_rule = st.sampled_from(RULES)
on_paper = st.sampled_from([rule for rule in RULES if rule.last == "paper"])
condorcet = st.sampled_from([
    rule for rule in RULES if rule.last == "paper" and rule.strength != "pairwise opposition"
])  # fmt: skip
clone_proof = st.sampled_from([rule for rule in RULES if not isinstance(rule, Minimax)])


def preferred(election: Election, unranked: str) -> dict[tuple[str, str], int]:
    """Ballots that prefer one option to another, ballot by ballot and pair by pair."""
    still = [one.id for one in election.contest.options if not one.withdrawn]
    over = {(a, b): 0 for a in still for b in still if a != b}
    for ranks, voters in election.ballots.rankings():
        rank: dict[str, int] = {}
        for number, marks in enumerate(ranks):
            if marks == SEVERAL:
                break
            for option in marks:
                rank.setdefault(election.contest.ids[option], number)
        for a, b in over:
            if a in rank and (rank[a] < rank[b] if b in rank else unranked == "last"):
                over[a, b] += voters
    return over


def key(rule: Any, over: dict[tuple[str, str], int], a: str, b: str) -> tuple[int, ...]:
    """Schulze 2011, 2.1, each comparison of links written as a tuple."""
    mine, theirs = over[a, b], over[b, a]
    if rule.strength == "margins":
        return (mine - theirs,)
    if mine == theirs:
        return (0,)
    if rule.strength == "winning votes":
        return (1, mine, -theirs) if mine > theirs else (-1, -theirs, mine)
    return (1, -theirs, mine) if mine > theirs else (-1, mine, -theirs)


def by_brute_force(rule: Any, over: Any, ids: list[str]) -> dict[str, set[str]]:
    """Who beats each option, over every path there is."""

    def strongest(a: str, b: str) -> tuple[int, ...]:
        rest = [id_ for id_ in ids if id_ not in (a, b)]
        paths = ((a, *mid, b) for n in range(len(rest) + 1) for mid in permutations(rest, n))
        return max(min(key(rule, over, x, y) for x, y in pairwise(path)) for path in paths)

    return {
        b: {a for a in ids if a != b and strongest(a, b) > strongest(b, a)} for b in ids
    }  # fmt: skip


@given(elections(), some_rule)
def test_the_matrix_and_the_sets_are_those_of_the_definition(election: Election, rule: Any) -> None:
    result = count(rule, election, "a draw", fast=False)
    over = preferred(election, rule.unranked)
    ids, matrix = result.compared.options, result.compared.matrix
    assert {(a, b): matrix[ids.index(a)][ids.index(b)] for a, b in over} == over
    assert all(matrix[at][at] == 0 for at in range(len(ids)))
    dominating = [
        set(some)
        for size in range(1, len(ids) + 1)
        for some in combinations(ids, size)
        if all(over[a, b] > over[b, a] for a in some for b in ids if b not in some)
    ]
    assert set(result.compared.smith) == dominating[0]
    assert result.compared.condorcet_winner == (
        min(dominating[0]) if len(dominating[0]) == 1 else None
    )
    assert recheck(result, election) == ()
    assert read_result(to_plain(result))[1] == result
    assert sorted(id_ for place in result.places for id_ in place) == sorted(ids)
    assert len(result.elected) == min(election.contest.seats, len(ids))


@settings(deadline=None)
@given(elections(), st.sampled_from([rule for rule in RULES if isinstance(rule, Schulze)]))
def test_schulze_is_what_all_paths_say(election: Election, rule: Schulze) -> None:
    result = count(rule, election, "a draw", fast=False)
    ids = list(result.compared.options)
    beaten_by = by_brute_force(rule, preferred(election, rule.unranked), ids)
    for duel in result.duels:
        assert duel.tied == (duel.option not in beaten_by[duel.other])
        assert duel.other not in beaten_by[duel.option]
    assert set(result.winners) == {id_ for id_ in ids if not beaten_by[id_]}
    rank = {id_: at for at, place in enumerate(result.places) for id_ in place}
    assert all(rank[a] < rank[b] for b in ids for a in beaten_by[b])


@given(
    elections(most=4), st.sampled_from([rule for rule in RULES if isinstance(rule, RankedPairs)])
)
def test_ranked_pairs_lock_what_holds_against_all_stronger(
    election: Election, rule: RankedPairs
) -> None:
    """The order of the majorities is taken as read; that it is right is asked apart."""
    result = count(rule, election, "a draw", fast=False)
    over = preferred(election, rule.unranked)
    ids = result.compared.options
    orders = [dict(zip(order, range(len(ids)), strict=True)) for order in permutations(ids)]
    for one in result.majorities:
        kept = [order for order in orders if order[one.option] < order[one.other]]
        assert one.locked == bool(kept)
        orders = kept or orders
    first = {min(order, key=order.__getitem__) for order in orders}
    assert set(result.places[0]) == first
    strengths = [
        one.votes - one.against if rule.strength == "margins" else one.votes
        for one in result.majorities
    ]
    assert strengths == sorted(strengths, reverse=True)
    assert {(one.option, one.other) for one in result.majorities} == {
        (a, b) for a, b in over if over[a, b] > over[b, a]
    }


@given(elections(), st.sampled_from([rule for rule in RULES if isinstance(rule, Minimax)]))
def test_minimax_is_the_least_bad_of_the_worst(election: Election, rule: Minimax) -> None:
    result = count(rule, election, "a draw", fast=False)
    over = preferred(election, rule.unranked)
    worst = {}
    for a in result.compared.options:
        rivals = [(over[b, a], over[a, b]) for b in result.compared.options if b != a]
        if rule.strength == "winning votes":
            worst[a] = max((lost if lost > won else 0 for lost, won in rivals), default=0)
        elif rule.strength == "margins":
            worst[a] = max((lost - won for lost, won in rivals), default=0)
        else:
            worst[a] = max((lost for lost, _ in rivals), default=0)
    assert {one.option: one.strength for one in result.worst} == worst
    assert set(result.places[0]) == {a for a in worst if worst[a] == min(worst.values())}


# Properties that are proved of the methods


@given(elections(), condorcet)
def test_who_beats_everybody_wins(election: Election, rule: Any) -> None:
    result = count(rule, election, fast=False)
    if result.compared.condorcet_winner:
        assert result.places[0] == (result.compared.condorcet_winner,)


@given(elections(), st.sampled_from([rule for rule in RULES if not isinstance(rule, Minimax)]))
def test_the_first_place_is_in_the_smith_set(election: Election, rule: Any) -> None:
    result = count(rule, election, "a draw", fast=False)
    assert set(result.places[0]) <= set(result.compared.smith)


@given(elections(strange=False), on_paper, st.integers(0, 6), st.randoms())
def test_a_winner_who_is_moved_up_still_wins(
    election: Election, rule: Any, at: int, chance: random.Random
) -> None:
    """Ballots rank all, so that moving up changes nothing else (Schulze 2011, 4.5)."""
    paper = election.contest
    n = len(paper.ids)
    full = [
        ((*ranks, *((o,) for o in range(n) if (o,) not in ranks)), voters)
        for ranks, voters in election.ballots.rankings()
    ]
    assume(full)
    before = count(rule, Election(paper, gather_rankings(paper.ids, full)), fast=False)
    winner = (paper.ids.index(chance.choice(before.places[0])),)
    ranks, voters = full[at % len(full)]
    to = chance.randint(0, ranks.index(winner))
    rest = [rank for rank in ranks if rank != winner]
    full[at % len(full)] = ((*rest[:to], winner, *rest[to:]), voters)
    after = count(rule, Election(paper, gather_rankings(paper.ids, full)), fast=False)
    if isinstance(rule, RankedPairs) and any(one.what == "majorities" for one in before.ties):
        return
    assert paper.ids[winner[0]] in after.places[0]


@given(elections(), some_rule, st.randoms())
def test_order_and_grouping_of_ballots_do_not_matter(
    election: Election, rule: Any, chance: random.Random
) -> None:
    single = [(vote, 1) for vote, voters in election.ballots for _ in range(voters)]
    chance.shuffle(single)
    again = Election(election.contest, gather_rankings(election.contest.ids, single))
    assert count(rule, again, "lot") == count(rule, election, "lot", fast=False)


@given(elections(strange=False), st.sampled_from(
    [rule for rule in RULES if not isinstance(rule, Minimax) and rule.last == "paper"]
))  # fmt: skip
def test_turned_round_a_sole_winner_does_not_win(election: Election, rule: Any) -> None:
    """Reversal symmetry (Schulze 2011, 4.4)."""
    paper = election.contest
    assume(len(paper.ids) > 1)
    turned = []
    for ranks, voters in election.ballots.rankings():
        named = {option for rank in ranks for option in rank}
        rest = tuple(at for at in range(len(paper.ids)) if at not in named)
        keeps = rest if rule.unranked == "last" else ()
        turned.append((tuple(rank for rank in (keeps, *reversed(ranks)) if rank), voters))
    before = count(rule, election, fast=False)
    after = count(rule, Election(paper, gather_rankings(paper.ids, turned)), fast=False)
    if any(one.what == "majorities" for one in (*before.ties, *after.ties)):
        return
    assert len(before.places[0]) > 1 or before.places[0] != after.places[0]


@given(elections(most=4, strange=False), clone_proof, st.integers(0, 3), st.booleans())
def test_a_clone_changes_nothing_among_the_others(
    election: Election, rule: Any, which: int, swapped: bool
) -> None:
    """Independence of clones (Schulze 2011, 4.6); ranked pairs where no equal majorities matter."""
    ids = election.contest.ids
    assume(len(ids) > 1)
    twin = which % len(ids)
    votes = []
    for ranks, voters in election.ballots.rankings():
        pair = ((twin,), (len(ids),))
        pair = pair[::-1] if swapped and voters % 2 else pair
        votes.append((sum((pair if rank == (twin,) else (rank,) for rank in ranks), ()), voters))
    paper = contest([*ids, "z"])
    after = count(rule, Election(paper, gather_rankings(paper.ids, votes)), "draw", fast=False)
    before = count(rule, election, "draw", fast=False)
    if any(one.what == "majorities" for one in (*before.ties, *after.ties)):
        return
    others = set(before.places[0]) - {ids[twin]}
    assert others == set(after.places[0]) - {ids[twin], "z"}
    assert (ids[twin] in before.places[0]) == bool({ids[twin], "z"} & set(after.places[0]))


# Papers


FORTY_FIVE = ranked(
    "abcde",
    "5 acbed, 5 adecb, 8 bedac, 3 cabed, 7 caebd, 2 cbade, 7 dceba, 8 ebadc",
)
"""Schulze 2011, section 3, example of 45 voters and 5 alternatives."""


def test_schulze_2011_45_voters() -> None:
    result = count(Schulze("winning votes", "last", "lot"), FORTY_FIVE, fast=False)
    assert result.compared.matrix == (
        (0, 20, 26, 30, 22), (25, 0, 16, 33, 18), (19, 29, 0, 17, 24),
        (15, 12, 28, 0, 14), (23, 27, 21, 31, 0),
    )  # fmt: skip
    assert result.places == (("e",), ("a",), ("c",), ("b",), ("d",))
    strengths = {}
    for duel in result.duels:
        strengths[duel.option, duel.other] = duel.weakest.votes
        strengths[duel.other, duel.option] = duel.weakest_back.votes
    published = {
        "a": {"b": 28, "c": 28, "d": 30, "e": 24}, "b": {"a": 25, "c": 28, "d": 33, "e": 24},
        "c": {"a": 25, "b": 29, "d": 29, "e": 24}, "d": {"a": 25, "b": 28, "c": 28, "e": 24},
        "e": {"a": 25, "b": 28, "c": 28, "d": 31},
    }  # fmt: skip
    assert strengths == {(a, b): n for a, row in published.items() for b, n in row.items()}
    paths = {(one.option, one.other): one.path for one in result.duels}
    assert paths["e", "a"] == tuple("edcba")
    assert paths["a", "b"] == tuple("adcb")
    assert next(one for one in result.duels if one.path == tuple("edcba")).weakest == Link(25, 20)


TENNESSEE = "42 mnck, 26 nckm, 15 cknm, 17 kcnm"
"""Memphis, Nashville, Chattanooga, Knoxville: percent of voters (Wikipedia, Ranked pairs)."""


@pytest.mark.parametrize("rule", RULES)
def test_nashville_is_the_capital_of_tennessee(rule: Any) -> None:
    result = count(rule, ranked("mnck", TENNESSEE), fast=False)
    assert result.compared.matrix == (
        (0, 42, 42, 42), (58, 0, 68, 68), (58, 32, 0, 83), (58, 32, 17, 0)
    )  # fmt: skip
    assert (result.compared.condorcet_winner, result.compared.smith) == ("n", ("n",))
    assert result.elected == ("n",)
    if not isinstance(rule, Minimax):
        assert result.places == (("n",), ("c",), ("k",), ("m",))


def test_tennessee_locks_six_majorities() -> None:
    result = count(RankedPairs("winning votes", "smaller losing side", "last", "paper"),
                   ranked("mnck", TENNESSEE), fast=False)  # fmt: skip
    assert [(one.option, one.other, one.votes, one.locked) for one in result.majorities] == [
        ("c", "k", 83, True), ("n", "k", 68, True), ("n", "c", 68, True),
        ("n", "m", 58, True), ("c", "m", 58, True), ("k", "m", 58, True),
    ]  # fmt: skip
    assert result.ties == ()


def test_a_cycle_of_three_skips_its_weakest_majority_and_names_the_cycle() -> None:
    """Condorcet's cycle: a over b by 2, b over c by 3, c over a by 1."""
    election = ranked("abc", "4 abc, 3 bca, 2 cab")
    result = count("ranked-pairs", election, fast=False)
    assert [(one.option, one.other, one.locked, one.cycle) for one in result.majorities] == [
        ("b", "c", True, ()), ("a", "b", True, ()), ("c", "a", False, ("a", "b", "c")),
    ]  # fmt: skip
    assert result.elected == ("a",)


# Ties, irregular ballots, refusals, the verifier


def test_a_full_cycle_of_equals_needs_a_lot_and_says_so() -> None:
    election = ranked("abc", "1 abc, 1 bca, 1 cab")
    with pytest.raises(LotNeeded, match="between a, b, c"):
        count("ranked-pairs", election, fast=False)
    with pytest.raises(LotNeeded, match="between a, b, c"):
        count("schulze", election, fast=False)
    drawn = {count("ranked-pairs", election, f"draw {n}").elected for n in range(30)}
    assert drawn == {("a",), ("b",), ("c",)}
    tie = count("ranked-pairs", election, "draw 1", fast=False).ties[0]
    assert (tie.stage, tie.what, tie.tied) == (1, "majorities", ("a > b", "b > c", "c > a"))
    assert count("schulze", election, "x", fast=False).places == (("a", "b", "c"),)


def test_equal_majorities_that_contradict_nothing_need_no_lot() -> None:
    result = count("ranked-pairs", ranked("abc", "2 abc, 1 bac"), fast=False)
    assert (result.elected, result.ties) == (("a",), ())


def test_irregular_ballots_are_counted_and_said() -> None:
    votes = [
        ((), 1), (((), ()), 2), ((SEVERAL, (0,)), 3), (((3,),), 4), (((0,), (0,), (0,)), 5),
        (((0,), (), (1,)), 6), (((1,), SEVERAL, (0,)), 7), (((3,), (0,)), 8), (((0, 1),), 9),
    ]  # fmt: skip
    election = Election(contest("abcd", 1, "d"), gather_rankings("abcd", votes))
    result = count("schulze", election, fast=False)
    assert result.compared.options == ("a", "b", "c")
    assert result.compared.matrix == ((0, 19, 28), (7, 0, 22), (0, 0, 0))
    assert (result.tally.cast, result.tally.valid) == (45, 35)
    assert set(result.tally.irregular) == {
        Irregular("blank", 3, False), Irregular("several", 3, False),
        Irregular("withdrawn", 4, False), Irregular("repeated", 5, True),
        Irregular("skipped", 6, True), Irregular("several", 7, True),
        Irregular("withdrawn", 8, True),
    }  # fmt: skip
    quiet = count(replace(find("schulze").rule, unranked="no opinion"), election, "x")
    assert quiet.compared.matrix == ((0, 6, 0), (0, 0, 0), (0, 0, 0))


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(CountError, match="counts rankings"):
        count("schulze", Election(contest("ab"), gather_choices("ab", [(0, 1)])))
    many = [f"o{n}" for n in range(501)]
    with pytest.raises(CountError, match="501 options stand"):
        count("minimax", Election(contest(many), gather_rankings(many, [(((0,),), 1)])))


def another_path(fault: Any, result: Any, election: Election) -> bool:
    """Whether a planted path is no fault: it has other steps, and its weakest link is the same."""
    if not isinstance(result, SchulzeResult) or len(fault.duels) != len(result.duels):
        return False
    bare = [replace(one, path=(), back=()) for one in result.duels]
    if [replace(one, path=(), back=()) for one in fault.duels] != bare or replace(
        fault, duels=result.duels
    ) != result:
        return False
    over = preferred(election, result.rule.unranked)

    def same(path: tuple[str, ...], true: tuple[str, ...], weakest: Link) -> bool:
        if (path[:1], path[-1:]) != (true[:1], true[-1:]) or len({*path}) < len(path):
            return False
        links = [key(result.rule, over, *link) for link in pairwise(path) if link in over]
        first = next((x, y) for x, y in pairwise(true)
                     if (over[x, y], over[y, x]) == (weakest.votes, weakest.against))  # fmt: skip
        return len(links) == len(path) - 1 and min(links) == key(result.rule, over, *first)

    return all(
        same(one.path, true.path, true.weakest) and same(one.back, true.back, true.weakest_back)
        for one, true in zip(fault.duels, result.duels, strict=True)
    )


PLANTED = (
    ranked("abcde", "5 acbed, 5 adecb, 8 bedac, 3 cabed, 7 caebd, 2 cbade, 7 dceba, 8 ebadc", 2),
    ranked("abcd", "1 abcd, 1 bcad, 1 cabd, 2 d, 1 a=bb", 2),
    ranked("abcd", "3 abc, 2 bca, 2 cab, 1 dab, 1 d", 1, "d"),
)


@pytest.mark.parametrize("election", PLANTED)
@pytest.mark.parametrize("rule", RULES)
def test_planted_faults_are_caught(election: Election, rule: Any) -> None:
    result = count(rule, election, "a draw", fast=False)
    assert recheck(result, election) == ()
    faults = [one for one in planted(result) if not another_path(one, result, election)]
    assert len(faults) > 60
    assert [fault for fault in faults if not recheck(fault, election)] == []


def test_a_result_of_other_ballots_or_seats_is_caught() -> None:
    for name in ("schulze", "ranked-pairs", "minimax"):
        result = count(name, FORTY_FIVE, "a draw", fast=False)
        one_more = Election(
            FORTY_FIVE.contest,
            gather_rankings("abcde", [*FORTY_FIVE.ballots.rankings(), (((0,),), 1)]),
        )
        assert {"tally.ballots_sha256", "tally.cast"} <= set(recheck(result, one_more))
        seats = Contest("A vote", FORTY_FIVE.contest.options, 2)
        assert recheck(result, Election(seats, FORTY_FIVE.ballots)) == ("elected",)


def test_tables_have_a_cell_for_every_column() -> None:
    for name in ("schulze", "ranked-pairs", "minimax"):
        result = count(name, FORTY_FIVE, fast=False)
        made = find(name).sheets(result, FORTY_FIVE.contest)
        assert [sheet.code for sheet in made][:2] == ["places", "preferences"]
        assert all(len(row) == len(sheet.columns) for sheet in made for row in sheet.rows)
        assert made[1].rows[0] == ("a", None, 20, 26, 30, 22)
