"""Reads of audits: what was planned, drawn, asked, answered and found, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, QuerySet

from koinon.methods.projection import Examined, Projection, factor, project
from koinon.methods.sampling import Item, Selected, read_population
from koinon.record import store
from koinon.treasury.auditing import plan_of
from koinon.treasury.models import (
    Audit,
    AuditSample,
    Confirmation,
    EvidenceRequest,
    Finding,
    Invoice,
    SampledItem,
)


@dataclass(frozen=True, slots=True)
class AuditView:
    """An audit of a year; `opinion` is None until it is given (entry `opinion_n`)."""

    number: int
    year: int
    scope: str
    materiality_cents: int
    basis: str
    opened_n: int
    opinion_due: str
    opinion: str | None
    opinion_basis: str | None
    opinion_sha256: str | None
    opinion_n: int | None


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A sample in a list: what it is drawn from, how much of it was drawn and examined.

    `left` is how many entries are still to come before it can be drawn from the record; 0 where it
    can, None where a public draw gives the value.
    """

    number: int
    audit: int
    population: str
    population_sha256: str
    items: int
    total_cents: int
    method: str
    interval_cents: int | None
    confidence_percent: int | None
    strata: tuple[tuple[int, int], ...]
    seed_size: int | None
    draw_name: str | None
    draw_on: str | None
    planned_n: int
    outcome: str | None
    seed: str | None
    drawn_n: int | None
    drawn: int
    examined: int
    left: int | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """A line of the ledger in a sample, and what it should have been once examined."""

    n: int
    line: int
    cents: int
    why: str
    at: int
    stratum: int
    audited_cents: int | None
    remark: str | None

    @property
    def over_cents(self) -> int | None:
        """By how much the books state it too high; None before it is examined."""
        return None if self.audited_cents is None else self.cents - self.audited_cents


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample with its items; `projection` once all of them are examined.

    `factor` is the Poisson factor of no error at its confidence, for sampling by money.
    """

    line: SampleLine
    items: tuple[ItemView, ...]
    projection: Projection | None
    factor: Fraction | None


@dataclass(frozen=True, slots=True)
class RequestView:
    """What the auditor asked a seat for; `status` is open, provided, accepted or insufficient."""

    number: int
    audit: int
    entry_n: int
    what: str
    seat: str
    due: str
    asked_n: int
    status: str
    documents: tuple[str, ...]
    note: str | None
    provided_n: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class LetterView:
    """What a member is asked to confirm, and its answer (`agrees` is None without one)."""

    number: int
    audit: int
    city: str
    on: str
    balance_cents: int
    due: str
    asked_n: int
    agrees: bool | None
    figure_cents: int | None
    reason: str | None
    answered_n: int | None
    explanation: str | None
    misstated_cents: int | None

    @property
    def difference_cents(self) -> int:
        """The books' figure less the member's own; 0 where it gave none."""
        return 0 if self.figure_cents is None else self.balance_cents - self.figure_cents


@dataclass(frozen=True, slots=True)
class FindingView:
    """What the auditor found, the reply to it, and what became of it."""

    number: int
    audit: int
    title: str
    severity: str
    amount_cents: int | None
    entries: tuple[int, ...]
    seat: str
    document_sha256: str | None
    due: str
    recorded_n: int
    accepts: bool | None
    reply: str | None
    action_by: str | None
    reply_sha256: str | None
    replied_n: int | None
    status: str
    follow_up: str | None
    followed_n: int | None


@dataclass(frozen=True, slots=True)
class Charge:
    """An invoice that a member's balance is made of, as it stands now."""

    number: int
    due: str
    reference: str
    amount_cents: int
    open_cents: int


def audits() -> tuple[AuditView, ...]:
    """Every audit, the latest first."""
    return tuple(_audit(row) for row in Audit.objects.order_by("-number"))


def audit(number: int) -> AuditView | None:
    """The audit of that number."""
    row = Audit.objects.filter(number=number).first()
    return _audit(row) if row else None


def samples(audit: int | None = None, *, undrawn_only: bool = False) -> tuple[SampleLine, ...]:
    """The samples of an audit, or of all whose opinion is not given, by number."""
    rows = AuditSample.objects.select_related("audit").order_by("number")
    rows = rows.filter(audit__opinion_n=None) if audit is None else rows.filter(audit__number=audit)
    if undrawn_only:
        rows = rows.filter(drawn_n=None)
    return _samples(rows)


def sample(number: int) -> SampleView | None:
    """The sample of that number, with its items and what they say about the rest."""
    row = AuditSample.objects.select_related("audit").filter(number=number).first()
    if row is None:
        return None
    items = tuple(_item(one) for one in _items(row))
    base = None
    if row.confidence_percent is not None:
        base = factor(0, row.confidence_percent)
    (line,) = _samples([row])
    return SampleView(line, items, _projection(row, items), base)


def requests(
    audit: int | None = None, *, seat: str | None = None, statuses: tuple[str, ...] = ()
) -> tuple[RequestView, ...]:
    """Requests for evidence, by number."""
    rows = EvidenceRequest.objects.select_related("audit").order_by("number")
    if audit is not None:
        rows = rows.filter(audit__number=audit)
    if seat is not None:
        rows = rows.filter(seat=seat)
    if statuses:
        rows = rows.filter(status__in=statuses)
    return tuple(map(_request, rows))


def request(number: int) -> RequestView | None:
    """The request for evidence of that number."""
    row = EvidenceRequest.objects.select_related("audit").filter(number=number).first()
    return _request(row) if row else None


