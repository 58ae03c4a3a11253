"""Why a plan cannot be worked out as asked, and what would mend it; fields in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from koinon.planner.asking import Unplannable
from koinon.planner.texts import Translation


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


UNPLANNABLE: Final[Mapping[str, str]] = {
    "rate": gettext_noop(
        "A rate of {rate} on “{base}” is not possible: write a share above 0 and at most 25 %, or"
        " an amount above 0 for every inhabitant."
    ),
    "allowance": gettext_noop(
        "The exempt amount must be 0 or more, and the cap for an inhabitant above 0."
    ),
    "share_lost": gettext_noop(
        "The shares lost must be at least 0 and less than 100 %; with this rate nothing would be"
        " left."
    ),
    "no_base": gettext_noop(
        "{place} has no figure “{base}”, on which the levy is asked: add it, choose another base,"
        " or leave the city out."
    ),
    "moneys": gettext_noop(
        "{place} counts in {unit} and {other_place} in {other}: convert them to one, and name the"
        " rate of exchange in the source."
    ),
    "no_programme": gettext_noop("The plan has no programme: choose at least one."),
    "currencies": gettext_noop(
        "“{programme}” costs {unit} and “{other_programme}” {other}: give all programmes one"
        " currency."
    ),
    "no_driver": gettext_noop(
        "“{programme}” costs by “{driver}”, and {place} has no such figure: add it, or choose"
        " another driver."
    ),
    "negative_driver": gettext_noop(
        "{place} has a figure “{driver}” below 0: nobody uses less than nothing; correct it."
    ),
    "unused": gettext_noop(
        "None of these cities has any “{driver}”, so nobody would use “{programme}”: correct the"
        " figures, or leave the programme out."
    ),
    "elasticity_mixed": gettext_noop(
        "“{programme}” has a running cost and an elasticity from 0: with 0 it would have none;"
        " begin the range above 0, or set the running cost to 0."
    ),
    "elasticity_fine": gettext_noop(
        "The elasticity of “{programme}” is written too finely to be worked with: give at most"
        " three decimals."
    ),
    "rebate_rising": gettext_noop(
        "“{programme}” has a rebate and an elasticity above 1, which contradict each other: set the"
        " rebate to 0, or the elasticity to at most 1."
    ),
    "costs_nothing": gettext_noop(
        "“{programme}” costs nothing: write what its setup, its units or its coordination cost, or"
        " leave it out."
    ),
    "sharing_rule": gettext_noop(
        "There is no way “{rule}” to share a bill: choose one of {rules}."
    ),
    "sharing_part": gettext_noop("The part by ability is from 0 to 100 %, not {part}."),
    "no_ability": gettext_noop(
        "{place} has no figure “{ability}”, by which ability is measured, or it is 0 or below:"
        " correct it, or choose another."
    ),
    "no_shapley": gettext_noop(
        "The Shapley value of so many cities is not computed exactly: choose another way to share."
    ),
    "few_places": gettext_noop("A coalition has at least {least} cities; choose more of them."),
    "many_places": gettext_noop("A plan has at most {most} cities, and here are {number}."),
    "place_twice": gettext_noop("{place} is in the plan twice: leave one of the two out."),
    "other_inside": gettext_noop("{place} is both a member and outside: choose one of the two."),
    "no_matter": gettext_noop("The charter has no matter “{matter}”: choose one of {known}."),
    "no_levy": gettext_noop("The plan has no levy: choose on what it is asked, and the rate."),
    "no_fact": gettext_noop(
        "{place} has no figure “{fact}”, by which this charter weighs its members: add it, or"
        " choose another charter."
    ),
    "nobody": gettext_noop(
        "None of these cities sits in the body that decides: the charter names other members."
    ),
    "unweighable": gettext_noop(
        "The charter’s weights cannot be given to these cities: a figure is unfit, or all are 0."
    ),
    "too_few": gettext_noop(
        "The charter gives out fewer votes than each of these cities must have: raise their number,"
        " or lower the least."
    ),
    "too_many": gettext_noop(
        "The charter gives out more votes than these cities may have: lower their number, or raise"
        " the ceiling."
    ),
    "never_passes": gettext_noop(
        "With these cities the rule of article {rule} can never be met, not even if all agree:"
        " ask for less, or for other members."
    ),
    "always_passes": gettext_noop(
        "With these cities the rule of article {rule} is met even if nobody agrees: ask for more."
    ),
    "several_second_votes": gettext_noop(
        "The rule allows more than one second vote, and it is open who would gain by calling for"
        " which: power cannot be told."
    ),
    "too_large": gettext_noop(
        "The rule is too large to measure power under with so many cities: try fewer, or a rule"
        " with one weight."
    ),
    "no_numbers": gettext_noop(
        "With so many cities power is measured with numpy, which is not installed here: install"
        " it, or try fewer cities."
    ),
    "inexact": gettext_noop(
        "Power under this rule was computed and failed its own check, so it is not shown: try"
        " smaller weights."
    ),
    "no_seed": gettext_noop("Power under this rule can only be sampled."),
    "rare": gettext_noop(
        "Under this rule almost no random vote passes, so power cannot be measured: ask for less."
    ),
    "nation_differs": gettext_noop(
        "{place} and {other_place} are of one nation and name two totals of “{measure}” for it:"
        " name one."
    ),
    "nation_small": gettext_noop(
        "{place} has more of “{measure}” than its whole nation is said to have: correct one of"
        " the two."
    ),
    "stranger": gettext_noop("“{place}” is charged but is not among the cities of the plan."),
    "place_differs": gettext_noop(
        "“{place}” is the short name of two different cities: give one of them another."
    ),
    "no_axis": gettext_noop("{place} has no position on the axis “{axis}”: add it."),
    "no_club_programme": gettext_noop("The plan has no programme “{programme}”."),
    "weight": gettext_noop("The cost of difference must be 0 or more."),
    "many_friends": gettext_noop("Clubs are looked for among at most {most} cities."),
}
"""Code of `Unplannable` → sentence with its remedy."""


def tell_unplannable(error: Unplannable, translation: Translation) -> str:
    """Say why a plan cannot be worked out."""
    return translation.gettext(UNPLANNABLE[error.code]).format_map(_Facts(error.facts))


class _Facts(dict[str, "str | int"]):
    """Facts of a sentence; one that is not known stands as three points."""

    def __missing__(self, key: str) -> str:
        return "…"
