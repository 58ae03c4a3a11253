"""The sentences about the coalition's end: refusals and keys of the act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


DISSOLVING_REFUSALS: Final[Mapping[str, str]] = {
    "assembly.no_dissolution": gettext_noop(
        "The charter does not say how the coalition ends; amend it first."
    ),
    "assembly.dissolved_already": gettext_noop(
        "The coalition was dissolved by entry {n} already; that is done once."
    ),
    "assembly.dissolved_matter": gettext_noop(
        "The coalition is dissolved (entry {n}), and article {article} lets no proposal on this "
        "matter be put any more."
    ),
    "assembly.dissolved_admission": gettext_noop(
        "The coalition is dissolved (entry {n}), so by article {article} {city} cannot be admitted "
        "any more."
    ),
}

DISSOLVING_LABELS: Final = (
    gettext_noop("act.assembly.dissolve/1"),
    gettext_noop("about.assembly.dissolve/1"),
    gettext_noop("says.assembly.dissolve/1"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