def _request(row: EvidenceRequest) -> RequestView:
    return RequestView(
        row.number,
        row.audit.number,
        row.entry_n,
        row.what,
        row.seat,
        row.due,
        row.asked_n,
        row.status,
        tuple(row.documents),
        row.note,
        row.provided_n,
        row.reason,
    )


def letters(
    audit: int | None = None, *, city: str | None = None, open_only: bool = False
) -> tuple[LetterView, ...]:
    """Confirmations, by number."""
    rows = Confirmation.objects.select_related("audit").order_by("number")
    if audit is not None:
        rows = rows.filter(audit__number=audit)
    if city is not None:
        rows = rows.filter(city=city)
    if open_only:
        rows = rows.filter(answered_n=None)
    return _letters(rows)


def letter(number: int) -> LetterView | None:
    """The confirmation of that number."""
    rows = Confirmation.objects.select_related("audit").filter(number=number).order_by("number")
    return next(iter(_letters(rows)), None)


def charges_of(letter: LetterView) -> tuple[Charge, ...]:
    """The invoices of a member that were issued before it was asked, by due day."""
    rows = Invoice.objects.filter(city=letter.city, issued_n__lt=letter.asked_n)
    return tuple(
        Charge(
            row.number, row.due, row.reference, row.amount_cents, row.amount_cents - row.paid_cents
        )
        for row in rows.order_by("due", "number")
    )


def findings(
    audit: int | None = None, *, seat: str | None = None, unreplied_only: bool = False
) -> tuple[FindingView, ...]:
    """Findings, by number."""
    rows = Finding.objects.select_related("audit").order_by("number")
    if audit is not None:
        rows = rows.filter(audit__number=audit)
    if seat is not None:
        rows = rows.filter(seat=seat)
    if unreplied_only:
        rows = rows.filter(replied_n=None)
    return tuple(_finding(row) for row in rows)


def _audit(row: Audit) -> AuditView:
    return AuditView(
        row.number,
        row.year,
        row.scope,
        row.materiality_cents,
        row.basis,
        row.opened_n,
        row.opinion_due,
        row.opinion,
        row.opinion_basis,
        row.opinion_sha256,
        row.opinion_n,
    )


def _items(row: AuditSample) -> QuerySet[SampledItem]:
    return SampledItem.objects.filter(sample=row).order_by("n", "line")


def _samples(rows: Iterable[AuditSample]) -> tuple[SampleLine, ...]:
    """Samples with how many of their items were drawn and examined."""
    found, size = list(rows), store.head().size
    counted = (
        SampledItem.objects.filter(sample__in=found)
        .values("sample_id")
        .annotate(drawn=Count("id"), examined=Count("examined_n"))
        .order_by("sample_id")
    )
    of = {row["sample_id"]: (row["drawn"], row["examined"]) for row in counted}
    return tuple(_sample(row, size, *of.get(row.id, (0, 0))) for row in found)


def _sample(row: AuditSample, size: int, drawn: int, examined: int) -> SampleLine:
    left = None if row.seed_size is None else max(0, row.seed_size - size)
    return SampleLine(
        number=row.number,
        audit=row.audit.number,
        population=row.population,
        population_sha256=row.population_sha256,
        items=row.items,
        total_cents=row.total_cents,
        method=row.method,
        interval_cents=row.interval_cents,
        confidence_percent=row.confidence_percent,
        strata=tuple((low, wanted) for low, wanted in row.strata),
        seed_size=row.seed_size,
        draw_name=row.draw_name,
        draw_on=row.draw_on,
        planned_n=row.planned_n,
        outcome=row.outcome,
        seed=row.seed,
        drawn_n=row.drawn_n,
        drawn=drawn,
        examined=examined,
        left=left,
    )


def _item(row: SampledItem) -> ItemView:
    return ItemView(
        row.n,
        row.line,
        row.cents,
        row.why,
        row.at,
        row.stratum,
        row.audited_cents,
        row.remark,
    )


def _projection(row: AuditSample, items: tuple[ItemView, ...]) -> Projection | None:
    """What the sample says about its population; None before all of it is examined."""
    kept = store.document(row.population_sha256)
    if row.drawn_n is None or kept is None:
        return None
    examined = []
    for one in items:
        if one.audited_cents is None:
            return None
        item = Item(one.n, one.line, one.cents)
        chosen = Selected(item, one.why, one.at, one.stratum)  # type: ignore[arg-type]
        examined.append(Examined(chosen, one.audited_cents))
    population = read_population(kept[0])
    return project(plan_of(row), population, examined, row.confidence_percent or 95)


def _letters(rows: QuerySet[Confirmation]) -> tuple[LetterView, ...]:
    return tuple(
        LetterView(
            row.number,
            row.audit.number,
            row.city,
            row.on,
            row.balance_cents,
            row.due,
            row.asked_n,
            row.agrees,
            row.figure_cents,
            row.reason,
            row.answered_n,
            row.explanation,
            row.misstated_cents,
        )
        for row in rows
    )


def _finding(row: Finding) -> FindingView:
    return FindingView(
        number=row.number,
        audit=row.audit.number,
        title=row.title,
        severity=row.severity,
        amount_cents=row.amount_cents,
        entries=tuple(row.entries),
        seat=row.seat,
        document_sha256=row.document_sha256,
        due=row.due,
        recorded_n=row.recorded_n,
        accepts=row.accepts,
        reply=row.reply,
        action_by=row.action_by,
        reply_sha256=row.reply_sha256,
        replied_n=row.replied_n,
        status=row.status,
        follow_up=row.follow_up,
        followed_n=row.followed_n,
    )
