"""Meetings: their list, and one with its agenda, who is present, and what it voted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from koinon.acts.act import DocumentRef
from koinon.assembly import queries_associates as associates
from koinon.assembly import queries_meetings as meetings
from koinon.assembly import queries_members as members
from koinon.assembly import queries_texts
from koinon.assembly.meetings import Present
from koinon.assembly.queries_meetings import AgendaItem, AttendanceView, MeetingView, MeetingVote
from koinon.assembly.queries_members import ProxyView
from koinon.charter import queries as charters
from koinon.charter.document import Charter
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.web import meter, steps, texts_told, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.meter import Gauge
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.office_holders import office_holders
from koinon.interfaces.web.pages import amendments_told, minutes_told
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link

CONVENE: Final = "assembly.convene_meeting/1"
CHANGE_AGENDA: Final = "assembly.change_agenda/1"
CANCEL: Final = "assembly.cancel_meeting/1"
END: Final = "assembly.end_meeting/1"
ATTENDANCE: Final = "assembly.record_attendance/1"
OPEN_ITEM: Final = "assembly.open_item/1"
ROLL_CALL: Final = "assembly.record_roll_call/1"
CORRECT: Final = "assembly.correct_vote/1"
OBJECT: Final = "assembly.object_to_vote/1"
TAKE_BACK: Final = "assembly.withdraw_vote/1"
PUT: Final = "assembly.open_proposal/2"
DEMAND: Final = "assembly.demand_meeting/1"
GIVE: Final = "assembly.give_proxy/2"
CASTING: Final = "assembly.give_casting_vote/1"
_OFFERED: Final = {
    "convene": CONVENE,
    "change_agenda": CHANGE_AGENDA,
    "cancel": CANCEL,
    "end": END,
    "attendance": ATTENDANCE,
    "open_item": OPEN_ITEM,
    "roll_call": ROLL_CALL,
    "correct": CORRECT,
    "object": OBJECT,
    "take_back": TAKE_BACK,
    "put": PUT,
    "approve": minutes_told.APPROVE,
    "demand": DEMAND,
    "casting": CASTING,
    "table": amendments_told.TABLE,
    "order": amendments_told.ORDER,
}


@dataclass(frozen=True, slots=True)
class CalledRow:
    """A member's vote in the meeting: in words, how it was cast, from which seat if not its own.

    `name` is who spoke, as the public register has it; "" where it names nobody.
    """

    city: str
    word: str
    how: str
    seat: str
    n: int
    name: str


@dataclass(frozen=True, slots=True)
class VoteTold:
    """A proposal put to the meeting, for the page; `provisional` until it is counted.

    `after` says what comes before its votes are called, `amendments` those tabled to it, `amends`
    what it replaces where it is one itself.
    """

    vote: MeetingVote
    gauges: tuple[Gauge, ...]
    rows: tuple[CalledRow, ...]
    provisional: bool
    mine: bool
    corrections: tuple[tuple[str, str, str, str, Link], ...]
    after: str
    amendments: tuple[amendments_told.Told, ...]
    amends: str
    amendable: bool
    waiting: int

    @property
    def table(self) -> str:
        """The identifier of the table of its amendments."""
        return f"amendments-{self.vote.number}"


@dataclass(frozen=True, slots=True)
class PaperTold:
    """A paper sent with an item: its link, its name as a text, where it stands in each language."""

    link: Link
    name: str
    languages: tuple[texts_told.Told, ...]


@dataclass(frozen=True, slots=True)
class ItemTold:
    """An item of the agenda with its papers and what is voted on under it."""

    item: AgendaItem
    papers: tuple[PaperTold, ...]
    votes: tuple[VoteTold, ...]


def offered(seat: str) -> dict[str, bool]:
    """Which of a meeting's acts the charter gives to a seat."""
    return {name: may(act_type, seat) for name, act_type in _OFFERED.items()}


def meeting_list(request: HttpRequest) -> HttpResponse:
    """Coming meetings first, then past ones, paged."""
    at = now()
    page = number_in(request.GET, "page", 1)
    past = request.GET.get("list") == "past"
    context = {
        "coming": meetings.meetings("coming", at, 1 if past else page),
        "past": meetings.meetings("past", at, page if past else 1),
        "bodies": bodies(),
        "may_convene": may(CONVENE, sender.acting_seat(request) or ""),
    }
    return render(request, "koinon/meetings/list.html", context)


def section() -> dict[str, Any]:
    """The coming meetings, for pages that lead to them; not shown where no body meets."""
    charter = words.charter()
    shown = charter is not None and any(charter.meetings_of(one.id) for one in charter.bodies)
    coming = meetings.meetings("coming", now()) if shown else None
    return {"shown": shown, "coming": coming, "bodies": bodies()}


def bodies() -> dict[str, str]:
    """The titles of the bodies, by id."""
    charter = words.charter()
    return {one.id: words.told(one.title) for one in charter.bodies} if charter else {}


def find(number: int) -> MeetingView:
    """The meeting of this number, as it stands now. Raises Http404."""
    found = meetings.meeting(number, now())
    if found is None:
        raise Http404
    return found


def charter_of(found: MeetingView) -> Charter | None:
    """The charter a meeting was convened under; None where its text is not kept."""
    try:
        return charters.parsed(found.charter_sha256)
    except LookupError:
        return None


