"""The log of handling personal data: who looked, corrected, erased; never what the data was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias

from django.utils import timezone

from koinon.people.models import Account, Handling

Deed: TypeAlias = Literal[
    "looked", "corrected", "erased", "withheld", "held", "lifted", "decided", "extended", "swept"
]
DEEDS: Final = (
    "looked", "corrected", "erased", "withheld", "held", "lifted", "decided", "extended", "swept"
)  # fmt: skip
SAME_LOOK: Final = timedelta(hours=1)
"""Within this time the same official looking at the same place is one line."""
PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class HandlingView:
    """A line of the log. `by` is the address of the official, "" for the clock or once erased."""

    at: datetime
    deed: str
    kept: str
    rows: int
    about: str
    by: str
    seat: str


@dataclass(frozen=True, slots=True)
class HandlingPage:
    """One page of the log, the latest first."""

    lines: tuple[HandlingView, ...]
    page: int
    pages: int


def note(
    deed: Deed,
    *,
    kept: str = "",
    rows: int = 0,
    about: str = "",
    account: int | None = None,
    by: Any = None,
    seat: str = "",
) -> None:
    """Write a line. `by` is the official's account, None for the clock."""
    given = by if isinstance(by, Account) else None
    Handling.objects.create(
        deed=deed, kept=kept, rows=rows, about=about, account_id=account, by=given, seat=seat
    )


def looked(by: Any, seat: str, about: str, *, kept: str, account: int | None = None) -> None:
    """Note that an official looked at something of a person; once an hour for the same place."""
    if not isinstance(by, Account) or by.pk == account:
        return
    since = timezone.now() - SAME_LOOK
    same = Handling.objects.filter(deed="looked", about=about, by=by, at__gt=since, kept=kept)
    if not same.exists():
        note("looked", kept=kept, about=about, account=account, by=by, seat=seat)


def log(page: int = 1, *, deed: str = "") -> HandlingPage:
    """A page of the log, of everything or of one kind of deed."""
    rows = Handling.objects.select_related("by").order_by("-at", "-id")
    if deed:
        rows = rows.filter(deed=deed)
    pages = max(1, -(-rows.count() // PAGE_SIZE))
    page = min(max(page, 1), pages)
    return HandlingPage(_views(rows[(page - 1) * PAGE_SIZE :][:PAGE_SIZE]), page, pages)


def of_person(account: int, limit: int = 100) -> tuple[HandlingView, ...]:
    """What was done with a person's data, the latest first."""
    rows = Handling.objects.filter(account_id=account).select_related("by")
    return _views(rows.order_by("-at", "-id")[:limit])


def last_sweep() -> datetime | None:
    """When what was due was last erased by the clock."""
    rows = Handling.objects.filter(deed="swept", kept="").order_by("-at")
    return rows.values_list("at", flat=True).first()


def _views(rows: Any) -> tuple[HandlingView, ...]:
    return tuple(
        HandlingView(
            row.at,
            row.deed,
            row.kept,
            row.rows,
            row.about,
            row.by.email if row.by else "",
            row.seat,
        )
        for row in rows
    )
