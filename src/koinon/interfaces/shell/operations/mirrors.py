"""What others hold of a record: a folder or an address with the files of an export.

What is read here proves itself: a checkpoint signed with the log's own key, and entries that come
to its root together with those before them. Nothing else in a mirror is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from koinon.interfaces.shell.mistakes import Mistake
from koinon.record import canonical, note, tiles
from koinon.record.note import Checkpoint, NoteError, VerifierKey
from koinon.record.sources import Source, SourceError, read, source_of
from koinon.record.store import DOCUMENT_LIMIT
from koinon.record.tiles import ENTRIES, Tile, TileError

_MAX_WITHHELD_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Mirror:
    """One holder's copy: where it is, its latest checkpoint as signed and as read."""

    place: str
    source: Source
    signed: bytes
    checkpoint: Checkpoint


def origin_of(place: str) -> str:
    """The name of the log that a mirror holds; no proof of anything. Raises Mistake."""
    try:
        return Checkpoint.parse(
            note.parse_note(_file(_source(place), place, "checkpoint")).text
        ).origin
    except NoteError as error:
        raise Mistake(f"recover: {place}: its checkpoint cannot be read: {error}", 1) from None


def open_mirror(place: str, key: VerifierKey) -> Mirror:
    """The mirror at a place, if its checkpoint is signed with the log's key. Raises Mistake."""
    source = _source(place)
    signed = _file(source, place, "checkpoint")
    try:
        checkpoint = note.open_checkpoint(signed, key)
    except NoteError as error:
        raise Mistake(
            f"recover: {place}: its checkpoint is not signed with this log's key, {key}: {error}", 1
        ) from None
    return Mirror(place, source, signed, checkpoint)


def _source(place: str) -> Source:
    try:
        return source_of(place)
    except SourceError as error:
        raise Mistake(f"recover: {error}") from None


def _file(source: Source, place: str, path: str, limit: int = note.MAX_NOTE_BYTES) -> bytes:
    try:
        found = read(source, path, limit)
    except SourceError as error:
        raise Mistake(f"recover: {error}") from None
    if found is None:
        raise Mistake(f"recover: {place} has no {path}; it is no whole export of a record.", 1)
    if len(found) > limit:
        raise Mistake(f"recover: {path} at {place} is longer than it may be.", 1)
    return found


def entries(mirror: Mirror, start: int) -> Iterator[bytes]:
    """The mirror's entries from number `start` to its checkpoint; as it gives them, unproved."""
    for bundle in tiles.tiles_of(mirror.checkpoint.size, ENTRIES):
        if bundle.first + bundle.width > start:
            bodies = _bundle(mirror, bundle)
            yield from bodies[max(0, start - bundle.first) :]


def _bundle(mirror: Mirror, bundle: Tile) -> list[bytes]:
    data = _file(mirror.source, mirror.place, bundle.path, tiles.MAX_BUNDLE_BYTES)
    try:
        bodies = list(tiles.decode_bundle(data))
    except TileError as error:
        raise Mistake(f"recover: {bundle.path} at {mirror.place}: {error}", 1) from None
    if len(bodies) != bundle.width:
        raise Mistake(
            f"recover: {bundle.path} at {mirror.place} holds {len(bodies)} entries, not "
            f"{bundle.width}; it was cut.",
            1,
        )
    return bodies


@dataclass(frozen=True, slots=True)
class Named:
    """A document that entries name: its bytes, or why its holder withholds them."""

    sha256: str
    size: int
    media: str
    body: bytes | None
    withheld_because: str


def documents(mirror: Mirror, bodies: Iterable[bytes]) -> Iterator[Named]:
    """The documents that entries name, each held against its hash. Raises Mistake."""
    withheld: dict[str, str] | None = None
    seen: set[str] = set()
    for effect in _document_effects(bodies):
        name, size, media = str(effect["sha256"]), effect["size"], str(effect["media"])
        assert isinstance(size, int)
        if name in seen:
            continue
        seen.add(name)
        data = _document(mirror, name, size)
        if data is None:
            withheld = _withheld(mirror) if withheld is None else withheld
            if name not in withheld:
                raise Mistake(
                    f"recover: {mirror.place} lacks documents/{name}, or holds another under that "
                    "name; take another mirror.",
                    1,
                )
        yield Named(name, size, media, data, (withheld or {}).get(name, ""))


def _document_effects(bodies: Iterable[bytes]) -> Iterator[dict[str, canonical.JSON]]:
    for body in bodies:
        entry = canonical.load(body)
        assert isinstance(entry, dict)
        effects = entry["effects"]
        assert isinstance(effects, list)
        for effect in effects:
            if isinstance(effect, dict) and effect["kind"] == "document":
                yield effect


def _document(mirror: Mirror, name: str, size: int) -> bytes | None:
    """The bytes of that hash; None when they are absent or others."""
    try:
        data = read(mirror.source, f"documents/{name}", min(size, DOCUMENT_LIMIT))
    except SourceError as error:
        raise Mistake(f"recover: {error}") from None
    return data if data is not None and sha256(data).hexdigest() == name else None


def _withheld(mirror: Mirror) -> dict[str, str]:
    """What the mirror lists as withheld, with the reasons."""
    data = _file(mirror.source, mirror.place, "withheld.txt", _MAX_WITHHELD_BYTES)
    lines = (line.partition(" ") for line in data.decode("utf-8", "replace").split("\n"))
    return {name: why for name, _, why in lines if name}
