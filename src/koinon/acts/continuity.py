"""No act is taken on a record that is not the one its key has signed.

A database restored from an old copy is whole in itself, and whoever acted on it would tell a second
history after the same beginning. The log's key remembers what it signed last, outside the database
and outside every backup; so before an act is taken the record is held against that memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from koinon.acts.act import Act
from koinon.acts.memo import Memory
from koinon.acts.refused import Refused
from koinon.record import logkeys
from koinon.record.logkeys import Standing
from koinon.record.store import Head

_CODES: Final[Mapping[str, str]] = {
    "behind": "acts.record_behind",
    "differs": "acts.record_differs",
    "forgotten": "acts.signer_forgot",
}


def broken(head: Head, memory: Memory) -> Refused | None:
    """Why no act may follow this end of the record; None when the key has signed nothing else.

    While the record goes on from where this process left it and nothing more was signed, nothing
    is read again.
    """
    if not head.size:
        return None
    stamp = _stamp()
    if stamp is None or memory.held_against != stamp:
        refused = _refusal(logkeys.standing(head.size), head.size)
        memory.held_against = None if refused else stamp
        return refused
    return None


def begun_before(genesis: Act) -> Refused | None:
    """Why a record may not begin with this act: its key has signed a record that is not here."""
    data = genesis.plain()
    return _refusal(logkeys.standing(0, (str(data["origin"]), str(data["log_key"]))), 0)


def _stamp() -> tuple[int, int] | None:
    try:
        found = logkeys.memory_file().stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _refusal(standing: Standing, size: int) -> Refused | None:
    if standing.kind not in _CODES:
        return None
    return Refused(_CODES[standing.kind], (("signed", standing.signed), ("size", size)))
