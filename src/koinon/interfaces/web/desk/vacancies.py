"""To-dos of seats: vacant ones, mandates that end, offices one person holds since the founding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from koinon.assembly import queries_mandates as mandates
from koinon.interfaces.shared import holding, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task, listed
from koinon.interfaces.web.pages.people import SOON, scope_of
from koinon.interfaces.web.steps import Link


def vacant(asked: Asked) -> Iterable[Task]:
    """Seats nobody can act from, in one to-do."""
    scope = scope_of(asked.seat)
    if scope is None:
        return
    empty = [seat for seat in _without_mandate(asked, scope)[0] if seat != asked.seat]
    if not empty:
        return
    said = ngettext(
        "Appoint somebody to a seat that nobody holds: {seats}",
        "Appoint somebody to {count} seats that nobody holds: {seats}",
        len(empty),
    )
    yield Task(
        key="vacant",
        title=said.format(
            count=wording.number(len(empty)), seats=listed(map(words.seat_name, empty))
        ),
        otherwise=gettext("What only these seats may do, such as casting their vote, is not done."),
        link=Link(reverse("people") + "?show=vacant", gettext("See the vacant seats")),
    )


def of_one_hand(asked: Asked) -> Iterable[Task]:
    """Offices that one person was given at the founding, and to which nobody is appointed."""
    if scope_of(asked.seat) != "":
        return
    _, given = _without_mandate(asked, "")
    offices = [seat for seat in given if "/" not in seat]
    if len(offices) < 2:
        return
    yield Task(
        key="offices-of-one-hand",
        title=gettext(
            "Appoint the holders of offices that whoever founded the coalition still holds: {seats}"
        ).format(seats=listed(map(words.seat_name, offices))),
        otherwise=gettext(
            "One person goes on holding them all: whoever charges the members also rules on their "
            "objections."
        ),
        link=Link(reverse("appoint") + f"?seat={offices[0]}", gettext("Appoint somebody")),
    )


def ending(asked: Asked) -> Iterable[Task]:
    """Mandates that end soon and that nobody is appointed to follow."""
    scope = scope_of(asked.seat)
    if scope is None:
        return
    later = (wording.local(asked.at, "UTC") + SOON).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    soon = [one for one in mandates.ending(asked.at, later) if _concerns(scope, one.seat)][:LIMIT]
    followed = _followed({one.seat for one in soon}, asked.at)
    for one in soon:
        if one.role == "alternate" or one.until is None or one.seat in followed:
            continue
        yield Task(
            key=f"mandate-{one.n}",
            title=gettext("Appoint who follows on {seat}, whose mandate ends").format(
                seat=words.seat_name(one.seat)
            ),
            otherwise=gettext("Nobody can act from the seat after that day."),
            link=Link(reverse("appoint") + f"?seat={one.seat}", gettext("Appoint somebody")),
            due=date.fromisoformat(one.until),
            at=one.ends_at,
        )


def _followed(seats: Iterable[str], at: str) -> frozenset[str]:
    """Those of these seats for which a mandate is to come, or waits for the one that stands."""
    found = set()
    wanted, page, pages = sorted(seats), 1, 1
    while wanted and page <= pages:
        lines, pages = mandates.seat_lines(page, wanted)
        for line in lines:
            if any(
                one.role != "alternate" and one.standing(at) in ("coming", "waiting")
                for one in line.mandates
            ):
                found.add(line.seat)
        page += 1
    return frozenset(found)


def _without_mandate(asked: Asked, scope: str) -> tuple[list[str], list[str]]:
    """The seats without a mandate: those nobody can act from, and those of whom holds the most."""
    seats = [seat for seat in mandates.vacant(asked.at) if _concerns(scope, seat)]
    held: defaultdict[int, list[str]] = defaultdict(list)
    taken = set()
    for one in holding.holders_of(seats, asked.at):
        taken.add(one.seat)
        held[one.account].append(one.seat)
    empty = [seat for seat in seats if seat not in taken]
    most = max(held.values(), key=len, default=[])
    return empty, [seat for seat in seats if seat in most]


def _concerns(scope: str, seat: str) -> bool:
    return not scope or seat.partition("/")[2] == scope
