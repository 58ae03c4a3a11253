"""The strip: outcome, payment, invoice, commitment, budget line, decision, article, each linked."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.pages import money_words as said
from koinon.treasury import queries as treasury


@dataclass(frozen=True, slots=True)
class Link:
    """Where something is proved: an address of ours, and what stands there."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the strip; `done` is false for what has not happened yet."""

    title: str
    text: str
    links: tuple[Link, ...]
    done: bool = True


def steps(strip: treasury.Strip) -> tuple[Step, ...]:
    """From what was bought back to the article that let the members decide it."""
    return (
        _outcome(strip),
        _payment(strip),
        _invoice(strip),
        _commitment(strip),
        _line(strip),
        *_authority(strip),
    )


def _money(cents: int) -> str:
    return wording.money(cents, said.currency())


def _entry(n: int) -> Link:
    return Link(reverse("entry", args=[n]), gettext("Entry {n}").format(n=n))


def _day(n: int) -> str:
    return wording.day(wording.local(said.entry(n).at).date())


def _document(sha256: str | None, text: str) -> tuple[Link, ...]:
    return (Link(reverse("log", args=[f"documents/{sha256}"]), text),) if sha256 else ()


def _outcome(strip: treasury.Strip) -> Step:
    kept = _document(strip.commitment.contract_sha256, gettext("The contract"))
    links = kept or (_entry(strip.commitment.committed_n),)
    return Step(gettext("What it is for"), strip.commitment.title, links)


def _payment(strip: treasury.Strip) -> Step:
    title = gettext("Payment")
    if strip.invoice is None or strip.payment_n is None:
        return Step(title, gettext("Not paid yet."), (), done=False)
    text = gettext("{amount} paid on {day}.").format(
        amount=_money(strip.invoice.amount_cents), day=_day(strip.payment_n)
    )
    return Step(title, text, (_entry(strip.payment_n),))


def _invoice(strip: treasury.Strip) -> Step:
    title, invoice = gettext("Supplier’s invoice"), strip.invoice
    if invoice is None:
        return Step(title, gettext("No invoice is accepted yet."), (), done=False)
    text = gettext("Invoice {number} for {amount}, accepted on {day}.").format(
        number=invoice.supplier_number,
        amount=_money(invoice.amount_cents),
        day=_day(invoice.accepted_n),
    )
    page = Link(
        reverse("money_invoice", args=[invoice.number]),
        gettext("Invoice {number}").format(number=invoice.number),
    )
    document = _document(invoice.document_sha256, gettext("The invoice itself"))
    return Step(title, text, (page, _entry(invoice.accepted_n), *document))


def _commitment(strip: treasury.Strip) -> Step:
    found = strip.commitment
    text = gettext("{amount} promised on {day}: {title}").format(
        amount=_money(found.amount_cents), day=_day(found.committed_n), title=found.title
    )
    return Step(gettext("Commitment"), text, (_entry(found.committed_n),))


def _line(strip: treasury.Strip) -> Step:
    line = strip.line
    text = gettext("{title}: {amount} in {year}.").format(
        title=said.line_title(line), amount=_money(line.budget_cents), year=line.year
    )
    address = reverse("money_line", args=[line.year, line.code])
    page = Link(address, gettext("Line {line}").format(line=line.code))
    assert line.adopted_n is not None, "commitments stand on lines of the budget"
    return Step(gettext("Budget line"), text, (page, _entry(line.adopted_n)))


def _authority(strip: treasury.Strip) -> tuple[Step, ...]:
    """The decision, where there was one, and the article."""
    found: list[Step] = []
    vote = said.decided(strip.line.decision_n)
    if vote is not None:
        address = reverse("proposal", args=[vote.number])
        page = Link(address, gettext("Proposal {number}").format(number=vote.number))
        found.append(Step(gettext("Decision"), words.told(vote.title), (page, _entry(vote.n))))
    assert strip.line.adopted_n is not None
    article = said.article_of(strip.line.adopted_n, said.ADOPT_BUDGET)
    if article is not None:
        address = reverse("charter_version", args=[article.version])
        page = Link(address, gettext("Charter, version {number}").format(number=article.version))
        text = gettext("Article {article}: {act}.").format(
            article=article.article, act=words.act_name(said.ADOPT_BUDGET)
        )
        found.append(Step(gettext("Article"), text, (page,)))
    return tuple(found)
