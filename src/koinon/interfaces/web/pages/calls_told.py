"""The second vote of a proposal as its page tells it: who calls for it, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from koinon.assembly.queries import CallView, ProposalView
from koinon.interfaces.web import meter
from koinon.methods.rules import can_be_called

CALL: Final = "assembly.call_second_vote/1"
RECORD: Final = "assembly.record_calls/1"


@dataclass(frozen=True, slots=True)
class SecondVote:
    """What a proposal's page says of its second vote: who calls, and whether the reader may."""

    calls: tuple[CallView, ...]
    called: bool
    may_call: bool
    may_record: bool


def second_vote(found: ProposalView, seat: str, *, call: bool, record: bool) -> SecondVote | None:
    """The second vote of a proposal as a seat finds it that may do these acts; None without one."""
    amendment = found.meeting is not None and found.meeting.amendment is not None
    if amendment or not can_be_called(found.terms.rule):
        return None
    city = seat.partition("/")[2] if seat.startswith(f"{found.body}/") else ""
    left = left_to_call(found)
    in_room = found.meeting is not None and found.meeting.by_roll_call
    return SecondVote(
        calls=found.calls,
        called=meter.is_called(found.decision.tree),
        may_call=found.callable_ and call and city in left,
        may_record=found.callable_ and record and in_room and bool(left),
    )


def left_to_call(found: ProposalView) -> tuple[str, ...]:
    """The members of the electorate that have not called."""
    called = {one.city for one in found.calls}
    return tuple(city for city in found.terms.electorate.members if city not in called)
