"""Arrears: who has not paid, what happens when, and what a member has lost meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from koinon.cities import queries as cities
from koinon.cities.queries import SuspensionView
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.acts import has_form
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.money import TREASURER
from koinon.interfaces.web.steps import Link
from koinon.treasury import queries as treasury

LIFT = "treasury.lift_suspension/1"


def today() -> str:
    """The day by the coalition's calendar."""
    return wording.local(now()).date().isoformat()


@dataclass(frozen=True, slots=True)
class Told:
    """An overdue invoice with what happens next, as a sentence."""

    overdue: treasury.Overdue
    next: str


def arrears_page(request: HttpRequest) -> HttpResponse:
    """Every overdue invoice, the oldest first, with its days and what follows."""
    charter = said.charter()
    found = treasury.overdue(today(), number_in(request.GET, "page", 1))
    lost = sorted(cities.suspended().values(), key=lambda one: one.since_n)
    context = {
        "rows": [Told(one, next_step(one)) for one in found.rows],
        "list": found,
        "terms": charter.arrears,
        "suspended": [(one, lost_sentence(one)) for one in lost],
        "names": words.city_names(),
        "treasurer": may(TREASURER, sender.acting_seat(request) or ""),
        "lift": _lift(),
    }
    return render(request, "koinon/money/arrears.html", context)


def _lift() -> Link | None:
    """Where a member is given time or its rights: a form, or a proposal that encloses the act."""
    granted = said.charter().authority_for(LIFT)
    if not granted:
        return None
    if has_form(LIFT):
        return Link(reverse("act", args=[LIFT]), words.act_name(LIFT))
    return Link(reverse("propose"), gettext("Propose to give a member time to pay"))


def next_step(one: treasury.Overdue) -> str:
    """What happens next because of an overdue invoice."""
    if one.suspension is not None:
        return gettext("Suspended since {instant}.").format(
            instant=wording.instant(one.suspension.since_at)
        )
    if one.suspends_at is not None:
        return gettext("Warned. It is suspended on {instant} unless it pays.").format(
            instant=wording.instant(one.suspends_at)
        )
    if one.until is not None:
        return gettext("It was given time to pay until {day}.").format(day=wording.day(one.until))
    if one.warns_at is not None:
        return gettext("It is warned on {instant}.").format(instant=wording.instant(one.warns_at))
    return gettext("The charter takes nothing away for it.")


def lost_sentence(lost: SuspensionView) -> str:
    """What a suspended member has lost, since when, and by which article."""
    messages = {
        "voting": gettext("By article {article} it has had no vote since {instant}."),
        "all rights": gettext(
            "By article {article} it has had none of a member’s rights since {instant}."
        ),
    }
    return messages[lost.lost].format(article=lost.article, instant=wording.instant(lost.since_at))


def city_rights(slug: str) -> dict[str, Any]:
    """A member's standing: what it has lost, what it owes for it, what gives it back."""
    lost = cities.suspension(slug)
    found = treasury.overdue(today(), city=slug).rows
    warned = [one for one in found if one.suspends_at is not None]
    due = [one for one in warned if (one.suspends_at or "") <= now()]
    return {
        "lost": lost,
        "sentence": lost_sentence(lost) if lost else "",
        "warned": [] if lost else [Told(one, next_step(one)) for one in warned],
        "owed": due if lost else [],
        "earlier": [one for one in cities.suspensions(slug) if one.ended_n is not None],
    }
