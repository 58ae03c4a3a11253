"""The public record as static files, in the layout of docs/reference/record-format.md.

`export` writes them into a folder; `answer` gives any one of them from the database, so that a
server has the same bytes at the same addresses. Files are only ever added, with three exceptions:
the checkpoint and what cities countersigned move on, a partial tile goes once the next checkpoint
stands, and the bytes of a document that was withheld since are removed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from koinon.record import beside, logkeys, note, received, store, tiles
from koinon.record.note import Checkpoint, NoteError, VerifierKey
from koinon.record.signer import Signer
from koinon.record.tiles import ENTRIES, Tile, TileError

Progress = Callable[[int, int], None]
"""Called with (tiles written or found, tiles in all)."""

README = """\
Public record of {origin}, an append-only log (C2SP tlog-tiles). To check all of it offline:
Registre public de {origin}, un journal où rien ne s'efface. Pour tout vérifier hors ligne :
Registro público de {origin}, al que solo se puede añadir. Para comprobarlo todo sin conexión:
السجل العام لـ {origin}، يُضاف إليه ولا يُمحى منه. للتحقق منه كاملًا دون اتصال:

    python -m koinon.record.verify .

"""

_DOCUMENT = re.compile(r"documents/([0-9a-f]{64})")


class ExportError(ValueError):
    """The folder cannot take this export; one sentence."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What lies in the folder now; `added` counts the files written by this run."""

    checkpoint: Checkpoint
    documents: int
    withheld: int
    added: int


def tile(path: str) -> bytes | None:
    """The bytes of a tile ("tile/0/x001/234", "tile/entries/000.p/5"); None where there is none."""
    try:
        wanted = Tile.parse(path)
    except TileError:
        return None
    level = max(wanted.level, 0)
    if (wanted.first + wanted.width) << (8 * level) > store.head().size:
        return None
    return _encoded(wanted)


def _encoded(wanted: Tile) -> bytes:
    """A tile of the record; every entry below it must be there."""
    if wanted.level == ENTRIES:
        return tiles.encode_bundle(store.bodies(wanted.first, wanted.first + wanted.width))
    nodes = store.nodes_at(wanted.nodes)
    return tiles.encode_hashes(nodes[node] for node in wanted.nodes)


def key_file(key: VerifierKey | str) -> bytes:
    """The file `key`."""
    return f"{key}\n".encode()


def withheld_file(size: int) -> bytes:
    """The file `withheld.txt` beside a checkpoint of `size` entries: hashes and reasons."""
    return "".join(f"{sha} {why}".rstrip() + "\n" for sha, why in store.withheld(size)).encode()


def answer(path: str) -> bytes | None:
    """Any file of the export by its path, from the database; None where there is none.

    Raises SignerError when the checkpoint is asked for and this installation may not sign.
    """
    if path.startswith("tile/"):
        return tile(path)
    if match := _DOCUMENT.fullmatch(path):
        found = store.named_document(match[1])
        return found.body if found else None
    size = store.head().size
    if not size:
        return None
    origin, log_key = logkeys.names()
    files: dict[str, Callable[[], bytes]] = {
        "checkpoint": lambda: received.countersigned(logkeys.sign_head(logkeys.signer())),
        "countersigned": lambda: received.file(size),
        "key": lambda: key_file(log_key),
        "withheld.txt": lambda: withheld_file(size),
        "README.txt": lambda: README.format(origin=origin).encode(),
    }
    files |= {name: partial(beside.file, name) for name in beside.paths()}
    return files[path]() if path in files else None


