"""One paper in three forms: the same words, the same bytes each time, hostile text inert."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.support.papers import docx_text, html_text, letters, pdf_text, png, same_letters, words

from koinon.interfaces.shared import papers
from koinon.interfaces.shared.papers import (
    Annex,
    Box,
    Contents,
    Facts,
    Heading,
    Items,
    Letter,
    NewPage,
    Paper,
    Paragraph,
    Picture,
    Place,
    Run,
    Signatures,
    Table,
    Verbatim,
    text,
)
from koinon.interfaces.shared.papers.fonts import drawable
from koinon.interfaces.shared.papers.model import legible
from koinon.interfaces.shared.papers.pdf import Unprintable, printed

AT = "2025-03-04T09:30:00.000000Z"
ROOT = Path(__file__).resolve().parents[3]


def paper(*blocks: papers.Block, language: str = "en", **more: object) -> Paper:
    made = Paper(
        title=text("Certificate of decision 4"),
        language=language,
        coalition="League of Cities",
        at_utc=AT,
        page_of="Page {page} of {pages}",
        lost="No font has {example}.",
        blocks=blocks,
    )
    return replace(made, **more)  # type: ignore[arg-type]


FULL = paper(
    Paragraph(text("The council of ", Run("Ghent", apart=True), " met.")),
    Heading(1, text("What was decided")),
    Items((text("First"), text("Second ", Run("strong", strong=True))), numbered=True, start=3),
    Heading(2, text("Figures")),
    Facts(((text("Entries"), text("12")), (text("Root"), (Run("ab" * 12, code=True),)))),
    Table(
        (text("City"), text("Residents")),
        ((text("Ghent"), text("262,219")), (text("Leuven"), text("102,851"))),
        frozenset({1}),
        text("Residents by city"),
    ),
    Box(text("Checkpoint"), (Paragraph(text("Compare it.")), Facts(((text("Size"), text("7")),)))),
    Verbatim(text("line one\nline two")),
)
ARABIC = paper(
    Paragraph(text("صوتت مدينة ", Run("Ghent (BE)", apart=True), " لصالح المقترح.")),
    Heading(1, text("النتيجة")),
    Table((text("المدينة"), text("العدد")), ((text("غنت"), text("12")),), frozenset({1})),
    language="ar",
    title=text("شهادة القرار"),
    coalition="رابطة المدن",
    page_of="الصفحة {page} من {pages}",
)


def marks_off(said: str, *marks: str) -> list[str]:
    """Words without list marks, which Word documents carry as text."""
    return [word for word in words(said) if word not in marks]


def test_the_same_words_come_out_of_all_three_in_the_same_order() -> None:
    expected = words(
        "Certificate of decision 4 The council of Ghent met. What was decided 3. First "
        "4. Second strong Figures Entries 12 Root " + "ab" * 12 + " Residents by city City "
        "Residents Ghent 262,219 Leuven 102,851 Checkpoint Compare it. Size 7 line one line two"
    )
    assert words(pdf_text(papers.pdf(FULL))) == expected
    assert marks_off(docx_text(papers.docx(FULL)), ":") == expected
    numbers = [word for word in expected if word not in ("3.", "4.")]
    page = papers.document(FULL)
    assert words(html_text(page)) == numbers
    assert '<ol start="3">' in page


def test_arabic_keeps_its_letters_and_runs_from_the_right_in_all_three() -> None:
    made = papers.pdf(ARABIC)
    word = papers.docx(ARABIC)
    page = papers.document(ARABIC)
    assert letters(docx_text(word)) == letters(html_text(page))
    assert same_letters(pdf_text(made), docx_text(word))
    assert '<html lang="ar" dir="rtl">' in page
    xml = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    # Every paragraph and the table run from the right; Arabic runs are marked, Latin ones not.
    assert xml.count("<w:bidi/>") >= xml.count("<w:p>") > 5
    assert "<w:bidiVisual/>" in xml
    latin, arabic = (re.search(rf"<w:r>(.*?)<w:t[^>]*>{begin}", xml) for begin in ("Ghent", "صوتت"))
    assert latin
    assert arabic
    assert "<w:rtl/>" in arabic[1]
    assert "<w:rtl/>" not in latin[1].rpartition("<w:r>")[2]
    catalog = PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert catalog["/Lang"] == "ar"
    # The title ends at the far margin: an A4 page is 595 points wide, the margin 62.
    drawn = PdfReader(io.BytesIO(made)).pages[0].get_contents()
    assert drawn is not None
    starts = re.findall(rb"1 0 0 -1 ([\d.]+) [\d.]+ cm", drawn.get_data())
    assert float(starts[0]) > 400


def test_a_pdf_is_tagged_and_made_for_archives() -> None:
    reader = PdfReader(io.BytesIO(papers.pdf(FULL)))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert "/StructTreeRoot" in catalog
    metadata = catalog["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.metadata
    assert reader.metadata.title == "Certificate of decision 4"
    assert reader.metadata.creation_date
    assert reader.metadata.creation_date.isoformat() == "2025-03-04T09:30:00+00:00"
    assert [one.title for one in reader.outline if not isinstance(one, list)] == [
        "Certificate of decision 4"
    ]
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(name.startswith("Fira") for name in fonts), fonts


def test_pages_are_numbered_out_of_all_and_named_after_the_coalition() -> None:
    made = papers.pdf(paper(Paragraph(text("one")), NewPage(), Paragraph(text("two"))))
    feet = [one.extract_text().splitlines()[-1] for one in PdfReader(io.BytesIO(made)).pages]
    assert [" ".join(words(one)) for one in feet] == [
        "League of Cities Page 1 of 2",
        "League of Cities Page 2 of 2",
    ]


def test_several_letters_in_one_file_are_numbered_each_for_itself() -> None:
    letter = Letter(text("League, Square 1"), (text("City of Ghent"),), text("4 March 2025"))
    one = paper(Paragraph(text("Dear Ghent")), NewPage(), Paragraph(text("more")), letter=letter)
    made = papers.pdf(one, replace(ARABIC, letter=letter), one)
    feet = [page.extract_text().splitlines()[-1] for page in PdfReader(io.BytesIO(made)).pages]
    assert len(feet) == 5
    assert "Page 2 of 2" in " ".join(words(feet[1]))
    assert letters(feet[2]) == letters("رابطة المدن الصفحة 1 من 1")
    assert "Page 1 of 2" in " ".join(words(feet[3]))


def test_an_annex_counts_the_pages_that_are_put_in_and_is_linked() -> None:
    made = printed(
        [
            paper(
                Contents(text("Contents")),
                Paragraph((Run("see", link="#annex-2"), Run("nothing", link="#annex-9"))),
                Annex(1, text("Annex 1: the text")),
                Annex(2, text("Annex 2: a PDF"), pages_after=4),
                Annex(3, text("Annex 3: more")),
                Annex(4, text("Annex 4: the last"), pages_after=2),
            )
        ],
        archival=False,
    )
    assert made.gaps == ((2, 3), (4, 5))
    pages = [" ".join(words(one.extract_text())) for one in PdfReader(io.BytesIO(made.data)).pages]
    assert "Page 1 of 11" in pages[0]
    assert "Page 8 of 11" in pages[3]
    assert "Page 9 of 11" in pages[4]
    listed = re.findall(r"Annex (\d): [^.]*?(?: \.)+ (\d+)", pages[0])
    assert listed == [("1", "2"), ("2", "3"), ("3", "8"), ("4", "9")]


def test_the_same_contents_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    program = (
        "import hashlib\n"
        "from tests.interfaces.shared import test_papers as t\n"
        "from koinon.interfaces.shared import papers as p\n"
        "for one in (t.FULL, t.ARABIC):\n"
        "    for made in (p.pdf(one), p.docx(one), p.document(one).encode()):\n"
        "        print(hashlib.sha256(made).hexdigest())\n"
    )
    surroundings = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "TMPDIR": str(tmp_path),
        "SOURCE_DATE_EPOCH": "1",
    }
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=surroundings,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    here = [
        hashlib.sha256(made).hexdigest()
        for one in (FULL, ARABIC)
        for made in (papers.pdf(one), papers.docx(one), papers.document(one).encode())
    ]
    assert told.stdout.split() == here


HOSTILE = (
    '#panic("x") $1/0$ = heading _a_ *b* `c` <label> @ref // no /* no */ \\ ~ #let x = 1; #x',
    '"); #read("/etc/passwd") ("',
    "</p></bdi><script>alert(1)</script><img src=x onerror=alert(1)>&lt;&amp;",
    "{page} {pages} {example} {} %s %(x)s {{ 7 }} {% now %}",
    "\u202egnissim\u202c \u2066never closed",
    "=HYPERLINK(1)",
    "a" * 300,
    "中文 😀 \U0001f1e7\U0001f1ea",
    "\x00\x07\ud800￾tail",
)


@pytest.mark.parametrize("said", HOSTILE)
def test_what_people_write_is_never_markup(said: str) -> None:
    made = paper(
        Paragraph((Run(said, apart=True),)),
        Heading(1, (Run(said),)),
        Items(((Run(said),),)),
        Facts((((Run(said),), (Run(said, code=True),)),)),
        Table(((Run(said),),), (((Run(said),),),), caption=(Run(said),)),
        Annex(1, (Run(said),)),
        Verbatim((Run(said),)),
        Signatures((Place((Run(said),), (Run(said),)),), "Signature", "Day"),
        title=(Run(said),),
        coalition=said,
    )
    page = papers.document(made)
    assert "<script" not in page
    assert "<img" not in page
    shown = legible(said)
    assert unescape(page).count(shown) >= 9
    assert docx_text(papers.docx(made)).count(shown) >= 8
    flat = "".join(words(pdf_text(papers.pdf(made), feet=True)))
    drawn = "".join(
        sign if ord(sign) in drawable() or sign.isspace() else f"[U+{ord(sign):04X}]"
        for sign in shown
    )
    wanted = "".join(words(drawn))
    if not {"R", "AL"} & set(map(unicodedata.bidirectional, wanted)):
        assert flat.count(wanted) >= 5


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=30))
@example("\u2069\u2068\u2067", "#")
@example("\ufdfa\u0600\u06dd", "\u0ce0\u0d4e")
@example("\u0301\u0489x", "\U000e0041")
def test_any_text_at_all_gives_three_papers(said: str, name: str) -> None:
    made = paper(
        Paragraph(text(said, Run(name, strong=True, apart=True, language="he"))),
        Table((text(name),), ((text(said),),)),
        title=text(name or "title"),
        letter=Letter(text(name), (text(said),), text(name)),
    )
    assert papers.pdf(made).startswith(b"%PDF-")
    assert PdfReader(io.BytesIO(papers.pdf(made))).pages
    shown = legible(said)
    assert shown in docx_text(papers.docx(made))
    assert shown.replace("\n", " ") in html_text(papers.document(made)).replace("\n", " ")


def test_letters_without_a_font_stand_as_their_codes_and_the_paper_says_so() -> None:
    made = paper(Paragraph(text("Tokyo is 東京.")))
    said = pdf_text(papers.pdf(made))
    assert "Tokyo is [U+6771][U+4EAC]." in said
    assert "No font has [U+4EAC]." in said
    assert "東京" in docx_text(papers.docx(made))
    assert "No font" not in pdf_text(papers.pdf(paper(Paragraph(text("Tokyo")))))


def test_only_safe_addresses_are_linked() -> None:
    linked = (
        "https://league.example/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//x.example",
    )
    made = paper(*(Paragraph((Run("here", link=one),)) for one in linked))
    page = papers.document(made)
    assert page.count("<a ") == 1
    assert 'href="https://league.example/x"' in page
    annotations = [
        one.get_object()["/A"]["/URI"]
        for one in PdfReader(io.BytesIO(papers.pdf(made))).pages[0]["/Annots"]
    ]
    assert annotations == ["https://league.example/x"]


def test_a_broken_picture_is_said_and_a_good_one_keeps_its_words() -> None:
    with pytest.raises(Unprintable):
        papers.pdf(paper(Picture(b"\x89PNG\r\n\x1a\nnothing", "image/png", "A map")))
    dot = png(1, 1)
    made = paper(Picture(dot, "image/png", "A map of Ghent"))
    assert b"/XObject" in papers.pdf(made)
    assert 'alt="A map of Ghent"' in papers.document(made)
    assert Document(io.BytesIO(papers.docx(made))).inline_shapes
