"""What the secretariat writes down in the room: who is present, and the roll call."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from pydantic import ValidationError

from koinon.acts.act import Receipt
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.assembly import queries_associates as associates
from koinon.assembly import queries_meetings as meetings
from koinon.assembly.queries_meetings import MeetingView, MeetingVote
from koinon.assembly.queries_members import ProxyView
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.problems import field_problems
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import meter, uploads, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.office_holders import office_holders
from koinon.interfaces.web.pages.acts import find_act
from koinon.interfaces.web.pages.decisions import find as find_proposal
from koinon.interfaces.web.pages.meetings import (
    ATTENDANCE,
    ROLL_CALL,
    charter_of,
    find,
    how_cast,
    proxies_in,
)
from koinon.interfaces.web.pages.voting import PARTS, Error
from koinon.interfaces.web.parts import NotAPart, read_parts
from koinon.methods.rules import Vote
from koinon.methods.trees import decide
from koinon.record import canonical, store

ABSENT: Final = "absent"
SPEAKERS: Final = ("delegate", "alternate")


@dataclass(slots=True)
class Seated:
    """A member in the form of the attendance: who speaks for it, from where, with which paper.

    `by` is "absent", "delegate", "alternate", or the city whose delegate holds its proxy; `holder`
    is the name of its delegate, "" where the public register has none. `voice` is whether it has a
    voice alone.
    """

    city: str
    name: str
    by: str
    online: bool
    paper: str
    holder: str = ""
    error: str = ""
    voice: bool = False


@login_required
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Who is present from now on: the form, the list to check, the act."""
    found = find(number)
    if "data" in request.POST:
        return _confirm(request, found, ATTENDANCE)
    rows = _seated(request, found)
    errors: list[Error] = []
    if request.method == "POST":
        data = _present(request, found, rows)
        errors = [Error(f"by-{row.city}", row.error) for row in rows if row.error]
        if not errors:
            return _check(request, found, ATTENDANCE, data)
    context = {
        "meeting": found,
        "rows": rows,
        "names": words.city_names(),
        "alternates": found.rules.alternates,
        "errors": errors,
        "items": found.agenda.items,
        "proxies": proxies_in(found),
        "item": request.POST.get("item", ""),
    }
    return render(request, "koinon/meetings/attendance.html", context)


def _seated(request: HttpRequest, found: MeetingView) -> list[Seated]:
    """Every member of the body, then who has a voice: as typed, else as recorded last."""
    names, holders, at = words.city_names(), office_holders(found.body), now()
    last = {one.city: one for one in found.attendance.present} if found.attendance else {}
    given = {one.giver: one for one in proxies_in(found) if not (one.item or one.proposal)}
    rows = []
    voices = associates.invited(found.number)
    members = [one for one in meetings.sitting(found.number) if one not in voices]
    for city in (*members, *voices):
        before = last.get(city)
        if request.method == "POST":
            by = request.POST.get(f"by-{city}", ABSENT)
            online = f"online-{city}" in request.POST
            paper = request.POST.get(f"kept-{city}", "")
        elif before is None:
            by, online, paper = _unwritten(found, given.get(f"{found.body}/{city}")), False, ""
        else:
            by = before.seat.partition("/")[2] if before.by == "proxy" else before.by
            online, paper = before.online, _paper(before.instrument)
        holder = holders.name(f"{found.body}/{city}", at)
        rows.append(Seated(city, names.get(city, city), by, online, paper, holder))
        rows[-1].voice = city in voices
    return rows


def _unwritten(found: MeetingView, proxy: ProxyView | None) -> str:
    """Before any attendance a member is absent, or represented by whoever holds its proxy."""
    if proxy is None or found.attendance is not None:
        return ABSENT
    return proxy.holder.partition("/")[2]


def _paper(sha256: str | None) -> str:
    """A document recorded before, as the form hands it on."""
    found = store.document(sha256) if sha256 else None
    if found is None:
        return ""
    said = {"sha256": sha256, "size": len(found[0]), "media": found[1]}
    return canonical.dump(said).decode()


def _present(request: HttpRequest, found: MeetingView, rows: list[Seated]) -> dict[str, Any]:
    """The act's fields; what is wrong with a row is noted on it."""
    present = []
    known = {row.city for row in rows if not row.voice}
    for row in rows:
        try:
            kept = uploads.taken_in(request, f"paper-{row.city}")
        except uploads.Unfit as wrong:
            row.error = str(wrong)
            continue
        if kept is not None:
            row.paper = canonical.dump(kept).decode()
        if row.by == ABSENT:
            continue
        one: dict[str, Any] = {"city": row.city, "online": row.online}
        if row.by in SPEAKERS:
            one["by"] = row.by
        elif row.by in known:
            one |= {"by": "proxy", "holder": f"{found.body}/{row.by}"}
        if row.paper:
            one["instrument"] = read_json(row.paper.encode())
        present.append(one)
    data: dict[str, Any] = {"meeting": found.number, "present": present}
    item = request.POST.get("item", "")
    if item.isascii() and item.isdigit() and len(item) < 19:  # what is longer is no number here
        data["item"] = int(item)
    return data


@dataclass(slots=True)
class Called:
    """A member in the form of the roll call: what was called, who speaks, what is wrong.

    `holder` is the name of who speaks, "" where the public register has none.
    """

    city: str
    name: str
    how: str
    choice: str
    parts: tuple[str, str, str]
    holder: str = ""
    error: str = ""