def files(signed: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file of the export that a signed checkpoint stands for, the checkpoint last.

    Documents withheld meanwhile are left out; `withheld.txt` comes after them and says so.
    """
    checkpoint = Checkpoint.parse(note.parse_note(signed).text)
    origin, log_key = logkeys.names()
    assert origin == checkpoint.origin
    yield "key", key_file(log_key)
    yield "README.txt", README.format(origin=origin).encode()
    for document in store.named_documents(checkpoint.size):
        if document.body is not None:
            yield f"documents/{document.sha256}", bytes(document.body)
    yield "withheld.txt", withheld_file(checkpoint.size)
    for one in tiles.all_tiles(checkpoint.size):
        yield one.path, _encoded(one)
    yield "countersigned", received.file(checkpoint.size)
    for name in beside.paths():
        yield name, beside.file(name)
    yield "checkpoint", received.countersigned(signed)


def export(folder: Path, *, signer: Signer, progress: Progress | None = None) -> Exported:
    """Write the record into a new or empty folder, or bring an earlier export of it up to date.

    The checkpoint is written last, so a reader always finds what the checkpoint stands for, and
    an interrupted export is finished by the next. Raises ExportError for a folder that holds
    something else, SignerError when the record cannot be signed.
    """
    signed = logkeys.sign_head(signer)
    checkpoint = Checkpoint.parse(note.parse_note(signed).text)
    key = signer.verifier_key(checkpoint.origin)
    out = _Folder(folder)
    out.require_ours(key, checkpoint)
    out.write("key", key_file(key))
    out.write("README.txt", README.format(origin=checkpoint.origin).encode())
    kept, withheld = _write_documents(out, checkpoint.size)
    out.write("withheld.txt", withheld_file(checkpoint.size))
    _write_tiles(out, checkpoint.size, progress)
    out.write("countersigned", received.file(checkpoint.size))
    for name in beside.paths():
        out.write(name, beside.file(name))
    out.write("checkpoint", received.countersigned(signed))
    out.drop_partial(checkpoint.size)
    return Exported(checkpoint, kept, withheld, out.added)


def _write_documents(out: _Folder, size: int) -> tuple[int, int]:
    """Write the documents of the record, remove those withheld; how many of each there are."""
    kept = withheld = 0
    for document in store.named_documents(size):
        path = f"documents/{document.sha256}"
        if document.body is None:
            out.remove(path)
            withheld += 1
        else:
            out.add(path, partial(bytes, document.body))
            kept += 1
    return kept, withheld


def _write_tiles(out: _Folder, size: int, progress: Progress | None) -> None:
    wanted = list(tiles.all_tiles(size))
    for done, one in enumerate(wanted, 1):
        out.add(one.path, partial(_encoded, one))
        if progress is not None:
            progress(done, len(wanted))


class _Folder:
    """The folder written to; every file appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = Path(root)
        self.added = 0

    def require_ours(self, key: VerifierKey, checkpoint: Checkpoint) -> None:
        """Raise ExportError unless the folder is empty or holds an earlier export of this log."""
        if self._root.exists() and not self._root.is_dir():
            raise ExportError(f"{self._root} is a file; name a folder.")
        self._root.mkdir(parents=True, exist_ok=True)
        if not any(self._root.iterdir()):
            return
        if self._read("key") != key_file(key):
            raise ExportError(
                f"{self._root} is not empty and holds no export of {checkpoint.origin}; "
                "name an empty folder."
            )
        if (signed := self._read("checkpoint")) is not None:
            self._require_extension(signed, key, checkpoint)

    def _require_extension(self, signed: bytes, key: VerifierKey, checkpoint: Checkpoint) -> None:
        try:
            earlier = note.open_checkpoint(signed, key)
        except NoteError as error:
            raise ExportError(f"{self._root}/checkpoint is damaged: {error}") from None
        if earlier.size > checkpoint.size or store.root(earlier.size) != earlier.root:
            raise ExportError(
                f"{self._root} holds an export of {earlier.size} entries that this record does "
                "not extend; name an empty folder."
            )

    def _read(self, path: str) -> bytes | None:
        file = self._root / path
        return file.read_bytes() if file.is_file() else None

    def add(self, path: str, data: Callable[[], bytes]) -> None:
        """Write a file that never changes, unless it is there."""
        if not (self._root / path).exists():
            self._put(path, data())

    def write(self, path: str, data: bytes) -> None:
        """Write a file that may have changed."""
        if self._read(path) != data:
            self._put(path, data)

    def _put(self, path: str, data: bytes) -> None:
        file = self._root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
        try:
            fresh.write_bytes(data)
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)
        self.added += 1

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""
        (self._root / path).unlink(missing_ok=True)

    def drop_partial(self, size: int) -> None:
        """Remove the partial tiles that a checkpoint of `size` entries no longer names."""
        named = {one.path for one in tiles.all_tiles(size)}
        for file in self._partial_tiles():
            if file.relative_to(self._root).as_posix() not in named:
                file.unlink()
                if not any(file.parent.iterdir()):
                    file.parent.rmdir()

    def _partial_tiles(self) -> Iterator[Path]:
        yield from sorted(self._root.glob("tile/**/*.p/*"))
