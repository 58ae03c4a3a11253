"""Papers about what a member owes: its invoice, a reminder, a credit note."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.shared.checkpoints import Stated
from koinon.interfaces.shared.papers import (
    Block,
    Box,
    Facts,
    Heading,
    Items,
    Letter,
    Paper,
    Paragraph,
    Run,
    Table,
    Text,
    text,
)
from koinon.interfaces.web import charter_levies, letterheads, steps, words
from koinon.interfaces.web.letterheads import Account
from koinon.interfaces.web.pages import money_formula as formula
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.money_arrears import next_step, today
from koinon.interfaces.web.papers.making import checkpoint_of, paper
from koinon.treasury import queries as treasury
from koinon.treasury.queries import InvoiceView, LevyView

ASSESS = "treasury.assess_levy/1"


@dataclass(frozen=True, slots=True)
class Told:
    """What a paper about an invoice states besides it: the levy, the checkpoint, the account.

    `account` is None for eyes that may not see it.
    """

    stated: Stated
    checkpoint: Box
    account: Account | None


def read(request: HttpRequest, stated: Stated, *, account: bool) -> Told:
    """What is told on every paper; the account only to whom it concerns."""
    return Told(stated, checkpoint_of(request, stated), letterheads.account() if account else None)


def title_of(one: InvoiceView) -> str:
    """What an invoice is for."""
    if one.lacking:
        return gettext("Share of what is lacking at the end")
    if one.levy_title is None:
        return gettext("Share on leaving")
    return words.told(said.names(one.levy_title))


def invoice(one: InvoiceView, found: Told) -> Paper:
    """The invoice: what is owed until when, to which account, and how it was found."""
    levy = treasury.levy(one.levy) if one.levy else None
    city = _city(one.city)
    lead = gettext("{city} owes {amount} for {title}, to be paid by {day}.").format(
        city=city, amount=steps.money(one.amount_cents), title=title_of(one), day=_day(one.due)
    )
    blocks: list[Block] = [Paragraph(text(lead)), _facts(one, found), *_pay(one, found)]
    if levy is not None:
        blocks += [*_instalments(one), *_found(one.city, levy), *_disagree(one)]
    blocks += [*_unpaid(), found.checkpoint]
    title = gettext("Invoice {number}: {title}").format(number=one.number, title=title_of(one))
    return _letter(title, one.city, steps.day(one.issued_n), tuple(blocks), found)


def reminder(one: InvoiceView, found: Told) -> Paper:
    """A reminder: what is still open, since when, and what happens if it stays so."""
    lead = gettext(
        "{amount} of invoice {number} for {title} was due on {day} and is not paid. Please pay it, "
        "or tell us if you have."
    ).format(
        amount=steps.money(one.open_cents),
        number=one.number,
        title=title_of(one),
        day=_day(one.due),
    )
    rows = treasury.overdue(today(), city=one.city).rows
    late = next((row for row in rows if row.invoice.number == one.number), None)
    blocks: list[Block] = [Paragraph(text(lead)), _facts(one, found), *_pay(one, found)]
    if late is not None:
        blocks += [Heading(1, text(gettext("What happens"))), Paragraph(text(next_step(late)))]
    if one.levy is not None:
        blocks += _disagree(one)
    blocks += [*_unpaid(), found.checkpoint]
    title = gettext("Reminder: invoice {number}, {title}").format(
        number=one.number, title=title_of(one)
    )
    return _letter(title, one.city, _stated_day(found), tuple(blocks), found)


def credit_note(note: treasury.CreditNoteView, found: Told) -> Paper:
    """A credit note: what is owed less, because of what, and where it went."""
    city = _city(note.city)
    lead = gettext(
        "After dispute {dispute} the levy {title} was computed anew. {city} owes {amount} less."
    ).format(
        dispute=note.dispute,
        title=words.told(said.names(note.levy_title)),
        city=city,
        amount=steps.money(note.amount_cents),
    )
    row = next(one for one in treasury.computed(note.dispute) if one.city == note.city)
    facts = (
        (gettext("Charged before"), steps.money(row.now_cents)),
        (gettext("Computed anew"), steps.money(row.anew_cents)),
        (gettext("Difference"), steps.money(row.cents)),
        (gettext("To its credit"), steps.money(note.rest_cents)),
        (gettext("Entry"), str(note.issued_n)),
    )
    blocks: list[Block] = [Paragraph(text(lead)), _as_facts(facts)]
    if note.settled:
        blocks.append(
            Table(
                head=(text(gettext("On invoice")), text(gettext("Amount"))),
                rows=tuple(
                    (text(str(number)), text(steps.money(cents))) for number, cents in note.settled
                ),
                numeric=frozenset({1}),
                caption=text(gettext("On open invoices")),
            )
        )
    if note.rest_cents:
        rest = gettext("What settled no invoice stays to its credit, for a later one.")
        blocks.append(Paragraph(text(rest)))
    title = gettext("Credit note {number}").format(number=note.number)
    return _letter(title, note.city, steps.day(note.issued_n), (*blocks, found.checkpoint), found)


def _letter(title: str, city: str, dated: str, blocks: tuple[Block, ...], found: Told) -> Paper:
    address = found.account.address if found.account else ""
    offices = [seat for one in said.charter().authority_for(ASSESS) for seat in one.seats]
    office = words.seat_name(offices[0]) if offices else ""
    sender = " · ".join(part for part in (words.coalition_name(), address, office) if part)
    to = text(gettext("City of {city}").format(city=_city(city)))
    head = Letter(text(sender), (to,), text(dated))
    return paper(text(title), blocks, found.stated.at_utc, letter=head)


def _city(slug: str) -> str:
    return words.city_names().get(slug, slug)


def _day(day: str) -> str:
    return wording.day(day)


def _stated_day(found: Told) -> str:
    return wording.day(wording.local(found.stated.at_utc).date())


def _as_facts(rows: tuple[tuple[str, str], ...]) -> Facts:
    return Facts(tuple((text(name), text(value)) for name, value in rows if value))


def _facts(one: InvoiceView, found: Told) -> Facts:
    rows: list[tuple[Text, Text]] = [
        (text(gettext("Amount")), text(steps.money(one.amount_cents))),
        (text(gettext("Paid")), text(steps.money(one.paid_cents))),
        (text(gettext("Still owed")), text(Run(steps.money(one.open_cents), strong=True))),
        (text(gettext("Due")), text(_day(one.due))),
        (text(gettext("Reference")), text(Run(one.reference, code=True))),
        (text(gettext("Entry")), text(str(one.issued_n))),
    ]
    return Facts(tuple(rows))


def _pay(one: InvoiceView, found: Told) -> tuple[Block, ...]:
    """Where to pay it to; without an account, that the treasurer tells it."""
    title = Heading(1, text(gettext("How to pay")))
    known = found.account
    if known is None or not known.account:
        say = gettext(
            "The account to pay to stands on the copy sent to the city; write {reference}."
        )
        return (title, Paragraph(text(say.format(reference=one.reference))))
    rows = (
        (gettext("Account holder"), known.holder),
        (gettext("Bank"), known.bank),
    )
    facts = [(text(name), text(Run(value, apart=True))) for name, value in rows if value]
    facts.insert(1, (text(gettext("Account")), text(Run(known.grouped, code=True))))
    say = gettext("Write this reference alone, so that it is booked on this invoice: {reference}")
    return (title, Facts(tuple(facts)), Paragraph(text(say.format(reference=one.reference))))


def _instalments(one: InvoiceView) -> tuple[Block, ...]:
    """All instalments of the levy to the member."""
    rows = treasury.invoices(one.city, levy=one.levy)
    if len(rows) < 2:
        return ()
    head = (gettext("Due"), gettext("Amount"), gettext("Paid"), gettext("Still owed"))
    return (
        Table(
            head=tuple(map(text, head)),
            rows=tuple(
                (
                    text(_day(row.due)),
                    text(steps.money(row.amount_cents)),
                    text(steps.money(row.paid_cents)),
                    text(steps.money(row.open_cents)),
                )
                for row in rows
            ),
            numeric=frozenset({1, 2, 3}),
            caption=text(gettext("All instalments")),
        ),
    )


def _found(city: str, levy: LevyView) -> tuple[Block, ...]:
    """The levy's steps for the member, to its amount."""
    if levy.assessment is None:
        return ()
    clauses = formula.clauses(levy.formula, charter_levies.charter_of(levy))
    lines = [
        (text(line.sentence), text(line.value))
        for line in formula.step_lines(levy.assessment, city, clauses)
    ]
    charged = next((one.cents for one in levy.assessment.charges if one.member == city), 0)
    lines.append((text(formula.rounding(levy.formula)), text(steps.money(charged))))
    owes = treasury.charges(levy.code).get(city, charged)
    if owes != charged:
        lines.append((text(gettext("Computed anew after a dispute")), text(steps.money(owes))))
    table = Table(
        head=(text(gettext("Step")), text(gettext("Result"))),
        rows=tuple(lines),
        numeric=frozenset({1}),
    )
    return (Heading(1, text(gettext("How this was found"))), table)


def _disagree(one: InvoiceView) -> tuple[Block, ...]:
    """How long and how the member can object; nothing where the charter lets nobody."""
    terms = said.charter().disputes
    found = treasury.objection(one.levy, one.city) if one.levy else None
    if terms is None or found is None:
        return ()
    lines = (
        gettext(
            "By article {article} a delegate of {city} can object to this charge before {until}."
        ).format(
            article=terms.article, city=_city(one.city), until=wording.deadline(found.until_at)
        ),
        gettext("The charge stays due. It can be paid under protest, without agreeing to it."),
    )
    return (Heading(1, text(gettext("If you disagree"))), Items(tuple(map(text, lines))))


def _unpaid() -> tuple[Block, ...]:
    """What the charter takes from a member that does not pay."""
    terms = said.charter().arrears
    if terms is None:
        return ()
    told = gettext(
        "Article {article} of the charter says what a member loses that does not pay; the clock "
        "warns and suspends by itself."
    )
    return (Paragraph(text(told.format(article=terms.article)), small=True),)
