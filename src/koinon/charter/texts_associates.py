"""The sentences of cities with a voice and no vote; fields in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


ASSOCIATE_MISTAKES: Final[Mapping[str, str]] = {
    "associates_no_vote": gettext_noop(
        "“{value}” is part of a vote, or of what only members do, and associates have a voice "
        "alone; take it out of the list."
    ),
    "associates_not_granted": gettext_noop(
        "no article under [authority] lets the delegates of {bodies} do “{value}”, so that it "
        "cannot be opened to associates; grant it to one of these bodies, or take it out."
    ),
    "associates_undeclared": gettext_noop(
        "nothing says where associates have a voice; add [associates], or take this act out."
    ),
}

ASSOCIATES: Final[Mapping[str, str]] = {
    "associates": gettext_noop(
        "Article {article}. A city can be admitted with a voice and without a vote, as {title}."
    ),
    "associates.body": gettext_noop("It has a seat with a voice in this body: {body}."),
    "associates.may": gettext_noop("Its delegate may do this, as those of members may: {act}."),
    "associates.voice": gettext_noop(
        "Its delegate attends, speaks and gets the papers, and does no act."
    ),
    "associates.else": gettext_noop(
        "It is in no electorate, no quorum and no levy; all other acts are for members alone."
    ),
}
