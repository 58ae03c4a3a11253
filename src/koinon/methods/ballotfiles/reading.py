"""Reading a file of ballots, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from koinon.methods.ballotfiles.blt import read_blt
from koinon.methods.ballotfiles.cvr import read_cvr
from koinon.methods.ballotfiles.errors import BallotFileError, gathering
from koinon.methods.ballotfiles.pabulib import read_pb
from koinon.methods.ballotfiles.preflib import ENDINGS, read_preflib
from koinon.methods.ballotfiles.source import MAX_BYTES, json_of, text_of
from koinon.methods.ballotfiles.tables import read_table
from koinon.methods.counting.ballots import KIND, load
from koinon.methods.counting.contests import Contest, Election, Option

Reader = Callable[[str, bytes], Election]

_HEAD: Final = re.compile(r"\s*\d+[ \t,]+\d+\b[^:;]*")


def read(path_or_name: str | PurePath, data: bytes, *, fast: bool | None = None) -> Election:
    """Read a file by its ending, and where that says nothing by how it begins.

    fast: True reads .blt and .pb by the compiled twin and needs its extras, False by the standard
    library; None takes the twin where it is installed. Both give the same election. Raises
    BallotFileError.
    """
    file = PurePath(path_or_name).name or "ballots"
    if len(data) > MAX_BYTES:
        raise BallotFileError("too_large", file, limit=MAX_BYTES)
    kind = _kind(file, data)
    if fast is not False and kind in ("blt", "pb"):
        try:
            from koinon.methods.fast.ballotfiles import read_blt_fast, read_pb_fast
        except ImportError:
            if fast:
                raise
        else:
            return (read_blt_fast if kind == "blt" else read_pb_fast)(file, data)
    return _READERS[kind](file, data)


def is_canonical(data: bytes) -> bool:
    """Whether a file begins as canonical ballots do, whatever it is called."""
    return data.startswith(b"{") and KIND.encode() in data.partition(b"\n")[0]


def _kind(file: str, data: bytes) -> str:
    """The format: by ending, else by the first bytes. Raises BallotFileError."""
    if is_canonical(data):
        return "ballots"
    ending = PurePath(file).suffix.lower().removeprefix(".")
    if ending in ENDINGS:
        return "preflib"
    if ending in _READERS:
        return ending
    if data[:4] == b"PK\x03\x04":
        return "xlsx"
    start = text_of(file, data[:4096]).lstrip("\ufeff \t\n")
    line = start.partition("\n")[0]
    if line.strip().upper() == "META":
        return "pb"
    if start[:1] == "{":
        return "json"
    if re.match(r"#\s*(FILE NAME|TITLE|DATA TYPE|NUMBER ALTERNATIVES)", start):
        return "preflib"
    if _HEAD.fullmatch(line):
        return "blt"
    if any(mark in line for mark in ",;\t"):
        return "csv"
    raise BallotFileError("unknown_format", file)


def _records(file: str, data: bytes) -> Election:
    found = json_of(file, data)
    if isinstance(found, dict) and "cvrFileSources" in found:
        raise BallotFileError("needs_files", file)
    return read_cvr(file, data)


def _canonical(file: str, data: bytes) -> Election:
    """Canonical ballots, which name options by their ids and state no seats."""
    with gathering(file):
        ballots = load(data)
    options = tuple(Option(id_, id_) for id_ in ballots.options)
    return Election(Contest(PurePath(file).stem, options, seats=1), ballots)


_READERS: Final[dict[str, Reader]] = {
    "ballots": _canonical,
    "blt": read_blt,
    "pb": read_pb,
    "preflib": read_preflib,
    "json": _records,
    "csv": read_table,
    "tsv": read_table,
    "xlsx": read_table,
}
