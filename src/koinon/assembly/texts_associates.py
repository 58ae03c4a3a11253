"""The sentences about associates, who have a voice and no vote: refusals, keys of acts, fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


ASSOCIATE_REFUSALS: Final[Mapping[str, str]] = {
    "assembly.association_of_another": gettext_noop(
        "You act for {own} and cannot end the association of {city}; its own delegate can."
    ),
    "assembly.association_resolution": gettext_noop(
        "An office ends the association of {city} only by a resolution of its council; add that "
        "document."
    ),
    "assembly.no_associate": gettext_noop(
        "{city} is no associate; choose a city that the list of cities shows as one."
    ),
    "assembly.no_associates": gettext_noop(
        "The charter says nothing of associates; add [associates] to it, or admit the city as a "
        "member."
    ),
    "assembly.no_member": gettext_noop(
        "{city} is an associate and no member that could leave; end its association instead."
    ),
    "assembly.proxy_associate": gettext_noop(
        "{city} has a voice here and no vote, so that it neither gives a proxy nor holds one; "
        "choose a member."
    ),
    "authority.associate": gettext_noop(
        "By article {article} {city} has a voice and no vote, and the act “{act}” is for members "
        "alone; the charter says which acts are open to it."
    ),
}

ASSOCIATE_LABELS: Final = (
    gettext_noop("act.assembly.admit_associate/1"),
    gettext_noop("about.assembly.admit_associate/1"),
    gettext_noop("says.assembly.admit_associate/1"),
    gettext_noop("act.assembly.admit_associate/1.associate"),
    gettext_noop("act.assembly.end_association/1"),
    gettext_noop("about.assembly.end_association/1"),
    gettext_noop("says.assembly.end_association/1"),
    gettext_noop("act.assembly.end_association/1.city"),
    gettext_noop("act.assembly.end_association/1.resolution"),
    gettext_noop("value.associate"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
