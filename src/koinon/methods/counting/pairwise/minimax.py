"""Minimax: the option whose worst comparison with another is the least bad.

Source: P. B. Simpson, On defining areas of voter choice, Quarterly Journal of Economics 83 (1969)
478; G. H. Kramer, A dynamical model of political equilibrium, Journal of Economic Theory 16 (1977)
310.
"""

from __future__ import annotations

from koinon.methods.counting.contests import Election
from koinon.methods.counting.pairwise.comparing import (
    Tabulating,
    compare,
    fill_places,
    tabulate,
)
from koinon.methods.counting.pairwise.types import Compared, Minimax, MinimaxResult, Worst
from koinon.methods.counting.standings import grouped
from koinon.methods.counting.ties import Lots


def count_minimax(
    rule: Minimax, election: Election, lot: str = "", tabulating: Tabulating = tabulate
) -> MinimaxResult:
    """Count by worst comparisons. Raises CountError, LotNeeded."""
    compared, faults = compare(election, rule.unranked, tabulating)
    worst = tuple(_worst(rule, compared, at) for at in range(len(compared.options)))
    places = grouped(range(len(worst)), [-one.strength for one in worst])
    lots = Lots(lot, election.ballots.sha256)
    elected, ties = fill_places(places, compared, election.contest, rule.last, lots)
    return MinimaxResult(
        rule=rule,
        tally=faults.tally(election.ballots),
        compared=compared,
        worst=worst,
        places=tuple(tuple(compared.options[at] for at in place) for place in places),
        elected=elected,
        ties=ties,
        lot=lot,
    )


def _worst(rule: Minimax, compared: Compared, at: int) -> Worst:
    """The worst comparison; of equals, with the first on the paper."""
    matrix, ids = compared.matrix, compared.options
    found = Worst(ids[at], None, 0)
    for other, id_ in enumerate(ids):
        if other == at:
            continue
        votes, against = matrix[at][other], matrix[other][at]
        strength = against
        if rule.strength == "margins":
            strength = against - votes
        elif rule.strength == "winning votes" and against <= votes:
            continue
        if found.other is None or strength > found.strength:
            found = Worst(ids[at], id_, strength)
    return found
