"""Convening a meeting: body, title, day and hour, place, agenda; the answers to check, the act."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from koinon.assembly.queries_meetings import MeetingView
from koinon.charter.document import Charter, MeetingRules
from koinon.forum import queries as forum
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import agenda_points, binding
from koinon.interfaces.web.pages.agenda_points import FIRST_ITEMS, ITEMS_LIMIT, Point, text_in
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.meetings import CONVENE, find
from koinon.interfaces.web.pages.proposing import languages_of
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.steps import Link
from koinon.record import canonical

MODES: Final = ("room", "online", "mixed", "written")


@login_required
def convene(request: HttpRequest) -> HttpResponse:
    """The form; nothing typed is lost when something is wrong or an item is added."""
    charter = words.charter()
    if charter is None or not may(CONVENE, sender.acting_seat(request) or ""):
        raise Http404
    if "data" in request.POST:
        return binding.confirmed(request, CONVENE, lambda data: _asking(charter, data))
    first = _first(request)
    typed = request.POST.dict() if request.method == "POST" else _begun(first)
    points, errors = agenda_points.read(request, charter)
    if request.method != "POST":
        points = _beginning(charter, first)
    if "step" in request.POST:
        data = _typed(request, charter, points, errors)
        if first is not None:
            data["second_call_of"] = first.number
        if not errors:
            return binding.check(request, data, lambda data: _asking(charter, data))
    meeting = [one for one in charter.bodies if charter.meetings_of(one.id)]
    context = {
        "first": first,
        "bodies": [(one.id, words.told(one.title)) for one in meeting],
        "written": any((rules := charter.meetings_of(one.id)) and rules.written for one in meeting),
        "languages_asked": [
            (code, typed.get(f"title-{code}", "")[:400]) for code in languages_of(charter)
        ],
        "language_names": words.language_names(),
        "typed": typed,
        "notices": [_second(first)] if first else [_notice(charter, one.id) for one in meeting],
        "zone": charter.time_zone,
        "points": points,
        "more": len(points) < ITEMS_LIMIT,
        "errors": errors if "step" in request.POST else [],
    }
    return render(request, "koinon/meetings/convene.html", context)


def _first(request: HttpRequest) -> MeetingView | None:
    """The meeting without quorum that is called again; None for another meeting."""
    sent = request.POST if request.method == "POST" else request.GET
    number = number_in(sent, "second_call_of", None, digits=9)
    if number is None:
        return None
    found = find(number)
    if found.status != "without quorum" or found.rules.second_call_days is None:
        raise Http404
    return found


def _begun(first: MeetingView | None) -> dict[str, str]:
    """What the form of a second call begins from: the meeting that had no quorum."""
    if first is None:
        return {}
    titles = {f"title-{code}": text for code, text in first.title}
    return {"body": first.body, "place": first.place or "", "mode": first.mode, **titles}


def _beginning(charter: Charter, first: MeetingView | None) -> list[Point]:
    """The items a form begins with: those of the first call, or what is owed and empty ones."""
    if first is not None:
        points = agenda_points.standing(first.agenda.items, charter)
        for one in points:
            one.item = one.stood = None
            one.proposals = ()
    else:
        empty = [(code, "") for code in languages_of(charter)]
        points = [*_owed(charter), *(Point(0, list(empty)) for _ in range(FIRST_ITEMS))]
    for place, one in enumerate(points, 1):
        one.place = place
    return points


def _notice(charter: Charter, body: str) -> str:
    """The first day on which a body can meet if it is convened today, in a sentence."""
    rules = charter.meetings_of(body)
    assert rules is not None
    first = wording.local(now()).date() + timedelta(days=rules.notice_days + 1)
    said = ngettext(
        "{body}: article {article} asks for {n} whole day of notice; convened today it meets on "
        "{day} or later.",
        "{body}: article {article} asks for {n} whole days of notice; convened today it meets on "
        "{day} or later.",
        rules.notice_days,
    )
    return said.format(
        body=words.told(charter.body(body).title),
        article=rules.article,
        n=wording.number(rules.notice_days),
        day=wording.day(first),
    )


def _second(first: MeetingView) -> str:
    """The first day of a second call convened today, in a sentence."""
    between = first.rules.second_call_days or 0
    after = wording.local(first.begins_at).date() + timedelta(days=between + 1)
    days = min(first.rules.notice_days, between)
    noticed = wording.local(now()).date() + timedelta(days=days + 1 if days else 0)
    said = gettext(
        "This is the second call of meeting {number}, which had no quorum: by article {article} it "
        "decides whatever the number of members present, and meets on {day} or later."
    )
    return said.format(
        number=first.number, article=first.rules.article, day=wording.day(max(after, noticed))
    )


def _owed(charter: Charter) -> list[Point]:
    """The initiatives that a body has to answer and no meeting carries yet, with their texts."""
    terms, first = charter.initiatives, languages_of(charter)[0]
    points = []
    for one in forum.to_carry(terms.body) if terms else ():
        said = {first: one.title[0][1], **dict(one.title)}
        titles = [(code, said.get(code, "")) for code in languages_of(charter)]
        points.append(Point(0, titles, [canonical.dump(one.text.model_dump()).decode()]))
    return points


def _typed(
    request: HttpRequest, charter: Charter, points: list[Point], errors: list[Error]
) -> dict[str, Any]:
    """The act's fields; what is wrong goes to `errors` and to the item."""
    first = languages_of(charter)[0]
    titles = [(code, text_in(request, f"title-{code}")) for code in languages_of(charter)]
    if not dict(titles)[first]:
        said = gettext("Write the title in the charter's authoritative language.")
        errors.append(Error(f"title-{first}", said))
    day, hour = text_in(request, "day"), text_in(request, "hour")
    if not _is_day(day):
        errors.append(Error("day", gettext("Write the day as YYYY-MM-DD, e.g. 2026-03-01.")))
    if not _is_hour(hour):
        errors.append(Error("hour", gettext("Write the hour as HH:MM, e.g. 14:30.")))
    given = [one for one in points if one.typed()]
    errors += agenda_points.faults(given, charter)
    data: dict[str, Any] = {
        "body": text_in(request, "body"),
        "title": [{"language": code, "text": text} for code, text in titles if text],
        "begins": f"{day}T{hour}",
        "mode": text_in(request, "mode") if text_in(request, "mode") in MODES else "room",
        "agenda": [one.plain() for one in given],
    }
    if place := text_in(request, "place"):
        data["place"] = place
    return data


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_hour(text: str) -> bool:
    hour, sign, minute = text.partition(":")
    plain = (
        len(text) == 5 and sign == ":" and (hour + minute).isascii() and (hour + minute).isdigit()
    )
    return plain and int(hour) < 24 and int(minute) < 60


