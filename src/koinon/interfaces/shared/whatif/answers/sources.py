"""Where every number comes from, what is assumed, and what a plan cannot say."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext, gettext_noop, ngettext

from koinon.interfaces.shared import wording
from koinon.interfaces.shared.whatif.amounts import figure_name, unit_name
from koinon.interfaces.shared.whatif.section import Column, Section, Table
from koinon.planner.plan import Plan
from koinon.planner.programmes import Programme, Range

_GROUNDS = {
    "read": gettext_noop("published finding"),
    "inferred": gettext_noop("our conclusion"),
    "example": gettext_noop("example"),
    "own": gettext_noop("your own"),
}
_PARAMETERS = {
    "setup": gettext_noop("setup, a year"),
    "unit_cost": gettext_noop("cost of one more unit"),
    "coordination": gettext_noop("coordination, each further city"),
    "elasticity": gettext_noop("elasticity of scale"),
    "efficient_scale": gettext_noop("efficient scale"),
    "rebate": gettext_noop("rebate of buying together"),
    "spill_over": gettext_noop("part that reaches those outside"),
}
_SHARES = ("rebate", "spill_over")


def parameter_name(name: str) -> str:
    """The name of what is assumed of a programme."""
    return gettext(_PARAMETERS[name])


def sources_section(plan: Plan) -> Section:
    """Boundary, year, source and licence of every figure used."""
    return Section(
        "sources",
        gettext("Where the numbers come from"),
        (),
        "",
        (_figures_table(plan), *programmes_tables(plan.programmes)),
        (),
    )


def _figures_table(plan: Plan) -> Table:
    groups: dict[tuple[str, ...], list[str]] = {}
    for place in (*plan.places, *plan.others):
        for name, one in place.figures:
            key = (
                figure_name(name),
                unit_name(one.unit),
                one.boundary,
                str(one.year),
                one.source,
                one.licence,
            )
            groups.setdefault(key, []).append(place.name)
        rates = [(figure_name("national_seats"), place.national_seats)]
        named = (*place.chambers, *place.preferences)
        rates += [(figure_name(name), rate) for name, rate in named]
        for title, rate in rates:
            if rate is not None:
                key = (title, "", rate.boundary, str(rate.year), rate.source, rate.licence)
                groups.setdefault(key, []).append(place.name)
    columns = (
        Column(gettext("Figure")),
        Column(gettext("Unit")),
        Column(gettext("Boundary")),
        Column(gettext("Year"), True),
        Column(gettext("Source")),
        Column(gettext("Licence")),
        Column(gettext("Cities")),
    )
    rows = tuple((*key, _counted(names)) for key, names in groups.items())
    return Table(gettext("Figures of the cities"), columns, rows)


def _counted(names: list[str]) -> str:
    if len(names) <= 3:
        return ", ".join(f"\u2068{name}\u2069" for name in names)
    return ngettext("{n} city", "{n} cities", len(names)).format(n=wording.number(len(names)))


def programmes_tables(programmes: tuple[Programme, ...]) -> tuple[Table, ...]:
    """What is assumed of programmes, with grounds, evidence and source; no table for none."""
    columns = (
        Column(gettext("Programme")),
        Column(gettext("Assumption")),
        Column(gettext("Low, middle, high"), True),
        Column(gettext("Grounds")),
        Column(gettext("Evidence and source")),
    )
    rows = tuple(
        (
            gettext(one.title),
            parameter_name(name),
            range_said(name, assumed),
            gettext(_GROUNDS[assumed.grounds.value]),
            _evidence(assumed),
        )
        for one in programmes
        for name, assumed in one.ranges
        if _is_worth_saying(one, name, assumed)
    )
    return (Table(gettext("What is assumed of the programmes"), columns, rows),) if rows else ()


def _is_worth_saying(programme: Programme, name: str, assumed: Range) -> bool:
    """Leave out what plays no part: zeros, and the scale of what has no running cost."""
    if assumed.high == 0 and name != "elasticity":
        return False
    return name not in ("elasticity", "efficient_scale") or programme.unit_cost.high > 0


def range_said(name: str, assumed: Range) -> str:
    """A range as it is read: one number, or three."""
    ends = (assumed.low, assumed.mid, assumed.high)
    said = [_end(name, end) for end in ends]
    return said[0] if assumed.is_one else " – ".join(said)


def _end(name: str, end: Fraction) -> str:
    if name in _SHARES:
        return wording.percent(end)
    return wording.number(end, 3)


def _evidence(assumed: Range) -> str:
    said = gettext(assumed.evidence) if assumed.evidence else ""
    return " ".join(part for part in (said, assumed.source) if part)


def limits_section() -> Section:
    """What none of this says."""
    return Section(
        "limits",
        gettext("What this cannot say"),
        (
            gettext(
                "Ranges, not forecasts: costs lie between low and high assumptions, and the middle"
                " is no promise."
            ),
            gettext(
                "Power is what a rule gives before anybody has an opinion; allies who always vote"
                " together have more, and a city that never agrees with anyone has less."
            ),
            gettext(
                "Metropolitan product is not a tax base, and what a city may levy is for its"
                " nation’s law."
            ),
            gettext(
                "Evidence for economies of scale is weak for large cities: most findings are of"
                " small ones, and most abstracts, not papers, were read."
            ),
            gettext(
                "Like-mindedness at one election is no programme: in the United States the counties"
                " that voted for one party made 71 % of the product in 2020 and 61 % in 2024."
            ),
        ),
    )
