"""Convening a meeting: body, title, day and hour, place, agenda; the answers to check, the act."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from koinon.charter.document import Charter, MeetingRules
from koinon.forum import queries as forum
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.web import uploads, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import binding
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.meetings import CONVENE
from koinon.interfaces.web.pages.proposing import languages_of
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.steps import Link
from koinon.record import canonical

ITEMS_LIMIT: Final = 60
FIRST_ITEMS: Final = 3
MODES: Final = ("room", "online", "mixed", "written")


@dataclass(slots=True)
class Point:
    """An item of the agenda as typed: its title by language, the documents sent with it."""

    place: int
    titles: list[tuple[str, str]]
    papers: list[str] = field(default_factory=list)
    error: str = ""

    def typed(self) -> bool:
        """Whether anything is in it."""
        return bool(self.papers) or any(text for _, text in self.titles)

    def plain(self) -> dict[str, Any]:
        """As the act takes it."""
        said = [{"language": code, "text": text} for code, text in self.titles if text]
        return {"title": said, "documents": [read_json(one.encode()) for one in self.papers]}


@login_required
def convene(request: HttpRequest) -> HttpResponse:
    """The form; nothing typed is lost when something is wrong or an item is added."""
    charter = words.charter()
    if charter is None or not may(CONVENE, sender.acting_seat(request) or ""):
        raise Http404
    if "data" in request.POST:
        return binding.confirmed(request, CONVENE, lambda data: _asking(charter, data))
    points, errors = _points(request, charter)
    if request.method != "POST":
        points = [*_owed(charter), *points]
        for place, one in enumerate(points, 1):
            one.place = place
    if "step" in request.POST:
        data = _typed(request, charter, points, errors)
        if not errors:
            return binding.check(request, data, lambda data: _asking(charter, data))
    meeting = [one for one in charter.bodies if charter.meetings_of(one.id)]
    context = {
        "bodies": [(one.id, words.told(one.title)) for one in meeting],
        "written": any((rules := charter.meetings_of(one.id)) and rules.written for one in meeting),
        "languages_asked": [
            (code, _text(request, f"title-{code}")) for code in languages_of(charter)
        ],
        "language_names": words.language_names(),
        "typed": request.POST,
        "notices": [_notice(charter, one.id) for one in meeting],
        "zone": charter.time_zone,
        "points": points,
        "more": len(points) < ITEMS_LIMIT,
        "errors": errors if "step" in request.POST else [],
    }
    return render(request, "koinon/meetings/convene.html", context)


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:400]


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


def _owed(charter: Charter) -> list[Point]:
    """The initiatives that a body has to answer and no meeting carries yet, with their texts."""
    terms, first = charter.initiatives, languages_of(charter)[0]
    points = []
    for one in forum.to_carry(terms.body) if terms else ():
        said = {first: one.title[0][1], **dict(one.title)}
        titles = [(code, said.get(code, "")) for code in languages_of(charter)]
        points.append(Point(0, titles, [canonical.dump(one.text.model_dump()).decode()]))
    return points


def _points(request: HttpRequest, charter: Charter) -> tuple[list[Point], list[Error]]:
    """The items as typed, with room for one more where that was asked for."""
    text = request.POST.get("count", "")
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else FIRST_ITEMS
    count = min(max(count, 1) + ("add" in request.POST), ITEMS_LIMIT)
    points, errors = [], []
    for place in range(1, count + 1):
        titles = [(code, _text(request, f"item-{place}-{code}")) for code in languages_of(charter)]
        kept = [one for one in request.POST.getlist(f"kept-{place}") if one]
        point = Point(place, titles, kept[:20])
        try:
            fresh = uploads.taken_in(request, f"paper-{place}")
        except uploads.Unfit as wrong:
            point.error = str(wrong)
            errors.append(Error(f"paper-{place}", point.error))
            fresh = None
        if fresh is not None:
            point.papers.append(canonical.dump(fresh).decode())
        points.append(point)
    return points, errors


def _typed(
    request: HttpRequest, charter: Charter, points: list[Point], errors: list[Error]
) -> dict[str, Any]:
    """The act's fields; what is wrong goes to `errors` and to the item."""
    first = languages_of(charter)[0]
    titles = [(code, _text(request, f"title-{code}")) for code in languages_of(charter)]
    if not dict(titles)[first]:
        said = gettext("Write the title in the charter's authoritative language.")
        errors.append(Error(f"title-{first}", said))
    day, hour = _text(request, "day"), _text(request, "hour")
    if not _is_day(day):
        errors.append(Error("day", gettext("Write the day as YYYY-MM-DD, e.g. 2026-03-01.")))
    if not _is_hour(hour):
        errors.append(Error("hour", gettext("Write the hour as HH:MM, e.g. 14:30.")))
    given = [one for one in points if one.typed()]
    for one in given:
        if not dict(one.titles)[first]:
            one.error = gettext(
                "Write what the item is about in the charter's authoritative language."
            )
            errors.append(Error(f"item-{one.place}-{first}", one.error))
    if not given:
        errors.append(Error(f"item-1-{first}", gettext("Write at least one item of the agenda.")))
    data: dict[str, Any] = {
        "body": _text(request, "body"),
        "title": [{"language": code, "text": text} for code, text in titles if text],
        "begins": f"{day}T{hour}",
        "mode": _text(request, "mode") if _text(request, "mode") in MODES else "room",
        "agenda": [one.plain() for one in given],
    }
    if place := _text(request, "place"):
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
        title = words.told(words.names_of(one["title"]))
        papers = len(one["documents"])
        counted = ngettext("{n} document", "{n} documents", papers).format(n=wording.number(papers))
        label = gettext("Item {number}").format(number=number)
        rows.append(Row(label, f"{title} ({counted})" if papers else title))
    return Asking(
        act_type=CONVENE,
        heading=gettext("Check the convocation"),
        back=Link(reverse("meetings"), gettext("Meetings")),
        rows=tuple(rows),
        said=_follows(rules),
        button=gettext("Convene the meeting"),
    )


def _follows(rules: MeetingRules | None) -> tuple[str, ...]:
    if rules is None:
        return ()
    agenda = ngettext(
        "The agenda can be changed, and proposals put under its items, until {n} whole day before.",
        "The agenda can be changed, and proposals put under its items, until {n} whole days "
        "before.",
        rules.agenda_days,
    )
    return (
        gettext(
            "Every member is told by mail, and the quorum is frozen as the charter has it now."
        ),
        agenda.format(n=wording.number(rules.agenda_days)),
    )
