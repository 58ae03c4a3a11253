"""What the room publishes of audits as tables, from what was planned to what was concluded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from koinon.acts.rows import rows
from koinon.treasury.models_audit import (
    Audit,
    AuditSample,
    Confirmation,
    EvidenceRequest,
    Finding,
    SampledItem,
)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """The audit of a year's books, with the opinion it ended with."""

    audit: int
    year: int
    materiality_cents: int
    opened_n: int
    opinion_due_on: str
    opinion: str | None
    opinion_sha256: str | None
    opinion_n: int | None


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A sample as planned, and once drawn what it was drawn from."""

    sample: int
    audit: int
    population: str
    population_sha256: str
    items: int
    total_cents: int
    method: str
    interval_cents: int | None
    seed_size: int | None
    planned_n: int
    seed: str | None
    drawn_n: int | None


@dataclass(frozen=True, slots=True)
class SampledRow:
    """A line of the ledger in a sample, and what it should have been once examined."""

    sample: int
    journal_n: int
    transfer: int
    amount_cents: int
    why: str
    audited_cents: int | None
    examined_n: int | None


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What the auditor asked a seat for about an entry."""

    request: int
    audit: int
    entry_n: int
    what: str
    seat: str
    due_on: str
    status: str
    asked_n: int
    provided_n: int | None
    judged_n: int | None


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    """A balance that a member was asked to confirm, and its answer."""

    confirmation: int
    audit: int
    city: str
    on: str
    balance_cents: int
    due_on: str
    asked_n: int
    agrees: bool | None
    figure_cents: int | None
    answered_n: int | None
    misstated_cents: int | None
    reconciled_n: int | None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What the auditor found, whether it was accepted, and what became of it."""

    finding: int
    audit: int
    title: str
    severity: str
    amount_cents: int | None
    seat: str
    due_on: str
    document_sha256: str | None
    recorded_n: int
    accepts: bool | None
    action_by_on: str | None
    replied_n: int | None
    status: str
    followed_n: int | None


def audits() -> Iterator[AuditRow]:
    """Every audit."""
    columns = ("number", "year", "materiality_cents", "opened_n", "opinion_due", "opinion")
    found = Audit.objects.order_by("number")
    return rows(AuditRow, found, *columns, "opinion_sha256", "opinion_n")


def samples() -> Iterator[SampleRow]:
    """Every sample that was planned."""
    columns = ("number", "audit__number", "population", "population_sha256", "items")
    more = ("total_cents", "method", "interval_cents", "seed_size", "planned_n", "seed", "drawn_n")
    return rows(SampleRow, AuditSample.objects.order_by("number"), *columns, *more)


def sampled() -> Iterator[SampledRow]:
    """Every line that was drawn, in the order of the ledger."""
    columns = ("sample__number", "n", "line", "cents", "why", "audited_cents", "examined_n")
    return rows(SampledRow, SampledItem.objects.order_by("sample__number", "n", "line"), *columns)


def requests() -> Iterator[RequestRow]:
    """Everything that auditors asked for."""
    columns = ("number", "audit__number", "entry_n", "what", "seat", "due", "status", "asked_n")
    found = EvidenceRequest.objects.order_by("number")
    return rows(RequestRow, found, *columns, "provided_n", "judged_n")


def confirmations() -> Iterator[ConfirmationRow]:
    """Every balance that was to be confirmed."""
    columns = ("number", "audit__number", "city", "on", "balance_cents", "due", "asked_n")
    more = ("agrees", "figure_cents", "answered_n", "misstated_cents", "reconciled_n")
    return rows(ConfirmationRow, Confirmation.objects.order_by("number"), *columns, *more)


def findings() -> Iterator[FindingRow]:
    """Every finding."""
    columns = ("number", "audit__number", "title", "severity", "amount_cents", "seat", "due")
    more = ("document_sha256", "recorded_n", "accepts", "action_by", "replied_n", "status")
    found = Finding.objects.order_by("number")
    return rows(FindingRow, found, *columns, *more, "followed_n")
