"""Reads of objections to charges: their course, what they rest on, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from koinon.charter.queries import in_force, parsed, version_at
from koinon.cities import queries as cities
from koinon.cities.queries import FactView
from koinon.methods.levies import levy_from_plain
from koinon.methods.weights import facts_of
from koinon.treasury.acts.disputes import UPHELD, objects_until
from koinon.treasury.acts.recalculating import assessed_anew, charges_now, would_change
from koinon.treasury.acts.recalculating import to_correct as _to_correct
from koinon.treasury.keys import WEIGHT, indicators
from koinon.treasury.models import BankFact, CreditNote, Dispute, Invoice, Levy, Recalculation
from koinon.treasury.queries.revenue import invoice_view
from koinon.treasury.queries.views import InvoiceView

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class DisputeView:
    """An objection of a member to what a levy charges it; see `models.Dispute` for its states.

    `..._n` are the entries of its steps, None while they are to come.
    """

    number: int
    levy: str
    levy_title: dict[str, str]
    year: int
    assessed_n: int
    city: str
    ground: str
    figure: str | None
    claimed: str | None
    document_sha256: str | None
    stays: bool
    answer_by: str | None
    unanswered: str | None
    rule_by: str | None
    opened_n: int
    answer: str | None
    answer_reason: str | None
    answered_n: int | None
    status: str
    ruling_reason: str | None
    ended_n: int | None
    recalculated_n: int | None
    done: str | None
    carried_out_n: int | None

    @property
    def open(self) -> bool:
        """Whether it waits for an end."""
        return self.status == "open"

    @property
    def silent(self) -> bool:
        """Whether silence counted as its answer."""
        return self.answered_n is not None and self.answer_reason is None

    @property
    def upheld(self) -> bool:
        """Whether it ended in favour of the member, in whole or in part."""
        return self.status in UPHELD

    @property
    def to_carry_out(self) -> bool:
        """Whether it was upheld, and nothing is computed anew or done instead yet."""
        return self.upheld and self.recalculated_n is None and self.carried_out_n is None


@dataclass(frozen=True, slots=True)
class DisputePage:
    """One page of disputes, the newest first, counted from 1."""

    rows: tuple[DisputeView, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Objection:
    """Whether a member may object to a levy now: until when, and which dispute is open already."""

    until_at: str
    open_dispute: int | None

    def possible(self, at: str) -> bool:
        """Whether an objection would be taken at an instant."""
        return self.open_dispute is None and at < self.until_at


@dataclass(frozen=True, slots=True)
class Protest:
    """Money a member paid under protest: how much of it on the levy, and why."""

    reference: str
    on: str
    cents: int
    reason: str
    recorded_n: int


@dataclass(frozen=True, slots=True)
class CreditNoteView:
    """What a member owes less by a levy; what settled no invoice (`rest_cents`) is its credit."""

    number: int
    levy: str
    levy_title: dict[str, str]
    dispute: int
    city: str
    amount_cents: int
    settled: tuple[tuple[int, int], ...]
    issued_n: int

    @property
    def settled_cents(self) -> int:
        """What settled open invoices, in minor units."""
        return sum(cents for _, cents in self.settled)

    @property
    def rest_cents(self) -> int:
        """What stayed to the member's credit, in minor units."""
        return self.amount_cents - self.settled_cents


@dataclass(frozen=True, slots=True)
class Anew:
    """What a levy charges a member now, and computed anew, in minor units."""

    city: str
    now_cents: int
    anew_cents: int

    @property
    def cents(self) -> int:
        """How much more (or, below zero, less)."""
        return self.anew_cents - self.now_cents


def dispute(number: int) -> DisputeView | None:
    """The dispute of this number."""
    row = _rows().filter(number=number).first()
    return _view(row) if row else None


def disputes(page: int = 1) -> DisputePage:
    """A page of all disputes, the newest first."""
    rows = _rows().order_by("-number")
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    chosen = rows[(page - 1) * PAGE_SIZE :][:PAGE_SIZE]
    return DisputePage(tuple(map(_view, chosen)), page, pages, total)


def disputes_of(city: str, levy: str | None = None) -> tuple[DisputeView, ...]:
    """The disputes of a member (about a levy), oldest first."""
    rows = _rows().filter(city=city).order_by("number")
    return tuple(map(_view, rows if levy is None else rows.filter(levy__code=levy)))


def waiting(limit: int) -> tuple[DisputeView, ...]:
    """Disputes for which somebody has to do something, the oldest first."""
    rows = _rows().filter(status__in=("open", *UPHELD), recalculated_n=None, carried_out_n=None)
    return tuple(map(_view, rows.order_by("number")[:limit]))


def to_correct(number: int) -> bool:
    """Whether a dispute was upheld in whole and the figure it names is not what it claims yet."""
    return _to_correct(_rows().get(number=number))


def to_recalculate(number: int) -> bool:
    """Whether computing the levy anew would change a charge, by the figures corrected since."""
    return would_change(_rows().get(number=number))


def objection(levy: str, city: str) -> Objection | None:
    """Whether a member may object to a levy; None where the charter or the levy lets nobody."""
    terms, row = in_force().disputes, Levy.objects.filter(code=levy).first()
    if terms is None or row is None or row.assessed_n is None:
        return None
    if not Invoice.objects.filter(levy=row, city=city).exists():
        return None
    until = objects_until(row, city, terms.object_within_days, in_force().time_zone)
    return Objection(
        until,
        _rows().filter(levy=row, city=city, status="open").values_list("number", flat=True).first(),
    )


