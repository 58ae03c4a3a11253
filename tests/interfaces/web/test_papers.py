"""Papers from the pages: what a certificate says, in four languages and three forms."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.interfaces.web.test_pages import words
from tests.support.coalition import League
from tests.support.papers import docx_text, html_text, letters, pdf_text, same_letters
from tests.support.papers import words as split

from koinon.interfaces.shared import checkpoints
from koinon.interfaces.web.papers.told import blocks
from koinon.record import canonical, store

CERTIFICATE = "/decisions/1/certificate"


def got(path: str, language: str = "en") -> Any:
    answer = Client(headers={"accept-language": language}).get(path)
    assert answer.status_code == 200, path
    return answer


def test_a_certificate_says_what_the_page_says(league: League) -> None:
    said = " ".join(split(pdf_text(got(f"{CERTIFICATE}.pdf").content)))
    assert "Certificate of decision 1 Admit Mons to the league Outcome Adopted" in said
    assert "In favour, of all members, by “By residents” 100% 479,077 of 479,077 at least 50% Met"
    assert "Ghent 1 262,219 In favour 3 Leuven 1 102,851 In favour 4 Namur" in said
    assert "Mons (BE) becomes a member." in said
    assert "Residents legal municipality 96,236 people 1 January 2024" in said
    assert said.count("Register of residents") == 1


def test_a_certificate_prints_the_checkpoint_that_a_verifier_finds(league: League) -> None:
    stated = checkpoints.stated()
    assert stated
    assert stated.size == store.head().size
    genesis: Any = canonical.load(store.body(0))
    assert (stated.origin, stated.log_key) == (
        genesis["data"]["origin"],
        genesis["data"]["log_key"],
    )
    said = "".join(split(pdf_text(got(f"{CERTIFICATE}.pdf").content)))
    assert stated.root in said
    assert stated.fingerprint.replace(" ", "") in said
    assert stated.fingerprint in words(Client().get("/record/verify/"))
    assert f"Numberofentries{stated.size}Root" in said


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_three_forms_say_the_same_in_every_language(league: League, language: str) -> None:
    pdf, docx, html = (
        got(f"{CERTIFICATE}.{form}", language).content for form in ("pdf", "docx", "html")
    )
    page = html.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert letters(docx_text(docx)) == letters(html_text(page))
    assert same_letters(pdf_text(pdf), docx_text(docx))
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == language
    if language != "en":
        assert "Outcome" not in page
        assert "Checkpoint" not in page
    assert got(f"{CERTIFICATE}.pdf", language).content == pdf


def test_what_is_not_decided_has_no_certificate_and_no_link(league: League) -> None:
    assert Client().get("/decisions/2/certificate.pdf").status_code == 404
    assert Client().get("/decisions/9/certificate.pdf").status_code == 404
    assert Client().get(f"{CERTIFICATE}.exe").status_code == 404
    assert "certificate" not in Client().get("/decisions/2/").content.decode()
    page = Client().get("/decisions/1/").content.decode()
    assert all(f"{CERTIFICATE}.{form}" in page for form in ("pdf", "docx", "html"))


def test_files_are_named_and_only_a_pdf_is_shown_at_once(league: League) -> None:
    said = {form: got(f"{CERTIFICATE}.{form}") for form in ("pdf", "docx", "html")}
    assert said["pdf"]["Content-Disposition"] == 'inline; filename="decision-1.pdf"'
    assert said["docx"]["Content-Disposition"] == 'attachment; filename="decision-1.docx"'
    assert said["html"]["Content-Disposition"] == 'attachment; filename="decision-1.html"'
    assert said["pdf"]["Content-Type"] == "application/pdf"


def test_a_part_of_a_page_becomes_blocks_with_nothing_lost_or_doubled() -> None:
    page = """
      <h4>A heading</h4> loose <strong>text</strong><p>one <bdi>two</bdi><br>three</p>
      <ul><li>entry <code>c</code></li><li class="depth-1">deep</li></ul>
      <dl><div><dt>name</dt><dd>value <span class="small">note</span></dd></div></dl>
      <div class="scroll"><table><caption>drawing</caption>
        <thead><tr><th>a</th><th class="num">b</th></tr></thead>
        <tbody><tr><th>x &lt;i&gt;</th><td>1</td></tr></tbody>
        <tfoot><tr><th>sum</th></tr></tfoot></table></div>
      <details><summary>show</summary><pre>kept
        as is</pre></details><svg><text>art</text></svg><script>no()</script>
    """
    made = blocks(page, texts=True)
    kinds = [type(one).__name__ for one in made]
    assert kinds == ["Heading", "Paragraph", "Paragraph", "Items", "Facts", "Table", "Verbatim"]
    flat = repr(made)
    for word in ("loose", "three", "entry", "deep", "note", "drawing", "x <i>", "sum", "kept\\n"):
        assert flat.count(word) == 1, word
    assert "art'" not in flat
    assert "no()" not in flat
    assert "kept" not in repr(blocks(page))
