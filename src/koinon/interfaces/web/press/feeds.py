"""Atom feeds (RFC 4287): decisions, open proposals, payments, and what concerns one city.

Identifiers are tag: addresses (RFC 4151) of the log's name and the entry, so that they outlive
a change of the site's address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from koinon.assembly import queries as assembly
from koinon.assembly.queries import ProposalLine
from koinon.cities import queries as cities
from koinon.interfaces.shared import wording
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.decisions import frozen_charter
from koinon.interfaces.web.press import sentences
from koinon.interfaces.web.press.languages import spoken
from koinon.treasury import queries as treasury

MEDIA = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed. `name` follows the log's name in its identifier."""

    name: str
    title: str
    text: str
    address: str
    at: str


@spoken
def decisions_feed(request: HttpRequest) -> HttpResponse:
    """The decisions taken last, each told in full."""
    lines = assembly.proposals("decided", now()).lines
    items = [item for one in lines if (item := _decided(one)) is not None]
    return _answer(request, gettext("Decisions"), items)


@spoken
def proposals_feed(request: HttpRequest) -> HttpResponse:
    """What is open and what is coming."""
    at = now()
    lines = [*assembly.proposals("open", at).lines, *assembly.proposals("upcoming", at).lines]
    items = [
        Item(
            name=f"proposal-{one.number}",
            title=words.told(one.title),
            text=gettext("Voting lasts from {opens} until {closes}.").format(
                opens=wording.instant(one.opens_at), closes=wording.deadline(one.closes_at)
            ),
            address=reverse("proposal", args=[one.number]),
            at=min(one.opens_at, at),
        )
        for one in lines
    ]
    return _answer(request, gettext("Proposals"), items)


@spoken
def payments_feed(request: HttpRequest) -> HttpResponse:
    """The payments made last, with what they are for."""
    if cities.coalition() is None:
        raise Http404
    items = [
        Item(
            name=f"payment-{one.number}",
            title=gettext("{amount} for {title}").format(
                amount=steps.money(one.amount_cents), title=one.commitment.title
            ),
            text=gettext("Invoice {number}, paid by entry {n} of the record.").format(
                number=one.number, n=one.paid_n
            ),
            address=reverse("money_invoice", args=[one.number]),
            at=said.entry(one.paid_n).at,
        )
        for one in treasury.latest_payments()
        if one.paid_n is not None
    ]
    return _answer(request, gettext("Payments"), items)


@spoken
def city_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """How a city voted, its latest votes first."""
    city = cities.city(slug)
    if city is None:
        raise Http404
    items = [
        Item(
            name=f"vote-{one.number}-{slug}-{one.vote.cast_n}",
            title=gettext("{city} on “{title}”: {vote}").format(
                city=city.name,
                title=words.told(one.title),
                vote=words.vote_word(one.vote.yes, one.vote.no, one.vote.abstain),
            ),
            text=gettext("Entry {n}").format(n=one.vote.cast_n),
            address=reverse("proposal", args=[one.number]),
            at=one.vote.cast_at,
        )
        for one in assembly.votes_of_city(slug, now())
    ]
    return _answer(request, city.name, items)


def _decided(line: ProposalLine) -> Item | None:
    """A decided proposal, told; None for one that was withdrawn."""
    found = assembly.proposal(line.number, now())
    if found is None or found.phase not in ("adopted", "rejected") or found.decided_n is None:
        return None
    charter = frozen_charter(found)
    return Item(
        name=f"decision-{line.number}",
        title=sentences.outcome(found, charter),
        text=" ".join((sentences.tally(found), *sentences.reasons(found, charter))),
        address=reverse("proposal", args=[line.number]),
        at=said.entry(found.decided_n).at,
    )


def _answer(request: HttpRequest, title: str, items: Iterable[Item]) -> HttpResponse:
    coalition = cities.coalition()
    if coalition is None:
        raise Http404
    name = words.coalition_name()
    feed = Atom1Feed(
        title=f"{name}: {title}",
        link=request.build_absolute_uri("/"),
        description="",
        language=get_language(),
        feed_url=request.build_absolute_uri(),
        feed_guid=_tag(coalition.origin, coalition.founded_at, request.path.strip("/")),
        author_name=name,
    )
    for one in items:
        when: datetime = wording.local(one.at, "UTC")
        feed.add_item(
            title=one.title,
            link=request.build_absolute_uri(one.address),
            description=one.text,
            unique_id=_tag(coalition.origin, coalition.founded_at, one.name),
            pubdate=when,
            updateddate=when,
        )
    answer = HttpResponse(feed.writeString("utf-8"), content_type=MEDIA)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _tag(origin: str, founded_at: str, name: str) -> str:
    """A tag: address: the log's name, the day it began, what is named."""
    authority, _, rest = origin.partition("/")
    return f"tag:{authority},{founded_at[:10]}:{rest}/{name}"
