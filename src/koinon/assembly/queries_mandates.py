"""Reads of mandates: who holds which seat when, which seats are vacant, what ends soon.

A mandate is named by the entry that appointed; who it is, `people` opens from its commitment.
`at` is an instant as the record writes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from django.db.models import F, Q, QuerySet

from koinon.assembly.calendar import local_day, midnight
from koinon.assembly.models import Mandate, Seat
from koinon.charter.queries import in_force

PAGE_SIZE = 20
Standing: TypeAlias = Literal["waiting", "coming", "sitting", "over"]


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate: `since` and `until` are its first and last day; `n` names it.

    `since` is None while it waits for the end of the mandate of entry `after_n`, `until` while no
    end is set. `ended_n` is the entry that ended it before its term, `ended_how` the way.
    """

    n: int
    at: str
    seat: str
    role: str
    commitment: str
    begins_at: str | None
    ends_at: str | None
    since: str | None
    until: str | None
    after_n: int | None
    how: str
    instrument_sha256: str | None
    ended_n: int | None
    ended_how: str | None
    over_n: int | None

    def standing(self, at: str) -> Standing:
        """Where the mandate stands at an instant."""
        if self.over_n is not None or (self.ends_at is not None and self.ends_at <= at):
            return "over"
        if self.begins_at is None:
            return "waiting"
        return "sitting" if self.begins_at <= at else "coming"


@dataclass(frozen=True, slots=True)
class SeatMandates:
    """An open seat with the mandates that are not over: sitting, coming and waiting ones."""

    seat: str
    body: str | None
    city: str | None
    mandates: tuple[MandateView, ...]

    def vacant(self, at: str) -> bool:
        """Whether nobody holds the seat at an instant; alternates do not hold it."""
        return not any(
            one.role != "alternate" and one.standing(at) == "sitting" for one in self.mandates
        )


@dataclass(frozen=True, slots=True)
class MandatePage:
    """One page of mandates, counted from 1; `total` is of all pages."""

    lines: tuple[MandateView, ...]
    page: int
    pages: int
    total: int


def mandate(n: int) -> MandateView | None:
    """The mandate that an entry gave."""
    row = _rows().filter(appointed_n=n).first()
    return _views([row])[0] if row else None


def of_seat(seat: str) -> tuple[MandateView, ...]:
    """Every mandate of a seat, the first given first."""
    return _views(_rows().filter(seat__name=seat).order_by("appointed_n"))


def around(body: str) -> tuple[MandateView, ...]:
    """Every mandate of a body's seats and of the offices, the first given first."""
    rows = _rows().filter(Q(seat__body=body) | Q(seat__body=None))
    return _views(rows.order_by("appointed_n"))


def sitting(at: str, seats: Iterable[str] | None = None) -> tuple[MandateView, ...]:
    """The mandates that stand at an instant, of these seats or of all, by seat and entry."""
    rows = _standing_rows(at)
    if seats is not None:
        rows = rows.filter(seat__name__in=list(seats))
    return _views(rows.order_by("seat__name", "appointed_n"))


def seats_of(mandates: Iterable[int], at: str) -> tuple[str, ...]:
    """The seats that these mandates let somebody act from at an instant, by name."""
    rows = _standing_rows(at).filter(appointed_n__in=list(mandates), seat__open=True)
    return tuple(sorted(set(rows.values_list("seat__name", flat=True))))


def seats_to_come(mandates: Iterable[int], at: str) -> tuple[str, ...]:
    """The seats of those of these mandates that are not over at an instant, by name."""
    lasting = Mandate.objects.filter(appointed_n__in=list(mandates), over_n=None)
    rows = lasting.filter(Q(ends_at=None) | Q(ends_at__gt=at), seat__open=True)
    return tuple(sorted(set(rows.values_list("seat__name", flat=True))))


