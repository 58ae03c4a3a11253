"""Packing flat arrays of marks into canonical ballots: the same bytes as the `gather_…` functions.

Bounds: marks are compared with the number of options before they are packed, weights are summed
only where their sum stays below `MAX_VOTERS`; what is beyond is refused with the same sentences as
by the standard library. Ranks that are shared by several known options go to `gather_rankings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from koinon.methods.counting.ballots import (
    MAX_DIGITS,
    MAX_OPTIONS,
    MAX_VOTERS,
    Ballots,
    BallotsError,
    Form,
    digit_bits,
    gather_rankings,
    words_for,
)

Ints: TypeAlias = NDArray[np.int64]
Words: TypeAlias = NDArray[np.uint64]

SEVERAL = -1
"""A rank or choice with several marks that are not known."""

EMPTY = -2
"""A rank left empty, or a blank choice."""

NO_POINTS = -(2**62)
"""An option to which a ballot gives no points."""


def canonical(
    form: Form,
    options: Sequence[str],
    digits: int,
    codes: Words,
    weights: Ints,
    lowest: int = 0,
    top: int = 0,
) -> Ballots:
    """Sort codes and add up the weights of equal ones.

    codes: a row each, of `words` words, the most significant first. weights: above zero. The
    caller has made sure that the codes are those of the form. Raises BallotsError.
    """
    _check(options, digits, weights)
    made = Ballots(form, tuple(options), digits, b"", lowest, top)
    assert codes.ndim == 2
    assert codes.shape == (len(weights), made.words)
    if not len(weights):
        return made
    order = np.argsort(codes[:, 0]) if made.words == 1 else np.lexsort(codes.T[::-1])
    ascending = codes[order]
    first = np.empty(len(order), dtype=bool)
    first[0] = True
    np.any(ascending[1:] != ascending[:-1], axis=1, out=first[1:])
    starts = np.flatnonzero(first)
    rows = np.empty((len(starts), made.words + 1), dtype=">u8")
    rows[:, :-1] = ascending[starts]
    rows[:, -1] = np.add.reduceat(weights[order], starts)
    return Ballots(form, made.options, digits, rows.tobytes(), lowest, top)


def unpacked(ballots: Ballots) -> tuple[Words, Ints]:
    """The codes, a row of words each, and the weights of canonical ballots."""
    rows = np.frombuffer(ballots.rows, dtype=">u8").reshape(-1, ballots.words + 1)
    return rows[:, :-1].astype(np.uint64), rows[:, -1].astype(np.int64)


def pack_rankings(options: Sequence[str], marks: Ints, offsets: Ints, weights: Ints) -> Ballots:
    """Pack rankings of single options.

    marks: options from 0, EMPTY or SEVERAL, those of all ballots one after the other. offsets:
    where each ballot begins, and the end of the last. Raises BallotsError.
    """
    n = len(options)
    _check_offsets(marks, offsets, weights)
    if len(marks) and (marks.min() < EMPTY or marks.max() >= n):
        raise BallotsError(f"a mark is not one of 0 to {n - 1}, empty or several.")
    ends = _without_empty_ends(marks, offsets)
    lengths = ends - offsets[:-1]
    digits = int(lengths.max(initial=0))
    _check(options, digits, weights)
    bits = digit_bits("rankings", n, 0)
    codes = np.zeros((len(weights), words_for(digits, bits)), dtype=np.uint64)
    values = np.where(marks >= 0, marks + 1, np.where(marks == EMPTY, n + 2, n + 3))
    flat = values.astype(np.uint64)
    full = bool(np.all(lengths == digits)) and len(marks) == digits * len(weights)
    for place in range(digits):
        if full:
            put_digits(codes, slice(None), flat[place::digits], bits, digits - 1 - place)
            continue
        held = np.flatnonzero(lengths > place)
        put_digits(codes, held, flat[offsets[held] + place], bits, digits - 1 - place)
    return canonical("rankings", options, digits, codes, weights)


def pack_approvals(options: Sequence[str], marks: Ints, offsets: Ints, weights: Ints) -> Ballots:
    """Pack approved options from 0, those of all ballots one after the other.

    Raises BallotsError.
    """
    n = len(options)
    _check_offsets(marks, offsets, weights)
    if len(marks) and (marks.min() < 0 or marks.max() >= n):
        raise BallotsError(f"a mark is not one of 0 to {n - 1}.")
    _check(options, n, weights)
    codes = np.zeros((len(weights), words_for(n, 1)), dtype=np.uint64)
    ballots = np.repeat(np.arange(len(weights)), np.diff(offsets))
    words, shifts = np.divmod(n - 1 - marks, 64)
    bits = np.left_shift(np.uint64(1), shifts.astype(np.uint64))
    np.bitwise_or.at(codes, (ballots, codes.shape[1] - 1 - words), bits)
    return canonical("approvals", options, n, codes, weights)


def pack_points(
    options: Sequence[str], points: Ints, weights: Ints, lowest: int, top: int
) -> Ballots:
    """Pack points, a row a ballot and a column an option; NO_POINTS is empty.

    Raises BallotsError.
    """
    n = len(options)
    assert points.shape == (len(weights), n)
    if top < lowest:
        raise BallotsError(f"the most points, {top}, are fewer than the fewest, {lowest}.")
    empty = points == NO_POINTS
    if np.any((points < lowest) & ~empty) or np.any((points > top) & ~empty):
        raise BallotsError(f"points are not from {lowest} to {top}.")
    if abs(lowest) + abs(top) >= 2**53:
        raise BallotsError("points of this size are packed by the standard library.")
    _check(options, n, weights)
    bits = digit_bits("points", n, top - lowest)
    codes = np.zeros((len(weights), words_for(n, bits)), dtype=np.uint64)
    values = np.where(empty, 0, np.where(empty, 0, points) - lowest + 1).astype(np.uint64)
    for option in range(n):
        put_digits(codes, slice(None), values[:, option], bits, n - 1 - option)
    return canonical("points", options, n, codes, weights, lowest, top)


def pack_choices(options: Sequence[str], marks: Ints, weights: Ints) -> Ballots:
    """Pack choices: options from 0, EMPTY or SEVERAL. Raises BallotsError."""
    n = len(options)
    assert marks.shape == weights.shape
    if len(marks) and (marks.min() < EMPTY or marks.max() >= n):
        raise BallotsError(f"a choice is not one of 0 to {n - 1}, blank or several.")
    values = np.where(marks >= 0, marks + 1, np.where(marks == EMPTY, 0, n + 1))
    codes = values.astype(np.uint64).reshape(-1, 1)
    return canonical("choice", options, 1, codes, weights)


def put_digits(
    codes: Words, rows: NDArray[np.intp] | slice, values: Words, bits: int, place: int
) -> None:
    """Write a digit into the codes of some rows; place: from the last digit, which is 0."""
    word, shift = divmod(bits * place, 64)
    last = codes.shape[1] - 1 - word
    codes[rows, last] |= values << np.uint64(shift)
    if shift + bits > 64:
        codes[rows, last - 1] |= values >> np.uint64(64 - shift)


def _without_empty_ends(marks: Ints, offsets: Ints) -> Ints:
    """Where each ballot ends when the empty ranks at its end are left off."""
    empty = marks == EMPTY
    if not np.any(empty):
        return offsets[1:]
    marked = np.where(empty, 0, np.arange(1, len(marks) + 1))
    latest = np.maximum.accumulate(np.concatenate([[0], marked]))
    return np.maximum(latest[offsets[1:]], offsets[:-1])


def _check_offsets(marks: Ints, offsets: Ints, weights: Ints) -> None:
    assert marks.dtype == offsets.dtype == weights.dtype == np.int64
    assert len(offsets) == len(weights) + 1
    assert offsets[0] == 0
    assert offsets[-1] == len(marks)
    assert bool(np.all(offsets[1:] >= offsets[:-1]))


def _check(options: Sequence[str], digits: int, weights: Ints) -> None:
    """Refuse what the standard library refuses, before anything is added up."""
    assert weights.dtype == np.int64
    if len(set(options)) < len(options) or not all(options):
        raise BallotsError("options have ids, no two the same.")
    if not 0 < len(options) <= MAX_OPTIONS:
        raise BallotsError(f"there are {len(options)} options, not 1 to {MAX_OPTIONS}.")
    if len(weights) and weights.min() < 1:
        raise BallotsError(f"a ballot of {weights.min()} voters is none; leave it out.")
    heaviest = int(weights.max(initial=0))
    whole = heaviest * len(weights) <= MAX_VOTERS or sum(weights.tolist()) <= MAX_VOTERS
    if digits > MAX_DIGITS or not whole:
        raise BallotsError("there are more marks or voters than are counted at once.")


# Codes that come from elsewhere


def counted(like: Ballots, codes: NDArray[Any]) -> Ballots:
    """Canonical ballots of one code a ballot: unsigned numbers of 64 or fewer bits, in any order.

    like: ballots, with or without rows, that say what the codes mean; codes take one word. Raises
    BallotsError for codes that are not of the form.
    """
    assert codes.ndim == 1
    assert codes.dtype.kind == "u"
    if like.words != 1:
        raise BallotsError(f"codes of {like.words} words are not counted as one number.")
    if like.digits * like.bits <= 32 and int(codes.max(initial=0)) < 2**32:
        codes = codes.astype(np.uint32)
    ascending = np.sort(codes)
    first = np.empty(len(ascending), dtype=bool)
    first[:1] = True
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    weights = np.diff(np.append(starts, len(ascending))).astype(np.int64)
    return coded(like, ascending[starts].astype(np.uint64).reshape(-1, 1), weights)


def coded(like: Ballots, codes: Words, weights: Ints) -> Ballots:
    """Canonical ballots of codes from elsewhere; refuses those that are not of the form.

    Rankings are checked digit by digit; those with shared ranks by the standard library. The
    longest ranking must be as long as `like` says. Raises BallotsError.
    """
    made = canonical(like.form, like.options, like.digits, codes, weights, like.lowest, like.top)
    words, _ = unpacked(made)
    n, bits, before = len(made.options), made.bits, np.ones(len(words), dtype=np.uint64)
    spare = 64 * made.words - bits * made.digits
    over = made.words * 64 - spare
    if len(words) and _above(words, over):
        raise BallotsError("a code is longer than the digits that its head says.")
    most = {"rankings": n + 3, "approvals": 1, "points": made.top - made.lowest + 1,
            "choice": n + 1}[made.form]  # fmt: skip
    shared = np.zeros(len(words), dtype=bool)
    longest = False
    for place in range(made.digits - 1, -1, -1):
        digit = digit_at(words, bits, place)
        wrong = digit > most
        if made.form == "rankings":
            wrong |= (digit > 0) & (before == 0)
            wrong |= (before == n + 2) & (digit == 0)
            shared |= digit == n + 1
            longest = bool(np.any(digit > 0))
            before = digit
        if np.any(wrong):
            raise BallotsError("a ballot holds a mark that there is not.")
    if made.form == "rankings" and made.digits:
        if np.any(before == n + 2) or not longest:
            raise BallotsError("no ranking is as long as its head says, or one ends empty.")
        _check_shared(made, np.flatnonzero(shared))
    return made


def digit_at(words: Words, bits: int, place: int) -> Words:
    """The digit at a place of every code; place: from the last digit, which is 0."""
    word, shift = divmod(bits * place, 64)
    last = words.shape[1] - 1 - word
    found = words[:, last] >> np.uint64(shift)
    if shift + bits > 64:
        found = found | words[:, last - 1] << np.uint64(64 - shift)
    return found & np.uint64((1 << bits) - 1)


def _above(words: Words, bits: int) -> bool:
    """Whether any code has a bit above the first so many."""
    word, shift = divmod(bits, 64)
    top = words.shape[1] - 1 - word
    if top < 0:
        return False
    return bool(np.any(words[:, :top])) or bool(np.any(words[:, top] >> np.uint64(shift)))


def _check_shared(made: Ballots, rows: NDArray[np.intp]) -> None:
    """Check rankings with shared ranks one by one, as sets of one ballot."""
    for row in rows.tolist():
        code = made.rows[row * made.width : (row + 1) * made.width - 8]
        number = int.from_bytes(code, "big")
        one = gather_rankings(made.options, [(made.read_code(number), 1)])
        spare = (made.digits - one.digits) * made.bits
        if next(one.codes()) << spare != number:
            raise BallotsError("a ranking is not written in its one way.")
