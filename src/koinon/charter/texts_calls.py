"""The sentences of a second vote that members call for; fields in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with plural forms for translation; the number is the field {n}."""
    return singular, plural


CALLS: Final[Mapping[str, str | tuple[str, str]]] = {
    "rule.first": gettext_noop("a first vote, which decides unless a second is called for:"),
    "rule.call": gettext_noop("a second vote is called for when this holds:"),
    "rule.then": gettext_noop("once called for, the second vote decides, over the same votes:"),
    "rule.supersede": gettext_noop(
        "the second vote, over the same votes, replaces the first result where this holds of the "
        "votes in favour (adopted) or of those against (rejected); else the first result stands:"
    ),
    "call.count": ngettext_noop("at least {n} member calls;", "at least {n} members call;"),
    "call.count.group": ngettext_noop(
        "at least {n} member of {group} calls;", "at least {n} members of {group} call;"
    ),
    "call.share.all.at_least": gettext_noop(
        "counted by {weight}, the members that call have at least {threshold} of the whole;"
    ),
    "call.share.all.over": gettext_noop(
        "counted by {weight}, the members that call have more than {threshold} of the whole;"
    ),
    "call.share.participating.at_least": gettext_noop(
        "counted by {weight}, the members that call have at least {threshold} of what takes part "
        "in the programme;"
    ),
    "call.share.participating.over": gettext_noop(
        "counted by {weight}, the members that call have more than {threshold} of what takes part "
        "in the programme;"
    ),
    "call.largest": gettext_noop("the member with the most, counted by {weight}, calls;"),
}
