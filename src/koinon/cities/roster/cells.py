"""Reading one cell: each function returns the value or raises `Wrong` with the rule it breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

from koinon.cities.roster.mistakes import Fact

ID_LIMIT: Final = 40
ADDRESS_LIMIT: Final = 200
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100

_WHOLE = re.compile(r"[0-9]+")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ ,.'’\u00a0\u2009\u202f][0-9]{3})+")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_DEGREES_WITH_COMMA = re.compile(r"-?[0-9]{1,3},[0-9]{1,15}")
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+")
_KEPT_INVISIBLE = "\u200c\u200d\u200e\u200f"
"""Joiners and direction marks that names in Persian, Hindi or Arabic are written with."""
_TWO_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h"}
    | {"ı": "i", "þ": "th", "ŋ": "n", "’": "-", "'": "-"}
)


class Wrong(Exception):
    """A cell breaks a rule: the code of the rule and its facts."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts = tuple(sorted(facts.items()))


def text(limit: int) -> Callable[[str], str]:
    """A reader of one line of text, composed (Unicode NFC), without control characters."""

    def read(cell: str) -> str:
        composed = unicodedata.normalize("NFC", cell)
        if len(composed) > limit:
            raise Wrong("too_long", length=len(composed), limit=limit)
        if any(map(_is_control, composed)):
            raise Wrong("control_character")
        return composed

    return read


def _is_control(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Zl", "Zp") and character not in _KEPT_INVISIBLE


def whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of a whole number in plain digits, or with blanks between thousands."""

    def read(cell: str) -> int:
        if _SPACED.fullmatch(cell):  # no country reads these as a decimal sign
            cell = re.sub(r"\s", "", cell)
        if _GROUPED.fullmatch(cell):
            raise Wrong("separators", plain="".join(re.findall(r"[0-9]", cell)))
        if cell[:1] in ("-", "−") and _WHOLE.fullmatch(cell[1:]):
            raise Wrong("negative", least=least)
        if not _WHOLE.fullmatch(cell):
            raise Wrong("not_whole")
        digits = cell.lstrip("0") or "0"
        if len(digits) > len(str(most)) or not least <= int(digits) <= most:
            raise Wrong("number_range", least=least, most=most)
        return int(digits)

    return read


def year(cell: str) -> int:
    """Read a year in four digits."""
    if not re.fullmatch(r"[0-9]{4}", cell) or not FIRST_YEAR <= int(cell) <= LAST_YEAR:
        raise Wrong("not_a_year", least=FIRST_YEAR, most=LAST_YEAR)
    return int(cell)


def day(cell: str) -> date:
    """Read a day of the calendar written year-month-day (ISO 8601)."""
    match = _DAY.fullmatch(cell)
    if match is None:
        raise Wrong("not_a_day")
    try:
        read = date(*map(int, match.groups()))
    except ValueError:
        raise Wrong("no_such_day") from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise Wrong("day_range", least=FIRST_YEAR, most=LAST_YEAR)
    return read


@cache
def countries() -> dict[str, str]:
    """Codes of ISO 3166-1 with English short names, from the time zone database's table.

    XK is a code of the range for users that the European Union and the UN use for Kosovo.
    """
    table = (files("tzdata.zoneinfo") / "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return dict(rows) | {"XK": "Kosovo"}


def country(cell: str) -> str:
    """Read a country's code of two letters, in either case."""
    if cell.upper() in countries():
        return cell.upper()
    codes = {name.casefold(): code for code, name in countries().items()}
    close = get_close_matches(cell.casefold()[:ID_LIMIT], codes, 1, 0.8)
    raise Wrong("country_name", meant=codes[close[0]]) if close else Wrong("not_a_country")


def short_name(cell: str) -> str:
    """Read a short name for addresses, as members are known by in the record."""
    if not _ID.fullmatch(cell):
        raise Wrong("id_form", limit=ID_LIMIT)
    return cell


def made_short_name(name: str) -> str:
    """Make a short name from a name in Latin letters; "" where none can be made."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_TWO_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    if any(c.isalpha() and not c.isascii() for c in plain):
        return ""
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:ID_LIMIT].strip("-")


def degrees_e4(most: int) -> Callable[[str], int]:
    """A reader of decimal degrees as ten-thousandths, halves to even (a place, decides nothing)."""

    def read(cell: str) -> int:
        if _DEGREES_WITH_COMMA.fullmatch(cell):
            raise Wrong("decimal_comma", plain=cell.replace(",", "."))
        if not _DEGREES.fullmatch(cell):
            raise Wrong("not_degrees")
        exact = Fraction(cell)
        if abs(exact) > most:
            raise Wrong("degrees_range", most=most)
        return round(exact * 10_000)

    return read


def address(cell: str) -> str:
    """Read a web address: http or https, with a host."""
    if len(cell) > ADDRESS_LIMIT:
        raise Wrong("too_long", length=len(cell), limit=ADDRESS_LIMIT)
    try:
        host = urlsplit(cell).hostname
    except ValueError:
        host = None
    if not host or not _ADDRESS.fullmatch(cell) or not cell.isprintable():
        raise Wrong("not_an_address")
    return cell
