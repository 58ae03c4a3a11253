"""The kinds of steps a levy is written in: the keys of each, and the node it becomes.

docs/reference/charter.md has the table of all of them, with an example of each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from koinon.charter.levy_terms import (
    GROUPS,
    OTHERS,
    Number,
    Term,
    Terms,
    as_total,
    plain_number,
    same_power,
)
from koinon.charter.sections import Section
from koinon.charter.statements import Fact, Pair, Several
from koinon.methods.levies import (
    AtLeast,
    ClassTable,
    Column,
    Extreme,
    ExtremeTotal,
    Fixed,
    Flat,
    Indexed,
    LegalCap,
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

ZERO: Final = Fraction(0)
LIMITS: Final = ("levy_per_year",)
"""The legal limits that cities attest (`cities.attest_limit/1`)."""
_RESTS: Final[tuple[Literal["redistribute", "leave short"], ...]] = ("redistribute", "leave short")
_KEEPS: Final[tuple[Literal["sum", "each"], ...]] = ("sum", "each")


@dataclass(frozen=True, slots=True)
class Made:
    """A step as read: its term, and the code and facts of its sentence."""

    term: Term
    code: str
    facts: dict[str, Fact]


def _listed(terms: tuple[Term, ...]) -> Several:
    return Several(tuple(term.shown for term in terms))


def _added(terms: tuple[Term, ...]) -> Column | Total:
    """The sum: one number where all parts are, else one per member."""
    totals = tuple(term.node for term in terms if isinstance(term.node, Total))
    if len(totals) == len(terms):
        return Together(totals)
    return Sum(tuple(term.column for term in terms))


def _times(rate: Fraction, node: Column | Total) -> Column | Total:
    return Portion(rate, node) if isinstance(node, Total) else Rate(rate, node)


def _sum(terms: Terms, section: Section) -> Made:
    parts = terms.terms(section, "of")
    return Made(Term(_added(parts), same_power(section, *parts), ""), "sum", {"of": _listed(parts)})


def _mean(terms: Terms, section: Section) -> Made:
    parts = terms.terms(section, "of")
    node = _times(Fraction(1, len(parts)), _added(parts))
    return Made(Term(node, same_power(section, *parts), ""), "mean", {"of": _listed(parts)})


def _extreme(which: Literal["greatest", "smallest"]) -> Callable[[Terms, Section], Made]:
    def read(terms: Terms, section: Section) -> Made:
        parts = terms.terms(section, "of")
        totals = tuple(term.node for term in parts if isinstance(term.node, Total))
        node: Column | Total = ExtremeTotal(which, totals)
        if len(totals) < len(parts):
            node = Extreme(which, tuple(term.column for term in parts))
        return Made(Term(node, same_power(section, *parts), ""), which, {"of": _listed(parts)})

    return read


def _powers(*parts: Term | Number) -> int | None:
    """The power of a product."""
    known = [part.power for part in parts if part.power is not None]
    return sum(known) if len(known) == len(parts) else None


def _product(terms: Terms, section: Section) -> Made:
    parts = terms.terms(section, "of")
    node = Product(tuple(part.column for part in parts))
    return Made(Term(node, _powers(*parts), ""), "product", {"of": _listed(parts)})


def _quotient(terms: Terms, section: Section) -> Made:
    of, by = terms.term(section, "of"), terms.term(section, "by")
    _refuse_nothing(section, "by", by, negative=True)
    power = None if of.power is None or by.power is None else of.power - by.power
    node = Quotient(of.column, by.column)
    return Made(Term(node, power, ""), "quotient", {"of": of.shown, "by": by.shown})


def _ratio(terms: Terms, section: Section) -> Made:
    (of_node, of), (by_node, by) = terms.total(section, "of"), terms.total(section, "by")
    power = None if of.power is None or by.power is None else of.power - by.power
    _refuse_nothing(section, "by", by, negative=True)
    node = Ratio(of_node, by_node)
    return Made(Term(node, power, ""), "ratio", {"of": of.shown, "by": by.shown})


def _rate(terms: Terms, section: Section) -> Made:
    rate, of = terms.number(section, "rate"), terms.term(section, "of")
    node = _times(rate.value, of.node)
    code = "rate.money" if rate.power else "rate"
    return Made(Term(node, _powers(rate, of), ""), code, {"rate": rate.shown, "of": of.shown})


def _flat(terms: Terms, section: Section) -> Made:
    node, amount = terms.total(section, "amount")
    return Made(Term(Flat(node), amount.power, ""), "flat", {"amount": amount.shown})


def _share(terms: Terms, section: Section) -> Made:
    of = terms.term(section, "of")
    return Made(Term(Share(of.column), 0, ""), "share", {"of": of.shown})


def _weighted_shares(terms: Terms, section: Section) -> Made:
    columns, told, whole = [], list[Fact](), ZERO
    for part in section.listed("parts"):
        weight, of = part.fraction("weight", positive=True), terms.term(part, "of")
        columns.append(Rate(weight, Share(of.column)))
        told.append(Pair(of.shown, weight))
        whole += weight
    if whole != 1:
        section.note("parts_not_whole", "parts")
    facts: dict[str, Fact] = {"parts": Several(tuple(told))}
    return Made(Term(Sum(tuple(columns)), 0, ""), "weighted_shares", facts)


def _class_table(terms: Terms, section: Section) -> Made:
    values = section.section("values")
    rows: list[tuple[str, Number]] = []
    for group in values.ids() if values else ():
        assert values is not None
        if group not in terms.declared.groups:
            known = ", ".join(sorted(terms.declared.groups)[:20])
            values.note("not_declared", group, value=group[:60], near="", known=known)
        rows.append((group, terms.number(values, group)))
    _refuse_overlap(terms, section, tuple(group for group, _ in rows))
    name = GROUPS + ",".join(group for group, _ in rows)
    if section.has("others"):
        rows.append((OTHERS, terms.number(section, "others")))
    if not rows:
        section.note("empty", "values")
    power = same_power(section, *(number for _, number in rows)) if rows else None
    groups = terms.declared.groups
    told = [
        Pair(groups[group].title if group in groups else group, number.shown)
        for group, number in rows
    ]
    node = ClassTable(name, tuple((group, number.value) for group, number in rows))
    code = "class_table.others" if rows and rows[-1][0] == OTHERS else "class_table"
    others = {"others": rows[-1][1].shown} if code.endswith("others") else {}
    listed = told[:-1] if others else told
    return Made(Term(node, power, ""), code, {"values": Several(tuple(listed)), **others})


def _refuse_overlap(terms: Terms, section: Section, ids: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for id in ids:
        for member in terms.declared.groups[id].members if id in terms.declared.groups else ():
            if member in seen:
                section.note("levy_two_classes", "values", value=member)
            seen.add(member)


def _portion(terms: Terms, section: Section) -> Made:
    share = section.fraction("share")
    node, of = terms.total(section, "of")
    term = Term(Portion(share, node), of.power, "")
    return Made(term, "portion", {"share": share, "of": of.shown})


def _net_of(terms: Terms, section: Section) -> Made:
    node, of = terms.total(section, "of")
    less = terms.terms(section, "less")
    paths = [(*section.path, "less", place) for place in range(len(less))]
    nodes = tuple(as_total(section, at, term) for at, term in zip(paths, less, strict=True))
    power = same_power(section, of, *less)
    return Made(
        Term(NetOf(node, nodes), power, ""), "net_of", {"of": of.shown, "less": _listed(less)}
    )


def _total(terms: Terms, section: Section) -> Made:
    of = terms.term(section, "of")
    return Made(Term(SumOf(of.column), of.power, ""), "total", {"of": of.shown})


def _quota(terms: Terms, section: Section) -> Made:
    node, amount = terms.total(section, "amount")
    by = terms.term(section, "by")
    _refuse_nothing(section, "by", by)
    term = Term(Quota(node, by.column), amount.power, "")
    return Made(term, "quota", {"amount": amount.shown, "by": by.shown})


def _uniform_rate(terms: Terms, section: Section) -> Made:
    node, amount = terms.total(section, "amount")
    base, step = terms.term(section, "base"), terms.number(section, "step")
    if step.value <= 0:
        section.note("levy_positive", "step")
    known = None in (amount.power, base.power, step.power)
    if not known and (amount.power or 0) - (base.power or 0) != step.power:
        section.note("levy_mixed", "step")
    facts: dict[str, Fact] = {"amount": amount.shown, "base": base.shown, "unit": step.shown}
    return Made(
        Term(UniformRate(node, base.column, step.value), amount.power, ""), "uniform_rate", facts
    )


def _indexed(terms: Terms, section: Section) -> Made:
    previous = terms.term(section, "previous")
    node, index = terms.total(section, "index")
    plain_number(section, "index", index)
    cap = section.fraction("cap")
    facts: dict[str, Fact] = {"previous": previous.shown, "index": index.shown, "cap": cap}
    return Made(Term(Indexed(previous.column, node, cap), previous.power, ""), "indexed", facts)


def _piecewise(terms: Terms, section: Section) -> Made:
    of = terms.term(section, "of")
    node, bend = terms.total(section, "threshold")
    same_power(section, of, bend)
    below, above = terms.number(section, "below", ZERO), terms.number(section, "above", ZERO)
    slopes = [slope for slope in (below, above) if slope.value or slope.power != 0]
    power = None
    if not slopes:
        section.note("levy_no_slope")
    elif same_power(section, *slopes) is not None:
        power = _powers(of, slopes[0])
    facts: dict[str, Fact] = {"of": of.shown, "threshold": bend.shown}
    facts |= {"below": below.shown, "above": above.shown}
    node_ = Piecewise(of.column, node, below.value, above.value)
    return Made(Term(node_, power, ""), "piecewise", facts)


def _at_least(terms: Terms, section: Section) -> Made:
    of = terms.term(section, "of")
    node, bar = terms.total(section, "threshold")
    same_power(section, of, bar)
    facts: dict[str, Fact] = {"of": of.shown, "threshold": bar.shown}
    return Made(Term(AtLeast(of.column, node), 0, ""), "at_least", facts)


def _relief(terms: Terms, section: Section) -> Made:
    of, relief = terms.term(section, "of"), terms.term(section, "relief")
    carriers = terms.term(section, "carriers")
    plain_number(section, "carriers", carriers)
    node = Relief(of.column, relief.column, carriers.column)
    facts: dict[str, Fact] = {"of": of.shown, "relief": relief.shown, "carriers": carriers.shown}
    return Made(Term(node, same_power(section, of, relief), ""), "relief", facts)


def _zero_sum(terms: Terms, section: Section) -> Made:
    of, by = terms.term(section, "of"), terms.term(section, "by")
    _refuse_nothing(section, "by", by)
    node = ZeroSum(of.column, by.column)
    return Made(Term(node, of.power, ""), "zero_sum", {"of": of.shown, "by": by.shown})


def _within(terms: Terms, section: Section) -> Made:
    of = terms.term(section, "of")
    bounds = {key: terms.term(section, key) for key in ("floor", "cap") if section.has(key)}
    if not bounds:
        section.note("levy_no_bound")
    floor, cap = bounds.get("floor"), bounds.get("cap")
    node = Within(of.column, floor.column if floor else None, cap.column if cap else None)
    _refuse_bounds(section, floor, cap)
    code = "within.both" if floor and cap else "within.floor" if floor else "within.cap"
    told: dict[str, Fact] = {key: term.shown for key, term in bounds.items()}
    power = same_power(section, of, *bounds.values())
    return Made(Term(node, power, ""), code, {"of": of.shown, **told})


def _constant(term: Term | None) -> Fraction | None:
    """The number a term is where the charter writes it, None where members or figures make it."""
    node = term.node if term is not None and term.power is not None else None
    while isinstance(node, Flat):
        node = node.amount
    return node.value if isinstance(node, Fixed) else None


def _refuse_nothing(section: Section, key: str, term: Term, *, negative: bool = False) -> None:
    """Note a number written in the charter by which nothing can be divided or shared."""
    value = _constant(term)
    if value is not None and (value == 0 or (value < 0 and not negative)):
        section.note("levy_by_nothing", key)


def _refuse_bounds(section: Section, floor: Term | None, cap: Term | None) -> None:
    """Note bounds written in the charter that no amount can keep to."""
    low, high = _constant(floor), _constant(cap)
    for key, value in (("floor", low), ("cap", high)):
        if value is not None and value < 0:
            section.note("levy_negative", key)
    if low is not None and high is not None and 0 <= high < low:
        section.note("levy_floor_above_cap", "floor")


def _legal_cap(terms: Terms, section: Section) -> Made:
    of = terms.term(section, "of")
    limit = section.choice("limit", LIMITS, default=LIMITS[0])
    rest = section.choice("rest", _RESTS)
    if of.power == 0:
        section.note("levy_no_money", "of")
    node = LegalCap(of.column, limit, rest)
    return Made(Term(node, of.power, ""), f"legal_cap.{rest}", {"of": of.shown})


def _rounded(terms: Terms, section: Section) -> Made:
    of, unit = terms.term(section, "of"), terms.number(section, "unit")
    keep = section.choice("keep", _KEEPS)
    if unit.value <= 0:
        section.note("levy_positive", "unit")
    node = Rounded(of.column, unit.value, keep)
    power = same_power(section, of, unit)
    return Made(Term(node, power, ""), f"rounded.{keep}", {"of": of.shown, "unit": unit.shown})


KINDS: Final[dict[str, Callable[[Terms, Section], Made]]] = {
    "sum": _sum,
    "mean": _mean,
    "greatest": _extreme("greatest"),
    "smallest": _extreme("smallest"),
    "product": _product,
    "quotient": _quotient,
    "rate": _rate,
    "flat": _flat,
    "share": _share,
    "weighted_shares": _weighted_shares,
    "class_table": _class_table,
    "quota": _quota,
    "uniform_rate": _uniform_rate,
    "indexed": _indexed,
    "piecewise": _piecewise,
    "at_least": _at_least,
    "relief": _relief,
    "zero_sum": _zero_sum,
    "within": _within,
    "legal_cap": _legal_cap,
    "rounded": _rounded,
    "total": _total,
    "portion": _portion,
    "net_of": _net_of,
    "ratio": _ratio,
}


def read_kind(terms: Terms, section: Section, shown: Fact) -> Made:
    """Read a step of whichever kind it says it is; `shown` is how later steps tell it."""
    made = KINDS[section.choice("kind", tuple(KINDS))](terms, section)
    return replace(made, term=replace(made.term, shown=shown))
