"""Field types that acts share: limited texts, slugs, days, exact fractions, amounts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from koinon.acts.act import Plain

LARGEST = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 7493)."""


def _clean(text: str) -> str:
    if any(ord(c) < 32 and c not in "\n\t" for c in text):
        raise PydanticCustomError("text_control", "no control characters")
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise PydanticCustomError("text_surrogate", "no lone surrogates")
    if text != text.strip():
        raise PydanticCustomError("text_spaces", "no spaces at either end")
    return text


def _day(text: str) -> str:
    try:
        if date.fromisoformat(text).isoformat() != text:
            raise ValueError
    except ValueError:
        raise PydanticCustomError("day_form", "a day is written YYYY-MM-DD") from None
    return text


def _fraction(text: str) -> str:
    try:
        exact = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise PydanticCustomError("fraction_form", "a number is written 12 or 2/3") from None
    if fraction_text(exact) != text:
        raise PydanticCustomError("fraction_lowest", "a fraction is written in lowest terms")
    return text


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("time_zone", "not a time zone of the IANA list")
    return name


def fraction_text(exact: Fraction) -> str:
    """A fraction as the record writes it: "12" or "2/3"."""
    return str(exact)


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]
"""A short name in addresses: a-z, 0-9 and hyphens, at most 40."""
Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_clean)]
"""A name in one line, at most 100 characters."""
Sentence = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_clean)]
"""A short text; longer ones are documents."""
Day = Annotated[str, Field(max_length=10), AfterValidator(_day)]
"""A calendar day, "YYYY-MM-DD"."""
Exact = Annotated[str, Field(pattern=r"^-?\d{1,30}(/\d{1,30})?$"), AfterValidator(_fraction)]
"""An exact number as text: "262219" or "2/3"."""
Cents = Annotated[int, Field(gt=0, le=LARGEST)]
"""An amount of money in minor units, above zero."""
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
"""A language tag (BCP 47), e.g. "fr"."""
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""A country (ISO 3166-1 alpha-2), e.g. "BE"."""
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
"""A currency (ISO 4217), e.g. "EUR"."""
Zone = Annotated[str, Field(max_length=60), AfterValidator(_zone)]
"""A time zone of the IANA list, e.g. "Europe/Brussels"."""
SeatId = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}(/[a-z0-9-]{1,40})?$")]
"""A seat: "secretariat", or a body's seat of a member, "council/ghent"."""


class Translation(Plain):
    """A text in one language."""

    language: Language
    text: Sentence


def _once(texts: tuple[Translation, ...]) -> tuple[Translation, ...]:
    languages = [one.language for one in texts]
    if len(set(languages)) != len(languages):
        raise PydanticCustomError("language_twice", "each language once")
    return texts


Translated = Annotated[
    tuple[Translation, ...], Field(min_length=1, max_length=12), AfterValidator(_once)
]
"""One text in several languages; the first is the authoritative one."""


def translations(texts: Translated) -> list[list[str]]:
    """A translated text as pairs of language and text, the authoritative language first.

    Pairs, because PostgreSQL keeps the keys of an object in an order of its own.
    """
    return [[one.language, one.text] for one in texts]
