"""The sentences of a charter's weights; fields in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with plural forms for translation; the number is the field {n}."""
    return singular, plural


WEIGHTS: Final[Mapping[str, str | tuple[str, str]]] = {
    "weight.equal": gettext_noop("every member has one vote."),
    "weight.metric": gettext_noop("a member has as many votes as its {fact} ({unit}, {boundary})."),
    "weight.square_root": ngettext_noop(
        "a member's votes are the square root of its {fact} ({unit}, {boundary}), "
        "cut off after {n} decimal.",
        "a member's votes are the square root of its {fact} ({unit}, {boundary}), "
        "cut off after {n} decimals.",
    ),
    "weight.unit": gettext_noop(
        "a member has one vote for every {size} of its {fact} ({unit}, {boundary}), "
        "begun ones counting."
    ),
    "weight.unit.down": gettext_noop(
        "a member has one vote for every {size} of its {fact} ({unit}, {boundary}), "
        "full ones alone counting."
    ),
    "weight.unit.nearest": gettext_noop(
        "a member has one vote for every {size} of its {fact} ({unit}, {boundary}); a "
        "remainder of half of that or more counts as a further one."
    ),
    "weight.tier": gettext_noop(
        "a member's votes follow steps of its {fact} ({unit}, {boundary})."
    ),
    "weight.step": gettext_noop("up to {top}: {votes}"),
    "weight.last_step": gettext_noop("above: {votes}"),
    "weight.only_step": gettext_noop("{votes}"),
    "weight.table": gettext_noop("the charter lists the votes of each member."),
    "weight.row": gettext_noop("{member}: {votes}"),
    "weight.apportioned": gettext_noop(
        "{votes} votes are shared out by {fact} ({unit}, {boundary}) by {method}; equal "
        "claims go in the order of ids."
    ),
    "weight.minimum": ngettext_noop(
        "every member has at least {n} vote", "every member has at least {n} votes"
    ),
    "weight.ceiling": ngettext_noop(
        "no member has more than {n} vote", "no member has more than {n} votes"
    ),
    "weight.others": gettext_noop("every other member: {votes}"),
    "weight.dominant": gettext_noop(
        "a member with {share} of it or more has exactly {votes} votes; the others share the rest"
    ),
    "weight.mix": gettext_noop(
        "{votes} votes are shared out in these parts, each in proportion to a statement."
    ),
    "weight.mix.per_member": gettext_noop(
        "{votes} votes for each member there is are shared out in these parts, each in proportion "
        "to a statement."
    ),
    "weight.part": gettext_noop("{share} of them in proportion to this:"),
    "weight.sum": gettext_noop("a member has the sum of what these give it."),
    "weight.times": gettext_noop("{times} times this:"),
    "weight.of_all": gettext_noop(
        "{share} of all votes that there are in the end, in proportion to this:"
    ),
    "weight.of_all.equal": gettext_noop(
        "{share} of all votes that there are in the end, in equal parts"
    ),
    "weight.within": gettext_noop("among these alone, nobody else having any: {members}"),
    "weight.at_least": gettext_noop("together a member has at least {votes}"),
    "weight.at_most": gettext_noop("together a member has at most {votes}"),
    "weight.sum.none_above": gettext_noop(
        "nobody has more than {share} of all votes: who would have, has just that part, rounded "
        "down where all votes are whole, and the others keep theirs"
    ),
    "weight.nested": gettext_noop(
        "{votes} votes are shared among groups by the {fact} ({unit}, {boundary}) of the "
        "member that heads each; the head holds {share} of its group's votes, the others the rest "
        "in proportion to theirs."
    ),
    "weight.rebased": gettext_noop(
        "figures are those that counted on {day} (month-day) last; a member that had none then is "
        "weighed by its first since"
    ),
    "weight.group": gettext_noop("{member} heads: {members}"),
    "weight.apportioned.sizes": gettext_noop(
        "votes are shared out by {fact} ({unit}, {boundary}) by {method}; equal "
        "claims go in the order of ids. How many votes there are follows from the {fact} of "
        "all members together:"
    ),
    "weight.of_right": ngettext_noop(
        "a member that gets fewer has {n} vote of right, on top of the others",
        "a member that gets fewer has {n} votes of right, on top of the others",
    ),
    "weight.none_above": gettext_noop(
        "a member with more than {share} of all these keeps that part, rounded down; the others "
        "share what it loses by the same method"
    ),
    "weight.incentive": gettext_noop(
        "of {votes} votes every member has {each}, or an equal part of {together} where "
        "these would be more; the rest is shared in proportion to {fact} ({unit}, {boundary})."
    ),
    "weight.whole": gettext_noop("the sums become whole votes by {method}"),
    "weight.band": gettext_noop(
        "a member's votes follow steps of its {fact} ({unit}, {boundary}), with other "
        "steps for each class; who is in no class has none."
    ),
    "weight.class": gettext_noop("class of {members}:"),
    "method.largest_remainder": gettext_noop("the method of largest remainders (Hamilton)"),
    "method.dhondt": gettext_noop("the method of D'Hondt (Jefferson)"),
    "method.sainte_lague": gettext_noop("the method of Sainte-Laguë (Webster)"),
    "method.huntington_hill": gettext_noop("the method of equal proportions (Huntington–Hill)"),
}
