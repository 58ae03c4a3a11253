"""The league's calendar: its years, months and days laid so that today is in its second year.

A day of the story is written "YEAR-MONTH-DAY" of the league, "1-03-14" being the fourteenth day of
the third month of its first year; "today-4" is four days before today.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")
"""The charter's legal zone (article 1)."""
OPENING = time(9, 10)
"""When the first act of a day is done."""
MINUTES_BETWEEN = 4
"""Between two acts of a day."""

_DAY = re.compile(r"([12])-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")
_RELATIVE = re.compile(r"today([+-])(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of the league as days of the world.

    `start` is the first day of the league's first year, `today` a day in its second.
    """

    start: date
    today: date

    @classmethod
    def for_today(cls, today: date) -> Calendar:
        """Years begin in January, or in July where today is in a month before June.

        Either way the first five months of the second year are over.
        """
        if today.month >= 6:
            return cls(date(today.year - 1, 1, 1), today)
        return cls(date(today.year - 2, 7, 1), today)

    def day(self, said: str) -> date:
        """The day of the world; a day of the league that falls on a weekend is the next Monday."""
        if match := _RELATIVE.fullmatch(said):
            days = int(match[2])
            return self.today + timedelta(days=days if match[1] == "+" else -days)
        match = _DAY.fullmatch(said)
        if match is None:
            raise ValueError(f"{said} is no day of the league")
        year, month, day = map(int, match.groups())
        months = 12 * (year - 1) + self.start.month + month - 2
        found = date(self.start.year + months // 12, months % 12 + 1, day)
        return found + timedelta(days=(7 - found.weekday()) % 7 if found.weekday() > 4 else 0)

    def label(self, year: int) -> int:
        """The number of a financial year: the calendar year it begins in."""
        return self.start.year + year - 1

    def name(self, year: int) -> str:
        """How people write a financial year: "2025", or "2025/26" where it begins in July."""
        label = self.label(year)
        return str(label) if self.start.month == 1 else f"{label}/{(label + 1) % 100:02d}"


def office_hours(day: date, place: int) -> str:
    """The instant of the day's act at this place (from 0), as the record writes it."""
    local = datetime.combine(day, OPENING, tzinfo=ZONE) + timedelta(minutes=MINUTES_BETWEEN * place)
    return _utc(local)


def midnight(day: date) -> str:
    """The instant at which a day begins in the legal zone."""
    return _utc(datetime.combine(day, time(0), tzinfo=ZONE))


def _utc(local: datetime) -> str:
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
