"""Minutes drafted from the record: presence, quorum, votes, results, and the secretary's notes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest
from django.utils.translation import gettext

from koinon.assembly import queries_associates as associates
from koinon.assembly.meetings import Present
from koinon.assembly.queries import ProposalView
from koinon.assembly.queries_meetings import (
    AgendaItem,
    AttendanceView,
    MeetingVote,
    attendances,
)
from koinon.interfaces.shared import checkpoints, wording
from koinon.interfaces.shared.papers import (
    Block,
    Facts,
    Heading,
    Items,
    Paper,
    Paragraph,
    Place,
    Run,
    Signatures,
    Table,
    Text,
    Verbatim,
    text,
)
from koinon.interfaces.web import words
from koinon.interfaces.web.papers import certificate
from koinon.interfaces.web.papers.making import checkpoint_of, paper
from koinon.interfaces.web.papers.meetings import Convened, convener, facts, named, titled
from koinon.interfaces.web.papers.notes import Note


@dataclass(frozen=True, slots=True)
class Minuted:
    """A meeting with everything its minutes draw on."""

    found: Convened
    attended: tuple[AttendanceView, ...]
    notes: Mapping[str, Note]
    request: HttpRequest

    def when(self, at: str) -> str:
        """An instant on the clocks of the legal zone."""
        return wording.instant(at, self.found.meeting.time_zone)

    def named(self, seat: str, at: str, by: str | None = None) -> Text:
        """Who spoke from a seat, by name, on a line of its own; nothing where nobody is named."""
        return self.found.named(seat, at, by)


def read(found: Convened, notes: Mapping[str, Note], request: HttpRequest) -> Minuted:
    """A meeting, ready to be minuted."""
    return Minuted(found, attendances(found.meeting.number), notes, request)


def minutes(told: Minuted, stated: checkpoints.Stated, *, draft: bool) -> Paper:
    """The minutes of a meeting as the record has it now."""
    found = told.found
    blocks: list[Block] = [facts(found), *_note(told, "opening"), *_presence(told)]
    for place, item in found.items():
        blocks += _item(told, place, item)
    blocks += _ending(told)
    blocks += [*_note(told, "closing"), *_signatures(found), checkpoint_of(told.request, stated)]
    title = titled(gettext("Minutes: {title}"), named(found.meeting.title))
    above = text(gettext("Draft: not approved and not signed")) if draft else ()
    return paper(title, tuple(blocks), stated.at_utc, above=above)


def places(found: Convened) -> tuple[tuple[str, Text], ...]:
    """The places of the minutes that take notes, and what they are called."""
    return (
        ("opening", text(gettext("Opening"))),
        *(
            (f"item-{item.item}", text(f"{place}. ", named(item.title)))
            for place, item in found.items()
        ),
        ("closing", text(gettext("Closing"))),
    )


def _note(told: Minuted, place: str) -> tuple[Block, ...]:
    note = told.notes.get(place)
    if note is None or not note.text.strip():
        return ()
    return (Verbatim((Run(note.text, apart=True),)),)


def _presence(told: Minuted) -> list[Block]:
    """Who was present at first, and who came and went after that."""
    blocks: list[Block] = [Heading(1, text(gettext("Who was present")))]
    if not told.attended:
        return [*blocks, Paragraph(text(gettext("No attendance is recorded.")))]
    first = told.attended[0]
    blocks.append(Paragraph(text(_recorded(told, first))))
    blocks.append(_present_table(told, first))
    changed = [
        said
        for before, after in zip(told.attended, told.attended[1:], strict=False)
        if (said := _changes(told, before, after))
    ]
    return [*blocks, Items(tuple(changed))] if changed else blocks


def _recorded(told: Minuted, attended: AttendanceView) -> str:
    return gettext("Recorded {at}, entry {n}.").format(
        at=told.when(attended.recorded_at), n=attended.recorded_n
    )


def _present_table(told: Minuted, attended: AttendanceView) -> Table:
    names, voices = words.city_names(), associates.voices(told.found.meeting.number)
    head = (gettext("City"), gettext("Present as"), gettext("Where"), gettext("Instrument"))
    rows = tuple(
        (
            (Run(names.get(one.city, one.city), apart=True),),
            (*text(_by(one, names, voices)), *told.named(one.seat, attended.recorded_at, one.by)),
            text(gettext("Online") if one.online else gettext("In the room")),
            (Run(one.instrument[:16] + "…", code=True),) if one.instrument else (),
        )
        for one in attended.present
    )
    return Table(tuple(map(text, head)), rows)


def _by(one: Present, names: Mapping[str, str], voices: Collection[str]) -> str:
    said = words.fixed(one.by)
    if one.city in voices:
        return f"{said}, {gettext('with a voice')}"
    return f"{said}: {words.seat_name(one.seat, dict(names))}" if one.by == "proxy" else said


def _changes(told: Minuted, before: AttendanceView, after: AttendanceView) -> Text:
    """Who arrived and who left between two attendances; nothing where nobody did."""
    names = words.city_names()
    old, new = ({one.city for one in each.present} for each in (before, after))
    listed = [
        (gettext("Arrived: {cities}."), sorted(names.get(one, one) for one in new - old)),
        (gettext("Left: {cities}."), sorted(names.get(one, one) for one in old - new)),
    ]
    said = [message.format(cities=", ".join(cities)) for message, cities in listed if cities]
    return text(" ".join([_recorded(told, after), *said])) if said else ()


def _item(told: Minuted, place: int, item: AgendaItem) -> list[Block]:
    """An item: when it was taken up, whether it could decide, every vote, the notes on it."""
    blocks: list[Block] = [Heading(1, text(f"{place}. ", named(item.title)))]
    if item.opened_at is not None:
        said = gettext("Taken up {at}, entry {n}.")
        blocks.append(Paragraph(text(said.format(at=told.when(item.opened_at), n=item.opened_n))))
    elif told.found.meeting.mode != "written":
        blocks.append(Paragraph(text(gettext("It was not taken up."))))
    if item.documents:
        shown = [Run(one.sha256, code=True) for one in item.documents]
        rows = tuple((text(gettext("Document, SHA-256")), (one,)) for one in shown)
        blocks.append(Facts(rows))
    blocks += _quorum(told, item)
    blocks += _note(told, f"item-{item.item}")
    votes = {one.number: one for one in told.found.meeting.votes}
    for proposal in told.found.proposals(item):
        blocks += _proposal(told, proposal, votes[proposal.number])
    return blocks


def _quorum(told: Minuted, item: AgendaItem) -> list[Block]:
    """The quorum as it was judged for an item, line by line."""
    judged = _attendance_for(told, item)
    if judged is None:
        return []
    if judged.quorum is None:
        return [Paragraph(text(gettext("No quorum was needed.")))]
    said = gettext("There was a quorum.") if judged.met else gettext("There was no quorum.")
    tree = certificate.judged(judged.quorum.tree, told.found.charter)
    return [Paragraph(text(said, " ", _recorded(told, judged))), tree]


def _attendance_for(told: Minuted, item: AgendaItem) -> AttendanceView | None:
    """The attendance an item was dealt with under: its own, else the last before it was opened."""
    own = [one for one in told.attended if one.item == item.item]
    if own:
        return own[-1]
    opened = item.opened_n
    before = [one for one in told.attended if opened is not None and one.recorded_n < opened]
    return before[-1] if before else None


def _proposal(told: Minuted, proposal: ProposalView, vote: MeetingVote) -> list[Block]:
    """A vote: the result with its rule line by line, who voted what, what was contested."""
    read_one = certificate.Read(proposal, told.found.charter, told.found.site)
    number = gettext("Proposal {number}").format(number=proposal.number)
    if (amends := vote.amendment) is not None:
        said = gettext("Amendment {number} to proposal {main}")
        number = said.format(number=proposal.number, main=amends.number)
    blocks: list[Block] = [
        Heading(2, text(f"{number}: ", named(proposal.title))),
        certificate.facts(read_one),
        *certificate.outcome(read_one),
    ]
    if vote.phase in ("closed", "open") and vote.counted_at is not None:
        said = gettext("Provisional: the votes are counted {at}, when objections have ended.")
        blocks.append(Paragraph(text(said.format(at=told.when(vote.counted_at))), alarm=True))
    if vote.votes:
        blocks += [certificate.rule_table(read_one), certificate.votes_table(read_one)]
    blocks += [Paragraph(text(one)) for one in _called(told, vote)]
    blocks += _contested(told, vote)
    if proposal.phase == "adopted" and proposal.acts:
        blocks += [Heading(3, text(gettext("What it did"))), *certificate.acts(read_one)]
    return blocks


def _called(told: Minuted, vote: MeetingVote) -> list[str]:
    said = gettext("Votes were called by name {at}, entry {n}; signed list SHA-256 {list}.")
    return [
        said.format(at=told.when(one.recorded_at), n=one.recorded_n, list=one.list_sha256)
        for one in vote.roll_calls
    ]


def _contested(told: Minuted, vote: MeetingVote) -> list[Block]:
    """Objections to how votes were recorded, and corrections, as they were made."""
    names = words.city_names()
    objection = gettext("Objection of {seat}, {at}, entry {n}: {reason}")
    lines = [
        titled(
            objection.format(
                seat=words.seat_name(one.seat, names),
                at=told.when(one.made_at),
                n=one.made_n,
                reason="{title}",
            ),
            Run(one.reason, apart=True),
        )
        for one in vote.objections
    ]
    correction = gettext(
        "Correction for {city}, {at}, entry {n}: {before} becomes {after}. {reason}"
    )
    lines += [
        titled(
            correction.format(
                city=names.get(one.city, one.city),
                at=told.when(one.made_at),
                n=one.made_n,
                before=_parts(one.before),
                after=_parts(one.after),
                reason="{title}",
            ),
            Run(one.reason, apart=True),
        )
        for one in vote.corrections
    ]
    if not lines:
        return []
    title = text(gettext("Objections and corrections"))
    return [Heading(3, title), Items(tuple(lines))]


def _parts(parts: tuple[str, str, str] | None) -> str:
    if parts is None:
        return gettext("no vote")
    yes, no, abstain = map(Fraction, parts)
    return f"“{words.vote_word(yes, no, abstain)}”"


def _ending(told: Minuted) -> list[Block]:
    meeting = told.found.meeting
    blocks: list[Block] = []
    if meeting.status == "without quorum":
        blocks.append(Paragraph(text(gettext("The meeting ended without a quorum."))))
    if meeting.reason:
        reason = Run(meeting.reason, apart=True)
        blocks.append(Paragraph(text(gettext("Reason:"), " ", reason)))
    if meeting.ended_n is not None:
        said = gettext("The meeting ended with entry {n} of the record.")
        blocks.append(Paragraph(text(said.format(n=meeting.ended_n))))
    return blocks


def _signatures(found: Convened) -> tuple[Block, ...]:
    offices = dict.fromkeys((found.meeting.rules.chair, convener(found.meeting)))
    signers = tuple(
        Place(text(words.seat_name(one)), found.holder(one, found.at)) for one in offices if one
    )
    return (Signatures(signers, gettext("Signature"), gettext("Day")),)
