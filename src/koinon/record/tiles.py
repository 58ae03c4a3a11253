"""The record as static files: tiles of 256 (C2SP tlog-tiles).

A hash tile of level L and index N holds the nodes (8L, 256N) to (8L, 256N + 255); an entry bundle
of index N holds the entries 256N to 256N + 255, each after its length in two bytes, big-endian.
At the right edge a tile is partial and carries its width in its path: `tile/0/x001/234.p/5`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from koinon.record.merkle import HASH_BYTES, Node

WIDTH = 256
MAX_ENTRY_BYTES = 65_535
MAX_BUNDLE_BYTES = WIDTH * (2 + MAX_ENTRY_BYTES)
MAX_LEVEL = 63
ENTRIES = -1
"""The level of an entry bundle, which lies under the hash tiles of level 0."""

_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


class TileError(ValueError):
    """A path or the bytes of a tile are malformed; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One file of the layout; `width` counts its hashes or entries, 1 to 256."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where the tile lies, relative to the root of the export or the address of the log."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        thousands, last = divmod(self.index, 1000)
        number = f"{last:03}"
        while thousands:
            thousands, digits = divmod(thousands, 1000)
            number = f"x{digits:03}/{number}"
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{number}{partial}"

    @classmethod
    def parse(cls, path: str) -> Tile:
        """Read a path as `path` writes it. Raises TileError."""
        if match := _PATH.fullmatch(path):
            level, number, width = match.groups()
            tile = cls(
                ENTRIES if level == "entries" else int(level),
                int(number.replace("x", "").replace("/", "")),
                int(width or WIDTH),
            )
            if tile.path == path and tile.level <= MAX_LEVEL:
                return tile
        raise TileError(f"{path!a} is no path of a tile; an example is tile/0/x001/234.p/5.")

    @property
    def first(self) -> int:
        """The number of its first node on its level, or of its first entry."""
        return self.index * WIDTH

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes of the tree that a hash tile holds."""
        assert self.level != ENTRIES
        return tuple((8 * self.level, self.first + i) for i in range(self.width))


def tiles_of(size: int, level: int) -> Iterator[Tile]:
    """Yield the tiles of one level (0, 1, … or ENTRIES) of a log of `size` entries, in order."""
    full, rest = divmod(size >> (8 * max(level, 0)), WIDTH)
    for index in range(full):
        yield Tile(level, index)
    if rest:
        yield Tile(level, full, rest)


def levels_of(size: int) -> range:
    """Return the levels on which a log of `size` entries has hash tiles."""
    return range((size.bit_length() + 7) // 8)


def all_tiles(size: int) -> Iterator[Tile]:
    """Yield every tile of a log of `size` entries: bundles first, then hashes level by level."""
    for level in (ENTRIES, *levels_of(size)):
        yield from tiles_of(size, level)


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Return the bytes of an entry bundle."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise TileError(
                f"an entry has at most {MAX_ENTRY_BYTES} bytes, this has {len(entry)}; "
                "keep the large part as a document."
            )
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def decode_bundle(data: bytes) -> Iterator[bytes]:
    """Yield the entries of a bundle; raises TileError at the first that does not end within it."""
    position, number = 0, 0
    while position < len(data):
        start = position + 2
        position = start + int.from_bytes(data[position:start], "big")
        if position > len(data) or start > len(data):
            raise TileError(f"entry {number} of the bundle runs past its end.")
        yield data[start:position]
        number += 1


def encode_hashes(hashes: Iterable[bytes]) -> bytes:
    """Return the bytes of a hash tile."""
    return b"".join(hashes)


def decode_hashes(data: bytes) -> list[bytes]:
    """Return the hashes of a hash tile. Raises TileError."""
    if not data or len(data) % HASH_BYTES or len(data) > WIDTH * HASH_BYTES:
        raise TileError(f"a hash tile holds 1 to {WIDTH} hashes of {HASH_BYTES} bytes.")
    return [data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)]
