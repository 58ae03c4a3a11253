"""A levy's formula in words: each node a sentence, and each step of an assessment under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop

from koinon.charter.document import Charter
from koinon.charter.levy_terms import GROUPS, OTHERS
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.pages.money_words import exact_money, exact_number
from koinon.methods.levies import (
    Assessment,
    ClassTable,
    Extreme,
    ExtremeTotal,
    Figure,
    Indexed,
    Indicator,
    LegalCap,
    Levy,
    Piecewise,
    Portion,
    Rate,
    Rounded,
    UniformRate,
    Within,
    uncollected,
)
from koinon.methods.levies.units import from_need, in_money, parts_in
from koinon.treasury.keys import WEIGHT

SENTENCES: Final[Mapping[str, str]] = {
    "need": gettext_noop("The money the levy is for."),
    "fixed": gettext_noop("The number {value}, written in the levy."),
    "figure": gettext_noop("The coalition’s certified figure “{name}”."),
    "portion": gettext_noop("The part {share} of this amount:"),
    "together": gettext_noop("These amounts added up:"),
    "net_of": gettext_noop("The first of these amounts less the others, never below zero:"),
    "ratio": gettext_noop("The first of these amounts divided by the second:"),
    "sum_of": gettext_noop("The sum over all members of this:"),
    "indicator": gettext_noop("The member’s certified figure “{name}”."),
    "weight": gettext_noop("The member’s weight “{name}”."),
    "class_table": gettext_noop("By the member’s class “{name}”: {table}."),
    "class_table.group": gettext_noop("By the group the member is in: {table}."),
    "flat": gettext_noop("The same amount for every member:"),
    "rate": gettext_noop("{rate} times this:"),
    "rate.money": gettext_noop("{rate} for each unit of this:"),
    "sum": gettext_noop("The sum of these:"),
    "extreme.greatest": gettext_noop("The greatest of these:"),
    "extreme.smallest": gettext_noop("The smallest of these:"),
    "product": gettext_noop("The product of these:"),
    "quotient": gettext_noop("The first of these divided by the second:"),
    "share": gettext_noop("The member’s part of the whole, measured by this:"),
    "quota": gettext_noop(
        "The first of these is shared among the members in proportion to the second:"
    ),
    "uniform_rate": gettext_noop(
        "One rate for all members, found by dividing the first of these by the sum of the second "
        "and rounding half up to a multiple of {step}; each member pays the rate times its own:"
    ),
    "indexed": gettext_noop("The first of these, raised by the second but at most by {cap} of it:"),
    "piecewise": gettext_noop(
        "Compared with a threshold: {below} for each unit below it, {above} for each unit above; "
        "first what is compared, then the threshold:"
    ),
    "at_least": gettext_noop("1 for a member whose first of these reaches the second, else 0:"),
    "rounded.each": gettext_noop("This, rounded half up to a multiple of {unit}:"),
    "rounded.sum": gettext_noop(
        "This, rounded to multiples of {unit} by largest remainder, so that the sum stays:"
    ),
    "relief": gettext_noop(
        "The first of these less the second, which those who carry it take over in proportion to "
        "their amounts and to the third:"
    ),
    "zero_sum": gettext_noop(
        "The first of these less its mean by the second, so that all members together pay nothing:"
    ),
    "within.floor": gettext_noop(
        "The first of these, but at least the second; what that adds is taken off the others in "
        "proportion:"
    ),
    "within.cap": gettext_noop(
        "The first of these, but at most the second; what that cuts off is spread over the others "
        "in proportion:"
    ),
    "within.both": gettext_noop(
        "The first of these, but at least the second and at most the third; the sum stays, the "
        "others carry the difference in proportion:"
    ),
    "legal_cap.redistribute": gettext_noop(
        "At most what the law of each member lets it pay; what that cuts off is spread over the "
        "others in proportion, each up to its own limit:"
    ),
    "legal_cap.leave short": gettext_noop(
        "At most what the law of each member lets it pay; what that cuts off is not collected:"
    ),
}
"""Kind of node → what it does; the nodes it is made of follow below it, in order."""

FIXED_FOR_ALL: Final[Mapping[str, str]] = {
    "uniform_rate": gettext_noop("The rate for all is {value}."),
    "indexed": gettext_noop("It is raised by {value} of it."),
    "relief": gettext_noop("Each unit carried takes over {value}."),
    "zero_sum": gettext_noop("The mean taken off is {value} for each unit."),
    "legal_cap.leave short": gettext_noop("Not collected from anyone: {amount}."),
    "legal_cap.redistribute": gettext_noop(
        "{amount} cannot be collected: everyone is at its legal cap."
    ),
}
"""What one number a column fixed for all members."""

OTHER_MEMBERS: Final = gettext_noop("all others")
ROUNDING: Final = gettext_noop(
    "Amounts are rounded to {unit} by largest remainder, so that they sum exactly; equal "
    "remainders go in the order of the cities’ names in addresses."
)
ROUNDING_BY_AMOUNT: Final = gettext_noop(
    "Amounts are rounded to {unit} by largest remainder, so that they sum exactly; of equal "
    "remainders larger amounts come first."
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One node in words. `place` is its path; `money`: its values are minor units."""

    depth: int
    place: str
    kind: str
    sentence: str
    money: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of one member's way to its amount: what was done, what came out, a remark."""

    sentence: str
    value: str
    note: str


def clauses(levy: Levy, charter: Charter) -> tuple[Clause, ...]:
    """The formula, node by node from the top."""
    return tuple(_clauses(levy.amount, "amount", 0, True, charter))


