"""Members that do not pay: warned, suspended as the charter says, given time or their rights."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import LARGEST, Day, Sentence, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.calendar import local_day, midnight
from koinon.charter.document_money import Arrears
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.cities.acts.members import write_suspended
from koinon.treasury.arrears import Relief, delays, lost_on, standing, unpaid, warned_from
from koinon.treasury.models import ArrearsWarning, Delay, Invoice

InvoiceNumber = Annotated[int, Field(ge=1, le=LARGEST)]
LONGEST_DELAY_DAYS = 1_098


def _terms() -> Arrears:
    """What the charter says about arrears; refuses where it says nothing."""
    terms = in_force().arrears
    if terms is None:
        refuse("treasury.no_arrears")
    return terms


def _unpaid(number: int) -> Invoice:
    found = unpaid().filter(number=number).first()
    if found is None:
        refuse("treasury.nothing_overdue", number=number)
    return found


@act("treasury.warn_of_arrears/1")
class WarnOfArrears(Act):
    """Warn a member that it will lose rights unless it pays; the clock does this by itself."""

    invoice: InvoiceNumber

    def judge(self, moment: Moment) -> Consequence:
        """The invoice is unpaid, the day of the warning has come, and none stands."""
        charter, terms, invoice = in_force(), _terms(), _unpaid(self.invoice)
        if standing().filter(invoice=invoice).exists():
            refuse("treasury.warned_already", number=self.invoice)
        zone, until = charter.time_zone, delays().get(invoice.city)
        begins = moment.once("warned_from", lambda: warned_from(terms, zone, invoice.due, until))
        if moment.at < begins:
            refuse("treasury.not_overdue_yet", number=self.invoice, begins_at=begins)
        notice = timedelta(days=terms.notice_days + 1)

        def loses() -> str:
            first = lost_on(terms, invoice.due, until)
            return midnight(max(first, local_day(moment.at, zone) + notice), zone)

        suspends_at = moment.once("suspends_at", loses)
        effect: Effect = {
            "kind": "arrears_warning",
            "city": invoice.city,
            "invoice": self.invoice,
            "levy": invoice.levy.code if invoice.levy else "",
            "open_cents": invoice.amount_cents - invoice.paid_cents,
            "suspends_at": suspends_at,
        }
        result = {"city": invoice.city, "warned_from": begins, "suspends_at": suspends_at}
        return Consequence(result=result, effects=(effect,), plan=(invoice, suspends_at))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        invoice, suspends_at = consequence.plan
        ArrearsWarning.objects.create(
            id=moment.act_id,
            invoice_id=invoice.id,
            city=invoice.city,
            suspends_at=suspends_at,
            warned_n=moment.n,
            warned_at=moment.at,
        )


@act("treasury.suspend_for_arrears/1")
class SuspendForArrears(Act):
    """Suspend a member that was warned and has not paid; the clock does this by itself.

    Its seats stay. What it loses and what gives it back, the charter says.
    """

    invoice: InvoiceNumber

    def judge(self, moment: Moment) -> Consequence:
        """The warning stands and its instant has come; the member is not suspended yet."""
        terms, invoice = _terms(), _unpaid(self.invoice)
        warning = standing().filter(invoice=invoice).first()
        if warning is None:
            refuse("treasury.not_warned", number=self.invoice)
        if moment.at < warning.suspends_at:
            refuse("treasury.notice_runs", city=invoice.city, suspends_at=warning.suspends_at)
        lost = cities.suspension(invoice.city)
        if lost is not None:
            refuse("treasury.suspended_already", city=invoice.city, n=lost.since_n)
        effect: Effect = {
            "kind": "suspension",
            "city": invoice.city,
            "invoice": self.invoice,
            "open_cents": invoice.amount_cents - invoice.paid_cents,
            "article": terms.article,
            "lost": terms.lost,
            "electorate": terms.electorate,
        }
        result = {"city": invoice.city, "lost": terms.lost}
        return Consequence(result=result, effects=(effect,), plan=(invoice.city, terms))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        city, terms = consequence.plan
        write_suspended(city, terms, moment)


@act("treasury.lift_suspension/1")
class LiftSuspension(Act):
    """Give a member its rights back, or time to pay until a day, although it owes.

    With a day, nothing is lost by what it owes until that day is over, and it is warned again
    before. Without one, nothing may be overdue: this is for charters in which payment alone does
    not restore rights.
    """

    city: Slug
    until: Day | None = None
    reason: Sentence
    document: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The member is suspended or warned; the day is to come, within three years."""
        if cities.city(self.city) is None:
            refuse("cities.unknown", city=self.city)
        lost = cities.suspension(self.city)
        warned = tuple(standing().filter(city=self.city))
        if lost is None and not warned:
            refuse("treasury.not_in_arrears", city=self.city)
        self._check_day(moment, lost is None, warned)
        restored = (self.city,) if lost else ()
        over = Relief(tuple(one.id for one in warned), restored, "decided")
        return Consequence(
            result={"city": self.city, "restored": lost is not None},
            effects=over.effects,
            plan=over,
        )

    def _check_day(
        self, moment: Moment, only_warned: bool, warned: tuple[ArrearsWarning, ...]
    ) -> None:
        if self.until is None:
            overdue = [one for one in warned if one.suspends_at <= moment.at]
            if only_warned or overdue:
                number = (overdue or warned)[0].invoice.number
                refuse("treasury.still_overdue", city=self.city, number=number)
            return
        today = local_day(moment.at, in_force().time_zone)
        latest = (today + timedelta(days=LONGEST_DELAY_DAYS)).isoformat()
        if not today.isoformat() < self.until <= latest:
            refuse(
                "treasury.delay_day", until=self.until, today=today.isoformat(), latest_on=latest
            )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """Warnings and suspension end; the delay is kept."""
        over: Relief = consequence.plan
        over.write(moment)
        if self.until is not None:
            Delay.objects.create(
                id=moment.act_id, city=self.city, until=self.until, granted_n=moment.n
            )
