"""`koinon apportion`: seats of a table of votes, with divisors, ties and who came next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any, cast

from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.sheets_shown import say_number, show, write
from koinon.interfaces.shell.votes_read import read_table, read_votes
from koinon.methods.counting.contests import CountError
from koinon.methods.counting.seats.biproportional import biproportional
from koinon.methods.counting.seats.districts import (
    Biproportional,
    BiproportionalResult,
    InfeasibleError,
    Quorum,
)
from koinon.methods.counting.seats.margins import Margin, margins, nearest
from koinon.methods.counting.seats.rules import (
    METHODS,
    STATEMENTS,
    Range,
    SeatsResult,
    SeatsRule,
    Threshold,
)
from koinon.methods.counting.seats.sharing import apportion
from koinon.methods.counting.seats.tables import district_sheets, sheets
from koinon.methods.plain import to_plain

_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,6}))? ?%")
_DECIMAL = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,6}))?")
MAX_MARGINS = 200
"""Most parties for which the votes missing are worked out."""
MAX_SHOWN = 15
"""Widest table of quotients on the screen, in columns."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How a result is given: as JSON, and as a file of tables."""

    as_json: bool
    sheet: str


@dataclass(frozen=True, slots=True)
class One:
    """What was asked of one table of votes, as typed."""

    seats: int | None
    method: str
    first: str
    minimum: int
    maximum: int | None
    threshold: str
    base: str
    won: int | None
    blank: int
    invalid: int
    ties: str
    lot: str


@dataclass(frozen=True, slots=True)
class Districts:
    """What was asked of parties in districts, as typed."""

    seats: str
    quorum_district: str
    quorum_total: str
    quorum_both: bool
    whole: bool
    weigh: str
    rounding: str
    winner: bool
    ties: str
    lot: str


def one(file: str, asked: One, shown: Shown) -> int:
    """Apportion one table and print the result."""
    if asked.seats is None:
        raise Mistake("apportion: how many seats are there? Add --seats N.")
    _one_of("--method", asked.method, METHODS)
    _one_of("--base", asked.base, ("parties", "valid", "cast"))
    _one_of("--ties", asked.ties, ("paper", "lot"))
    votes = read_votes(file, asked.blank, asked.invalid)
    try:
        first = _decimal("--first", asked.first) if asked.first else None
        if asked.method == "modified-sainte-lague" and first is None:
            first = Fraction(7, 5)
        rule = SeatsRule(cast("Any", asked.method), first, asked.minimum, asked.maximum,
                         _threshold(asked), cast("Any", asked.ties))  # fmt: skip
        result = apportion(rule, votes, asked.seats, asked.lot)
    except CountError as error:
        raise Mistake(f"{file}: {error}") from error
    found = () if shown.as_json else _margins(result)
    tables = sheets(result, found)
    if shown.sheet:
        write(shown.sheet, tables)
    if shown.as_json:
        print(json.dumps(to_plain(result), ensure_ascii=False, indent=1))
        return 0
    print(f"{result.house} seats. {STATEMENTS[rule.method].title}.")
    for table in tables:
        if len(table.columns) <= MAX_SHOWN:
            print("\n".join(("", *show(table))))
    print()
    for line in _said(result, found):
        print(line)
    return 0


def districts(file: str, asked: Districts, seats: int | None, shown: Shown) -> int:
    """Apportion parties in districts and print the result."""
    _one_of("--weigh", asked.weigh, ("voters", "votes"))
    _one_of("--rounding", asked.rounding, ("standard", "down", "up"))
    _one_of("--ties", asked.ties, ("paper", "lot"))
    table = read_table(file, asked.seats)
    whole = sum(table.district_seats)
    if seats not in {None, whole}:
        raise Mistake(f"{file}: the districts have {whole} seats, not {seats}; leave --seats out.")
    in_one = _percent("--quorum-district", asked.quorum_district)
    of_all = _percent("--quorum-total", asked.quorum_total)
    quorum = Quorum(in_one, of_all, asked.quorum_both) if in_one or of_all else None
    rule = Biproportional(cast("Any", asked.weigh), asked.whole, quorum,
                          cast("Any", asked.rounding), asked.winner,
                          cast("Any", asked.ties))  # fmt: skip
    try:
        result = biproportional(rule, table, asked.lot)
    except InfeasibleError as error:
        raise Mistake(f"{file}: {error}", 1) from error
    except CountError as error:
        raise Mistake(f"{file}: {error}") from error
    tables = district_sheets(result)
    if shown.sheet:
        write(shown.sheet, tables)
    if shown.as_json:
        print(json.dumps(to_plain(result), ensure_ascii=False, indent=1))
        return 0
    for one_table in tables:
        print("\n".join((*show(one_table), "")))
    for line in _said_of_lists(result):
        print(line)
    return 0


