"""What a meeting did not vote on is put to another one: a new notice that begins from the old.

The draft holds what lapsed; everything that a notice freezes is frozen anew (docs/decisions/0012).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from koinon.assembly import queries_meetings as meetings
from koinon.assembly.queries import ProposalView
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.enclosed.papers import kept
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.decisions import OPEN_PROPOSAL, find, may
from koinon.interfaces.web.pages.meetings import CONVENE, PUT
from koinon.interfaces.web.pages.proposing import Draft
from koinon.interfaces.web.pages.voting import Error

ALONE: Final = "alone"
"""The choice of a vote without a meeting."""


@dataclass(frozen=True, slots=True)
class Place:
    """An item of a coming meeting that proposals can still be put under; `key` names it."""

    key: str
    said: str


@login_required
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Choose where it is put now; the form of a proposal follows, filled in."""
    lapsed = find(number)
    seat = sender.acting_seat(request) or ""
    amendment = lapsed.meeting is not None and lapsed.meeting.amendment is not None
    if lapsed.phase != "lapsed" or amendment or not (may(PUT, seat) or may(OPEN_PROPOSAL, seat)):
        raise Http404
    places = list(places_of(lapsed.body)) if may(PUT, seat) else []
    alone = may(OPEN_PROPOSAL, seat)
    draft = Draft.of(request)
    chosen = request.POST.get("where", "")
    errors: list[Error] = []
    if request.method == "POST":
        errors = faults_in(request, chosen, places, draft, alone=alone)
        if not errors:
            _drafted(lapsed, chosen).keep(request)
            return redirect("propose")
    context = {
        "proposal": lapsed,
        "places": places,
        "alone": ALONE if alone else "",
        "chosen": chosen,
        "draft": begun_title(draft),
        "may_convene": may(CONVENE, seat),
        "errors": errors,
    }
    return render(request, "koinon/meetings/again.html", context)


def places_of(body: str) -> list[Place]:
    """The items of the body's coming meetings whose agenda is still open."""
    at = now()
    today = wording.local(at).date()
    found = []
    for line in meetings.meetings("coming", at).lines:
        one = meetings.meeting(line.number, at) if line.body == body else None
        if one is None or one.status != "convened" or date.fromisoformat(one.agenda_until) < today:
            continue
        said = gettext("{meeting}, {begins}, under item {number}: {item}")
        found += [
            Place(
                f"{one.number}-{item.item}",
                said.format(
                    meeting=words.told(one.title),
                    begins=wording.instant(one.begins_at),
                    number=item.item,
                    item=words.told(item.title),
                ),
            )
            for item in one.agenda.items
        ]
    return found


def begun_title(draft: Draft) -> str:
    """The title of a draft that was begun; "" for none."""
    return next((title for title in draft.titles.values() if title), "")


def faults_in(
    request: HttpRequest, chosen: str, places: list[Place], draft: Draft, *, alone: bool
) -> list[Error]:
    """What is wrong: nothing chosen, or a draft that would be lost."""
    known = {one.key for one in places} | ({ALONE} if alone else set())
    if chosen not in known:
        return [Error("where", gettext("Choose where it is put now."))]
    if begun_title(draft) and "replace" not in request.POST:
        said = gettext("Say that your draft may go, or give notice of it first.")
        return [Error("replace", said)]
    return []


def _drafted(lapsed: ProposalView, chosen: str) -> Draft:
    """What lapsed, as a draft put where it was chosen."""
    draft = Draft(
        titles=dict(lapsed.title),
        matter="" if lapsed.acts else lapsed.matters[0],
        text=_text(lapsed),
        acts=[{"type": one.type, "data": one.data} for one in lapsed.acts],
        urgent=lapsed.urgency.reason if lapsed.urgency else "",
    )
    put(draft, chosen)
    return draft


def put(draft: Draft, chosen: str) -> None:
    """Put a draft where it was chosen: under an item of a meeting, or to a vote without one."""
    if chosen != ALONE:
        meeting, _, item = chosen.partition("-")
        draft.meeting, draft.item = int(meeting), int(item)


def _text(lapsed: ProposalView) -> dict[str, Any] | None:
    """Its text, as an act names it; None where there is none or it is withheld."""
    found = kept(lapsed.text_sha256)
    if found is None:
        return None
    return {"sha256": found.sha256, "size": found.size, "media": found.media}
