"""A levy as it is applied: its formula and need, who pays, by which figures and which charter."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from koinon.acts.fields import LARGEST
from koinon.acts.refused import refuse
from koinon.charter.document import Charter
from koinon.charter.document_levies import LevyRule
from koinon.charter.levy_cases import figures_in
from koinon.charter.queries import in_force, parsed
from koinon.methods.levies import Assessment, Facts, Levy, LevyError, assess, levy_from_plain
from koinon.methods.plain import PlainError
from koinon.treasury.keys import levy_members
from koinon.treasury.models import Levy as LevyRow


@dataclass(frozen=True, slots=True)
class Terms:
    """What a levy is applied by.

    `charter` is the one whose weights and groups the formula looks at; `figures` are those of the
    coalition as a whole, by name; `payers` those that may pay, None where every member does.
    """

    code: str
    year: int
    need_cents: int
    levy: Levy
    charter: Charter
    figures: Facts = ()
    payers: tuple[str, ...] | None = None


def terms_of(row: LevyRow) -> Terms:
    """What an adopted levy is applied by.

    One adopted by its name in the charter keeps to the charter it was adopted under; one adopted
    by a formula of its own goes by the charter in force.
    """
    return Terms(
        row.code,
        row.year,
        row.need_cents,
        read_formula(row.formula),
        in_force() if row.charter_sha256 is None else parsed(row.charter_sha256),
        tuple((name, Fraction(value)) for name, value in row.figures),
        None if row.payers is None else tuple(row.payers),
    )


def rule_named(charter: Charter, name: str) -> LevyRule:
    """The levy of a charter of this name, or the refusal that lists those there are."""
    found = {one.id: one for one in charter.levies}
    if not found:
        refuse("treasury.no_charter_levy", charter_levy=name)
    if name not in found:
        refuse("treasury.unknown_charter_levy", charter_levy=name, known=tuple(sorted(found)))
    return found[name]


def group_of(charter: Charter, rule: LevyRule) -> tuple[str, ...] | None:
    """Those that a charter's levy names as its payers, members or not; None for every member."""
    if rule.group is None:
        return None
    return tuple(sorted(next(one for one in charter.groups if one.id == rule.group).members))


def check_given(rule: LevyRule, need_cents: int | None, figures: dict[str, str]) -> None:
    """Refuse an amount or a figure that the levy does not ask for, and one that it lacks."""
    if rule.need and need_cents is None:
        refuse("treasury.need_missing", charter_levy=rule.id)
    if not rule.need and need_cents is not None:
        refuse("treasury.need_not_asked", charter_levy=rule.id)
    asked = figures_in(rule.levy)
    for name in sorted(asked - figures.keys()):
        refuse("treasury.figure_missing", charter_levy=rule.id, figure=name)
    for name in sorted(figures.keys() - asked):
        refuse("treasury.figure_not_asked", charter_levy=rule.id, figure=name[:60])


def read_formula(plain: Any) -> Levy:
    """The formula as data, or the refusal that says where it does not read."""
    try:
        return levy_from_plain(plain)
    except PlainError as error:
        refuse("treasury.formula", why=str(error))


def assessed(terms: Terms, day: str) -> Assessment:
    """The levy applied to those of the present members that pay, by the figures of a day."""
    members = levy_members(terms.charter, terms.levy, terms.year, day, terms.payers)
    if not members:
        refuse("treasury.nobody_pays", levy=terms.code)
    try:
        found = assess(terms.levy, members, terms.need_cents, terms.figures)
    except LevyError as error:
        refuse(
            "treasury.levy_fails",
            **error.facts,
            fault=error.code,
            levy=terms.code,
            place=error.place,
        )
    greatest = max(found.charges, key=lambda charge: charge.cents)
    if greatest.cents > LARGEST:
        refuse("treasury.charge_too_large", city=greatest.member, levy=terms.code)
    return found
