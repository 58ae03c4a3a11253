"""What people type, made exact: numbers, amounts, degrees, fractions. Acts take no loose text.

Points and commas are read as the page's language writes them; what could mean two numbers is
refused with both of them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop

from koinon.acts.fields import fraction_text
from koinon.charter.sections import NAME
from koinon.interfaces.shared import wording
from koinon.interfaces.web import formulas, rule_choices
from koinon.methods.currencies import EXPONENTS
from koinon.record import canonical


class Mistyped(ValueError):
    """A text that cannot be read as what the field asks for; `code` names the sentence."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def sentence(self, text: str) -> str:
        """What is wrong with the text, how it was read, and what to write."""
        return gettext(MISTAKES[self.code]).format(typed=text, **self.facts)


MISTAKES: Final[Mapping[str, str]] = {
    "whole": gettext_noop("“{typed}” is not a whole number; write digits only, e.g. 12500."),
    "money": gettext_noop("“{typed}” is not an amount; write it in full, e.g. {example}."),
    "decimals": gettext_noop(
        "“{typed}” was read as {decimals}; of {unit}, write at most this many decimals: {places}."
    ),
    "thousands": gettext_noop(
        "“{typed}” was read as {decimals}, with more decimals than {unit} has; if you mean "
        "{thousands}, write {plain}."
    ),
    "either": gettext_noop(
        "“{typed}” can be read as {thousands} or as {decimals}; write {plain} for the first, or "
        "“{sign}” before the decimals for the second."
    ),
    "degrees": gettext_noop(
        "“{typed}” is not a coordinate; write degrees with at most four decimals, e.g. 51.0543."
    ),
    "exact": gettext_noop("“{typed}” is not a number; write e.g. 262219, 12.5 or 2/3."),
    "formula": gettext_noop(
        "“{typed}” is no levy of the charter that can be named here; write one of {known}, or a "
        "formula as JSON."
    ),
    "no_formula": gettext_noop(
        "“{typed}” is no formula, and the charter has no levy that can be named here; write it as "
        "JSON."
    ),
    "method": gettext_noop(
        "“{typed}” is no method that counts an election; choose one, or write its rule as JSON."
    ),
    "json": gettext_noop("“{typed}” is not JSON, or holds decimals; write whole numbers and text."),
}
"""Code → a whole sentence with what was typed."""

EXAMPLE_CENTS: Final = 1_250_050
_MARKS: Final = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")
_GAPS: Final = re.compile(r"[\s\u00a0\u202f\u2009'’٬]")
_NUMBER: Final = re.compile(r"([+-]?)(\d[\d .,٫]{0,39})")
_GROUPED: Final = re.compile(r"\d{1,3}(?:([ .,])\d{3})(?:\1\d{3})*")
_WHOLE: Final = re.compile(r"[+-]?\d{1,18}")
_DECIMAL: Final = re.compile(r"([+-]?\d{1,18})(?:[.,](\d{1,9}))?")
_FRACTION: Final = re.compile(r"-?\d{1,30}/\d{1,30}")
MOST_DECIMALS: Final = 9
MOST_DIGITS: Final = 18


def _latin(text: str) -> str:
    """The text in digits 0-9, with one blank for any gap, a plain minus and no direction marks."""
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    plain = _MARKS.sub("", digits).replace("\u2212", "-").replace("،", ",")
    return _GAPS.sub(" ", plain).strip()


def _plain(text: str) -> str:
    """The text without gaps between digits, in digits 0-9."""
    return _latin(text).replace(" ", "").replace("٫", ".")


@dataclass(frozen=True, slots=True)
class _Typed:
    """A number as typed: minus, digits before and after the sign of decimals.

    `sign` is that sign where it might have been meant between thousands; "" where it cannot be.
    """

    minus: bool
    whole: str
    decimals: str
    sign: str = ""


