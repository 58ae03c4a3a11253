"""Sentences of levies that the charter writes: refusals, and the catalogues' keys of the act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


LEVY_REFUSALS: Final[Mapping[str, str]] = {
    "treasury.no_charter_levy": gettext_noop(
        "The charter writes no levies, so there is no “{charter_levy}”; add it to the charter by "
        "an amendment."
    ),
    "treasury.unknown_charter_levy": gettext_noop(
        "The charter has no levy “{charter_levy}”; name one of {known}."
    ),
    "treasury.need_missing": gettext_noop(
        "The levy “{charter_levy}” of the charter raises an amount; say how much."
    ),
    "treasury.need_not_asked": gettext_noop(
        "What the levy “{charter_levy}” of the charter raises follows from its steps; leave the "
        "amount out."
    ),
    "treasury.figure_missing": gettext_noop(
        "The levy “{charter_levy}” of the charter goes by the figure “{figure}”; give it."
    ),
    "treasury.figure_not_asked": gettext_noop(
        "The levy “{charter_levy}” of the charter does not go by a figure “{figure}”; leave it out."
    ),
    "treasury.nobody_pays": gettext_noop(
        "None of those that pay the levy {levy} by the charter is a member; admit one first, or "
        "change the group by an amendment."
    ),
}
"""Code → a whole sentence with named facts."""

LEVY_LABELS: Final = (
    gettext_noop("act.treasury.adopt_levy/2"),
    gettext_noop("about.treasury.adopt_levy/2"),
    gettext_noop("says.treasury.adopt_levy/2"),
    gettext_noop("act.treasury.adopt_levy/2.charter_levy"),
    gettext_noop("act.treasury.adopt_levy/2.code"),
    gettext_noop("act.treasury.adopt_levy/2.year"),
    gettext_noop("act.treasury.adopt_levy/2.need_cents"),
    gettext_noop("act.treasury.adopt_levy/2.figures"),
    gettext_noop("act.treasury.adopt_levy/2.instalments"),
)
"""Keys under which catalogues name the act and its fields."""
