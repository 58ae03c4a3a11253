"""What people type, made exact: numbers, amounts, degrees, fractions. Acts take no loose text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from koinon.acts.fields import fraction_text
from koinon.methods.currencies import EXPONENTS
from koinon.record import canonical


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


class Mistyped(ValueError):
    """A text that cannot be read as what the field asks for; `code` names the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


MISTAKES: Final[Mapping[str, str]] = {
    "whole": gettext_noop("“{typed}” is not a whole number; write digits only, e.g. 12500."),
    "money": gettext_noop(
        "“{typed}” is not an amount; write it in full, e.g. 12500.50, with at most the decimals "
        "the currency has."
    ),
    "degrees": gettext_noop(
        "“{typed}” is not a coordinate; write degrees with at most four decimals, e.g. 51.0543."
    ),
    "exact": gettext_noop("“{typed}” is not a number; write e.g. 262219, 12.5 or 2/3."),
    "json": gettext_noop("“{typed}” is not JSON, or holds decimals; write whole numbers and text."),
}
"""Code → a whole sentence with what was typed."""

_GAPS: Final = re.compile(r"[\s\u00a0\u202f\u2009']")
_WHOLE: Final = re.compile(r"[+-]?\d{1,18}")
_DECIMAL: Final = re.compile(r"([+-]?\d{1,18})(?:[.,](\d{1,9}))?")
_FRACTION: Final = re.compile(r"-?\d{1,30}/\d{1,30}")


def _plain(text: str) -> str:
    """The text without gaps between digits, in digits 0-9."""
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return _GAPS.sub("", digits).replace("\u2212", "-").replace("٫", ".")


def whole(text: str) -> int:
    """A whole number. Raises Mistyped."""
    plain = _plain(text)
    if not _WHOLE.fullmatch(plain):
        raise Mistyped("whole")
    return int(plain)


def _scaled(text: str, places: int, code: str) -> int:
    found = _DECIMAL.fullmatch(_plain(text))
    if not found or len(found[2] or "") > places:
        raise Mistyped(code)
    return int(found[1] + (found[2] or "").ljust(places, "0"))


def cents(text: str, currency: str) -> int:
    """An amount in minor units of a currency. Raises Mistyped."""
    return _scaled(text, EXPONENTS[currency], "money")


def ten_thousandths(text: str) -> int:
    """Degrees in ten-thousandths. Raises Mistyped."""
    return _scaled(text, 4, "degrees")


def exact(text: str) -> str:
    """An exact number as acts write it. Raises Mistyped."""
    plain = _plain(text)
    if _FRACTION.fullmatch(plain) and int(plain.partition("/")[2]):
        return fraction_text(Fraction(plain))
    if _DECIMAL.fullmatch(plain):
        return fraction_text(Fraction(plain.replace(",", ".")))
    raise Mistyped("exact")


def plain_json(text: str) -> Any:
    """A JSON value without decimals. Raises Mistyped."""
    try:
        value = json.loads(text)
        canonical.dump(value)
    except (ValueError, RecursionError):
        raise Mistyped("json") from None
    return value
