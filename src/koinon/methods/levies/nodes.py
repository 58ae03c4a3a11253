"""The nodes of a levy formula: each knows how to work out its own numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.levies.bounds import ZERO, Caps, Values, capped, held
from koinon.methods.levies.run import Facts, Run
from koinon.methods.rounding import half_up, round_to_total


@dataclass(frozen=True, slots=True)
class Need:
    """The money the levy is for, in cents."""

    KIND: ClassVar[str] = "need"

    def amount(self, run: Run) -> Fraction:
        """As given to the assessment."""
        return run.need


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number written in the charter."""

    KIND: ClassVar[str] = "fixed"
    value: Fraction

    def amount(self, run: Run) -> Fraction:
        """The number itself."""
        return self.value


@dataclass(frozen=True, slots=True)
class Figure:
    """A certified figure of the coalition as a whole: a grant in cents, an index, a mean."""

    KIND: ClassVar[str] = "figure"
    name: str

    def amount(self, run: Run) -> Fraction:
        """As given to the assessment."""
        if self.name not in run.figures:
            raise run.refuse("no_figure", name=self.name)
        return run.figures[self.name]


@dataclass(frozen=True, slots=True)
class Portion:
    """A fixed part of a total: share × of."""

    KIND: ClassVar[str] = "portion"
    share: Fraction
    of: Total

    def amount(self, run: Run) -> Fraction:
        """Share × of."""
        return self.share * run.total("of", self.of)


@dataclass(frozen=True, slots=True)
class Together:
    """Totals added up."""

    KIND: ClassVar[str] = "together"
    parts: tuple[Total, ...]

    def amount(self, run: Run) -> Fraction:
        """Σ parts."""
        return run.sum(run.totals("parts", self.parts))


@dataclass(frozen=True, slots=True)
class ExtremeTotal:
    """The greatest or the smallest of several totals."""

    KIND: ClassVar[str] = "extreme_total"
    which: Literal["greatest", "smallest"]
    parts: tuple[Total, ...]

    def amount(self, run: Run) -> Fraction:
        """Max or min of the parts."""
        parts = run.totals("parts", self.parts)
        return max(parts) if self.which == "greatest" else min(parts)


@dataclass(frozen=True, slots=True)
class NetOf:
    """A total less outside revenue, never below zero."""

    KIND: ClassVar[str] = "net_of"
    of: Total
    revenues: tuple[Total, ...]

    def amount(self, run: Run) -> Fraction:
        """Of − Σ revenues, or zero."""
        gross = run.total("of", self.of)
        return max(ZERO, gross - run.sum(run.totals("revenues", self.revenues)))


@dataclass(frozen=True, slots=True)
class Ratio:
    """One total divided by another, for example what all members earn by how many they are."""

    KIND: ClassVar[str] = "ratio"
    of: Total
    by: Total

    def amount(self, run: Run) -> Fraction:
        """Of / by; zero to divide by is refused."""
        above, below = run.total("of", self.of), run.total("by", self.by)
        if below == 0:
            raise run.refuse("divided_by_nothing")
        return above / below


@dataclass(frozen=True, slots=True)
class SumOf:
    """The sum of a column over all members."""

    KIND: ClassVar[str] = "sum_of"
    of: Column

    def amount(self, run: Run) -> Fraction:
        """Σ of."""
        return run.sum(run.column("of", self.of))


@dataclass(frozen=True, slots=True)
class Indicator:
    """A certified number of each member."""

    KIND: ClassVar[str] = "indicator"
    name: str

    def values(self, run: Run) -> Values:
        """The members' figures of that name."""
        return tuple(run.of_members(self.name, lambda member: member.figures))


@dataclass(frozen=True, slots=True)
class ClassTable:
    """A value by the member's class, for example the rate of a county."""

    KIND: ClassVar[str] = "class_table"
    name: str
    table: Facts

    def values(self, run: Run) -> Values:
        """The table's value for each member's class."""
        table = dict(self.table)
        classes = run.of_members(self.name, lambda member: member.classes)
        for member, word in zip(run.members, classes, strict=True):
            if word not in table:
                raise run.refuse("class_not_in_table", member=member.id, word=word)
        return tuple(table[word] for word in classes)


@dataclass(frozen=True, slots=True)
class Flat:
    """The same amount for every member."""

    KIND: ClassVar[str] = "flat"
    amount: Total

    def values(self, run: Run) -> Values:
        """The total, repeated."""
        return (run.total("amount", self.amount),) * len(run.members)


