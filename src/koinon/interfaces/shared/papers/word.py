"""Papers as DOCX, which an office can edit: real headings, header rows, right-to-left throughout.

The same contents give the same bytes: the instant in the file is the one the paper states, and
the archive's entries carry no time of their own.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from koinon.interfaces.shared.papers import model
from koinon.interfaces.shared.papers.model import Block, Paper, Run, Text

FONT: Final = "Arial"
"""A family that offices have, with Arabic and Hebrew letters."""
CODE_FONT: Final = "Courier New"

_INSTANT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_PLACEHOLDER: Final = re.compile(r"(\{pages?\})")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def docx(paper: Paper) -> bytes:
    """The paper as a Word document."""
    made = Document()
    writer = _Writer(made, paper)
    writer.write()
    out = io.BytesIO()
    made.save(out)
    return _timeless(out.getvalue())


def _timeless(data: bytes) -> bytes:
    """The same archive without the times at which it was written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for info in given.infolist():
            named = zipfile.ZipInfo(info.filename, date_time=_EPOCH)
            named.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(named, given.read(info))
    return out.getvalue()


def _pieces(said: str) -> Iterator[tuple[str, bool]]:
    """A text cut where its letters change sides: (piece, from the right?).

    Word takes the side from each run, not from the letters.
    """
    start, right = 0, _side(said, 0) == "R"
    for at, sign in enumerate(said):
        side = _kind(sign)
        if side and (side == "R") != right:
            yield said[start:at], right
            start, right = at, side == "R"
    yield said[start:], right


def _kind(sign: str) -> str:
    found = unicodedata.bidirectional(sign)
    return "R" if found in ("R", "AL") else "L" if found == "L" else ""


def _side(said: str, at: int) -> str:
    return next((kind for sign in said[at:] if (kind := _kind(sign))), "")


