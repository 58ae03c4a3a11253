"""Reading files of ballots: the compiled readers beside the standard ones.

    python benchmarks/counting/formats.py DATA

DATA is the folder with `ballots/` (tests/support/field.py). Measured: all wards of the archive of
.blt files, each read, packed and hashed, file contents in memory; each .pb file likewise; packing
of a million generated rankings. The standard reader is measured on every tenth ward. Best of
three, in seconds of the processor.
"""

from __future__ import annotations

import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src")]


def best(work: Callable[[], Any], times: int = 3) -> float:
    """Seconds of this process (not of the clock: cores may be shared) in the fastest run."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def wards(folder: Path) -> list[tuple[str, bytes]]:
    """Name and contents of every .blt file of the archive."""
    found = []
    with tarfile.open(folder / "blt" / "scotland-2007-2017.tar.xz") as packed:
        for member in packed:
            opened = packed.extractfile(member) if member.name.endswith(".blt") else None
            if opened is not None:
                found.append((Path(member.name).name, opened.read()))
    return found


def digests(files: list[tuple[str, bytes]], fast: bool) -> list[str]:
    """The digest of each file's ballots."""
    from koinon.methods.ballotfiles.reading import read

    return [read(name, data, fast=fast).ballots.sha256 for name, data in files]


def packing() -> None:
    """A million rankings of six marks among twelve options."""
    import numpy as np

    from koinon.methods.fast.packing import pack_rankings

    rng = np.random.Generator(np.random.PCG64(1))
    marks = rng.integers(0, 12, 6_000_000)
    offsets = np.arange(0, 6_000_001, 6)
    ones = np.ones(1_000_000, dtype=np.int64)
    ids = [str(at) for at in range(12)]
    spent = best(lambda: pack_rankings(ids, marks, offsets, ones).sha256)
    print(f"1,000,000 rankings of 6 marks packed with digest: {spent:.3f} s")


def budgets(path: Path) -> None:
    """One .pb file, compiled and standard."""
    one = [(path.name, path.read_bytes())]
    digests(one, fast=True)
    compiled = best(lambda: digests(one, fast=True))
    standard = best(lambda: digests(one, fast=False), 1)
    print(f"{path.stem}: {compiled:.3f} s compiled, {standard:.3f} s standard, "
          f"{standard / compiled:.0f}x")  # fmt: skip


def main() -> None:
    """Print seconds, and how many times faster the compiled reader is."""
    folder = Path(sys.argv[1]) / "ballots"
    files = wards(folder)
    digests(files[:1], fast=True)
    compiled = best(lambda: digests(files, fast=True))
    tenth = files[::10]
    standard = best(lambda: digests(tenth, fast=False), 1)
    beside = best(lambda: digests(tenth, fast=True))
    assert digests(tenth, fast=True) == digests(tenth, fast=False)
    print(f"{len(files)} wards (.blt) with digest: {compiled:.3f} s compiled; every tenth "
          f"{beside:.3f} s, {standard:.3f} s standard, {standard / beside:.0f}x")  # fmt: skip
    for path in sorted((folder / "pb").glob("*.pb")):
        budgets(path)
    packing()


if __name__ == "__main__":
    main()
