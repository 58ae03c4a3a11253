"""Recount results of Meek's rule ballot by ballot, without the tree of preferences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from koinon.methods.counting.check_walks import Walked, differences, walk_ballots
from koinon.methods.counting.contests import CountError, Election
from koinon.methods.counting.ties import Lots, Tie
from koinon.methods.counting.transfers.results import MeekResult, MeekRound

_MOST_ITERATIONS = 100_000


def recheck_meek(result: MeekResult, election: Election) -> tuple[str, ...]:
    """The places where a result differs from the recount; none when it holds."""
    try:
        again = _meek(result, election)
    except CountError:
        return ("$",)
    return tuple(differences("$", result, again))


def _up(product: int, divisor: int) -> int:
    return product // divisor + (product % divisor > 0)


def _meek(result: MeekResult, election: Election) -> MeekResult:
    rule, contest, scale = result.rule, election.contest, 10**result.rule.decimals
    ballots, tally = walk_ballots(election, rule.gaps, rule.repeats, scale)
    keep = [0 if option.withdrawn else scale for option in contest.options]
    racing = [not option.withdrawn for option in contest.options]
    won: list[int] = []
    rounds: list[MeekRound] = []
    ties: list[Tie] = []
    lots = Lots(result.lot, election.ballots.sha256)
    while sum(racing) > contest.seats - len(won) > 0:
        one = _meek_round(len(rounds) + 1, rule.omega, scale, contest.seats, ballots, keep,
                          racing, won, contest.ids)  # fmt: skip
        if one.ended != "elected":
            low = min(one.votes[at] for at in range(len(racing)) if racing[at])
            tied = [
                at for at in range(len(racing)) if racing[at] and one.votes[at] <= low + one.surplus
            ]
            out = tied[0]
            if len(tied) > 1:
                names = tuple(contest.ids[at] for at in tied)
                first = names[0] if rule.last_key == "paper" else lots.order(names)[0]
                out = contest.ids.index(first)
                ties.append(Tie(one.number, "exclude", names, rule.last_key, first))
            racing[out] = False
            keep[out] = 0
            one = replace(one, excluded=contest.ids[out])
        rounds.append(one)
    rest = [at for at in range(len(racing)) if racing[at] and len(won) < contest.seats]
    filled = tuple(contest.ids[at] for at in rest)
    return replace(
        result, tally=tally, scale=scale, rounds=tuple(rounds), filled=filled,
        elected=(*(contest.ids[at] for at in won), *filled), ties=tuple(ties),
    )  # fmt: skip


def _meek_round(
    number: int, omega: int, scale: int, seats: int, ballots: list[Walked], keep: list[int],
    racing: list[bool], won: list[int], ids: tuple[str, ...],
) -> MeekRound:  # fmt: skip
    before = None
    for iteration in range(1, _MOST_ITERATIONS):
        votes, residual = [0] * len(ids), 0
        for ballot in ballots:
            weight = scale
            for mark in ballot.marks:
                kept = _up(weight * keep[mark], scale)
                votes[mark] += kept * ballot.voters
                weight -= kept
            residual += weight * ballot.voters
        quota = sum(votes) // (seats + 1) + 1
        new = [at for at in range(len(ids)) if racing[at] and votes[at] >= quota]
        for at in new:
            racing[at] = False
        won += new
        surplus = max(0, sum(votes[at] - quota for at in won))
        ended: Any = "elected" if new else ""
        if not new and surplus * 10**omega < scale:
            ended = "small surplus"
        elif not new and before is not None and surplus >= before:
            ended = "stable surplus"
        if ended:
            return MeekRound(
                number, iteration, ended, quota, surplus, tuple(votes), tuple(keep),
                residual, tuple(ids[at] for at in new), "",
            )  # fmt: skip
        before = surplus
        for at in won:
            keep[at] = _up(_up(keep[at] * quota, scale) * scale, votes[at])
    raise CountError("the iteration does not end.")