def governed(seats: Iterable[str], at: str) -> frozenset[str]:
    """Those of these seats that somebody has been appointed to; the record says who acts there."""
    begun = Mandate.objects.filter(seat__name__in=list(seats), begins_at__lte=at)
    return frozenset(begun.exclude(role="alternate").values_list("seat__name", flat=True))


def vacant(at: str) -> tuple[str, ...]:
    """The open seats that nobody holds at an instant: offices first, then by name."""
    held = _standing_rows(at).exclude(role="alternate").values("seat")
    return tuple(_open_seats().exclude(id__in=held).values_list("name", flat=True))


def ending(at: str, until: str) -> tuple[MandateView, ...]:
    """The mandates that stand and end by an instant, the next first."""
    rows = _standing_rows(at).filter(ends_at__lte=until)
    return _views(rows.order_by("ends_at", "appointed_n"))


def seat_lines(
    page: int, seats: Iterable[str] | None = None
) -> tuple[tuple[SeatMandates, ...], int]:
    """A page of open seats, of these or of all, with who holds them; and how many pages."""
    rows = _open_seats()
    if seats is not None:
        rows = rows.filter(name__in=list(seats))
    pages = _pages(rows.count())
    page = min(max(page, 1), pages)
    found = list(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    given: defaultdict[str, list[MandateView]] = defaultdict(list)
    standing = _rows().filter(seat__in=found, over_n=None).order_by("appointed_n")
    for one in _views(standing):
        given[one.seat].append(one)
    return tuple(
        SeatMandates(
            seat.name, seat.body, seat.name.partition("/")[2] or None, tuple(given[seat.name])
        )
        for seat in found
    ), pages


def register(at: str, page: int, *, past: bool = False) -> MandatePage:
    """The mandates that stand, by seat; or those that are over, the last ended first."""
    if past:
        rows = _rows().filter(ends_at__lte=at, begins_at__lt=F("ends_at"))
        rows = rows.order_by("-ends_at", "-appointed_n")
    else:
        rows = _standing_rows(at)
        rows = rows.order_by(F("seat__body").asc(nulls_first=True), "seat__name", "appointed_n")
    total = rows.count()
    pages = _pages(total)
    page = min(max(page, 1), pages)
    return MandatePage(_views(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), page, pages, total)


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE_SIZE))


def _rows() -> QuerySet[Mandate]:
    return Mandate.objects.select_related("seat", "after")


def _open_seats() -> QuerySet[Seat]:
    return Seat.objects.filter(open=True).order_by(F("body").asc(nulls_first=True), "name")


def _standing_rows(at: str) -> QuerySet[Mandate]:
    begun = _rows().filter(begins_at__lte=at)
    return begun.filter(Q(ends_at=None) | Q(ends_at__gt=at))


def _views(rows: Iterable[Mandate]) -> tuple[MandateView, ...]:
    found = list(rows)
    zone = in_force().time_zone if found else ""
    return tuple(_view(row, zone) for row in found)


def _view(row: Mandate, zone: str) -> MandateView:
    return MandateView(
        n=row.appointed_n,
        at=row.appointed_at,
        seat=row.seat.name,
        role=row.role,
        commitment=row.holder,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        since=_first_day(row, zone),
        until=row.until or _last_day(row, zone),
        after_n=row.after.appointed_n if row.after else None,
        how=row.how,
        instrument_sha256=row.instrument_sha256,
        ended_n=row.ended_n,
        ended_how=row.ended_how,
        over_n=row.over_n,
    )


def _first_day(row: Mandate, zone: str) -> str | None:
    return local_day(row.begins_at, zone).isoformat() if row.begins_at else None


def _last_day(row: Mandate, zone: str) -> str | None:
    """The day of the last instant before the end."""
    if row.ends_at is None:
        return None
    day = local_day(row.ends_at, zone)
    whole = midnight(day, zone) == row.ends_at
    return (day - timedelta(days=1) if whole else day).isoformat()
