"""Voting power: what a rule of decision gives to whom, before anybody has an opinion.

    game = game_of(rule, electorate)
    found = power(game, names=electorate.members)
    curve = chance_to_pass(game, levels)

Each member votes for or against with all of its vote. Counted results are exact fractions; others
say how they were found and how far they may be from the truth.
"""

from koinon.methods.power.compiling import game_of
from koinon.methods.power.games import (
    AllOf,
    AnyOf,
    Game,
    Threshold,
    Unmeasurable,
    dual,
    simplified,
    size,
    wins,
)
from koinon.methods.power.measuring import (
    Curve,
    Errors,
    Member,
    Power,
    chance_to_pass,
    citizen_squares,
    power,
)

__all__ = [
    "AllOf",
    "AnyOf",
    "Curve",
    "Errors",
    "Game",
    "Member",
    "Power",
    "Threshold",
    "Unmeasurable",
    "chance_to_pass",
    "citizen_squares",
    "dual",
    "game_of",
    "power",
    "simplified",
    "size",
    "wins",
]
