"""What a member would owe with a little less or more of each figure, so that cliffs are seen."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.pages import money_words as said
from koinon.methods.levies import Assessment
from koinon.methods.levies.slopes import Side, Slopes, slopes
from koinon.treasury import queries as treasury
from koinon.treasury.keys import WEIGHT

MOST: Final = 40_000
"""Most numbers (members times steps) of a levy that is worked out anew for this page."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure a little less or more: its value there, and what would be owed with it."""

    value: Fraction
    cents: Fraction


@dataclass(frozen=True, slots=True)
class Around:
    """A figure of the member: as it is, beside it on both sides, and what is to be noted."""

    title: str
    value: Fraction
    below: Beside | None
    above: Beside | None
    notes: tuple[str, ...]


def around_page(request: HttpRequest, code: str, city: str) -> HttpResponse:
    """Every figure of a member that its charge follows from, a hundredth less and more."""
    levy = treasury.levy(code)
    found = levy.assessment if levy is not None else None
    if levy is None or found is None or city not in {one.member for one in found.charges}:
        raise Http404
    small = len(found.members) * len(found.steps) <= MOST
    context = {
        "levy": levy,
        "title": words.told(said.names(levy.title)),
        "city": city,
        "names": words.city_names(),
        "owes": next(one.exact_cents for one in found.charges if one.member == city),
        "rows": _rows(found, city) if small else (),
        "small": small,
    }
    return render(request, "koinon/money/around.html", context)


def _rows(found: Assessment, city: str) -> tuple[Around, ...]:
    own = next(one for one in found.members if one.id == city)
    return tuple(_around(found, city, name, value) for name, value in own.figures)


def _around(found: Assessment, city: str, name: str, value: Fraction) -> Around:
    step = Fraction(max(1, int(value / 100)))
    at = slopes(
        found.levy,
        found.members,
        city,
        name,
        step=step,
        need_cents=found.need_cents,
        figures=found.figures,
    )
    return Around(_title(name), value, _beside(at.below), _beside(at.above), _notes(at))


def _title(name: str) -> str:
    """What a figure of a formula is called: a certified fact, or a weighting of the charter."""
    if not name.startswith(WEIGHT):
        return words.fact_title(name)
    titles = {one.id: words.told(one.title) for one in said.charter().weights}
    return titles.get(name.removeprefix(WEIGHT), name)


def _beside(side: Side | None) -> Beside | None:
    return None if side is None else Beside(side.value, side.exact_cents)


def _notes(at: Slopes) -> tuple[str, ...]:
    jumps = tuple(
        gettext("Between {low} and {high} the charge jumps by {amount}.").format(
            low=wording.number(jump.low),
            high=wording.number(jump.high),
            amount=said.exact_money(jump.cents),
        )
        for jump in at.jumps
    )
    if at.bends and not jumps:
        bends = gettext(
            "At its own value the charge bends: less saves another sum than more costs."
        )
        return (bends,)
    return jumps
