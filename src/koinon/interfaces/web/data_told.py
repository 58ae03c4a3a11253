"""What is held about a person, told: readable on a page, exact in a file, printed on a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop, ngettext

from koinon.interfaces.shared import wording
from koinon.interfaces.shared.papers import Facts, Heading, Paper, Paragraph, Run, Table, text
from koinon.interfaces.web import mail_told, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.papers.making import paper
from koinon.people.erasing import Held
from koinon.people.processing import ACTIVITIES, GROUNDS, Activity, Kept, Person, by_name
from koinon.people.retention import Period
from koinon.post.kinds import BY_NAME
from koinon.record import canonical

FORMAT: Final = "koinon-data/1"
ROWS_SHOWN: Final = 200
"""Rows of one table on a page, at most; the files hold all."""
_ACTIVITIES: Final = {one.id: one for one in ACTIVITIES}

KINDS: Final = {
    "access": gettext_noop("Access (article 15)"),
    "rectification": gettext_noop("Rectification (article 16)"),
    "erasure": gettext_noop("Erasure (article 17)"),
    "restriction": gettext_noop("Restriction (article 18)"),
    "objection": gettext_noop("Objection (article 21)"),
}
STATUSES: Final = {
    "unproved": gettext_noop("Waits for the address to be confirmed"),
    "open": gettext_noop("Waits for an answer"),
    "decided": gettext_noop("Answered, being carried out"),
    "done": gettext_noop("Done"),
    "withdrawn": gettext_noop("Withdrawn"),
}
OUTCOMES: Final = {
    "granted": gettext_noop("Granted"),
    "partly": gettext_noop("Granted in part"),
    "refused": gettext_noop("Refused"),
}
DEEDS: Final = {
    "looked": gettext_noop("Looked at"),
    "corrected": gettext_noop("Corrected"),
    "erased": gettext_noop("Erased on request"),
    "withheld": gettext_noop("Taken out of publication"),
    "held": gettext_noop("Put on hold"),
    "lifted": gettext_noop("Hold lifted"),
    "decided": gettext_noop("Request answered"),
    "extended": gettext_noop("Time to answer made longer"),
    "swept": gettext_noop("Erased because its time was over"),
}
_WORDS: Final = {"status": STATUSES, "deed": DEEDS}


@dataclass(frozen=True, slots=True)
class Told:
    """One table about a person in words: why it is kept, until when, and its rows."""

    title: str
    activity: Activity
    how_long: str
    labels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int


def told(found: Sequence[Held], limit: int = ROWS_SHOWN) -> tuple[Told, ...]:
    """Everything held, in the reader's language."""
    return tuple(
        Told(
            gettext(one.kept.title),
            activity_of(one.kept),
            how_long(one.period, one.until),
            tuple(gettext(label) for _, label in one.kept.fields),
            tuple(
                tuple(_said(one.kept, name, value) for name, _, value in row)
                for row in one.rows[:limit]
            ),
            max(0, len(one.rows) - limit),
        )
        for one in found
    )


def activity_of(kept: Kept) -> Activity:
    """The activity that a table serves, in the reader's language."""
    found = _ACTIVITIES[kept.activity]
    facts = ("title", "purpose", "basis", "persons", "recipients")
    return Activity(found.id, *(gettext(getattr(found, name)) for name in facts))


def length(period: Period) -> str:
    """How long a class is kept."""
    if period.retention.unit == "days":
        said = ngettext("{n} day", "{n} days", period.amount)
    else:
        said = ngettext("{n} month", "{n} months", period.amount)
    return said.format(n=wording.number(period.amount))


def how_long(period: Period, until: date | None = None) -> str:
    """How long a class is kept from when; and the day, where it is known."""
    said = gettext("{length} from: {event}.").format(
        length=length(period), event=gettext(period.retention.since)
    )
    if until is None:
        return said
    return f"{said} " + gettext("Until {day}.").format(day=wording.day(until))


def ground(code: str) -> str:
    """A ground of the law in words; "" for none."""
    return gettext(GROUNDS[code]) if code else ""


def _said(kept: Kept, name: str, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "–"
    if kept.name == "happenings" and name == "kind":
        return render_to_string("koinon/happening.html", {"line": {"kind": value}}).strip()
    if kept.name == "requests" and name == "kind":
        return gettext(KINDS[value])
    if name == "kind" and value in BY_NAME:
        return mail_told.kind(value)
    if kept.activity == "rights" and name in _WORDS:
        return gettext(_WORDS[name].get(value, value))
    if kept.name == "handling" and name == "kept":
        found = by_name(value)
        return gettext(found.title) if found else value
    if name == "seat":
        return words.seat_name(value)
    if name == "seats":
        return ", ".join(map(words.seat_name, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        return wording.instant(value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, list | dict):
        return canonical.dump(_json(value)).decode()
    return str(value)


def as_file(person: Person, found: Sequence[Held]) -> dict[str, Any]:
    """Everything held, exact, for programs (GDPR article 20): the same names in every language."""
    return {
        "format": FORMAT,
        "controller": words.coalition_name(),
        "made": now(),
        "person": {"email": person.email, "name": person.name},
        "kept": [_kept(one) for one in found],
    }


def _kept(one: Held) -> dict[str, Any]:
    activity = activity_of(one.kept)
    return {
        "name": one.kept.name,
        "title": gettext(one.kept.title),
        "purpose": activity.purpose,
        "basis": activity.basis,
        "recipients": activity.recipients,
        "retention": one.kept.retention,
        "kept": how_long(one.period),
        "until": one.until.isoformat() if one.until else None,
        "rows": [{name: _json(value) for name, _, value in row} for row in one.rows],
    }


def _json(value: Any) -> Any:
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    return str(value)


def as_paper(person: Person, found: Sequence[Held]) -> Paper:
    """Everything held, as a paper to keep."""
    at = now()
    blocks: list[Any] = [
        Paragraph(text(gettext("E-mail address"), ": ", Run(person.email, apart=True))),
        Paragraph(text(rights())),
    ]
    for one in told(found, limit=100_000):
        facts = (
            (gettext("What for"), one.activity.purpose),
            (gettext("On which ground"), one.activity.basis),
            (gettext("Who sees it"), one.activity.recipients),
            (gettext("How long"), one.how_long),
        )
        blocks += [
            Heading(1, text(one.title)),
            Facts(tuple((text(name), text(value)) for name, value in facts)),
            Table(
                tuple(map(text, one.labels)),
                tuple(tuple((Run(cell, apart=True),) for cell in row) for row in one.rows),
            ),
        ]
    return paper(text(gettext("What is held about you")), tuple(blocks), at)


def rights() -> str:
    """What a person can ask, and where to complain."""
    return gettext(
        "You can ask for access, for wrong data to be corrected, for data to be erased or left "
        "alone, and object to what is done with it. You are answered within a month. Nothing is "
        "decided about you by a machine. If you are not content, you can complain to the data "
        "protection authority of your country."
    )
