"""An election from a file on disk, with the files that it names."""

from __future__ import annotations

from pathlib import Path

from koinon.methods.ballotfiles.cvr import read_cvr
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.rctab import read_rctab
from koinon.methods.ballotfiles.reading import read
from koinon.methods.ballotfiles.source import MAX_BYTES
from koinon.methods.counting.contests import Election


def read_path(path: Path, contest: str = "") -> Election:
    """Read a file of any format, a configuration of RCTab with the files it names included.

    contest: which one of a file that holds several, by id or name. Raises BallotFileError, also
    where the file cannot be read.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BallotFileError("too_large", path.name, limit=MAX_BYTES)
        data = path.read_bytes()
    except OSError:
        raise BallotFileError("not_found", str(path)) from None
    if contest:
        return read_cvr(path.name, data, contest)
    try:
        return read(path, data)
    except BallotFileError as error:
        if error.code != "needs_files":
            raise
    return read_rctab(path).election
