"""The figures a levy charges by: those the record holds, and what superseded them since.

A column of an assessment is *of a fact* if it has the fact's name; or, being a weight, if there is
exactly one fact of which it holds every member's value, and every member pays. Other weights are
worked out by a charter, which is not read here: of them it is only known that nothing changes while
no figure is corrected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from koinon.record.effects import EntryError, Figure, State

Column: TypeAlias = Mapping[str, Fraction]
"""Member → the value it is charged by."""

_WEIGHT = "weight:"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a levy was charged by, in entry `n` of a day: its columns, and which fact each is of.

    `unchanged` is what else is known of the members, which no recalculation changes; `others` says
    whether weights were weighed among cities that are in no column, because only some members pay.
    """

    n: int
    day: str
    columns: Mapping[str, Column]
    facts: Mapping[str, str]
    unchanged: Any
    others: bool


def columns_of(assessment: Mapping[str, Any]) -> dict[str, dict[str, Fraction]]:
    """The figures of an assessment by name, of each member. Raises ValueError or TypeError."""
    found: dict[str, dict[str, Fraction]] = {}
    for member in assessment["members"]:
        for name, value in member["figures"]:
            found.setdefault(name, {})[member["id"]] = Fraction(value)
    return found


def unchanged_of(assessment: Mapping[str, Any]) -> list[Any]:
    """What an assessment knows of its members besides their figures."""
    return [
        {name: value for name, value in member.items() if name != "figures"}
        for member in assessment["members"]
    ]


def basis(
    state: State,
    n: int,
    day: str,
    assessment: Mapping[str, Any],
    code: str,
    *,
    weights: bool = True,
) -> Basis:
    """What an assessment charges by. Raises EntryError where a figure is not the one on record.

    With `weights` False, no weight counts as of a fact: where few members pay, one of votes may
    equal some fact of theirs by chance, and it is weighed among members that are not there.
    """
    columns = columns_of(assessment)
    facts = {}
    for name, column in columns.items():
        if not name.startswith(_WEIGHT):
            for member, value in column.items():
                found = _in_force(state, member, name, day, n)
                if found is None or found.value != value:
                    raise EntryError(
                        f"the levy {code} charges {member} by a {name} of {value}, which is not "
                        "the figure in force."
                    )
            facts[name] = name
        elif weights and (only := _only_fact(state, column, day, n)) is not None:
            facts[name] = only
    return Basis(n, day, columns, facts, unchanged_of(assessment), not weights)


def check_corrected(state: State, old: Basis, assessment: Mapping[str, Any], code: str) -> None:
    """A recalculation uses the figures of the charge, each as it was last corrected.

    Raises EntryError.
    """
    columns = columns_of(assessment)
    if columns.keys() != old.columns.keys() or unchanged_of(assessment) != old.unchanged:
        raise EntryError(f"the recalculation of {code} is of another formula or other members.")
    for name, column in columns.items():
        fact = old.facts.get(name)
        for member, before in old.columns[name].items():
            if fact is not None:
                wanted = _corrected(state, member, fact, old)
            elif _any_corrected(state, old):
                continue
            else:
                wanted = before
            if column.get(member) != wanted:
                raise EntryError(
                    f"the recalculation of {code} reckons {member} by a {name} of "
                    f"{column.get(member)}; by the figures on record it is {wanted}."
                )


def _only_fact(state: State, column: Column, day: str, n: int) -> str | None:
    """The one fact of which a column holds every member's value; None for none or several."""
    names = {name for subject, name in state.facts if subject.removeprefix("city:") in column}
    found = [
        name
        for name in sorted(names)
        if all(
            (figure := _in_force(state, member, name, day, n)) is not None and figure.value == value
            for member, value in column.items()
        )
    ]
    return found[0] if len(found) == 1 else None


def _in_force(state: State, member: str, name: str, day: str, n: int) -> Figure | None:
    """The figure of a member that counted on a day before entry `n`: of the latest day, then last.

    Of two in one entry for the same day the later one counts.
    """
    stated = state.facts.get((f"city:{member}", name), [])
    known = [one for one in stated if one.n < n and one.on <= day]
    return max(reversed(known), key=lambda one: (one.on, one.n), default=None)


def _corrected(state: State, member: str, name: str, old: Basis) -> Fraction:
    """What became of the figure a member was charged by: the last that supersedes it."""
    figure = _in_force(state, member, name, old.day, old.n)
    assert figure is not None, "a column is only of a fact that every member has"
    later = {(one.supersedes, one.on): one for one in state.facts[f"city:{member}", name]}
    while (next_ := later.get((figure.n, figure.on))) is not None:
        figure = next_
    return figure.value


def _any_corrected(state: State, old: Basis) -> bool:
    """Whether any figure that weights may hang on was superseded since the levy was charged."""
    members = {member for column in old.columns.values() for member in column}
    return any(
        one.supersedes is not None and one.n > old.n
        for (subject, _), stated in state.facts.items()
        if old.others or subject.removeprefix("city:") in members
        for one in stated
    )
