"""A clock that a test sets: the gate and the pages read it, and the server's pulse follows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from koinon.acts import gate
from koinon.interfaces.jobs.server import Pulse
from koinon.interfaces.web import instants


@dataclass(slots=True)
class Clock:
    """The present instant, until it is set anew."""

    at: datetime

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Let everything in this process read it, the server's threads too."""
        for module in (gate, instants):
            patch.setattr(module, "now_utc", self.now_utc)

    def now_utc(self) -> str:
        """The instant as the record writes it."""
        return self.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def strike(self, at: datetime) -> None:
        """Go on to an instant; what is due is done and signed, as the server's pulse does it."""
        assert at > self.at, "a clock does not go back"
        self.at = at
        Pulse().beat()


def local(day: date, hour: int = 0, *, zone: str = "Europe/Brussels") -> datetime:
    """An hour of a day in the legal zone."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return (midnight + timedelta(hours=hour)).astimezone(UTC)
