"""Sentences and labels about mandates; `texts` gathers them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


REFUSALS: Final[Mapping[str, str]] = {
    "assembly.instrument_missing": gettext_noop(
        "An office does this for {seat} only on the city's own instrument; add that document."
    ),
    "assembly.mandate_days": gettext_noop(
        "The last day, {until}, is before the first, {since}; name a later one."
    ),
    "assembly.mandate_ends_sooner": gettext_noop(
        "The mandate of entry {n} ends already on {ends_at}; an earlier day can be named, or none."
    ),
    "assembly.mandate_over": gettext_noop(
        "The mandate of entry {n} ended on {ends_at}; nothing is left to end."
    ),
    "assembly.mandate_past": gettext_noop(
        "A mandate until {until} is over already; name a last day to come, or none."
    ),
    "assembly.no_mandate": gettext_noop(
        "Entry {n} gave no mandate that stands; name the entry that appointed."
    ),
    "assembly.no_such_seat": gettext_noop(
        "There is no open seat {seat}; choose one of those that the charter gives."
    ),
    "assembly.other_citys_seat": gettext_noop(
        "You act for {own} and appoint and end mandates for {own} alone, not for {seat}; ask the "
        "secretariat."
    ),
    "assembly.seat_held": gettext_noop(
        "Somebody holds {seat} at that time by entry {n}; end that mandate first, or, to let a new "
        "holder follow, leave the first day empty."
    ),
    "assembly.successor_waits": gettext_noop(
        "By entry {n} somebody waits already to follow as {seat}; end that mandate first."
    ),
    "assembly.term_lasts": gettext_noop(
        "The mandate of entry {n} has not come to its end; end it by an act of its own."
    ),
}

LABELS: Final = (
    gettext_noop("act.assembly.appoint/1"),
    gettext_noop("about.assembly.appoint/1"),
    gettext_noop("says.assembly.appoint/1"),
    gettext_noop("act.assembly.appoint/1.seat"),
    gettext_noop("act.assembly.appoint/1.role"),
    gettext_noop("act.assembly.appoint/1.holder"),
    gettext_noop("act.assembly.appoint/1.since"),
    gettext_noop("act.assembly.appoint/1.until"),
    gettext_noop("act.assembly.appoint/1.how"),
    gettext_noop("act.assembly.appoint/1.instrument"),
    gettext_noop("act.assembly.end_mandate/1"),
    gettext_noop("about.assembly.end_mandate/1"),
    gettext_noop("says.assembly.end_mandate/1"),
    gettext_noop("act.assembly.end_mandate/1.mandate"),
    gettext_noop("act.assembly.end_mandate/1.how"),
    gettext_noop("act.assembly.end_mandate/1.on"),
    gettext_noop("act.assembly.end_mandate/1.instrument"),
    gettext_noop("act.assembly.end_term/1"),
    gettext_noop("about.assembly.end_term/1"),
    gettext_noop("says.assembly.end_term/1"),
    gettext_noop("act.assembly.end_term/1.mandate"),
    gettext_noop("value.holder"),
    gettext_noop("value.alternate"),
    gettext_noop("value.interim"),
    gettext_noop("value.resigned"),
    gettext_noop("value.died"),
    gettext_noop("value.recalled"),
    gettext_noop("value.lost_office"),
    gettext_noop("value.term_ended"),
    gettext_noop("value.mistake"),
    gettext_noop("value.seat_closed"),
)