@dataclass(frozen=True, slots=True)
class Rate:
    """Rate × base; per head when the base is the population."""

    KIND: ClassVar[str] = "rate"
    rate: Fraction
    base: Column

    def values(self, run: Run) -> Values:
        """Rate × base."""
        return tuple(self.rate * base for base in run.column("base", self.base))


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of columns."""

    KIND: ClassVar[str] = "sum"
    terms: tuple[Column, ...]

    def values(self, run: Run) -> Values:
        """Σ terms, member by member."""
        return tuple(run.sum(row) for row in run.rows("terms", self.terms))


@dataclass(frozen=True, slots=True)
class Extreme:
    """The greatest or smallest of several columns, as a minimum or maximum: a bend, no cliff.

    Unlike `Within` nothing is spread over the others: what comes in is more, or less.
    """

    KIND: ClassVar[str] = "extreme"
    which: Literal["greatest", "smallest"]
    terms: tuple[Column, ...]

    def values(self, run: Run) -> Values:
        """Max or min of the terms, member by member."""
        rows = run.rows("terms", self.terms)
        return tuple(max(row) if self.which == "greatest" else min(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Product:
    """The product of columns, for example a rate by class × population."""

    KIND: ClassVar[str] = "product"
    factors: tuple[Column, ...]

    def values(self, run: Run) -> Values:
        """Π factors, member by member."""
        return tuple(run.product(row) for row in run.rows("factors", self.factors))


@dataclass(frozen=True, slots=True)
class Quotient:
    """One column divided by another, for example tax capacity per head."""

    KIND: ClassVar[str] = "quotient"
    of: Column
    by: Column

    def values(self, run: Run) -> Values:
        """Of / by, member by member; a zero divisor is refused."""
        above = run.column("of", self.of)
        below = run.column("by", self.by)
        for member, value in zip(run.members, below, strict=True):
            if value == 0:
                raise run.refuse("zero_divisor", member=member.id)
        return tuple(a / b for a, b in zip(above, below, strict=True))


@dataclass(frozen=True, slots=True)
class Share:
    """Each member's part of the whole: of / Σ of."""

    KIND: ClassVar[str] = "share"
    of: Column

    def values(self, run: Run) -> Values:
        """Of / Σ of."""
        values = run.column("of", self.of)
        whole = run.positive_sum(values)
        return tuple(value / whole for value in values)


@dataclass(frozen=True, slots=True)
class Quota:
    """A total shared out by a key: amount × by / Σ by."""

    KIND: ClassVar[str] = "quota"
    amount: Total
    by: Column

    def values(self, run: Run) -> Values:
        """Amount × by / Σ by; sums exactly to the amount."""
        amount = run.total("amount", self.amount)
        key = run.column("by", self.by)
        whole = run.positive_sum(key)
        return tuple(amount * value / whole for value in key)


@dataclass(frozen=True, slots=True)
class UniformRate:
    """One rate for all, from the need: rate = amount / Σ base, rounded half up to `step`.

    The German Umlage: a rate of 47.52 % has a step of 1/10000. Because the rate is rounded, the
    yield is rate × Σ base and not exactly the amount; the assessment shows what is left.
    """

    KIND: ClassVar[str] = "uniform_rate"
    amount: Total
    base: Column
    step: Fraction

    def values(self, run: Run) -> Values:
        """Rate × base; the step's total is the rate."""
        amount = run.total("amount", self.amount)
        base = run.column("base", self.base)
        if self.step <= 0:
            raise run.refuse("step_not_positive", step=str(self.step))
        rate = half_up(amount / run.positive_sum(base) / self.step) * self.step
        run.fix(rate)
        return tuple(rate * value for value in base)


@dataclass(frozen=True, slots=True)
class Indexed:
    """Last year's amount raised by an index, at most by a cap: previous × (1 + min(index, cap))."""

    KIND: ClassVar[str] = "indexed"
    previous: Column
    index: Total
    cap: Fraction

    def values(self, run: Run) -> Values:
        """Previous × (1 + min(index, cap)); the step's total is the rise applied."""
        previous = run.column("previous", self.previous)
        rise = min(run.total("index", self.index), self.cap)
        run.fix(rise)
        return tuple((1 + rise) * value for value in previous)


@dataclass(frozen=True, slots=True)
class Piecewise:
    """A slope below a threshold and another above it; zero at the threshold, so no cliff."""

    KIND: ClassVar[str] = "piecewise"
    of: Column
    threshold: Total
    below: Fraction
    above: Fraction

    def values(self, run: Run) -> Values:
        """Below × (threshold − of) under it, above × (of − threshold) over it."""
        values = run.column("of", self.of)
        bend = run.total("threshold", self.threshold)
        return tuple(
            self.below * (bend - value) if value < bend else self.above * (value - bend)
            for value in values
        )


@dataclass(frozen=True, slots=True)
class AtLeast:
    """1 for a member that reaches a threshold, 0 for one below it: a cliff, said plainly."""

    KIND: ClassVar[str] = "at_least"
    of: Column
    threshold: Total

    def values(self, run: Run) -> Values:
        """1 where of ≥ threshold, else 0."""
        values = run.column("of", self.of)
        bar = run.total("threshold", self.threshold)
        return tuple(Fraction(value >= bar) for value in values)


