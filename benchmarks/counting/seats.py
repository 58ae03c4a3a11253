"""Apportionment beside the library `apportionment`, and biproportional tables of many sizes.

    python benchmarks/counting/seats.py [--peers PYTHON]

PYTHON is an interpreter with the library `apportionment`; without it, ours alone are timed. Votes
are imagined from a Pareto distribution with a fixed seed. The peer counts the same votes by floats,
its default, and with `fractions=True`, in a process of its own; seats are compared. Times are CPU,
the least of several runs, in milliseconds; ours include ties, divisors and shares, not the
verifier, which is timed beside.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src")]

METHODS = {
    "dhondt": "dhondt",
    "sainte-lague": "saintelague",
    "huntington-hill": "huntington",
    "hare": "largest_remainder",
}
SIZES = ((8, 120), (50, 435), (200, 2_000))
TABLES = ((7, 9, 125), (13, 18, 180), (20, 50, 500), (7, 299, 900))
RUNS = 5

PEER = """
import json, sys, time
from apportionment.methods import compute
votes, seats, method, runs = json.load(sys.stdin)
names = [str(at) for at in range(len(votes))]
for exact in (False, True):
    times = []
    while len(times) < runs and sum(times) < 2:
        start = time.process_time()
        found = compute(method, votes, seats, fractions=exact, parties=names)
        times.append(time.process_time() - start)
    print(json.dumps([min(times), [int(n) for n in found]]), flush=True)
"""


def imagined(parties: int, seed: int) -> list[int]:
    drawn = Random(seed)
    return [int(10_000 * drawn.paretovariate(1.1)) for _ in range(parties)]


def least(run: Callable[[], Any], runs: int = RUNS) -> tuple[float, Any]:
    best, found = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        found = run()
        best = min(best, time.process_time() - start)
    return best, found


def theirs(python: str, votes: list[int], seats: int, method: str) -> list[tuple[float, list[int]]]:
    """Their times and seats, by floats and by fractions; fewer where they take a minute or fail."""
    given = json.dumps([votes, seats, METHODS[method], RUNS])
    try:
        done = subprocess.run(
            [python, "-c", PEER], input=given, capture_output=True, text=True, timeout=30
        )
        said = done.stdout
    except subprocess.TimeoutExpired as late:
        said = (late.stdout or b"").decode()
    return [tuple(json.loads(line)) for line in said.splitlines()]


def one_table(python: str) -> None:
    from koinon.methods.counting.seats.check_seats import check_seats
    from koinon.methods.counting.seats.rules import SeatsRule, Votes
    from koinon.methods.counting.seats.sharing import apportion

    head = f"{'method':16} {'parties':>7} {'seats':>6} {'ours':>9} {'verified':>9}"
    print(f"{head} theirs by floats, by fractions, as multiples of ours")
    for parties, seats in SIZES:
        votes = imagined(parties, parties)
        of = Votes(tuple(f"p{at}" for at in range(parties)), tuple(votes))
        for method in METHODS:
            rule = SeatsRule(method)
            took, result = least(lambda rule=rule, of=of, seats=seats: apportion(rule, of, seats))
            checked, faults = least(lambda of=of, seats=seats, r=result: check_seats(r, of, seats))
            assert faults == ()
            said = f"{method:16} {parties:7} {seats:6} {took * 1e3:9.2f} {checked * 1e3:9.2f}"
            for peer_took, seats_of in theirs(python, votes, seats, method) if python else ():
                same = "" if list(result.seats) == seats_of else " (other seats)"
                said += f" {peer_took * 1e3:9.2f} x{peer_took / took:.1f}{same}"
            print(said, flush=True)


def tables() -> None:
    from koinon.methods.counting.seats.biproportional import biproportional
    from koinon.methods.counting.seats.check_biproportional import check_biproportional
    from koinon.methods.counting.seats.districts import Biproportional, Table

    print(f"\n{'parties':>7} {'districts':>9} {'seats':>6} {'ours':>9} {'verified':>9}")
    for parties, districts, seats in TABLES:
        drawn = Random(districts)
        strength = imagined(parties, parties)
        per, left = divmod(seats, districts)
        table = Table(
            tuple(f"d{at}" for at in range(districts)),
            tuple(f"p{at}" for at in range(parties)),
            tuple(per + (at < left) for at in range(districts)),
            tuple(tuple(s * drawn.randint(5, 15) for s in strength) for _ in range(districts)),
        )
        rule = Biproportional()
        took, result = least(lambda table=table, rule=rule: biproportional(rule, table), 2)
        checked, faults = least(lambda table=table, r=result: check_biproportional(r, table), 2)
        assert faults == ()
        print(f"{parties:7} {districts:9} {seats:6} {took * 1e3:9.1f} {checked * 1e3:9.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default="", help="a Python with the library apportionment")
    one_table(parser.parse_args().peers)
    tables()


if __name__ == "__main__":
    main()
