"""A city's roll of residents: a table of e-mail addresses, read with every mistake in its place."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext

from koinon.people.residents import Address

MOST: Final = 50_000
"""Residents on one roll, at most; more come on further rolls."""
BYTES: Final = 8 * 1024 * 1024
REFERENCE: Final = 100
SHOWN: Final = 100
"""Mistakes told at once."""
_EMAIL_HEADS: Final = frozenset(
    {
        *("email", "e-mail", "mail", "emailaddress", "e-mailaddress", "courriel", "adresseemail"),
        *("correo", "correoelectronico", "البريدالالكتروني", "البريد"),
    }
)
_REFERENCE_HEADS: Final = frozenset({"reference", "ref", "referencia", "المرجع", "number", "id"})
_VALID: Final = EmailValidator()


@dataclass(frozen=True, slots=True)
class RollMistake:
    """A mistake: the line (0 for the file as a whole), the column, and one sentence."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Roll:
    """What was read: the addresses, or the mistakes (`more` of them are not listed)."""

    addresses: tuple[Address, ...]
    mistakes: tuple[RollMistake, ...]
    more: int = 0


def read_roll(data: bytes, known: frozenset[str] = frozenset()) -> Roll:
    """Read a roll in CSV; `known` are the addresses that the city's other rolls hold already.

    The first line names the columns: one for e-mail addresses, one for references if there are.
    """
    reader = _Reader(known)
    addresses = reader.read(data)
    shown, more = reader.mistakes[:SHOWN], max(0, len(reader.mistakes) - SHOWN)
    return Roll(() if reader.mistakes else addresses, tuple(shown), more)


class _Reader:
    def __init__(self, known: frozenset[str]) -> None:
        self.mistakes: list[RollMistake] = []
        self._known = known
        self._first: dict[str, int] = {}

    def read(self, data: bytes) -> tuple[Address, ...]:
        text = self._text(data)
        if text is None:
            return ()
        rows = self._rows(text)
        if not rows:
            self._note(0, "", gettext("The file is empty; write one address in each line."))
            return ()
        columns = self._columns(rows[0][1])
        if columns is None:
            return ()
        found = [one for n, row in rows[1:] if (one := self._row(n, row, columns)) is not None]
        if not rows[1:]:
            self._note(0, "", gettext("No resident stands under the names of the columns."))
        if len(rows) - 1 > MOST:
            said = gettext("The roll has {count} lines, at most {most} are taken; divide it.")
            self._note(0, "", said.format(count=len(rows) - 1, most=MOST))
        return tuple(found)

    def _text(self, data: bytes) -> str | None:
        if len(data) > BYTES:
            said = gettext("The file is larger than {limit} MB; divide the roll.")
            self._note(0, "", said.format(limit=BYTES // 1024**2))
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            said = gettext("This is not UTF-8; save the table as “CSV UTF-8”.")
            self._note(line, "", said)
            return None

    def _rows(self, text: str) -> list[tuple[int, list[str]]]:
        """The lines that hold something, with their numbers."""
        head = text.partition("\n")[0]
        delimiter = max(",;\t", key=head.count)
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
            return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
        except csv.Error:
            self._note(0, "", gettext("The file is no CSV; a quotation mark is not closed."))
            return []

    def _columns(self, head: list[str]) -> tuple[int, int | None] | None:
        names = [_plain(cell) for cell in head]
        emails = [place for place, name in enumerate(names) if name in _EMAIL_HEADS]
        if len(emails) != 1:
            said = gettext("The first line must name one column “email”; it has: {columns}.")
            shown = ", ".join(cell.strip()[:40] for cell in head[:10])
            self._note(1, "", said.format(columns=shown))
            return None
        others = [place for place, name in enumerate(names) if name in _REFERENCE_HEADS]
        return emails[0], others[0] if others else None

    def _row(self, line: int, row: list[str], columns: tuple[int, int | None]) -> Address | None:
        at, other = columns
        email = row[at].strip().casefold() if at < len(row) else ""
        reference = row[other].strip() if other is not None and other < len(row) else ""
        if len(reference) > REFERENCE or any(unicodedata.category(c) == "Cc" for c in reference):
            said = gettext("A reference is one line of at most {limit} characters; shorten it.")
            self._note(line, "reference", said.format(limit=REFERENCE))
        for problem in self._wrong(email, line):
            self._note(line, "email", problem)
            return None
        return Address(email, reference)

    def _wrong(self, email: str, line: int) -> Iterator[str]:
        if not email:
            yield gettext("No address stands here; write one, or delete the line.")
            return
        try:
            _VALID(email)
        except ValidationError:
            said = gettext("“{email}” is no e-mail address; write it like name@example.org.")
            yield said.format(email=email[:80])
            return
        if len(email) > 254:
            yield gettext("The address is longer than 254 characters; correct it.")
            return
        first = self._first.setdefault(email, line)
        if first != line:
            said = gettext("“{email}” stands in line {first} already; delete one of the two.")
            yield said.format(email=email, first=first)
        elif email in self._known:
            said = gettext(
                "“{email}” is on a roll of the city already; delete the line, or replace that roll."
            )
            yield said.format(email=email)

    def _note(self, line: int, column: str, sentence: str) -> None:
        self.mistakes.append(RollMistake(line, column, sentence))


def _plain(cell: str) -> str:
    """The name of a column without accents, blanks and case."""
    bare = unicodedata.normalize("NFKD", cell.strip().casefold())
    return "".join(c for c in bare if not unicodedata.combining(c) and c not in " _")
