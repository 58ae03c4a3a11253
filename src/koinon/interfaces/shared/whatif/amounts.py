"""Large amounts as people say them, and figures' names and units in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Final

from django.utils.translation import gettext, gettext_noop, ngettext

from koinon.interfaces.shared import wording
from koinon.planner.asking import Band
from koinon.planner.standing import NATION

_FIGURES: Final[Mapping[str, str]] = {
    "population": gettext_noop("people"),
    "product": gettext_noop("product"),
    "income": gettext_noop("income"),
    "suburb": gettext_noop("people in the suburbs"),
    "countryside": gettext_noop("people in the countryside"),
    "co2": gettext_noop("CO2"),
    "emissions": gettext_noop("emissions"),
    "national_seats": gettext_noop("seats in the nation’s parliament"),
    "house": gettext_noop("seats in the House of Representatives"),
    "senate": gettext_noop("seats in the Senate"),
    "electors": gettext_noop("votes in the Electoral College"),
    "vote_2020": gettext_noop("vote for president in 2020"),
    "legal_cap": gettext_noop("most that law admits"),
}
_UNITS: Final[Mapping[str, str]] = {
    "intl dollars": gettext_noop("international dollars"),
    "US dollars": gettext_noop("US dollars"),
    "inhabitants": gettext_noop("inhabitants"),
}


def figure_name(name: str) -> str:
    """The name of a figure for people; one of the user's own stands as it is."""
    if name.startswith(NATION):
        own = figure_name(name.removeprefix(NATION))
        return gettext("{figure} of the nation").format(figure=own)
    return gettext(_FIGURES[name]) if name in _FIGURES else name.replace("_", " ")


def unit_name(unit: str) -> str:
    """The name of a unit for people; a currency's code stands as it is."""
    return gettext(_UNITS[unit]) if unit in _UNITS else unit


def large(value: Fraction | int) -> str:
    """A number with two decimals in millions and more, cut; a small one with its decimals."""
    exact = Fraction(value)
    size = next((size for size in (10**12, 10**9, 10**6) if abs(exact) >= size), 1)
    if size == 1:
        return wording.number(exact, 0 if abs(exact) >= 100 or exact.denominator == 1 else 2)
    count, amount = floor(abs(exact) / size), wording.number(exact / size, 2)
    if size == 10**12:
        return ngettext("{amount} trillion", "{amount} trillion", count).format(amount=amount)
    if size == 10**9:
        return ngettext("{amount} billion", "{amount} billion", count).format(amount=amount)
    return ngettext("{amount} million", "{amount} million", count).format(amount=amount)


def money(minor: Fraction | int, unit: str, decimals: int) -> str:
    """Minor units of money as people say them."""
    value = Fraction(minor) / 10**decimals
    # From a million on, some languages say "of": the blank that does not break marks that message.
    text = gettext("{amount} {unit}") if abs(value) >= 10**6 else gettext("{amount} {unit}")
    return text.format(amount=large(value), unit=unit_name(unit))


def money_group(unit: str) -> str:
    """The same name for moneys whose amounts may be held against each other.

    An international dollar buys what a US dollar buys in the United States, so prices in US
    dollars are prices in it.
    """
    return "USD" if unit in ("USD", "US dollars", "intl dollars") else unit


def between(band: Band, unit: str, decimals: int) -> str:
    """From the lowest to the highest amount; one amount where they are the same."""
    if band.low == band.high:
        return money(band.low, unit, decimals)
    low, high = (large(end / 10**decimals) for end in (band.low, band.high))
    text = gettext("{low} to {high} {unit}")
    if abs(band.high) >= 10 ** (decimals + 6):
        text = gettext("{low} to {high} {unit}")
    return text.format(low=low, high=high, unit=unit_name(unit))


def people(number: int) -> str:
    """So many inhabitants."""
    text = ngettext("{number} inhabitant", "{number} inhabitants", min(number, 10**6))
    return text.format(number=large(number))
