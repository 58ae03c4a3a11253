"""The price of solidarity: how much of a bill can be charged by ability with nobody overpaying.

With a part λ by one rule (ability) and the rest by another (use), the gain of a group S is linear
in λ, so the greatest gain is convex and piecewise linear. From λ = 1 downwards, each worst group
names the λ at which it stops gaining, and that is tried next (Newton's method on a maximum of
lines; W. Dinkelbach, Management Science 13 (1967) 492). Every step meets a line of smaller slope,
so it ends, at the exact breakpoint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from koinon.methods.costs.amounts import Amounts, amounts, mixed
from koinon.methods.costs.certificates import Certificate, Tempted, Verdict
from koinon.methods.costs.programmes import Programme, cost_of
from koinon.methods.costs.stability import judge_amounts

GRID_BITS = 20
"""Where a verdict can be undecided, the certified part is found to 2^-20."""


@dataclass(frozen=True, slots=True)
class Solidarity:
    """The largest part that may be charged by ability with nobody paying more than alone.

    certified: with any part up to this one nobody pays more than alone; None: not even with 0,
    where `refuted` is 0, or that is not decided.
    refuted: with any part above this one the group `binding` (None where refuted is 1) does.
    Where the two are equal the answer is exact; they differ only where verdicts can be undecided.
    certificate: the proof at `certified` (at 0 where that is None).
    """

    certified: Fraction | None
    refuted: Fraction
    binding: tuple[str, ...] | None
    certificate: Certificate

    @property
    def exact(self) -> bool:
        """Whether the breakpoint itself is known."""
        return self.certified == self.refuted


def price_of_solidarity(
    programmes: Sequence[Programme],
    ability: Mapping[str, Fraction],
    use: Mapping[str, Fraction],
) -> Solidarity:
    """Give the largest part of the bill that may be charged by ability rather than by use.

    ability, use: two sets of exact shares of the same bill, in minor units. When some group gains
    even without any solidarity (λ = 0), certified is None, refuted 0, binding that group. Raises
    CostError as `judge` does.
    """
    zero = Fraction(0)
    members = sorted({*ability, *use})
    game = _Game(
        programmes,
        amounts({member: ability.get(member, zero) for member in members}),
        amounts({member: use.get(member, zero) for member in members}),
    )
    part, binding = Fraction(1), None
    while True:
        verdict = game.at(part)
        best = verdict.certificate.tempted
        if best is None:
            break
        binding = best.members
        if part == 0:
            return Solidarity(None, part, binding, verdict.certificate)
        part = max(zero, game.stops_gaining(best))
    if verdict.says == "nobody":
        return Solidarity(part, part, binding, verdict.certificate)
    return _certified_below(game, part, binding)


@dataclass(frozen=True, slots=True)
class _Game:
    programmes: Sequence[Programme]
    ability: Amounts
    use: Amounts

    def at(self, part: Fraction) -> Verdict:
        return judge_amounts(self.programmes, mixed(part, self.ability, self.use))

    def stops_gaining(self, group: Tempted) -> Fraction:
        """The part at which a group that gains at a larger one pays just what it costs alone.

        Below 0 when it gains without any solidarity.
        """
        by_ability, by_use = self.ability.of(group.members), self.use.of(group.members)
        alone = cost_of(self.programmes, group.members)
        if by_use > alone or by_ability <= by_use:
            return Fraction(-1)
        return (alone - by_use) / (by_ability - by_use)


def _certified_below(game: _Game, refuted: Fraction, binding: tuple[str, ...] | None) -> Solidarity:
    """Bisect for a part at which nobody is certified to gain; gains are convex in the part."""
    proof = game.at(Fraction(0))
    if proof.says != "nobody":
        return Solidarity(None, refuted, binding, proof.certificate)
    low, high = Fraction(0), refuted
    for _ in range(GRID_BITS):
        middle = (low + high) / 2
        verdict = game.at(middle)
        if verdict.says == "nobody":
            low, proof = middle, verdict
        else:
            high = middle
    return Solidarity(low, refuted, binding, proof.certificate)
