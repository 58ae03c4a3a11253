"""The sentences of minorities that block, numbers that take part, silence; braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with plural forms for translation; the number is the field {n}."""
    return singular, plural


BLOCKING: Final[Mapping[str, str | tuple[str, str]]] = {
    "rule.unless": gettext_noop(
        "it is not blocked by members against, of whom this would have to hold:"
    ),
    "rule.every": gettext_noop(
        "every member that has more than {over} of the {weight} is in favour;"
    ),
    "rule.count.taking_part": ngettext_noop(
        "at least {n} member takes part;", "at least {n} members take part;"
    ),
    "against.count": ngettext_noop(
        "at least {n} member is against;", "at least {n} members are against;"
    ),
    "against.share.all.at_least": gettext_noop(
        "counted by {weight}, at least {threshold} of all are against;"
    ),
    "against.share.all.over": gettext_noop(
        "counted by {weight}, more than {threshold} of all are against;"
    ),
    "against.share.present.at_least": gettext_noop(
        "counted by {weight}, at least {threshold} of those present are against;"
    ),
    "against.share.present.over": gettext_noop(
        "counted by {weight}, more than {threshold} of those present are against;"
    ),
    "against.share.cast.at_least": gettext_noop(
        "counted by {weight}, at least {threshold} of what is cast for or against is against;"
    ),
    "against.share.cast.over": gettext_noop(
        "counted by {weight}, more than {threshold} of what is cast for or against is against;"
    ),
    "against.share.participating.at_least": gettext_noop(
        "counted by {weight}, at least {threshold} of those taking part in the programme are "
        "against;"
    ),
    "against.share.participating.over": gettext_noop(
        "counted by {weight}, more than {threshold} of those taking part in the programme are "
        "against;"
    ),
    "against.jagiellonian": gettext_noop(
        "counted by {weight}, those against reach the Jagiellonian quota;"
    ),
    "against.largest": gettext_noop(
        "the member with the most {weight} is against, if it has more than {over} of them;"
    ),
    "against.every": gettext_noop(
        "every member that has more than {over} of the {weight} is against;"
    ),
    "matter.in favour": gettext_noop("An abstention counts as a vote in favour."),
    "matter.silence.against": gettext_noop(
        "The silence of a member that is absent counts as a vote against."
    ),
    "matter.silence.in favour": gettext_noop(
        "The silence of a member that is absent counts as a vote in favour."
    ),
}

BLOCKING_MISTAKES: Final[Mapping[str, str]] = {
    "blocked_twice": gettext_noop(
        "a second vote that may leave the first result is judged of those against already; put "
        "“blocked_by” beside it."
    ),
    "one_number_of_votes": gettext_noop(
        "“votes” and “votes_per_member” say the same; leave one of them out."
    ),
    "shares_of_all": gettext_noop(
        "the parts “of_all” leave nothing of all votes to the others; have them sum to less than 1."
    ),
    "case_too_few": gettext_noop(
        "the members of the case “{title}” need more votes at least than “{weight}” has to give; "
        "raise its number of votes or lower the minimum."
    ),
    "case_too_many": gettext_noop(
        "the members of the case “{title}” may not hold as many votes as “{weight}” has to give; "
        "lower its number of votes or raise the ceiling."
    ),
    "case_splits": gettext_noop(
        "the vote of {member} is split in the case “{title}”, and on this matter a member’s vote "
        'is cast in one; split none, or write vote_from = "delegate, may split".'
    ),
    "case_calls": gettext_noop(
        "members call for a second vote in the case “{title}”, and the rule of this matter knows "
        "none; leave “calling” out, or write “called_by” in the rule."
    ),
}