def _typed(text: str) -> _Typed | None:
    """A number by its points, commas and gaps alone; None for what is none."""
    found = _NUMBER.fullmatch(_latin(text).replace("- ", "-"))
    if found is None:
        return None
    body, points = found[2], [sign for sign in found[2] if sign in ".,٫"]
    last = points[-1] if points else ""
    thousands = len(points) > 1 and len(set(points)) == 1 and last != "٫"
    whole, sign, decimals = (body, "", "") if thousands or not last else body.rpartition(last)
    if sign and not decimals.isdigit():
        return None
    grouped = _GROUPED.fullmatch(whole)
    if not (whole.isdigit() or grouped) or (grouped and grouped[1] == sign):
        return None
    open_ = sign in {".", ","} and whole.isdigit() and _GROUPED.fullmatch(body) and whole[0] != "0"
    digits = re.sub(r"\D", "", whole)
    if len(digits) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
        return None
    return _Typed(found[1] == "-", digits, decimals, sign if open_ else "")


def _scaled(text: str, places: int, code: str, unit: str = "") -> int:
    """A number times 10**places. Raises Mistyped: `code`, or how it was read."""
    found = _typed(text)
    if found is None:
        raise Mistyped(code)
    decimal, group = wording.signs()
    whole, decimals = found.whole, found.decimals
    if found.sign and found.sign == group:
        whole, decimals = whole + decimals, ""
    elif found.sign and found.sign != decimal:
        raise Mistyped("either", sign=decimal, **_readings(found, unit))
    if len(decimals) > places:
        which = "thousands" if found.sign else "decimals"
        raise Mistyped(which, unit=unit, places=str(places), **_readings(found, unit))
    scaled = int(whole + decimals.ljust(places, "0"))
    return -scaled if found.minus else scaled


def _readings(found: _Typed, unit: str) -> dict[str, str]:
    """A number with a point or comma that has two meanings, both ways."""
    decimal, _ = wording.signs()
    minus, after = "\u2212" if found.minus else "", f"\u00a0{unit}" if unit else ""
    plain = f"{found.whole}{found.decimals}"
    return {
        "decimals": f"{minus}{found.whole}{decimal}{found.decimals}{after}",
        "thousands": f"{minus}{wording.number(int(plain))}{after}",
        "plain": f"{minus}{plain}",
    }


def whole(text: str) -> int:
    """A whole number. Raises Mistyped."""
    try:
        return _scaled(text, 0, "whole")
    except Mistyped:
        raise Mistyped("whole") from None


def cents(text: str, currency: str) -> int:
    """An amount in minor units of a currency, whose code may stand beside it. Raises Mistyped."""
    code = re.compile(rf"^{currency}\s*|\s*{currency}$", re.IGNORECASE)
    try:
        return _scaled(code.sub("", _latin(text)), EXPONENTS[currency], "money", currency)
    except Mistyped as wrong:
        if wrong.code != "money":
            raise
        raise Mistyped("money", example=wording.amount(EXAMPLE_CENTS, currency)) from None


def ten_thousandths(text: str) -> int:
    """Degrees in ten-thousandths: no thousands, so any point or comma is for decimals.

    Raises Mistyped.
    """
    found = _DECIMAL.fullmatch(_plain(text))
    if not found or len(found[2] or "") > 4:
        raise Mistyped("degrees")
    return int(found[1] + (found[2] or "").ljust(4, "0"))


def exact(text: str) -> str:
    """An exact number as acts write it. Raises Mistyped."""
    plain = _plain(text)
    if _FRACTION.fullmatch(plain) and int(plain.partition("/")[2]):
        return fraction_text(Fraction(plain))
    scaled = _scaled(text, MOST_DECIMALS, "exact")
    return fraction_text(Fraction(scaled, 10**MOST_DECIMALS))


def formula(text: str) -> Any:
    """A formula in JSON, or that of a levy of the charter by its name. Raises Mistyped."""
    name = text.strip()
    if not NAME.fullmatch(name):
        return plain_json(text)
    known = [one.id for one in formulas.levies()]
    if name in known:
        return formulas.formula_of(name)
    if not known:
        raise Mistyped("no_formula")
    raise Mistyped("formula", known=", ".join(known))


def count_rule(method: str, field: str) -> Any:
    """The rule that a field is given by its name, every option as stated. Raises Mistyped."""
    rule = rule_choices.of_field(field).rule_of(method)
    if rule is None:
        raise Mistyped("method")
    return rule


def plain_json(text: str) -> Any:
    """A JSON value without decimals. Raises Mistyped."""
    try:
        value = json.loads(text)
        canonical.dump(value)
    except (ValueError, RecursionError):
        raise Mistyped("json") from None
    return value
