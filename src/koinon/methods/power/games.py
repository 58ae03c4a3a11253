"""Games: which sets of members carry a decision when every member votes for or against.

A game is a tree of `AllOf` and `AnyOf` over thresholds, over members in one fixed order. It is
monotone by construction: a vote in favour more never hurts. Coalitions are collections of the
positions of those in favour.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import gcd
from typing import Literal, TypeAlias


class Unmeasurable(ValueError):
    """The power in a game cannot be told; `code` says why, `facts` with which figures.

    Codes: ``never_passes`` (not even all members together), ``always_passes`` (even with nobody in
    favour), ``several_second_votes`` (more than one second vote can be called for), ``too_large``
    (beyond what is counted here), ``no_numbers`` (needs numpy, which is not installed), ``inexact``
    (the result failed its own check and is not given), ``no_seed`` (could only be sampled, and no
    seed was given), ``rare`` (sampling never saw a member decide).
    """

    def __init__(self, code: Code, **facts: int | str) -> None:
        said = ", ".join(f"{name} {value}" for name, value in facts.items())
        super().__init__(f"{code}: {said}" if said else code)
        self.code = code
        self.facts = facts


Code: TypeAlias = Literal[
    "never_passes",
    "always_passes",
    "several_second_votes",
    "too_large",
    "no_numbers",
    "inexact",
    "no_seed",
    "rare",
]


@dataclass(frozen=True, slots=True)
class Threshold:
    """Met when the weights of those in favour sum to the quota or more."""

    weights: tuple[int, ...]
    quota: int

    def __post_init__(self) -> None:
        if not self.weights or not all(type(value) is int for value in self.weights):
            raise ValueError("weights are whole numbers, one for each member")
        if min(self.weights) < 0:
            raise ValueError("no weight is below zero")
        if type(self.quota) is not int:
            raise ValueError("a quota is a whole number")


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met when every part is."""

    parts: tuple[Game, ...]

    def __post_init__(self) -> None:
        _check(self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met when at least one part is."""

    parts: tuple[Game, ...]

    def __post_init__(self) -> None:
        _check(self.parts)


Game: TypeAlias = Threshold | AllOf | AnyOf


def _check(parts: tuple[Game, ...]) -> None:
    if len({size(part) for part in parts}) != 1:
        raise ValueError("a game has parts, and they are of the same members")


def size(game: Game) -> int:
    """Give the number of members."""
    while not isinstance(game, Threshold):
        game = game.parts[0]
    return len(game.weights)


def wins(game: Game, coalition: Collection[int]) -> bool:
    """Say whether the decision is carried when exactly these members are in favour."""
    if isinstance(game, Threshold):
        return sum(game.weights[member] for member in set(coalition)) >= game.quota
    if isinstance(game, AllOf):
        return all(wins(part, coalition) for part in game.parts)
    return any(wins(part, coalition) for part in game.parts)


def dual(game: Game) -> Game:
    """Give the game won by those without whose votes the given one is lost.

    A coalition wins it exactly if all others together do not win the given game.
    """
    if isinstance(game, Threshold):
        return Threshold(game.weights, sum(game.weights) - game.quota + 1)
    parts = tuple(dual(part) for part in game.parts)
    return AnyOf(parts) if isinstance(game, AllOf) else AllOf(parts)


def constant(members: int, met: bool) -> Threshold:
    """Give the condition that is met always, or never."""
    return Threshold((0,) * members, 0 if met else 1)


def thresholds(game: Game) -> tuple[Threshold, ...]:
    """List the different thresholds of a game in the order in which they first stand in it."""
    if isinstance(game, Threshold):
        return (game,)
    return tuple(dict.fromkeys(leaf for part in game.parts for leaf in thresholds(part)))


def simplified(game: Game) -> Game:
    """Give the same game in small numbers: no weight above its quota, no common divisor.

    Conditions that are always or never met are taken out, parts that repeat are said once, and a
    part that stands alone stands for the whole.
    """
    if isinstance(game, Threshold):
        return _reduced(game)
    together = isinstance(game, AllOf)
    kept: dict[Game, None] = {}
    for part in map(simplified, game.parts):
        if isinstance(part, Threshold) and _decided(part) is not None:
            if _decided(part) is together:
                continue
            return part
        inner = part.parts if type(part) is type(game) else (part,)
        kept.update(dict.fromkeys(inner))
    if not kept:
        return constant(size(game), together)
    if len(kept) == 1:
        return next(iter(kept))
    return type(game)(tuple(kept))


def _decided(leaf: Threshold) -> bool | None:
    """Say whether a threshold is met always or never; None where it depends."""
    if leaf.quota <= 0:
        return True
    return False if sum(leaf.weights) < leaf.quota else None


def _reduced(leaf: Threshold) -> Threshold:
    decided = _decided(leaf)
    if decided is not None:
        return constant(len(leaf.weights), decided)
    capped = tuple(min(value, leaf.quota) for value in leaf.weights)
    step = gcd(*capped)
    return Threshold(tuple(value // step for value in capped), -(-leaf.quota // step))


def check_measurable(game: Game) -> None:
    """Raise Unmeasurable where no vote can make a difference."""
    if not wins(game, range(size(game))):
        raise Unmeasurable("never_passes")
    if wins(game, ()):
        raise Unmeasurable("always_passes")
