"""Exchanging what lies in a home folder for what was prepared beside it: all of it, or nothing.

Until the journal stands nothing has been touched; once it stands the exchange is carried to its
end, by the next command if this one is killed. What lay there before is moved aside, not removed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from koinon.interfaces.shell.operations import homes, presence
from koinon.interfaces.shell.operations.archive import synchronise

_JOURNAL = "journal.json"


@dataclass(frozen=True, slots=True)
class Move:
    """One exchange: `target` goes `aside`, `source` takes its place ("" where nothing does)."""

    source: str
    target: str
    aside: str


def begin(home: Path) -> Path:
    """An empty folder to prepare in; what an interrupted preparation left there is removed."""
    folder = home / homes.PENDING
    assert not (folder / _JOURNAL).exists()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def is_decided(home: Path) -> bool:
    """Whether an exchange stands that will be carried out."""
    return (home / homes.PENDING / _JOURNAL).exists()


def abandon(home: Path) -> None:
    """Remove what was prepared and is not wanted."""
    assert not (home / homes.PENDING / _JOURNAL).exists()
    shutil.rmtree(home / homes.PENDING, ignore_errors=True)


def exchange(home: Path, moves: Sequence[Move]) -> None:
    """Carry out the moves, in order; from the first instant on they will all be carried out."""
    journal = home / homes.PENDING / _JOURNAL
    fresh = journal.with_name(f"{_JOURNAL}.new")
    with fresh.open("w") as out:
        json.dump([asdict(move) for move in moves], out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(journal)
    synchronise(journal.parent)
    _finish(home)


def heal(home: Path) -> None:
    """Carry an exchange that was interrupted to its end. Raises Mistake while one is under way."""
    if (home / homes.PENDING / _JOURNAL).exists():
        with presence.stopped(home, "restore"):
            _finish(home)


def _finish(home: Path) -> None:
    journal = home / homes.PENDING / _JOURNAL
    if not journal.exists():  # another command was faster
        return
    for move in (Move(**one) for one in json.loads(journal.read_text())):
        _carry_out(move)
    done = home / f"{homes.PENDING}.done"
    shutil.rmtree(done, ignore_errors=True)
    journal.parent.replace(done)
    synchronise(home)
    shutil.rmtree(done, ignore_errors=True)


def _carry_out(move: Move) -> None:
    """One move, however far an earlier attempt came with it."""
    source, target, aside = Path(move.source), Path(move.target), Path(move.aside)
    if move.source and not source.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if target.exists() and not aside.exists():
        aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.replace(aside)
        synchronise(aside.parent)
    if move.source:
        source.replace(target)
    synchronise(target.parent)
