"""Amendments to a proposal as pages tell them: their order, what they replace, what became of each.

A fixed order and the votes as they stand decide all of it (`assembly.amendments`); nothing is
reckoned here.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from koinon.assembly.queries_meetings import MeetingView, MeetingVote

TABLE: Final = "assembly.table_amendment/1"
ORDER: Final = "assembly.order_amendments/1"
LINES_LIMIT: Final = 2_000
"""Lines of two texts up to which a page shows what differs between them."""


@dataclass(frozen=True, slots=True)
class Told:
    """An amendment: the place in which it is voted on, what it replaces, what became of it."""

    vote: MeetingVote
    place: int | None
    replaces: str
    outcome: str
    tag: str


def amendments_to(number: int, votes: Iterable[MeetingVote]) -> tuple[MeetingVote, ...]:
    """The amendments to a proposal, in the order of voting; those without a place follow."""
    found = [one for one in votes if one.amendment and one.amendment.number == number]
    return tuple(sorted(found, key=_by_place))


def _by_place(one: MeetingVote) -> tuple[bool, int, int]:
    assert one.amendment is not None
    place = one.amendment.place
    return (place is None, place or 0, one.number)


def told(number: int, found: MeetingView) -> tuple[Told, ...]:
    """The amendments to a proposal of a meeting, told."""
    return tuple(_told(one) for one in amendments_to(number, found.votes))


def _told(one: MeetingVote) -> Told:
    assert one.amendment is not None
    outcome, tag = _outcome(one)
    return Told(one, one.amendment.place, replaces(one.amendment.replaces), outcome, tag)


def replaces(parts: Iterable[str]) -> str:
    """What an amendment replaces, in words."""
    said = {
        ("text",): gettext("The text"),
        ("acts",): gettext("What it would carry out"),
        ("acts", "text"): gettext("The text, and what it would carry out"),
    }
    return said[tuple(sorted(parts))]


def _outcome(one: MeetingVote) -> tuple[str, str]:
    """What became of an amendment, and why; the tag it is shown with."""
    assert one.amendment is not None
    met = one.decision.tree.met
    match one.phase:
        case "fallen":
            said = gettext("Fallen: amendment {first} was carried and replaces the same")
            return said.format(first=one.amendment.fallen_for), "no"
        case "withdrawn":
            return gettext("Withdrawn"), ""
        case "lapsed":
            return gettext("Not voted on"), ""
        case "adopted":
            return gettext("Carried"), "yes"
        case "rejected":
            return gettext("Not carried: its rule was not met"), "no"
        case "closed" if one.tied:
            return gettext("Tied: the chair’s casting vote can decide"), ""
        case "closed" if met:
            return gettext("Carried, if nothing is corrected"), "yes"
        case "closed":
            return gettext("Not carried, if nothing is corrected"), "no"
    return gettext("To be voted on"), "open"


def waiting(number: int, votes: Iterable[MeetingVote]) -> tuple[MeetingVote, ...]:
    """The amendments to a proposal that are still to be voted on, in order."""
    found = amendments_to(number, votes)
    return tuple(one for one in found if one.phase in ("open", "upcoming"))


def comes_after(vote: MeetingVote, found: MeetingView) -> str:
    """What must come before the votes on a proposal or an amendment are called; "" for nothing."""
    main = vote.amendment.number if vote.amendment else vote.number
    family = amendments_to(main, found.votes)
    tied = [one.number for one in family if one.tied and one.phase == "closed"]
    if tied and found.rules.casting_vote:
        said = gettext("Amendment {first} is tied: the chair’s casting vote comes first.")
        return said.format(first=tied[0])
    ahead = waiting(main, found.votes)
    unordered = any(one.amendment and one.amendment.place is None for one in ahead)
    if vote.amendment and len(ahead) > 1 and unordered:
        return gettext("The chair sets the order of the amendments first.")
    if ahead and ahead[0].number != vote.number:
        said = gettext("Amendment {first} is voted on first.")
        return said.format(first=ahead[0].number)
    return ""


def amendable(vote: MeetingVote, found: MeetingView) -> bool:
    """Whether amendments to it can be tabled: a proposal of a meeting, not voted on yet."""
    waits = vote.phase in ("upcoming", "open") and found.status in ("convened", "running")
    return waits and vote.amendment is None and found.mode != "written"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text and whether an amendment puts it in, takes it out or leaves it."""

    text: str
    change: str


def differences(before: str, after: str) -> tuple[Line, ...]:
    """Two texts line by line, only where they differ and one line around; nothing where long."""
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > LINES_LIMIT:
        return ()
    compared = difflib.unified_diff(old, new, n=1, lineterm="")
    kinds = {"+": "added", "-": "removed", " ": "kept"}
    return tuple(
        Line(one[1:], kinds[one[:1]])
        for place, one in enumerate(compared)
        if place > 1 and one[:1] in kinds
    )
