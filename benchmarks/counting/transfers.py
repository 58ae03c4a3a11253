"""Counting by transfer: ours beside libraries of others, on the same real ballots in the same run.

    python benchmarks/counting/transfers.py DATA [--peers PYTHON] [--limit SECONDS]

DATA is the folder with `ballots/blt/scotland-2007-2017.tar.xz` and
`ballots/cvr/Portland_D1_Condensed.csv`; PYTHON an interpreter that has pyrankvote, votekit and
pref_voting. Each peer is a process of its own, given the ballots by option and number; it counts
once to warm up, then says its fastest time in seconds, making its own ballots left out. Ours
has the whole trail, in the fastest of as many runs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

RUNS = 3
PEERS = {
    "pyrankvote STV": """
import pyrankvote as p
people = [p.Candidate(str(at)) for at in range(n)]
papers = [p.Ballot([people[at] for at in marks]) for marks, number in votes for _ in range(number)]
run = lambda: p.single_transferable_vote(people, papers, number_of_seats=seats)
""",
    "pref_voting stv_scottish": """
from pref_voting.profiles_with_ties import ProfileWithTies
import pref_voting.proportional_methods as methods
profile = ProfileWithTies([{at: place for place, at in enumerate(marks, 1)} for marks, _ in votes],
                          [number for _, number in votes], candidates=list(range(n)))
run = lambda: methods.stv_scottish(profile, num_seats=seats)
""",
    "votekit FastSTV": """
import votekit
from votekit.ballot import RankBallot
from votekit.pref_profile import RankProfile
from votekit.elections import FastSTV
ballots = tuple(RankBallot(ranking=tuple(frozenset({str(at)}) for at in marks), weight=number)
                for marks, number in votes)
profile = RankProfile(ballots=ballots, candidates=tuple(map(str, range(n))))
run = lambda: FastSTV(profile, n_seats=seats)
""",
    "votekit STV": """
import votekit
from votekit.ballot import RankBallot
from votekit.pref_profile import RankProfile
from votekit.elections import STV
ballots = tuple(RankBallot(ranking=tuple(frozenset({str(at)}) for at in marks), weight=number)
                for marks, number in votes)
profile = RankProfile(ballots=ballots, candidates=tuple(map(str, range(n))))
runs = 1
run = lambda: STV(profile, n_seats=seats)
""",
}
TIMER = """
import json, sys, time
given = json.load(sys.stdin)
n, seats, votes, runs = given["n"], given["seats"], given["votes"], given["runs"]
PEER
run()
best = 1e9
for _ in range(runs):
    start = time.perf_counter(); run(); best = min(best, time.perf_counter() - start)
print("seconds", best)
"""


def fastest(run: Callable[[], object]) -> float:
    """Seconds of the fastest of some runs, after one to warm up."""
    run()
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def wards(data: Path) -> dict[str, object]:
    """All Scottish wards by name."""
    from koinon.methods.ballotfiles.reading import read

    found = {}
    with tarfile.open(data / "ballots/blt/scotland-2007-2017.tar.xz") as archive:
        for member in archive:
            held = archive.extractfile(member) if member.isfile() else None
            if held is not None and member.name.endswith(".blt"):
                found[Path(member.name).stem] = read(member.name, held.read())
    return found


def portland(data: Path):
    """Portland, Oregon, district 1, 2024: three seats; a faulty rank is left empty."""
    from koinon.methods.ballotfiles.tables import TableOptions, read_table

    file = data / "ballots/cvr/Portland_D1_Condensed.csv"
    how = TableOptions(overvote=(), skipped=("skipped", "overvote"), seats=3, title="Portland D1")
    return read_table(file.name, file.read_bytes(), how)


def plain_votes(election) -> list[tuple[list[int], int]]:
    """Ballots as peers take them: options once, without faults."""
    from koinon.methods.counting.transfers.papers import read_papers

    read = read_papers(election, "skip", "skip").papers
    return [(list(marks), number) for marks, number in read]


def ask(peer: str, election, python: str, limit: float) -> str:
    """A peer's seconds, or why there are none."""
    given = {
        "n": len(election.contest.ids), "seats": election.contest.seats,
        "votes": plain_votes(election), "runs": RUNS,
    }  # fmt: skip
    code = TIMER.replace("PEER", PEERS[peer])
    try:
        done = subprocess.run(
            [python, "-c", code], input=json.dumps(given), capture_output=True, text=True,
            timeout=limit, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"> {limit:.0f} s"
    said = [line for line in done.stdout.splitlines() if line.startswith("seconds ")]
    return said[-1].split()[1] if said else done.stderr.strip().splitlines()[-1][:60]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--peers")
    parser.add_argument("--limit", type=float, default=60)
    args = parser.parse_args()
    from koinon.methods.counting.ballots import gather_rankings
    from koinon.methods.counting.contests import Election
    from koinon.methods.counting.methods import count, recheck

    found = wards(args.data)
    everything = list(found.values())

    def all_of(fast: bool) -> None:
        for election in everything:
            count("scottish-stv", election, "lot", fast=fast)

    print(f"{len(everything)} wards, compiled, with trail: {fastest(lambda: all_of(True)):.3f} s")
    almond = found["edinburgh_2017_ward1"]
    many = [(ranks, 70 * number) for ranks, number in almond.ballots.rankings()]
    seventy = Election(almond.contest, gather_rankings(almond.contest.ids, many))
    for name, election in {
        "Edinburgh Almond 2017": almond,
        "Edinburgh Almond x 70": seventy,
        "Portland D1 2024": portland(args.data),
    }.items():
        print(f"{name}: {election.ballots.voters} ballots, {election.ballots.different} different")
        ours = fastest(lambda e=election: count("scottish-stv", replace_(e), "lot", fast=True))
        exact = fastest(lambda e=election: count("scottish-stv", replace_(e), "lot", fast=False))
        result = count("scottish-stv", election, "lot")
        walked = fastest(lambda e=election, r=result: recheck(r, e))
        print(f"  ours compiled {ours:.5f} s, exact {exact:.4f} s, recount {walked:.4f} s")
        for peer in PEERS if args.peers else ():
            said = ask(peer, election, args.peers, args.limit)
            try:
                print(f"  {peer}: {float(said):.4f} s, {float(said) / ours:.0f} times ours")
            except ValueError:
                print(f"  {peer}: {said}")


def replace_(election):
    """The same election without what was remembered of its ballots (their digest)."""
    return replace(election, ballots=replace(election.ballots))


if __name__ == "__main__":
    main()
