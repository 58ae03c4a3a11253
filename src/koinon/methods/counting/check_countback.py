"""Recount a countback: the first election is walked again, then the papers of who leaves."""

from __future__ import annotations

from dataclasses import replace

from koinon.methods.counting.check_transfers import Recount, recount
from koinon.methods.counting.check_walks import Walked, differences
from koinon.methods.counting.contests import CountError, Election
from koinon.methods.counting.ties import Lots
from koinon.methods.counting.transfers.countback import (
    CountbackResult,
    check_countback,
    countback_terms,
)


def recheck_countback(result: CountbackResult, election: Election) -> tuple[str, ...]:
    """The places where a result differs from the recount; none when it holds."""
    try:
        again = _countback(result, election)
    except CountError:
        return ("$",)
    return tuple(differences("$", result, again))


def _countback(result: CountbackResult, election: Election) -> CountbackResult:
    rule, ids = result.rule, election.contest.ids
    who = ids.index(rule.vacating) if rule.vacating in ids else -1
    first, tally = recount(rule.original, election, rule.original_lot, who)
    seated = (*first.won, *first.filled)
    check_countback(rule, seated, election.contest)
    standing = [id_ in rule.consenting for id_ in ids]
    held = sum(ballot.value * ballot.voters for ballot in first.watched)
    ballots = []
    for ballot in first.watched:
        rest = [mark for mark in ballot.marks if standing[mark]]
        if rest:
            ballots.append(Walked(rest, ballot.voters, ballot.value))
    given = sum(ballot.value * ballot.voters for ballot in ballots)
    again = Recount(
        countback_terms(first.terms), ids, 1, given // 2 + 1, ballots, standing,
        Lots(result.lot, election.ballots.sha256),
    )  # fmt: skip
    again.run(held - given)
    return replace(
        result, tally=tally, scale=first.terms.scale, held=held, quota=again.quota,
        seated=tuple(id_ for id_ in seated if id_ != rule.vacating), stages=tuple(again.stages),
        elected=(*again.won, *again.filled), filled=again.filled, ties=tuple(again.ties),
    )  # fmt: skip
