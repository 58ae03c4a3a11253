"""A levy: its formula in words, what every member owes and why, and the invoices."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from koinon.cities import queries as cities
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import money_formula as formula
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.money import paged
from koinon.treasury import queries as treasury


@dataclass(frozen=True, slots=True)
class Row:
    """A member in the table of a levy; `cap` says why its law stops it, "" where it does not."""

    city: str
    keys: tuple[Fraction, ...]
    exact_cents: Fraction
    owes_cents: int
    paid_cents: int
    cap: str

    @property
    def open_cents(self) -> int:
        """What it has not paid yet."""
        return self.owes_cents - self.paid_cents


@dataclass(frozen=True, slots=True)
class Due:
    """What all members owe on one day, and have paid of it."""

    day: str
    amount_cents: int
    paid_cents: int


def levy_page(request: HttpRequest, code: str) -> HttpResponse:
    """The levy; with `?city=` also every step of that member and its invoices."""
    levy = treasury.levy(code)
    if levy is None:
        raise Http404
    told = formula.clauses(levy.formula, said.charter())
    invoices = treasury.invoices(levy=code)
    city = request.GET.get("city", "")
    charges = {one.member: one for one in levy.assessment.charges} if levy.assessment else {}
    rows = _rows(levy, told, invoices)
    context = {
        "levy": levy,
        "title": words.told(said.names(levy.title)),
        "decided": said.decided(levy.decision_n),
        "article": said.article_of(levy.adopted_n, "treasury.adopt_levy/1"),
        "clauses": told,
        "rounding": formula.rounding(levy.formula),
        "keys": formula.keys_of(levy.assessment, told) if levy.assessment else (),
        "members": paged(rows, request),
        "dues": _dues(invoices),
        "city": city if city in charges else "",
        "steps": formula.step_lines(levy.assessment, city, told)
        if levy.assessment and city in charges
        else (),
        "mine": next((row for row in rows if row.city == city), None),
        "invoices": [one for one in invoices if one.city == city],
        "today": now()[:10],
        "names": words.city_names(),
    }
    return render(request, "koinon/money/levy.html", context)


def _rows(
    levy: treasury.LevyView,
    told: tuple[formula.Clause, ...],
    invoices: tuple[treasury.InvoiceView, ...],
) -> list[Row]:
    if levy.assessment is None:
        return []
    paid: dict[str, int] = {}
    for one in invoices:
        paid[one.city] = paid.get(one.city, 0) + one.paid_cents
    capped = formula.capped(levy.assessment, told)
    keys = formula.keys_of(levy.assessment, told)
    return [
        Row(
            city=charge.member,
            keys=tuple(key.values[at] for key in keys),
            exact_cents=charge.exact_cents,
            owes_cents=charge.cents,
            paid_cents=paid.get(charge.member, 0),
            cap=_cap(capped[charge.member], levy) if charge.member in capped else "",
        )
        for at, charge in enumerate(levy.assessment.charges)
    ]


def _cap(bound: formula.Capped, levy: treasury.LevyView) -> str:
    """Why a member's law stops it, with the citation."""
    assert levy.assessed_n is not None
    day = said.entry(levy.assessed_n).at[:10]
    limit = next(one for one in cities.limits(bound.member, day) if one.kind == bound.limit)
    unit = said.currency()
    messages = {
        (True, True): gettext("By the key it would owe {asked}; {citation} lets it pay {allowed}."),
        (True, False): gettext(
            "By the key it would owe {asked}; {citation} lets it pay {limit} in {year}, and "
            "{allowed} of that was left."
        ),
        (False, True): gettext(
            "It would take over a part of what others may not pay; {citation} stops it at "
            "{allowed}."
        ),
        (False, False): gettext(
            "It would take over a part of what others may not pay; {citation} lets it pay {limit} "
            "in {year}, and {allowed} of that was left."
        ),
    }
    message = messages[bound.asked > bound.allowed, bound.allowed == limit.amount_cents]
    return message.format(
        asked=said.exact_money(bound.asked),
        citation=limit.citation,
        allowed=said.exact_money(bound.allowed),
        limit=wording.money(limit.amount_cents, unit),
        year=levy.year,
    )


def _dues(invoices: tuple[treasury.InvoiceView, ...]) -> list[Due]:
    """The instalments, all members together."""
    days: dict[str, tuple[int, int]] = {}
    for one in invoices:
        amount, paid = days.get(one.due, (0, 0))
        days[one.due] = (amount + one.amount_cents, paid + one.paid_cents)
    return [Due(day, *sums) for day, sums in sorted(days.items())]
