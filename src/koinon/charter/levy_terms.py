"""What the steps of a levy refer to: facts, figures, weights, groups, amounts, earlier steps.

Each reference becomes a `Term`: a node of the formula, whether it is money, and how it is told.
Money and plain numbers are kept apart here, so that a rate without its currency is a mistake with
a line and not a charge that is a hundred times too small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from typing import Final, TypeVar

from koinon.charter.document import FactKind, Group, Names, Programme, Weighting
from koinon.charter.document_levies import FigureKind
from koinon.charter.mistakes import near
from koinon.charter.sections import MAX_WHOLE, NAME, Section, listed, note_wrong
from koinon.charter.statements import Amount, Fact, Phrase, Quantity
from koinon.charter.toml import Path
from koinon.methods.currencies import minor_units
from koinon.methods.levies import (
    ClassTable,
    Column,
    Figure,
    Fixed,
    Flat,
    Indicator,
    Need,
    Portion,
    Rate,
    Total,
)

MAX_STEPS: Final = 50
MAX_NODES: Final = 2_000
MAX_NODE_DEPTH: Final = 60
NEED: Final = "need"
WEIGHT: Final = "weight:"
GROUP: Final = "group:"
GROUPS: Final = "groups:"
"""A class table of this name and a list of group ids goes by the group a member is in."""
OTHERS: Final = "all others"
"""The class of a member that is in none of the groups."""

_NUMBER: Final = re.compile(r"(-?)([0-9]{1,15})(?:/([1-9][0-9]{0,8}))?(?: ([A-Z]{3}))?")
_AMOUNT: Final = 'a number or an amount of money, such as 3, "1/2" or "27/100 EUR"'
_REFERENCE: Final = (
    'the name of a fact, a figure or an earlier step, "need", or an amount such as "27/100 EUR"'
)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Declared:
    """What the charter declares and levies may name."""

    facts: Mapping[str, FactKind]
    weights: Mapping[str, Weighting]
    groups: Mapping[str, Group]
    programmes: Mapping[str, Programme]
    currency: str
    figures: Mapping[str, FigureKind] = field(default_factory=dict)

    @property
    def minor(self) -> int:
        """How many minor units make a whole unit of the currency."""
        return minor_units(self.currency)


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a formula. `power`: 1 for money, 0 for a number, None once a mistake was noted."""

    node: Column | Total
    power: int | None
    shown: Fact

    @property
    def column(self) -> Column:
        """The node as one number per member; a total is the same for each."""
        return Flat(self.node) if isinstance(self.node, Total) else self.node


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the charter: money in minor units where `power` is 1."""

    value: Fraction
    power: int | None
    shown: Fact


NOTHING: Final = Term(Fixed(Fraction(0)), None, "")
_NO_NUMBER: Final = Number(Fraction(1), None, "")


class Terms:
    """The terms that the steps of one levy may use, read from their references."""

    def __init__(self, declared: Declared, need: bool, later: frozenset[str]) -> None:
        self.declared = declared
        self.steps: dict[str, Term] = {}
        self.used: set[str] = set()
        self._need = need
        self._later = later
        self._sizes: dict[int, tuple[object, int, int]] = {}

    def term(self, section: Section, key: str) -> Term:
        """Read what one key refers to."""
        if section.raw(key) is None:
            section.note("missing", key)
            return NOTHING
        return self._term(section, (*section.path, key), section.raw(key))

    def terms(self, section: Section, key: str) -> tuple[Term, ...]:
        """Read what each item of a list refers to."""
        items = section.raw(key)
        if items is None:
            section.note("missing", key)
            return (NOTHING,)
        if not isinstance(items, list):
            note_wrong(section.mistakes, (*section.path, key), items, "a list")
            return (NOTHING,)
        if not 0 < len(items) <= MAX_STEPS:
            section.note("empty", key)
            return (NOTHING,)
        places = ((*section.path, key, place) for place in range(len(items)))
        return tuple(
            self._term(section, path, item) for path, item in zip(places, items, strict=True)
        )

    def total(self, section: Section, key: str) -> tuple[Total, Term]:
        """Read what is one number for the whole coalition."""
        term = self.term(section, key)
        return as_total(section, (*section.path, key), term), term

    def number(self, section: Section, key: str, default: Fraction | None = None) -> Number:
        """Read a number, or an amount of money; without a default it has to be there."""
        raw = section.raw(key)
        if raw is None:
            if default is None:
                section.note("missing", key)
                return _NO_NUMBER
            return Number(default, 0, Quantity(default))
        return self._number(section, (*section.path, key), raw) or _NO_NUMBER

    def money(self, section: Section, key: str) -> int:
        """Read an amount of money that is a whole number of minor units."""
        found = self.number(section, key)
        if found.power is not None and (found.power != 1 or found.value.denominator != 1):
            section.note("levy_amount", key, value=str(section.raw(key))[:60])
            return 0
        return int(found.value)

    def keep(self, section: Section, name: str, term: Term) -> None:
        """Note a step under its name, unless written out it is too large."""
        size, depth = self._measured(term.node)
        if size > MAX_NODES or depth > MAX_NODE_DEPTH:
            section.note("levy_too_large", most=str(MAX_NODES), deep=str(MAX_NODE_DEPTH))
            term = NOTHING
        self.steps[name] = term

    def in_group(self, id: str) -> Column:
        """1 for a member of the group, 0 for any other."""
        rows = ((id, Fraction(1)), (OTHERS, Fraction(0)))
        return ClassTable(f"{GROUPS}{id}", rows)

    def _measured(self, node: object) -> tuple[int, int]:
        """How many nodes a formula has, written out, and how deep they stand."""
        if id(node) not in self._sizes:
            inner = [self._measured(part) for part in _nodes_in(node)]
            size = 1 + sum(size for size, _ in inner)
            depth = 1 + max((depth for _, depth in inner), default=0)
            self._sizes[id(node)] = node, size, depth
        return self._sizes[id(node)][1:]

    def _term(self, section: Section, path: Path, raw: object) -> Term:
        if isinstance(raw, int) and not isinstance(raw, bool):
            return _fixed(self._number(section, path, raw))
        if not isinstance(raw, str):
            note_wrong(section.mistakes, path, raw, _REFERENCE)
            return NOTHING
        if _NUMBER.fullmatch(raw):
            return _fixed(self._number(section, path, raw))
        for prefix, known in ((WEIGHT, self.declared.weights), (GROUP, self.declared.groups)):
            if raw.startswith(prefix):
                return self._prefixed(section, path, raw, prefix, known)
        return self._named(section, path, raw)

    def _prefixed(
        self,
        section: Section,
        path: Path,
        raw: str,
        prefix: str,
        known: Mapping[str, Weighting] | Mapping[str, Group],
    ) -> Term:
        name = raw.removeprefix(prefix)
        if name not in known:
            _not_declared(section, path, name, tuple(known))
            return NOTHING
        node = Indicator(raw) if prefix == WEIGHT else self.in_group(name)
        return Term(node, 0, known[name].title)

    def _named(self, section: Section, path: Path, name: str) -> Term:
        declared = self.declared
        if name == NEED:
            if not self._need:
                section.mistakes.add("levy_no_need", path)
            return Term(Need(), 1 if self._need else None, Phrase("levy.amount"))
        if name in self.steps:
            self.used.add(name)
            return self.steps[name]
        if name in self._later:
            section.mistakes.add("levy_later", path, value=name)
            return NOTHING
        if name in declared.facts:
            kind = declared.facts[name]
            return self._in_money(Indicator(name), kind.unit, kind.title)
        if name in declared.figures:
            figure = declared.figures[name]
            return self._in_money(Figure(name), figure.unit, figure.title)
        _not_declared(section, path, name, (*declared.facts, *declared.figures, *self.steps, NEED))
        return NOTHING

    def _in_money(self, node: Indicator | Figure, unit: str, title: Names) -> Term:
        """A fact or figure in the charter's currency is money: whole units become minor ones."""
        if unit != self.declared.currency:
            return Term(node, 0, title)
        minor = Fraction(self.declared.minor)
        money = Rate(minor, node) if isinstance(node, Indicator) else Portion(minor, node)
        return Term(money, 1, title)

    def _number(self, section: Section, path: Path, raw: object) -> Number | None:
        if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) <= MAX_WHOLE:
            return Number(Fraction(raw), 0, Quantity(Fraction(raw)))
        match = _NUMBER.fullmatch(raw) if isinstance(raw, str) else None
        if match is None:
            note_wrong(section.mistakes, path, raw, _AMOUNT)
            return None
        sign, above, below, currency = match.groups()
        value = Fraction(int(sign + above), int(below or 1))
        if currency is None:
            return Number(value, 0, Quantity(value))
        if currency != self.declared.currency:
            own = self.declared.currency
            section.mistakes.add("levy_currency", path, value=currency, currency=own)
            return None
        cents = value * self.declared.minor
        if cents.denominator == 1:
            return Number(cents, 1, Amount(int(cents), currency))
        return Number(cents, 1, f"{value} {currency}")


