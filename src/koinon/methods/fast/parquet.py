"""Canonical ballots as Parquet: a column for each word of the code, and the weight.

Columns are `word0` (the most significant), `word1`, … of unsigned 64 bits, and `weight` of signed
64 bits; the line that says what the codes mean is the entry `koinon-ballots` of the file's
metadata. Files of ballots that were not yet added up may repeat codes, in any order.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import polars as pl

from koinon.methods.ballotfiles.errors import BallotFileError, gathering
from koinon.methods.counting.ballots import (
    FORMS,
    KIND,
    MAX_DIGITS,
    MAX_OPTIONS,
    Ballots,
    BallotsError,
)
from koinon.methods.fast.packing import unpacked
from koinon.methods.fast.scale import group

ENTRY: Final = "koinon-ballots"
_MAX_HEAD: Final = 16 * 2**20


def write_parquet(ballots: Ballots, path: Path) -> None:
    """Write canonical ballots."""
    codes, weights = unpacked(ballots)
    columns = {f"word{at}": codes[:, at] for at in range(ballots.words)}
    frame = pl.DataFrame({**columns, "weight": weights})
    frame.write_parquet(path, metadata={ENTRY: ballots.head.decode()})


def read_parquet(path: Path) -> Ballots:
    """Read ballots, and add up equal ones. Raises BallotFileError."""
    like, frame = scan_parquet(path)
    with gathering(path.name):
        return group(frame, like)


def scan_parquet(path: Path) -> tuple[Ballots, pl.LazyFrame]:
    """What the codes mean (ballots without rows), and the rows, not yet read.

    Raises BallotFileError.
    """
    try:
        said = pl.read_parquet_metadata(path).get(ENTRY)
        frame = pl.scan_parquet(path)
        columns = frame.collect_schema()
    except FileNotFoundError:
        raise BallotFileError("not_found", path.name) from None
    except (pl.exceptions.PolarsError, OSError, ValueError):
        raise BallotFileError("broken", path.name, what="Parquet file") from None
    if not said:
        raise BallotFileError("fact_missing", path.name, what=f"the entry {ENTRY} of the metadata")
    with gathering(path.name):
        like = of_head(said)
    for name in (*(f"word{at}" for at in range(like.words)), "weight"):
        due = pl.Int64 if name == "weight" else pl.UInt64
        if columns.get(name) != due:
            raise BallotFileError("column_missing", path.name, what=f"{name} of type {due}")
    return like, frame


def of_head(text: str) -> Ballots:
    """Ballots without rows, from the line that says what rows mean. Raises BallotsError."""
    wrong = "the head is not the one line that says what the codes mean."
    if len(text) > _MAX_HEAD:
        raise BallotsError(wrong)
    try:
        said = json.loads(text)
        made = Ballots(
            said["form"],
            tuple(said["options"]),
            said["digits"],
            b"",
            said.get("lowest", 0),
            said.get("top", 0),
        )
        whole = all(type(one) is int for one in (made.digits, made.lowest, made.top))
        n = len(made.options)
        fixed = {"approvals": n, "points": n, "choice": 1}.get(made.form, made.digits)
        good = (
            whole
            and said["kind"] == KIND
            and made.form in FORMS
            and 0 <= made.digits <= MAX_DIGITS
            and made.digits == fixed
            and 0 < n <= MAX_OPTIONS
            and abs(made.lowest) + abs(made.top) < 2**53
            and made.lowest <= made.top
            and made.head == text.encode()
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        good = False
    if not good:
        raise BallotsError(wrong)
    return made
