"""Compiled reading of regular .blt and .pb files; all others go to the standard readers.

A file is taken only where every byte of its votes is proved to be of the one plain shape that the
standard reader would read in the same way: one ballot a line, single spaces or no quotes. Its head
and names are always read by the standard reader, from the file without its votes.
"""

from __future__ import annotations

import re
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from koinon.methods.ballotfiles.blt import read_blt
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.pabulib import read_pb
from koinon.methods.ballotfiles.source import MAX_BYTES, MAX_CELL, MAX_ROWS
from koinon.methods.counting.ballots import (
    MAX_DIGITS,
    Ballots,
    BallotsError,
    digit_bits,
    words_for,
)
from koinon.methods.counting.contests import Election
from koinon.methods.fast.packing import (
    EMPTY,
    SEVERAL,
    Ints,
    Words,
    canonical,
    pack_approvals,
    pack_choices,
    pack_rankings,
)

_HEAD = re.compile(rb"([1-9][0-9]{0,4}) ([0-9]{1,9})\n")
_END = b"\n0\n"

Bytes = NDArray[np.uint8]


def read_blt_fast(file: str, data: bytes) -> Election:
    """Read a .blt file, as `read_blt` does. Raises BallotFileError."""
    head = _HEAD.match(data)
    end = data.find(_END, head.end() - 1) if head else -1
    if not head or end < 0 or len(data) > MAX_BYTES:
        return read_blt(file, data)
    n = int(head[1])
    raw = np.frombuffer(data, dtype=np.uint8)[head.end() : end + 1]
    rows, longest = _blt_shape(raw, n)
    if rows < 0 or longest > MAX_DIGITS:
        return read_blt(file, data)
    bits = digit_bits("rankings", n, 0)
    codes = np.zeros((rows, words_for(longest, bits)), dtype=np.uint64)
    weights = np.empty(rows, dtype=np.int64)
    _blt_codes(raw, bits, longest, codes, weights)
    try:
        empty = read_blt(file, data[: head.end()] + data[end + 1 :])
        ballots = canonical("rankings", empty.contest.ids, longest, codes, weights)
    except (BallotFileError, BallotsError):
        return read_blt(file, data)
    return Election(empty.contest, ballots, empty.facts)


@numba.njit(cache=True)  # type: ignore[misc, unused-ignore]
def _blt_shape(raw: Bytes, n: int) -> tuple[int, int]:
    """How many lines there are and the most marks of one; -1 where a line is not plain.

    A plain line is a weight of at most 18 digits, marks from 1 to n and 0, a space between each.
    """
    rows = longest = marks = at = 0
    end = len(raw)
    while at < end:
        number, start = np.int64(0), at
        while at < end and 48 <= raw[at] <= 57:
            number = number * 10 + (raw[at] - 48)
            at += 1
        if at in (start, end) or at - start > 18 or (raw[start] == 48 and at - start > 1):
            return -1, 0
        stop = raw[at]
        at += 1
        if marks == 0:
            if number == 0 or stop != 32:
                return -1, 0
            marks = 1
        elif number == 0:
            if stop != 10:
                return -1, 0
            longest = max(longest, marks - 1)
            rows += 1
            marks = 0
        elif number > n or stop != 32:
            return -1, 0
        else:
            marks += 1
    return (rows, longest) if marks == 0 else (-1, 0)


@numba.njit(cache=True)  # type: ignore[misc, unused-ignore]
def _blt_codes(raw: Bytes, bits: int, digits: int, codes: Words, weights: Ints) -> None:
    """Pack lines that `_blt_shape` found plain."""
    row = marks = 0
    number = np.int64(0)
    last = codes.shape[1] - 1
    for byte in raw:
        if 48 <= byte <= 57:
            number = number * 10 + (byte - 48)
            continue
        if marks == 0:
            weights[row] = number
            marks = 1
        elif byte == 10:
            row += 1
            marks = 0
        else:
            place = bits * (digits - marks)
            word, shift = last - place // 64, place % 64
            value = np.uint64(number)
            codes[row, word] |= value << np.uint64(shift)
            if shift + bits > 64:
                codes[row, word - 1] |= value >> np.uint64(64 - shift)
            marks += 1
        number = np.int64(0)


# Participatory budgets


def read_pb_fast(file: str, data: bytes) -> Election:
    """Read a .pb file, as `read_pb` does; points are left to it. Raises BallotFileError."""
    plain = data.replace(b"\r\n", b"\n") if b"\r" in data else data
    plain += b"" if plain.endswith(b"\n") else b"\n"
    mark = plain.find(b"\nVOTES\n")
    start = plain.find(b"\n", mark + 7) + 1 if mark >= 0 else 0
    votes = memoryview(plain)[start:]
    if not start or len(data) > MAX_BYTES or not _plain_text(plain, start):
        return read_pb(file, data)
    try:
        empty = read_pb(file, plain[:start])
        ballots = _pb_ballots(empty, plain[mark + 7 : start - 1], np.frombuffer(votes, np.uint8))
    except (BallotFileError, BallotsError):
        ballots = None
    if ballots is None:
        return read_pb(file, data)
    return Election(empty.contest, ballots, empty.facts)


