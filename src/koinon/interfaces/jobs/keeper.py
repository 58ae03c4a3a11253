"""The thread that erases personal data whose time is over, once a night."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime

from django.utils import timezone

from koinon.interfaces.jobs.looking import Looking
from koinon.people import erasing, handling

PAUSE_SECONDS = 600.0
"""Between two looks whether a night has come."""
HOUR = 2
"""From this hour on, by the clocks of Greenwich."""


class Keeper(Looking):
    """Erases what is due; the first night of an installation it only begins to count."""

    def __init__(self) -> None:
        super().__init__("koinon-keeper", PAUSE_SECONDS, logging.getLogger("koinon.jobs"))

    def beat(self) -> None:
        """One look; what is due goes once a day."""
        keep(timezone.now())

    def described(self, fault: Exception) -> str:
        """The kind of fault alone: its words may hold somebody's name."""
        return f"keeping: {type(fault).__name__}"


def keep(now: datetime) -> int | None:
    """Erase what is due if this day's night has come and it was not done; how many rows went.

    Nothing goes before the second night, so that an official can see first what would go.
    """
    last = handling.last_sweep()
    if last is None:
        handling.note("swept", about="first-night")
        return None
    if _day(last) >= _day(now) or now.astimezone(UTC).hour < HOUR:
        return None
    return erasing.sweep(now)


def _day(when: datetime) -> date:
    return when.astimezone(UTC).date()
