"""`koinon count`: count the ballots of a file, show every stage, write the result down."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from koinon.interfaces.shared.countsheets import csv_files, told, workbook
from koinon.interfaces.shared.countwords import called, reason_told, shown
from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.tables import aligned
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.paths import read_with_rules
from koinon.methods.ballotfiles.tables import UNDECLARED
from koinon.methods.counting import methods, options
from koinon.methods.counting.contests import Contest, CountError, Election
from koinon.methods.counting.documents import Count
from koinon.methods.counting.explaining import reasons
from koinon.methods.counting.reasons import closest
from koinon.methods.counting.statements import Method
from koinon.methods.counting.transfers.us_rules import rctab_rule

RCTAB_METHOD = "us-rcv"
"""The method whose options are the settings of RCTab."""
SHOWN = 40
"""So many rows of a table are printed; files hold all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed; "" and 0 for what was not."""

    file: str
    method: str
    rule: Sequence[str]
    seats: int
    budget: str
    lot: str
    contest: str
    withdrawn: Sequence[str]
    exact: bool


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where to write; "" for nowhere."""

    json: str
    sheet: str
    ballots: str


def count(asked: Asked, outputs: Outputs) -> int:
    """Count, print or write. Raises Mistake."""
    if not asked.file:
        raise Mistake("count: name a file with ballots, e.g. koinon count ward.blt -m scottish-stv")
    asked, found, stated = _read(asked)
    method, rule = _rule(asked.method, asked.rule, stated)
    election = replace(found, contest=_contest(found.contest, asked))
    try:
        result = methods.count(rule, election, asked.lot, fast=False if asked.exact else None)
    except CountError as error:
        raise Mistake(f"count: {asked.file}: {error}") from None
    counted = Count(method, election.contest, result)
    _write(counted, election, outputs)
    if outputs.json != "-":
        for line in _told(counted, asked.file):
            print(line)
    return 0


def listed() -> int:
    """Print every method: its name, what it counts, its source."""
    for name, method in methods.methods().items():
        print(f"{name}\n    {method.statement.title}; counts {' or '.join(method.forms)}.")
        print(f"    {method.statement.source}")
    return 0


def explained(name: str, said: Sequence[str]) -> int:
    """Print what a rule states of itself, and its options. Raises Mistake."""
    method, rule = _rule(name, said)
    stated = method.statement
    print(f"{stated.title} ({rule.KIND})")
    for title in ("arithmetic", "rounding", "ties", "stop", "irregular", "source"):
        print(f"  {title:<11}{getattr(stated, title)}")
    rows = tuple(options.options_of(rule))
    if rows:
        print("\nOptions (--set name=value):")
        yours = [f"  {one}={value}   ({allowed})" for one, value, allowed in rows]
        print("\n".join(yours))
    return 0


def _rule(name: str, said: Sequence[str], stated: Any = None) -> tuple[Method, Any]:
    """The method asked for, and its rule (or the one the file states) with what was typed."""
    if not name:
        raise Mistake("count: say --method; koinon count --list names all.")
    pairs = [text.partition("=") for text in said]
    for option, equals, _ in pairs:
        if not equals:
            raise Mistake(f"count: --set {option!r} lacks its value; write name=value.")
    try:
        method = methods.find(name)
        changed = {option.strip(): value for option, _, value in pairs}
        return method, options.with_options(stated or method.rule, changed)
    except CountError as error:
        raise Mistake(f"count: {error}") from None


def _read(asked: Asked) -> tuple[Asked, Election, Any]:
    """What is asked, the election of the file, and the rule that the file states, if any.

    A configuration of RCTab states one, which counts where no other method was typed.
    """
    if asked.method:
        _rule(asked.method, asked.rule)
    try:
        found = read_with_rules(Path(asked.file), asked.contest)
    except BallotFileError as error:
        raise Mistake(f"count: {error}") from None
    if found.rules is None or asked.method not in ("", RCTAB_METHOD):
        return asked, found.election, None
    contest = found.election.contest
    undeclared = UNDECLARED if UNDECLARED in contest.ids else ""
    try:
        rule, seats = rctab_rule(dict(found.rules.values), undeclared)
    except CountError as error:
        raise Mistake(f"count: {asked.file}: {error}") from None
    election = replace(found.election, contest=replace(contest, seats=seats))
    return replace(asked, method=RCTAB_METHOD), election, rule


