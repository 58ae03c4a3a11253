"""A folder as a bag (BagIt 1.0, RFC 8493): what an archive takes in and checks by hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PAYLOAD: Final = "data"
_CHUNK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the payload: its path below `data/`, its size in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str


def payload(bag: Path) -> tuple[Packed, ...]:
    """The files of the payload as they lie there, by path."""
    root = bag / PAYLOAD
    files = sorted(file for file in root.rglob("*") if file.is_file())
    return tuple(
        Packed(file.relative_to(root).as_posix(), file.stat().st_size, digest(file))
        for file in files
    )


def close(bag: Path, said: Mapping[str, str]) -> tuple[Packed, ...]:
    """Write what makes the folder a bag, around its payload; what the payload holds.

    `said` is what the bag says of itself (RFC 8493, 2.2.2), each in one line. The same payload and
    words give the same bytes.
    """
    packed = payload(bag)
    octets = f"{sum(one.size for one in packed)}.{len(packed)}"
    lines = {**said, "Payload-Oxum": octets}
    _write(bag / "bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    _write(
        bag / "bag-info.txt",
        "".join(f"{name}: {' '.join(value.split())}\n" for name, value in lines.items()),
    )
    _write(
        bag / "manifest-sha256.txt",
        "".join(f"{one.sha256}  {PAYLOAD}/{_named(one.path)}\n" for one in packed),
    )
    tags = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
    _write(
        bag / "tagmanifest-sha256.txt",
        "".join(f"{digest(bag / name)}  {name}\n" for name in tags),
    )
    return packed


def _named(path: str) -> str:
    """A path as manifests write it (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _write(file: Path, text: str) -> None:
    file.write_bytes(text.encode())


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK_BYTES):
            found.update(chunk)
    return found.hexdigest()
