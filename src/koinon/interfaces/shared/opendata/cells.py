"""Values as cells of a CSV file (RFC 4180), safe in a spreadsheet and read back exactly."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Final, Protocol, TypeAlias

Value: TypeAlias = str | int | bool | None

_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠'")
_NUMBER: Final = re.compile(r"-?[0-9]+([./][0-9]+)?")


class Out(Protocol):
    """Where text is written to."""

    def write(self, text: str, /) -> object:
        """Take a text."""


def cell(value: Value) -> str:
    """A value as it stands in a file; nothing for None.

    A text that a spreadsheet would run as a formula has ' put before it, and so has one that
    begins with ' itself: whoever takes one ' away at the beginning has the text again.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if value[:1] in _FORMULA and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def text(written: str) -> str:
    """A text as it was before `cell`."""
    return written[1:] if written[:1] == "'" else written


def amount(minor: int, exponent: int) -> str:
    """Minor units of money as a decimal number: 12345 with two decimals is 123.45."""
    if not exponent:
        return str(minor)
    whole, rest = divmod(abs(minor), 10**exponent)
    return f"{'-' if minor < 0 else ''}{whole}.{rest:0{exponent}}"


def write(out: Out, header: Iterable[str], lines: Iterable[Iterable[str]]) -> int:
    """A header and its lines, each ended by CR LF; how many lines there were."""
    written = csv.writer(out, lineterminator="\r\n")
    written.writerow(header)
    count = 0
    for line in lines:
        written.writerow(line)
        count += 1
    return count
