"""Filters and tags of the templates: every number, date and name passes through here."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import template
from django.utils.safestring import SafeString

from koinon.charter.document import Names
from koinon.interfaces.shared import wording
from koinon.interfaces.web import withdrawals, words
from koinon.interfaces.web.typed import EXAMPLE_CENTS
from koinon.interfaces.web.withdrawals import Withdrawal

register = template.Library()

register.filter("instant", wording.instant)
register.filter("day", wording.day)
register.filter("told", words.told)
register.filter("act_name", words.act_name)
register.filter("about", words.about)
register.filter("value", words.fixed)
register.filter("fact_title", words.fact_title)
register.filter("seat_name", words.seat_name)
register.filter("programme_title", words.programme_title)
register.filter("figure", words.value_text)


@register.filter
def number(value: int | Fraction) -> str:
    """A number with its thousands apart."""
    return wording.number(value)


@register.filter
def percent(value: Fraction) -> str:
    """A share in per cent."""
    return wording.percent(value)


@register.filter
def money(amount_cents: int) -> str:
    """An amount in the charter's currency."""
    charter = words.charter()
    assert charter is not None
    return wording.money(amount_cents, charter.currency)


@register.simple_tag
def withdrawal(n: int) -> Withdrawal:
    """Who withdrew a proposal and when, by the entry that ended it."""
    return withdrawals.withdrawal(n)


@register.simple_tag
def money_example() -> str:
    """An amount as people of the reader's language type it, in the charter's currency."""
    charter = words.charter()
    return wording.amount(EXAMPLE_CENTS, charter.currency if charter else "EUR")


@register.filter
def city(slug: str, names: dict[str, str]) -> str:
    """A city's name by its slug."""
    return names.get(slug, slug)


@register.filter
def language_of(names: Names) -> str:
    """The language a text is told in, for its `lang` attribute."""
    said = words.told(names)
    return next((language for language, text in names if text == said), "")


@register.filter
def get(mapping: dict[Any, Any], key: object) -> Any:
    """A value by its key; None where there is none."""
    return mapping.get(key) if mapping else None


@register.filter
def short_hash(sha256: str) -> str:
    """A hash short enough to read aloud."""
    return f"{sha256[:8]} {sha256[8:16]}"


@register.simple_tag
def bar(share: Fraction, threshold: Fraction | None, met: bool) -> SafeString:
    """A bar of a measured share with the mark it has to reach. Words stand beside it."""
    from koinon.interfaces.web.meter import bar_svg

    return bar_svg(share, threshold, met=met)
