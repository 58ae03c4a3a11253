"""A member demands a meeting instead of a vote in writing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from koinon.assembly.queries_meetings import MeetingView
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.pages import binding
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.meetings import DEMAND, counted, find
from koinon.interfaces.web.steps import Link


@login_required
def demand(request: HttpRequest, number: int) -> HttpResponse:
    """How many demand it already and what one more would do; then the act."""
    found = find(number)
    if found.rules.written is None or not may(DEMAND, sender.acting_seat(request) or ""):
        raise Http404
    if "data" in request.POST:
        return binding.confirmed(request, DEMAND, lambda _: _asking(found))
    return binding.check(request, {"meeting": number}, lambda _: _asking(found))


def _asking(found: MeetingView) -> Asking:
    written = found.rules.written
    assert written is not None
    missing = written.objectors - len(found.demands) - 1
    if missing > 0:
        said = ngettext(
            "With this demand {n} more is missing; until then the vote in writing goes on.",
            "With this demand {n} more are missing; until then the vote in writing goes on.",
            missing,
        ).format(n=wording.number(missing))
    else:
        said = gettext(
            "This demand is the last one needed: the vote in writing ends with it, and what it has "
            "not decided lapses and can be put to a meeting."
        )
    who = ", ".join(words.seat_name(seat) for seat in found.demands)
    return Asking(
        act_type=DEMAND,
        heading=gettext("Demand a meeting instead"),
        back=Link(reverse("meeting", args=[found.number]), words.told(found.title)),
        rows=(
            Row(gettext("Vote in writing"), words.told(found.title)),
            Row(gettext("Article"), written.article),
            Row(gettext("Demands"), " ".join((counted(found), who)).strip()),
        ),
        said=(said, gettext("A demand cannot be taken back.")),
        button=gettext("Demand a meeting"),
        seen=str(len(found.demands)),
    )