def as_total(section: Section, path: Path, term: Term) -> Total:
    """The term as one number for all; what differs from member to member is noted."""
    if isinstance(term.node, Total):
        return term.node
    section.mistakes.add("levy_not_total", path)
    return Fixed(Fraction(0))


def same_power(section: Section, *terms: Term | Number) -> int | None:
    """The power that all of these share; money mixed with plain numbers is noted."""
    powers = {term.power for term in terms}
    if None in powers:
        return None
    if len(powers) > 1:
        section.note("levy_mixed")
        return None
    return powers.pop()


def plain_number(section: Section, key: str, *terms: Term | Number) -> None:
    """Note each of these that is money where a plain number belongs."""
    for term in terms:
        if term.power not in (0, None):
            section.note("levy_money_here", key)


def member_ids(section: Section) -> Iterator[str]:
    """The keys of a table that are member ids; others are noted."""
    for name in section.ids():
        if NAME.fullmatch(name):
            yield name
        else:
            section.note("bad_id", name, value=name)


def _fixed(number: Number | None) -> Term:
    return NOTHING if number is None else Term(Fixed(number.value), number.power, number.shown)


def _not_declared(section: Section, path: Path, value: str, known: tuple[str, ...]) -> None:
    shown = value[:60]
    nearest, there = near(shown, known), listed(known)
    section.mistakes.add("not_declared", path, value=shown, near=nearest, known=there)


def _nodes_in(node: object) -> Iterator[object]:
    """The nodes that a node is made of."""
    assert is_dataclass(node)
    for part_of in fields(node):
        value = getattr(node, part_of.name)
        for part in value if isinstance(value, tuple) else (value,):
            if is_dataclass(part):
                yield part