class _Writer:
    def __init__(self, made: Any, paper: Paper) -> None:
        self._made, self._paper = made, paper
        self._right = paper.direction == "rtl"
        self._bookmarks = 0

    def write(self) -> None:
        self._settings()
        self._footer()
        if letter := self._paper.letter:
            self._line(self._new(), letter.sender, small=True)
            address = self._new()
            for at, one in enumerate(letter.receiver):
                if at:
                    address.add_run().add_break()
                self._line(address, one)
            self._line(self._new(far=True), letter.dated)
        if self._paper.above:
            self._line(self._new(), self._paper.above, small=True)
        self._line(self._new("Heading 1"), self._paper.title)
        for block in self._paper.blocks:
            self._block(block)

    def _settings(self) -> None:
        properties = self._made.core_properties
        at = datetime.strptime(self._paper.at_utc, _INSTANT).replace(tzinfo=UTC)
        properties.title = model.plain(self._paper.title)[:255]
        properties.author = properties.last_modified_by = model.legible(self._paper.coalition)[:255]
        properties.language = self._paper.language
        properties.created = properties.modified = at.replace(microsecond=0)
        properties.comments = ""
        for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
            style = self._made.styles[name]
            style.font.name = FONT
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in list(fonts.attrib):
                del fonts.attrib[kind]
            for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{kind}"), FONT)
        normal = self._made.styles["Normal"]
        normal.font.size = Pt(10.5)
        language = OxmlElement("w:lang")
        language.set(qn("w:bidi" if self._right else "w:val"), self._paper.language)
        normal.element.get_or_add_rPr().append(language)
        section = self._made.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        if self._right:
            grid = section._sectPr.find(qn("w:docGrid"))
            grid.addprevious(OxmlElement("w:bidi"))

    def _footer(self) -> None:
        footer = self._made.sections[0].footer.paragraphs[0]
        self._directed(footer)
        footer.add_run(model.legible(self._paper.coalition) + " · ").font.size = Pt(8)
        for piece in _PLACEHOLDER.split(self._paper.page_of):
            if piece in ("{page}", "{pages}"):
                self._field(footer, "PAGE" if piece == "{page}" else "NUMPAGES")
            elif piece:
                footer.add_run(piece).font.size = Pt(8)

    def _field(self, paragraph: DocxParagraph, code: str) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        run = paragraph.add_run("1")
        run.font.size = Pt(8)
        field.append(run._r)
        paragraph._p.append(field)

    def _new(self, style: str = "Normal", *, far: bool = False) -> DocxParagraph:
        paragraph: DocxParagraph = self._made.add_paragraph(style=style)
        return self._directed(paragraph, far=far)

    def _directed(self, paragraph: DocxParagraph, *, far: bool = False) -> DocxParagraph:
        if self._right:
            paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
        if far:  # Word turns sides round in paragraphs from the right
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return paragraph

    def _line(self, paragraph: DocxParagraph, text: Text, *, small: bool = False) -> None:
        for run in text:
            self._run(paragraph, run, small=small)

    def _run(self, paragraph: DocxParagraph, run: Run, *, small: bool = False) -> None:
        into = self._hyperlink(paragraph, run.link) if run.link else None
        for said, right in _pieces(run.text):
            written = paragraph.add_run(said)
            written.bold = run.strong or None
            if small:
                written.font.size = Pt(8)
            if run.code:
                written.font.name = CODE_FONT
                written.font.size = Pt(9)
            if right or (self._right and not run.code and not any(map(_kind, said))):
                written.font.rtl = True
            if run.link:
                written.underline = True
            if into is not None:
                into.append(written._r)

    def _hyperlink(self, paragraph: DocxParagraph, address: str) -> Any:
        link = OxmlElement("w:hyperlink")
        if address.startswith("#"):
            link.set(qn("w:anchor"), address[1:])
        else:
            found = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), found)
        paragraph._p.append(link)
        return link

    def _block(self, block: Block) -> None:
        match block:
            case model.Heading(level, text):
                self._line(self._new(f"Heading {min(level + 1, 4)}"), text)
            case model.Paragraph(text, small, alarm):
                said = (Run("⚠ "), *text) if alarm else text
                self._line(self._new(), said, small=small)
            case model.Items(items, numbered, start):
                for at, one in enumerate(items, start):
                    mark = f"{at}.\u00a0" if numbered else "•\u00a0"
                    self._line(self._new(), (Run(mark), *one))
            case model.Facts(rows):
                for name, value in rows:
                    self._line(self._new(), (*name, Run("\u00a0: "), *value))
            case model.Table():
                self._table(block)
            case model.Signatures():
                self._signatures(block)
            case model.Verbatim(text):
                self._line(self._new(), text)
            case model.Picture(data):
                self._new().add_run().add_picture(io.BytesIO(data), width=Cm(16))
            case model.Drawing():
                self._line(self._new(), (Run(block.words),), small=True)
            case model.NewPage():
                self._made.add_page_break()
            case model.Contents(title):
                self._contents(title)
            case model.Annex(number, title, _):
                heading = self._new("Heading 2")
                heading.paragraph_format.page_break_before = True
                self._bookmark(heading, f"annex-{number}")
                self._line(heading, title)
            case model.Box(title, blocks):
                self._line(self._new("Heading 3"), title)
                for inner in blocks:
                    self._block(inner)

    def _contents(self, title: Text) -> None:
        self._line(self._new("Heading 2"), title)
        for one in self._paper.blocks:
            if isinstance(one, model.Annex):
                linked = Run(model.plain(one.title), link=f"#annex-{one.number}")
                self._line(self._new(), (linked,))

    def _bookmark(self, paragraph: DocxParagraph, name: str) -> None:
        self._bookmarks += 1
        for kind in ("Start", "End"):
            mark = OxmlElement(f"w:bookmark{kind}")
            mark.set(qn("w:id"), str(self._bookmarks))
            if kind == "Start":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)

    def _table(self, table: model.Table) -> None:
        if table.caption:
            caption = self._new()
            caption.paragraph_format.keep_with_next = True
            self._line(caption, tuple(Run(one.text, strong=True) for one in table.caption))
        made = self._made.add_table(rows=1, cols=len(table.head), style="Table Grid")
        if self._right:
            made._tbl.tblPr.find(qn("w:tblStyle")).addnext(OxmlElement("w:bidiVisual"))
        self._cells(made.rows[0], table.head, table.numeric, strong=True)
        header = OxmlElement("w:tblHeader")
        made.rows[0]._tr.get_or_add_trPr().append(header)
        for row in table.rows:
            self._cells(made.add_row(), row, table.numeric, strong=False)
        self._new()

    def _cells(
        self, row: Any, texts: tuple[Text, ...], numeric: frozenset[int], *, strong: bool
    ) -> None:
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            paragraph = self._directed(cell.paragraphs[0], far=at in numeric)
            for run in text:
                self._run(paragraph, Run(run.text, strong or run.strong, run.code, run.apart))

    def _signatures(self, block: model.Signatures) -> None:
        for place in block.places:
            self._line(self._new(), tuple(Run(one.text, strong=True) for one in place.office))
            if place.name:
                self._line(self._new(), place.name)
            self._line(self._new(), (Run("_" * 36 + "\u00a0 " + f"{block.label} · {block.day}"),))


_AFTER_BIDI: Final = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:divId",
    "w:cnfStyle",
    "w:rPr",
    "w:sectPr",
    "w:pPrChange",
)
"""What the standard lets follow `w:bidi` in a paragraph's properties (ECMA-376, 17.3.1.26)."""
