"""Why each option won or did not, in facts that a page words; and the closest call of a count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from koinon.methods.counting.contests import Contest

Code: TypeAlias = Literal[
    "withdrawn",
    # Counts by transfer: reached the quota; was left when the others were gone; had the fewest
    # votes; of equals was excluded by the tie's key, or the tie's key chose whom to elect.
    "quota", "left", "fewest", "drawn", "tied",
    # Counts by votes or points: had the most; had fewer than those elected; lacked the quorum; won
    # or lost the runoff, or was not in it; by the median grade, or by what lies behind it.
    "most", "outvoted", "quorum", "runoff", "no runoff", "median", "same median",
    # Comparisons of pairs: stands first in the order of the rule, or after someone elected, by the
    # strongest path, a locked majority, the worst comparison.
    "first", "beaten", "path", "locked", "worst",
    # Committees and budgets: was elected or funded at that place; its supporters lacked money; it
    # did not fit; funding had stopped; too few votes; another of its group; nobody's vote; the
    # other rule won the comparison.
    "seat", "funded", "lacked", "too dear", "after the stop", "threshold", "exclusive", "no votes",
    "compared",
    # Countbacks: its papers are counted again; was elected by the first count; does not stand.
    "vacating", "seated", "not standing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an option won or did not.

    stage: at which it was decided, from 1; 0 where there are no stages. votes: what it had then, in
    votes (or points). other, other_votes: against whom it was decided, and what that one had; ""
    and None where against nobody. needed: the quota, where there is one.
    """

    option: str
    won: bool
    code: Code
    stage: int = 0
    votes: Fraction | None = None
    other: str = ""
    other_votes: Fraction | None = None
    needed: Fraction | None = None

    @property
    def gap(self) -> Fraction | None:
        """How many votes lay between the two; None where it was not between two."""
        if self.votes is None or self.other_votes is None:
            return None
        return abs(self.other_votes - self.votes)


def closest(reasons: Iterable[Reason]) -> Reason | None:
    """The call that the fewest votes decided, of those who did not win; the first of several.

    It is the closest single step. To change who wins may take fewer votes elsewhere or more here:
    the least change of ballots that changes a count by stages has no quick answer.
    """
    lost = [one for one in reasons if not one.won and one.gap is not None]
    return min(lost, key=lambda one: one.gap or Fraction(0), default=None)


def by_votes(
    contest: Contest, votes: Mapping[str, Fraction], elected: Sequence[str]
) -> tuple[Reason, ...]:
    """Reasons where the most votes win, in the order of the paper; `votes` lacks who withdrew."""
    lost = [id_ for id_ in votes if id_ not in elected]
    last = min(elected, key=votes.__getitem__, default="")
    next_ = max(lost, key=votes.__getitem__, default="")

    def reason(id_: str) -> Reason:
        if id_ not in votes:
            return Reason(id_, won=False, code="withdrawn")
        won = id_ in elected
        other = next_ if won else last
        against = votes[other] if other else None
        return Reason(id_, won, "most" if won else "outvoted", 0, votes[id_], other, against)

    return tuple(map(reason, contest.ids))
