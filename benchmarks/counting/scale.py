"""A hundred million ballots to one canonical set: numpy, polars and DuckDB, one digest.

    python benchmarks/counting/scale.py DATA [--ballots N] [--engines numpy,polars,duckdb]

DATA is the folder with `ballots/` (tests/support/field.py). Ballots are imagined: drawn by weight
from those of Portland's district 1 of 2024 (42,871), two neighbouring ranks swapped in 2 of 100,
generator PCG64 with seed 1. Each engine is a process of its own that makes the codes first, outside
the time; the time runs from codes in memory to the digest.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src")]


def measured(engine: str, data: str, voters: int, answer: Any) -> None:
    """Put seconds of the clock and of processors, ballots, digest and peak memory on the queue."""
    from koinon.methods.ballotfiles.reading import read
    from koinon.methods.fast import packing, scale

    path = Path(data) / "ballots" / "cvr" / "Portland_D1_Condensed.csv"
    like = read(path, path.read_bytes()).ballots
    codes = scale.resampled(like, voters, 1, 20_000)
    frame: Any = None
    if engine == "polars":
        import polars as pl

        frame = pl.DataFrame({"word0": codes})
    elif engine == "duckdb":
        import duckdb

        held = {"word0": codes}
        frame = duckdb.sql("SELECT word0 FROM held")
        assert held
    start, worked = time.perf_counter(), time.process_time()
    made = packing.counted(like, codes) if engine == "numpy" else scale.group(frame, like)
    digest = made.sha256
    spent, worked = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    answer.put((spent, worked, made.different, digest, peak))


def main() -> None:
    """Print a line for each engine; all digests must be one."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("data")
    asked.add_argument("--ballots", type=int, default=100_000_000)
    asked.add_argument("--engines", default="numpy,polars,duckdb")
    said = asked.parse_args()
    context = multiprocessing.get_context("spawn")
    digests = set()
    for engine in said.engines.split(","):
        answer = context.Queue()
        child = context.Process(target=measured, args=(engine, said.data, said.ballots, answer))
        child.start()
        while child.is_alive() and answer.empty():
            child.join(1)
        if answer.empty():
            print(f"{engine}: failed, exit code {child.exitcode}")
            continue
        spent, worked, different, digest, peak = answer.get()
        child.join()
        digests.add(digest)
        print(f"{engine}: {said.ballots:,} ballots, {different:,} different, {spent:.2f} s "
              f"({worked:.2f} s of processors), peak {peak:.1f} GiB, {digest[:16]}",
              flush=True)  # fmt: skip
    assert len(digests) <= 1, "the digests differ"


if __name__ == "__main__":
    main()
