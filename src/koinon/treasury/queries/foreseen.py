"""Reads of what a levy would do before it is adopted: dry, by the figures of a day."""

from __future__ import annotations

from typing import Any

from koinon.methods.levies import Assessment, Levy
from koinon.treasury.acts.levies import assessed, read_formula


def formula(plain: dict[str, Any]) -> Levy:
    """A formula as data. Raises Refusal, which says where it does not read."""
    return read_formula(plain)


def foreseen(code: str, levy: Levy, need_cents: int, year: int, day: str) -> Assessment:
    """What each member would be charged on a day; nothing is written.

    Raises Refusal where the formula cannot be applied to the members with the figures of that day.
    """
    return assessed(code, levy, need_cents, year, day)
