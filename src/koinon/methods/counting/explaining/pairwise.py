"""Why each option won or did not where every two options are compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from koinon.methods.counting.contests import Contest
from koinon.methods.counting.pairwise.types import (
    MinimaxResult,
    RankedPairsResult,
    SchulzeResult,
)
from koinon.methods.counting.reasons import Reason

_Lost = Callable[[str, str], Reason]
"""The reason why the first did not win, against the second, who did."""


def schulze_reasons(result: SchulzeResult, contest: Contest) -> tuple[Reason, ...]:
    """Against the weakest links of the strongest paths; one reason an option."""
    links = {}
    for duel in result.duels:
        links[duel.option, duel.other] = duel.weakest.votes
        links[duel.other, duel.option] = duel.weakest_back.votes

    def lost(option: str, other: str) -> Reason:
        mine, theirs = (links.get(pair) for pair in ((option, other), (other, option)))
        return Reason(option, False, "path", 0, Fraction(mine or 0), other, Fraction(theirs or 0))

    return _reasons(contest, result.places, result.elected, lost)


def ranked_pairs_reasons(result: RankedPairsResult, contest: Contest) -> tuple[Reason, ...]:
    """Against a locked majority of someone elected, or of someone who stands before."""
    locked = {(one.option, one.other): one for one in result.majorities if one.locked}

    def lost(option: str, other: str) -> Reason:
        above = [one for (winner, loser), one in locked.items() if loser == option]
        named = next((one for one in above if one.option in result.elected), None)
        one = named or next(iter(above), None)
        if one is None:
            return Reason(option, won=False, code="beaten", other=other)
        votes, against = Fraction(one.against), Fraction(one.votes)
        return Reason(option, False, "locked", 0, votes, one.option, against)

    return _reasons(contest, result.places, result.elected, lost)


def minimax_reasons(result: MinimaxResult, contest: Contest) -> tuple[Reason, ...]:
    """Against the worst comparison of someone elected."""
    worst = {one.option: Fraction(one.strength) for one in result.worst}

    def lost(option: str, other: str) -> Reason:
        return Reason(option, False, "worst", 0, worst[option], other, worst[other])

    return _reasons(contest, result.places, result.elected, lost)


def _reasons(
    contest: Contest, places: Sequence[Sequence[str]], elected: Sequence[str], lost: _Lost
) -> tuple[Reason, ...]:
    """By the order of the rule: whom it puts first wins; the last elected is whom others missed."""
    standing = {id_ for place in places for id_ in place}
    last = elected[-1] if elected else ""

    def reason(id_: str) -> Reason:
        if id_ not in standing:
            return Reason(id_, won=False, code="withdrawn")
        return Reason(id_, won=True, code="first") if id_ in elected else lost(id_, last)

    return tuple(map(reason, contest.ids))
