"""What comes back out of papers: the words of a PDF, a Word document, an HTML page."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zlib
from collections import Counter
from html import unescape

from docx import Document
from docx.document import Document as DocxDocument
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

UNSEEN = re.compile("[\u200b\u2060\u2066-\u2069\u200e\u200f\ufeff]")
"""Marks that only help to set a line."""


def pdf_text(data: bytes, *, feet: bool = False) -> str:
    """The text of a PDF, page by page; the last line of each is its foot."""
    pages = []
    for page in PdfReader(io.BytesIO(data)).pages:
        lines = page.extract_text().strip().splitlines()
        pages.append("\n".join(lines if feet else lines[:-1]))
    return "\n".join(pages)


def docx_text(data: bytes) -> str:
    """The text of a Word document, tables where they stand."""
    made = Document(io.BytesIO(data))
    return "\n".join(_docx_lines(made))


def _docx_lines(made: DocxDocument) -> list[str]:
    lines: list[str] = []
    for block in made.iter_inner_content():
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            assert isinstance(block, Table)
            lines += [cell.text for row in block.rows for cell in row.cells]
    return lines


def html_text(page: str) -> str:
    """The text of an HTML paper without its head and foot."""
    body = re.sub(r"<head>.*?</head>|<footer>.*?</footer>", "", page, flags=re.S)
    body = re.sub(r"</?(bdi|span|strong|code|a|small)\b[^>]*>", "", body)
    return unescape(re.sub(r"<[^>]+>", " ", body))


def words(said: str) -> list[str]:
    """The words of a text, as they compare."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", said)).split()


def letters(said: str) -> Counter[str]:
    """The letters and digits of a text, counted: for scripts whose order a PDF does not keep."""
    plain = unicodedata.normalize("NFKC", said)
    return Counter(sign for sign in plain if sign.isalnum())


def same_letters(pdf: str, told: str) -> bool:
    """Whether a PDF holds the letters told and no others.

    Readers of PDF give a letter again with each mark above or below it, such as an Arabic vowel.
    """
    plain = unicodedata.normalize("NFKC", told)
    marks = sum(unicodedata.category(sign) == "Mn" for sign in plain)
    more = letters(pdf) - letters(told)
    return letters(told) <= letters(pdf) and more.total() <= 2 * marks


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        )

    header = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x80" * width) * height
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
