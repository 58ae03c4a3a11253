"""What a member owes on leaving: every step of it, and the act that charges it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from koinon.acts.refused import Refusal
from koinon.cities import queries as cities
from koinon.cities.queries import CityView
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import binding
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link
from koinon.treasury import queries as treasury
from koinon.treasury.queries import ResidualView

CHARGE: Final = "treasury.charge_residual/2"


@dataclass(frozen=True, slots=True)
class Found:
    """What a member owes on leaving, charged, to be charged, or as things stand now.

    `lacking` says why it cannot be charged yet; `view` is then None.
    """

    city: CityView
    view: ResidualView | None
    lacking: str = ""

    @property
    def foreseen(self) -> bool:
        """Whether the city still is a member."""
        return self.city.left_n is None

    @property
    def to_charge(self) -> bool:
        """Whether it left and is not charged yet, and can be."""
        return not self.foreseen and self.view is not None and self.view.charged_n is None


def residual(slug: str) -> Found | None:
    """What a member that is leaving or has left owes by its charter; None where it says nothing."""
    city = cities.city(slug)
    if city is None or city.leaves_at is None:
        return None
    if city.left_n is None:
        day = wording.local(now()).date().isoformat()
        view = treasury.residual_foreseen(city, said.charter(), day)
        return Found(city, view) if view else None
    view = treasury.residual_of(slug)
    try:
        view = view or treasury.residual_due(city)
    except Refusal as refusal:
        return Found(city, None, sentence(refusal.refused, get_language() or "en"))
    return Found(city, view) if view else None


def city_leaving(slug: str) -> dict[str, Any]:
    """What a city's page says of its share on leaving."""
    return {"found": residual(slug), "slug": slug}


def residual_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a member owes on leaving: programme by programme, the weights, the commitments."""
    found = residual(slug)
    if found is None:
        raise Http404
    context = {"found": found, "names": words.city_names(), **_shown(found.view)}
    context["may_charge"] = found.to_charge and may(CHARGE, sender.acting_seat(request) or "")
    return render(request, "koinon/money/residual.html", context)


def _shown(view: ResidualView | None) -> dict[str, Any]:
    """The numbers of a reckoning as the page lists them."""
    if view is None:
        return {}
    reckoning = view.reckoning
    total = sum((one.owed for one in reckoning.parts), Fraction(0))
    return {
        "parts": [(one, one.cents - one.left_cents) for one in reckoning.parts],
        "total": total,
        "cut": total - reckoning.cents,
        "weighting": _title(view),
        "within": _within(view),
        "weights": [
            (
                member,
                weight,
                [one.programme for one in reckoning.parts if member in one.participants],
            )
            for member, weight in reckoning.weights
        ],
    }


def _title(view: ResidualView) -> str:
    """The weighting by which a member pays, as the charter in force calls it, else its id."""
    titles = {one.id: one.title for one in said.charter().weights}
    return words.told(titles[view.weighting]) if view.weighting in titles else view.weighting


def _within(view: ResidualView) -> str:
    told = ngettext(
        "It pays within {n} day of being charged.",
        "It pays within {n} days of being charged.",
        view.within_days,
    )
    return told.format(n=wording.number(view.within_days))


@login_required
def charge(request: HttpRequest, slug: str) -> HttpResponse:
    """The charge to check, then the act."""
    found = residual(slug)
    seat = sender.acting_seat(request) or ""
    if found is None or not may(CHARGE, seat):
        raise Http404
    if "data" in request.POST:
        return binding.confirmed(request, CHARGE, lambda _: _asking(found))
    return binding.check(request, {"city": slug}, lambda _: _asking(found))


def _asking(found: Found) -> Asking:
    rows = [Row(gettext("City"), found.city.name)]
    view = found.view
    if view is not None:
        reckoning = view.reckoning
        rows += [
            Row(words.programme_title(one.programme), said.exact_money(one.owed))
            for one in reckoning.parts
        ]
        rows.append(Row(gettext("Share on leaving"), steps.money(reckoning.cents)))
    return Asking(
        act_type=CHARGE,
        heading=words.act_name(CHARGE),
        back=Link(reverse("residual", args=[found.city.slug]), gettext("How this was found")),
        rows=tuple(rows),
        said=(_within(view),) if view is not None else (found.lacking,),
        button=words.act_name(CHARGE),
        seen=str(view.reckoning.cents) if view is not None else "",
    )
