"""RCTab's sample elections: ballots of ES&S sheets, and reports to compare with.

A small reader for tests: one row a ballot, ranks from `firstVoteColumnIndex` on, as many ballots as
a column "Count" says. What is no candidate is an overvote, an empty rank or an undeclared write-in,
as the configuration's labels say.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from koinon.methods.counting.ballots import SEVERAL, Ranks, gather_rankings
from koinon.methods.counting.contests import Contest, Election, Option
from koinon.methods.counting.transfers.us_rules import UsRankedChoice, UsResult, rctab_rule

UNDECLARED = "Undeclared Write-ins"


def load(
    folder: Path, rows: Iterable[tuple[Any, ...]] | None = None
) -> tuple[UsRankedChoice, Election]:
    """The rule and the election of a sample; `rows` stand in for its workbook."""
    config = json.loads((folder / f"{folder.name}_config.json").read_text())
    source = config["cvrFileSources"][0]
    rule, seats = rctab_rule(config["rules"], UNDECLARED)
    names = [one["name"] for one in config["candidates"]]
    gone = {one["name"] for one in config["candidates"] if one.get("excluded")}
    known = {name: name for name in names}
    for one in config["candidates"]:
        known |= dict.fromkeys(one.get("aliases") or (), one["name"])
    options = [*names, UNDECLARED]
    first = int(source["firstVoteColumnIndex"]) - 1
    width = int(config["rules"]["maxRankingsAllowed"])
    votes = []
    for row in rows or sheet(folder / Path(source["filePath"]).name):
        cells = [str(cell or "").strip() for cell in row[first : first + width]]
        weight = int(row[first + width]) if len(row) > first + width and row[first + width] else 1
        ranks: Ranks = tuple(read_cell(cell, source, known, options) for cell in cells)
        votes.append((ranks, weight))
    contest = Contest(
        config["outputSettings"]["contestName"],
        tuple(Option(name, name, withdrawn=name in gone) for name in options),
        seats,
    )
    return rule, Election(contest, gather_rankings(options, votes))


def rule_of(folder: Path) -> tuple[UsRankedChoice, int]:
    """The rule and the seats of a sample."""
    config = json.loads((folder / f"{folder.name}_config.json").read_text())
    return rctab_rule(config["rules"], UNDECLARED)


def read_cell(cell: str, source: Any, known: dict[str, str], options: list[str]) -> tuple[int, ...]:
    """One rank."""
    if cell in ("", source["skippedRankLabel"]):
        return ()
    if cell == source["overvoteLabel"]:
        return SEVERAL
    if cell == source["undeclaredWriteInLabel"]:
        return (len(options) - 1,)
    return (options.index(known[cell]),)


def sheet(path: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of a workbook below its head."""
    import openpyxl

    found = path if path.is_file() else path.parents[1] / path.name
    book = openpyxl.load_workbook(found, read_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    next(rows)
    yield from rows


def csv_rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of a CSV file below its head."""
    with path.open(newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from (tuple(row) for row in rows)


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
        results = [{"elected": id_} for id_ in one.elected]
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
