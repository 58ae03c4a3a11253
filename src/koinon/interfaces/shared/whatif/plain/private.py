"""The part of a plan's JSON that is for the drafter alone, with its proofs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from koinon.interfaces.shared.whatif.plain.base import Exact, Form


class Group(Form):
    """Members who pay `gain` more together than by themselves."""

    members: list[str]
    gain: Exact


class LineOf(Form):
    """A line below the cost."""

    start: int
    end: int
    slope: Exact
    intercept: Exact


class LinesOf(Form):
    """A proof for one programme."""

    kind: Literal["lines"]
    lines: list[LineOf]


class Kink(Form):
    """A term d · min(use, B)."""

    beyond: int
    drop: Exact


class BelowOf(Form):
    """A bound of one programme's cost from below."""

    constant: Exact
    slope: Exact
    kinks: list[Kink]


class PaidOf(Form):
    """The part of a city's payment that one term of one programme explains."""

    city: str
    programme: int
    term: int
    amount: Exact


class FlowOf(Form):
    """A proof for several programmes."""

    kind: Literal["flow"]
    below: list[BelowOf]
    paid: list[PaidOf]


class CertificateOf(Form):
    """The best group found, and a proof that none gains more than `bound`."""

    tempted: Group | None
    bound: Exact
    proof: Annotated[LinesOf | FlowOf, Field(discriminator="kind")]


class VerdictOf(Form):
    """Who pays more than alone."""

    says: Literal["nobody", "a city", "a group", "undecided"]
    alone: list[Group]
    certificate: CertificateOf


class Limit(Form):
    """The group that gains first when solidarity grows, and the proof at the certified part."""

    binding: list[str] | None
    certificate: CertificateOf


class RatherOf(Form):
    """A member that would keep more outside than in."""

    city: str
    inside: Exact
    outside: Exact


class Private(Form):
    """For the drafter alone: each null where it cannot be told."""

    alone: dict[str, Exact] | None
    verdict: VerdictOf | None
    solidarity: Limit | None
    rather: list[RatherOf] | None
