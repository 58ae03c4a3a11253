"""The strip: outcome, payment, invoice, commitment, budget line, decision, article, each linked."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.web import words
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.steps import Link, Step, day, document, entry, money, proposal
from koinon.treasury import queries as treasury


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


def _outcome(strip: treasury.Strip) -> Step:
    kept = document(strip.commitment.contract_sha256, gettext("The contract"))
    links = kept or (entry(strip.commitment.committed_n),)
    return Step(gettext("What it is for"), strip.commitment.title, links)


def _payment(strip: treasury.Strip) -> Step:
    title = gettext("Payment")
    if strip.invoice is None or strip.payment_n is None:
        return Step(title, gettext("Not paid yet."), (), done=False)
    text = gettext("{amount} paid on {day}.").format(
        amount=money(strip.invoice.amount_cents), day=day(strip.payment_n)
    )
    return Step(title, text, (entry(strip.payment_n),))


def _invoice(strip: treasury.Strip) -> Step:
    title, invoice = gettext("Supplier’s invoice"), strip.invoice
    if invoice is None:
        return Step(title, gettext("No invoice is accepted yet."), (), done=False)
    text = gettext("Invoice {number} for {amount}, accepted on {day}.").format(
        number=invoice.supplier_number,
        amount=money(invoice.amount_cents),
        day=day(invoice.accepted_n),
    )
    page = Link(
        reverse("money_invoice", args=[invoice.number]),
        gettext("Invoice {number}").format(number=invoice.number),
    )
    papers = document(invoice.document_sha256, gettext("The invoice itself"))
    return Step(title, text, (page, entry(invoice.accepted_n), *papers))


def _commitment(strip: treasury.Strip) -> Step:
    found = strip.commitment
    text = gettext("{amount} promised on {day}: {title}").format(
        amount=money(found.amount_cents), day=day(found.committed_n), title=found.title
    )
    return Step(gettext("Commitment"), text, (entry(found.committed_n),))


def _line(strip: treasury.Strip) -> Step:
    line = strip.line
    text = gettext("{title}: {amount} in {year}.").format(
        title=said.line_title(line), amount=money(line.budget_cents), year=line.year
    )
    address = reverse("money_line", args=[line.year, line.code])
    page = Link(address, gettext("Line {line}").format(line=line.code))
    assert line.adopted_n is not None, "commitments stand on lines of the budget"
    return Step(gettext("Budget line"), text, (page, entry(line.adopted_n)))


def _authority(strip: treasury.Strip) -> tuple[Step, ...]:
    """The decision, where there was one, and the article; or the founding that took it over."""
    found: list[Step] = []
    assert strip.line.adopted_n is not None
    if said.entry(strip.line.adopted_n).grant.get("decision") == 0:
        text = gettext("It was there before the coalition moved in, and was taken over.")
        return (Step(gettext("Founding"), text, (entry(0),)),)
    vote = said.decided(strip.line.decision_n)
    if vote is not None:
        links = (proposal(vote.number), entry(vote.n))
        found.append(Step(gettext("Decision"), words.told(vote.title), links))
    article = said.article_of(strip.line.adopted_n, said.ADOPT_BUDGET)
    if article is not None:
        address = reverse("charter_version", args=[article.version])
        page = Link(address, gettext("Charter, version {number}").format(number=article.version))
        text = gettext("Article {article}: {act}.").format(
            article=article.article, act=words.act_name(said.ADOPT_BUDGET)
        )
        found.append(Step(gettext("Article"), text, (page,)))
    return tuple(found)
