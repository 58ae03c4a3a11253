"""What kind of file some bytes are, by what they hold: never by what a name or a browser says."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
PLAIN: Final = "text/plain"

TEXTS: Final = frozenset(
    {PLAIN, "text/csv", "text/markdown", "application/json", "application/toml"}
)
"""Kinds of plain text, which only their sender can tell apart; all are shown as plain text."""
UNPACKED_LIMIT: Final = 400 * 1024 * 1024
"""Bytes of an office file when it is unpacked."""
PARTS_LIMIT: Final = 10_000
"""Files inside an office file."""

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPENXML: Final[Mapping[bytes, str]] = {
    b"wordprocessingml.document.main+xml": f"{_OFFICE}wordprocessingml.document",
    b"spreadsheetml.sheet.main+xml": f"{_OFFICE}spreadsheetml.sheet",
    b"presentationml.presentation.main+xml": f"{_OFFICE}presentationml.presentation",
}
_OPENDOCUMENT: Final = frozenset(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HEAD_LIMIT: Final = 1024 * 1024

Reason: TypeAlias = Literal["empty", "unknown", "archive", "macros", "damaged", "unpacked"]


class NotTaken(ValueError):
    """These bytes are of no kind that is taken."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def kind_of(data: bytes, declared: str = "") -> str:
    """The media type of a file. `declared` only chooses among kinds of plain text.

    Raises NotTaken.
    """
    if not data:
        raise NotTaken("empty")
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        if pixels(data) is None:
            raise NotTaken("damaged")
        return PNG if data[:1] == b"\x89" else JPEG
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    return _text(data, declared.partition(";")[0].strip().lower())


def _text(data: bytes, declared: str) -> str:
    try:
        said = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTaken("unknown") from None
    if _CONTROLS.search(said):
        raise NotTaken("unknown")
    return declared if declared in TEXTS else PLAIN


def _packed(data: bytes) -> str:
    """The kind of an office file, by what it states inside. Raises NotTaken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_LIMIT or sum(one.file_size for one in parts) > UNPACKED_LIMIT:
                raise NotTaken("unpacked")
            names = {one.filename for one in parts}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise NotTaken("macros")
            if "[Content_Types].xml" in names:
                return _openxml(_head(archive, "[Content_Types].xml"))
            if "mimetype" in names:
                return _opendocument(_head(archive, "mimetype"))
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ) as e:
        raise e if isinstance(e, NotTaken) else NotTaken("damaged") from None
    raise NotTaken("archive")


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_HEAD_LIMIT)


def _openxml(types: bytes) -> str:
    if b"macroEnabled" in types:
        raise NotTaken("macros")
    found = [media for mark, media in _OPENXML.items() if mark in types]
    if len(found) != 1:
        raise NotTaken("archive")
    return found[0]


def _opendocument(said: bytes) -> str:
    media = said.decode("ascii", "replace").strip()
    if media not in _OPENDOCUMENT:
        raise NotTaken("archive")
    return media


def pixels(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG picture as its header states them; None if it does not."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        if len(data) < 24 or data[12:16] != b"IHDR":
            return None
        width, height = struct.unpack(">LL", data[16:24])
        return (width, height) if width and height else None
    return _jpeg_pixels(data)


def _jpeg_pixels(data: bytes) -> tuple[int, int] | None:
    """Reads the segments up to the frame header (ITU-T T.81, annex B)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, (length,) = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return (width, height) if width and height else None
        if marker == 0xFF:
            at += 1
            continue
        if length < 2:
            return None
        at += 2 + length
    return None
