"""Which levies of the charter an adopted formula is, where the act names none."""

from __future__ import annotations

from typing import Any

from koinon.charter.queries import in_force
from koinon.methods.levies import levy_from_plain
from koinon.methods.plain import PlainError


def with_formula(plain: dict[str, Any]) -> tuple[str, ...]:
    """The levies of the charter in force that have exactly this formula, by id."""
    try:
        formula = levy_from_plain(plain)
    except PlainError:
        return ()
    return tuple(one.id for one in in_force().levies if one.levy == formula)
