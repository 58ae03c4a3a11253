"""Reads of what a levy would do before it is adopted: dry, by the figures of a day."""

from __future__ import annotations

from typing import Any

from koinon.charter.queries import in_force, parsed
from koinon.methods.levies import Assessment, Levy
from koinon.treasury.acts.charter_levies import AdoptCharterLevy
from koinon.treasury.levying import Terms, assessed, read_formula


def formula(plain: dict[str, Any]) -> Levy:
    """A formula as data. Raises Refusal, which says where it does not read."""
    return read_formula(plain)


def foreseen(code: str, levy: Levy, need_cents: int, year: int, day: str) -> Assessment:
    """What each member would be charged on a day; nothing is written.

    Raises Refusal where the formula cannot be applied to the members with the figures of that day.
    """
    return assessed(Terms(code, year, need_cents, levy, in_force()), day)


def foreseen_by_charter(data: dict[str, Any], day: str, sha256: str | None) -> Assessment:
    """What a levy of the charter would charge on a day; `data` are the act's fields.

    The charter is the one whose text has this hash, or the one in force. Raises Refusal where the
    charter or the figures of that day do not allow it.
    """
    return assessed(
        AdoptCharterLevy.read(data).terms(parsed(sha256) if sha256 else in_force()), day
    )
