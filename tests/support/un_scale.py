"""The UN scale of assessments as `examples/un-scale` writes it, applied to any states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from koinon.charter.levy_cases import tables_in
from koinon.charter.levy_terms import OTHERS
from koinon.charter.parsing import parse_charter
from koinon.methods.levies import Assessment, Levy, Member, assess

CHARTER = Path(__file__).parents[2] / "examples/un-scale/charter.toml"
NEED_CENTS = 100_000
"""A thousand dollars: each thousandth of a per cent is a cent."""


@dataclass(frozen=True, slots=True)
class State:
    """A state's national income, inhabitants and external debt in six years, oldest first."""

    id: str
    income: Sequence[int]
    people: Sequence[int]
    debt: Sequence[int]
    least_developed: bool


def levy() -> Levy:
    """The scale's formula."""
    return parse_charter(CHARTER.read_text(encoding="utf-8"), file=CHARTER.name).levy("scale").levy


def members(formula: Levy, states: Iterable[State]) -> tuple[Member, ...]:
    """What the formula may know of each state."""
    (table,) = tables_in(formula.amount)
    return tuple(
        Member(
            state.id,
            tuple(
                (f"{name}_{year}", Fraction(value))
                for name, column in (
                    ("gni", state.income),
                    ("residents", state.people),
                    ("owed", state.debt),
                )
                for year, value in enumerate(column, 1)
            ),
            ((table, "ldc" if state.least_developed else OTHERS),),
        )
        for state in states
    )


def scale(states: Iterable[State]) -> tuple[Assessment, dict[str, Fraction]]:
    """The assessment, and each state's rate in per cent."""
    formula = levy()
    found = assess(formula, members(formula, states), NEED_CENTS)
    return found, {charge.member: Fraction(charge.cents, 1000) for charge in found.charges}
