"""What money means for one city: a citizen's first sentences, and the member's statement."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from koinon.acts.refused import Refusal
from koinon.assembly import queries as assembly
from koinon.assembly.electorates import weigh_members
from koinon.assembly.queries import ProposalView
from koinon.cities import queries as cities
from koinon.cities.queries import FactView
from koinon.interfaces.shared import naming, sender
from koinon.interfaces.web import meter, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.meter import Gauge
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.decisions import frozen_charter
from koinon.interfaces.web.pages.money import year_in
from koinon.interfaces.web.steps import day
from koinon.treasury import queries as treasury

COOKIE: Final = "city"
A_YEAR_S: Final = 365 * 24 * 3600
"""Pages of decided proposals looked through for the latest that was not adopted."""
RESIDENTS: Final = "population"


@require_POST
def my_city(request: HttpRequest) -> HttpResponse:
    """Remember the reader's city in this browser, and show the first page with it."""
    slug = request.POST.get("city", "")
    answer = redirect(f"{reverse('home')}#your-city")
    if slug in words.city_names():
        answer.set_cookie(
            COOKIE,
            slug,
            max_age=A_YEAR_S,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    else:
        answer.delete_cookie(COOKIE)
    return answer


def chosen_city(request: HttpRequest) -> str:
    """The reader's city: the one in the address, in the cookie, or of the seat; "" for none."""
    known = words.city_names()
    seat = (sender.acting_seat(request) or "").partition("/")[2]
    for slug in (request.GET.get("city", ""), request.COOKIES.get(COOKIE, ""), seat):
        if slug in known:
            return slug
    return ""


@dataclass(frozen=True, slots=True)
class PerResident:
    """What a city was charged for each resident, cut to minor units, and by which figure."""

    cents: int
    figure: FactView


@dataclass(frozen=True, slots=True)
class Refused:
    """The latest proposal that was not adopted, and the conditions it did not meet."""

    proposal: ProposalView
    unmet: tuple[Gauge, ...]


def citizen(request: HttpRequest) -> dict[str, Any]:
    """What the first page tells a citizen: paid, bought, refused."""
    at = now()
    currency = said.currency()
    city = chosen_city(request)
    year = year_in(request, treasury.years())
    statement = treasury.statement(currency, city, year) if city else None
    return {
        "city": city,
        "names": words.city_names(),
        "members": sorted(words.city_names().items(), key=lambda pair: pair[1]),
        "year": year,
        "statement": statement,
        "levy": _levy_of(city, year),
        "each": per_resident(city, statement.charged_cents, at[:10]) if statement else None,
        "bought": [_bought(one) for one in treasury.largest_payments(year)],
        "refused": latest_refused(at),
    }


def _levy_of(city: str, year: int) -> str:
    """The largest levy the city was charged by in a year; "" for none."""
    charged: dict[str, int] = {}
    for one in treasury.invoices(city, year=year) if city else ():
        if one.levy is not None:
            charged[one.levy] = charged.get(one.levy, 0) + one.amount_cents
    return max(charged, key=lambda code: (charged[code], code), default="")


def _bought(invoice: treasury.SupplierInvoiceView) -> tuple[treasury.SupplierInvoiceView, str, str]:
    """A payment with its line and its day, by which two halves of one contract are told apart."""
    assert invoice.paid_n is not None, "only what is paid is bought"
    line = naming.line(invoice.commitment.line, invoice.commitment.year)
    return invoice, line, day(invoice.paid_n)


def per_resident(city: str, cents: int, day: str) -> PerResident | None:
    """An amount for each resident; None where no number of residents is certified."""
    figure = cities.facts_in_force(RESIDENTS, day).get(city)
    if figure is None or figure.value <= 0:
        return None
    return PerResident(int(Fraction(cents) / figure.value), figure)


def latest_refused(at: str) -> Refused | None:
    """The latest proposal that was not adopted, with what it lacked in words."""
    proposal = assembly.latest_rejected(at)
    if proposal is None:
        return None
    charter = frozen_charter(proposal)
    rows = meter.gauges(proposal, charter) if charter else ()
    return Refused(proposal, tuple(row for row in rows if row.measured and not row.met))


@dataclass(frozen=True, slots=True)
class Weight:
    """What a member weighs by one of the charter's weightings, and its share of all members."""

    title: str
    value: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class LevyShare:
    """A member's part of a levy."""

    levy: treasury.LevyView
    title: str
    cents: int
    share: Fraction


def city_statement(slug: str) -> dict[str, Any]:
    """A member's account: what it was charged, paid and owes, its part of each levy, its weight."""
    at = now()
    return {
        "slug": slug,
        "statement": treasury.statement(said.currency(), slug),
        "invoices": treasury.invoices(slug),
        "notes": treasury.credit_notes(slug),
        "disputes": treasury.disputes_of(slug),
        "shares": _shares(slug),
        "weights": weights_of(slug, at[:10]),
        "today": at[:10],
    }


def _shares(slug: str) -> list[LevyShare]:
    found = []
    for levy in treasury.levies():
        charges = treasury.charges(levy.code)
        cents, total = charges.get(slug), sum(charges.values())
        if cents is not None and total:
            title = words.told(said.names(levy.title))
            found.append(LevyShare(levy, title, cents, Fraction(cents, total)))
    return found


def weights_of(slug: str, day: str) -> list[Weight]:
    """What a member weighs; a weighting without all its figures is left out."""
    charter, members = said.charter(), list(cities.members())
    found = []
    for one in charter.weights:
        try:
            weights = weigh_members(charter, one.id, members, day)
        except Refusal:
            continue
        whole = sum(weights.values(), Fraction(0))
        if slug in weights and whole:
            found.append(Weight(words.told(one.title), weights[slug], weights[slug] / whole))
    return found
