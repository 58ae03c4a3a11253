"""Applying a levy: every step kept, the cents adding up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from koinon.methods.levies.bounds import ZERO, Values
from koinon.methods.levies.nodes import Column, LegalCap
from koinon.methods.levies.run import Facts, LevyError, Member, Run, Step
from koinon.methods.levies.units import way_to
from koinon.methods.levies.walking import parts_of
from koinon.methods.plain import Plain, digest, from_plain, to_plain
from koinon.methods.rounding import half_up, round_to_total

MAX_MEMBERS = 120_000


@dataclass(frozen=True, slots=True)
class Rounding:
    """Amounts become multiples of `unit_cents` by largest remainder.

    The rounded total is the exact total, half up to the unit. Equal remainders are served by
    member id ascending, or larger amounts first and then by id.
    """

    unit_cents: int = 1
    ties: Literal["id", "larger amount, then id"] = "id"


@dataclass(frozen=True, slots=True)
class Levy:
    """A levy as the charter writes it."""

    amount: Column
    rounding: Rounding = Rounding()


@dataclass(frozen=True, slots=True)
class Charge:
    """What one member owes; negative: what it receives."""

    member: str
    exact_cents: Fraction
    cents: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """A levy applied: inputs, every step, what each member owes, and what is left of the need.

    inputs_sha256: digest of the plain form of levy, members, need_cents and figures.
    """

    levy: Levy
    members: tuple[Member, ...]
    need_cents: int
    figures: Facts
    inputs_sha256: str
    steps: tuple[Step, ...]
    charges: tuple[Charge, ...]
    total_cents: int
    left_cents: int

    def lines(self, member: str) -> tuple[tuple[str, str, Fraction], ...]:
        """One member's way to its amount: (place, node, value) of every step, in order."""
        at = [charge.member for charge in self.charges].index(member)
        return tuple(
            (step.place, step.node, step.values[at] if step.values else step.total or ZERO)
            for step in self.steps
        )


def assess(
    levy: Levy, members: Iterable[Member], need_cents: int, figures: Facts = ()
) -> Assessment:
    """Apply a levy.

    need_cents: the money the levy is for (0 where the formula sets its own yield, e.g. dues per
    head). figures: certified figures of the coalition. The charges sum exactly to `total_cents`
    and `left_cents` is the need not covered (negative: covered more than once).
    Raises LevyError where a fact is missing or the formula cannot be applied.
    """
    ordered = tuple(sorted(members, key=lambda member: member.id))
    ids = [member.id for member in ordered]
    if not 0 < len(ids) <= MAX_MEMBERS or len(set(ids)) < len(ids):
        raise LevyError("members", "members", most=MAX_MEMBERS)
    run = Run(ordered, need_cents, figures)
    try:
        exact = run.column("amount", levy.amount)
    except LevyError as error:
        way = way_to(levy.amount, error.place)
        error.money = bool(way) and way[-1][1]
        raise
    charges = _charges(levy.rounding, ids, exact, run.sum(exact))
    total_cents = sum(charge.cents for charge in charges)
    inputs = {"levy": levy, "members": ordered, "need_cents": need_cents, "figures": figures}
    plain_inputs: dict[str, Plain] = {name: to_plain(value) for name, value in inputs.items()}
    return Assessment(
        levy=levy,
        members=ordered,
        need_cents=need_cents,
        figures=figures,
        inputs_sha256=digest(plain_inputs),
        steps=tuple(run.steps),
        charges=charges,
        total_cents=total_cents,
        left_cents=need_cents - total_cents,
    )


def _charges(
    rounding: Rounding, ids: list[str], exact: Values, whole_cents: Fraction
) -> tuple[Charge, ...]:
    unit = rounding.unit_cents
    if unit < 1:
        raise LevyError("rounding.unit_cents", "unit_not_positive", unit=unit)
    amounts = dict(zip(ids, exact, strict=True))
    order = ids
    if rounding.ties == "larger amount, then id":
        order = sorted(ids, key=lambda id_: (-amounts[id_], id_))
    units = {id_: amount / unit for id_, amount in amounts.items()}
    rounded = round_to_total(units, half_up(whole_cents / unit), order)
    return tuple(Charge(id_, amounts[id_], rounded[id_] * unit) for id_ in ids)


def uncollected(found: Assessment) -> Fraction:
    """What cannot be collected from anyone, in exact minor units: everyone is at its legal cap.

    Counted are the caps on the way to what is charged whose rest the law spreads over the others;
    a part of the formula that stands in several places counts once.
    """
    kept = {
        node
        for node in parts_of(found.levy.amount)
        if isinstance(node, LegalCap) and node.rest == "redistribute"
    }
    short = ZERO
    for step in found.steps:
        node = way_to(found.levy.amount, step.place)[-1][0] if step.node == LegalCap.KIND else None
        if node in kept:
            kept.remove(node)
            short += step.total or ZERO
    return short


def levy_from_plain(plain: Plain) -> Levy:
    """A levy from its plain form; PlainError names what is wrong and where."""
    return from_plain(Levy, plain)


def assessment_from_plain(plain: Plain) -> Assessment:
    """An assessment from its plain form: read, not checked (`recheck` does that)."""
    return from_plain(Assessment, plain)