def _threshold(asked: One) -> Threshold | None:
    """Any one of what is given is enough."""
    if not asked.threshold and asked.won is None:
        return None
    share = votes = None
    if asked.threshold.isdigit() and len(asked.threshold) < 19:
        votes = int(asked.threshold)
    elif asked.threshold:
        share = _percent("--threshold", asked.threshold)
    return Threshold(share, cast("Any", asked.base), votes, asked.won)


def _percent(option: str, text: str) -> Fraction | None:
    if not text:
        return None
    match = _PERCENT.fullmatch(text.strip())
    if match is None or (share := _exact(match) / 100) > 1:
        raise Mistake(f"{option}: '{text[:40]}' is not a share of 0 to 100 %; write e.g. 3%.")
    return share


def _decimal(option: str, text: str) -> Fraction:
    match = _DECIMAL.fullmatch(text.strip())
    if match is None:
        raise Mistake(f"{option}: '{text[:40]}' is not a number; write e.g. 1.4.")
    return _exact(match)


def _exact(match: re.Match[str]) -> Fraction:
    decimals = match[2] or ""
    return Fraction(int(match[1] + decimals), 10 ** len(decimals))


def _one_of(option: str, said: str, known: tuple[str, ...]) -> None:
    if said not in known:
        raise Mistake(f"{option}: '{said[:40]}' is not known; choose one of {', '.join(known)}.")


def _margins(result: SeatsResult) -> tuple[Margin, ...]:
    """Votes missing of each party, where they can be worked out while one waits."""
    droop = result.rule.method == "droop" and result.rule.maximum is not None
    return () if droop or len(result.votes.parties) > MAX_MARGINS else margins(result)


def _said(result: SeatsResult, found: tuple[Margin, ...]) -> Iterator[str]:
    """What the tables do not say: who is out, divisors, ties, who came next."""
    out = [p for p, part in zip(result.votes.parties, result.entitled, strict=True) if not part]
    if out:
        yield f"Below the threshold: {', '.join(out)}."
    if result.range is not None:
        yield _range_said(result.range)
    if result.ties:
        yield (f"Tied for {_seats(len(result.ties))}: {', '.join(result.ties[0].tied)}. "
               f"{result.tied.count} outcomes are equal; the {_KEYS[result.rule.ties]} gave "
               f"{', '.join(tie.first for tie in result.ties)} a seat.")  # fmt: skip
    else:
        yield "No tie."
    near = nearest(found)
    if near is not None:
        fewer = f"; {', '.join(near.loses)} would have had one less" if near.loses else ""
        lacks = _votes(near.votes or 0)
        yield f"Next in line: {near.party}, one seat more with {lacks} more{fewer}."


_KEYS = {"paper": "order of the file", "lot": "lot"}


def _seats(n: int) -> str:
    return "1 seat" if n == 1 else f"{n} seats"


def _votes(n: int) -> str:
    return "1 vote" if n == 1 else f"{n} votes"


def _range_said(said: Range) -> str:
    """The ends are rounded inwards, so that what is printed holds."""
    low, high = _end(said.low, said.squared, up=True), said.high
    chosen = "" if said.chosen is None else f", for example {say_number(said.chosen, 6)}"
    if high is None:
        return f"Every divisor from {low} on gives these seats{chosen}."
    if said.low == high:
        return f"The one divisor is {_end(high, said.squared, up=False)}{chosen}."
    upper = _end(high, said.squared, up=False)
    return f"Every divisor from {low} to {upper} gives these seats{chosen}."


def _end(value: Fraction, squared: bool, *, up: bool) -> str:
    """An end of a range to six decimals, upwards or downwards."""
    scale = 10**6
    exact = value * (scale**2 if squared else scale)
    whole = isqrt(exact.numerator // exact.denominator) if squared else int(exact)
    inexact = whole**2 != exact if squared else whole != exact
    return say_number(Fraction(whole + (up and inexact), scale), 6)


def _said_of_lists(result: BiproportionalResult) -> Iterator[str]:
    out = [p for p, part in zip(result.table.parties, result.entitled, strict=True) if not part]
    if out:
        yield f"Below the quorum: {', '.join(out)}."
    yield ("Votes of a list by the divisors of its district and of its party, rounded, are its "
           "seats.")  # fmt: skip
    count = result.tied.count
    if count == 1:
        yield "No tie between tables."
    else:
        many = "more than were counted" if count is None else str(count)
        yield (f"Equal tables: {many}; the {_KEYS[result.rule.ties]} chose, first for "
               f"{result.ties[0].first}.")  # fmt: skip
    if result.upper.ties:
        tied = ", ".join(result.upper.ties[0].tied)
        yield f"Parties tied for {_seats(len(result.upper.ties))}: {tied}."