@dataclass(frozen=True, slots=True)
class Rounded:
    """Numbers rounded on the way, because the law says so: to multiples of `unit`.

    keep "each": each to the nearest, half up. keep "sum": by largest remainder, so that they sum to
    their exact sum rounded half up; equal remainders are served by member id ascending.
    """

    KIND: ClassVar[str] = "rounded"
    of: Column
    unit: Fraction
    keep: Literal["each", "sum"]

    def values(self, run: Run) -> Values:
        """Multiples of the unit."""
        exact = run.column("of", self.of)
        if self.unit <= 0:
            raise run.refuse("step_not_positive", step=str(self.unit))
        units = [value / self.unit for value in exact]
        if self.keep == "each":
            return tuple(half_up(value) * self.unit for value in units)
        named = {member.id: value for member, value in zip(run.members, units, strict=True)}
        whole = round_to_total(named, half_up(run.sum(units)))
        return tuple(whole[member.id] * self.unit for member in run.members)


@dataclass(frozen=True, slots=True)
class Relief:
    """Relief taken off some and added pro rata to those who carry it.

    carriers: 1 for a member who takes a part in proportion to its amount, 0 for one excluded
    (any weight between is allowed).
    """

    KIND: ClassVar[str] = "relief"
    of: Column
    relief: Column
    carriers: Column

    def values(self, run: Run) -> Values:
        """Of − relief + Σ relief × (carriers × of) / Σ (carriers × of); the sum is unchanged."""
        before = run.column("of", self.of)
        relief = run.column("relief", self.relief)
        weights = run.column("carriers", self.carriers)
        bearing = tuple(a * w for a, w in zip(before, weights, strict=True))
        if (whole := run.sum(bearing)) <= 0:
            raise run.refuse("nobody_carries", whole=whole)
        burden = run.sum(relief) / whole
        run.fix(burden)
        rows = zip(before, relief, bearing, strict=True)
        return tuple(a - cut + burden * part for a, cut, part in rows)


@dataclass(frozen=True, slots=True)
class ZeroSum:
    """A column less its mean by a key, so that it sums to zero: givers pay what takers get."""

    KIND: ClassVar[str] = "zero_sum"
    of: Column
    by: Column

    def values(self, run: Run) -> Values:
        """Of − by × Σ of / Σ by; the step's total is the mean taken off."""
        values = run.column("of", self.of)
        key = run.column("by", self.by)
        mean = run.sum(values) / run.positive_sum(key)
        run.fix(mean)
        return tuple(value - mean * weight for value, weight in zip(values, key, strict=True))


@dataclass(frozen=True, slots=True)
class Within:
    """Amounts kept between a floor and a cap, their sum unchanged.

    What a floor adds and a cap cuts is spread over the others in proportion to their amounts,
    again and again until nothing moves. That fixpoint is one factor f for all:
    min(cap, max(floor, f × amount)). Refused when floors or caps leave no room for the sum.
    """

    KIND: ClassVar[str] = "within"
    of: Column
    floor: Column | None
    cap: Column | None

    def values(self, run: Run) -> Values:
        """The fixpoint."""
        before = run.column("of", self.of)
        floors = run.column("floor", self.floor) if self.floor else (ZERO,) * len(before)
        caps: Caps = run.column("cap", self.cap) if self.cap else (None,) * len(before)
        return held(run, before, floors, caps)


@dataclass(frozen=True, slots=True)
class LegalCap:
    """No member pays more than the law of its own country or state lets it.

    A member without that limit is not capped. `rest` is the charter's word on the money the caps
    cut off: "redistribute" over the others in proportion, each up to its own cap; or "leave
    short". What cannot be collected either way is the step's total.
    """

    KIND: ClassVar[str] = "legal_cap"
    of: Column
    limit: str
    rest: Literal["redistribute", "leave short"]

    def values(self, run: Run) -> Values:
        """The amounts under the caps; the step's total is what is missing."""
        before = run.column("of", self.of)
        caps = tuple(dict(member.limits).get(self.limit) for member in run.members)
        after = capped(run, before, caps, redistribute=self.rest == "redistribute")
        run.fix(run.sum(before) - run.sum(after))
        return after


Total: TypeAlias = Need | Fixed | Figure | Portion | Together | ExtremeTotal | NetOf | Ratio | SumOf
"""One number for the whole coalition."""

Column: TypeAlias = (
    Indicator
    | ClassTable
    | Flat
    | Rate
    | Sum
    | Extreme
    | Product
    | Quotient
    | Share
    | Quota
    | UniformRate
    | Indexed
    | Piecewise
    | AtLeast
    | Rounded
    | Relief
    | ZeroSum
    | Within
    | LegalCap
)
"""One number per member."""
