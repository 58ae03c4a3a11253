"""Files are known by what they hold; what lies about itself is refused."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook
from pypdf import PdfWriter
from tests.support.papers import png

from koinon.interfaces.shared import media
from koinon.interfaces.shared.media import NotTaken, kind_of, pixels


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def made(save: object) -> bytes:
    out = io.BytesIO()
    save(out)  # type: ignore[operator]
    return out.getvalue()


def pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    return made(writer.write)


# Start of image, frame header of 40 x 30 pixels (ITU-T T.81), end.
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + (
    b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 30, 40) + b"\x03" + bytes(9) + b"\xff\xd9"
)
OFFICE = "application/vnd.openxmlformats-officedocument."
ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("data", "declared", "found"),
    [
        (pdf(), "text/plain", "application/pdf"),
        (png(3, 2), "application/pdf", "image/png"),
        (JPEG, "", "image/jpeg"),
        (made(Document().save), "image/png", f"{OFFICE}wordprocessingml.document"),
        (made(Workbook().save), "", f"{OFFICE}spreadsheetml.sheet"),
        (packed(mimetype=ODT.encode()), "", ODT),
        (b"city,people\nGhent,1\n", "text/csv; charset=utf-8", "text/csv"),
        (b'{"a": 1}', "application/json", "application/json"),
        (b"[a]\n", "application/toml", "application/toml"),
        ("\ufeffGänsefüßchen\r\n".encode(), "application/x-unknown", "text/plain"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "text/html", "text/plain"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "text/plain"),
    ],
)
def test_the_kind_is_what_the_bytes_say(data: bytes, declared: str, found: str) -> None:
    assert kind_of(data, declared) == found


MACROS = (
    b"application/vnd.ms-word.document.macroEnabled.main+xml wordprocessingml.document.main+xml"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03", "unknown"),
        (b"\x7fELF\x02\x01\x01\x00", "unknown"),
        ("Zürich".encode("latin-1"), "unknown"),
        ("text".encode("utf-16"), "unknown"),
        (b"GIF89a\x01\x00", "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unknown"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"\xff\xd8\xff", "damaged"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (packed(**{"a.txt": b"a"}), "archive"),
        (packed(mimetype=b"application/epub+zip"), "archive"),
        (packed(**{"[Content_Types].xml": b"nothing known"}), "archive"),
        (packed(**{"[Content_Types].xml": MACROS}), "macros"),
        (packed(**{"[Content_Types].xml": b"", "word/vbaProject.bin": b"x"}), "macros"),
    ],
)
def test_what_is_not_taken_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(NotTaken) as refused:
        kind_of(data, "application/pdf")
    assert refused.value.reason == reason


def test_a_file_that_unpacks_to_too_much_is_never_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = packed(**{"[Content_Types].xml": b"", "word/document.xml": bytes(5_000_000)})
    assert len(bomb) < 10_000
    monkeypatch.setattr(media, "UNPACKED_LIMIT", 4_999_999)
    with pytest.raises(NotTaken) as refused:
        kind_of(bomb)
    assert refused.value.reason == "unpacked"


def test_sizes_of_pictures_are_read_from_their_headers() -> None:
    assert pixels(png(7, 5)) == (7, 5)
    assert pixels(JPEG) == (40, 30)
    assert pixels(b"\xff\xd8\xff\xd9") is None
    assert pixels(b"\x89PNG\r\n\x1a\n" + bytes(16)) is None
