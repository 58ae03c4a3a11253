"""Acts through the gate: single, grouped, replayed and verified, on a fresh database.

    python benchmarks/acts.py [--database URL] [--votes N]

Prints acts per second and CPU per act beside the disk's own flush time, because one flush is what
a single act costs at least.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import setting


def fsync_seconds(folder: Path, rounds: int = 200) -> float:
    """The median time of a flushed 4 kB write."""
    times = []
    with (folder / "flush").open("wb", buffering=0) as file:
        for _ in range(rounds):
            start = time.perf_counter()
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - start)
    return sorted(times)[rounds // 2]


def measured(name: str, count: int, work: Callable[[], object]) -> None:
    """Run `work` once and print how many of `count` it did in a second."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"| {name} | {count / wall:,.0f}/s | {cpu / count * 1e6:,.0f} µs CPU |")


def main() -> None:
    """Measure and print a table."""
    chosen = setting.prepare(__doc__, replay=True, votes=3_000)
    print(f"fdatasync {fsync_seconds(chosen.folder) * 1e3:.2f} ms; {chosen.database}")
    run(chosen.votes)


def run(votes: int) -> None:
    """Found a league, vote singly and in groups, replay."""
    from tests.support.replaying import assert_replays

    from koinon.acts.gate import enact, enact_many
    from koinon.record import store

    council = setting.council()
    singles = [council.vote(i, 1) for i in range(votes // 3)]
    measured("single acts", len(singles), lambda: [enact(e, at=council.at) for e in singles])
    groups = [[council.vote(i + g, 2) for i in range(100)] for g in range(0, votes, 100)]
    measured(
        "acts in groups of 100",
        votes,
        lambda: [enact_many(group, at=council.at) for group in groups],
    )
    size = store.head().size
    measured("replay, with the verifier's check", size, assert_replays)


if __name__ == "__main__":
    main()
