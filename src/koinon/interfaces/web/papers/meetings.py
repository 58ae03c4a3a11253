"""A meeting read for its papers, and what all of them say of it: when, where, what about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from koinon.assembly import queries as assembly
from koinon.assembly import queries_associates as associates
from koinon.assembly import queries_meetings
from koinon.assembly.queries import ProposalView
from koinon.assembly.queries_meetings import AgendaItem, MeetingView
from koinon.charter import queries as charters
from koinon.charter.document import Charter, Names
from koinon.interfaces.shared import wording
from koinon.interfaces.shared.papers import Block, Facts, Heading, Items, Run, Text, text
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.office_holders import office_holders
from koinon.record import canonical, store


@dataclass(frozen=True, slots=True)
class Convened:
    """A meeting with the charter it was convened under; `site` is where this installation is."""

    meeting: MeetingView
    charter: Charter
    site: str
    at: str

    @property
    def address(self) -> str:
        """Where the meeting is followed."""
        return f"{self.site}decisions/meetings/{self.meeting.number}/"

    @property
    def body(self) -> str:
        """The body's title."""
        return words.told(self.charter.body(self.meeting.body).title)

    def holder(self, seat: str, at: str, by: str | None = None) -> Text:
        """Who spoke from a seat at an instant, by the public register; nothing for nobody."""
        name = office_holders(self.meeting.body).name(seat, at, by)
        return (Run(name, apart=True),) if name else ()

    def named(self, seat: str, at: str, by: str | None = None) -> Text:
        """The same on a line of its own."""
        name = self.holder(seat, at, by)
        return (Run("\n"), *name) if name else ()

    def items(self) -> Iterator[tuple[int, AgendaItem]]:
        """The agenda in force, each item with its place in it."""
        yield from enumerate(self.meeting.agenda.items, 1)

    def proposals(self, item: AgendaItem) -> tuple[ProposalView, ...]:
        """What was put under an item, in the order of voting: amendments before what they amend."""
        found = (assembly.proposal(number, self.at) for number in item.proposals)
        return tuple(sorted((one for one in found if one is not None), key=_in_turn))


def _in_turn(one: ProposalView) -> tuple[int, bool, bool, int, int]:
    """A proposal after the amendments to it, those in their places; families by their number."""
    amends = one.meeting.amendment if one.meeting else None
    if amends is None:
        return (one.number, True, False, 0, one.number)
    return (amends.number, False, amends.place is None, amends.place or 0, one.number)


def find(request: HttpRequest, number: int) -> Convened:
    """The meeting of this number as it stands now. Raises Http404."""
    at = now()
    found = queries_meetings.meeting(number, at)
    if found is None:
        raise Http404
    charter = charters.parsed(found.charter_sha256)
    return Convened(found, charter, request.build_absolute_uri("/"), at)


def named(names: Names) -> Run:
    """A title in the language it is told in."""
    said = words.told(names)
    language = next((one for one, title in names if title == said), "")
    return Run(said, apart=True, language=language)


def titled(message: str, title: Run) -> Text:
    """A sentence around a title, which stands in it as {title}."""
    before, _, after = message.partition("{title}")
    return text(before, title, after)


def convener(meeting: MeetingView) -> str:
    """The seat that convened it."""
    entry: Any = canonical.load(store.body(meeting.convened_n))
    return str(entry["by"]["seat"] or "")


def cities_of(found: Convened) -> tuple[str, ...]:
    """Who sits in the body, by name: members its quorum is frozen over, and who has a voice.

    Where it needs no quorum, all that have seats.
    """
    meeting = found.meeting
    if meeting.quorum is not None:
        slugs = (*meeting.quorum.electorate.members, *associates.invited(meeting.number))
    else:
        slugs = tuple(one.city for one in assembly.seats() if one.body == meeting.body and one.city)
    names = words.city_names()
    return tuple(sorted(slugs, key=lambda slug: (names.get(slug, slug), slug)))


def facts(found: Convened) -> Facts:
    """Which body, when, where and how it meets, and since when it is convened."""
    meeting = found.meeting
    began = wording.instant(meeting.begins_at, meeting.time_zone)
    ends = wording.deadline(meeting.ends_at, meeting.time_zone) if meeting.ends_at else ""
    first = meeting.second_call_of
    rows: tuple[tuple[str, Text], ...] = (
        (gettext("Meeting"), text(f"{meeting.number} · ", named(meeting.title))),
        (gettext("Body"), text(found.body)),
        (gettext("Day and time"), text(began)),
        (gettext("Voting closes"), text(ends)),
        (
            gettext("Meeting place"),
            (Run(meeting.place or "", apart=True),) if meeting.place else (),
        ),
        (gettext("How"), text(words.fixed(meeting.mode))),
        (
            gettext("Convened"),
            text(
                gettext("{at} by the {seat}, entry {n}").format(
                    at=wording.instant(meeting.convened_at, meeting.time_zone),
                    seat=words.seat_name(convener(meeting)),
                    n=meeting.convened_n,
                )
            ),
        ),
        (
            gettext("Second call"),
            text(gettext("Of meeting {number}, which had no quorum").format(number=first))
            if first
            else (),
        ),
    )
    return Facts(tuple((text(name), value) for name, value in rows if value))


def agenda(found: Convened, annexes: dict[int, tuple[int, ...]] | None = None) -> tuple[Block, ...]:
    """The agenda; `annexes` are the numbers of the annexes of each item."""
    items = []
    for _, item in found.items():
        said: list[Run] = [named(item.title)]
        for proposal in found.proposals(item):
            said += text("\n", gettext("Proposal {number}").format(number=proposal.number), ": ")
            said.append(named(proposal.title))
        for number in (annexes or {}).get(item.item, ()):
            label = gettext("Annex {number}").format(number=number)
            said += [Run("\n"), Run(label, link=f"#annex-{number}")]
        items.append(tuple(said))
    return Heading(1, text(gettext("Agenda"))), Items(tuple(items), numbered=True)
