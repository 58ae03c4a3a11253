"""The acts of the room."""

from __future__ import annotations

from koinon.treasury.acts import bank, budget, closing, levies, spending

__all__ = ["bank", "budget", "closing", "levies", "spending"]
