"""An objection that was upheld is carried out: the levy computed anew, or what was done instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from typing import Any
from uuid import UUID

from koinon.acts.act import Act, Burden, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import Day, Sentence, Slug
from koinon.acts.refused import Refusal, refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.acts.stating import stated
from koinon.assembly.electorates import weigh_members
from koinon.charter.document import Charter
from koinon.charter.queries import in_force, parsed, version_at
from koinon.cities import queries as cities
from koinon.methods.levies import (
    Assessment,
    LevyError,
    Member,
    assess,
    assessment_from_plain,
)
from koinon.methods.plain import to_plain
from koinon.methods.weights import facts_of
from koinon.record.canonical import JSON
from koinon.treasury import chart
from koinon.treasury.acts.disputes import UPHELD, DisputeNumber, dispute_of, disputes_terms
from koinon.treasury.acts.levies import reference
from koinon.treasury.arrears import Relief, relief
from koinon.treasury.crediting import Settled, settle
from koinon.treasury.keys import WEIGHT, charged_in_year, indicators
from koinon.treasury.models import CreditNote, Dispute, Invoice, Recalculation
from koinon.treasury.models import Levy as LevyRow
from koinon.treasury.posting import Move, Prepared, open_year, prepare


@dataclass(frozen=True, slots=True)
class Change:
    """What a member owes more (or, below zero, less), and the invoices a credit settles."""

    city: str
    cents: int
    settled: Settled = ()

    @property
    def to_credit(self) -> int:
        """How much of a credit is beyond what is open, and stays to the member's credit."""
        return -self.cents - sum(part for _, part in self.settled) if self.cents < 0 else 0


@dataclass(frozen=True, slots=True)
class _Anew:
    levy: LevyRow
    dispute_id: UUID
    assessment: JSON
    changes: tuple[Change, ...]
    scope: str
    prepared: Prepared
    over: Relief


