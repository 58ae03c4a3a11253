"""RCTab's reports of its sample elections, and our rounds in their shape."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from koinon.methods.counting.contests import Election
from koinon.methods.counting.transfers.us_rules import UsResult


def report(result: UsResult, election: Election) -> list[dict[str, Any]]:
    """Our rounds in the shape of RCTab's report, numbers as fractions of votes."""
    shown: list[dict[str, Any]] = []
    for place, one in enumerate(result.rounds):
        # RCTab names what left the last winners apart from the choices exhausted before.
        final = result.rule.mode.startswith("multiWinner") and place + 1 == len(result.rounds)
        surplus = sum(move.non_transferable for move in one.moves) if final else 0
        moves = {}
        if place + 1 < len(result.rounds):
            moves = {move.source: move for move in result.rounds[place + 1].moves}
        scale = result.scale
        tally = {
            id_: Fraction(votes, scale)
            for id_, votes in zip(election.contest.ids, one.votes, strict=True)
            if votes is not None
        }
        results: list[dict[str, Any]] = [{"elected": id_} for id_ in one.elected]
        results += [{"eliminated": id_} for id_ in one.eliminated]
        for entry in results:
            id_ = next(iter(entry.values()))
            entry["transfers"] = transfers(moves.get(id_), election, scale)
        shown.append(
            {
                "round": one.number,
                "threshold": one.threshold,
                "tally": tally,
                "inactive": {
                    "exhaustedChoices": Fraction(one.exhausted - surplus, scale),
                    "overvotes": Fraction(one.overvoted, scale),
                    "repeatedRankings": Fraction(one.repeated, scale),
                    "skippedRankings": Fraction(one.skipped, scale),
                },
                "final surplus": Fraction(surplus, scale),
                "results": results,
            }
        )
    return shown


def transfers(move: Any, election: Election, scale: int) -> dict[str, Fraction]:
    """A move in the report's words."""
    if move is None:
        return {}
    found = {
        id_: Fraction(votes, scale)
        for id_, votes in zip(election.contest.ids, move.votes, strict=True)
        if votes
    }
    if move.non_transferable:
        found["exhausted"] = Fraction(move.non_transferable, scale)
    if move.rounding:
        found["residual surplus"] = Fraction(move.rounding, scale)
    return found


def expected(folder: Path) -> list[dict[str, Any]]:
    """RCTab's report in the same shape."""
    text = (folder / f"{folder.name}_expected_detailed_report.json").read_text()
    shown = []
    for one in json.loads(text)["results"]:
        inactive = {name: Fraction(votes) for name, votes in one["inactiveBallots"].items()}
        residual = inactive.pop("finalRoundSurplus", Fraction(0))
        results = [
            {
                **{k: v for k, v in entry.items() if k != "transfers"},
                "transfers": {k: Fraction(v) for k, v in entry.get("transfers", {}).items()},
            }
            for entry in one["tallyResults"]
        ]
        shown.append(
            {
                "round": one["round"],
                "threshold": Fraction(one["threshold"]),
                "tally": {name: Fraction(votes) for name, votes in one["tally"].items()},
                "inactive": inactive,
                "final surplus": residual,
                "results": results,
            }
        )
    return shown
