"""Amounts as people write them in tables: exact, or refused with what they could mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from koinon.cities.roster.cells import Wrong
from koinon.interfaces.shared.moving.workbook import Stored
from koinon.methods.currencies import EXPONENTS
from koinon.methods.postings import MAX_AMOUNT

_SIGNS: Final = "€$£¥₺₹"
_GAPS: Final = re.compile(r"[\s\u00a0\u202f\u2009'’٬]")
_MARKS: Final = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")
_PLAIN: Final = re.compile(r"(\d{1,18})(?:\.(\d{1,15}))?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


def amount(currency: str) -> Callable[[str], int]:
    """A reader of amounts in whole units and decimals; gives minor units, which may be negative."""

    def read(cell: str) -> int:
        minus, body = _bare(cell, currency)
        whole, decimals = _stored(body) if isinstance(cell, Stored) else _typed(body, currency)
        return _scaled(minus, whole, decimals, currency)

    return read


def not_negative(currency: str) -> Callable[[str], int]:
    """As `amount`, and not below zero."""
    any_amount = amount(currency)

    def read(cell: str) -> int:
        cents = any_amount(cell)
        if cents < 0:
            raise Wrong("amount_negative")
        return cents

    return read


def _bare(cell: str, currency: str) -> tuple[bool, str]:
    """Whether there is a minus (or brackets, as accountants write it), and what is left."""
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in cell)
    text = _MARKS.sub("", text).replace("\u2212", "-").replace("،", ",").replace("٫", ".")
    text = re.sub(rf"^{currency}|{currency}$", "", text.strip(), flags=re.IGNORECASE)
    text = text.strip(_SIGNS + " \u00a0\u202f")
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    return text.startswith("-"), text.removeprefix("-").strip(_SIGNS + " \u00a0\u202f")


def _stored(body: str) -> tuple[str, str]:
    found = _PLAIN.fullmatch(body)
    if found is None:
        raise Wrong("amount_form", example="12500.50")
    return found[1], (found[2] or "").rstrip("0")


def _typed(body: str, currency: str) -> tuple[str, str]:
    """Digits before and after the sign of decimals; refuses what could mean two numbers."""
    text = _GAPS.sub("", body)
    signs = [c for c in text if c in ".,"]
    last, whole, decimals = "", text, ""
    if signs and (len(signs) == 1 or len(set(signs)) > 1):
        last = signs[-1]
        whole, _, decimals = text.rpartition(last)
    grouped = _GROUPED.fullmatch(whole)
    readable = whole.isdigit() or (grouped is not None and grouped[1] != last)
    if not readable or (last and not decimals.isdigit()) or not whole.isascii():
        raise Wrong("amount_form", example="12500.50")
    digits = re.sub(r"\D", "", whole)
    either = last and len(signs) == 1 and len(decimals) == 3 and _GROUPED.fullmatch(text)
    if either and digits != "0" and EXPONENTS[currency] != 3:
        raise Wrong("amount_either", thousands=digits + decimals, decimals=f"{digits}.{decimals}")
    return digits, decimals


def _scaled(minus: bool, whole: str, decimals: str, currency: str) -> int:
    places = EXPONENTS[currency]
    if len(decimals.rstrip("0")) > places:
        raise Wrong("amount_decimals", currency=currency, places=places)
    cents = int(Fraction(f"{whole}.{decimals or '0'}") * 10**places)
    if cents > MAX_AMOUNT:
        raise Wrong("amount_range")
    return -cents if minus else cents


def written(cents: int, currency: str) -> str:
    """An amount as a table has it: a point before decimals, nothing between thousands."""
    places = EXPONENTS[currency]
    whole, part = divmod(abs(cents), 10**places)
    return f"{'-' if cents < 0 else ''}{whole}{f'.{part:0{places}}' if places else ''}"
