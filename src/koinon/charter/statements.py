"""Statements: the codes and facts of sentences about a charter, and how they are said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from koinon.charter.document import Names, name_in
from koinon.charter.texts import EXPLANATIONS, QUOTED, TITLED, Translation
from koinon.methods.currencies import EXPONENTS


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in minor units of its currency."""

    cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the product's own, by their code in the explanations."""

    code: str


@dataclass(frozen=True, slots=True)
class Several:
    """A list of facts."""

    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A name the charter gives to a part of itself, told between the reader's quotation marks."""

    name: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is no share of anything, such as votes: whole, or an exact fraction."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Pair:
    """A fact and what belongs to it, such as a group and its rate."""

    first: Fact
    second: Fact


Fact: TypeAlias = (
    "str | int | Fraction | Names | Amount | Phrase | Several | Quoted | Quantity | Pair"
)
"""A fraction is a share of a whole."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a language writes what is no word: whole numbers, shares, money, fractions."""

    number: Callable[[int], str]
    share: Callable[[Fraction], str]
    money: Callable[[int, str], str]
    fraction: Callable[[Fraction], str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence to be said: its code, its facts, and how deep it stands under another."""

    code: str
    facts: tuple[tuple[str, Fact], ...]
    depth: int = 0


def plain_share(share: Fraction) -> str:
    """A share in per cent where four decimals say it exactly, else as "2/3"."""
    if not is_short(share):
        return str(share)
    sign = "-" if share < 0 else ""
    whole, part = divmod(abs(int(share * 10**6)), 10**4)
    return sign + f"{whole}.{part:04}".rstrip("0").rstrip(".") + " %"


def is_short(share: Fraction) -> bool:
    """Whether a share is told in per cent, as laws do: four decimals of it are exact."""
    return (share * 10**6).denominator == 1


def plain_money(cents: int, currency: str) -> str:
    """An amount as "40000 EUR", or "0.50 EUR" where it is not whole."""
    places = EXPONENTS[currency]
    whole, part = divmod(abs(cents), 10**places)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole}.{part:0{places}} {currency}" if part else f"{sign}{whole} {currency}"


PLAIN: Final = Form(str, plain_share, plain_money, str)
"""The form of no language in particular."""


def say(statement: Statement, translation: Translation, language: str, form: Form = PLAIN) -> str:
    """Make the sentence of a statement; titles in `language` where the charter has them.

    A statement with a `heading` is told after it: what it is of stands there, and not where the
    same is told as a part of something else.
    """
    facts = dict(statement.facts)
    told = {key: _shown(value, translation, language, form) for key, value in facts.items()}
    message = EXPLANATIONS[statement.code]
    if isinstance(message, str):
        sentence = translation.gettext(message).format_map(told)
    else:
        number = facts["n"]
        assert isinstance(number, int)
        sentence = translation.ngettext(*message, number).format_map(told)
    if "heading" not in facts:
        return sentence
    return translation.gettext(TITLED).format(title=told["heading"], sentence=sentence)


def stated(code: str, depth: int = 0, /, **facts: Fact) -> Statement:
    """Make a statement of its code, its depth and its facts."""
    return Statement(code, tuple(sorted(facts.items())), depth)


def _shown(value: Fact, translation: Translation, language: str, form: Form) -> str:
    match value:
        case str():
            return value
        case int():
            return form.number(value)
        case Fraction():
            return form.share(value)
        case Quantity(value=number):
            whole = number.denominator == 1
            return form.number(int(number)) if whole else form.fraction(number)
        case Amount(cents=cents, currency=currency):
            return form.money(cents, currency)
        case Phrase(code=code):
            message = EXPLANATIONS[code]
            assert isinstance(message, str)
            return translation.gettext(message)
        case Quoted(name=name):
            return translation.gettext(QUOTED).format(name=name)
        case Pair(first=first, second=second):
            both = (_shown(item, translation, language, form) for item in (first, second))
            return " ".join(both)
        case Several(items=items):
            return ", ".join(_shown(item, translation, language, form) for item in items)
    return name_in(value, language)
