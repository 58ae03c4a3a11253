"""Canonical ballots: equal votes are equal bytes, whoever gathered them and in what order.

A set of ballots is one document: a line of JSON that says what the numbers mean, then one row for
each different ballot, ascending: its code, and how many voters cast it. The SHA-256 of the document
is the commitment to the votes. A row is whole 64-bit words, most significant byte first, so rows
sort as their bytes do, and numpy, a database or the standard library read the same thing.

A code is a row of digits of equal width, the first the most significant, padded with zeros:

========== =========================== =============================================================
form       one digit for each          digit
========== =========================== =============================================================
rankings   mark in order of rank       0 end · 1…n option · n+1 the next shares this rank · n+2 rank
                                       left empty · n+3 rank with several marks that are not known
approvals  option                      0 not approved · 1 approved
points     option                      0 left empty · d points less the lowest, plus 1
choice     ballot                      0 blank · 1…n option · n+1 more than one
========== =========================== =============================================================

Ballots say what was marked, not what it means: a rank left empty, a tie or an option ranked twice
stays, and each rule of counting says what it makes of it. Empty ranks at the end are no marks.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Any, Literal, TypeAlias

Form: TypeAlias = Literal["rankings", "approvals", "points", "choice"]
FORMS: tuple[Form, ...] = ("rankings", "approvals", "points", "choice")

Ranks: TypeAlias = tuple[tuple[int, ...], ...]
"""Options by rank, numbered from 0 as on the paper; `()` is an empty rank, `SEVERAL` unknown."""

SEVERAL = (-1,)
"""A rank, or a choice, with more than one mark where the marks themselves are not known."""

MAX_VOTERS = 2**62
"""Most voters of one set: sums of weights stay whole in 64 bits."""

MAX_OPTIONS = 10_000
MAX_DIGITS = 100_000
"""Longest ballot in digits."""

KIND = "koinon-ballots/1"
WORD = 64
_WEIGHT = 8


class BallotsError(ValueError):
    """Ballots or a document of ballots that are not canonical; one sentence with the remedy."""


@dataclass(frozen=True)
class Ballots:
    """A canonical set of ballots.

    options: ids of the options, as on the ballot paper. digits: digits of a code. lowest: the
    points that digit 1 stands for; 0 for other forms. top: the most points (points only). rows: the
    different ballots, each `words` words of code and one of weight. Values are made by the
    `gather_…` functions, read by `load`, or made by `koinon.methods.fast.packing`; `check` says
    whether the rows keep the rule.
    """

    form: Form
    options: tuple[str, ...]
    digits: int
    rows: bytes
    lowest: int = 0
    top: int = 0

    @cached_property
    def bits(self) -> int:
        """Bits of a digit."""
        return digit_bits(self.form, len(self.options), self.top - self.lowest)

    @cached_property
    def words(self) -> int:
        """Words of 64 bits that a code takes."""
        return words_for(self.digits, self.bits)

    @property
    def width(self) -> int:
        """Bytes of a row: code and weight."""
        return 8 * self.words + _WEIGHT

    @property
    def different(self) -> int:
        """How many different ballots there are."""
        return len(self.rows) // self.width

    @cached_property
    def voters(self) -> int:
        """How many ballots were cast, blank ones included."""
        return sum(self.weights())

    @cached_property
    def head(self) -> bytes:
        """The line that says what the rows mean."""
        said: dict[str, Any] = {
            "kind": KIND,
            "form": self.form,
            "options": list(self.options),
            "digits": self.digits,
        }
        if self.form == "points":
            said |= {"lowest": self.lowest, "top": self.top}
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return text.encode() + b"\n"

    def dump(self) -> bytes:
        """The document."""
        return self.head + self.rows

    @cached_property
    def sha256(self) -> str:
        """The commitment: SHA-256 of the document, in hexadecimal."""
        hashed = sha256(self.head)
        hashed.update(self.rows)
        return hashed.hexdigest()

    def weights(self) -> Iterator[int]:
        """How many voters cast each ballot, in the order of the rows."""
        wide, rows = self.width, self.rows
        code = 8 * self.words
        for at in range(code, len(rows) + code, wide):
            yield int.from_bytes(rows[at : at + _WEIGHT], "big")

    def codes(self) -> Iterator[int]:
        """The code of each ballot, in the order of the rows."""
        wide, rows = self.width, self.rows
        code = 8 * self.words
        for at in range(0, len(rows), wide):
            yield int.from_bytes(rows[at : at + code], "big")

    def __iter__(self) -> Iterator[tuple[Any, int]]:
        """Each ballot as `read_code` gives it, with its weight."""
        return zip(map(self.read_code, self.codes()), self.weights(), strict=True)

    def rankings(self) -> Iterator[tuple[Ranks, int]]:
        """Each ranking with its weight."""
        assert self.form == "rankings"
        return iter(self)

    def approvals(self) -> Iterator[tuple[tuple[int, ...], int]]:
        """The options each ballot approves, ascending, with its weight."""
        assert self.form == "approvals"
        return iter(self)

    def points(self) -> Iterator[tuple[tuple[int | None, ...], int]]:
        """The points each ballot gives to each option (None: left empty), with its weight."""
        assert self.form == "points"
        return iter(self)

    def choices(self) -> Iterator[tuple[int | None, int]]:
        """The one option of each ballot (None: blank, -1: more than one), with its weight."""
        assert self.form == "choice"
        return iter(self)

    def read_code(self, code: int) -> Any:
        """What a code says, in the shape of the form."""
        return _READERS[self.form](self, code)

    def read_digits(self, code: int) -> list[int]:
        """The digits of a code, first to last."""
        bits, mask = self.bits, (1 << self.bits) - 1
        return [code >> bits * at & mask for at in range(self.digits - 1, -1, -1)]


def digit_bits(form: Form, options: int, span: int) -> int:
    """Bits of a digit: enough for every value that a digit of the form may have."""
    most = {"rankings": options + 3, "approvals": 1, "points": span + 1, "choice": options + 1}
    return most[form].bit_length()


def words_for(digits: int, bits: int) -> int:
    """Words of 64 bits that hold a code; at least one."""
    return max(1, -(-digits * bits // WORD))


# Gathering ballots


def gather_rankings(options: Sequence[str], votes: Iterable[tuple[Ranks, int]]) -> Ballots:
    """Gather rankings with how many voters cast each. Raises BallotsError."""
    n = len(options)
    found: Counter[tuple[int, ...]] = Counter()
    made: dict[Ranks, tuple[int, ...]] = {}
    for ranks, voters in votes:
        marks = made.get(ranks)
        if marks is None:
            marks = made[ranks] = _ranking_digits(ranks, n)
        found[marks] += _weight(voters)
    digits = max(map(len, found), default=0)
    return _made("rankings", options, digits, found)


def gather_approvals(options: Sequence[str], votes: Iterable[tuple[Iterable[int], int]]) -> Ballots:
    """Gather sets of approved options with how many voters cast each. Raises BallotsError."""
    n = len(options)
    found: Counter[int] = Counter()
    for approved, voters in votes:
        code = 0
        for option in approved:
            code |= 1 << (n - 1 - _option(option, n))
        found[code] += _weight(voters)
    return _packed("approvals", options, n, found)


def gather_points(
    options: Sequence[str],
    votes: Iterable[tuple[Mapping[int, int], int]],
    lowest: int,
    top: int,
) -> Ballots:
    """Gather points by option, from `lowest` to `top`; what is left out is empty.

    Raises BallotsError.
    """
    n = len(options)
    if top < lowest:
        raise BallotsError(f"the most points, {top}, are fewer than the fewest, {lowest}.")
    found: Counter[tuple[int, ...]] = Counter()
    for given, voters in votes:
        marks = [0] * n
        for option, points in given.items():
            if not lowest <= points <= top:
                raise BallotsError(f"{points} points are not from {lowest} to {top}.")
            marks[_option(option, n)] = points - lowest + 1
        found[tuple(marks)] += _weight(voters)
    return _made("points", options, n, found, lowest, top)


def gather_choices(options: Sequence[str], votes: Iterable[tuple[int | None, int]]) -> Ballots:
    """Gather choices of one option (None: blank, -1: more than one). Raises BallotsError."""
    n = len(options)
    found: Counter[tuple[int, ...]] = Counter()
    for option, voters in votes:
        digit = 0 if option is None else n + 1 if option == SEVERAL[0] else _option(option, n) + 1
        found[(digit,)] += _weight(voters)
    return _made("choice", options, 1, found)


def add_up(sets: Sequence[Ballots]) -> Ballots:
    """One set out of several over the same options, as if gathered at once. Raises BallotsError."""
    first = sets[0]
    if any((one.form, one.options) != (first.form, first.options) for one in sets):
        raise BallotsError("ballots are added up over the same options and of the same form.")
    votes = (vote for one in sets for vote in one)
    if first.form == "rankings":
        return gather_rankings(first.options, votes)
    if first.form == "approvals":
        return gather_approvals(first.options, votes)
    if first.form == "choice":
        return gather_choices(first.options, votes)
    lowest, top = min(one.lowest for one in sets), max(one.top for one in sets)
    scored = (({o: p for o, p in enumerate(row) if p is not None}, n) for row, n in votes)
    return gather_points(first.options, scored, lowest, top)


def load(data: bytes) -> Ballots:
    """Read a document, and refuse one that is not canonical. Raises BallotsError."""
    line, newline, rows = data.partition(b"\n")
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        said = None
    if not newline or not isinstance(said, dict) or said.get("kind") != KIND:
        raise BallotsError(f"the document does not begin with the line of {KIND}.")
    try:
        ballots = Ballots(
            said["form"],
            tuple(said["options"]),
            said["digits"],
            rows,
            said.get("lowest", 0),
            said.get("top", 0),
        )
        same = _numbers(ballots) and ballots.head == line + b"\n"
    except (KeyError, TypeError):
        same = False
    if not same:
        raise BallotsError("the first line of the document is not the one line that says this.")
    check(ballots)
    return ballots


def check(ballots: Ballots) -> None:
    """Refuse rows that are not ascending, different, of known marks, or cast by nobody."""
    _check_options(ballots.options)
    rows, wide, code = ballots.rows, ballots.width, 8 * ballots.words
    if len(rows) % wide:
        raise BallotsError(f"the rows are not whole: {len(rows)} bytes are no multiple of {wide}.")
    keys = [rows[at : at + code] for at in range(0, len(rows), wide)]
    if not all(a < b for a, b in pairwise(keys)):
        raise BallotsError("the rows are not different and ascending.")
    if not all(ballots.weights()) or ballots.voters > MAX_VOTERS:
        raise BallotsError(f"a row stands for no voter, or all for more than {MAX_VOTERS}.")
    longest = 0
    for value in ballots.codes():
        if value >> ballots.digits * ballots.bits:
            raise BallotsError("a code is longer than the digits that the first line says.")
        longest = max(longest, _length(ballots, ballots.read_digits(value)))
    if ballots.form == "rankings" and longest != ballots.digits:
        raise BallotsError("no ranking is as long as the digits that the first line says.")


# One function a form


def _ranking_digits(ranks: Ranks, n: int) -> tuple[int, ...]:
    digits: list[int] = []
    for rank in ranks:
        if rank == SEVERAL:
            digits.append(n + 3)
        elif not rank:
            digits.append(n + 2)
        else:
            for at, option in enumerate(sorted(rank)):
                digits.extend((n + 1, _option(option, n) + 1) if at else (_option(option, n) + 1,))
            if len(set(rank)) < len(rank):
                raise BallotsError("an option stands twice at one rank; write it once.")
    while digits and digits[-1] == n + 2:
        digits.pop()
    return tuple(digits)


def _read_ranking(ballots: Ballots, code: int) -> Ranks:
    n = len(ballots.options)
    ranks: list[tuple[int, ...]] = []
    shares = False
    for digit in ballots.read_digits(code):
        if digit == 0:
            break
        if digit <= n:
            ranks.append((*ranks.pop(), digit - 1) if shares and ranks else (digit - 1,))
        elif digit != n + 1:
            ranks.append(() if digit == n + 2 else SEVERAL)
        shares = digit == n + 1
    return tuple(ranks)


def _read_approvals(ballots: Ballots, code: int) -> tuple[int, ...]:
    n = len(ballots.options)
    found = []
    while code:
        high = code.bit_length() - 1
        found.append(n - 1 - high)
        code ^= 1 << high
    return tuple(found)


def _read_points(ballots: Ballots, code: int) -> tuple[int | None, ...]:
    base = ballots.lowest - 1
    return tuple(digit + base if digit else None for digit in ballots.read_digits(code))


def _read_choice(ballots: Ballots, code: int) -> int | None:
    if not code:
        return None
    return code - 1 if code <= len(ballots.options) else SEVERAL[0]


_READERS = {
    "rankings": _read_ranking,
    "approvals": _read_approvals,
    "points": _read_points,
    "choice": _read_choice,
}


# Checking and packing


def _numbers(ballots: Ballots) -> bool:
    """Whether the first line holds values of the right types, within bounds."""
    whole = (ballots.digits, ballots.lowest, ballots.top)
    if ballots.form not in FORMS or not all(type(value) is int for value in whole):
        return False
    n = len(ballots.options)
    if not 0 <= ballots.digits <= MAX_DIGITS or abs(ballots.lowest) + abs(ballots.top) >= 2**53:
        return False
    fixed = {"approvals": n, "points": n, "choice": 1}
    return ballots.lowest <= ballots.top and ballots.digits == fixed.get(
        ballots.form, ballots.digits
    )


def _length(ballots: Ballots, digits: list[int]) -> int:
    """How long a row's code is; refuses digits that are no marks of the form."""
    n = len(ballots.options)
    if ballots.form == "rankings":
        written = _ranking_digits(_read_ranking(ballots, _number(digits, ballots.bits)), n)
        if list(written) != digits[: len(written)] or any(digits[len(written) :]):
            raise BallotsError("a ranking is not written in its one way.")
        return len(written)
    top = {"approvals": 1, "points": ballots.top - ballots.lowest + 1, "choice": n + 1}
    if max(digits, default=0) > top[ballots.form]:
        raise BallotsError("a ballot holds a mark that there is not.")
    return len(digits)


