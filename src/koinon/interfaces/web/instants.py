"""The present instant, as the gate would reckon it."""

from __future__ import annotations

from koinon.acts.gate import now_utc
from koinon.record import store


def now() -> str:
    """The machine's time, never before the last entry (a demonstration may have told a later)."""
    return max(now_utc(), store.head().at)
