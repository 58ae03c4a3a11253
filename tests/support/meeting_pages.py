"""A chamber whose meetings lie around the present day, for tests of its pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.assembly.meetings import RULED, Assembly, assembled
from tests.support.pages import days_ago, person

ZONE = ZoneInfo("Europe/Brussels")
ALLOWED = RULED.replace("objection_days = 1", "objection_days = 3")


def local(days: float, hour: int = 10) -> str:
    """A day and hour so many days from now, as clocks in Brussels show it."""
    day = (datetime.now(UTC) + timedelta(days=days)).astimezone(ZONE).date()
    return f"{day.isoformat()}T{hour:02d}:00"


def convened(days: float = -1, *titles: str, charter: str = ALLOWED) -> tuple[Assembly, int, int]:
    """A meeting so many days from now with one proposal under its first item: chamber, numbers."""
    chamber = assembled(charter)
    chamber.at = days_ago(12)
    number = chamber.convene(*(titles or ("The trams", "Any other business")), begins=local(days))
    asked = chamber.put(number, title="Buy forty trams")
    return chamber, number, asked


def begun(*titles: str) -> tuple[Assembly, int, int]:
    """As `convened`, yesterday; nothing has happened in it yet."""
    chamber, number, asked = convened(-1, *titles)
    chamber.at = days_ago(0)
    return chamber, number, asked


def people() -> dict[str, str]:
    """Sign-in links by person."""
    return {
        "secretariat": person("desk@league.example", "secretariat"),
        "ghent": person("delegate@ghent.example", "council/ghent"),
        "leuven": person("delegate@leuven.example", "council/leuven"),
    }


def posted(**more: Any) -> dict[str, Any]:
    """What the form of the attendance sends: everybody absent unless said."""
    return {f"by-{city}": by for city, by in more.items()}
