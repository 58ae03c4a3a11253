"""The treasurer's to-dos: what members owe, what is to be paid, charged, explained, closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from koinon.cities import queries as cities
from koinon.interfaces.shared import wording
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link
from koinon.treasury import queries as treasury

PAY: Final = "treasury.pay/1"
RECEIPT: Final = "treasury.record_receipt/1"
ASSESS: Final = "treasury.assess_levy/1"
EXPLAIN: Final = "treasury.explain_debit/1"
CORRECT: Final = "treasury.correct_receipt/1"
CLOSE: Final = "treasury.close_year/1"
CHARGE_RESIDUAL: Final = "treasury.charge_residual/1"
CHARGE_BY_RULE: Final = "treasury.charge_residual/2"
SHARE_OUT: Final = "treasury.share_out/1"
REPAY: Final = "treasury.repay_credit/1"


def to_pay(asked: Asked) -> Iterable[Task]:
    """Accepted invoices that wait for their payment."""
    if not may(PAY, asked.seat):
        return
    for one in treasury.supplier_invoices(unpaid_only=True)[:LIMIT]:
        yield Task(
            key=f"pay-{one.number}",
            title=gettext("Pay {amount} for {title}").format(
                amount=steps.money(one.amount_cents), title=one.commitment.title
            ),
            otherwise=gettext("The supplier, who has delivered, goes on waiting for its money."),
            link=Link(
                reverse("money_task", args=["pay"]) + f"?invoice={one.number}",
                gettext("Pay invoice {number}").format(number=one.number),
            ),
        )


def to_come_in(asked: Asked) -> Iterable[Task]:
    """What members owe, gathered by instalment."""
    if not may(RECEIPT, asked.seat):
        return
    for one in treasury.outstanding()[:LIMIT]:
        told = ngettext(
            "{members} member owes {amount}", "{members} members owe {amount} together", one.members
        )
        address = reverse("money_levy", args=[one.levy]) if one.levy else reverse("money")
        yield Task(
            key=f"owed-{one.due}-{one.levy or 'residual'}",
            title=told.format(members=one.members, amount=steps.money(one.open_cents)),
            otherwise=gettext("What is not paid by then is shown as overdue; remind who owes it."),
            link=Link(address, gettext("See who owes what")),
            due=date.fromisoformat(one.due),
        )


def to_charge(asked: Asked) -> Iterable[Task]:
    """Levies that were adopted and not charged to the members yet."""
    if not may(ASSESS, asked.seat):
        return
    for code, title, year in treasury.uncharged()[:LIMIT]:
        yield Task(
            key=f"assess-{code}",
            title=gettext("Charge the members for {levy}").format(levy=words.told(title)),
            otherwise=gettext("Nobody is asked for money, and nothing comes in for the budget."),
            link=Link(
                reverse("act", args=[ASSESS]) + f"?levy={code}", gettext("Charge the members")
            ),
            due=date(year, 1, 1),
        )


def to_explain(asked: Asked) -> Iterable[Task]:
    """Lines of the bank's statement that nobody has explained."""
    for one in treasury.bank_lines(unexplained_only=True)[:LIMIT]:
        act = EXPLAIN if one.amount_cents < 0 else CORRECT
        if not may(act, asked.seat):
            continue
        yield Task(
            key=f"explain-{one.recorded_n}",
            title=gettext("Explain {amount} on the bank’s statement, reference {reference}").format(
                amount=steps.money(one.amount_cents), reference=one.reference
            ),
            otherwise=gettext("The amount stays among the unexplained ones, in public."),
            link=Link(reverse("act", args=[act]), words.act_name(act)),
        )


def to_close(asked: Asked) -> Iterable[Task]:
    """Years that are over and not closed."""
    if not may(CLOSE, asked.seat):
        return
    for year in treasury.years():
        if year >= asked.today.year or treasury.is_closed(year):
            continue
        yield Task(
            key=f"close-{year}",
            title=gettext("Close the books of {year}").format(year=year),
            otherwise=gettext(
                "What was not used does not lapse, and the year’s result is not final."
            ),
            link=Link(reverse("act", args=[CLOSE]) + f"?year={year}", gettext("Close the year")),
        )


def leaving(asked: Asked) -> Iterable[Task]:
    """Members that leave and still have their share to be charged."""
    if not may(CHARGE_RESIDUAL, asked.seat):
        return
    going = [one for one in cities.cities() if one.status == "leaving"]
    charged = treasury.residual_charged(one.slug for one in going)
    for one in going:
        if one.slug in charged or one.leaves_at is None:
            continue
        yield Task(
            key=f"residual-{one.slug}",
            title=gettext("Charge {city} its share of what is promised, before it leaves").format(
                city=one.name
            ),
            otherwise=gettext("The members that stay pay it."),
            link=Link(
                reverse("act", args=[CHARGE_RESIDUAL]) + f"?city={one.slug}",
                words.act_name(CHARGE_RESIDUAL),
            ),
            due=wording.last_day(one.leaves_at),
            at=one.leaves_at,
        )


def left(asked: Asked) -> Iterable[Task]:
    """Members that left under a charter that says what they owe, and were not charged yet."""
    if not may(CHARGE_BY_RULE, asked.seat):
        return
    for one in treasury.residuals_to_charge()[:LIMIT]:
        yield Task(
            key=f"residual-{one.slug}",
            title=gettext("Charge {city}, which has left, its share of what was committed").format(
                city=one.name
            ),
            otherwise=gettext("The members that stay pay it."),
            link=Link(reverse("residual", args=[one.slug]), gettext("See what it owes and why")),
        )


def to_share_out(asked: Asked) -> Iterable[Task]:
    """What a dissolved coalition has, while it is not shared out."""
    if not may(SHARE_OUT, asked.seat):
        return
    found = treasury.sharing_out(said.currency())
    if found is None or found.shared_n is not None:
        return
    yield Task(
        key="share-out",
        title=gettext("Settle what is open, and share out what the coalition has"),
        otherwise=gettext("The members go without what is theirs."),
        link=Link(reverse("sharing_out"), gettext("See what is open and who gets what")),
    )


def to_repay(asked: Asked) -> Iterable[Task]:
    """What members hold to their credit since it was shared out."""
    if not may(REPAY, asked.seat):
        return
    names = words.city_names()
    for city, cents in list(treasury.credits_shared().items())[:LIMIT]:
        yield Task(
            key=f"repay-{city}",
            title=gettext("Repay {amount} to {city}, its share").format(
                amount=steps.money(cents), city=names.get(city, city)
            ),
            otherwise=gettext("The members go without what is theirs."),
            link=Link(reverse("act", args=[REPAY]) + f"?city={city}", words.act_name(REPAY)),
        )
