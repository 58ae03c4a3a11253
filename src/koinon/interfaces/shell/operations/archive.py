"""A backup's file: a tar with a manifest first, whose sizes and hashes everything after must have.

A file is written beside its place, synchronised and then put there at once, readable by its owner
alone. Nothing in it is trusted when it is read: names, sizes and hashes are held against the
manifest, and the manifest against the database it speaks of (see `copies`).
"""

from __future__ import annotations

import io
import json
import os
import re
import tarfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final, Literal, cast

from koinon.interfaces.shell.operations.sealed import HEAD, Opener, Sealer, SealError

FORMAT: Final = "koinon-backup/1"
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
"""The member that holds the copy of the database."""
HOME: Final = "home/"
"""What the members from the home folder begin with."""

_MAX_MANIFEST_BYTES = 4_000_000
_MAX_FILES = 10_000
_PATH = re.compile(r"database|home(/[A-Za-z0-9_+@=-][A-Za-z0-9_.+@=-]{0,199}){1,8}")
_CHUNK_BYTES = 1 << 20


class ArchiveError(ValueError):
    """A backup cannot be read, or is not what it says; one sentence that begins small."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup: its name in it, its size in bytes, its SHA-256, its mode."""

    path: str
    size: int
    sha256: str
    mode: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What the copied database holds.

    `root` is over the `size` entries (hexadecimal), `at` the last one's instant; `private` counts
    the openings in the vault, `migrations` names the steps that made its tables.
    """

    origin: str
    log_key: str
    size: int
    root: str
    at: str
    documents: int
    private: int
    accounts: int
    migrations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `made` is when, `version` of which Koinon."""

    made: str
    version: str
    vendor: Literal["sqlite", "postgresql"]
    contents: Contents
    files: tuple[Member, ...]

    def written(self) -> bytes:
        """Its form in the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode() + b"\n"

    @classmethod
    def read(cls, data: bytes) -> Manifest:
        """Raises ArchiveError when it is none of this format."""
        try:
            said = json.loads(data)
            if said.pop("format") != FORMAT or said["vendor"] not in ("sqlite", "postgresql"):
                raise KeyError
            contents = said.pop("contents")
            made = Contents(**{**contents, "migrations": tuple(contents["migrations"])})
            files = tuple(Member(**one) for one in said.pop("files"))
            found = cls(**said, contents=made, files=files)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise ArchiveError(f"its manifest is not one of {FORMAT}.") from None
        _require_paths(found.files)
        return found


def _require_paths(files: Sequence[Member]) -> None:
    """Only plain names below `home/`, each once, and the database."""
    paths = [one.path for one in files]
    wrong = next((path for path in paths if not _PATH.fullmatch(path)), None)
    if wrong is not None or len(set(paths)) != len(paths) or len(paths) > _MAX_FILES:
        raise ArchiveError(f"its manifest names files that no backup holds ({wrong!a}).")
    if paths[:1] != [DATABASE]:
        raise ArchiveError("its manifest does not begin with the database.")
    if any(type(one.size) is not int or type(one.mode) is not int for one in files):
        raise ArchiveError("its manifest holds sizes that are none.")


def can_hold(path: str) -> bool:
    """Whether a file of the home folder has a name that a backup takes."""
    return _PATH.fullmatch(HOME + path) is not None


def member(path: str, file: Path, mode: int) -> Member:
    """What the manifest says of a file."""
    with file.open("rb") as source:
        return Member(path, file.stat().st_size, _sha256(source), mode)


def _sha256(source: IO[bytes]) -> str:
    digest = sha256()
    while chunk := source.read(_CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def write(
    target: Path, manifest: Manifest, sources: Mapping[str, Path], passphrase: bytes | None
) -> None:
    """Write a backup to `target`, sealed where there is a passphrase; whole or not at all."""
    if target.exists():
        raise ArchiveError(f"{target} exists; name a new file.")
    fresh = target.with_name(f"{target.name}.{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            if passphrase is None:
                _pack(out, manifest, sources)
            else:
                with closing(Sealer(out, passphrase)) as sealer:
                    _pack(cast(IO[bytes], sealer), manifest, sources)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(target)
        synchronise(target.parent)
    finally:
        fresh.unlink(missing_ok=True)


def synchronise(folder: Path) -> None:
    """Let the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pack(out: IO[bytes], manifest: Manifest, sources: Mapping[str, Path]) -> None:
    with tarfile.open(fileobj=out, mode="w|gz", format=tarfile.PAX_FORMAT) as tar:
        data = manifest.written()
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mode = len(data), 0o600
        tar.addfile(head, io.BytesIO(data))
        for one in manifest.files:
            info = tarfile.TarInfo(one.path)
            info.size, info.mode = one.size, one.mode
            with sources[one.path].open("rb") as source:
                tar.addfile(info, source)


def unpack(file: Path, folder: Path, passphrase: bytes | None) -> Manifest:
    """Unpack a backup into an empty folder, every file as the manifest says it is.

    Raises ArchiveError; what was unpacked is then of no use.
    """
    try:
        with (
            file.open("rb") as source,
            tarfile.open(fileobj=_opened(source, passphrase), mode="r|gz") as tar,
        ):
            return _unpack(tar, folder)
    except SealError as error:
        raise ArchiveError(str(error)) from None
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        if isinstance(error, ArchiveError) or (isinstance(error, OSError) and error.filename):
            raise
        raise ArchiveError("it is no backup, or it was damaged or cut.") from None


def _opened(source: IO[bytes], passphrase: bytes | None) -> Any:
    if source.read(len(HEAD)) == HEAD:
        if passphrase is None:
            raise ArchiveError("it is sealed; give its passphrase with --passphrase-file.")
        return Opener(source, passphrase)
    source.seek(0)
    return source


def _unpack(tar: tarfile.TarFile, folder: Path) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST or first.size > _MAX_MANIFEST_BYTES:
        raise ArchiveError("it is no backup: it does not begin with a manifest.")
    manifest = Manifest.read(_body(tar, first).read())
    for wanted in manifest.files:
        found = tar.next()
        if found is None or (found.name, found.size) != (wanted.path, wanted.size):
            raise ArchiveError(f"{wanted.path} is missing in it, or has another size.")
        _take(_body(tar, found), folder / wanted.path, wanted)
    if tar.next() is not None:
        raise ArchiveError("it holds more than its manifest names.")
    return manifest


def _body(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    source = tar.extractfile(info) if info.isreg() else None
    if source is None:
        raise ArchiveError(f"{info.name!a} in it is no plain file.")
    return source


def _take(source: IO[bytes], target: Path, wanted: Member) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    digest = sha256()
    with os.fdopen(descriptor, "wb") as out:
        while chunk := source.read(_CHUNK_BYTES):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != wanted.sha256:
        raise ArchiveError(f"{wanted.path} in it is not what was written: it was damaged.")