def meeting_page(request: HttpRequest, number: int) -> HttpResponse:
    """A meeting, for whoever was convened and whoever reads about it."""
    found = find(number)
    charter = charter_of(found)
    seat = sender.acting_seat(request) or ""
    city = seat.partition("/")[2] if seat.startswith(f"{found.body}/") else ""
    quorum = found.attendance.quorum if found.attendance else None
    voices = associates.voices(number)
    context = {
        "meeting": found,
        "body": bodies().get(found.body, found.body),
        "items": items_told(found, charter, city),
        "quorum": meter.judged(quorum.tree, charter) if quorum and charter else (),
        "present": _present(found),
        "attendances": _attendances(number, voices),
        "voices": voices,
        "versions": meetings.agenda_versions(number),
        "proxies": proxies_in(found),
        "may_give": bool(city) and found.status in ("convened", "running") and may(GIVE, seat),
        "may": offered(seat),
        "acts": _OFFERED,
        "city": city,
        "names": words.city_names(),
        "minutes": minutes_told.told(found, seat),
        "demands": counted(found) if found.mode == "written" and found.rules.written else "",
        "may_demand": found.status in ("convened", "running") and seat not in found.demands,
        "minutes_due": minutes_told.over(found),
    }
    return render(request, "koinon/meetings/meeting.html", context)


def proxies_in(found: MeetingView) -> tuple[ProxyView, ...]:
    """The proxies that stand for something the meeting may vote on; none once it is over."""
    waits = found.status in ("convened", "running")
    return members.proxies_in(found.number, now()) if waits else ()


def _attendances(number: int, voices: frozenset[str]) -> list[tuple[AttendanceView, int, int]]:
    """Who came and left, with how many of those present were members, and how many had a voice."""
    found = []
    for one in meetings.attendances(number):
        heard = sum(there.city in voices for there in one.present)
        found.append((one, len(one.present) - heard, heard))
    return found


def _present(found: MeetingView) -> list[tuple[Present, str]]:
    """Who is present, with the name of who speaks."""
    attended = found.attendance
    if attended is None:
        return []
    holders = office_holders(found.body)
    return [(one, holders.name(one.seat, attended.recorded_at, one.by)) for one in attended.present]


def items_told(found: MeetingView, charter: Charter | None, city: str) -> list[ItemTold]:
    """Every item with its documents and votes."""
    languages = {one.text: texts_told.languages(one) for one in queries_texts.papers(found.number)}
    told = []
    for item in found.agenda.items:
        names = [f"paper/{found.number}/{item.item}/{n + 1}" for n in range(len(item.documents))]
        sent = tuple(
            PaperTold(link, name, languages.get(name, ()))
            for name, link in zip(names, papers(item.documents), strict=True)
        )
        votes = tuple(vote_told(found, one, charter, city) for one in _votes_under(found, item))
        told.append(ItemTold(item, sent, votes))
    return told


def _votes_under(found: MeetingView, item: AgendaItem) -> list[MeetingVote]:
    """What is voted on under an item: each proposal after its amendments."""
    put = [one for one in found.votes if one.number in item.proposals and one.amendment is None]
    return [
        one
        for main in put
        for one in (*amendments_told.amendments_to(main.number, found.votes), main)
    ]


def papers(documents: Iterable[DocumentRef]) -> Iterable[Link]:
    """A link to each document of an item."""
    for place, one in enumerate(documents, 1):
        title = gettext("Document {number} ({kilobytes} kB)")
        said = title.format(number=place, kilobytes=max(1, one.size // 1000))
        yield from steps.document(one.sha256, said)


def vote_told(
    found: MeetingView, vote: MeetingVote, charter: Charter | None, city: str
) -> VoteTold:
    """A vote of the meeting as the page shows it."""
    own = {one.city for one in vote.votes if one.city == city and one.by is None}
    return VoteTold(
        vote=vote,
        gauges=meter.judged(vote.decision.tree, charter) if charter else (),
        rows=tuple(
            CalledRow(
                one.city,
                words.vote_word(one.yes, one.no, one.abstain),
                how_cast(one.by),
                "" if one.seat.endswith(f"/{one.city}") else one.seat,
                one.cast_n,
                office_holders(found.body).name(one.seat, one.cast_at, one.by),
            )
            for one in vote.votes
        ),
        provisional=vote.phase == "closed",
        mine=bool(own),
        corrections=tuple(
            (
                one.city,
                _called(one.before),
                _called(one.after),
                one.reason,
                steps.entry(one.made_n),
            )
            for one in vote.corrections
        ),
        after=amendments_told.comes_after(vote, found),
        amendments=amendments_told.told(vote.number, found),
        amends=amendments_told.replaces(vote.amendment.replaces) if vote.amendment else "",
        amendable=amendments_told.amendable(vote, found),
        waiting=len(amendments_told.waiting(vote.number, found.votes)),
    )


def counted(found: MeetingView) -> str:
    """How many members demand a meeting, of how many are needed."""
    assert found.rules.written is not None
    needed = found.rules.written.objectors
    said = ngettext(
        "{n} of the {needed} member needed demands a meeting.",
        "{n} of the {needed} members needed demand a meeting.",
        needed,
    )
    return said.format(n=wording.number(len(found.demands)), needed=wording.number(needed))


def how_cast(by: str | None) -> str:
    """How a vote reached the record."""
    said = {
        None: gettext("online"),
        "delegate": gettext("in the room"),
        "alternate": gettext("in the room, by an alternate"),
        "proxy": gettext("in the room, by proxy"),
    }
    return said.get(by, str(by))


def _called(parts: tuple[str, str, str] | None) -> str:
    if parts is None:
        return gettext("No vote")
    return words.vote_word(*(Fraction(part) for part in parts))
