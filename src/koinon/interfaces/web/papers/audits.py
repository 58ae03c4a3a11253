"""Papers of an audit: the letter by which a member confirms its balance, and the opinion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.shared.checkpoints import Stated
from koinon.interfaces.shared.papers import (
    Block,
    Facts,
    Heading,
    Items,
    Letter,
    NewPage,
    Paper,
    Paragraph,
    Place,
    Run,
    Signatures,
    Table,
    Text,
    text,
)
from koinon.interfaces.web import words
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.papers.making import checkpoint_of, paper
from koinon.interfaces.web.steps import day, money
from koinon.record import canonical, store
from koinon.treasury.queries import audits
from koinon.treasury.queries.audits import AuditView, LetterView


def letter(request: HttpRequest, found: LetterView, stated: Stated) -> Paper:
    """The auditor's letter to a member, with its answer to be given online or by hand."""
    head = Letter(_sender(), _receiver(found), text(day(found.asked_n)))
    blocks = _letter(request, found, stated)
    return paper(text(gettext("Confirmation of a balance")), blocks, stated.at_utc, letter=head)


def letters(request: HttpRequest, found: Sequence[LetterView], stated: Stated) -> Paper:
    """Every letter of an audit, each on a page of its own."""
    blocks: list[Block] = []
    for one in found:
        if blocks:
            blocks.append(NewPage())
        named = (_sender(), *_receiver(one), text(day(one.asked_n)))
        blocks += [Paragraph(line) for line in named]
        blocks.append(Heading(1, text(gettext("Confirmation of a balance"))))
        blocks += _letter(request, one, stated)
    title = gettext("Letters that ask members to confirm their balances")
    return paper(text(title), tuple(blocks), stated.at_utc)


def _sender() -> Text:
    return text(words.coalition_name(), " · ", auditor())


def _receiver(found: LetterView) -> tuple[Text, ...]:
    name = words.city_names().get(found.city, found.city)
    return (text(gettext("City of {city}").format(city=name)),)


def _letter(request: HttpRequest, found: LetterView, stated: Stated) -> tuple[Block, ...]:
    name = words.city_names().get(found.city, found.city)
    page = request.build_absolute_uri(reverse("audit_letter", args=[found.number]))
    asked = gettext(
        "For the audit of our coalition’s books we ask you to confirm what your city owed at the "
        "end of {day}. Please compare it with your own books and answer by {due}, signed in, at:"
    ).format(day=wording.day(found.on), due=wording.day(found.due))
    return (
        Paragraph(text(asked, " ", Run(page, code=True, link=page))),
        Facts(
            (
                (text(gettext("Balance in the books")), text(money(found.balance_cents))),
                (text(gettext("At the end of")), text(wording.day(found.on))),
                (text(gettext("Confirmation")), text(str(found.number))),
            )
        ),
        Paragraph(
            text(gettext("This is no reminder, and nothing is to be paid because of this letter."))
        ),
        Heading(1, text(gettext("Answer, where it is given by hand"))),
        Items(
            (
                text("☐ ", gettext("The balance is right.")),
                text("☐ ", gettext("By our books it is:"), " ", "_" * 24),
                text(gettext("The difference comes from:"), " ", "_" * 36),
            )
        ),
        Signatures((Place((Run(name, apart=True),)),), gettext("Signature"), gettext("Day")),
        checkpoint_of(request, stated),
    )


def auditor() -> str:
    """The office that audits."""
    terms = said.charter().audit
    return words.seat_name(terms.seat) if terms else ""


def signing_key(found: AuditView) -> str | None:
    """The fingerprint of the key that signed the opinion; None where none did."""
    if found.opinion_n is None:
        return None
    content: Any = canonical.load(store.body(found.opinion_n))
    return str(content["signed"]["key"]) if "signed" in content else None


def opinion(request: HttpRequest, found: AuditView, stated: Stated) -> Paper:
    """The opinion on a year's books: what was examined, what was found, and the checkpoint."""
    assert found.opinion is not None
    assert found.opinion_n is not None
    entry = request.build_absolute_uri(reverse("entry", args=[found.opinion_n]))
    blocks: tuple[Block, ...] = (
        Facts(_facts(found)),
        Heading(1, text(gettext("Samples"))),
        _samples(found),
        Heading(1, text(gettext("Findings"))),
        _findings(found),
        Paragraph(text(gettext("The opinion in the record:"), " ", Run(entry, code=True))),
        checkpoint_of(request, stated),
    )
    title = gettext("Opinion on the books of {year}").format(year=found.year)
    return paper(text(title), blocks, stated.at_utc, above=text(auditor()))


def _facts(found: AuditView) -> tuple[tuple[Text, Text], ...]:
    assert found.opinion is not None
    assert found.opinion_n is not None
    signed = signing_key(found)
    fingerprint = signed or gettext("not signed")
    rows = (
        (gettext("Opinion"), text(Run(words.fixed(found.opinion), strong=True))),
        (gettext("Basis of the opinion"), (Run(found.opinion_basis or "", apart=True),)),
        (gettext("What is audited"), (Run(found.scope, apart=True),)),
        (gettext("Materiality"), text(money(found.materiality_cents))),
        (gettext("Basis of the materiality"), (Run(found.basis, apart=True),)),
        (gettext("Given on"), text(day(found.opinion_n))),
        (gettext("Signed with the key"), (Run(fingerprint, code=signed is not None),)),
        (gettext("SHA-256 of the report"), (Run(found.opinion_sha256 or "", code=True),)),
    )
    return tuple((text(name), value) for name, value in rows)


def _samples(found: AuditView) -> Block:
    head = (
        gettext("Drawn from"),
        gettext("Examined"),
        gettext("Error found"),
        gettext("Likely error"),
        gettext("Upper limit"),
    )
    rows = []
    for line in audits.samples(found.number):
        view = audits.sample(line.number)
        seen = view.projection if view else None
        upper = "–" if seen is None or seen.upper is None else said.exact_money(seen.upper)
        rows.append(
            (
                text(words.fixed(line.population)),
                text(f"{line.examined}/{line.items}"),
                text("–" if seen is None else money(seen.found)),
                text("–" if seen is None else said.exact_money(seen.likely)),
                text(upper),
            )
        )
    if not rows:
        return Paragraph(text(gettext("No sample was drawn.")))
    return Table(tuple(map(text, head)), tuple(rows), frozenset({2, 3, 4}))


def _findings(found: AuditView) -> Block:
    names = words.city_names()
    rows = tuple(
        (
            (Run(one.title, apart=True),),
            text(words.fixed(one.severity)),
            text("–" if one.amount_cents is None else money(one.amount_cents)),
            text(words.seat_name(one.seat, names)),
            (Run(one.reply or gettext("No reply yet."), apart=True),),
        )
        for one in audits.findings(found.number)
    )
    if not rows:
        return Paragraph(text(gettext("Nothing was found.")))
    head = (
        gettext("What was found"),
        gettext("How grave"),
        gettext("Amount"),
        gettext("Seat that replies"),
        gettext("Reply"),
    )
    return Table(tuple(map(text, head)), rows, frozenset({2}))
