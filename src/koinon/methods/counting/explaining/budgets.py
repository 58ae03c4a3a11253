"""Why each project is funded or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from koinon.methods.counting.budgeting.rules import (
    EqualSharesResult,
    GreedyResult,
    PhragmenResult,
)
from koinon.methods.counting.contests import Contest
from koinon.methods.counting.reasons import Code, Reason

_GREEDY: dict[str, Code] = {
    "too dear": "too dear",
    "after the stop": "after the stop",
    "below the threshold": "threshold",
    "excluded": "exclusive",
    "no votes": "no votes",
}


def greedy_reasons(result: GreedyResult, contest: Contest) -> tuple[Reason, ...]:
    """By what was decided when the project's turn came."""
    picks = {one.project: one for one in result.stages}

    def lost(id_: str) -> Reason:
        one = picks.get(id_)
        if one is None:
            return Reason(id_, won=False, code="no votes")
        needed = Fraction(one.cost, contest.unit)
        left = Fraction(one.left, contest.unit)
        if _GREEDY[one.decision] == "threshold":
            needed = Fraction(result.rule.threshold)
            left = Fraction(one.score)
        return Reason(id_, False, _GREEDY[one.decision], 0, left, needed=needed)

    return _reasons(contest, result.elected, lost)


def equal_shares_reasons(result: EqualSharesResult, contest: Contest) -> tuple[Reason, ...]:
    """By what a project's supporters still held, and what it costs."""
    rows = {one.project: one for one in result.unfunded}

    def lost(id_: str) -> Reason:
        one = rows.get(id_)
        if one is None:
            code: Code = "compared" if result.compared else "no votes"
            return Reason(id_, won=False, code=code)
        held = one.held / contest.unit
        return Reason(id_, False, "lacked", 0, held, needed=Fraction(one.cost, contest.unit))

    return _reasons(contest, result.elected, lost)


def phragmen_reasons(result: PhragmenResult, contest: Contest) -> tuple[Reason, ...]:
    """By what a project costs, and what was left."""
    rows = {one.project: one for one in result.unfunded}
    left = Fraction(result.left, contest.unit)

    def lost(id_: str) -> Reason:
        one = rows.get(id_)
        if one is None:
            return Reason(id_, won=False, code="no votes")
        needed = Fraction(one.cost, contest.unit)
        code: Code = "too dear" if needed > left else "after the stop"
        return Reason(id_, won=False, code=code, votes=left, needed=needed)

    return _reasons(contest, result.elected, lost)


def _reasons(
    contest: Contest, elected: Iterable[str], lost: Callable[[str], Reason]
) -> tuple[Reason, ...]:
    places = {id_: place for place, id_ in enumerate(elected, 1)}
    gone = {one.id for one in contest.options if one.withdrawn}

    def reason(id_: str) -> Reason:
        if id_ in gone:
            return Reason(id_, won=False, code="withdrawn")
        if id_ in places:
            return Reason(id_, True, "funded", places[id_])
        return lost(id_)

    return tuple(map(reason, contest.ids))
