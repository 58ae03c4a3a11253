"""The sentences of a charter's levies, their mistakes too; fields in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from koinon.methods.levies import FAULTS


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


LEVY_MISTAKES: Final[Mapping[str, str]] = {
    "levy_no_need": gettext_noop(
        "no amount to raise is given for this levy; write need = true in the levy, or leave it out "
        "here."
    ),
    "levy_later": gettext_noop(
        "“{value}” is not worked out yet at this step; put its step before this one."
    ),
    "levy_name_taken": gettext_noop(
        "“{value}” is the name of a fact or a figure, or “need”; give the step another name."
    ),
    "levy_unused": gettext_noop(
        "no later step uses “{value}”, and it is not what is charged; use it or delete it."
    ),
    "levy_too_large": gettext_noop(
        "written out, this step has more than {most} parts or more than {deep} levels; "
        "repeat earlier steps less often."
    ),
    "levy_currency": gettext_noop(
        "{value} is not the charter's currency; write amounts of money in {currency}."
    ),
    "levy_not_total": gettext_noop(
        "this differs from member to member, and one number for all is needed here; "
        "add it up first in a step of the kind “total”."
    ),
    "levy_mixed": gettext_noop(
        "money and plain numbers are mixed in this step; write amounts of money with their "
        "currency, such as “27/100 EUR”, and give facts in money the currency as their unit."
    ),
    "levy_money_here": gettext_noop(
        "this is money, and a plain number is needed here; write it without a currency."
    ),
    "levy_amount": gettext_noop(
        "“{value}” is no amount of money in whole minor units; write it with its currency, such as "
        "“123456/100 EUR”."
    ),
    "levy_no_money": gettext_noop(
        "this is a plain number and no money; give the rate or the fact it comes from its "
        "currency, such as “27/100 EUR”."
    ),
    "levy_two_classes": gettext_noop(
        "{value} is in two of these groups, and a member has one class; take it out of one."
    ),
    "levy_positive": gettext_noop(
        "what is rounded to must be above zero; write a fraction such as “1/10000”."
    ),
    "levy_no_bound": gettext_noop("a bound needs at least one of floor and cap; write one."),
    "levy_no_slope": gettext_noop(
        "nothing comes of this step without a slope; write below, or above, or both."
    ),
    "levy_case_empty": gettext_noop(
        "this case says nothing about what is owed; write charges, or total, or both."
    ),
    "levy_cases_too_much": gettext_noop(
        "the cases of levies have more than {most} numbers to work out, members times parts of the "
        "formula; write fewer cases or smaller rosters."
    ),
    "levy_no_member": gettext_noop(
        "“{value}” is not in the roster of this case; name one of its members."
    ),
    "levy_pays_nothing": gettext_noop(
        "{value} is not among the members that pay this levy; leave it out of the charges."
    ),
    "levy_charges": gettext_noop(
        "by this charter's own levy {member} owes {found}, and the case “{title}” says {stated}; "
        "mend the levy or the case."
    ),
    "levy_total": gettext_noop(
        "by this charter's own levy all members together owe {found}, and the case “{title}” says "
        "{stated}; mend the levy or the case."
    ),
    "levy_total_short": gettext_noop(
        "by this charter's own levy all members together owe {found}, because {short} cannot be "
        "collected: everyone is at its legal cap; the case “{title}” says {stated}; mend the levy "
        "or the case."
    ),
    "levy_negative": gettext_noop("this is below zero; write zero or more."),
    "levy_by_nothing": gettext_noop(
        "nothing can be divided or shared by this; write a number above zero, or name a fact or a "
        "step."
    ),
    "levy_floor_above_cap": gettext_noop(
        "this floor is above the cap, and no amount can keep to both; lower it or raise the cap."
    ),
    "levy_fault": gettext_noop(
        "the case “{title}” cannot be worked out at the step “{at}” (line {at_line}): {fault}"
    ),
    "levy_fault_whole": gettext_noop("the case “{title}” cannot be worked out: {fault}"),
    "levy_fault_tried": gettext_noop("this cannot be worked out for these members: {fault}"),
    **{f"levy_fault.{code}": sentence for code, sentence in FAULTS.items()},
}
"""Mistakes in levies; `levy_fault.CODE` are not noted any more, but records hold them."""

LEVY_FAULTS: Final[Mapping[str, str]] = {
    **FAULTS,
    "class_not_in_table.others": gettext_noop(
        "{member} is in none of the groups that the table has a value for; add one for the others "
        "(others = …), or put it into a group."
    ),
    "floors_too_high.case": gettext_noop(
        "all together {whole} is to be collected, and the floors alone come to {low}; lower the "
        "floors, or let more come in by a step of the kind “greatest” instead."
    ),
    "caps_too_low.case": gettext_noop(
        "all together {whole} is to be collected, and the caps let no more than {high} be; raise "
        "the caps, or let less come in by a step of the kind “smallest” instead."
    ),
    "no_figure.case": gettext_noop(
        "the figure “{name}” is not given; write figures = {{ {name} = … }} in the case."
    ),
    "no_figure.tried": gettext_noop(
        "the figure “{name}” is not given; give it with --figure {name}=…"
    ),
    "no_fact.tried": gettext_noop("{member} has no “{name}”; add it to the table of members."),
    "members.case": gettext_noop(
        "none of the members of its roster pays this levy; name another roster, or other members "
        "of the group that pays."
    ),
    "members.tried": gettext_noop(
        "none of these members pays this levy; name some that are in the group that does."
    ),
}
"""The messages of `koinon.methods.levies.FAULTS`, and others where the remedy is another."""

LEVIES: Final[Mapping[str, str]] = {
    "figure": gettext_noop(
        "{title} ({unit}) is a figure of the coalition as a whole, given when a levy is adopted."
    ),
    "levy.all": gettext_noop("Article {article}, {title}. Every member pays this levy:"),
    "levy.group": gettext_noop("Article {article}, {title}. Only these members pay it, {group}:"),
    "levy.programme": gettext_noop("It is for the programme {programme}."),
    "levy.need": gettext_noop("The amount to raise is given when the levy is adopted."),
    "levy.own": gettext_noop(
        "No amount is given beforehand; what comes in follows from the steps."
    ),
    "levy.amount": gettext_noop("the amount to raise"),
    "levy.fact": gettext_noop("It goes by the {fact} of each member ({unit}, {boundary})."),
    "levy.step.sum": gettext_noop("{step}: the sum of {of}."),
    "levy.step.mean": gettext_noop("{step}: the mean of {of}."),
    "levy.step.greatest": gettext_noop("{step}: the greatest of these: {of}."),
    "levy.step.smallest": gettext_noop("{step}: the smallest of these: {of}."),
    "levy.step.product": gettext_noop("{step}: the product of {of}."),
    "levy.step.quotient": gettext_noop("{step}: {of} divided by {by}, member by member."),
    "levy.step.rate": gettext_noop("{step}: {rate} times {of}."),
    "levy.step.rate.money": gettext_noop("{step}: {rate} for each unit of {of}."),
    "levy.step.flat": gettext_noop("{step}: {amount}, the same for every member."),
    "levy.step.share": gettext_noop("{step}: the member's part of all {of}."),
    "levy.step.weighted_shares": gettext_noop(
        "{step}: the member's parts of the whole, weighted like this: {parts}."
    ),
    "levy.step.class_table": gettext_noop("{step}: by the group a member is in: {values}."),
    "levy.step.class_table.others": gettext_noop(
        "{step}: by the group a member is in: {values}; every other member: {others}."
    ),
    "levy.step.quota": gettext_noop("{step}: {amount}, shared in proportion to {by}."),
    "levy.step.uniform_rate": gettext_noop(
        "{step}: one rate for all, times the member's {base}; the rate is {amount} divided by the "
        "sum of all {base}, rounded half up to a multiple of {unit}."
    ),
    "levy.step.indexed": gettext_noop(
        "{step}: {previous}, raised by {index} but at most by {cap} of it."
    ),
    "levy.step.piecewise": gettext_noop(
        "{step}: {below} for each unit by which {of} falls short of {threshold}, or {above} for "
        "each unit beyond it."
    ),
    "levy.step.at_least": gettext_noop(
        "{step}: 1 for a member whose {of} reaches {threshold}, 0 for any other."
    ),
    "levy.step.relief": gettext_noop(
        "{step}: {of} less {relief}; what that takes off is spread in proportion to {of} times "
        "{carriers}, so that the sum stays."
    ),
    "levy.step.zero_sum": gettext_noop(
        "{step}: {of} less its mean by {by}, so that all members together come to zero."
    ),
    "levy.step.within.floor": gettext_noop(
        "{step}: {of}, but at least {floor}; what that adds is taken off the others in proportion."
    ),
    "levy.step.within.cap": gettext_noop(
        "{step}: {of}, but at most {cap}; what that cuts off is spread over the others in "
        "proportion."
    ),
    "levy.step.within.both": gettext_noop(
        "{step}: {of}, but at least {floor} and at most {cap}; the sum stays, and the others carry "
        "the difference in proportion."
    ),
    "levy.step.legal_cap.redistribute": gettext_noop(
        "{step}: {of}, but at most what its own law lets a member pay; what that cuts off is "
        "spread over the others in proportion, each up to its own limit; once everyone is at its "
        "limit, what is left is not collected."
    ),
    "levy.step.legal_cap.leave short": gettext_noop(
        "{step}: {of}, but at most what its own law lets a member pay; what that cuts off is not "
        "collected."
    ),
    "levy.step.rounded.each": gettext_noop(
        "{step}: {of}, each rounded half up to a multiple of {unit}."
    ),
    "levy.step.rounded.sum": gettext_noop(
        "{step}: {of}, rounded to multiples of {unit} by largest remainder, so that the sum stays; "
        "equal remainders go in the order of ids."
    ),
    "levy.step.total": gettext_noop("{step}: the sum of {of} over all members that pay."),
    "levy.step.portion": gettext_noop("{step}: {share} of {of}."),
    "levy.step.net_of": gettext_noop("{step}: {of} less {less}, never below zero."),
    "levy.step.ratio": gettext_noop("{step}: {of} divided by {by}, once for all members."),
    "levy.charge": gettext_noop("What a member owes is this: {step}."),
    "levy.rounding.id": gettext_noop(
        "Amounts are rounded to {unit} by largest remainder, so that they sum exactly; equal "
        "remainders go in the order of ids."
    ),
    "levy.rounding.larger amount, then id": gettext_noop(
        "Amounts are rounded to {unit} by largest remainder, so that they sum exactly; of equal "
        "remainders the larger amount comes first, then the order of ids."
    ),
    "levy_case": gettext_noop("Tried on “{levy}”: {title}. It charges what the case says."),
}
