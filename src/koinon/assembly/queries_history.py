"""Reads of decisions taken before the coalition kept its record here, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.assembly.models import PastDecision

LINES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class PastDecisionView:
    """A decision of before; `title` is by language, `recorded_n` the entry that took it over."""

    number: str
    on: str
    title: dict[str, str]
    outcome: str
    document_sha256: str | None
    recorded_n: int


@dataclass(frozen=True, slots=True)
class PastDecisionPage:
    """A page of decisions of before, the latest first."""

    lines: tuple[PastDecisionView, ...]
    page: int
    pages: int
    total: int


def past_decisions(page: int = 1) -> PastDecisionPage:
    """A page of decisions of before, the latest first."""
    rows = PastDecision.objects.order_by("-on", "number")
    total = rows.count()
    pages = max(1, -(-total // LINES_A_PAGE))
    page = min(max(1, page), pages)
    shown = rows[(page - 1) * LINES_A_PAGE :][:LINES_A_PAGE]
    return PastDecisionPage(tuple(map(_view, shown)), page, pages, total)


def any_past_decisions() -> bool:
    """Whether any were taken over."""
    return PastDecision.objects.exists()


def _view(row: PastDecision) -> PastDecisionView:
    return PastDecisionView(
        row.number, row.on, dict(row.title), row.outcome, row.document_sha256, row.recorded_n
    )
