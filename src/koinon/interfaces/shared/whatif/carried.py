"""Tables of one's own, carried in the address itself: nothing is kept here, and nothing expires.

They are packed (DEFLATE, RFC 1951) and written in letters an address may hold (RFC 4648).
What is too long for an address is refused: the command line has no such limit.
"""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from koinon.cities.roster import RosterErrors
from koinon.cities.roster.tables import Row
from koinon.interfaces.shared.planning import CITIES, sheets
from koinon.interfaces.shared.whatif.tables import File, OwnTables

LONGEST: Final = 24_000
"""Letters that tables may take in an address; browsers and servers bear a good deal more."""
UNPACKED: Final = 400_000
"""Bytes that they may have unpacked."""
_KINDS: Final = ("cities", "households", "programmes", "charter")
_TEXTS: Final = ("programmes", "charter")


class TooLong(ValueError):
    """The tables do not fit into an address."""


class NotText(ValueError):
    """A file is neither a workbook nor text in UTF-8; reading it as a table says where."""


def packed(own: OwnTables) -> str:
    """The tables as letters of an address; "" for none. Raises TooLong, RosterErrors."""
    said = {kind: [file.name[:100], file.data.decode()] for kind, file in _texts(own)}
    if not said:
        return ""
    data = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    if len(data) > UNPACKED:
        raise TooLong
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = base64.urlsafe_b64encode(made.compress(data) + made.flush()).decode().rstrip("=")
    if len(text) > LONGEST:
        raise TooLong
    return text


def unpacked(text: str) -> OwnTables | None:
    """The tables that `packed` put into an address; None for letters that are none."""
    if not text or len(text) > LONGEST:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        opened = zlib.decompressobj(-15)
        data = opened.decompress(raw, UNPACKED + 1)
        if len(data) > UNPACKED or not opened.eof or opened.unused_data:
            return None
        said = json.loads(data)
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return None
    return _own(said)


def _own(said: object) -> OwnTables | None:
    if not isinstance(said, dict) or not said or not said.keys() <= set(_KINDS):
        return None
    files: dict[str, File] = {}
    for kind, file in said.items():
        if not (isinstance(file, list) and [type(one) for one in file] == [str, str]):
            return None
        name, body = file
        try:
            files[kind] = File(name[:100], body.encode())
        except UnicodeEncodeError:
            return None
    return OwnTables(**files)


def _texts(own: OwnTables) -> Iterator[tuple[str, File]]:
    """The files as text by kind; a workbook's sheets as CSV. Raises RosterErrors, TooLong."""
    files = (own.cities, own.households, own.programmes, own.charter)
    given = dict(zip(_KINDS, files, strict=True))
    for kind, file in given.items():
        if file is None:
            continue
        if len(file.data) > 20 * UNPACKED:
            raise TooLong
        found = None if kind in _TEXTS else sheets(file.data, file.name)
        if found is None:
            yield kind, File(file.name, _utf8(file))
            continue
        for sheet, table in found.items():
            of = "cities" if sheet == CITIES else "households"
            if of == kind or given[of] is None:
                if table.mistakes:
                    raise RosterErrors(table.file, table.mistakes)
                yield of, File(table.file, _csv(table.rows).encode())


def _utf8(file: File) -> bytes:
    """The bytes, if they are text; whoever reads them says where they are not."""
    try:
        return file.data.decode("utf-8-sig").encode()
    except UnicodeDecodeError:
        raise NotText(file) from None


def _csv(rows: Iterable[Row]) -> str:
    """Rows as CSV, on the lines that they had in the sheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    at = 1
    for line, cells in rows:
        out.write("\n" * (line - at))
        written: Sequence[str] = cells
        writer.writerow(written)
        at = line + 1
    return out.getvalue()
