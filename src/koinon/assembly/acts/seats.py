"""The seat an act is done from, for acts that nobody else can do."""

from __future__ import annotations

from koinon.acts.act import Moment
from koinon.acts.refused import refuse


def acting_seat(moment: Moment) -> str:
    """The seat that acts; refuses an act that a decision or the clock does without one."""
    if moment.seat is None:
        refuse("assembly.needs_a_seat")
    return moment.seat


def member_seat(moment: Moment) -> tuple[str, str, str]:
    """The acting seat, its body and its city; refuses an office, which no member holds."""
    seat = acting_seat(moment)
    body, _, city = seat.partition("/")
    if not city:
        refuse("assembly.not_a_delegate", seat=seat)
    return seat, body, city
