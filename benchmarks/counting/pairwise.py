"""Schulze's method: ours beside pref_voting and VoteKit, on the same ballots in the same run.

    python benchmarks/counting/pairwise.py --peers PYTHON [--data FOLDER]

PYTHON is an interpreter with pref_voting and votekit; each runs in a process of its own, and one
that is absent is said to be. The ballots are the cast vote record of the Minneapolis mayoral
election of 2013 (FOLDER/ballots/cvr/mn_2013_cast_vote_record.csv: 35 candidates and two marks for
write-ins, three ranks). Every side starts from different rankings with their numbers, in memory:
ours gathers canonical ballots, the others build a profile; then each counts. A repeated name counts
once, a rank with several marks ends the ballot, for all alike. Ours holds the whole result: matrix,
strongest paths of every two options, places, irregular ballots. Best of some runs, milliseconds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src")]
FILE = "ballots/cvr/mn_2013_cast_vote_record.csv"

Votes = list[tuple[list[str], int]]

PREF_VOTING = """
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.margin_based_methods import beat_path
def build(names, votes):
    at = {name: n for n, name in enumerate(names)}
    ranks = [{at[o]: r for r, o in enumerate(marks)} for marks, _ in votes]
    made = ProfileWithTies(ranks, [n for _, n in votes], candidates=list(range(len(names))))
    made.use_extended_strict_preference()
    return made
def count(made, names):
    return [names[at] for at in beat_path(made)]
"""
VOTEKIT = """
import pandas
from votekit import RankBallot, RankProfile
from votekit.elections import Schulze
def build(names, votes):
    ballots = [RankBallot(ranking=tuple(frozenset([o]) for o in m), weight=n) for m, n in votes]
    return RankProfile(ballots=ballots, candidates=names)
def count(made, names):
    return sorted(o for one in Schulze(made, m=1).get_elected() for o in one)
"""
DRIVER = """
import json, sys, time
names, votes = json.load(sys.stdin)
start = time.perf_counter()
made = build(names, votes)
built = time.perf_counter() - start
best = None
for _ in range(3):
    start = time.perf_counter()
    won = count(made, names)
    best = min(best or 1e9, time.perf_counter() - start)
print(json.dumps([built, best, won]))
"""


def cleaned(election: Any) -> Votes:
    """What the peers are given: names once, to the first overvote; ballots with none left out."""
    from koinon.methods.counting.ballots import SEVERAL

    found: Counter[tuple[str, ...]] = Counter()
    for ranks, voters in election.ballots.rankings():
        end = ranks.index(SEVERAL) if SEVERAL in ranks else len(ranks)
        marks = tuple(
            dict.fromkeys(election.contest.ids[at] for rank in ranks[:end] for at in rank)
        )
        if marks:
            found[marks] += voters
    return [(list(marks), voters) for marks, voters in sorted(found.items())]


def best_of(runs: int, what: Callable[[], Any]) -> tuple[float, Any]:
    best, result = 1e9, None
    for _ in range(runs):
        start = time.perf_counter()
        result = what()
        best = min(best, time.perf_counter() - start)
    return best, result


def ours(file: Path) -> tuple[Any, list[Any]]:
    from koinon.methods.ballotfiles.tables import read_table
    from koinon.methods.counting.ballots import gather_rankings
    from koinon.methods.counting.methods import count, recheck

    election = read_table(file.name, file.read_bytes())
    names, ballots = election.contest.ids, election.ballots
    votes = list(ballots.rankings())
    built, _ = best_of(3, lambda: gather_rankings(names, votes))
    print(f"{ballots.voters} ballots, {ballots.different} different, {len(names)} options")
    say("koinon", "gather", built)
    for name in ("schulze", "ranked-pairs", "minimax"):
        count(name, election, fast=True)
        twin, result = best_of(15, lambda name=name: count(name, election, fast=True))
        exact, _ = best_of(3, lambda name=name: count(name, election, fast=False))
        checked, faults = best_of(3, lambda result=result: recheck(result, election))
        assert faults == ()
        say("koinon", f"{name}, compiled", twin)
        say("koinon", f"{name}, standard library", exact)
        say("koinon", f"{name}, verifier", checked)
        if name == "schulze":
            first = [built, twin, list(result.places[0])]
    return election, first


def say(who: str, what: str, seconds: float, note: str = "") -> None:
    print(f"{who:12} {what:32} {1000 * seconds:10.1f} ms  {note}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default="")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each peer")
    options = parser.parse_args()
    election, (built, twin, won) = ours(options.data / FILE)
    if not options.peers:
        return
    given = json.dumps([election.contest.ids, cleaned(election)])
    for who, code in (("pref_voting", PREF_VOTING), ("votekit", VOTEKIT)):
        command = [options.peers, "-W", "ignore", "-c", code + DRIVER]
        try:
            done = subprocess.run(
                command, input=given, capture_output=True, text=True, timeout=options.limit
            )
            theirs = json.loads(done.stdout.splitlines()[-1])
        except (subprocess.TimeoutExpired, IndexError, ValueError) as error:
            print(f"{who}: no result ({type(error).__name__})")
            continue
        same = "same winner" if theirs[2] == won else f"other winner: {theirs[2]}"
        say(who, "profile", theirs[0], f"{theirs[0] / built:.0f} times ours (gather)")
        say(who, "schulze", theirs[1], f"{theirs[1] / twin:.1f} times ours; {same}")
        say(who, "both", theirs[0] + theirs[1],
            f"{(theirs[0] + theirs[1]) / twin:.0f} times our count from canonical ballots, "
            f"{(theirs[0] + theirs[1]) / (built + twin):.1f} with gathering")  # fmt: skip


if __name__ == "__main__":
    main()