def _plain_text(data: bytes, start: int) -> bool:
    """Whether the votes hold no quote and no stray character."""
    if any(data.find(one, start) >= 0 for one in (b'"', b"\r", b"\0")):
        return False
    try:
        str(memoryview(data)[start:], "utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _pb_ballots(empty: Election, header: bytes, raw: Bytes) -> Ballots | None:
    """The ballots of plain votes; None where they are not plain."""
    form, ids = empty.ballots.form, empty.contest.ids
    names = [name.strip().lower() for name in header.decode(errors="replace").split(";")]
    if form == "points" or '"' in header.decode(errors="replace") or len(raw) == 0:
        return None
    hashes, texts, offsets, numbers = _id_tables(ids)
    if len(np.unique(hashes)) < len(ids):
        return None
    commas = int(np.count_nonzero((raw == 44) | (raw == 10)))
    rows = int(np.count_nonzero(raw == 10))
    marks = np.empty(commas, dtype=np.int64)
    starts = np.empty(rows + 1, dtype=np.int64)
    found = _pb_marks(raw, names.index("vote"), hashes, texts, offsets, numbers, marks, starts)
    if found < 0 or rows > MAX_ROWS // 2:
        return None
    marks, weights = marks[:found], np.ones(rows, dtype=np.int64)
    if form == "approvals":
        return pack_approvals(ids, marks, starts, weights)
    if form == "rankings":
        return pack_rankings(ids, marks, starts, weights)
    counts = np.diff(starts)
    padded = np.append(marks, 0)
    chosen = np.where(counts == 1, padded[starts[:-1]], np.where(counts == 0, EMPTY, SEVERAL))
    return pack_choices(ids, chosen, weights)


def _id_tables(ids: tuple[str, ...]) -> tuple[Words, Bytes, Ints, Ints]:
    """Hashes of the ids ascending; their bytes, where each begins, and which option it is."""
    texts = [id_.encode() for id_ in ids]
    hashes = np.array([_hash(np.frombuffer(one, np.uint8)) for one in texts], dtype=np.uint64)
    order = np.argsort(hashes)
    ordered = [texts[at] for at in order]
    offsets = np.cumsum([0, *map(len, ordered)]).astype(np.int64)
    return (
        hashes[order],
        np.frombuffer(b"".join(ordered), np.uint8),
        offsets,
        order.astype(np.int64),
    )


@numba.njit(cache=True)  # type: ignore[misc, unused-ignore]
def _hash(text: Bytes) -> Any:
    """FNV-1a of 64 bits (Fowler, Noll, Vo); it only finds the id, which is then compared."""
    value = np.uint64(14695981039346656037)
    for byte in text:
        value = (value ^ np.uint64(byte)) * np.uint64(1099511628211)
    return value


@numba.njit(cache=True)  # type: ignore[misc, unused-ignore]
def _find(text: Bytes, hashes: Words, texts: Bytes, offsets: Ints) -> int:
    """The place of an id in the tables, -1 where it is none."""
    at = np.searchsorted(hashes, _hash(text))
    if at == len(hashes) or offsets[at + 1] - offsets[at] != len(text):
        return -1
    for place in range(len(text)):
        if texts[offsets[at] + place] != text[place]:
            return -1
    return int(at)


@numba.njit(cache=True)  # type: ignore[misc, unused-ignore]
def _pb_marks(
    raw: Bytes,
    column: int,
    hashes: Words,
    texts: Bytes,
    offsets: Ints,
    numbers: Ints,
    marks: Ints,
    starts: Ints,
) -> int:
    """Write the options of each line; gives how many marks there are, -1 where one is not plain.

    A plain line has a digit in its first cell (so it names no section), and has the column.
    """
    at = row = found = 0
    end = len(raw)
    while at < end:
        line, cell, begin, digits = at, 0, at, 0
        starts[row] = found
        while True:
            byte = raw[at]
            if cell == 0:
                if 48 <= byte <= 57:
                    digits += 1
                elif (byte == 59 or byte == 10) and digits == 0:
                    return -1
            if cell == column and (byte == 44 or byte == 59 or byte == 10):
                if at > begin:
                    option = _find(raw[begin:at], hashes, texts, offsets)
                    if option < 0:
                        return -1
                    marks[found] = numbers[option]
                    found += 1
                elif byte == 44 or (begin > line and raw[begin - 1] == 44):
                    return -1
                begin = at + 1
            if byte == 59:
                cell += 1
                begin = at + 1
            at += 1
            if byte == 10:
                break
        if cell < column or cell > 10_000 or at - line > MAX_CELL:
            return -1
        row += 1
    starts[row] = found
    return found
