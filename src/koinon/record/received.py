"""Cosignatures that cities have sent, kept beside the record: they are about it, not in it.

A database restored from a backup may lack some; the cities' machines send the next ones anyway.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery

from koinon.record import logkeys, note, store
from koinon.record.cosignatures import time_of, with_cosignatures, write_file
from koinon.record.models import Cosignature
from koinon.record.note import MAX_SIGNATURES, Checkpoint, Note, NoteError, Signature, VerifierKey
from koinon.record.signer import SignerError

AHEAD_SECONDS = 86_400
"""How far ahead of ours another clock may be."""

Stands = Callable[[int], bool]
"""Whether a key stands in the log of so many entries."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """That a key countersigned `size` entries, at `time` in seconds since 1970."""

    key: str
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a note: its size, the keys whose cosignatures are new, those already here."""

    size: int
    new: tuple[str, ...]
    known: tuple[str, ...]


class NotTaken(Exception):
    """A countersigned checkpoint is refused: a code, the HTTP status, facts for its sentence."""

    def __init__(self, code: str, status: int, **facts: object) -> None:
        super().__init__(code)
        self.code, self.status, self.facts = code, status, facts


def take(data: bytes, keys: Mapping[str, Stands], now: int) -> Taken:
    """Keep the cosignatures of `keys` in a signed note. Raises NotTaken, having kept nothing."""
    parsed, checkpoint = _read(data)
    found = list(_cosignatures(parsed, checkpoint, keys, now))
    own = _require_ours(parsed, checkpoint)
    known = set(
        Cosignature.objects.filter(
            size=checkpoint.size, key__in=[key for key, _ in found]
        ).values_list("key", flat=True)
    )
    rows = {key: one for key, one in found if key not in known}
    Cosignature.objects.bulk_create(
        [
            Cosignature(
                key=key,
                size=checkpoint.size,
                time=time_of(one),
                signature=b64encode(one.signature).decode(),
                by_log=b64encode(own.signature).decode(),
            )
            for key, one in rows.items()
        ],
        ignore_conflicts=True,  # another request may have brought the same
    )
    return Taken(checkpoint.size, tuple(rows), tuple(sorted(known)))


def _read(data: bytes) -> tuple[Note, Checkpoint]:
    if len(data) > note.MAX_NOTE_BYTES:
        raise NotTaken("too_long", 413, limit=note.MAX_NOTE_BYTES)
    try:
        parsed = note.parse_note(data)
        return parsed, Checkpoint.parse(parsed.text)
    except NoteError:
        raise NotTaken("unreadable", 400) from None


def _cosignatures(
    parsed: Note, checkpoint: Checkpoint, keys: Mapping[str, Stands], now: int
) -> Iterable[tuple[str, Signature]]:
    """Those of keys that stand, each checked. Raises NotTaken if there is none."""
    by_id = {(key.name, key.key_id): key for key in map(VerifierKey.parse, keys)}
    mine = [
        (by_id[one.name, one.key_id], one)
        for one in parsed.signatures
        if (one.name, one.key_id) in by_id
    ]
    if not mine:
        raise NotTaken("foreign", 403)
    for key, one in mine:
        if not key.verifies(one.signature, parsed.text.encode()):
            raise NotTaken("false", 403, name=key.name)
        if not keys[str(key)](checkpoint.size):
            raise NotTaken("not_standing", 403, name=key.name, size=checkpoint.size)
        if time_of(one) > now + AHEAD_SECONDS:
            raise NotTaken("ahead", 400, name=key.name)
        yield str(key), one


def _require_ours(parsed: Note, checkpoint: Checkpoint) -> Signature:
    """The log's own signature on a checkpoint of this record. Raises NotTaken."""
    try:
        origin, log_key = logkeys.names()
    except SignerError:
        raise NotTaken("other_log", 403) from None
    key = VerifierKey.parse(log_key)
    text = parsed.text.encode()
    own = next(
        (
            one
            for one in parsed.signatures
            if (one.name, one.key_id) == (key.name, key.key_id)
            and key.verifies(one.signature, text)
        ),
        None,
    )
    if own is None or checkpoint.origin != origin:
        raise NotTaken("other_log", 403)
    head = store.head()
    if not 0 < checkpoint.size <= head.size:
        raise NotTaken("longer", 409, size=checkpoint.size, head=head.size)
    if store.root(checkpoint.size) != checkpoint.root:
        raise NotTaken("other_past", 409, size=checkpoint.size)
    return own


# --- What is published -------------------------------------------------------------------------


def latest() -> tuple[Vouched, ...]:
    """The largest log that each key countersigned, by key."""
    return tuple(Vouched(row.key, row.size, row.time) for row in _latest())


def upto(size: int) -> Iterator[Vouched]:
    """Every countersignature of a log of at most `size` entries, by the log's size and the key."""
    rows = Cosignature.objects.filter(size__lte=size).order_by("size", "key")
    return (Vouched(row.key, row.size, row.time) for row in rows.iterator())


def over(n: int) -> tuple[Vouched, ...]:
    """By key, the first log with entry `n` in it that each countersigned."""
    same = Cosignature.objects.filter(key=OuterRef("key"), size__gt=n).order_by("size")
    rows = Cosignature.objects.filter(size=Subquery(same.values("size")[:1])).order_by("key")
    return tuple(Vouched(row.key, row.size, row.time) for row in rows)


def _latest() -> QuerySet[Cosignature]:
    same = Cosignature.objects.filter(key=OuterRef("key")).order_by("-size")
    return Cosignature.objects.filter(size=Subquery(same.values("size")[:1])).order_by("key")


def countersigned(signed: bytes) -> bytes:
    """A checkpoint that the log signed, with the cosignatures of the same tree under it."""
    size = Checkpoint.parse(note.parse_note(signed).text).size
    rows = Cosignature.objects.filter(size=size).order_by("key")
    return with_cosignatures(signed, map(_signature, rows))


def file(size: int) -> bytes:
    """The file `countersigned` beside a checkpoint of `size` entries: the latest of every key."""
    origin, log_key = logkeys.names()
    key = VerifierKey.parse(log_key)
    rows = sorted(_latest().filter(size__lte=size), key=lambda row: (row.size, row.key))
    notes: list[bytes] = []
    for at, group in groupby(rows, key=lambda row: row.size):
        same = list(group)
        checkpoint = Checkpoint(origin, at, store.root(at))
        by_log = Signature(key.name, key.key_id, b64decode(same[0].by_log))
        for first in range(0, len(same), MAX_SIGNATURES - 1):
            part = map(_signature, same[first : first + MAX_SIGNATURES - 1])
            notes.append(bytes(Note(checkpoint.text, (by_log, *part))))
    return write_file(notes)


def _signature(row: Cosignature) -> Signature:
    key = VerifierKey.parse(row.key)
    return Signature(key.name, key.key_id, b64decode(row.signature))


def checked(rows: Sequence[Vouched], stands: Mapping[str, Stands]) -> tuple[Vouched, ...]:
    """Those by a key that is known and stood in the log it countersigned."""
    return tuple(row for row in rows if row.key in stands and stands[row.key](row.size))
