"""A paper as it is begun, and as it is answered: PDF, Word or HTML."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from koinon.interfaces.shared import papers
from koinon.interfaces.shared.checkpoints import Stated, box
from koinon.interfaces.shared.papers import Block, Letter, Paper, Text
from koinon.interfaces.web import words

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML: Final = "text/html; charset=utf-8"


def paper(
    title: Text,
    blocks: tuple[Block, ...],
    at_utc: str,
    *,
    above: Text = (),
    letter: Letter | None = None,
) -> Paper:
    """A paper in the reader's language, with the coalition's name at its foot."""
    lost = gettext(
        "Letters that the fonts of this paper do not have stand as their codes, such as {example}; "
        "the Word and HTML versions hold them."
    )
    return Paper(
        title=title,
        language=get_language() or "en",
        coalition=words.coalition_name(),
        at_utc=at_utc,
        page_of=gettext("Page {page} of {pages}"),
        lost=lost,
        blocks=blocks,
        above=above,
        letter=letter,
    )


def checkpoint_of(request: HttpRequest, found: Stated) -> papers.Box:
    """The checkpoint, with the address of this installation's log."""
    return box(found, request.build_absolute_uri("/log/"))


def answer(made: Paper, form: str, name: str) -> HttpResponse:
    """The paper in a form ("pdf", "docx", "html") as a file of this name without its ending."""
    match form:
        case "pdf":
            return file(papers.pdf(made), PDF, f"{name}.pdf", shown=True)
        case "docx":
            return file(papers.docx(made), DOCX, f"{name}.docx")
    return file(papers.document(made).encode(), HTML, f"{name}.html")


def file(data: bytes, media: str, name: str, *, shown: bool = False) -> HttpResponse:
    """A file to keep; `shown` lets the browser show it first."""
    assert name.isascii(), name
    found = HttpResponse(data, content_type=media)
    found["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    found["Cache-Control"] = "private, no-cache"
    return found
