"""One run of a formula: its members, and the steps taken so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from koinon.methods.levies.bounds import ZERO, Values
from koinon.methods.plain import MAX_DIGITS
from koinon.methods.rounding import half_up

if TYPE_CHECKING:
    from koinon.methods.levies.nodes import Column, Total

Facts: TypeAlias = tuple[tuple[str, Fraction], ...]
T = TypeVar("T")
MAX_BITS: Final = 3 * MAX_DIGITS
"""The longest fraction that has a plain form (`koinon.methods.plain.fraction_text`)."""


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


FAULTS: Final[Mapping[str, str]] = {
    "bounds_leave_no_room": gettext_noop(
        "floors and caps leave no room for a sum of {whole}; change them, or what is to be "
        "collected."
    ),
    "caps_too_low": gettext_noop(
        "all together {whole} is to be collected, and the caps let no more than {high} be; raise "
        "the caps or collect less."
    ),
    "class_not_in_table": gettext_noop(
        "{member} is in the class “{word}”, for which the table has no value; add one."
    ),
    "divided_by_nothing": gettext_noop(
        "the number to divide by, the same for all, is zero; give another one."
    ),
    "floor_above_cap": gettext_noop(
        "{member} would pay {floor} at least and {cap} at most; lower the floor or raise the cap."
    ),
    "floor_negative": gettext_noop(
        "the floor of {member} is {floor}; bounds must be zero or more."
    ),
    "floors_too_high": gettext_noop(
        "all together {whole} is to be collected, and the floors alone come to {low}; lower the "
        "floors or collect more."
    ),
    "members": gettext_noop("1 to {most} members with different ids are needed."),
    "negative_in_bounds": gettext_noop(
        "{member} has {value} here, and floors and caps need amounts of zero or more; mend the "
        "figure or the step before."
    ),
    "no_fact": gettext_noop("{member} has no “{name}”; certify it first."),
    "no_figure": gettext_noop("the figure “{name}” is not given; give it with the levy."),
    "nobody_carries": gettext_noop(
        "those who carry the relief have {whole} together; it must be above zero, or nobody takes "
        "over what the others are spared."
    ),
    "nothing_to_share_by": gettext_noop(
        "what is shared by comes to zero or less over all who pay; it must come to more."
    ),
    "numbers_too_long": gettext_noop(
        "the numbers here grow beyond {most} digits, because those of the members have no common "
        "divisor; round them on the way."
    ),
    "step_not_positive": gettext_noop("the rate is rounded to {step}; it must be above zero."),
    "unit_not_positive": gettext_noop("{unit} is given; it must be 1 or more."),
    "zero_divisor": gettext_noop(
        "{member} has zero to divide by; give it a figure above zero or leave it out of those who "
        "pay."
    ),
}
"""Why a formula cannot be applied, by code; fields in braces are facts.

`bounds_leave_no_room` is not raised any more; records hold it.
"""
_SHOWN: Final = {"low": ceil, "high": floor}
"""How amounts between two minor units are shown, so that a bound is not shown as one that holds."""


class LevyError(ValueError):
    """A formula that cannot be applied to these members: the place in it, a code, its facts.

    `plain` are the facts as text, `amounts` those of them that are numbers of the node's own
    unit, exact. `money`: they count minor units, as far as the formula shows it (`assess` says so).
    """

    def __init__(self, place: str, code: str, **facts: object) -> None:
        self.plain = {name: str(fact) for name, fact in facts.items()}
        super().__init__(f"{place}: {FAULTS[code].format_map(self.plain)}")
        self.place = place
        self.code = code
        self.amounts = {name: one for name, one in facts.items() if isinstance(one, Fraction)}
        self.money = False

    @property
    def facts(self) -> dict[str, str]:
        """The facts as a record holds them: amounts of money are whole and named `…_cents`."""
        if not self.money:
            return self.plain
        named = {name: fact for name, fact in self.plain.items() if name not in self.amounts}
        return named | {f"{name}_cents": str(one) for name, one in self.whole_amounts().items()}

    def whole_amounts(self) -> dict[str, int]:
        """The amounts in whole units: half up, but a least one up and a most one down."""
        return {name: _SHOWN.get(name, half_up)(one) for name, one in self.amounts.items()}


@dataclass(frozen=True, slots=True)
class Member:
    """What the formula may know of one member.

    figures: certified numbers by name ("population 2013"); classes: words by name ("kind",
    "county"); limits: the most a law lets this member pay, in cents, by the limit's name.
    """

    id: str
    figures: Facts = ()
    classes: tuple[tuple[str, str], ...] = ()
    limits: Facts = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One node's result. `place` is its path in the formula, `node` its kind.

    A Total has `total` and no values; a Column has one value per member and, where the node
    fixed something for all of them (a rate, the money left short), `total` holds it.
    """

    place: str
    node: str
    total: Fraction | None
    values: Values


