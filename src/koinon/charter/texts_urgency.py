"""The sentences of a charter on decisions in urgency; fields in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with plural forms for translation; the number is the field {n}."""
    return singular, plural


URGENCY_MISTAKES: Final[Mapping[str, str]] = {
    "urgent_nothing": gettext_noop(
        "no matter is named that may be decided in urgency; list at least one."
    ),
    "cannot_be_ratified": gettext_noop(
        "what is decided in urgency could never be ratified; write under [authority]: "
        "“{value}”, by = “decision”."
    ),
    "ratifies_itself": gettext_noop(
        "“{value}” belongs to no matter of its own, because the matter of what is ratified "
        "decides; leave it out here."
    ),
    "never_urgent": gettext_noop(
        "“{value}” cannot be decided in urgency: it may carry out {act}, which could not lapse; "
        "leave it out, or give that act a matter of its own."
    ),
    "urgent_referendum": gettext_noop(
        "“{value}” cannot be decided in urgency: each member's own referendum decides on it; "
        "leave it out."
    ),
    "ratified_too_soon": gettext_noop(
        "“{value}” could not be ratified in time, because of its notice; give at least {days} days."
    ),
}

URGENCY: Final[Mapping[str, str | tuple[str, str]]] = {
    "urgency": gettext_noop(
        "Article {article}. What cannot wait, {body} decides in urgency, by “{rule}”."
    ),
    "urgency.matter": gettext_noop("It may decide so on: {title}."),
    "urgency.ratified": ngettext_noop(
        "The body that has the matter ratifies it by its own rule within {n} whole day, or it "
        "lapses.",
        "The body that has the matter ratifies it by its own rule within {n} whole days, or it "
        "lapses.",
    ),
    "urgency.lapse": gettext_noop(
        "A vote that does not ratify it ends it at once. What was done before stays done; nothing "
        "new is done by it."
    ),
}
