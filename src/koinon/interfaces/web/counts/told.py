"""A count in the reader's language: who won, why, every stage, ties, ballots, the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from koinon.interfaces.shared import wording
from koinon.interfaces.shared.countsheets import is_sideways
from koinon.interfaces.shared.countwords import called, in_words, is_options, reason_told
from koinon.interfaces.web.counts.drawn import drawn
from koinon.interfaces.web.steps import apart
from koinon.methods.counting import options
from koinon.methods.counting.contests import Tally
from koinon.methods.counting.documents import Count
from koinon.methods.counting.explaining import reasons
from koinon.methods.counting.reasons import Reason, closest
from koinon.methods.counting.sheets import Cell, Column, Sheet
from koinon.methods.counting.ties import Tie

STATED = ("arithmetic", "rounding", "ties", "stop", "irregular", "source")
"""What a rule states of itself, in the order of a page."""

LONG = 30
"""Rows from which on a table is folded."""


@dataclass(frozen=True, slots=True)
class Line:
    """An option and what became of it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts, each with whether it stands for a number; a long one is folded."""

    id: str
    title: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    is_long: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Everything a page says of a count; `drawing` is None where nothing flows."""

    title: str
    elected: tuple[Line, ...]
    others: tuple[Line, ...]
    closest: str
    ties: tuple[str, ...]
    tally: tuple[str, ...]
    tables: tuple[Table, ...]
    drawing: SafeString | None
    rule: tuple[Line, ...]
    options: tuple[Line, ...]
    kind: str
    ballots_sha256: str
    sha256: str


def told(count: Count, names: Mapping[str, str] | None = None) -> Told:
    """Tell a count; `names` are what options are called in the reader's language, by id."""
    called = {one.id: one.name for one in count.contest.options} | dict(names or {})
    names = {id_: apart(name) for id_, name in called.items()}
    method, result = count.method, count.result
    why = reasons(result, count.contest)
    said = {one.option: _reason(one, names) for one in why}
    sheets = method.sheets(result, count.contest)
    lost = [one.id for one in count.contest.options if one.id not in result.elected]
    stated = method.statement
    return Told(
        title=gettext(stated.title),
        elected=tuple(Line(names[id_], said.get(id_, "")) for id_ in result.elected),
        others=tuple(Line(names[id_], said[id_]) for id_ in lost if id_ in said),
        closest=_closest(why, names),
        ties=tuple(_tie(one, names) for one in result.ties),
        tally=_tally(result.tally),
        tables=tuple(_table(sheet, names) for sheet in sheets if sheet.rows),
        drawing=drawn(result, called),
        rule=tuple(Line(_words(part), gettext(getattr(stated, part))) for part in STATED),
        options=tuple(
            Line(_words(name), value) for name, value, _ in options.options_of(result.rule)
        ),
        kind=result.rule.KIND,
        ballots_sha256=result.tally.ballots_sha256,
        sha256=count.sha256,
    )


def _words(code: str) -> str:
    """A code in words of the reader's language."""
    return gettext(in_words(code))


def _number(value: Fraction | None) -> str:
    return "" if value is None else wording.number(value, 5)


def _reason(reason: Reason, names: Mapping[str, str]) -> str:
    text, facts = reason_told(reason, names.__getitem__, _number)
    return gettext(text).format(**facts)


def _closest(why: Sequence[Reason], names: Mapping[str, str]) -> str:
    call = closest(why)
    if call is None or call.gap is None:
        return ""
    said = gettext("The closest call: {one} and {other} were {votes} votes apart.")
    if call.stage:
        said = gettext(
            "The closest call: at stage {stage}, {one} and {other} were {votes} votes apart."
        )
    return said.format(
        stage=call.stage,
        one=names[call.option],
        other=names[call.other],
        votes=_number(call.gap),
    )


def _tie(tie: Tie, names: Mapping[str, str]) -> str:
    said = gettext(
        "Stage {stage}: {names} were equal. At stake: {what}. What decided: {key}. First: {first}."
    )
    return said.format(
        stage=wording.number(tie.stage),
        names=", ".join(called(one, names) for one in tie.tied),
        what=_words(tie.what),
        key=_words(tie.by),
        first=called(tie.first, names),
    )


def _tally(tally: Tally) -> tuple[str, ...]:
    """How many ballots, and what is not as it should be, each with its number."""
    said = ngettext(
        "{n} ballot was cast; {valid} counted.", "{n} ballots were cast; {valid} counted.",
        tally.cast,
    )  # fmt: skip
    lines = [said.format(n=wording.number(tally.cast), valid=wording.number(tally.valid))]
    for one in tally.irregular:
        counted = ngettext(
            "{n} ballot counted as far as the rule lets it: {why}.",
            "{n} ballots counted as far as the rule lets them: {why}.",
            one.ballots,
        )
        left = ngettext(
            "{n} ballot did not count: {why}.", "{n} ballots did not count: {why}.", one.ballots
        )
        text = counted if one.valid else left
        lines.append(text.format(n=wording.number(one.ballots), why=_words(one.reason)))
    return tuple(lines)


def _table(sheet: Sheet, names: Mapping[str, str]) -> Table:
    sheet = _without_names(sheet)
    numbers = [
        any(isinstance(row[at], int | Fraction) for row in sheet.rows)
        for at in range(len(sheet.columns))
    ]
    heads = tuple(
        (names.get(one.option, one.option) if one.option else _words(one.code), is_number)
        for one, is_number in zip(sheet.columns, numbers, strict=True)
    )
    rows = tuple(
        tuple(
            (_cell(value, column, names), is_number)
            for value, column, is_number in zip(row, sheet.columns, numbers, strict=True)
        )
        for row in sheet.rows
    )
    if is_sideways(sheet):
        lines = tuple(zip(((text, False) for text, _ in heads), *rows, strict=True))
        heads, rows = lines[0], lines[1:]
    name = f"table-{sheet.code.replace('_', '-')}"
    return Table(name, _words(sheet.code), heads, rows, is_long=len(rows) > LONG)


def _without_names(sheet: Sheet) -> Sheet:
    """The sheet without the column of names: on a page options are called by these everywhere."""
    kept = [at for at, column in enumerate(sheet.columns) if column.code != "name"]
    columns = tuple(sheet.columns[at] for at in kept)
    rows = tuple(tuple(row[at] for at in kept) for row in sheet.rows)
    return replace(sheet, columns=columns, rows=rows)


def _cell(value: Cell, column: Column, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, tuple):
        return ", ".join(called(one, names) for one in value) or "–"
    if isinstance(value, str):
        return called(value, names) if is_options(value, names) else _words(value)
    return wording.number(value, column.places)
