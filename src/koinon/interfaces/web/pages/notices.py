"""Notice of a proposal or a meeting: whom it reached, the proof of it, and acknowledging it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from pydantic import ValidationError

from koinon.acts.act import Receipt
from koinon.acts.gate import enact
from koinon.assembly import queries as assembly
from koinon.assembly import queries_associates as associates
from koinon.assembly import queries_meetings as meetings
from koinon.assembly import queries_service as service
from koinon.assembly.queries_meetings import MeetingView
from koinon.assembly.queries_service import AcknowledgedView, Notice, ServedView
from koinon.charter.document import Names
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.mail.log import delivery_log
from koinon.interfaces.shared.problems import field_problems
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.shared.wording import legal_zone
from koinon.interfaces.web import mail_told
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.mail_told import Told
from koinon.interfaces.web.pages.acts import find_act
from koinon.interfaces.web.pages.decisions import find, gives_notice, may
from koinon.interfaces.web.pages.voting import Error
from koinon.people import handling
from koinon.post import queries as post
from koinon.record import canonical, store

ATTEST: Final = "assembly.attest_service/1"
ACKNOWLEDGE: Final = "assembly.acknowledge_notice/1"
WAYS: Final = ("e-mail", "letter", "in person", "electronic")
MAILS: Final[Mapping[Notice, str]] = {"proposal": "notice", "meeting": "convocation"}
MEDIA: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Given:
    """What notice was given of: of which proposal or meeting, to which seats, when."""

    what: Notice
    number: int
    title: Names
    at: str
    n: int
    seats: tuple[str, ...]
    meeting: MeetingView | None

    @property
    def address(self) -> str:
        """The page about this notice."""
        return reverse(
            "notice" if self.what == "proposal" else "meeting_notice", args=[self.number]
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A seat: the mails to its holders, how it was served, when it acknowledged."""

    seat: str
    mails: list[Told]
    served: list[ServedView]
    acknowledged: AcknowledgedView | None
    how: str
    on: str


def notice_page(request: HttpRequest, number: int) -> HttpResponse:
    """Who was given notice of a proposal."""
    found = find(number)
    seats = tuple(f"{found.body}/{city}" for city in found.terms.electorate.members)
    seats += associates.hearing(found.body, found.opened_n)
    given = Given("proposal", number, found.title, found.noticed_at, found.opened_n, seats, None)
    return _page(request, given)


def meeting_notice_page(request: HttpRequest, number: int) -> HttpResponse:
    """Who was convened to a meeting, when and where it is, and what is on its agenda."""
    found = meetings.meeting(number, now())
    if found is None:
        raise Http404
    seats = tuple(one.name for one in assembly.seats() if one.body == found.body and one.city)
    given = Given("meeting", number, found.title, found.convened_at, found.convened_n, seats, found)
    return _page(request, given)


def _page(request: HttpRequest, given: Given) -> HttpResponse:
    seat = sender.acting_seat(request) or ""
    if request.method == "POST":
        return _attest(request, given)
    return _form(request, given, seat, {}, [])


def _form(
    request: HttpRequest, given: Given, seat: str, typed: Mapping[str, str], errors: list[Error]
) -> HttpResponse:
    """The seats with what is known of each; for the secretariat also the mails, and a form."""
    keeps = gives_notice(seat)
    if keeps:
        about = f"notice/{given.what}/{given.number}"
        handling.looked(request.user, seat, about, kept="notices")
    lines = _lines(given, keeps, typed)
    mine = next((one for one in lines if one.seat == seat), None)
    context = {
        "given": given,
        "lines": lines,
        "keeps": keeps,
        "attests": may(ATTEST, seat),
        "acknowledges": mine is not None and not mine.acknowledged and may(ACKNOWLEDGE, seat),
        "mine": mine,
        "act": ACKNOWLEDGE,
        "ways": WAYS,
        "errors": errors,
    }
    return render(request, "koinon/notice.html", context, status=400 if errors else 200)


