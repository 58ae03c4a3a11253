"""Measuring the power of members: the best algorithm that can be afforded is chosen here.

What can be counted is counted. Else, where numpy is installed, one threshold is integrated and a
game on heads and one weight is laid out on a lattice, both with errors far below what is ever
shown; and what is left is sampled, which is said. All results are fractions: counted ones are
exact, the others are the binary fractions found, with a bound of their error beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from types import ModuleType
from typing import Literal, TypeAlias

from koinon.methods.power import diagrams, flags, sums
from koinon.methods.power.coarse import between
from koinon.methods.power.counts import Counts, absolute, chance, shapley_shubik
from koinon.methods.power.games import (
    Game,
    Threshold,
    Unmeasurable,
    check_measurable,
    simplified,
    size,
    thresholds,
)

HALF = Fraction(1, 2)

QUICK = 200_000_000
"""Words added at most to count one threshold where there is a faster way."""

SLOW = 4_000_000_000
"""As many where there is none."""

STORED = 40_000_000
"""Words that the situations of a diagram may hold where there is a faster way: some seconds."""

COARSE = 100_000
"""To this sum weights are made coarser where there are too many sums to lay them out."""

Method: TypeAlias = Literal["counted", "integrated", "sampled"]


@dataclass(frozen=True, slots=True)
class Errors:
    """How far results may be from the truth: 0 where counted.

    `absolute` is of Penrose's measure, `shapley` of that index, `passing` of the chance to pass.
    Bounds of sampled results hold for all of them at once with chance `confidence`, others always.
    """

    absolute: Fraction = Fraction(0)
    shapley: Fraction = Fraction(0)
    passing: Fraction = Fraction(0)
    confidence: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Member:
    """The power of one member.

    `absolute` is Penrose's measure (the absolute Banzhaf index): the chance that its vote decides
    when all others vote at random; `normalised` its part of the sum of all, None where that sum is
    not ten times what it may err by; `shapley` the index of Shapley and Shubik, None where it is
    not available. `dummy` is None where it is not known.
    """

    absolute: Fraction
    normalised: Fraction | None
    shapley: Fraction | None
    veto: bool
    dictator: bool
    dummy: bool | None


@dataclass(frozen=True, slots=True)
class Power:
    """The power of all members; `passing` is the chance that a vote at random passes.

    `passing` is Coleman's power of the body to act. `winning` counts winning coalitions, None where
    they were not counted. `names` are those the caller gave.
    """

    members: tuple[Member, ...]
    passing: Fraction
    winning: int | None
    method: Method
    errors: Errors
    names: tuple[str, ...] = ()

    def of(self, name: str) -> Member:
        """Give the power of a member by its name; raises ValueError where there is none."""
        return self.members[self.names.index(name)]

    def to_prevent(self) -> tuple[Fraction, ...]:
        """Give the part of winning coalitions that each member can make lose (Coleman)."""
        return tuple(one.absolute / (2 * self.passing) for one in self.members)

    def to_initiate(self) -> tuple[Fraction, ...]:
        """Give the part of losing coalitions that each member can make win (Coleman)."""
        return tuple(one.absolute / (2 * (1 - self.passing)) for one in self.members)


@dataclass(frozen=True, slots=True)
class Curve:
    """The chance to pass at levels of agreement, with what it was found by and its error."""

    levels: tuple[Fraction, ...]
    passing: tuple[Fraction, ...]
    method: Method
    errors: Errors

    def at(self, level: Fraction) -> Fraction:
        """Give the chance to pass at one of the levels; raises ValueError where it is none."""
        return self.passing[self.levels.index(level)]


def power(game: Game, *, names: Sequence[str] = (), seed: int | None = None) -> Power:
    """Measure the power of every member of a game.

    `seed` is for what can only be sampled; the same seed gives the same result. Raises Unmeasurable
    where no vote makes a difference, or the game is beyond what is done here.
    """
    if names and len(names) != size(game):
        raise ValueError("one name for each member")
    check_measurable(game)
    game = simplified(game)
    counts = counted(game)
    found = _of_counts(game, counts) if counts else _estimated(game, seed)
    return Power(found.members, found.passing, found.winning, found.method, found.errors,
                 tuple(names))  # fmt: skip


def chance_to_pass(game: Game, levels: Sequence[Fraction], *, seed: int | None = None) -> Curve:
    """Give the chance to pass where each member is in favour with chance t, for levels t.

    Members are in favour independently. Raises ValueError for levels outside 0 to 1, Unmeasurable
    as `power` does.
    """
    at = tuple(levels)
    if any(not 0 <= level <= 1 for level in at):
        raise ValueError("a level of agreement is from 0 to 1")
    check_measurable(game)
    game = simplified(game)
    counts = counted(game)
    if counts:
        return Curve(at, tuple(chance(counts.winning, t) for t in at), "counted", Errors())
    return _estimated_curve(game, at, seed)


def citizen_squares(found: Power, people: Sequence[int]) -> tuple[Fraction, ...]:
    """Give ψ²/N for members of N residents each: the square of what a resident's vote is worth.

    The chance of a resident to decide is √(2/π) times its root, which is no fraction; ratios
    between members, which are what is compared, need no more than this.
    Source: L. Penrose, J. of the Royal Statistical Society 109 (1946) 53.
    """
    if len(people) != len(found.members) or min(people) <= 0:
        raise ValueError("every member has residents")
    return tuple(one.absolute**2 / n for one, n in zip(found.members, people, strict=True))


def counted(game: Game) -> Counts | None:
    """Count a game exactly if that can be afforded, else give None; `game` is simplified."""
    twin = _fast()
    if isinstance(game, Threshold) and len(set(game.weights)) == 1 and any(game.weights):
        return sums.of_equals(len(game.weights), -(-game.quota // game.weights[0]))
    if isinstance(game, Threshold) and sums.work(game) <= (QUICK if twin else SLOW):
        return sums.count(game)
    if twin and size(game) <= twin.meeting.MEMBERS:
        try:
            met: Counts = twin.meeting.count(game)
        except Unmeasurable:
            pass
        else:
            return met
    limit = diagrams.SITUATIONS
    if twin:  # a situation keeps numbers of n fields of n bits
        limit = min(limit // 4, STORED * 64 // size(game) ** 2)
    if _situations(game) > 16 * limit:
        return None
    try:
        return diagrams.count(game, limit)
    except Unmeasurable:
        return None


def _situations(game: Game) -> int:
    """Bound the number of situations from above, roughly: most never come about."""
    number, n = 1, size(game)
    for leaf in thresholds(game):
        number *= min(leaf.quota, sum(leaf.weights)) + 1
    return min(number * n, 1 << n)


def _fast() -> ModuleType | None:
    """Give the twins in numpy, None where it is not installed."""
    try:
        return import_module("koinon.methods.fast.power")
    except ImportError:
        return None


def _of_counts(game: Game, counts: Counts) -> Power:
    dummies = tuple(not any(row) for row in counts.swings)
    members = _members(game, absolute(counts), shapley_shubik(counts), dummies, Fraction(0))
    passing = Fraction(counts.coalitions, 1 << counts.members)
    return Power(members, passing, counts.coalitions, "counted", Errors())


def _members(
    game: Game,
    measures: Sequence[Fraction],
    shares: Sequence[Fraction] | None,
    dummies: Sequence[bool | None],
    error: Fraction,
) -> tuple[Member, ...]:
    whole = sum(measures, Fraction(0))
    told = whole > 10 * len(measures) * error
    normalised = {value: value / whole if told else None for value in set(measures)}
    vetoes, alone = flags.vetoes(game), flags.carries(game)
    return tuple(
        Member(
            value,
            normalised[value],
            shares[at] if shares else None,
            vetoes[at],
            vetoes[at] and alone[at],
            dummies[at],
        )
        for at, value in enumerate(measures)
    )


def _estimated(game: Game, seed: int | None) -> Power:
    twin = _fast()
    if twin is None:
        raise Unmeasurable("no_numbers", members=size(game))
    if isinstance(game, Threshold):
        if sum(game.weights) <= twin.integrating.WEIGHT:
            return _integrated(game, twin)
        coarse = _coarsely(game, twin)
        return _sampled(game, seed, twin) if coarse is None else coarse
    try:
        return _on_lattice(game, twin)
    except Unmeasurable as refused:
        if refused.code != "too_large":
            raise
    return _sampled(game, seed, twin)


def _coarsely(game: Threshold, twin: ModuleType) -> Power | None:
    """Measure a game of coarser weights, between two others between which the given one lies too.

    Whoever wins the first of these wins the given one, and whoever wins that wins the second. So
    the chances to win with a member, and without it, lie between theirs: two games between them
    differ in a chance to decide by twice the difference of the chances to pass at most, averaged
    over levels for Shapley and Shubik's index. None where the two tell nothing.
    """
    first, second = between(game, COARSE)
    if second.quota <= 0 or first.quota > sum(first.weights):
        return None
    middle = Threshold(first.weights, (first.quota + second.quota + 1) // 2)
    whole = twin.integrating.integrate(middle)
    low, high = (Fraction(twin.integrating.passing(one, HALF)) for one in (first, second))
    along = Fraction(twin.integrating.between_passing(first, second))
    slack = Fraction(twin.integrating.TOLERANCE)
    errors = Errors(2 * (high - low) + slack, 2 * along + slack, high - low + slack)
    return _estimate(game, whole.absolute, whole.shapley, whole.passing, errors)


def _integrated(game: Threshold, twin: ModuleType) -> Power:
    whole = twin.integrating.integrate(game)
    part = Fraction(twin.integrating.RELATIVE)
    errors = Errors(part * max(whole.absolute), Fraction(twin.integrating.TOLERANCE), part)
    return _estimate(game, whole.absolute, whole.shapley, whole.passing, errors)


def _on_lattice(game: Game, twin: ModuleType) -> Power:
    laid = twin.lattice.measure(game)
    passing = Fraction(twin.lattice.passing(laid.winning, HALF))
    part = Fraction(twin.lattice.TOLERANCE)
    errors = Errors(part * laid.reach, part, part * laid.passable)
    return _estimate(game, laid.absolute, laid.shapley, passing, errors)


def _estimate(
    game: Game,
    measures: tuple[Fraction, ...],
    shares: tuple[Fraction, ...],
    passing: Fraction,
    errors: Errors,
) -> Power:
    dummies = _dummies(game, measures, errors.absolute)
    exact = [
        Fraction(0) if dummy else value for value, dummy in zip(measures, dummies, strict=True)
    ]
    if not any(exact):
        raise Unmeasurable("inexact", members=size(game))
    members = _members(game, exact, shares, dummies, errors.absolute)
    return Power(members, passing, None, "integrated", errors)


def _dummies(game: Game, measures: Sequence[Fraction], error: Fraction) -> tuple[bool | None, ...]:
    """Say who never decides: told from weights, or refuted by a measure above its error."""
    if isinstance(game, Threshold):
        least = flags.least_deciding(game)
        if least is not None:
            return tuple(weight < least for weight in game.weights)
    return tuple(
        True if none else (False if value > error else None)
        for none, value in zip(flags.weightless(game), measures, strict=True)
    )


def _sampled(game: Game, seed: int | None, twin: ModuleType) -> Power:
    if seed is None:
        raise Unmeasurable("no_seed", members=size(game))
    drawn = twin.sampling.sample(game, seed)
    # One vote seen to decide refutes that a member never does.
    dummies = _dummies(game, drawn.absolute, Fraction(0))
    error = Fraction(drawn.error)
    errors = Errors(error, Fraction(1), error, twin.sampling.CONFIDENCE)
    members = _members(game, drawn.absolute, None, dummies, error)
    return Power(members, drawn.passing, None, "sampled", errors)


def _estimated_curve(game: Game, at: tuple[Fraction, ...], seed: int | None) -> Curve:
    twin = _fast()
    if twin is None:
        raise Unmeasurable("no_numbers", members=size(game))
    if isinstance(game, Threshold):
        return _threshold_curve(game, at, twin)
    try:
        winning = twin.lattice.winning(game)
        found = [twin.lattice.passing(winning, t) for t in at]
        errors = Errors(passing=Fraction(twin.lattice.TOLERANCE))
    except Unmeasurable as refused:
        if refused.code != "too_large":
            raise
        return _sampled_curve(game, at, seed, twin)
    return Curve(at, tuple(map(Fraction, found)), "integrated", errors)


def _sampled_curve(
    game: Game, at: tuple[Fraction, ...], seed: int | None, twin: ModuleType
) -> Curve:
    if seed is None:
        raise Unmeasurable("no_seed", members=size(game))
    shares, error = twin.sampling.passing(game, at, seed)
    errors = Errors(passing=Fraction(error), confidence=twin.sampling.CONFIDENCE)
    return Curve(at, shares, "sampled", errors)


def _threshold_curve(game: Threshold, at: tuple[Fraction, ...], twin: ModuleType) -> Curve:
    """Lay the sums out one by one; where they are too many, those of coarser weights, which bound
    the chances from both sides.
    """
    error = Fraction(twin.integrating.RELATIVE)
    if sum(game.weights) <= twin.integrating.WEIGHT:
        found = [Fraction(twin.integrating.passing(game, t)) for t in at]
        return Curve(at, tuple(found), "integrated", Errors(passing=error))
    low, high = ([_coarse_chance(one, t, twin) for t in at] for one in between(game, COARSE))
    middles = tuple((one + other) / 2 for one, other in zip(low, high, strict=True))
    widest = max(other - one for one, other in zip(low, high, strict=True))
    return Curve(at, middles, "integrated", Errors(passing=widest / 2 + error))


def _coarse_chance(game: Threshold, level: Fraction, twin: ModuleType) -> Fraction:
    if not 0 < game.quota <= sum(game.weights):
        return Fraction(game.quota <= 0)
    return Fraction(twin.integrating.passing(game, level))
