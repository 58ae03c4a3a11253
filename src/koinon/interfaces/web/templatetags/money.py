"""Tags and filters of the money pages, and the parts of them that other pages show."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import template
from django.template import RequestContext
from django.utils.safestring import SafeString

from koinon.assembly import queries_participatory as participatory
from koinon.interfaces.shared.charts.stacked import Part, stacked_bar
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import money_arrears, money_citizen, money_words, residuals
from koinon.interfaces.web.pages.budgets_told import Spent
from koinon.interfaces.web.pages.money_strip import steps
from koinon.interfaces.web.steps import apart
from koinon.treasury import queries as treasury

register = template.Library()

register.filter("journal_kind", money_words.journal_kind)
register.filter("stage", money_words.stage)
register.filter("authority", money_words.authority)
register.filter("account_kind", money_words.account_kind)
register.filter("account", money_words.account_name)
register.filter("line_title", money_words.line_title)
register.filter("apart", apart)


@register.filter
def exact_money(cents: Fraction) -> str:
    """An amount of minor units with decimals beyond them."""
    return money_words.exact_money(cents)


@register.filter
def magnitude(cents: int) -> int:
    """An amount without its sign."""
    return abs(cents)


@register.filter
def title_told(title: dict[str, str]) -> str:
    """A title of the treasury in the reader's language."""
    return words.told(money_words.names(title))


@register.simple_tag
def budget_bar(
    line: treasury.LineView | treasury.ProgrammeView, whole: int | None = None
) -> SafeString:
    """Paid, owed, committed, available and lapsed money of a line or programme, out of `whole`."""
    parts = (
        Part("paid", line.paid_cents),
        Part("accrued", line.accrued_cents),
        Part("committed", line.committed_cents),
        Part("available", line.available_cents),
        Part("lapsed", line.lapsed_cents),
    )
    return stacked_bar(parts, line.budget_cents if whole is None else whole)


@register.simple_tag
def envelope_bar(spent: Spent) -> SafeString:
    """Where the envelope of a participatory budget went."""
    parts = (
        Part("paid", spent.shares_cents),
        Part("committed", spent.added_cents),
        Part("available", spent.left_cents),
    )
    return stacked_bar(parts, sum(part.amount for part in parts))


@register.inclusion_tag("koinon/budgets_section.html")
def participatory_budgets() -> dict[str, Any]:
    """The latest participatory budgets, on pages that lead to them; nothing where there is none."""
    return {"budgets": participatory.participatory_budgets(now())}


@register.inclusion_tag("koinon/money/citizen.html", takes_context=True)
def citizen_money(context: RequestContext) -> dict[str, Any]:
    """The first page's part for a citizen: choose a city; paid, bought, refused."""
    return {**money_citizen.citizen(context["request"]), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("koinon/money/city_statement.html")
def city_statement(slug: str) -> dict[str, Any]:
    """A member's account on its page."""
    return money_citizen.city_statement(slug)


@register.inclusion_tag("koinon/money/city_rights.html")
def city_rights(slug: str) -> dict[str, Any]:
    """What a member has lost by not paying, or is warned of; nothing where it is neither."""
    return money_arrears.city_rights(slug)


@register.inclusion_tag("koinon/money/city_leaving.html")
def city_leaving(slug: str) -> dict[str, Any]:
    """What a member that leaves or left owes for it; nothing where the charter says nothing."""
    return residuals.city_leaving(slug)


@register.inclusion_tag("koinon/money/entry_strip.html")
def entry_strip(n: int) -> dict[str, Any]:
    """The strip of what an entry promised, accepted or paid; nothing for other entries."""
    found = treasury.strip_of_entry(money_words.currency(), n)
    return {"steps": steps(found) if found else ()}
