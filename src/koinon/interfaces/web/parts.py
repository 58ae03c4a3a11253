"""What people type as the parts of a split vote, made exact: "60 %", "2 of 3", "2/3", "40"."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Final

_OF: Final = re.compile(r"(\d{1,15})\s*(?:/|of|sur|de|من)\s*(\d{1,15})")
_PERCENT: Final = re.compile(r"(\d{1,3})(?:[.,٫](\d{1,9}))?\s*[%٪]")
_COUNT: Final = re.compile(r"\d{1,15}")


class NotAPart(ValueError):
    """A text that is no part of a vote; `place` is its position."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def read_parts(texts: tuple[str, ...]) -> tuple[Fraction, ...]:
    """The parts of a vote as exact fractions, empty ones as 0.

    Plain whole numbers are votes out of their sum ("2", "1" are 2/3 and 1/3). Raises NotAPart;
    whether the parts sum to 1 is for the caller to see.
    """
    plain = [_digits(text.strip()) for text in texts]
    if all(not text or _COUNT.fullmatch(text) for text in plain):
        counts = [int(text or 0) for text in plain]
        total = sum(counts)
        return tuple(Fraction(count, total) if total else Fraction(0) for count in counts)
    return tuple(_part(text, place) for place, text in enumerate(plain))


def _part(text: str, place: int) -> Fraction:
    if text in ("", "0"):
        return Fraction(0)
    if (of := _OF.fullmatch(text)) and int(of[2]):
        return Fraction(int(of[1]), int(of[2]))
    if percent := _PERCENT.fullmatch(text):
        return Fraction(f"{percent[1]}.{percent[2] or 0}") / 100
    raise NotAPart(place)


def _digits(text: str) -> str:
    """The same text with the digits of any script written 0-9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
