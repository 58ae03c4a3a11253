"""Filters and tags of the templates: every number, date and name passes through here."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from koinon.assembly.queries_elections import elections
from koinon.assembly.queries_urgency import UrgencyView
from koinon.charter.document import Names
from koinon.charter.document_levies import LevyRule
from koinon.interfaces.shared import naming, providers, wording
from koinon.interfaces.shared.providers import CityProvider
from koinon.interfaces.shared.whatif.section import Column, Table
from koinon.interfaces.web import formulas, rule_choices, texts_told, withdrawals, words
from koinon.interfaces.web.charter_levies import hint, rules
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import urgency_told
from koinon.interfaces.web.typed import EXAMPLE_CENTS
from koinon.interfaces.web.withdrawals import Withdrawal

register = template.Library()

register.filter("instant", wording.instant)
register.filter("deadline", wording.deadline)
register.filter("day", wording.day)
register.filter("told", words.told)
register.filter("act_name", words.act_name)
register.filter("abstention", words.abstention)
register.filter("about", words.about)
register.filter("value", words.fixed)
register.filter("fact_title", words.fact_title)
register.filter("seat_name", words.seat_name)
register.filter("seat_said", naming.seat)
register.filter("city_name", naming.city)
register.filter("programme_title", words.programme_title)
register.filter("figure", words.value_text)


@register.filter
def number(value: int | Fraction) -> str:
    """A number with its thousands apart."""
    return wording.number(value)


@register.filter
def drawing(svg: str) -> SafeString:
    """A drawing of `interfaces.shared.charts` or `worldmap`, which escape all they are given."""
    return mark_safe(svg)  # noqa: S308


@register.filter
def cells(row: tuple[str, ...], table: Table) -> list[tuple[str, Column]]:
    """The cells of a row of What if, each with its column."""
    return list(zip(row, table.columns, strict=True))


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
def urgency_label(urgency: UrgencyView) -> dict[str, str]:
    """The label of a decision in urgency: its word, and the kind of label."""
    word, tag = urgency_told.label(urgency.state, urgency.until_at)
    return {"word": word, "tag": tag}


@register.simple_tag
def money_example() -> str:
    """An amount as people of the reader's language type it, in the charter's currency."""
    charter = words.charter()
    return wording.amount(EXAMPLE_CENTS, charter.currency if charter else "EUR")


@register.simple_tag
def charter_levies() -> tuple[LevyRule, ...]:
    """The levies of the charter in force that a formula can be named by."""
    return formulas.offered()


@register.simple_tag
def methods_of_counting(field: str) -> tuple[tuple[str, str], ...]:
    """The rules that a field of an act is chosen from, each with its name in words."""
    return rule_choices.of_field(field).offered()


@register.simple_tag
def levies_to_adopt() -> tuple[LevyRule, ...]:
    """Every levy that the charter writes."""
    return tuple(rule for rule, _ in rules())


@register.filter
def levy_payers(name: str) -> str:
    """Who pays the levy of this name by the charter, under which article; "" for none."""
    return hint(name)


@register.simple_tag
def city_sign_ins() -> tuple[CityProvider, ...]:
    """The cities through whose own sign-in people may enter."""
    return providers.offered()


@register.filter
def moment(when: datetime) -> str:
    """An instant that is not of the record, in the legal zone."""
    return wording.instant(when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


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


@register.inclusion_tag("koinon/meetings/section.html")
def coming_meetings() -> dict[str, Any]:
    """The meetings that are convened; nothing where the charter knows no meetings."""
    from koinon.interfaces.web.pages import meetings

    return meetings.section()


@register.inclusion_tag("koinon/elections/section.html")
def latest_elections() -> dict[str, Any]:
    """The latest elections, on the page of decisions; nothing where there is none."""
    return {"elections": elections(now())}


@register.inclusion_tag("koinon/texts/box.html")
def text_in_languages(name: str) -> dict[str, Any]:
    """A text in the reader's language where it stands in it, and where each language stands."""
    return {"read": texts_told.read(name)}


@register.filter
def last_day(instant: str) -> str:
    """The last day before an instant: what ends at midnight ends with the day before."""
    return wording.day(wording.last_day(instant))


@register.inclusion_tag("koinon/initiatives/section.html", takes_context=True)
def open_initiatives(context: Context) -> dict[str, Any]:
    """What residents can sign, and where no answer came; nothing without initiatives."""
    from koinon.interfaces.web.pages import initiatives

    return initiatives.section(context["request"])
