"""Drawings on papers: set in PDF, with the words for them; shown in HTML; told in Word."""

from __future__ import annotations

import base64
import io
import re

import pytest
from docx import Document
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from tests.interfaces.shared.test_papers import paper
from tests.support import drawings
from tests.support.papers import docx_text, pdf_text, words

from koinon.interfaces.shared import papers
from koinon.interfaces.shared.charts import BarRow, Frame, bars
from koinon.interfaces.shared.papers import Drawing, Paragraph, text
from koinon.interfaces.shared.papers.drawn import has_marks
from koinon.interfaces.shared.papers.pdf import Unprintable

WORDS = "The 25 largest economies make 29.8 % and hold 8.4 % of the seats."


def alternatives(data: bytes) -> list[str]:
    """The words for pictures in the tree that screen readers walk."""
    found: list[str] = []

    def walk(node: object) -> None:
        kids = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(kids, DictionaryObject):
            if kids.get("/S") == "/Figure" and "/Alt" in kids:
                found.append(str(kids["/Alt"]))
            if "/K" in kids:
                walk(kids["/K"])
        elif isinstance(kids, list):
            for kid in kids:
                walk(kid)

    walk(PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]
    return found


def test_a_pdf_sets_the_letters_of_a_drawing_and_says_its_words() -> None:
    made = papers.pdf(paper(Drawing(drawings.dumbbell("en"), WORDS)))
    said = pdf_text(made)
    assert [one for one in ("National seats", "29.8", "8.4") if one not in said] == []
    assert alternatives(made) == [WORDS]
    assert images(made) == 0, "lines and letters, not points"
    metadata = PdfReader(io.BytesIO(made)).trailer["/Root"]["/Metadata"].get_object().get_data()  # type: ignore[index]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in metadata


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_drawing_can_be_printed_and_gives_the_same_bytes(language: drawings.Language) -> None:
    blocks = [Drawing(svg, name) for name, svg in drawings.every(language).items()]
    one = paper(*blocks, language=language)
    made = papers.pdf(one)
    assert made == papers.pdf(one)
    assert sorted(alternatives(made)) == sorted(drawings.every(language))


def images(data: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(io.BytesIO(data)).pages)


def card(label: str) -> str:
    return bars(Frame("card", "mîm ً", "ً"), [BarRow(label, 1, "1", 1)], average="")


@pytest.mark.parametrize(
    ("label", "marked"), [("Antwerpen", False), ("السكان", False), ("محليًا", True), ("ที่", True)]
)
def test_letters_under_marks_are_kept_by_printing_points(label: str, marked: bool) -> None:
    assert has_marks(card(label)) == marked
    made = papers.pdf(paper(Drawing(card(label), WORDS)))
    assert images(made) == marked
    assert alternatives(made) == [WORDS]
    assert made == papers.pdf(paper(Drawing(card(label), WORDS)))


def test_letters_that_no_font_has_are_told_and_noted() -> None:
    made = words(pdf_text(papers.pdf(paper(Drawing(card("city \U00012000"), WORDS)))))
    assert "[U+12000]" in made
    assert ["No", "font", "has", "[U+12000]."][-1] in made


def test_a_page_shows_it_inertly_with_the_same_words() -> None:
    page = papers.document(paper(Drawing(drawings.dial("en"), f'{WORDS}" onload="x')))
    (source,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert base64.b64decode(source).decode() == drawings.dial("en")
    assert f'alt="{WORDS}&quot; onload=&quot;x"' in page
    assert "<svg" not in page


def test_word_tells_its_words_where_it_would_stand() -> None:
    block = Drawing(drawings.dial("en"), WORDS)
    made = papers.docx(paper(Paragraph(text("before")), block, Paragraph(text("after"))))
    assert docx_text(made).splitlines()[1:] == ["before", WORDS, "after"]
    assert not Document(io.BytesIO(made)).inline_shapes


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(AssertionError, match="an SVG"):
        Drawing("<script>", WORDS)
    with pytest.raises(AssertionError, match="without words"):
        Drawing(drawings.dial("en"), " ")
    with pytest.raises(Unprintable):
        papers.pdf(paper(Drawing("<svg xmlns='http://www.w3.org/2000/svg'><rect", WORDS)))


@pytest.mark.parametrize("broken", ["<svg >", "<svg ><text>ً</text>"])
def test_a_broken_drawing_is_said(broken: str) -> None:
    with pytest.raises(Unprintable):
        papers.pdf(paper(Drawing(broken, WORDS)))
