"""A member that has left is charged what its charter says it still owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.acts.stating import stated
from koinon.assembly.calendar import local_day
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.methods.plain import to_plain
from koinon.record.canonical import JSON
from koinon.treasury import chart
from koinon.treasury.acts.levies import reference
from koinon.treasury.leaving import charged, charged_otherwise, charter_of, last_day, owed, rule_of
from koinon.treasury.models import Invoice, ResidualCharge
from koinon.treasury.posting import Prepared, open_year, prepare


@dataclass(frozen=True, slots=True)
class _Charge:
    prepared: Prepared
    reckoning: JSON
    cents: int
    year: int
    day: str
    due: str
    left_n: int


@act("treasury.charge_residual/2")
class ChargeResidualByRule(Act):
    """Charge a member that has left its share of what was committed and not paid when it left.

    The charter under which it left says by which weighting, and within how many days it pays; the
    entry shows every programme and commitment. What members that left before were charged for is
    not counted again, so they are charged in the order in which they left. The sum is cut off to
    whole minor units, and stays as it is when a commitment is cancelled later.
    """

    announced = "invoice"

    city: Slug

    def judge(self, moment: Moment) -> Consequence:
        """The member has left under such a rule, and is charged once."""
        member = cities.city(self.city)
        if member is None or member.joined_n is None:
            refuse("cities.unknown", city=self.city)
        if member.left_n is None:
            refuse("treasury.not_left", city=self.city)
        charter = charter_of(member)
        rule = rule_of(charter)
        if rule is None:
            refuse("treasury.no_residual", city=self.city)
        if self.city in charged() or charged_otherwise(self.city):
            refuse("treasury.residual_charged", city=self.city)
        day = moment.once("day", lambda: last_day(member, charter.time_zone).isoformat())
        due = moment.once("due", lambda: _due(moment.at, charter.time_zone, rule.within_days))
        found = owed(member, charter, rule, day)
        plain = to_plain(found)
        reckoning, kept = stated(plain)
        effect: Effect = {
            "kind": "residual",
            "city": self.city,
            "weighting": rule.by,
            "reckoning": reckoning,
        }
        currency, year = in_force().currency, open_year(moment.day, moment)
        moves = [
            (
                chart.receivable(currency, self.city),
                chart.contributions(currency, year),
                found.cents,
            )
        ]
        prepared = prepare(moment, "residual share", moves, year=year)
        return Consequence(
            result={"city": self.city, "day": day, "due": due, "amount_cents": found.cents},
            effects=(effect, *prepared.effects),
            kept=(*kept, *prepared.kept),
            plan=_Charge(prepared, plain, found.cents, year, day, due, member.left_n),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The reckoning, an invoice where anything is owed, and its journal."""
        plan: _Charge = consequence.plan
        number = next_number(Invoice) if plan.cents else None
        ResidualCharge.objects.create(
            id=moment.act_id,
            city=self.city,
            day=plan.day,
            left_n=plan.left_n,
            reckoning=plan.reckoning,
            amount_cents=plan.cents,
            invoice=number,
            charged_n=moment.n,
        )
        if number is not None:
            Invoice.objects.create(
                id=moment.row_id(1),
                number=number,
                levy=None,
                year=plan.year,
                city=self.city,
                amount_cents=plan.cents,
                paid_cents=0,
                due=plan.due,
                reference=reference(number),
                issued_n=moment.n,
            )
        plan.prepared.write()


def _due(at: str, zone: str, days: int) -> str:
    return (local_day(at, zone) + timedelta(days=days)).isoformat()
