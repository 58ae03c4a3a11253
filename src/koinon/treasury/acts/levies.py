"""Levies: adopted as data by a decision, then assessed, every step shown, cents adding up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue

from koinon.acts.act import Act, Burden, Consequence, Effect, Moment, Plain
from koinon.acts.fields import LARGEST, Day, Exact, Slug, Translated, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.acts.stating import stated
from koinon.assembly import queries_urgency as urgencies
from koinon.charter.queries import in_force
from koinon.methods.levies import Assessment
from koinon.methods.plain import to_plain
from koinon.methods.rounding import round_to_total
from koinon.record.canonical import JSON
from koinon.treasury import chart
from koinon.treasury.acts.budget import Year
from koinon.treasury.charter_levies import with_formula
from koinon.treasury.keys import charged_in_year
from koinon.treasury.levying import Terms, assessed, read_formula, terms_of
from koinon.treasury.models import Invoice
from koinon.treasury.models import Levy as LevyRow
from koinon.treasury.posting import Prepared, prepare
from koinon.treasury.sharing import check_levied


class Instalment(Plain):
    """A part of what is owed, and the day it is due."""

    due: Day
    share: Exact


@act("treasury.adopt_levy/1")
class AdoptLevy(Act):
    """Adopt a levy on the members: what it is for, by which formula, due when.

    The formula is the plain form of `koinon.methods.levies`; its figures are certified facts, and
    "weight:NAME" is a weighting of the charter.
    """

    code: Slug
    year: Year
    title: Translated
    need_cents: Annotated[int, Field(ge=0, le=LARGEST)]
    formula: dict[str, JsonValue]
    instalments: Annotated[tuple[Instalment, ...], Field(min_length=1, max_length=12)]

    def charter_levies(self) -> tuple[str, ...]:
        """Those of the charter that have its formula."""
        return with_formula(self.formula)

    def check_enclosed(self) -> None:
        """The formula reads, the shares make one, the days follow each other."""
        read_formula(self.formula)
        check_instalments(self.code, self.instalments)

    def judge(self, moment: Moment) -> Consequence:
        """The code is new; the formula can be applied to the members of today."""
        check_new(self.code)
        self.check_enclosed()
        levy = read_formula(self.formula)
        assessed(Terms(self.code, self.year, self.need_cents, levy, in_force()), moment.day)
        return Consequence(result={"levy": self.code})

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        LevyRow.objects.create(
            id=moment.act_id,
            code=self.code,
            year=self.year,
            title=translations(self.title),
            need_cents=self.need_cents,
            formula=self.formula,
            figures=[],
            instalments=[part.model_dump() for part in self.instalments],
            adopted_n=moment.n,
            decision_n=moment.grant.decision,
        )


def check_instalments(code: str, instalments: Sequence[Instalment]) -> None:
    """Refuse instalments whose shares do not make one, or whose days do not follow each other."""
    shares = [Fraction(part.share) for part in instalments]
    if sum(shares) != 1 or min(shares) <= 0:
        refuse("treasury.instalments", levy=code)
    days = [part.due for part in instalments]
    if days != sorted(set(days)):
        refuse("treasury.instalment_days", levy=code)


def check_new(code: str) -> None:
    """Refuse a code that another levy has, and any levy of a coalition that is dissolved."""
    check_levied()
    if LevyRow.objects.filter(code=code).exists():
        refuse("treasury.levy_exists", levy=code)


def check_charges(code: str, found: Assessment) -> None:
    """Refuse charges below zero: a levy gives nothing to anybody."""
    if any(charge.cents < 0 for charge in found.charges):
        refuse("treasury.negative_charge", levy=code)


@dataclass(frozen=True, slots=True)
class _Assessed:
    prepared: Prepared
    levy_id: UUID
    year: int
    invoices: tuple[tuple[str, str, int], ...]
    assessment: JSON


@act("treasury.assess_levy/1")
class AssessLevy(Act):
    """Assess an adopted levy: what each member owes and why, with an invoice per instalment."""

    announced = "invoice"

    levy: Slug

    def charter_levies(self) -> tuple[str, ...]:
        """The one that was adopted by its name; else those that have the formula adopted."""
        row = LevyRow.objects.filter(code=self.levy).first()
        if row is None:
            return ()
        return with_formula(row.formula) if row.charter_levy is None else (row.charter_levy,)

    def judge(self, moment: Moment) -> Consequence:
        """The levy stands and is not assessed yet; no member owes more than its law allows."""
        row = LevyRow.objects.filter(code=self.levy).first()
        if row is None:
            refuse("treasury.unknown_levy", levy=self.levy)
        if row.assessed_n is not None:
            refuse("treasury.assessed_already", levy=self.levy, n=row.assessed_n)
        if (over := urgencies.lapsed(row.decision_n)) is not None:
            refuse("treasury.levy_lapsed", levy=self.levy, number=over.number, n=over.n)
        result = assessed(terms_of(row), moment.day)
        check_charges(self.levy, result)
        currency = in_force().currency
        revenue = chart.contributions(currency, row.year)
        moves = [
            (chart.receivable(currency, charge.member), revenue, charge.cents)
            for charge in result.charges
        ]
        prepared = prepare(moment, "levy", moves, year=row.year)
        assessment, kept = stated(to_plain(result))
        effect: Effect = {"kind": "levy", "levy": self.levy, "assessment": assessment}
        charged = charged_in_year(row.year)
        burdens = [
            Burden(charge.member, row.year, charged.get(charge.member, 0) + charge.cents)
            for charge in result.charges
        ]
        return Consequence(
            result={
                "levy": self.levy,
                "total_cents": result.total_cents,
                "left_cents": result.left_cents,
            },
            effects=(effect, *prepared.effects),
            burdens=tuple(burdens),
            kept=(*kept, *prepared.kept),
            plan=_Assessed(
                prepared,
                row.id,
                row.year,
                tuple(_invoices(result, row.instalments)),
                to_plain(result),
            ),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The assessment, the invoices and the journal."""
        plan: _Assessed = consequence.plan
        LevyRow.objects.filter(id=plan.levy_id).update(
            assessed_n=moment.n, assessed_at=moment.at, assessment=plan.assessment
        )
        first = next_number(Invoice)
        numbers = count(first)
        Invoice.objects.bulk_create(
            (
                Invoice(
                    id=moment.row_id(number - first),
                    number=number,
                    levy_id=plan.levy_id,
                    year=plan.year,
                    city=city,
                    amount_cents=cents,
                    paid_cents=0,
                    due=due,
                    reference=reference(number),
                    issued_n=moment.n,
                )
                for number, (city, due, cents) in zip(numbers, plan.invoices, strict=False)
            ),
            batch_size=1_000,
        )
        plan.prepared.write()


def reference(number: int) -> str:
    """A creditor reference for an invoice (ISO 11649): RF, two check digits, the number."""
    body = f"{number:09d}"
    digits = f"{body}271500"
    return f"RF{98 - int(digits) % 97:02d}{body}"


def _invoices(
    result: Assessment, instalments: list[dict[str, str]]
) -> Iterator[tuple[str, str, int]]:
    """(city, due, cents) of every instalment; a member's instalments sum to what it owes."""
    for charge in result.charges:
        parts = {
            f"{k:02d}": charge.cents * Fraction(part["share"]) for k, part in enumerate(instalments)
        }
        whole = round_to_total(parts, charge.cents, sorted(parts))
        for k, part in enumerate(instalments):
            if whole[f"{k:02d}"]:
                yield charge.member, part["due"], whole[f"{k:02d}"]
