"""The end of things: closing a year, and the share of a member that leaves."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Moment
from koinon.acts.fields import Day, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.methods.posting_effects import closed_plain
from koinon.methods.postings import Account, Balance
from koinon.methods.rounding import half_up
from koinon.treasury import chart, ledger
from koinon.treasury.acts.budget import Year
from koinon.treasury.acts.levies import reference
from koinon.treasury.leaving import charged, charged_otherwise
from koinon.treasury.models import Invoice
from koinon.treasury.models import Levy as LevyRow
from koinon.treasury.models import Period as PeriodRow
from koinon.treasury.posting import Move, open_year, prepare


@act("treasury.close_year/1")
class CloseYear(Act):
    """Close a year: what was not used lapses, revenue less expense becomes net assets."""

    year: Year

    def judge(self, moment: Moment) -> Consequence:
        """The year is over, open, explained, and the years before it are closed."""
        self._check(moment)
        currency = in_force().currency
        trial = ledger.trial_balance(chart.COMMON.id, currency).rows
        unexplained = sum(b.net for account, b in trial if account.id == "exceptions")
        if unexplained:
            refuse("treasury.unexplained", amount_cents=unexplained)
        moves = [*self._lapses(currency, trial), *self._result(currency, trial)]
        prepared = prepare(
            moment, "year closed", moves, year=self.year, effective=f"{self.year}-12-31"
        )
        closed = closed_plain(periods=[str(self.year)])
        lapsed = sum(cents for _, credited, cents in moves if credited.kind == "budget")
        return Consequence(
            result={"year": self.year, "lapsed_cents": lapsed},
            effects=(*prepared.effects, closed),
            kept=prepared.kept,
            plan=prepared,
        )

    def _check(self, moment: Moment) -> None:
        if int(moment.day[:4]) <= self.year:
            refuse("treasury.year_not_over", year=self.year)
        states = dict(PeriodRow.objects.order_by("id").values_list("id", "state"))
        if states.get(str(self.year)) != "open":
            refuse("treasury.year_not_open", year=self.year)
        earlier = [one for one, state in states.items() if state == "open" and one < str(self.year)]
        if earlier:
            refuse("treasury.earlier_year_open", year=self.year, earlier=earlier[0])

    def _lapses(self, currency: str, trial: tuple[tuple[Account, Balance], ...]) -> list[Move]:
        """What is still available or committed on the year's lines goes back."""
        authority = chart.authority(currency, self.year)
        return [
            (account, authority, -balance.net)
            for account, balance in trial
            if account.fiscal_year == self.year
            and account.kind == "budget"
            and account.code.split("/")[2:3] in (["available"], ["committed"])
            and balance.net
        ]

    def _result(self, currency: str, trial: tuple[tuple[Account, Balance], ...]) -> list[Move]:
        """The year's revenue and expense, moved to net assets."""
        worth = chart.net_assets(currency)
        moves: list[Move] = []
        for account, balance in trial:
            if account.fiscal_year != self.year or account.kind not in ("revenue", "expense"):
                continue
            if balance.net > 0:
                moves.append((worth, account, balance.net))
            elif balance.net < 0:
                moves.append((account, worth, -balance.net))
        return moves

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The journal, then the period is closed for good."""
        consequence.plan.write()
        failed = ledger.close_period(str(self.year))
        assert failed is None, failed


@act("treasury.charge_residual/1")
class ChargeResidual(Act):
    """Charge a member that leaves its share of what the coalition has promised and not yet paid.

    Its share is that of the levy named, else of the last one assessed on every member; halves of a
    minor unit are rounded up.
    """

    announced = "invoice"

    city: Slug
    due: Day
    levy: Annotated[str, Field(max_length=40)] | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The member is leaving or has left, and was charged by a levy."""
        member = cities.city(self.city)
        if member is None or member.status not in ("leaving", "left"):
            refuse("treasury.not_leaving", city=self.city)
        rows = LevyRow.objects.exclude(assessed_n=None).order_by("-assessed_n")
        last = rows.filter(
            **({"code": self.levy} if self.levy else {"payers__isnull": True})
        ).first()
        if last is None:
            refuse("treasury.no_levy_assessed", city=self.city)
        if self.city in charged() or charged_otherwise(self.city):
            refuse("treasury.residual_charged", city=self.city)
        assert last.assessment is not None
        charges = {one["member"]: one["cents"] for one in last.assessment["charges"]}
        share = Fraction(charges.get(self.city, 0), sum(charges.values()))
        currency = in_force().currency
        promised = _promised(currency)
        cents = half_up(share * promised)
        year = open_year(moment.day, moment)
        moves = [
            (chart.receivable(currency, self.city), chart.contributions(currency, year), cents)
        ]
        prepared = prepare(moment, "residual share", moves, year=year)
        return Consequence(
            result={
                "city": self.city,
                "promised_cents": promised,
                "share": str(share),
                "amount_cents": cents,
            },
            effects=prepared.effects,
            plan=(prepared, cents, year),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """An invoice and its journal."""
        prepared, cents, year = consequence.plan
        number = next_number(Invoice)
        if cents:
            Invoice.objects.create(
                id=moment.act_id,
                number=number,
                levy=None,
                year=year,
                city=self.city,
                amount_cents=cents,
                paid_cents=0,
                due=self.due,
                reference=reference(number),
                issued_n=moment.n,
            )
        prepared.write()


def _promised(currency: str) -> int:
    """What is committed or owed to suppliers on all lines, in minor units."""
    trial = ledger.trial_balance(chart.COMMON.id, currency).rows
    return -sum(
        balance.net
        for account, balance in trial
        if account.kind == "budget" and account.code.split("/")[2:3] in (["committed"], ["accrued"])
    )
