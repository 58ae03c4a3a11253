"""Reads of texts in their languages: which version counts, what became of each translation.

Whether a translation is of the text as it stands follows from the hash it names: once the text
changes, by an amendment carried, a new agenda, new minutes or a new charter, it is outdated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from django.db.models import QuerySet

from koinon.assembly.calendar import NOT_YET, local_day
from koinon.assembly.meetings import agenda_of
from koinon.assembly.models import Meeting, Minutes, Proposal, TextTranslation
from koinon.assembly.translated import Source, minutes_that_count, source_of, text_in_force
from koinon.charter import queries as charters
from koinon.charter.document import Charter, Languages, Names

PAGE_SIZE = 20
Kind: TypeAlias = Literal["proposal", "paper", "minutes", "charter"]
KINDS: tuple[Kind, ...] = ("proposal", "paper", "minutes", "charter")
State: TypeAlias = Literal["missing", "to review", "refused", "reviewed", "changed"]
"""Where a text stands in a language; "changed" if only an earlier version was translated."""


@dataclass(frozen=True, slots=True)
class TranslationView:
    """A translation: of which version, made how and by whom, and its review."""

    n: int
    at: str
    source_sha256: str
    language: str
    sha256: str
    media: str
    made: str
    seat: str
    verdict: str | None
    reason: str | None
    reviewed_by: str | None
    reviewed_n: int | None
    reviewed_at: str | None


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A text in a language: where it stands, and what is read.

    `current` is what a reader gets, None where nothing stands; `latest` is the newest one recorded,
    also one that was refused. `required_by` is the last day to have it, where it is required.
    """

    language: str
    state: State
    current: TranslationView | None
    latest: TranslationView | None
    required: bool
    required_by: date | None


@dataclass(frozen=True, slots=True)
class TextView:
    """A text with its authoritative version and every other language.

    `number` is that of the proposal or the meeting, `place` the paper's (item, which one).
    """

    text: str
    kind: Kind
    number: int
    place: tuple[int, int] | None
    title: Names
    source: Source
    languages: tuple[InLanguage, ...]

    def in_language(self, language: str) -> InLanguage | None:
        """The text in a language other than the authoritative one."""
        return next((one for one in self.languages if one.language == language), None)


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of the texts of a kind, counted from 1."""

    lines: tuple[TextView, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class _Told:
    """A text before its translations: `due_at` is when it is needed, "" where nobody says."""

    text: str
    title: Names
    due_at: str
    late_days: int = 0


def text(name: str) -> TextView | None:
    """One text as it stands; None where there is none of that name."""
    source = source_of(name)
    if source is None:
        return None
    return _views([(_told(name), source)])[0]


def texts(kind: Kind, page: int = 1) -> TextPage:
    """A page of the texts of a kind, the newest first; a page of papers is of so many meetings."""
    total = _count(kind)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    lines = _views(_page(kind, (page - 1) * PAGE_SIZE))
    return TextPage(lines, page, pages, total)


def current(limit: int) -> tuple[TextView, ...]:
    """The texts that people need now: of what is open or to come, and those required since."""
    open_ones = Proposal.objects.filter(status="open").exclude(text_sha256=None).order_by("number")
    coming = Meeting.objects.filter(status="convened").order_by("begins_at", "number")
    sent = [paper for row in coming[:limit] for paper in _papers(row)]
    asked = _asked(_light(open_ones)[:limit])
    return _views([*asked, *sent[:limit], *_page("minutes", 0), *_page("charter", 0)])


def papers(meeting: int) -> tuple[TextView, ...]:
    """The papers on a meeting's agenda."""
    row = Meeting.objects.filter(number=meeting).first()
    return _views(_papers(row)) if row else ()


def _count(kind: Kind) -> int:
    match kind:
        case "proposal":
            return Proposal.objects.exclude(text_sha256=None).count()
        case "paper":
            return Meeting.objects.count()
        case "minutes":
            return Minutes.objects.order_by().values("meeting_id").distinct().count()
    return 1


def _page(kind: Kind, first: int) -> list[tuple[_Told, Source]]:
    """A page's texts, before their translations."""
    page = slice(first, first + PAGE_SIZE)
    match kind:
        case "proposal":
            rows = Proposal.objects.exclude(text_sha256=None).order_by("-number")
            return _asked(_light(rows)[page])
        case "paper":
            meetings = Meeting.objects.order_by("-begins_at", "-number")[page]
            return [paper for row in meetings for paper in _papers(row)]
        case "minutes":
            approved = Minutes.objects.order_by("-meeting__number")
            numbers = approved.values_list("meeting__number", flat=True).distinct()
            return _minuted(list(numbers[page]))
    source = source_of("charter")
    assert source is not None
    return [(_told("charter"), source)]


