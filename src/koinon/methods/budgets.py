"""Participatory budgets: projects, approval ballots, tie orders, and the greedy rule.

Money is in whole units of one currency unit (cents, or whole złoty where that is what projects
are priced in). Ballots are canonical: equal ballots are one `Ballot` with a weight, its approvals
sorted, the ballots sorted; so the same votes are the same bytes, whoever gathered them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, TypeVar

Tie: TypeAlias = Literal["more approvals", "lower cost", "higher cost", "id"]
"""One key of a tie order: what comes first when two projects are otherwise equal."""

_Ordered = TypeVar("_Ordered", str, tuple[str, ...])


class BudgetError(ValueError):
    """Projects, ballots or a rule that cannot be counted; one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Project:
    """Something to fund whole or not at all, at a cost above zero."""

    id: str
    cost: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """`weight` voters who approve exactly these projects (ids ascending)."""

    approvals: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Profile:
    """Projects and canonical ballots; refuses what is not canonical.

    projects: ids ascending and different. ballots: approvals ascending and different, known
    projects only, weights of at least one, the ballots themselves ascending and different.
    """

    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]

    def __post_init__(self) -> None:
        ids = [project.id for project in self.projects]
        known = set(ids)
        _need(_ascending(ids), "projects must have different ids in ascending order")
        _need(all(project.cost > 0 for project in self.projects), "a project must cost something")
        _need(
            _ascending([ballot.approvals for ballot in self.ballots]),
            "ballots must be different and ascending; gather them with canonical_ballots",
        )
        for ballot in self.ballots:
            _need(ballot.weight > 0, "a ballot must stand for at least one voter")
            _need(_ascending(ballot.approvals), "approvals must be different and ascending")
            _need(known.issuperset(ballot.approvals), "a ballot approves an unknown project")

    @property
    def voters(self) -> int:
        """How many people voted, those who approve nothing included."""
        return sum(ballot.weight for ballot in self.ballots)

    def approvals(self) -> dict[str, int]:
        """How many voters approve each project."""
        count: Counter[str] = Counter()
        for ballot in self.ballots:
            for id_ in ballot.approvals:
                count[id_] += ballot.weight
        return {project.id: count[project.id] for project in self.projects}


def _need(holds: bool, sentence: str) -> None:
    if not holds:
        raise BudgetError(f"{sentence}.")


def _ascending(items: Sequence[_Ordered]) -> bool:
    """Whether the items are sorted and different."""
    return list(items) == sorted(set(items))


def canonical_ballots(votes: Iterable[Iterable[str]]) -> tuple[Ballot, ...]:
    """Gather one approval set per voter into canonical ballots."""
    count = Counter(tuple(sorted(set(vote))) for vote in votes)
    return tuple(Ballot(approvals, count[approvals]) for approvals in sorted(count))


def tie_ranks(profile: Profile, ties: Sequence[Tie]) -> dict[str, int]:
    """Each project's place in the tie order: 0 is preferred to all others.

    The order must end with "id", so that it always decides.
    """
    if not ties or ties[-1] != "id" or len(set(ties)) < len(ties):
        raise BudgetError('a tie order must end with "id" and name each key once.')
    approvals = profile.approvals()

    def key(project: Project) -> tuple[int | str, ...]:
        keys: dict[Tie, int | str] = {
            "more approvals": -approvals[project.id],
            "lower cost": project.cost,
            "higher cost": -project.cost,
            "id": project.id,
        }
        return tuple(keys[tie] for tie in ties)

    return {project.id: rank for rank, project in enumerate(sorted(profile.projects, key=key))}


@dataclass(frozen=True, slots=True)
class Greedy:
    """Projects by approvals, most first, while the money lasts.

    when_short: "skip" a project that does not fit and go on, or "stop" there. Projects nobody
    approves are never funded. ties: the order among equal approvals, ending with "id".
    """

    KIND: ClassVar[str] = "greedy"
    when_short: Literal["skip", "stop"]
    ties: tuple[Tie, ...]


def greedy(
    rule: Greedy, profile: Profile, money: int, funded: Iterable[str] = ()
) -> tuple[str, ...]:
    """The projects the rule funds with `money`, in the order it takes them.

    funded: projects already paid for otherwise; they are passed over at no cost.
    """
    ranks = tie_ranks(profile, rule.ties)
    approvals = profile.approvals()
    passed = set(funded)
    ordered = sorted(profile.projects, key=lambda p: (-approvals[p.id], ranks[p.id]))
    chosen: list[str] = []
    for project in ordered:
        if project.id in passed or not approvals[project.id]:
            continue
        if project.cost <= money:
            chosen.append(project.id)
            money -= project.cost
        elif rule.when_short == "stop":
            break
    return tuple(chosen)
