"""All Scottish wards from their files to their winners: ours beside libraries of others.

    python benchmarks/counting/wards.py DATA [--peers PYTHON] [--limit SECONDS]

DATA is the folder with `ballots/blt/scotland-2007-2017.tar.xz`; PYTHON an interpreter that has
pyrankvote and votekit. Everybody begins with the bytes of the files in memory and reads, gathers
and counts every ward once. Ours includes the commitment to the ballots and every stage; it is
measured in a process that has loaded the compiled code (the first load is told apart). Each peer is
a process of its own and counts by its own rule.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

READER = """
import json, sys, time, pathlib
files = [path.read_bytes() for path in sorted(pathlib.Path(sys.argv[1]).glob("*.blt"))]
def read(data):
    lines = data.decode("utf-8-sig", "replace").replace(",", " ").splitlines()
    n, seats = map(int, lines[0].split()[:2])
    votes = []
    for line in lines[1:]:
        words = line.split()
        if words == ["0"]:
            break
        if len(words) > 1 and words[-1] == "0" and all(word.isdigit() for word in words):
            marks = [int(word) - 1 for word in words[1:-1]]
            votes.append((list(dict.fromkeys(marks)), int(words[0])))
    return n, seats, votes
PEER
begin = time.perf_counter()
for data in files:
    count(*read(data))
print("seconds", time.perf_counter() - begin)
"""
PEERS = {
    "pyrankvote": """
import pyrankvote as p
def count(n, seats, votes):
    people = [p.Candidate(str(at)) for at in range(n)]
    papers = [p.Ballot([people[at] for at in marks]) for marks, k in votes for _ in range(k)]
    return p.single_transferable_vote(people, papers, number_of_seats=seats)
""",
    "votekit FastSTV": """
from votekit.ballot import RankBallot
from votekit.pref_profile import RankProfile
from votekit.elections import FastSTV
def count(n, seats, votes):
    ballots = tuple(RankBallot(ranking=tuple(frozenset({str(at)}) for at in marks), weight=k)
                    for marks, k in votes if marks)
    profile = RankProfile(ballots=ballots, candidates=tuple(map(str, range(n))))
    return FastSTV(profile, n_seats=seats, simultaneous=False, tiebreak="random")
""",
}


def unpack(data: Path, folder: Path) -> int:
    """All .blt files of the archive into one folder; how many."""
    found = 0
    with tarfile.open(data / "ballots/blt/scotland-2007-2017.tar.xz") as archive:
        for member in archive:
            held = archive.extractfile(member) if member.isfile() else None
            if held is not None and member.name.endswith(".blt"):
                (folder / Path(member.name).name).write_bytes(held.read())
                found += 1
    return found


def ours(folder: Path) -> tuple[float, float, int]:
    """Seconds of the first ward with all that is loaded, of all wards, and their ballots."""
    from koinon.methods.ballotfiles.reading import read
    from koinon.methods.counting.methods import count

    files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.blt"))]

    def one(name: str, data: bytes) -> int:
        result = count("scottish-stv", read(name, data), "lot")
        assert result.elected
        return result.tally.cast

    begin = time.perf_counter()
    one(*files[0])
    loaded = time.perf_counter() - begin
    best, ballots = float("inf"), 0
    for _ in range(3):
        begin = time.perf_counter()
        ballots = sum(one(*file) for file in files)
        best = min(best, time.perf_counter() - begin)
    return loaded, best, ballots


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--peers")
    parser.add_argument("--limit", type=float, default=300)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = unpack(chosen.data, folder)
        loaded, best, ballots = ours(folder)
        print(f"{many} wards, {ballots:,} ballots; first ward with loading {loaded:.2f} s")
        print(f"| ours | {best:.3f} s | 1 |")
        for peer, code in PEERS.items() if chosen.peers else ():
            words = [chosen.peers, "-c", READER.replace("PEER", code), name]
            try:
                done = subprocess.run(words, capture_output=True, text=True, timeout=chosen.limit)
            except subprocess.TimeoutExpired:
                print(f"| {peer} | > {chosen.limit:.0f} s | > {chosen.limit / best:.0f} |")
                continue
            said = [line for line in done.stdout.splitlines() if line.startswith("seconds ")]
            took = json.loads(said[-1].split()[1]) if said else None
            told = f"{took:.1f} s | {took / best:.0f}" if took else done.stderr[-200:]
            print(f"| {peer} | {told} |")


if __name__ == "__main__":
    main()