@login_required
def roll_call(request: HttpRequest, number: int, proposal: int) -> HttpResponse:
    """The votes called in the room: the form, what it comes to, the act."""
    found = find(number)
    vote = next((one for one in found.votes if one.number == proposal), None)
    if vote is None:
        raise Http404
    if "data" in request.POST:
        return _confirm(request, found, ROLL_CALL, vote)
    asked = find_proposal(proposal)
    rows = _called(request, found, vote)
    errors: list[Error] = []
    kept = request.POST.get("kept-list", "")
    if request.method == "POST":
        data, kept = _votes(request, vote, rows, kept, errors)
        if not errors:
            return _check(request, found, ROLL_CALL, data, vote)
    context = {
        "meeting": found,
        "vote": vote,
        "rows": rows,
        "online": [one for one in vote.votes if one.by is None],
        "names": words.city_names(),
        "may_split": asked.may_split,
        "kept": kept,
        "errors": errors,
    }
    return render(request, "koinon/meetings/roll_call.html", context)


def _called(request: HttpRequest, found: MeetingView, vote: MeetingVote) -> list[Called]:
    """The members present that have not voted online, in the order of the attendance."""
    names, holders, at = words.city_names(), office_holders(found.body), now()
    online = {one.city for one in vote.votes if one.by is None}
    members = set(vote.decision.electorate.members)
    present = found.attendance.present if found.attendance else ()
    return [
        Called(
            one.city,
            names.get(one.city, one.city),
            how_cast(one.by),
            request.POST.get(f"vote-{one.city}", ""),
            (
                request.POST.get(f"yes-{one.city}", "")[:40],
                request.POST.get(f"no-{one.city}", "")[:40],
                request.POST.get(f"abstain-{one.city}", "")[:40],
            ),
            holders.name(one.seat, at, one.by),
        )
        for one in present
        if one.city in members and one.city not in online
    ]


def _votes(
    request: HttpRequest, vote: MeetingVote, rows: list[Called], kept: str, errors: list[Error]
) -> tuple[dict[str, Any], str]:
    """The act's fields and the signed list; what is wrong goes to the row and to `errors`."""
    votes = []
    for row in rows:
        try:
            parts = _parts(row)
        except NotAPart:
            row.error = gettext("Write per cent such as 60 %, or votes such as 2 of 3.")
            errors.append(Error(f"vote-{row.city}", f"{row.name}: {row.error}"))
            continue
        if parts is not None:
            votes.append({"city": row.city} | dict(zip(PARTS, map(str, parts), strict=True)))
    data: dict[str, Any] = {"proposal": vote.number, "votes": votes}
    try:
        kept = uploads.carried(request, "list", kept)
    except uploads.Unfit as wrong:
        errors.append(Error("list", str(wrong)))
        return data, kept
    if not kept:
        errors.append(Error("list", gettext("Add the signed list, as a picture or a PDF.")))
        return data, kept
    data["list"] = read_json(kept.encode())
    return data, kept


def _parts(row: Called) -> tuple[Fraction, ...] | None:
    """The parts of a called vote; None for a member that was not called or gave no answer."""
    if row.choice in PARTS:
        return tuple(Fraction(row.choice == part) for part in PARTS)
    if row.choice != "split":
        return None
    parts = read_parts(row.parts)
    if sum(parts) != 1:
        raise NotAPart(0)
    return parts


def _check(
    request: HttpRequest,
    found: MeetingView,
    act_type: str,
    data: dict[str, Any],
    vote: MeetingVote | None = None,
    refused: Refused | None = None,
    act_id: UUID | None = None,
) -> HttpResponse:
    """What is about to be recorded and what it comes to; a refusal stands above it."""
    act_id = act_id or sender.new_act_id()
    try:
        read_act(find_act(act_type), data, act_id)
        wrong = ""
    except ValidationError as error:
        wrong = field_problems(error)[0].detail
    told = sentence(refused, get_language() or "en") if refused else wrong
    context = {
        "meeting": found,
        "vote": vote,
        "act_type": act_type,
        "present": data.get("present"),
        "votes": [(one["city"], _word(one)) for one in data.get("votes", ())],
        "gauges": _foreseen(found, data, vote),
        "names": words.city_names(),
        "data": canonical.dump(data).decode(),
        "act_id": act_id,
        "sound": not wrong,
        "refused": told,
        "errors": [Error("main", told)] if told else [],
        "rules": found.rules,
    }
    status = 409 if told else 200
    return render(request, "koinon/meetings/check.html", context, status=status)


def _word(vote: dict[str, str]) -> str:
    return words.vote_word(*(Fraction(vote[part]) for part in PARTS))


def _foreseen(
    found: MeetingView, data: dict[str, Any], vote: MeetingVote | None
) -> tuple[meter.Gauge, ...]:
    """The quorum over those present, or the rule over all votes, judged before it is recorded."""
    charter = charter_of(found)
    if charter is None:
        return ()
    if vote is None:
        judged = meetings.quorum_over(found.number, [one["city"] for one in data["present"]])
        return meter.judged(judged.tree, charter) if judged else ()
    cast = {one.city: Vote(one.yes, one.no, one.abstain) for one in vote.votes}
    for one in data["votes"]:
        cast[one["city"]] = Vote(*(Fraction(one[part]) for part in PARTS))
    before = vote.decision
    judged = decide(before.rule, before.electorate, cast, before.abstention, before.calls)
    return meter.judged(judged.tree, charter)


def _confirm(
    request: HttpRequest, found: MeetingView, act_type: str, vote: MeetingVote | None = None
) -> HttpResponse:
    """Record what was checked, and go back to the meeting."""
    try:
        data: Any = read_json(request.POST["data"].encode())
        act_id = UUID(request.POST["id"])
        made = read_act(find_act(act_type), data, act_id)
    except (ValueError, KeyError):
        return redirect("meeting", number=found.number)
    answer = enact(sender.envelope(request, made, act_id))
    if isinstance(answer, Receipt):
        return redirect("meeting", number=found.number)
    return _check(request, found, act_type, data, vote, answer, act_id)
