"""Levies: a formula is data, an assessment shows every step of it, and the cents add up.

A formula is a tree of two sorts of node. A `Total` is one number for the whole coalition, a
`Column` one number per member. Numbers are exact Fractions: money in minor units (cents), rates
in cents per unit of their base. Rounding happens once, at the end, by largest remainder.

How the primitives of published levies are said here:

| primitive | node |
| --- | --- |
| indicator (fact of a member, dated and sourced by its name) | `Indicator` |
| class table | `ClassTable` |
| mean over years | `Rate(1/n, Sum(...))` |
| rate × base, per head | `Rate`, `Product`, `Quotient` |
| share; weighted sum of shares | `Share`; `Sum` of `Rate(weight, Share(...))` |
| need shared by weights (quota by key) | `Quota` |
| uniform rate from need (Umlage) | `UniformRate` |
| index with cap | `Indexed` |
| piecewise-linear adjustment | `Piecewise` |
| who reaches a threshold; one total by another | `AtLeast`; `Ratio` |
| totals added up | `Together` |
| not less than, not more than (nothing is spread) | `Extreme` |
| greatest, smallest of totals | `ExtremeTotal` |
| redistribute pro rata with exclusions | `Relief` |
| floor and cap, to the fixpoint | `Within` |
| legal cap of a member | `LegalCap` |
| net of outside revenue | `NetOf` |
| equalise (zero-sum) | `ZeroSum` |
| round; round on the way | `Rounding`; `Rounded` |
"""

from koinon.methods.levies.assessment import (
    Assessment,
    Charge,
    Levy,
    Rounding,
    assess,
    assessment_from_plain,
    levy_from_plain,
    uncollected,
)
from koinon.methods.levies.nodes import (
    AtLeast,
    ClassTable,
    Column,
    Extreme,
    ExtremeTotal,
    Figure,
    Fixed,
    Flat,
    Indexed,
    Indicator,
    LegalCap,
    Need,
    NetOf,
    Piecewise,
    Portion,
    Product,
    Quota,
    Quotient,
    Rate,
    Ratio,
    Relief,
    Rounded,
    Share,
    Sum,
    SumOf,
    Together,
    Total,
    UniformRate,
    Within,
    ZeroSum,
)
from koinon.methods.levies.recheck import recheck
from koinon.methods.levies.run import FAULTS, Facts, LevyError, Member, Step
from koinon.methods.levies.slopes import Jump, Side, Slopes, slopes
from koinon.methods.levies.walking import parts_of

__all__ = [
    "FAULTS",
    "Assessment",
    "AtLeast",
    "Charge",
    "ClassTable",
    "Column",
    "Extreme",
    "ExtremeTotal",
    "Facts",
    "Figure",
    "Fixed",
    "Flat",
    "Indexed",
    "Indicator",
    "Jump",
    "LegalCap",
    "Levy",
    "LevyError",
    "Member",
    "Need",
    "NetOf",
    "Piecewise",
    "Portion",
    "Product",
    "Quota",
    "Quotient",
    "Rate",
    "Ratio",
    "Relief",
    "Rounded",
    "Rounding",
    "Share",
    "Side",
    "Slopes",
    "Step",
    "Sum",
    "SumOf",
    "Together",
    "Total",
    "UniformRate",
    "Within",
    "ZeroSum",
    "assess",
    "assessment_from_plain",
    "levy_from_plain",
    "parts_of",
    "recheck",
    "slopes",
    "uncollected",
]