def protests(levy: str, city: str) -> tuple[Protest, ...]:
    """What a member paid on a levy under protest, in the order it was booked."""
    invoices = Invoice.objects.filter(levy__code=levy, city=city)
    numbers = frozenset(invoices.values_list("number", flat=True))
    rows = BankFact.objects.filter(city=city).exclude(under_protest=None).order_by("recorded_n")
    found = []
    for row in rows:
        cents = sum(part for number, part in row.settled if number in numbers)
        if cents:
            reason = row.under_protest or ""
            found.append(Protest(row.reference, row.on, cents, reason, row.recorded_n))
    return tuple(found)


def figures_charged_by(levy: str, city: str) -> tuple[FactView, ...]:
    """The certified figures by which a levy charges a member, as they were corrected since."""
    row = Levy.objects.filter(code=levy).exclude(assessed_n=None).first()
    if row is None:
        return ()
    assert row.assessed_n is not None
    assert row.assessed_at is not None
    found = []
    for name in sorted(_facts_of(row)):
        figure = cities.facts_corrected(name, row.assessed_at[:10], row.assessed_n).get(city)
        if figure is not None:
            found.append(figure)
    return tuple(found)


def corrections(number: int) -> tuple[FactView, ...]:
    """The corrected figures that the recalculation for a dispute uses, or would use now."""
    row = Dispute.objects.select_related("levy").get(number=number)
    assert row.levy.assessed_n is not None
    until = row.recalculated_n
    done = Dispute.objects.filter(levy=row.levy, recalculated_n__isnull=False)
    earlier = done.filter(recalculated_n__lt=until) if until is not None else done
    since = earlier.order_by("-recalculated_n").values_list("recalculated_n", flat=True).first()
    names = _facts_of(row.levy)
    return tuple(
        one
        for one in sorted(cities.facts(row.city), key=lambda one: one.certified_n)
        if one.name in names
        and one.supersedes_n is not None
        and one.certified_n > (since or row.levy.assessed_n)
        and (until is None or one.certified_n < until)
    )


def _facts_of(row: Levy) -> frozenset[str]:
    """The names of the figures a levy's formula asks for, those behind its weightings too."""
    assert row.assessed_n is not None
    charter = parsed(row.charter_sha256 or version_at(row.assessed_n).sha256)
    found: set[str] = set()
    for name in indicators(levy_from_plain(row.formula)):
        weighting = name.removeprefix(WEIGHT)
        if weighting == name:
            found.add(name)
        else:
            found.update(facts_of(charter.weighting(weighting).weights))
    return frozenset(found)


def computed_anew(number: int) -> tuple[Anew, ...]:
    """What recalculating for a dispute would charge every member; nothing is written.

    Raises Refusal where the formula cannot be applied.
    """
    row = Dispute.objects.select_related("levy").get(number=number)
    terms = in_force().disputes
    now = charges_now(row.levy)
    anew = {one.member: one.cents for one in assessed_anew(row.levy).charges}
    alone = terms is not None and terms.corrects == "disputing member"
    return tuple(
        Anew(city, cents, cents if alone and city != row.city else anew[city])
        for city, cents in now.items()
    )


def computed(number: int) -> tuple[Anew, ...]:
    """What the recalculation for a dispute changed, for every member; nothing where none was."""
    done = Recalculation.objects.filter(dispute__number=number).select_related("levy").first()
    if done is None:
        return ()
    charges = charges_now(done.levy, before_n=done.n)
    changed = dict(done.changes)
    return tuple(Anew(city, cents, cents + changed.get(city, 0)) for city, cents in charges.items())


def charges(levy: str) -> dict[str, int]:
    """What each member owes by an assessed levy as it stands, in minor units."""
    row = Levy.objects.filter(code=levy).exclude(assessed_n=None).first()
    return charges_now(row) if row else {}


def credit_notes(
    city: str | None = None, *, levy: str | None = None, dispute: int | None = None
) -> tuple[CreditNoteView, ...]:
    """The credit notes (to a member, on a levy, because of a dispute), oldest first."""
    rows = CreditNote.objects.select_related("levy", "dispute").order_by("number")
    wanted = {"city": city, "levy__code": levy, "dispute__number": dispute}
    chosen = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return tuple(map(_note, chosen))


def credit_note(number: int) -> CreditNoteView | None:
    """The credit note of this number."""
    row = CreditNote.objects.select_related("levy", "dispute").filter(number=number).first()
    return _note(row) if row else None


def further_invoices(number: int) -> tuple[InvoiceView, ...]:
    """The invoices that the recalculation for a dispute made, by number."""
    n = Dispute.objects.filter(number=number).values_list("recalculated_n", flat=True).first()
    if n is None:
        return ()
    rows = Invoice.objects.filter(issued_n=n).select_related("levy").order_by("number")
    return tuple(map(invoice_view, rows))


def _rows() -> QuerySet[Dispute]:
    return Dispute.objects.select_related("levy")


def _view(row: Dispute) -> DisputeView:
    assert row.levy.assessed_n is not None, "what was never charged is not disputed"
    return DisputeView(
        row.number,
        row.levy.code,
        dict(row.levy.title),
        row.levy.year,
        row.levy.assessed_n,
        row.city,
        row.ground,
        row.figure,
        row.claimed,
        row.document_sha256,
        row.stays,
        row.answer_by,
        row.unanswered,
        row.rule_by,
        row.opened_n,
        row.answer,
        row.answer_reason,
        row.answered_n,
        row.status,
        row.ruling_reason,
        row.ended_n,
        row.recalculated_n,
        row.done,
        row.carried_out_n,
    )


def _note(row: CreditNote) -> CreditNoteView:
    return CreditNoteView(
        row.number,
        row.levy.code,
        dict(row.levy.title),
        row.dispute.number,
        row.city,
        row.amount_cents,
        tuple((number, cents) for number, cents in row.settled),
        row.issued_n,
    )
