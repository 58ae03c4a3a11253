"""The end of the coalition: what it has, what each member receives or owes, and the act."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from koinon.assembly.queries_dissolution import dissolved
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.pages import binding
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link
from koinon.treasury import queries as treasury
from koinon.treasury.queries import SharingView

SHARE_OUT: Final = "treasury.share_out/1"
REPAY: Final = "treasury.repay_credit/1"


def _view() -> SharingView:
    found = treasury.sharing_out(said.currency())
    if found is None:
        raise Http404
    return found


def sharing_page(request: HttpRequest) -> HttpResponse:
    """What is shared out, by what, and what has to be settled before. Raises Http404."""
    found, seat = _view(), sender.acting_seat(request) or ""
    ended = dissolved()
    assert ended is not None
    credit = treasury.credits_shared()
    may_repay = may(REPAY, seat)
    ready = found.shared_n is None and found.sharing is not None and not found.unsettled
    context = {
        "found": found,
        "ended": ended,
        "names": words.city_names(),
        "weighting": _title(found, ended.charter),
        "refused": sentence(found.refused, get_language() or "en") if found.refused else "",
        "rows": [
            (one, credit.get(one.member, 0))
            for one in (found.sharing.shares if found.sharing else ())
        ],
        "may_share": ready and may(SHARE_OUT, seat),
        "repay": reverse("act", args=[REPAY]) if may_repay else "",
    }
    return render(request, "koinon/money/sharing_out.html", context)


def _title(found: SharingView, charter: Any) -> str:
    """The weighting by which it is shared; "" where what was paid decides."""
    return words.told(charter.weighting(found.by).title) if found.by else ""


@login_required
def share_out(request: HttpRequest) -> HttpResponse:
    """The shares to check, then the act. Raises Http404 for who may not."""
    found = _view()
    if not may(SHARE_OUT, sender.acting_seat(request) or ""):
        raise Http404
    if "data" in request.POST:
        return binding.confirmed(request, SHARE_OUT, lambda _: _asking(found))
    return binding.check(request, {}, lambda _: _asking(found))


def _asking(found: SharingView) -> Asking:
    names = words.city_names()
    sharing = found.sharing
    shares = sharing.shares if sharing else ()
    rows = [Row(names.get(one.member, one.member), steps.money(one.cents)) for one in shares]
    if sharing is not None:
        rows.append(Row(gettext("Together"), steps.money(sharing.total_cents)))
    return Asking(
        act_type=SHARE_OUT,
        heading=words.act_name(SHARE_OUT),
        back=Link(reverse("sharing_out"), gettext("What is shared out")),
        rows=tuple(rows),
        said=(
            gettext("A share settles what a member still owes; the rest stands to its credit."),
            gettext("It is done once, and nothing new is budgeted, levied or promised after it."),
        ),
        button=words.act_name(SHARE_OUT),
        seen=",".join(f"{one.member}:{one.cents}" for one in shares),
    )