def _asking(charter: Charter, data: dict[str, Any]) -> Asking:
    rules = charter.meetings_of(str(data["body"]))
    body = words.told(charter.body(str(data["body"])).title) if rules else str(data["body"])
    names = words.language_names()
    day, _, hour = str(data["begins"]).partition("T")
    rows = [
        Row(gettext("Body"), body),
        *(
            Row(f"{gettext('Title')} ({names.get(one['language'], '')})", str(one["text"]))
            for one in data["title"]
        ),
        Row(
            gettext("Day and hour"),
            gettext("{day}, {hour}, as clocks in {zone} show it").format(
                day=wording.day(day), hour=hour, zone=charter.time_zone
            ),
        ),
        Row(gettext("How"), words.fixed(str(data["mode"]))),
    ]
    if "place" in data:
        rows.append(Row(gettext("Where it meets"), str(data["place"])))
    for number, one in enumerate(data["agenda"], 1):
        label = gettext("Item {number}").format(number=number)
        rows.append(agenda_points.row(label, one))
    return Asking(
        act_type=CONVENE,
        heading=gettext("Check the convocation"),
        back=Link(reverse("meetings"), gettext("Meetings")),
        rows=tuple(rows),
        said=_follows(rules, again="second_call_of" in data),
        button=gettext("Convene the meeting"),
        typed=_fields(charter, data),
    )


def _fields(charter: Charter, data: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The answers as the form sends them."""
    day, _, hour = str(data["begins"]).partition("T")
    plain = {name: str(data.get(name, "")) for name in ("body", "mode", "place", "second_call_of")}
    titles = {f"title-{one['language']}": str(one["text"]) for one in data["title"]}
    points = agenda_points.sent(data["agenda"], charter)
    return (*{**plain, "day": day, "hour": hour, **titles}.items(), *agenda_points.fields(points))


def _follows(rules: MeetingRules | None, *, again: bool) -> tuple[str, ...]:
    if rules is None:
        return ()
    agenda = ngettext(
        "The agenda can be changed, and proposals put under its items, until {n} whole day before.",
        "The agenda can be changed, and proposals put under its items, until {n} whole days "
        "before.",
        rules.agenda_days,
    )
    told = gettext(
        "Every member is told by mail, and the quorum is frozen as the charter has it now."
    )
    if again:
        told = gettext("Every member is told by mail; a second call needs no quorum.")
    return told, agenda.format(n=wording.number(rules.agenda_days))
