"""Everything there is to say of a plan, in the reader's language; what cannot be said, says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from django.utils import translation
from django.utils.translation import gettext

from koinon.interfaces.shared.whatif.answers import around, bill, heads, income, sources, votes
from koinon.interfaces.shared.whatif.answers.frames import listed, names_of
from koinon.interfaces.shared.whatif.section import Answer, Section
from koinon.methods.costs.curves import CostError
from koinon.planner.asking import Unplannable
from koinon.planner.friends import axes_of, friends_of
from koinon.planner.places import Remark, remarks_on
from koinon.planner.plan import Plan
from koinon.planner.texts import tell_remark
from koinon.planner.texts_plan import tell_unplannable

Maker = Callable[[], Section | None]


def answer_to(
    plan: Plan,
    *,
    you: str = "",
    friends: Fraction | None = None,
    is_private: bool = False,
    is_passed_on: bool = False,
) -> Answer:
    """Answer a plan. `you` is the id of a member whose card is shown; `friends` what a unit of
    difference costs (minor units), to look for clubs; `is_private` adds what is for the drafter.

    In what `is_passed_on` a city's card leaves out what the programmes would cost it alone: beside
    what it pays, that says of a city in public whether it pays more than alone.
    """
    refused: list[str] = []
    sections = [
        section
        for maker in _makers(plan, you, friends, is_private, is_passed_on)
        if (section := _made(maker, refused)) is not None
    ]
    title = gettext("What could these cities do together?")
    return Answer(
        title,
        heads.figures(plan),
        tuple(sections),
        tuple(_remarked(plan)),
        tuple(dict.fromkeys(refused)),
    )


def _remarked(plan: Plan) -> Iterator[str]:
    """What has to be said of the cities, once for all of whom the same is said."""
    names = names_of(plan)
    of: dict[tuple[str, tuple[tuple[str, str | int], ...]], list[str]] = {}
    for one in remarks_on(plan.places):
        of.setdefault((one.code, one.facts), []).append(names.get(one.place, ""))
    for (code, facts), places in of.items():
        yield tell_remark(Remark(code, 0, listed(places), facts), translation)


def _makers(
    plan: Plan, you: str, friends: Fraction | None, is_private: bool, is_passed_on: bool
) -> list[Maker]:
    """The answers in the order in which they persuade."""
    chosen = next((place for place in plan.places if place.id == you), None)
    makers: list[Maker] = []
    if chosen is not None:
        makers.append(lambda: heads.card_section(plan, chosen, is_passed_on=is_passed_on))
    if plan.programmes:
        makers.append(lambda: bill.saving_section(plan))
    makers.append(lambda: votes.power_section(plan))
    makers.append(lambda: votes.chance_section(plan))
    if plan.programmes:
        makers.append(lambda: bill.shares_section(plan))
    if plan.levy is not None:
        makers.append(lambda: income.income_section(plan))
    makers.append(lambda: heads.map_section(plan, is_private=is_private))
    makers.append(lambda: around.nations_section(plan))
    if plan.programmes:
        makers.append(lambda: around.outside_section(plan))
        if friends is not None:
            makers.append(lambda: _friends(plan, friends))
        if is_private:
            makers.append(lambda: bill.alone_section(plan))
            makers.append(lambda: around.riders_section(plan))
    makers.append(lambda: sources.sources_section(plan))
    makers.append(sources.limits_section)
    return makers


def _friends(plan: Plan, weight: Fraction) -> Section | None:
    axes = axes_of(plan.places)
    if not axes:
        return None
    programme = plan.programmes[0].id
    found = friends_of(plan.places, plan.costs, axes[0], programme, weight)
    return around.friends_section(plan, found)


def _made(maker: Maker, refused: list[str]) -> Section | None:
    try:
        return maker()
    except Unplannable as error:
        refused.append(tell_unplannable(error, translation))
    except CostError as error:
        if error.code != "too_many":
            raise
        refused.append(gettext("Too many cities for this answer: choose fewer of them."))
    return None
