"""An election from a file on disk, with the files that it names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from koinon.methods.ballotfiles.cvr import read_cvr
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.rctab import RctabRules, read_rctab
from koinon.methods.ballotfiles.reading import read
from koinon.methods.ballotfiles.source import MAX_BYTES
from koinon.methods.counting.contests import Election


@dataclass(frozen=True, slots=True)
class Found:
    """What a file on disk holds; rules: those of a configuration of RCTab, None of other files."""

    election: Election
    rules: RctabRules | None


def read_path(path: Path, contest: str = "") -> Election:
    """Read a file of any format, a configuration of RCTab with the files it names included.

    contest: which one of a file that holds several, by id or name. Raises BallotFileError, also
    where the file cannot be read.
    """
    return read_with_rules(path, contest).election


def read_with_rules(path: Path, contest: str = "") -> Found:
    """Read a file as `read_path` does, and keep the rules of counting that it states."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BallotFileError("too_large", path.name, limit=MAX_BYTES)
        data = path.read_bytes()
    except OSError:
        raise BallotFileError("not_found", str(path)) from None
    if contest:
        return Found(read_cvr(path.name, data, contest), None)
    try:
        return Found(read(path, data), None)
    except BallotFileError as error:
        if error.code != "needs_files":
            raise
    configured = read_rctab(path)
    return Found(configured.election, configured.rules)
