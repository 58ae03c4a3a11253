"""The letters of printed papers: FiraGO and Fira Mono as pymupdf-fonts brings them (OFL).

They come with the installation, never from the machine, so that the same contents give the same
bytes everywhere. Which characters they can draw is read from their own tables (OpenType `cmap`).
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

import typst

FILES: Final = (
    "FiraGO_Regular",
    "FiraGO_Bold",
    "FiraGO_Italic",
    "FiraMono_Regular",
    "NotoSans_Regular",
    "NotoSansMath_Regular",
    "NotoSansSymbols_Regular",
    "NotoSansSymbols2_Regular",
)
"""In the order in which a missing letter is looked for."""
FAMILIES: Final = (
    "FiraGO",
    "Noto Sans",
    "Noto Sans Math",
    "Noto Sans Symbols",
    "Noto Sans Symbols2",
)


def _font(name: str) -> bytes:
    font: bytes = import_module(f"pymupdf_fonts.{name}").fontbuffer
    return font


@cache
def fonts() -> typst.Fonts:
    """The fonts, for the typesetter, which reads them from a folder while the process lives."""
    folder = Path(_folder().name)
    for name in FILES:
        (folder / f"{name}.ttf").write_bytes(_font(name))
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    assert set(FAMILIES) <= set(found.families()), found.families()
    return found


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes with the process."""
    return tempfile.TemporaryDirectory(prefix="koinon-fonts-")


@cache
def drawable() -> frozenset[int]:
    """The characters that some font has, by their number."""
    return frozenset(code for name in FILES for code in _mapped(_font(name)))


def _mapped(font: bytes) -> Iterator[int]:
    """The characters of a font that have a glyph."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for at in range(count):
        platform, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * at)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if platform in (0, 3) and form == 4:
            yield from _segments(font, start + offset)
        elif platform in (0, 3) and form == 12:
            yield from _groups(font, start + offset)


def _segments(font: bytes, at: int) -> Iterator[int]:
    """The characters of a table of format 4: segments of the basic plane."""
    (double,) = struct.unpack_from(">H", font, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + double)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 2 * double)
    offsets_at = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    for place in range(count):
        for code in range(starts[place], ends[place] + 1):
            glyph = code
            if offsets[place]:
                where = offsets_at + 2 * place + offsets[place] + 2 * (code - starts[place])
                (glyph,) = struct.unpack_from(">H", font, where) if where + 2 <= len(font) else (0,)
                if not glyph:
                    continue
            if (glyph + deltas[place]) & 0xFFFF and code != 0xFFFF:
                yield code


def _groups(font: bytes, at: int) -> Iterator[int]:
    """The characters of a table of format 12: groups of all planes."""
    (count,) = struct.unpack_from(">L", font, at + 12)
    for place in range(count):
        first, last, glyph = struct.unpack_from(">LLL", font, at + 16 + 12 * place)
        yield from range(first + (not glyph), last + 1)
