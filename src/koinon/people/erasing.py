"""Erasing: what is due by its class, and what a person asked for; holds are respected, all logged.

What of a person can go, and what stays by which ground until when, is `outlook`; the clock's part
is `due` (a dry run) and `sweep`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from koinon.people import erased, handling, holds
from koinon.people.processing import Kept, Person, Rows, by_name, kept
from koinon.people.retention import Period, cutoff, periods, until


@dataclass(frozen=True, slots=True)
class Due:
    """What of one table is due: how many rows go now, and how many a hold keeps."""

    kept: Kept
    period: Period
    rows: int
    held: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What of one table is about a person: how much can go, how much stays, why and until when.

    `until` is None where no day is known yet.
    """

    kept: Kept
    erasable: int
    staying: int
    ground: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """One table's rows about a person, each as (field, label, value), and when they go.

    `until` is None while the time has not begun to run.
    """

    kept: Kept
    period: Period
    rows: tuple[tuple[tuple[str, str, Any], ...], ...]
    until: date | None


def held_about(person: Person) -> tuple[Held, ...]:
    """Everything kept about a person, a table at a time; tables without any are left out."""
    lengths = periods()
    found = []
    for one in kept():
        rows = list(one.of(person).order_by("pk"))
        if rows:
            told = tuple(_told(one, row) for row in rows)
            found.append(
                Held(one, lengths[one.retention], told, _last(one, lengths[one.retention], rows))
            )
    return tuple(found)


def _told(one: Kept, row: Any) -> tuple[tuple[str, str, Any], ...]:
    return tuple((name, label, getattr(row, name)) for name, label in one.fields)


def _last(one: Kept, period: Period, rows: Iterable[Any]) -> date | None:
    """The day on which the last of these rows becomes due; None while time does not run."""
    begun = [one.since(row) if one.since else None for row in rows]
    days = [until(period, since) for since in begun if since is not None]
    return max(days) if days and len(days) == len(begun) else None


def values_about(person: Person) -> dict[str, str]:
    """The texts of the vault that name a person, by commitment."""
    found: dict[str, str] = {}
    for one in kept():
        if one.table == "people.Secret":
            rows = one.of(person).order_by("pk").values_list("commitment", "value")
            found |= {commitment: value for commitment, value in rows if isinstance(value, str)}
    return found


def outlook(person: Person, now: datetime) -> tuple[Outlook, ...]:
    """What of a person can be erased on request, and what stays, table by table."""
    lengths, classes = periods(), holds.on_classes()
    on_hold = person.account is not None and bool(holds.of_person(person.account))
    found = []
    for one in kept():
        rows = one.of(person)
        total = rows.count()
        if not total:
            continue
        ground = "hold" if on_hold or one.retention in classes else one.hinders(person)
        if ground:
            found.append(Outlook(one, 0, total, ground, None))
            continue
        period = lengths[one.retention]
        free = _free(one, rows, period, now)
        erasable = free.count()
        staying = rows.exclude(pk__in=_keys(free)) if erasable < total else rows.none()
        last = _last(one, period, staying)
        found.append(Outlook(one, erasable, total - erasable, one.ground, last))
    return tuple(found)


def _free(one: Kept, rows: Rows, period: Period, now: datetime) -> Rows:
    """Those of a person's rows that can go: all, or with a ground those that are due."""
    if not one.ground:
        return rows
    if one.due is None:
        return rows.none()
    return rows.filter(pk__in=_keys(one.due(cutoff(period, now))))


def _keys(rows: Rows) -> list[Any]:
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def erase(
    person: Person, names: Iterable[str], now: datetime, *, by: Any, seat: str, about: str
) -> Mapping[str, int]:
    """Erase what can go of these tables of a person, the account last; the rows by table.

    What stays by law or hold is left, whatever was asked.
    """
    wanted = [one for name in names if (one := by_name(name)) is not None]
    free = {one.kept.name for one in outlook(person, now) if one.erasable}
    lengths = periods()
    gone: dict[str, int] = {}
    for one in sorted(wanted, key=lambda one: one.name == "account"):
        if one.name not in free:
            continue
        rows = _free(one, one.of(person), lengths[one.retention], now)
        erased.note(one.name, _keys(rows), now)
        gone[one.name] = (one.forget or one.erase)(rows)
        if gone[one.name]:
            handling.note(
                "erased", kept=one.name, rows=gone[one.name], about=about, by=by, seat=seat
            )
    return gone


def due(now: datetime) -> tuple[Due, ...]:
    """What would go now, table by table, and what a hold keeps: the dry run of `sweep`."""
    return tuple(Due(one, period, count, held) for one, period, _, count, held in _found(now))


def _found(now: datetime) -> Iterable[tuple[Kept, Period, Rows, int, int]]:
    lengths, classes = periods(), holds.on_classes()
    persons, documents = holds.on_persons(), holds.on_documents()
    for one in kept():
        if one.due is None:
            continue
        period = lengths[one.retention]
        rows = one.due(cutoff(period, now))
        total = rows.count()
        if one.retention in classes:
            yield one, period, rows.none(), 0, total
            continue
        spared = {key for person in persons for key in _keys(one.of(person))}
        spared |= documents if one.table == "record.Document" else frozenset()
        going = rows.exclude(pk__in=list(spared)) if spared else rows
        count = going.count() if spared else total
        yield one, period, going, count, total - count


def sweep(now: datetime) -> int:
    """Erase everything that is due, a transaction for each table; how many rows went.

    What an older backup brought back goes first.
    """
    total = erased.again()
    for one, _, rows, count, _ in list(_found(now)):
        if not count:
            continue
        with transaction.atomic():
            gone = one.erase(rows)
            handling.note("swept", kept=one.name, rows=gone)
        total += gone
    handling.note("swept", rows=total)
    return total
