"""What a levy's formula may know of each member: certified figures, weights, legal limits."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from koinon.acts.refused import refuse
from koinon.assembly.electorates import weigh_members
from koinon.charter.document import Charter
from koinon.charter.levy_cases import classes_of, tables_in
from koinon.cities import queries as cities
from koinon.methods.levies import Indicator, Levy, Member, parts_of
from koinon.treasury.models import CreditNote, Invoice

WEIGHT = "weight:"


def levy_members(
    charter: Charter,
    levy: Levy,
    year: int,
    day: str,
    payers: Collection[str] | None = None,
) -> tuple[Member, ...]:
    """The present members (or those of them that pay) with every figure the formula names.

    Weights are weighed among all members, whoever pays. A class table that goes by the charter's
    groups finds each member in its group. The limit "levy_per_year" is what the law still leaves a
    member after the year's other levies.
    """
    everyone = cities.members()
    paying = frozenset(everyone if payers is None else payers)
    slugs = tuple(one for one in everyone if one in paying)
    columns = {
        name: _column(charter, name, everyone, slugs, day) for name in sorted(indicators(levy))
    }
    charged = charged_in_year(year)
    limits = cities.limits_in_force(day)
    tables = sorted(tables_in(levy))
    return tuple(
        Member(
            id=slug,
            figures=tuple((name, column[slug]) for name, column in columns.items()),
            classes=classes_of(charter.groups, tables, slug),
            limits=tuple(
                (limit.kind, Fraction(max(0, limit.amount_cents - charged.get(slug, 0))))
                for limit in limits.get(slug, ())
            ),
        )
        for slug in slugs
    )


def indicators(node: object) -> frozenset[str]:
    """The names of all figures a formula asks of the members."""
    return frozenset(one.name for one in parts_of(node) if isinstance(one, Indicator))


def _column(
    charter: Charter, name: str, everyone: tuple[str, ...], slugs: tuple[str, ...], day: str
) -> dict[str, Fraction]:
    if name.startswith(WEIGHT):
        return weigh_members(charter, name.removeprefix(WEIGHT), list(everyone), day)
    known = cities.facts_in_force(name, day)
    for slug in slugs:
        if slug not in known:
            refuse("cities.fact_missing", city=slug, name=name)
    return {slug: known[slug].value for slug in slugs}


def charged_in_year(year: int) -> dict[str, int]:
    """What each member was charged for a year by levies, also ones taken over, less its credits."""
    charged: dict[str, int] = {}
    rows = (
        Invoice.objects.filter(year=year).exclude(levy=None, title__isnull=True).order_by("number")
    )
    for city, cents in rows.values_list("city", "amount_cents"):
        charged[city] = charged.get(city, 0) + cents
    for city, cents in (
        CreditNote.objects.filter(levy__year=year)
        .order_by("number")
        .values_list("city", "amount_cents")
    ):
        charged[city] -= cents
    return charged