@act("treasury.recalculate_levy/1")
class RecalculateLevy(Act):
    """Compute a levy anew after an objection was upheld: credit notes and charges that follow.

    The formula, the members and the limits are those of the assessment; figures that were
    corrected since take the place of those they supersede. The charter says whether all members'
    charges follow or only the disputing one's. A credit settles the levy's open invoices, the one
    due first first; what is beyond them stays to the member's credit. A further charge is due on
    the day given.
    """

    levy: Slug
    dispute: DisputeNumber
    due: Day

    def judge(self, moment: Moment) -> Consequence:
        """The objection was upheld and not carried out; a figure was corrected and matters."""
        terms, dispute = disputes_terms(), dispute_of(self.dispute)
        row = dispute.levy
        if row.code != self.levy or dispute.status not in UPHELD:
            refuse("treasury.not_upheld", levy=self.levy, number=self.dispute)
        _check_not_carried_out(dispute)
        anew = assessed_anew(row)
        scope = terms.corrects
        changes = tuple(_changes(row, anew, dispute.city if scope != ALL else None))
        if not changes:
            refuse("treasury.nothing_to_recalculate", levy=self.levy)
        year = open_year(f"{row.year}-12-31", moment)
        prepared = prepare(moment, "recalculation", _moves(changes, year), year=year)
        settled = {number: cents for one in changes for number, cents in one.settled}
        over = relief(settled, moment.at)
        plain = to_plain(anew)
        assessment, kept = stated(plain)
        effect: Effect = {
            "kind": "recalculation",
            "levy": self.levy,
            "dispute": self.dispute,
            "scope": scope,
            "assessment": assessment,
            "changes": [[one.city, one.cents] for one in changes],
        }
        charged = charged_in_year(row.year)
        return Consequence(
            result={
                "levy": self.levy,
                "dispute": self.dispute,
                "credited_cents": -sum(min(0, one.cents) for one in changes),
                "charged_cents": sum(max(0, one.cents) for one in changes),
            },
            effects=(effect, *prepared.effects, *over.effects),
            burdens=tuple(
                Burden(one.city, row.year, charged.get(one.city, 0) + one.cents)
                for one in changes
                if one.cents > 0
            ),
            kept=(*kept, *prepared.kept),
            plan=_Anew(row, dispute.id, plain, changes, scope, prepared, over),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The computation, credit notes, further invoices, and the journal."""
        plan: _Anew = consequence.plan
        ids = map(moment.row_id, count())
        Recalculation.objects.create(
            id=moment.act_id,
            levy=plan.levy,
            dispute_id=plan.dispute_id,
            n=moment.n,
            scope=plan.scope,
            assessment=plan.assessment,
            changes=[[one.city, one.cents] for one in plan.changes],
        )
        Dispute.objects.filter(id=plan.dispute_id).update(recalculated_n=moment.n)
        for one in plan.changes:
            if one.cents < 0:
                _write_credit(plan, one, next(ids), moment)
            else:
                _write_charge(plan, one, next(ids), self.due, moment)
        plan.prepared.write()
        plan.over.write(moment)


@act("treasury.carry_out_dispute/1")
class CarryOutDispute(Act):
    """Record what was done about an upheld objection where no charge is to be computed anew."""

    dispute: DisputeNumber
    done: Sentence
    document: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """It was upheld and not carried out, and no figure is left to correct or to apply."""
        found = dispute_of(self.dispute)
        if found.status not in UPHELD:
            refuse("treasury.nothing_to_carry_out", number=self.dispute)
        _check_not_carried_out(found)
        if to_correct(found):
            refuse(
                "treasury.figure_to_correct",
                number=self.dispute,
                figure=found.figure or "",
                value=found.claimed or "",
            )
        if would_change(found):
            refuse("treasury.charges_to_compute", number=self.dispute, levy=found.levy.code)
        effect: Effect = {"kind": "dispute_carried_out", "dispute": self.dispute}
        return Consequence(result={"dispute": self.dispute}, effects=(effect,), plan=found.id)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """What was done, and where it is recorded."""
        rows = Dispute.objects.filter(id=consequence.plan)
        rows.update(done=self.done, carried_out_n=moment.n)


def _check_not_carried_out(dispute: Dispute) -> None:
    n = dispute.carried_out_n if dispute.recalculated_n is None else dispute.recalculated_n
    if n is not None:
        refuse("treasury.recalculated_already", number=dispute.number, n=n)


def to_correct(dispute: Dispute) -> bool:
    """Whether an objection to a figure was upheld in whole, and the figure is not what it claims.

    One that was upheld in part does not say what the figure should be.
    """
    if dispute.figure is None or dispute.claimed is None:
        return False
    if dispute.status not in ("upheld", "settled"):
        return False
    row = dispute.levy
    assert row.assessed_at is not None
    assert row.assessed_n is not None
    known = cities.facts_corrected(dispute.figure, row.assessed_at[:10], row.assessed_n)
    figure = known.get(dispute.city)
    return figure is not None and figure.value != Fraction(dispute.claimed)


def would_change(dispute: Dispute) -> bool:
    """Whether computing the levy anew would change a charge, by the figures corrected since."""
    terms = in_force().disputes
    only = dispute.city if terms is not None and terms.corrects != ALL else None
    try:
        return any(_changes(dispute.levy, assessed_anew(dispute.levy), only))
    except Refusal:
        return False


ALL = "all members"


def charges_now(row: LevyRow, *, before_n: int | None = None) -> dict[str, int]:
    """What each member owes by a levy as it stands: as assessed, and what was computed since.

    With `before_n`, as it stood before that entry.
    """
    assessment: Any = row.assessment
    charges = {one["member"]: one["cents"] for one in assessment["charges"]}
    rows = Recalculation.objects.filter(levy=row).order_by("n")
    if before_n is not None:
        rows = rows.filter(n__lt=before_n)
    for changes in rows.values_list("changes", flat=True):
        for city, cents in changes:
            charges[city] += cents
    return charges


def assessed_anew(row: LevyRow) -> Assessment:
    """The levy's formula over its own members, with the figures that were corrected since."""
    assessed: Any = row.assessment
    old = assessment_from_plain(assessed)
    assert row.assessed_n is not None
    assert row.assessed_at is not None
    charter = parsed(row.charter_sha256 or version_at(row.assessed_n).sha256)
    slugs = [member.id for member in old.members]
    weighed = slugs if row.payers is None else [*cities.members_at(row.assessed_n)]
    columns = {
        name: _column(charter, name, slugs, weighed, row.assessed_at[:10], row.assessed_n)
        for name in sorted(indicators(old.levy))
    }
    members = [_with(member, columns) for member in old.members]
    try:
        return assess(old.levy, members, old.need_cents, old.figures)
    except LevyError as error:
        refuse(
            "treasury.levy_fails",
            **error.facts,
            fault=error.code,
            levy=row.code,
            place=error.place,
        )


def _column(
    charter: Charter, name: str, slugs: list[str], weighed: list[str], day: str, n: int
) -> dict[str, Fraction]:
    if not name.startswith(WEIGHT):
        known = cities.facts_corrected(name, day, n)
        return {slug: known[slug].value for slug in slugs}
    weighting = name.removeprefix(WEIGHT)
    facts = facts_of(charter.weighting(weighting).weights)
    corrected = {fact: cities.facts_corrected(fact, day, n) for fact in facts}
    return weigh_members(charter, weighting, weighed, day, corrected)


def _with(member: Member, columns: dict[str, dict[str, Fraction]]) -> Member:
    return replace(
        member, figures=tuple((name, column[member.id]) for name, column in columns.items())
    )


def _changes(row: LevyRow, anew: Assessment, only: str | None) -> Iterator[Change]:
    before = charges_now(row)
    for charge in anew.charges:
        cents = charge.cents - before[charge.member]
        if not cents or only not in (None, charge.member):
            continue
        settled: list[tuple[int, int]] = []
        rest = -cents
        rows = Invoice.objects.filter(levy=row, city=charge.member).order_by("due", "number")
        for invoice in rows if rest > 0 else ():
            part = min(rest, invoice.amount_cents - invoice.paid_cents)
            if part:
                settled.append((invoice.number, part))
                rest -= part
        yield Change(charge.member, cents, tuple(settled))


def _moves(changes: tuple[Change, ...], year: int) -> list[Move]:
    currency = in_force().currency
    revenue = chart.contributions(currency, year)
    moves: list[Move] = []
    for one in changes:
        owed = chart.receivable(currency, one.city)
        if one.cents > 0:
            moves.append((owed, revenue, one.cents))
            continue
        moves.append((revenue, owed, -one.cents - one.to_credit))
        if one.to_credit:
            moves.append((revenue, chart.advance(currency, one.city), one.to_credit))
    return moves


def _write_credit(plan: _Anew, one: Change, id_: UUID, moment: Moment) -> None:
    """A credit note, and what it settles."""
    CreditNote.objects.create(
        id=id_,
        number=next_number(CreditNote),
        levy=plan.levy,
        city=one.city,
        amount_cents=-one.cents,
        settled=[list(pair) for pair in one.settled],
        dispute_id=plan.dispute_id,
        issued_n=moment.n,
    )
    settle(one.settled, 1)


def _write_charge(plan: _Anew, one: Change, id_: UUID, due: str, moment: Moment) -> None:
    """A further invoice of the levy."""
    number = next_number(Invoice)
    Invoice.objects.create(
        id=id_,
        number=number,
        levy=plan.levy,
        year=plan.levy.year,
        city=one.city,
        amount_cents=one.cents,
        paid_cents=0,
        due=due,
        reference=reference(number),
        issued_n=moment.n,
    )
