"""A levy: its formula in words, what every member owes and why, and the invoices."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.interfaces.web import charter_levies, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import charges as charges_pages
from koinon.interfaces.web.pages import money_formula as formula
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.money import paged
from koinon.interfaces.web.pages.money_caps import cap_sentence
from koinon.treasury import queries as treasury


@dataclass(frozen=True, slots=True)
class Row:
    """A member in the table of a levy; `cap` says why its law stops it, "" where it does not.

    `charged_cents` is what the assessment charged, `owes_cents` what disputes made of it.
    """

    city: str
    keys: tuple[Fraction, ...]
    exact_cents: Fraction
    charged_cents: int
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
    told = formula.clauses(levy.formula, charter_levies.charter_of(levy))
    invoices = treasury.invoices(levy=code)
    city = request.GET.get("city", "")
    charges = {one.member: one for one in levy.assessment.charges} if levy.assessment else {}
    rows = _rows(levy, told, invoices)
    charged = city in charges
    context = {
        "levy": levy,
        "title": words.told(said.names(levy.title)),
        "decided": said.decided(levy.decision_n),
        "article": said.article_of(levy.adopted_n, said.entry(levy.adopted_n).type),
        "of_charter": charter_levies.adopted(levy),
        "clauses": told,
        "rounding": formula.rounding(levy.formula),
        "short": formula.short_of(levy.assessment) if levy.assessment else "",
        "keys": formula.keys_of(levy.assessment, told) if levy.assessment else (),
        "members": paged(rows, request),
        "dues": _dues(invoices),
        "city": city if charged else "",
        "steps": formula.step_lines(levy.assessment, city, told)
        if levy.assessment and charged
        else (),
        "mine": next((row for row in rows if row.city == city), None),
        "invoices": [one for one in invoices if one.city == city],
        "today": now()[:10],
        "names": words.city_names(),
        "notes": treasury.credit_notes(city, levy=code) if charged else (),
        "disputes": treasury.disputes_of(city, code) if charged else (),
        "keeper": charges_pages.keeps_money(request),
        "objection": _objection(code, city) if charged else None,
    }
    return render(request, "koinon/money/levy.html", context)


def _objection(code: str, city: str) -> treasury.Objection | None:
    """Whether an objection to the member's charge would be taken now."""
    found = treasury.objection(code, city)
    return found if found is not None and found.possible(now()) else None


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
    for note in treasury.credit_notes(levy=levy.code):  # it lowers the charge; nobody paid it
        paid[note.city] -= note.amount_cents
    owes = treasury.charges(levy.code)
    assert levy.assessed_n is not None
    day = said.entry(levy.assessed_n).at[:10]
    capped = formula.capped(levy.assessment, told)
    keys = formula.keys_of(levy.assessment, told)
    return [
        Row(
            city=charge.member,
            keys=tuple(key.values[at] for key in keys),
            exact_cents=charge.exact_cents,
            charged_cents=charge.cents,
            owes_cents=owes[charge.member],
            paid_cents=paid.get(charge.member, 0),
            cap=cap_sentence(capped[charge.member], levy.year, day)
            if charge.member in capped
            else "",
        )
        for at, charge in enumerate(levy.assessment.charges)
    ]


def _dues(invoices: tuple[treasury.InvoiceView, ...]) -> list[Due]:
    """The instalments, all members together."""
    days: dict[str, tuple[int, int]] = {}
    for one in invoices:
        amount, paid = days.get(one.due, (0, 0))
        days[one.due] = (amount + one.amount_cents, paid + one.paid_cents)
    return [Due(day, *sums) for day, sums in sorted(days.items())]