class Run:
    """The inputs of one assessment and the steps taken so far."""

    def __init__(self, members: tuple[Member, ...], need_cents: int, figures: Facts) -> None:
        self.members = members
        self.need = Fraction(need_cents)
        self.figures = dict(figures)
        self.steps: list[Step] = []
        self._path: list[str] = []
        self._fixed: Fraction | None = None
        self._known: dict[Column, tuple[int, int]] = {}

    @property
    def place(self) -> str:
        """The path of the node being worked out, for messages."""
        return ".".join(self._path) or "amount"

    def column(self, name: str, node: Column) -> Values:
        """Work out a column that stands in field `name` of the present node.

        What stands in the formula in several places is worked out once; its steps stand in each.
        """
        self._path.append(name)
        if node in self._known:
            values = self._repeated(*self._known[node])
        else:
            first = len(self.steps)
            values = node.values(self)
            assert len(values) == len(self.members)
            self.short(*values)
            self.steps.append(Step(self.place, node.KIND, self._fixed, values))
            self._known[node] = first, len(self.steps)
        self._fixed = None
        self._path.pop()
        return values

    def _repeated(self, first: int, end: int) -> Values:
        """Take the steps of a column worked out before for the present place as well."""
        before = len(self.steps[end - 1].place)
        for step in self.steps[first:end]:
            self.steps.append(replace(step, place=self.place + step.place[before:]))
        return self.steps[-1].values

    def total(self, name: str, node: Total) -> Fraction:
        """Work out a total that stands in field `name` of the present node."""
        self._path.append(name)
        amount = node.amount(self)
        self.short(amount)
        self.steps.append(Step(self.place, node.KIND, amount, ()))
        self._path.pop()
        return amount

    def totals(self, name: str, nodes: Iterable[Total]) -> tuple[Fraction, ...]:
        """Work out each of the totals in field `name`."""
        return tuple(self.total(f"{name}.{at}", node) for at, node in enumerate(nodes))

    def rows(self, name: str, nodes: Iterable[Column]) -> Iterable[Values]:
        """Work out each of the columns in field `name`; a row for each member."""
        columns = [self.column(f"{name}.{at}", node) for at, node in enumerate(nodes)]
        return zip(*columns, strict=True)

    def fix(self, value: Fraction) -> None:
        """Note the one number the present column fixed for all members."""
        self._fixed = value

    def refuse(self, code: str, **facts: object) -> LevyError:
        """The error for the present place."""
        return LevyError(self.place, code, **facts)

    def of_members(self, name: str, pick: Callable[[Member], Iterable[tuple[str, T]]]) -> list[T]:
        """Fact `name` of every member; a member without it is named in the error."""
        found: list[T] = []
        for member in self.members:
            facts = dict(pick(member))
            if name not in facts:
                raise self.refuse("no_fact", member=member.id, name=name)
            found.append(facts[name])
        return found

    def short(self, *values: Fraction) -> None:
        """Refuse numbers too long to be recorded; before long they would also cost hours."""
        for value in values:
            if value.numerator.bit_length() + value.denominator.bit_length() > MAX_BITS:
                raise self.refuse("numbers_too_long", most=MAX_DIGITS)

    def sum(self, values: Iterable[Fraction]) -> Fraction:
        """The sum, refused as soon as it grows too long."""
        whole = ZERO
        for value in values:
            whole += value
            self.short(whole)
        return whole

    def product(self, factors: Iterable[Fraction]) -> Fraction:
        """The product, refused as soon as it grows too long."""
        whole = Fraction(1)
        for factor in factors:
            whole *= factor
            self.short(whole)
        return whole

    def positive_sum(self, values: Values) -> Fraction:
        """The sum of a base to divide by; a base that sums to nothing is refused."""
        if (whole := self.sum(values)) <= 0:
            raise self.refuse("nothing_to_share_by")
        return whole
