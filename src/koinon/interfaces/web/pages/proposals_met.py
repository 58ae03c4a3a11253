"""A proposal put to a meeting: its amendments, and what a seat can do about its votes there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from koinon.assembly import queries as assembly
from koinon.assembly import queries_meetings as meetings
from koinon.assembly.queries import ProposalView
from koinon.interfaces.web.enclosed.papers import kept
from koinon.interfaces.web.pages import amendments_told
from koinon.interfaces.web.pages.amendments_told import ORDER, TABLE, Line, Told

CASTING = "assembly.give_casting_vote/1"
OBJECT = "assembly.object_to_vote/1"
CORRECT = "assembly.correct_vote/1"
PUT = "assembly.open_proposal/2"


@dataclass(frozen=True, slots=True)
class Met:
    """What a proposal's page says of the meeting: amendments, what changes, which buttons.

    `lines` are what an amendment changes in the text of what it amends.
    """

    amendments: tuple[Told, ...]
    replaces: str
    lines: tuple[Line, ...]
    may_table: bool
    may_order: bool
    may_cast: bool
    may_object: bool
    may_correct: bool
    may_put: bool


def met(found: ProposalView, at: str, may: Callable[[str], bool], *, entitled: bool) -> Met | None:
    """A proposal in its meeting, as a seat that may do some acts finds it; None outside of one."""
    meeting = meetings.meeting(found.meeting.number, at) if found.meeting else None
    if meeting is None:
        return None
    vote = next(one for one in meeting.votes if one.number == found.number)
    waiting = amendments_told.waiting(found.number, meeting.votes)
    called = vote.phase == "closed" and vote.counted_at is not None
    return Met(
        amendments=amendments_told.told(found.number, meeting),
        replaces=amendments_told.replaces(vote.amendment.replaces) if vote.amendment else "",
        lines=_lines(found, at),
        may_table=amendments_told.amendable(vote, meeting) and may(TABLE),
        may_order=len(waiting) > 1 and may(ORDER),
        may_cast=called and vote.tied and meeting.rules.casting_vote and may(CASTING),
        may_object=called and entitled and may(OBJECT),
        may_correct=called and may(CORRECT),
        may_put=vote.phase == "lapsed" and vote.amendment is None and may(PUT),
    )


def _lines(found: ProposalView, at: str) -> tuple[Line, ...]:
    """What an amendment changes in the text, where both are texts a page can show."""
    amends = found.meeting.amendment if found.meeting else None
    new = kept(found.text_sha256) if amends else None
    main = assembly.proposal(amends.number, at) if amends and new and new.text else None
    old = kept(main.text_sha256) if main else None
    return amendments_told.differences(old.text if old else "", new.text) if main and new else ()
