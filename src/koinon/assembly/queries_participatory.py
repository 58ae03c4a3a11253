"""Reads of participatory budgets: what is voted on, what the count funds and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from koinon.assembly.models import BudgetProject, ParticipatoryBudget
from koinon.charter.document import Names
from koinon.methods.equal_shares import EqualShares
from koinon.methods.plain import from_plain
from koinon.record import store
from koinon.record.counts import Account, read_account

BudgetPhase: TypeAlias = Literal["upcoming", "open", "closed", "counted"]
"""Where a participatory budget stands; "closed" waits for its ballots or its count."""


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project in the order of the ballot paper; `funded` is None until the count."""

    code: str
    title: Names
    city: str | None
    cost_cents: int
    acts: tuple[str, ...]
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


def participatory_budgets(at: str) -> tuple[ParticipatoryBudgetView, ...]:
    """All participatory budgets as they stand at an instant, the one that closes last first."""
    rows = list(ParticipatoryBudget.objects.order_by("-closes_at", "code"))
    projects: dict[object, list[ProjectView]] = {row.id: [] for row in rows}
    for one in BudgetProject.objects.order_by("place"):
        projects[one.budget_id].append(_project(one))
    return tuple(_budget(row, tuple(projects[row.id]), at) for row in rows)


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


def _project(row: BudgetProject) -> ProjectView:
    return ProjectView(
        code=row.code,
        title=tuple((language, text) for language, text in row.title),
        city=row.city,
        cost_cents=row.cost_cents,
        acts=tuple(one["type"] for one in row.acts),
        funded=row.funded,
    )


def _budget(
    row: ParticipatoryBudget, projects: tuple[ProjectView, ...], at: str
) -> ParticipatoryBudgetView:
    result = row.result or {}
    return ParticipatoryBudgetView(
        code=row.code,
        title=tuple((language, text) for language, text in row.title),
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


def _phase(row: ParticipatoryBudget, at: str) -> BudgetPhase:
    if row.counted_n is not None:
        return "counted"
    if at < row.opens_at:
        return "upcoming"
    return "open" if at < row.closes_at else "closed"
