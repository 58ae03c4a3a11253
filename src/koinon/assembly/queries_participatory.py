"""Reads of participatory budgets: what is voted on, what the count funds and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from django.db.models import Count, Q, Sum

from koinon.assembly import counting, elections
from koinon.assembly.models import BudgetProject, ParticipatoryBudget
from koinon.assembly.queries import PAGE_SIZE, EnclosedView
from koinon.charter.document import Names
from koinon.methods.equal_shares import EqualShares, Settled
from koinon.methods.plain import from_plain
from koinon.record import store
from koinon.record.ballot_sets import counted_sets
from koinon.record.counts import Account, read_account
from koinon.record.elections import read_rule

BudgetPhase: TypeAlias = Literal["upcoming", "open", "closed", "counted"]
"""Where a participatory budget stands; "closed" waits for its ballots or its count."""


@dataclass(frozen=True, slots=True)
class BudgetSummary:
    """A participatory budget in a list; `funded` and `cost_cents` are None until the count."""

    code: str
    title: Names
    year: int
    envelope_cents: int
    opens_at: str
    closes_at: str
    phase: BudgetPhase
    voters: int | None
    projects: int
    funded: int | None
    cost_cents: int | None


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """One page of a list, counted from 1; `total` is of all pages."""

    lines: tuple[BudgetSummary, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project in the order of the ballot paper; `funded` is None until the count."""

    code: str
    title: Names
    city: str | None
    cost_cents: int
    acts: tuple[EnclosedView, ...]
    funded: bool | None


@dataclass(frozen=True, slots=True)
class ParticipatoryBudgetView:
    """A participatory budget.

    Where `by_ballot`, its ballots are those of the election of its code, and `rule` is a rule of
    counting budgets; else it is counted by `EqualShares`. `opened_n`, `decision_n`, `imported_n`
    and `counted_n` are the entries that opened it, decided it, brought its ballots and counted
    them; `turnout` is (city, voters) where it was stated. What the count cost and why is in its
    account (`account`).
    """

    code: str
    title: Names
    year: int
    envelope_cents: int
    rule: Any
    by_ballot: bool
    projects: tuple[ProjectView, ...]
    opens_at: str
    closes_at: str
    phase: BudgetPhase
    opened_n: int
    decision_n: int | None
    ballots_sha256: str | None
    voters: int | None
    turnout: tuple[tuple[str, int], ...]
    imported_n: int | None
    counted_n: int | None
    cost_cents: int | None
    account_sha256: str | None


def participatory_budgets(at: str, page: int = 1) -> BudgetPage:
    """A page of participatory budgets at an instant, the one that closes last first."""
    found = ParticipatoryBudget.objects.order_by("-closes_at", "code")
    total = found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = list(found[(page - 1) * PAGE_SIZE :][:PAGE_SIZE])
    sizes = _sizes(row.id for row in rows)
    lines = tuple(_summary(row, sizes[row.id], at) for row in rows)
    return BudgetPage(lines, page, pages, total)


def _sizes(budget_ids: Iterable[Any]) -> dict[Any, dict[str, Any]]:
    """How many projects each budget has, how many of them are funded, and their cost."""
    won = Q(funded=True)
    counted = (
        BudgetProject.objects.filter(budget_id__in=list(budget_ids))
        .values("budget_id")
        .annotate(
            projects=Count("id"), won=Count("id", filter=won), cost=Sum("cost_cents", filter=won)
        )
        .order_by("budget_id")
    )
    return {row["budget_id"]: dict(row) for row in counted}


def _summary(row: ParticipatoryBudget, size: dict[str, Any], at: str) -> BudgetSummary:
    return BudgetSummary(
        code=row.code,
        title=_names(row.title),
        year=row.year,
        envelope_cents=row.envelope_cents,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        phase=_phase(row, at),
        voters=_voters(row),
        projects=size["projects"],
        funded=size["won"] if row.result else None,
        cost_cents=(size["cost"] or 0) if row.result else None,
    )


def participatory_budget(code: str, at: str) -> ParticipatoryBudgetView | None:
    """One participatory budget as it stands at an instant."""
    row = ParticipatoryBudget.objects.filter(code=code).first()
    if row is None:
        return None
    projects = BudgetProject.objects.filter(budget_id=row.id).order_by("place")
    return _budget(row, tuple(map(_project, projects)), at)


def account(code: str) -> Account | None:
    """Why the count funds what it funds; None before it, and where its document is withheld.

    None, too, where the ballots are those of an election: its result explains itself.
    """
    row = ParticipatoryBudget.objects.filter(code=code).first()
    if row is None or row.result is None or row.election_id is not None:
        return None
    found = store.document(row.result["account"]["sha256"])
    return read_account(found[0]) if found else None


def settled(code: str) -> Settled | None:
    """Who paid for each project, and what supporters still held when the deciding run ended.

    In minor units; of a project that was not bought what is held is less than its cost. None
    before the count, and where the ballots or the account are withheld.
    """
    row = ParticipatoryBudget.objects.filter(code=code).first()
    found = account(code)
    if row is None or row.ballots_sha256 is None or found is None:
        return None
    try:
        return counting.settled(row, row.ballots_sha256, found)
    except LookupError:
        return None


def _project(row: BudgetProject) -> ProjectView:
    return ProjectView(
        code=row.code,
        title=_names(row.title),
        city=row.city,
        cost_cents=row.cost_cents,
        acts=tuple(EnclosedView(one["type"], one["data"]) for one in row.acts),
        funded=row.funded,
    )


def _budget(
    row: ParticipatoryBudget, projects: tuple[ProjectView, ...], at: str
) -> ParticipatoryBudgetView:
    result = row.result or {}
    return ParticipatoryBudgetView(
        code=row.code,
        title=_names(row.title),
        year=row.year,
        envelope_cents=row.envelope_cents,
        rule=from_plain(EqualShares, row.rule)
        if row.election_id is None
        else read_rule(row.rule)[1],
        by_ballot=row.election_id is not None,
        projects=projects,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        phase=_phase(row, at),
        opened_n=row.opened_n,
        decision_n=row.decision_n,
        ballots_sha256=row.ballots_sha256,
        voters=_voters(row),
        turnout=tuple(sorted((row.turnout or {}).items())),
        imported_n=row.imported_n,
        counted_n=row.counted_n,
        cost_cents=sum(one.cost_cents for one in projects if one.funded) if result else None,
        account_sha256=result["account"]["sha256"] if "account" in result else None,
    )


def _voters(row: ParticipatoryBudget) -> int | None:
    """How many voted by the ballots that are in; None while there are none."""
    if row.election is None or row.voters is not None:
        return row.voters
    counted = counted_sets(elections.sets_of(row.election))
    return sum(voters for _, _, voters in counted) if counted else None


def _names(title: Any) -> Names:
    return tuple((language, text) for language, text in title)


def _phase(row: ParticipatoryBudget, at: str) -> BudgetPhase:
    if row.counted_n is not None:
        return "counted"
    if at < row.opens_at:
        return "upcoming"
    return "open" if at < row.closes_at else "closed"
