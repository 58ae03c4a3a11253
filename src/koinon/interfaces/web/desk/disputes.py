"""To-dos of disputes about charges: to answer, to rule on, to carry out, and credits to use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.pages import disputes_told as told
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link
from koinon.treasury import queries as treasury
from koinon.treasury.queries import DisputeView


def _task(
    one: DisputeView, name: str, title: str, otherwise: str, until: str | None = None
) -> Task:
    """A step of a dispute that is a seat's to do; it says since when the member waits."""
    since = one.ended_n if one.to_carry_out and one.ended_n is not None else one.opened_n
    facts = {
        "number": one.number,
        "city": told.city_name(one.city),
        "day": steps.day(since),
        "ground": steps.apart(one.ground),
    }
    return Task(
        key=f"dispute-{name}-{one.number}",
        title=title.format_map(facts),
        otherwise=otherwise,
        link=Link(
            reverse("dispute_step", args=[one.number, name]), words.act_name(told.STEPS[name])
        ),
        due=wording.last_day(until) if until else None,
        at=until,
    )


def _waits(one: DisputeView) -> str:
    """What an objection does while nobody decides it."""
    if one.stays:
        return gettext("The charge stays open, and no right can be lost for it meanwhile.")
    return gettext("The member can lose rights for a charge that may be wrong.")


def _silence(one: DisputeView) -> str:
    """What follows from not answering an objection."""
    if one.answer_by is None:
        return _waits(one)
    sentence = gettext("Everybody sees from then on that it is not answered.")
    if one.unanswered == "granted":
        sentence = gettext("From the day after {day} it is granted by silence.")
    elif one.unanswered == "contested":
        sentence = gettext("From the day after {day} silence contests it, and the arbiter rules.")
    return f"{sentence.format(day=wording.day(wording.last_day(one.answer_by)))} {_waits(one)}"


def to_answer(asked: Asked) -> Iterable[Task]:
    """Objections that nobody has answered."""
    if not may(told.STEPS["answer"], asked.seat):
        return
    for one in treasury.disputes_waiting(LIMIT):
        if one.open and one.answered_n is None:
            title = gettext("Answer dispute {number} of {city}, of {day}: “{ground}”")
            yield _task(one, "answer", title, _silence(one), one.answer_by)


def to_rule(asked: Asked) -> Iterable[Task]:
    """Objections that wait for their ruling; a delegate never rules on its own city's."""
    if not may(told.STEPS["rule"], asked.seat):
        return
    for one in treasury.disputes_waiting(LIMIT):
        if not one.open or one.city == asked.city:
            continue
        title = gettext("Rule on dispute {number} of {city}, of {day}: “{ground}”")
        otherwise = _waits(one)
        if one.rule_by is not None:
            late = gettext("Everybody sees from then on that it is not ruled on.")
            otherwise = f"{late} {otherwise}"
        yield _task(one, "rule", title, otherwise, one.rule_by)


def to_carry_out(asked: Asked) -> Iterable[Task]:
    """Disputes that were upheld: to correct, to compute anew, or to record what was done."""
    powers = {name for name in _CARRYING if may(told.STEPS[name], asked.seat)}
    if not powers:
        return
    for one in treasury.disputes_waiting(LIMIT):
        if one.to_carry_out:
            for name in powers.intersection(told.awaited(one)):
                yield _carrying(one, name)


_CARRYING: Final = ("correct", "recalculate", "carry_out")


def _carrying(one: DisputeView, name: str) -> Task:
    otherwise = gettext("The member goes on being charged what was found to be wrong.")
    if name == "correct":
        title = gettext("Correct the figure of {city}: dispute {number} was upheld, {day}")
    elif name == "recalculate":
        title = gettext("Compute the levy anew for dispute {number} of {city}, upheld {day}")
    else:
        title = gettext(
            "Record what was done about dispute {number} of {city}, upheld {day}: “{ground}”"
        )
        otherwise = gettext("The dispute is shown as not carried out.")
    return _task(one, name, title, otherwise)


def credits_to_use(asked: Asked) -> Iterable[Task]:
    """Members that hold a credit and owe something that it could settle."""
    act = told.STEPS["credit"]
    if not may(act, asked.seat):
        return
    for one in treasury.usable_credits()[:LIMIT]:
        yield Task(
            key=f"credit-{one.city}",
            title=gettext("Use the credit of {city}, {credit}, on the {owed} it owes").format(
                city=told.city_name(one.city),
                credit=steps.money(one.credit_cents),
                owed=steps.money(one.open_cents),
            ),
            otherwise=gettext("The member is asked for money that the coalition already has."),
            link=Link(reverse("act", args=[act]) + f"?city={one.city}", words.act_name(act)),
        )


def credits_to_repay(asked: Asked) -> Iterable[Task]:
    """Members that hold what was credited to them by a dispute, and owe nothing it could settle."""
    if not may(told.STEPS["repay"], asked.seat):
        return
    for one in treasury.idle_credits()[:LIMIT]:
        yield Task(
            key=f"repay-{one.city}",
            title=gettext("Repay {city} its credit of {credit}, from dispute {number}").format(
                city=told.city_name(one.city),
                credit=steps.money(one.credit_cents),
                number=one.dispute,
            ),
            otherwise=gettext("The coalition keeps it until it settles a later invoice."),
            link=Link(
                reverse("dispute_step", args=[one.dispute, "repay"]),
                words.act_name(told.STEPS["repay"]),
            ),
        )
