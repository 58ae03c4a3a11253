"""The record: the demonstration told and replayed, a long record verified from its files.

    python benchmarks/record.py [--database URL] [--votes N]

Verification is measured beside its two parts as others do them, where they are installed:
canonical JSON by rfc8785, the tree by pymerkle, over the same entries in the same run.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median

import setting

ROUNDS = 3
TODAY = date(2026, 11, 22)


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median CPU time of a few runs."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)


def main() -> None:
    """Measure and print a table."""
    chosen = setting.prepare(__doc__, replay=True, votes=50_000)
    tell()
    verify(chosen.votes, chosen.folder)


def tell() -> None:
    """The demonstration: told, then replayed into the second database; nothing stays."""
    from django.db import transaction

    from koinon.acts.replay import replay
    from koinon.demo.loading import load
    from koinon.record import store

    with transaction.atomic():
        start = time.process_time()
        size = load(TODAY).entries
        print(f"| the demonstration told, {size} entries | {time.process_time() - start:,.1f} s |")
        bodies = list(store.bodies())
        kept = [(one.body, one.media) for one in store.documents() if one.body is not None]
        took = seconds(lambda: replay(bodies, kept, alias="replay"))
        print(f"| replayed, rows compared | {size / took:,.0f} entries/s |")
        transaction.set_rollback(True)


def verify(votes: int, folder: Path) -> None:
    """Write a long record, export it, verify the files; the same work by others."""
    from koinon.acts.gate import enact_many
    from koinon.record import canonical, logkeys, note, store
    from koinon.record.export import export
    from koinon.record.verify import verify as verified

    council = setting.council()
    for first in range(0, votes, 500):
        enact_many([council.vote(first + i, 3) for i in range(500)], at=council.at)
    target = folder / "export"
    export(target, signer=logkeys.signer())
    size = store.head().size
    took = seconds(lambda: verified(target))
    report = verified(target)
    assert report.ok, report.problems
    assert report.key is not None
    key, signed = report.key, (target / "checkpoint").read_bytes()
    signature = seconds(lambda: note.open_checkpoint(signed, key), 20)
    bodies = list(store.bodies())
    entries = [canonical.load(body) for body in bodies]
    ours = seconds(lambda: [canonical.dump(entry) for entry in entries])
    print(f"| verified, {size} entries | {size / (took - signature):,.0f} entries/s |")
    print(f"| its signature | {signature * 1e3:,.2f} ms |")
    print(f"| canonical JSON written, ours | {size / ours:,.0f} entries/s |")
    peers(bodies, entries, took)


def peers(bodies: Sequence[bytes], entries: Sequence[object], whole: float) -> None:
    """Canonical JSON and the tree by libraries of others, as a part of our whole verification."""
    size = len(bodies)
    try:
        dumps = importlib.import_module("rfc8785").dumps
    except ImportError:
        print("| rfc8785 | not installed |")
    else:
        assert [dumps(entry) for entry in entries] == bodies
        took = seconds(lambda: [dumps(entry) for entry in entries])
        print(f"| canonical JSON, rfc8785 | {size / took:,.0f} entries/s | {took / whole:.2f} |")
    try:
        tree = importlib.import_module("pymerkle").InmemoryTree
    except ImportError:
        print("| pymerkle | not installed |")
    else:
        took = seconds(lambda: [tree.init_from_entries(bodies).get_root()], 1)
        print(f"| root, pymerkle | {size / took:,.0f} entries/s | {took / whole:.2f} |")


if __name__ == "__main__":
    main()