def _contest(contest: Contest, asked: Asked) -> Contest:
    unknown = set(asked.withdrawn) - set(contest.ids)
    if unknown:
        raise Mistake(f"count: --withdrawn {min(unknown)} is no option of {asked.file}.")
    if asked.withdrawn:
        contest = replace(
            contest,
            options=tuple(
                replace(one, withdrawn=one.withdrawn or one.id in asked.withdrawn)
                for one in contest.options
            ),
        )
    if asked.budget:
        contest = replace(contest, budget=_money(asked.budget, contest.unit))
    return replace(contest, seats=asked.seats) if asked.seats else contest


def _money(text: str, unit: int) -> int:
    """An amount in `unit`ths of the currency unit."""
    places = len(str(unit)) - 1
    whole, dot, part = text.partition(".")
    digits = whole + part.ljust(places, "0")
    if not (whole and digits.isascii() and digits.isdecimal() and len(digits) < 19):
        raise Mistake(f"count: --budget {text[:40]!r} is no amount; write digits, e.g. 1000000.")
    if len(part) > places or (dot and not part):
        raise Mistake(f"count: --budget {text} has more decimals than the file's costs: {places}.")
    return int(digits)


def _write(counted: Count, election: Election, outputs: Outputs) -> None:
    if outputs.ballots:
        Path(outputs.ballots).write_bytes(election.ballots.dump())
    if outputs.json == "-":
        sys.stdout.write(counted.dump().decode())
    elif outputs.json:
        Path(outputs.json).write_bytes(counted.dump())
    if outputs.sheet:
        path = Path(outputs.sheet)
        if path.suffix == ".xlsx":
            path.write_bytes(workbook(counted))
            return
        files = csv_files(counted)
        if path.suffix == ".csv":
            path.write_bytes(files[0][1])
            return
        path.mkdir(parents=True, exist_ok=True)
        for name, data in files:
            (path / name).write_bytes(data)


def _told(counted: Count, file: str) -> Iterator[str]:
    """The result in words and tables."""
    result, contest = counted.result, counted.contest
    names = {option.id: option.name for option in contest.options}
    yield f"{contest.title or file} · {counted.method.statement.title}"
    tally = result.tally
    yield f"{tally.cast} ballots, {tally.valid} of them valid"
    for one in tally.irregular:
        so = "counted as the rule says" if one.valid else "not counted"
        yield f"  {one.ballots} {one.reason.replace('_', ' ')}: {so}"
    for sheet in counted.method.sheets(result, contest):
        yield ""
        table = told(sheet, names)
        yield table.title
        yield from aligned(table.heads, table.rows[:SHOWN], table.numbers)
        if (more := len(table.rows) - SHOWN) > 0:
            yield f"  … and {more} more; --sheet FILE writes all."
    yield from _reasons(counted, names)
    yield ""
    for tie in result.ties:
        between = ", ".join(called(one, names) for one in tie.tied)
        first = called(tie.first, names)
        yield f"Tie at stage {tie.stage} between {between}: {tie.by} put {first} first."
    elected = ", ".join(names[id_] for id_ in result.elected)
    yield f"{'Funded' if contest.budget is not None else 'Elected'}: {elected or 'nobody'}"
    yield f"Ballots {tally.ballots_sha256}"
    yield f"Result  {counted.sha256}"


def _reasons(counted: Count, names: Mapping[str, str]) -> Iterator[str]:
    """Why each option won or did not, and the closest call."""
    found = reasons(counted.result, counted.contest)
    if not found:
        return
    yield ""
    yield "Why"
    for reason in found:
        text, facts = reason_told(reason, names.__getitem__)
        yield f"  {names[reason.option]}: {text.format(**facts)}"
    if (call := closest(found)) is not None:
        gap = shown(call.gap)
        yield f"Closest call: {names[call.option]} and {names[call.other]}, {gap} votes apart."