def rounding(levy: Levy) -> str:
    """How the amounts are rounded."""
    by_amount = levy.rounding.ties != "id"
    unit = exact_money(Fraction(levy.rounding.unit_cents))
    return gettext(ROUNDING_BY_AMOUNT if by_amount else ROUNDING).format(unit=unit)


def _clauses(node: Any, place: str, depth: int, money: bool, charter: Charter) -> Iterator[Clause]:
    yield Clause(depth, place, node.KIND, _sentence(node, money, charter), money)
    for name, part in parts_in(node):
        paid = in_money(node, name, part, money)
        yield from _clauses(part, f"{place}.{name}", depth + 1, paid, charter)


def _sentence(node: Any, money: bool, charter: Charter) -> str:
    shown = exact_money if money else exact_number
    kind, facts = node.KIND, dict[str, str]()
    match node:
        case Indicator(name=name) if name.startswith(WEIGHT):
            kind = "weight"
            facts["name"] = words.told(charter.weighting(name.removeprefix(WEIGHT)).title)
        case Indicator(name=name):
            facts["name"] = words.fact_title(name)
        case ClassTable(name=name, table=table):
            groups = {group.id: words.told(group.title) for group in charter.groups}
            by_group = name.startswith(GROUPS)
            kind = "class_table.group" if by_group else kind
            named = {**groups, OTHERS: gettext(OTHER_MEMBERS)} if by_group else {}
            pairs = (f"{named.get(word, word)} {shown(value)}" for word, value in table)
            facts |= {"name": name, "table": ", ".join(pairs)}
        case Figure(name=name):
            titles = {one.id: words.told(one.title) for one in charter.figures}
            facts["name"] = titles.get(name, name)
        case Portion(share=share):
            facts["share"] = exact_number(share)
        case Rate(rate=rate, base=base):
            kind = "rate.money" if money and not from_need(base) else "rate"
            facts["rate"] = (exact_money if kind == "rate.money" else exact_number)(rate)
        case UniformRate(step=step):
            facts["step"] = exact_number(step)
        case Indexed(cap=cap):
            facts["cap"] = exact_number(cap)
        case Piecewise(below=below, above=above):
            facts |= {"below": shown(below), "above": shown(above)}
        case Within(floor=floor, cap=cap):
            bound = "both" if floor and cap else "floor" if floor else "cap"
            kind = f"within.{bound}"
        case Rounded(unit=unit, keep=keep):
            kind = f"rounded.{keep}"
            facts["unit"] = shown(unit)
        case Extreme(which=which) | ExtremeTotal(which=which):
            kind = f"extreme.{which}"
        case LegalCap(rest=rest):
            kind = f"legal_cap.{rest}"
        case _:
            facts |= {"value": shown(getattr(node, "value", Fraction(0)))}
    return gettext(SENTENCES[kind]).format_map(facts)


def step_lines(found: Assessment, member: str, told: tuple[Clause, ...]) -> tuple[StepLine, ...]:
    """Every step of one member, in the order it was worked out."""
    by_place = {clause.place: clause for clause in told}
    lines = []
    for step, (place, _, value) in zip(found.steps, found.lines(member), strict=True):
        clause = by_place[place]
        shown = exact_money(value) if clause.money else wording.number(value, 6)
        note = _fixed(found, clause, step.total) if step.values and step.total else ""
        lines.append(StepLine(clause.sentence, shown, note))
    return tuple(lines)


def short_of(found: Assessment) -> str:
    """What cannot be collected although the law spreads it over all; "" where nothing is left."""
    short = uncollected(found)
    message = gettext(FIXED_FOR_ALL["legal_cap.redistribute"])
    return message.format(amount=exact_money(short)) if short else ""


def _fixed(found: Assessment, clause: Clause, total: Fraction) -> str:
    node, kind = _node(found.levy.amount, clause.place), clause.kind
    if isinstance(node, LegalCap):
        kind = f"{kind}.{node.rest}"
    message = gettext(FIXED_FOR_ALL[kind])
    return message.format(value=exact_number(total), amount=exact_money(total))


@dataclass(frozen=True, slots=True)
class Capped:
    """A member that its law keeps from paying what the formula asks; minor units."""

    member: str
    limit: str
    asked: Fraction
    allowed: Fraction


def capped(found: Assessment, told: tuple[Clause, ...]) -> dict[str, Capped]:
    """The members at their legal limit, by id; the outermost cap counts."""
    columns = {step.place: step.values for step in found.steps}
    bound: dict[str, Capped] = {}
    for clause in reversed(told):
        node = _node(found.levy.amount, clause.place)
        if not isinstance(node, LegalCap):
            continue
        rows = zip(found.members, columns[f"{clause.place}.of"], columns[clause.place], strict=True)
        for member, before, after in rows:
            allowed = dict(member.limits).get(node.limit)
            if allowed is not None and after == allowed and before != after:
                bound[member.id] = Capped(member.id, node.limit, before, allowed)
    return bound


def _node(top: Any, place: str) -> Any:
    node = top
    for name in place.split(".")[1:]:
        node = node[int(name)] if name.isdigit() else getattr(node, name)
    return node


@dataclass(frozen=True, slots=True)
class Key:
    """What the levy goes by: its sentence, and each member's number in order of members."""

    sentence: str
    values: tuple[Fraction, ...]


def keys_of(found: Assessment, told: tuple[Clause, ...]) -> tuple[Key, ...]:
    """The numbers of each member that the formula goes by, each once."""
    by_place = {clause.place: clause for clause in told}
    keys: dict[str, Key] = {}
    for step in found.steps:
        clause = by_place[step.place]
        if clause.kind in (Indicator.KIND, ClassTable.KIND) and not clause.money:
            keys.setdefault(clause.sentence, Key(clause.sentence, step.values))
    return tuple(keys.values())