def _option(option: int, n: int) -> int:
    if not 0 <= option < n:
        raise BallotsError(f"option {option} is not one of 0 to {n - 1}.")
    return option


def _weight(voters: int) -> int:
    if voters < 1:
        raise BallotsError(f"a ballot of {voters} voters is none; leave it out.")
    return voters


def _check_options(options: Sequence[str]) -> None:
    if len(set(options)) < len(options) or not all(
        isinstance(option, str) and option for option in options
    ):
        raise BallotsError("options have ids, no two the same.")
    if not 0 < len(options) <= MAX_OPTIONS:
        raise BallotsError(f"there are {len(options)} options, not 1 to {MAX_OPTIONS}.")


def _number(digits: Sequence[int], bits: int) -> int:
    code = 0
    for digit in digits:
        code = code << bits | digit
    return code


def _made(
    form: Form,
    options: Sequence[str],
    digits: int,
    found: Counter[tuple[int, ...]],
    lowest: int = 0,
    top: int = 0,
) -> Ballots:
    bits = digit_bits(form, len(options), top - lowest)
    codes = {
        _number(marks, bits) << bits * (digits - len(marks)): voters
        for marks, voters in found.items()
    }
    return _packed(form, options, digits, codes, lowest, top)


def _packed(
    form: Form,
    options: Sequence[str],
    digits: int,
    codes: Mapping[int, int],
    lowest: int = 0,
    top: int = 0,
) -> Ballots:
    _check_options(options)
    if digits > MAX_DIGITS or sum(codes.values()) > MAX_VOTERS:
        raise BallotsError("there are more marks or voters than are counted at once.")
    made = Ballots(form, tuple(options), digits, b"", lowest, top)
    code = 8 * made.words
    rows = b"".join(
        value.to_bytes(code, "big") + codes[value].to_bytes(_WEIGHT, "big")
        for value in sorted(codes)
    )
    return Ballots(form, made.options, digits, rows, lowest, top)
