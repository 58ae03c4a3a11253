"""Numbers as people write them in an address or on the command line, made exact."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Final

_GAPS: Final = re.compile(r"[\s\u00a0\u202f\u2009'’٬]")
_NUMBER: Final = re.compile(r"([0-9]{1,18})(?:[.,]([0-9]{1,9}))?(?:/([1-9][0-9]{0,8}))?(%?)")
_PARTS: Final = re.compile(r"\s*(?:;|–|—|\.\.\.?|…|\s-\s)\s*")


class Unreadable(ValueError):
    """A text is not one number, or could be two."""


def exact(text: str) -> Fraction:
    """Read 0.1, 0,1, 1/1000, 25 % or 12 500 as written. Raises Unreadable.

    A comma or point before exactly three digits could be one between thousands: "1,500" is refused
    rather than guessed. Digits of any script are read.
    """
    latin = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    plain = _GAPS.sub("", latin).replace("٫", ".").replace("٪", "%")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise Unreadable(text)
    whole, decimals, under, percent = found.groups()
    if decimals is not None and (under or (len(decimals) == 3 and whole != "0")):
        raise Unreadable(text)
    value = Fraction(f"{whole}.{decimals}" if decimals else whole)
    if under:
        value /= int(under)
    return value / 100 if percent else value


def three(text: str) -> tuple[Fraction, Fraction, Fraction]:
    """Read "15 – 25 – 40" or "15; 25; 40" as low, mid, high; one number as all three.

    Raises Unreadable, also where they do not rise.
    """
    parts = [part for part in _PARTS.split(text.strip()) if part]
    if len(parts) not in (1, 3):
        raise Unreadable(text)
    numbers = [exact(part) for part in parts]
    low, mid, high = numbers if len(numbers) == 3 else numbers * 3
    if not low <= mid <= high:
        raise Unreadable(text)
    return low, mid, high


def written(value: Fraction) -> str:
    """Write a number so that `exact` reads it back: 0.25, 12500 or 1/3; never with three decimals
    that could be taken for thousands.
    """
    for places in (0, 1, 2, 4, 5, 6, 7, 8, 9):
        scaled = value * 10**places
        if scaled.denominator == 1:
            whole, part = divmod(int(scaled), 10**places)
            return f"{whole}.{part:0{places}}" if places else str(whole)
    return f"{value.numerator}/{value.denominator}"
