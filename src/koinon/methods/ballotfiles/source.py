"""The text of a file and its numbers, within the limits that every file of ballots keeps."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.counting.ballots import MAX_OPTIONS, MAX_VOTERS

MAX_BYTES = 512 * 2**20
"""Largest file, and largest workbook when unpacked."""

MAX_ROWS = 20_000_000
MAX_COLUMNS = 12_000
MAX_CELL = 131_072
"""Longest cell that the csv module reads as it stands; its limit is the whole process's."""
MAX_DEPTH = 40
"""Deepest nesting of a JSON file."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def text_of(file: str, data: bytes) -> str:
    """The text: UTF-8 or UTF-16 with its mark, UTF-8 without, else Latin-1; lines end in LF."""
    if len(data) > MAX_BYTES:
        raise BallotFileError("too_large", file, limit=MAX_BYTES)
    for mark, code in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(code, errors="replace")
            break
    else:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    if "\0" in text:
        raise BallotFileError("no_text", file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def rows_of(file: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table as text, each with the number of its (last) line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS:
                raise BallotFileError("too_many_columns", file, reader.line_num, limit=MAX_COLUMNS)
            if reader.line_num > MAX_ROWS:
                raise BallotFileError("too_many_rows", file, limit=MAX_ROWS)
            yield reader.line_num, row
    except csv.Error:
        raise BallotFileError("broken", file, reader.line_num, what="table") from None


def json_of(file: str, data: bytes) -> Any:
    """The JSON of a file; decimals stay text, so nothing is rounded."""
    text = text_of(file, data)
    try:
        value = json.loads(text, parse_float=str, parse_constant=str)
    except RecursionError:
        raise BallotFileError("too_deep", file) from None
    except json.JSONDecodeError as error:
        raise BallotFileError("broken", file, error.lineno, error.colno, what="JSON") from None
    except ValueError:
        raise BallotFileError("broken", file, what="JSON") from None
    if _depth(value) > MAX_DEPTH:
        raise BallotFileError("too_deep", file)
    return value


def _depth(value: Any) -> int:
    """How deeply lists and objects are nested, up to one more than is allowed."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
    return depth


def whole(file: str, text: str, lowest: int, top: int, line: int = 0, column: int = 0) -> int:
    """A whole number written in digits, within bounds."""
    digits = text[1:] if text[:1] == "-" and lowest < 0 else text
    if digits.isascii() and digits.isdigit() and len(digits) <= 20:
        number = int(text)
        if lowest <= number <= top:
            return number
    raise BallotFileError("not_whole", file, line, column, found=text, lowest=lowest, top=top)


def voters(file: str, text: str, line: int = 0, column: int = 0) -> int:
    """A weight: a whole number of voters; `2.0` is 2."""
    digits, _, rest = text.strip().partition(".")
    if digits.isascii() and digits.isdigit() and len(digits) <= 19 and not rest.strip("0"):
        number = int(digits)
        if number <= MAX_VOTERS:
            return number
    raise BallotFileError("weight_not_whole", file, line, column, found=text)


def limited(file: str, options: int, line: int = 0, column: int = 0) -> int:
    """A number of options within bounds."""
    if not 0 < options <= MAX_OPTIONS:
        raise BallotFileError(
            "too_many_options", file, line, column, found=options, limit=MAX_OPTIONS
        )
    return options


def different(file: str, ids: Sequence[str], what: str, place: Callable[[int], int]) -> None:
    """Refuse ids that repeat; `place` gives the line of the id with a number."""
    seen: set[str] = set()
    for number, one in enumerate(ids):
        if one in seen:
            raise BallotFileError("option_twice", file, place(number), found=one, what=what)
        seen.add(one)
