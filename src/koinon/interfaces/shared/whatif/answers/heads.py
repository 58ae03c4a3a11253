"""What a mayor reads in a minute: the numbers at the head, a city's card, the map."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext

from koinon.interfaces.shared import charts, wording
from koinon.interfaces.shared.charts import BarRow
from koinon.interfaces.shared.whatif.amounts import large, money, people
from koinon.interfaces.shared.whatif.answers.frames import frame
from koinon.interfaces.shared.whatif.answers.income import terms_said
from koinon.interfaces.shared.whatif.section import Column, Figure, Section, Table
from koinon.interfaces.shared.worldmap.bubbles import Bubble, MapWords, bubble_map
from koinon.planner.asking import Unplannable
from koinon.planner.places import Place
from koinon.planner.plan import Plan


def figures(plan: Plan) -> tuple[Figure, ...]:
    """The numbers at the head, of those that can be told."""
    inhabitants = sum(place.population.value for place in plan.places)
    cities = gettext("{n} cities").format(n=wording.number(len(plan.places)))
    found = [Figure(people(inhabitants), cities)]
    for one in (_raised, _saved, _say):
        try:
            found.append(one(plan))
        except Unplannable:
            continue
    return tuple(found)


def _raised(plan: Plan) -> Figure:
    raised = plan.raised
    text = gettext("raised a year by a levy of {terms}")
    return Figure(
        money(raised.total.mid, raised.unit, raised.decimals),
        text.format(terms=terms_said(raised.terms, raised.unit)),
    )


def _saved(plan: Plan) -> Figure:
    costs = plan.costs
    saving = costs.saving.mid
    label = gettext("saved a year by running the programmes together")
    if saving < 0:
        label = gettext("lost a year by running the programmes together")
    return Figure(money(abs(saving), costs.unit, costs.decimals), label)


def _say(plan: Plan) -> Figure:
    half = plan.say.curve.at(Fraction(3, 5))
    label = gettext("chance that a proposal passes if each city agrees with a chance of 60 %")
    return Figure(wording.percent(half), label)


def card_section(plan: Plan, place: Place, *, is_passed_on: bool = False) -> Section:
    """Your city: what it pays, gets and says, each beside the average of the members.

    What it gets is what the programmes would cost it alone, so it is not in what is passed on.
    """
    money_rows = _money_rows(plan, place)
    rows = [*(money_rows[:1] if is_passed_on else money_rows), *_say_rows(plan, place)]
    title = gettext("Your city: {city}").format(city=place.name)
    text = gettext("Bars against the average of the members.")
    table = Table(
        title,
        (
            Column(gettext("Measure")),
            Column(gettext("Your city"), True),
            Column(gettext("Average of the members"), True),
        ),
        tuple((row.label, row.text, row.average_text) for row in rows),
    )
    drawing = charts.bars(
        frame("card", title, text), rows, average=gettext("average of the members")
    )
    return Section("card", title, (), drawing if rows else "", (table,) if rows else ())


def _money_rows(plan: Plan, place: Place) -> list[BarRow]:
    try:
        divided, costs = plan.divided, plan.costs
    except Unplannable:
        return []
    inhabitants = sum(one.population.value for one in plan.places)
    mine = next(one for one in divided.cities if one.place == place.id)
    heads = place.population.value
    pairs = (
        (gettext("what it pays, per inhabitant"), mine.pays / heads, divided.bill / inhabitants),
        (
            gettext("what it gets: what that would cost it alone, per inhabitant"),
            mine.alone / heads,
            costs.alone.mid / inhabitants,
        ),
    )
    return [
        BarRow(
            label,
            amount,
            money(amount, costs.unit, costs.decimals),
            average,
            money(average, costs.unit, costs.decimals),
        )
        for label, amount, average in pairs
    ]


def _say_rows(plan: Plan, place: Place) -> list[BarRow]:
    try:
        found = next((one for one in plan.say.cities if one.place == place.id), None)
    except Unplannable:
        return []
    if found is None:
        return []
    label = gettext("a resident’s say")
    text = gettext("{times} × average").format(times=wording.number(found.citizen, 2))
    one = gettext("{times} × average").format(times=wording.number(1))
    return [BarRow(label, found.citizen, text, Fraction(1), one)]


def map_section(plan: Plan, *, is_private: bool) -> Section | None:
    """Where they lie; the size of a bubble is what its city pays, or its people.

    For the drafter a ring marks a city that pays more than alone.
    """
    located = [place for place in plan.places if place.latitude_e4 is not None]
    if not located:
        return None
    try:
        pays = {one.place: one for one in plan.divided.cities}
    except Unplannable:
        pays = {}
    bubbles = [
        Bubble(
            place.latitude_e4 or 0,
            place.longitude_e4 or 0,
            max(0, int(pays[place.id].pays)) if pays else place.population.value,
            int(pays[place.id].saves) if pays and is_private else 0,
            place.name,
        )
        for place in located
    ]
    title = gettext("Where they lie")
    what = gettext("the larger, the more a city pays")
    if not pays:
        what = gettext("the larger, the more people a city has")
    gains = gettext("pays less than alone") if is_private and pays else what
    words = MapWords(gains, gettext("pays more than alone") if is_private else "")
    missing = len(plan.places) - len(located)
    notes = []
    if missing:
        notes.append(
            gettext("Cities without coordinates, which are not drawn: {n}.").format(
                n=large(missing)
            )
        )
    text = gettext("A map of the cities; the tables have their numbers.")
    drawing = bubble_map(frame("map", title, text), bubbles, words)
    return Section("map", title, (), drawing, (), tuple(notes))
