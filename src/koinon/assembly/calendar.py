"""Deadlines: days reckoned in the charter's legal time zone, recorded as instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NOT_YET = "9999-01-01T00:00:00.000000Z"
"""Stands in state for an instant that an act is still to set; never in the record."""
_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True)
class Window:
    """When voting opens and closes, as the record writes instants; the close is exclusive."""

    opens_at: str
    closes_at: str


def voting_window(noticed_at: str, zone: str, notice_days: int, voting_days: int) -> Window:
    """The voting days after a notice.

    `notice_days` whole days lie between the day of the notice and the first voting day; with no
    notice voting opens at once. It closes at midnight after the last of `voting_days` days.
    """
    notice_day = local_day(noticed_at, zone)
    first = notice_day + timedelta(days=notice_days + 1 if notice_days else 0)
    opens_at = midnight(first, zone) if notice_days else noticed_at
    return Window(opens_at, midnight(first + timedelta(days=voting_days), zone))


def leaving_instant(announced_at: str, zone: str, notice_days: int, *, year_end: bool) -> str:
    """When a member that announces it at an instant has left.

    `notice_days` whole days lie between the day of the announcement and that instant; with
    `year_end` it is moved on to the end of the year of the last of them.
    """
    last = local_day(announced_at, zone) + timedelta(days=notice_days)
    first = date(last.year + 1, 1, 1) if year_end else last + timedelta(days=1)
    return midnight(first, zone)


def ratified_until(closed_at: str, zone: str, days: int) -> str:
    """Until when a decision whose voting closed at an instant can be ratified; itself excluded.

    So many whole days follow the day on which a vote could be cast last.
    """
    instant = datetime.strptime(closed_at, _FORM).replace(tzinfo=UTC) - timedelta(microseconds=1)
    last = instant.astimezone(ZoneInfo(zone)).date()
    return midnight(last + timedelta(days=days + 1), zone)


def instant_of(local: str, zone: str) -> str | None:
    """The instant at which clocks in a time zone show "YYYY-MM-DDTHH:MM"; None if they never do.

    Of the two instants of an hour that comes twice, the first.
    """
    shown = datetime.strptime(local, "%Y-%m-%dT%H:%M").replace(tzinfo=ZoneInfo(zone))
    instant = shown.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(fold=0) != shown:
        return None
    return instant.strftime(_FORM)


def days_between(earlier: date, later: date) -> int:
    """How many whole days lie between two days."""
    return (later - earlier).days - 1


def last_agenda_day(day: date, agenda_days: int) -> date:
    """The last day on which the agenda of a meeting on a day can be changed."""
    return day - timedelta(days=agenda_days + 1 if agenda_days else 0)


def local_day(at: str, zone: str) -> date:
    """The calendar day of an instant in a time zone."""
    instant = datetime.strptime(at, _FORM).replace(tzinfo=UTC)
    return instant.astimezone(ZoneInfo(zone)).date()


def midnight(day: date, zone: str) -> str:
    """The instant at which a day begins in a time zone."""
    begins = datetime.combine(day, time(0), tzinfo=ZoneInfo(zone))
    return begins.astimezone(UTC).strftime(_FORM)
