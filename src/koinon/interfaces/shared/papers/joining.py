"""Pages of other PDF documents put into one of ours, each stamped with its annex and its place.

Only pages are taken over: what a foreign file would start by itself (scripts, actions on opening)
stays behind.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import typst
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from koinon.interfaces.shared.papers.fonts import FAMILIES, fonts
from koinon.interfaces.shared.papers.pdf import Printed

SIDE_LIMITS_POINTS: Final = (72, 14_400)
"""The smallest and largest side of a page that is put in: an inch, and what PDF readers show."""
_STAMP: Final = """
#let bundle = json("stamps.json")
#set text(font: bundle.fonts, size: 8pt, dir: if bundle.rtl { rtl } else { ltr })
#for it in bundle.stamps {
  set page(width: it.width * 1pt, height: it.height * 1pt, margin: 0pt, fill: none)
  place(top + end, dx: if bundle.rtl { 10pt } else { -10pt }, dy: 8pt,
    box(fill: white, stroke: 0.4pt, inset: 3pt, it.text))
  pagebreak(weak: true)
}
"""

Fault: TypeAlias = Literal["broken", "encrypted", "empty", "size"]


class Unjoinable(ValueError):
    """A PDF whose pages cannot be put in."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


@dataclass(frozen=True, slots=True)
class Foreign:
    """A PDF of somebody else's that was read, and how many pages it has."""

    data: bytes
    pages: int


def foreign(data: bytes, pages_limit: int) -> Foreign:
    """Read a PDF as far as putting it in will need. Raises Unjoinable.

    One of more than `pages_limit` pages is not read further than its number of pages.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unjoinable("encrypted")
        count = len(reader.pages)
        if not count:
            raise Unjoinable("empty")
        if count <= pages_limit:
            writer = PdfWriter()
            for page in reader.pages:
                _need_sane(page)
                writer.add_page(page)
            writer.write(io.BytesIO())
    except Unjoinable:
        raise
    except Exception as fault:  # a broken file may fail in any way
        raise Unjoinable("broken") from fault
    return Foreign(data, count)


def _need_sane(page: PageObject) -> None:
    low, high = SIDE_LIMITS_POINTS
    if not all(low <= side <= high for side in (page.mediabox.width, page.mediabox.height)):
        raise Unjoinable("size")
    page.get_contents()


def joined(
    printed: Printed,
    documents: Mapping[int, Foreign],
    stamp: Mapping[int, Sequence[str]],
    *,
    right_to_left: bool,
) -> bytes:
    """The PDF with the pages of each annex after the page that announces it.

    `stamp` has the words for each page of an annex. The same contents give the same bytes.
    """
    writer = PdfWriter(clone_from=io.BytesIO(printed.data))
    for annex, after in sorted(printed.gaps, key=lambda gap: -gap[1]):
        reader = PdfReader(io.BytesIO(documents[annex].data))
        if reader.is_encrypted:
            reader.decrypt("")
        quiet = (_quieted(page) for page in reader.pages)
        pages = [writer.insert_page(page, after + at) for at, page in enumerate(quiet)]
        for page in pages:
            if page.rotation:
                page.transfer_rotation_to_content()
        for page, over in zip(pages, _stamps(pages, stamp[annex], right_to_left), strict=True):
            page.merge_page(over)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _quieted(page: PageObject) -> PageObject:
    """The page with nothing that acts by itself."""
    page.pop("/AA", None)
    kept = ArrayObject()
    for one in page.get("/Annots", None) or ():
        annotation: Any = one.get_object()
        if isinstance(annotation, DictionaryObject) and _is_quiet(annotation):
            kept.append(one)
    page[NameObject("/Annots")] = kept
    return page


def _is_quiet(annotation: DictionaryObject) -> bool:
    """Whether a mark on a page does nothing but show; links and buttons do more."""
    return not annotation.keys() & {"/A", "/AA", "/Dest", "/FS", "/Parent", "/Popup"}


def _stamps(
    pages: Sequence[PageObject], texts: Sequence[str], right_to_left: bool
) -> list[PageObject]:
    stamps = [
        {"width": float(page.mediabox.width), "height": float(page.mediabox.height), "text": said}
        for page, said in zip(pages, texts, strict=True)
    ]
    bundle = {"fonts": list(FAMILIES), "rtl": right_to_left, "stamps": stamps}
    with tempfile.TemporaryDirectory(prefix="koinon-stamps-") as name:
        (Path(name) / "stamps.json").write_text(json.dumps(bundle))
        (Path(name) / "main.typ").write_text(_STAMP)
        compiler = typst.Compiler(str(Path(name) / "main.typ"), root=name, font_paths=fonts())
        made = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return list(PdfReader(io.BytesIO(made)).pages)
