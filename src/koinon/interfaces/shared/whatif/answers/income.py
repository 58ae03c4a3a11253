"""What the levy raises: of each city, of each inhabitant, of a household like yours."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from django.utils.translation import gettext, ngettext

from koinon.interfaces.shared import wording
from koinon.interfaces.shared.whatif.amounts import (
    between,
    figure_name,
    large,
    money,
    money_group,
    people,
)
from koinon.interfaces.shared.whatif.answers.frames import listed, names_of
from koinon.interfaces.shared.whatif.section import Column, Section, Table
from koinon.planner.plan import Plan
from koinon.planner.raising import PER_HEAD, CityRaise, LevyTerms, Raised
from koinon.planner.several import side_by_side


def income_section(plan: Plan) -> Section:
    """What these cities would raise a year."""
    raised = plan.raised
    tables = [_cities_table(plan, raised)]
    households = _households_table(plan, raised)
    if households is not None:
        tables.append(households)
    return Section(
        "raise",
        gettext("What they would raise"),
        (_said(raised), *_bill_said(plan, raised), *_above_caps(plan, raised)),
        "",
        tuple(tables),
        tuple(_notes(plan, raised)),
    )


def terms_said(terms: LevyTerms, unit: str) -> str:
    """The levy in a few words."""
    if terms.base == PER_HEAD:
        amount = money(terms.rate, unit, 0)
        return gettext("{amount} a head").format(amount=amount)
    text = gettext("{rate} of {figure}")
    return text.format(rate=wording.exact_share(terms.rate), figure=figure_name(terms.base))


def _said(raised: Raised) -> str:
    text = gettext("A levy of {terms} raises {amount} a year, {head} a head of {people}.")
    return text.format(
        terms=terms_said(raised.terms, raised.unit),
        amount=between(raised.total, raised.unit, raised.decimals),
        head=money(raised.per_head, raised.unit, raised.decimals),
        people=people(raised.inhabitants),
    )


def _bill_said(plan: Plan, raised: Raised) -> list[str]:
    """How the levy compares with the bill, where they are in one money."""
    if not plan.programmes or money_group(raised.unit) != money_group(plan.costs.unit):
        return []
    bill = plan.costs.together.mid
    if not bill or not raised.total.mid:
        return []
    times = raised.total.mid / bill
    text = gettext("That is {times} times what the programmes cost together.")
    said = [text.format(times=large(times))]
    terms = raised.terms
    in_proportion = not terms.exempt_per_head and terms.cap_per_head is None
    if terms.base != PER_HEAD and in_proportion:
        rate = terms.rate / times
        text = gettext("A rate of {rate} would just pay for them.")
        said.append(text.format(rate=_small_rate(rate)))
    return said


def _above_caps(plan: Plan, raised: Raised) -> list[str]:
    """Cities of which more is asked than their law admits, where its limit is known."""
    charges = {"": {one.place: one.raised.mid for one in raised.cities}}
    over = side_by_side(charges, plan.places, raised.decimals).over
    if not over:
        return []
    text = gettext("More than their law admits is asked of these: {cities}.")
    by = gettext("{city} (by {amount})")
    cities = [
        by.format(city=one.name, amount=money(one.over, raised.unit, raised.decimals))
        for one in over
    ]
    return [text.format(cities=listed(cities, 20))]


def _small_rate(rate: Fraction) -> str:
    """A rate in per cent with as many decimals as show two digits of it, rounded up to suffice."""
    places = 2
    while rate * 100 * 10**places < 10 and places < 9:
        places += 1
    enough = Fraction(ceil(rate * 100 * 10**places), 10**places)
    text = gettext("{number} %")
    return text.format(number=wording.number(enough, places))


def _cities_table(plan: Plan, raised: Raised) -> Table:
    names = names_of(plan)
    columns = (
        Column(gettext("City")),
        Column(gettext("Base"), True),
        Column(gettext("Raised a year"), True),
        Column(gettext("A head"), True),
        Column(gettext("Boundary, year")),
    )
    rows = tuple(_city_row(names[one.place], one, raised) for one in raised.cities)
    return Table(gettext("What every city would raise"), columns, rows)


def _city_row(name: str, one: CityRaise, raised: Raised) -> tuple[str, ...]:
    unit, decimals = raised.unit, raised.decimals
    base = (
        people(one.base.value)
        if raised.terms.base == PER_HEAD
        else money(one.base.value, one.base.unit, 0)
    )
    head = money(one.per_head, unit, decimals)
    if one.capped:
        head = gettext("{amount}, at the cap").format(amount=head)
    return (
        name,
        base,
        between(one.raised, unit, decimals),
        head,
        gettext("{boundary}, {year}").format(boundary=one.base.boundary, year=one.base.year),
    )


def _households_table(plan: Plan, raised: Raised) -> Table | None:
    """A household like yours: every band of every city whose households are known."""
    names, unit = names_of(plan), raised.unit
    rows = [
        (
            names[one.place],
            _band(household.bracket.up_to, unit),
            wording.number(household.bracket.households),
            money(household.bracket.income, unit, 0),
            money(household.pays, unit, raised.decimals),
        )
        for one in raised.cities
        for household in one.households
    ]
    if not rows:
        return None
    columns = (
        Column(gettext("City")),
        Column(gettext("Income up to"), True),
        Column(gettext("Households"), True),
        Column(gettext("Mean income"), True),
        Column(gettext("Pays a year"), True),
    )
    return Table(gettext("What a household like yours pays"), columns, tuple(rows))


def _band(up_to: int | None, unit: str) -> str:
    return gettext("more") if up_to is None else money(up_to, unit, 0)


def _notes(plan: Plan, raised: Raised) -> list[str]:
    notes = []
    metropolitan = sum(place.product_is_metropolitan for place in plan.places)
    if raised.terms.base == "product" and metropolitan:
        notes.append(
            ngettext(
                "The product of {n} city is metropolitan: it is no tax base. The amount says what"
                " a share of the economy would be, not what a city may charge.",
                "The product of {n} cities is metropolitan: it is no tax base. The amount says"
                " what a share of the economy would be, not what a city may charge.",
                metropolitan,
            ).format(n=wording.number(metropolitan))
        )
    notes.append(
        gettext(
            "Whether a city may ask for it is for its nation’s law: the charter keeps to each"
            " member’s legal limits when a levy is really assessed."
        )
    )
    if any(one.households for one in raised.cities):
        notes.append(
            gettext(
                "A household of each band, with the mean income of the band and as many heads as"
                " the city’s average household."
            )
        )
    return notes
