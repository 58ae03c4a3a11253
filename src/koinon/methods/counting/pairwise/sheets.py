"""Results of pairwise counts in tables."""

from __future__ import annotations

from koinon.methods.counting.contests import Contest
from koinon.methods.counting.pairwise.types import (
    Compared,
    Link,
    MinimaxResult,
    RankedPairsResult,
    SchulzeResult,
)
from koinon.methods.counting.sheets import Column, Sheet
from koinon.methods.counting.standings import tally_sheet, ties_sheet


def sheets(
    result: SchulzeResult | RankedPairsResult | MinimaxResult, contest: Contest
) -> tuple[Sheet, ...]:
    """Places, who was preferred to whom, what the order follows from, the ballots, the ties."""
    return (
        _places(result),
        _matrix(result.compared),
        _why(result),
        tally_sheet(result.tally),
        *ties_sheet(result.ties),
    )


def _places(result: SchulzeResult | RankedPairsResult | MinimaxResult) -> Sheet:
    compared = result.compared
    rows = tuple(
        (
            number,
            option,
            "elected" if option in result.elected else None,
            "condorcet_winner" if option == compared.condorcet_winner else
            "smith" if option in compared.smith else None,
        )
        for number, place in enumerate(result.places, 1)
        for option in place
    )  # fmt: skip
    return Sheet("places", tuple(map(Column, ("place", "option", "elected", "beats"))), rows)


def _matrix(compared: Compared) -> Sheet:
    columns = (Column("preferred"), *(Column("to", option=id_) for id_ in compared.options))
    rows = tuple(
        (id_, *(None if at == other else votes for other, votes in enumerate(row)))
        for at, (id_, row) in enumerate(zip(compared.options, compared.matrix, strict=True))
    )
    return Sheet("preferences", columns, rows)


def _why(result: SchulzeResult | RankedPairsResult | MinimaxResult) -> Sheet:
    if isinstance(result, SchulzeResult):
        codes = ("option", "verdict", "other", "path", "weakest", "path_back", "weakest_back")
        duels = tuple(
            (
                one.option,
                "ties" if one.tied else "beats",
                one.other,
                " > ".join(one.path),
                _votes(one.weakest),
                " > ".join(one.back),
                _votes(one.weakest_back),
            )
            for one in result.duels
        )
        return Sheet("duels", tuple(map(Column, codes)), duels)
    if isinstance(result, RankedPairsResult):
        codes = ("stage", "option", "other", "votes", "against", "taken", "contradicted_by")
        majorities = tuple(
            (
                number,
                one.option,
                one.other,
                one.votes,
                one.against,
                "locked" if one.locked else "skipped",
                " > ".join(one.cycle) or None,
            )
            for number, one in enumerate(result.majorities, 1)
        )
        return Sheet("majorities", tuple(map(Column, codes)), majorities)
    rows = tuple((one.option, one.other, one.strength) for one in result.worst)
    return Sheet("worst", tuple(map(Column, ("option", "other", "strength"))), rows)


def _votes(link: Link) -> str:
    return f"{link.votes}:{link.against}"
