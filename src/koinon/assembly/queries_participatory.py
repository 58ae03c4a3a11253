"""Reads of participatory budgets: what is voted on, what the count funds and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from django.db.models import Count, Q

from koinon.assembly import counting
from koinon.assembly.models import BudgetProject, ParticipatoryBudget
from koinon.assembly.queries import PAGE_SIZE, EnclosedView
from koinon.charter.document import Names
from koinon.methods.equal_shares import EqualShares, Settled
from koinon.methods.plain import from_plain
from koinon.record import store
from koinon.record.counts import Account, read_account

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

    `opened_n`, `decision_n`, `imported_n` and `counted_n` are the entries that opened it, decided
    it, brought its ballots and counted them; `turnout` is (city, voters) where it was stated. What
    the count cost and why is in its account (`account`).
    """

    code: str
    title: Names
    year: int
    envelope_cents: int
    rule: EqualShares
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
    lines = tuple(_summary(row, *sizes[row.id], at) for row in rows)
    return BudgetPage(lines, page, pages, total)


def _sizes(budget_ids: Iterable[Any]) -> dict[Any, tuple[int, int]]:
    """How many projects each budget has, and how many of them are funded."""
    counted = (
        BudgetProject.objects.filter(budget_id__in=list(budget_ids))
        .values("budget_id")
        .annotate(projects=Count("id"), won=Count("id", filter=Q(funded=True)))
        .order_by("budget_id")
    )
    return {row["budget_id"]: (row["projects"], row["won"]) for row in counted}


def _summary(row: ParticipatoryBudget, projects: int, won: int, at: str) -> BudgetSummary:
    return BudgetSummary(
        code=row.code,
        title=_names(row.title),
        year=row.year,
        envelope_cents=row.envelope_cents,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        phase=_phase(row, at),
        voters=row.voters,
        projects=projects,
        funded=won if row.result else None,
        cost_cents=row.result["cost_cents"] if row.result else None,
    )


def participatory_budget(code: str, at: str) -> ParticipatoryBudgetView | None:
    """One participatory budget as it stands at an instant."""
    row = ParticipatoryBudget.objects.filter(code=code).first()
    if row is None:
        return None
    projects = BudgetProject.objects.filter(budget_id=row.id).order_by("place")
    return _budget(row, tuple(map(_project, projects)), at)


def account(code: str) -> Account | None:
    """Why the count funds what it funds; None before it, and where its document is withheld."""
    row = ParticipatoryBudget.objects.filter(code=code).first()
    if row is None or row.result is None:
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
        rule=from_plain(EqualShares, row.rule),
        projects=projects,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        phase=_phase(row, at),
        opened_n=row.opened_n,
        decision_n=row.decision_n,
        ballots_sha256=row.ballots_sha256,
        voters=row.voters,
        turnout=tuple(sorted((row.turnout or {}).items())),
        imported_n=row.imported_n,
        counted_n=row.counted_n,
        cost_cents=result.get("cost_cents"),
        account_sha256=result["account"]["sha256"] if result else None,
    )


def _names(title: Any) -> Names:
    return tuple((language, text) for language, text in title)


def _phase(row: ParticipatoryBudget, at: str) -> BudgetPhase:
    if row.counted_n is not None:
        return "counted"
    if at < row.opens_at:
        return "upcoming"
    return "open" if at < row.closes_at else "closed"
