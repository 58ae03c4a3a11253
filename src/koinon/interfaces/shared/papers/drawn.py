"""Drawings made ready for print: as they are, or in points where the standards ask for it.

PDF/A-2a wants to know the letters behind every glyph. In a drawing the typesetter cannot tell them
for marks that are set over a letter (Arabic vowels, Thai tones); such a drawing is printed as an
image, with the same letters, rather than without them.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from pathlib import Path
from typing import Final

import typst

from koinon.interfaces.shared.papers.fonts import fonts

PIXELS_PER_INCH: Final = 288
"""Of a drawing 360 points wide: 1440 pixels across."""
_UNDRAWN: Final = re.compile(r"<(title|desc)\b[^>]*>[^<]*</\1>")
_PAGE: Final = """
#set page(width: 360pt, height: auto, margin: 0pt)
#image("drawing.svg", width: 100%)
"""


def has_marks(svg: str) -> bool:
    """Whether a letter on a drawing bears a mark that is a sign of its own."""
    drawn = _UNDRAWN.sub("", svg)
    return any(unicodedata.category(sign) in ("Mn", "Mc", "Me") for sign in drawn)


def points(svg: str) -> bytes:
    """The drawing as PNG, with the fonts of papers; the same drawing gives the same bytes.

    Raises typst.TypstError for what is no drawing.
    """
    with tempfile.TemporaryDirectory(prefix="koinon-drawing-") as name:
        (Path(name) / "drawing.svg").write_text(svg, encoding="utf-8")
        (Path(name) / "main.typ").write_text(_PAGE)
        compiler = typst.Compiler(str(Path(name) / "main.typ"), root=name, font_paths=fonts())
        made = compiler.compile(format="png", ppi=PIXELS_PER_INCH)
    assert isinstance(made, bytes)
    return made