def _lines(given: Given, keeps: bool, typed: Mapping[str, str]) -> list[Line]:
    """A line for each seat, with the way that the mail server's answer suggests."""
    mails: dict[str, list[Told]] = {}
    for one in mail_told.told(post.of_subject(_subject(given), MAILS[given.what])):
        mails.setdefault(one.delivery.seat, []).append(one)
    served: dict[str, list[ServedView]] = {}
    for attested in service.served(given.what, given.number):
        served.setdefault(attested.seat, []).append(attested)
    acknowledged = {one.seat: one for one in service.acknowledged(given.what, given.number)}
    lines = []
    for seat in given.seats:
        taken = [one.delivery.ended for one in mails.get(seat, ()) if one.tone == "yes"]
        on = _day(min(day for day in taken if day)) if any(taken) else ""
        suggested = on if on and seat not in served else ""
        lines.append(
            Line(
                seat=seat,
                mails=mails.get(seat, []) if keeps else [],
                served=served.get(seat, []),
                acknowledged=acknowledged.get(seat),
                how=typed.get(f"how.{seat}", "e-mail" if suggested else ""),
                on=typed.get(f"on.{seat}", suggested),
            )
        )
    return lines


def _subject(given: Given) -> str:
    return f"{given.what}/{given.number}"


def _day(when: datetime) -> str:
    """The day of an instant in the legal zone."""
    return when.astimezone(ZoneInfo(legal_zone())).date().isoformat()


@login_required
def _attest(request: HttpRequest, given: Given) -> HttpResponse:
    """What was typed, to be checked; confirmed, the act."""
    seat = sender.acting_seat(request) or ""
    if not may(ATTEST, seat):
        raise PermissionDenied
    if "data" in request.POST:
        return _confirm(request, given)
    served = [
        {"seat": one, "how": how, "on": request.POST.get(f"on.{one}", "").strip()}
        for one in given.seats
        if (how := request.POST.get(f"how.{one}", ""))
    ]
    errors = []
    if not served:
        errors = [Error("seats", gettext("Choose for at least one seat how notice reached it."))]
    errors += [
        Error(f"on-{one['seat']}", gettext("Write the day on which notice reached this seat."))
        for one in served
        if not one["on"]
    ]
    data: dict[str, Any] = {given.what: given.number, "served": served}
    if not errors:
        if any(one["how"] == "e-mail" for one in served):
            data["evidence"] = _evidence(given)
        act_id = sender.new_act_id()
        try:
            read_act(find_act(ATTEST), data, act_id)
            return _check(request, given, data, act_id)
        except ValidationError as fault:
            errors = [Error("seats", one.detail) for one in field_problems(fault)]
    return _form(request, given, seat, request.POST.dict(), errors)


def _evidence(given: Given) -> dict[str, Any]:
    """The log of deliveries, kept as a document."""
    log = delivery_log(given.what, given.number, MAILS[given.what])
    return {"sha256": store.keep_document(log, MEDIA), "size": len(log), "media": MEDIA}


def _check(
    request: HttpRequest, given: Given, data: dict[str, Any], act_id: UUID, refused: str = ""
) -> HttpResponse:
    context = {
        "given": given,
        "served": data["served"],
        "evidence": data.get("evidence"),
        "data": canonical.dump(data).decode(),
        "act_id": act_id,
        "errors": [Error("main", refused)] if refused else [],
        "act": ATTEST,
    }
    return render(request, "koinon/notice_check.html", context, status=409 if refused else 200)


def _confirm(request: HttpRequest, given: Given) -> HttpResponse:
    """Attest what was checked; a refusal stands above the answers."""
    try:
        data: Any = read_json(request.POST["data"].encode())
        act_id = UUID(request.POST["id"])
        act = read_act(find_act(ATTEST), data, act_id)
    except (ValueError, KeyError):
        return redirect(given.address)
    answer = enact(sender.envelope(request, act, act_id))
    if isinstance(answer, Receipt):
        return redirect("receipt", act_id=act_id)
    return _check(request, given, data, act_id, sentence(answer, get_language() or "en"))