def _light(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return rows.select_related("meeting").defer("terms", "acts", "decision", "meeting__quorum")


def _asked(rows: Iterable[Proposal]) -> list[tuple[_Told, Source]]:
    """The texts of proposals, as amended."""
    language = charters.in_force().coalition.authoritative
    return [
        (_Told(f"proposal/{row.number}", _pairs(row.title), _opens(row)), Source(sha256, language))
        for row in rows
        if (sha256 := text_in_force(row)) is not None
    ]


def _minuted(numbers: list[int]) -> list[tuple[_Told, Source]]:
    """The minutes of meetings, the last approved of each."""
    charter = charters.in_force()
    days = charter.languages.days if charter.languages else 0
    rows = Minutes.objects.filter(meeting__number__in=numbers).select_related("meeting")
    by_meeting: dict[int, list[Minutes]] = {}
    for row in rows.order_by("approved_n"):
        by_meeting.setdefault(row.meeting.number, []).append(row)
    found = []
    for number, approved in sorted(by_meeting.items(), reverse=True):
        source = minutes_that_count(approved, charter.coalition.authoritative)
        assert source is not None
        last = approved[-1]
        told = _Told(f"minutes/{number}", _pairs(last.meeting.title), last.approved_at, days)
        found.append((told, source))
    return found


def _papers(meeting: Meeting) -> list[tuple[_Told, Source]]:
    """The papers on a meeting's agenda in force, before their translations."""
    language = charters.in_force().coalition.authoritative
    due_at = meeting.begins_at if meeting.status == "convened" else ""
    return [
        (
            _Told(f"paper/{meeting.number}/{item['item']}/{place}", _pairs(item["title"]), due_at),
            Source(document["sha256"], language),
        )
        for item in agenda_of(meeting)
        for place, document in enumerate(item["documents"], 1)
    ]


def _told(name: str) -> _Told:
    """What a text is of, and when it is needed; of a name that there may be no text of."""
    kind, *numbers = name.split("/")
    number = int(numbers[0]) if numbers else 0
    charter = charters.in_force()
    days = charter.languages.days if charter.languages else 0
    if kind == "proposal":
        asked = Proposal.objects.select_related("meeting").filter(number=number).first()
        return _Told(name, _pairs(asked.title) if asked else (), _opens(asked) if asked else "")
    if kind == "charter":
        newest = charters.versions()[0]
        return _Told(name, charter.names, newest.since_at, days)
    meeting = Meeting.objects.filter(number=number).first()
    if meeting is None:
        return _Told(name, (), "")
    if kind == "minutes":
        last = Minutes.objects.filter(meeting_id=meeting.id).order_by("-approved_n").first()
        return _Told(name, _pairs(meeting.title), last.approved_at if last else "", days)
    items = (one for one in agenda_of(meeting) if one["item"] == int(numbers[1]))
    title = next((one["title"] for one in items), meeting.title)
    coming = meeting.begins_at if meeting.status == "convened" else ""
    return _Told(name, _pairs(title), coming)


def _opens(asked: Proposal) -> str:
    """When a proposal's voting opens: until then its text is to be there. "" once it is over."""
    if asked.status != "open":
        return ""
    if asked.opens_at != NOT_YET:
        return asked.opens_at
    return asked.meeting.begins_at if asked.meeting else ""


def _pairs(title: object) -> Names:
    assert isinstance(title, list)
    return tuple((language, told) for language, told in title)


def _views(found: list[tuple[_Told, Source]]) -> tuple[TextView, ...]:
    rows = TextTranslation.objects.filter(text__in=[told.text for told, _ in found])
    by_text: dict[str, dict[str, list[TranslationView]]] = {}
    for row in rows.order_by("translated_n"):
        by_text.setdefault(row.text, {}).setdefault(row.language, []).append(_view(row))
    charter = charters.in_force()
    return tuple(_text(told, source, by_text.get(told.text, {}), charter) for told, source in found)


def _text(
    told: _Told, source: Source, done: dict[str, list[TranslationView]], charter: Charter
) -> TextView:
    kind, *numbers = told.text.split("/")
    known = next(one for one in KINDS if one == kind)
    others = [*charter.coalition.languages, *sorted(done)]
    into = _required(charter.languages, known)
    due = _due(told, charter)
    languages = tuple(
        _in_language(one, done.get(one, []), source, one in into, due)
        for one in dict.fromkeys(others)
        if one != source.language
    )
    number = int(numbers[0]) if numbers else 0
    place = (int(numbers[1]), int(numbers[2])) if known == "paper" else None
    return TextView(told.text, known, number, place, told.title, source, languages)


def _required(languages: Languages | None, kind: Kind) -> tuple[str, ...]:
    if languages is None:
        return ()
    return {
        "proposal": languages.proposals,
        "paper": languages.papers,
        "minutes": languages.minutes,
        "charter": languages.charter,
    }[kind]


def _due(told: _Told, charter: Charter) -> date | None:
    """The last day to have a translation: before it is needed, or so many days after."""
    if not told.due_at:
        return None
    day = local_day(told.due_at, charter.time_zone)
    return day + timedelta(days=told.late_days) if told.late_days else day - timedelta(days=1)


def _in_language(
    language: str, done: list[TranslationView], source: Source, required: bool, due: date | None
) -> InLanguage:
    """Of those of the version in force the accepted one, then the newest; else an older one."""
    standing = [one for one in done if one.source_sha256 == source.sha256]
    accepted = [one for one in standing if one.verdict == "accepted"]
    waiting = [one for one in standing if one.verdict is None]
    older = [one for one in done if one not in standing and one.verdict != "refused"]
    latest = done[-1] if done else None
    state: State = "missing"
    if accepted:
        state = "reviewed"
    elif waiting:
        state = "to review"
    elif standing:
        state = "refused"
    elif older:
        state = "changed"
    choices = accepted or waiting or ([] if standing else older)
    current = choices[-1] if choices else None
    return InLanguage(language, state, current, latest, required, due if required else None)


def _view(row: TextTranslation) -> TranslationView:
    return TranslationView(
        n=row.translated_n,
        at=row.translated_at,
        source_sha256=row.source_sha256,
        language=row.language,
        sha256=row.sha256,
        media=row.media,
        made=row.made,
        seat=row.translated_by,
        verdict=row.verdict,
        reason=row.reason,
        reviewed_by=row.reviewed_by,
        reviewed_n=row.reviewed_n,
        reviewed_at=row.reviewed_at,
    )
