"""Several plans side by side: what each comes to, who is in several, what law admits of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils import translation
from django.utils.translation import gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.shared.whatif.amounts import large, money, money_group
from koinon.interfaces.shared.whatif.answers.frames import UNKNOWN, listed
from koinon.interfaces.shared.whatif.section import Column, Section, Table
from koinon.planner.asking import Unplannable
from koinon.planner.places import Place
from koinon.planner.plan import Plan
from koinon.planner.several import Charged, side_by_side
from koinon.planner.texts_plan import tell_unplannable


@dataclass(frozen=True, slots=True)
class Named:
    """A plan and what it is called beside others."""

    name: str
    plan: Plan


def beside(plans: Sequence[Named]) -> tuple[Section, ...]:
    """Set plans side by side: one section on each, one on the cities they share."""
    try:
        return (_plans_section(plans), _shared_section(plans))
    except Unplannable as error:
        said = tell_unplannable(error, translation)
        return (
            _plans_section(plans),
            Section("shared", gettext("Cities in more than one coalition"), (said,)),
        )


def charges_of(plan: Plan) -> tuple[dict[str, Fraction], str, int]:
    """What a plan charges each city a year in minor units, of what money, with how many decimals.

    That is its levy where it has one, else its share of the bill.
    """
    if plan.levy is not None:
        raised = plan.raised
        found = {one.place: one.raised.mid for one in raised.cities}
        return found, raised.unit, raised.decimals
    divided, costs = plan.divided, plan.costs
    return {one.place: one.pays for one in divided.cities}, costs.unit, costs.decimals


def _plans_section(plans: Sequence[Named]) -> Section:
    columns = (
        Column(gettext("Coalition")),
        Column(gettext("Cities"), True),
        Column(gettext("People"), True),
        Column(gettext("Charges a year"), True),
        Column(gettext("Saves a year"), True),
        Column(
            gettext(
                "Chance that a proposal passes if each city is in favour with a chance of 60 %"
            ),
            True,
        ),
        Column(gettext("A resident’s say: strongest city over weakest"), True),
    )
    rows = tuple(_plan_row(one) for one in plans)
    table = Table(gettext("The coalitions"), columns, rows)
    return Section("coalitions", gettext("The coalitions"), (), "", (table,))


def _plan_row(one: Named) -> tuple[str, ...]:
    plan = one.plan
    people = sum(place.population.value for place in plan.places)
    return (
        one.name,
        wording.number(len(plan.places)),
        large(people),
        _told(lambda: _charged(plan)),
        _told(lambda: money(plan.costs.saving.mid, plan.costs.unit, plan.costs.decimals)),
        _told(lambda: _passing(plan)),
        _told(lambda: wording.number(plan.say.unequal, 2)),
    )


def _told(say: Callable[[], str]) -> str:
    try:
        return say()
    except Unplannable:
        return UNKNOWN


def _charged(plan: Plan) -> str:
    charges, unit, decimals = charges_of(plan)
    return money(sum(charges.values(), Fraction(0)), unit, decimals)


def _passing(plan: Plan) -> str:
    return wording.percent(plan.say.curve.at(Fraction(3, 5)))


def _shared_section(plans: Sequence[Named]) -> Section:
    charges: dict[str, Mapping[str, Fraction]] = {}
    moneys: dict[tuple[str, int], str] = {}
    places: dict[str, Place] = {}
    for one in plans:
        found, unit, decimals = charges_of(one.plan)
        charges[one.name] = found
        moneys.setdefault((money_group(unit), decimals), unit)
        for place in one.plan.places:
            if places.setdefault(place.id, place) != place:
                raise Unplannable("place_differs", place=place.id)
    if len(moneys) > 1:
        said = gettext(
            "These plans charge in different moneys, so that what a city pays to all cannot be"
            " added up: give all levies and programmes one money."
        )
        return Section("shared", gettext("Cities in more than one coalition"), (said,))
    (((_, decimals), unit),) = moneys.items()
    found_all = side_by_side(charges, tuple(places.values()), decimals)
    return Section(
        "shared",
        gettext("Cities in more than one coalition"),
        tuple(_said(found_all.shared, found_all.over)),
        "",
        (_shared_table(found_all.cities, [one.name for one in plans], unit, decimals),),
        (
            gettext(
                "A limit binds the sum of what all coalitions charge a city. Where none is given,"
                " none is checked; that is not the same as no limit."
            ),
        ),
    )


def _said(shared: Sequence[Charged], over: Sequence[Charged]) -> list[str]:
    said = [gettext("No city is in more than one of them.")]
    if shared:
        text = gettext("In more than one of them: {cities}.")
        said = [text.format(cities=listed((one.name for one in shared), 20))]
    if over:
        text = gettext("Charged more than law admits, all coalitions together: {cities}.")
        said.append(text.format(cities=listed((one.name for one in over), 20)))
    return said


def _shared_table(
    cities: Sequence[Charged], names: Sequence[str], unit: str, decimals: int
) -> Table:
    columns = (
        Column(gettext("City")),
        *(Column(name, True) for name in names),
        Column(gettext("All together"), True),
        Column(gettext("Limit of the law"), True),
        Column(gettext("Above it by"), True),
    )
    rows = []
    for one in cities:
        by = dict(one.charges)
        rows.append(
            (
                one.name,
                *(UNKNOWN if name not in by else money(by[name], unit, decimals) for name in names),
                money(one.total, unit, decimals),
                UNKNOWN if one.cap is None else money(one.cap, unit, decimals),
                money(one.over, unit, decimals) if one.over else UNKNOWN,
            )
        )
    return Table(gettext("What every city is charged a year"), columns, tuple(rows))
