"""The log of how cities sign their people in: who set it up, offered and withdrew it, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

from koinon.people.models import Account, ProviderChange

Kind: TypeAlias = Literal["saved", "tried", "on", "off", "forgotten"]
LOG_SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A line of the log, with the address of whoever did it ("" once that account is erased)."""

    at: datetime
    kind: str
    issuer: str
    by: str
    seat: str


def note(kind: Kind, city: str, issuer: str, *, by: Account, seat: str) -> None:
    """Write a line of the log."""
    ProviderChange.objects.create(city=city, kind=kind, issuer=issuer, by=by, seat=seat)


def log_of(city: str) -> tuple[ChangeView, ...]:
    """The last lines about a city, the latest first."""
    rows = ProviderChange.objects.filter(city=city).select_related("by").order_by("-at", "-id")
    return tuple(
        ChangeView(row.at, row.kind, row.issuer, row.by.email if row.by else "", row.seat)
        for row in rows[:LOG_SIZE]
    )
