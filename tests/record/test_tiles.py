"""Tiles: paths of the specification, layout of a large log, bundles."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.record.tiles import (
    ENTRIES,
    MAX_BUNDLE_BYTES,
    Tile,
    TileError,
    all_tiles,
    decode_bundle,
    decode_hashes,
    encode_bundle,
    encode_hashes,
    levels_of,
)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        # C2SP tlog-tiles: "index 1234067 is x001/x234/067", and its partial form.
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 0), "tile/0/000"),
        (Tile(1, 999), "tile/1/999"),
        (Tile(63, 1000), "tile/63/x001/000"),
        (Tile(0, 1234, 5), "tile/0/x001/234.p/5"),
        (Tile(ENTRIES, 273, 112), "tile/entries/273.p/112"),
    ],
)
def test_paths(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/x000/001",
        "tile/00/000",
        "tile/64/000",
        "tile/entries/000.p/0",
        "tile/entries/000.p/256",
        "tile/entries/000.p/05",
        "tile/entries/../000",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/٠٠٠",
    ],
)
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(TileError, match="is no path of a tile"):
        Tile.parse(path)


def test_the_tiles_of_a_log_of_seventy_thousand_entries() -> None:
    # C2SP tlog-tiles, the worked example: 273 full and one partial of width 112, 1 and one of
    # width 17, one of width 1.
    tiles = list(all_tiles(70_000))
    counts = Counter((tile.level, tile.width) for tile in tiles)
    assert counts == {
        (ENTRIES, 256): 273, (ENTRIES, 112): 1,
        (0, 256): 273, (0, 112): 1,
        (1, 256): 1, (1, 17): 1,
        (2, 1): 1,
    }  # fmt: skip
    assert [tile.path for tile in tiles][-3:] == ["tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]


def test_edges_of_levels() -> None:
    assert list(all_tiles(0)) == []
    assert [tile.path for tile in all_tiles(255)] == ["tile/entries/000.p/255", "tile/0/000.p/255"]
    assert [tile.path for tile in all_tiles(256)] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]
    assert levels_of(65_535) == range(2)
    assert levels_of(65_536) == range(3)


def test_nodes_of_a_tile() -> None:
    assert Tile(1, 1, 2).nodes == ((8, 256), (8, 257))


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_read_back(entries: list[bytes]) -> None:
    assert list(decode_bundle(encode_bundle(entries))) == entries


def test_largest_entry() -> None:
    largest = encode_bundle([bytes(65_535)] * 256)
    assert len(largest) == MAX_BUNDLE_BYTES
    assert len(list(decode_bundle(largest))) == 256
    with pytest.raises(TileError, match="at most 65535 bytes, this has 65536"):
        encode_bundle([bytes(65_536)])


def test_a_torn_bundle_yields_what_is_whole() -> None:
    bundle = encode_bundle([b"one", b"two"])
    for cut in range(6, len(bundle)):
        entries = decode_bundle(bundle[:cut])
        assert next(entries) == b"one"
        with pytest.raises(TileError, match="entry 1 of the bundle runs past its end"):
            next(entries)


def test_hash_tiles() -> None:
    hashes = [bytes([i]) * 32 for i in range(5)]
    assert decode_hashes(encode_hashes(hashes)) == hashes
    for data in (b"", bytes(31), bytes(33), bytes(257 * 32)):
        with pytest.raises(TileError, match="1 to 256 hashes"):
            decode_hashes(data)
