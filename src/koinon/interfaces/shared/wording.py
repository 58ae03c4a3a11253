"""Numbers, shares, money, days and instants as people of each language write them.

What is shown is cut, never rounded up: a measured share is not shown as reaching what it does not
reach, and a threshold is not shown as lower than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import get_language, gettext

from koinon.charter.statements import Form, is_short
from koinon.interfaces.shared import remembered
from koinon.methods.currencies import EXPONENTS

_MONEY_PLACES: Final = 4
"""Decimal places shown of an exact amount, beyond those the currency has."""
_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True)
class _Form:
    """`typed_group` is the point or comma that people type between thousands; "" for neither."""

    decimal: str
    group: str
    typed_group: str
    percent: str
    day: str


_FORMS: Final = {
    "en": _Form(".", ",", ",", "{}%", "j F Y"),
    "fr": _Form(",", "\u202f", "", "{}\u00a0%", "j F Y"),
    "es": _Form(",", "\u00a0", ".", "{}\u00a0%", "j \\d\\e F \\d\\e Y"),
    "ar": _Form(".", ",", ",", "{}%", "j F Y"),
}


def _form() -> _Form:
    return _FORMS.get((get_language() or "en").partition("-")[0], _FORMS["en"])


def signs() -> tuple[str, str]:
    """The sign before decimals, and the one that people type between thousands ("" for none)."""
    form = _form()
    return form.decimal, form.typed_group


def number(value: int | Fraction, places: int = 2) -> str:
    """A number with its thousands apart, cut after so many decimal places."""
    exact = Fraction(value)
    units = floor(abs(exact) * 10**places)
    whole, part = divmod(units, 10**places)
    form = _form()
    text = f"{whole:,}".replace(",", form.group)
    decimals = f"{part:0{places}}".rstrip("0") if places else ""
    sign = "\u2212" if exact < 0 else ""
    return f"{sign}{text}{form.decimal if decimals else ''}{decimals}"


def percent(share: Fraction, *, up: bool = False) -> str:
    """A share in per cent with one decimal place: cut, or `up` for what has to be reached."""
    thousandths = (ceil if up else floor)(share * 1000)
    return _form().percent.format(number(Fraction(thousandths, 10), 1))


def exact_share(share: Fraction) -> str:
    """A share in full: in per cent where four decimal places say it, else as a fraction p/q."""
    return _exact(share) if is_short(share) else fraction(share)


def _exact(share: Fraction) -> str:
    return _form().percent.format(number(share * 100, 4))


def fraction(value: Fraction) -> str:
    """A fraction p/q, isolated, because Arabic around it would turn it into q/p."""
    return f"\u2066{value}\u2069"


def money(amount_cents: int, currency: str) -> str:
    """An amount of minor units with its currency."""
    return f"{amount(amount_cents, currency)}\u00a0{currency}"


def exact_money(cents: Fraction, currency: str) -> str:
    """An amount of minor units with decimals beyond them, cut; “…” says that more follow."""
    if cents.denominator == 1:
        return money(cents.numerator, currency)
    places = EXPONENTS[currency] + _MONEY_PLACES
    exact = cents / 10 ** EXPONENTS[currency]
    more = "…" if (exact * 10**places).denominator != 1 else ""
    return f"{number(exact, places)}{more}\u00a0{currency}"


def amount(amount_cents: int, currency: str) -> str:
    """An amount of minor units in whole units and decimals, without its currency."""
    places = EXPONENTS[currency]
    whole, part = divmod(abs(amount_cents), 10**places)
    form = _form()
    text = f"{whole:,}".replace(",", form.group)
    decimals = f"{form.decimal}{part:0{places}}" if places else ""
    sign = "\u2212" if amount_cents < 0 else ""
    return f"{sign}{text}{decimals}"


def legal_zone() -> str:
    """The coalition's legal time zone; UTC before the founding."""
    found = remembered.charter()
    return found.time_zone if found else "UTC"


def local(at: str, zone: str | None = None) -> datetime:
    """An instant of the record on the clocks of the legal zone."""
    instant = datetime.strptime(at, _INSTANT).replace(tzinfo=UTC)
    return instant.astimezone(ZoneInfo(zone or legal_zone()))


def last_day(at: str, zone: str | None = None) -> date:
    """The last legal day before an instant: what ends at midnight ends with the day before."""
    when = local(at, zone)
    return when.date() - timedelta(days=when.time() == time())


def instant(at: str, zone: str | None = None) -> str:
    """An instant of the record as a day and a time in the legal zone, which is named."""
    moment = local(at, zone)
    return _clock(moment.date(), moment.strftime("%H:%M"), zone)


def deadline(at: str, zone: str | None = None) -> str:
    """An instant until which something can be done: midnight is 24:00 of the day that ends with it.

    "Until 2 December, 00:00" is read as if the second could be used (ISO 8601-1:2019/Amd 1:2022
    writes the end of a day 24:00).
    """
    if local(at, zone).time() != time():
        return instant(at, zone)
    return _clock(last_day(at, zone), "24:00", zone)


def _clock(on: date, hour: str, zone: str | None) -> str:
    """A day and a time, with the zone whose clocks show it."""
    name = (zone or legal_zone()).replace("_", " ")
    return gettext("{day}, {time} ({zone} time)").format(day=day(on), time=hour, zone=name)


def day(when: date | str) -> str:
    """A calendar day in words."""
    given = date.fromisoformat(when) if isinstance(when, str) else when
    return dateformat.format(given, _form().day)


def _plain_share(share: Fraction) -> str:
    return _exact(share) if is_short(share) else str(share)


IN_CHARTERS: Final = Form(number, exact_share, money, fraction)
"""How the sentences of a charter write numbers, shares and amounts in the reader's language."""

IN_TERMINAL: Final = Form(number, _plain_share, money, str)
"""The same for a terminal, which shows invisible marks as boxes or copies them along."""
