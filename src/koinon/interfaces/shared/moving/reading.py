"""A whole bundle read: everything right, or every mistake named by sheet, line and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from koinon.cities.roster import Mistake, Roster, RosterErrors
from koinon.cities.roster.reading import read_members
from koinon.cities.roster.tables import Record, name_columns, records
from koinon.interfaces.shared.moving import books
from koinon.interfaces.shared.moving.books import (
    BalanceRow,
    ContractRow,
    DecisionRow,
    DuesRow,
    Setting,
)
from koinon.interfaces.shared.moving.files import Bundle, Table, fail
from koinon.interfaces.shared.moving.sheets import sheet

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Moving:
    """What a living coalition brings along. `ignored` are sheets and columns that were not used."""

    roster: Roster
    dues: tuple[DuesRow, ...]
    balances: tuple[BalanceRow, ...]
    contracts: tuple[ContractRow, ...]
    decisions: tuple[DecisionRow, ...]
    papers: Mapping[str, bytes]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrongs:
    """The mistakes of each file or sheet, in their order."""

    errors: tuple[RosterErrors, ...]

    def sentences(self, translate: Callable[[str], str] = str) -> tuple[str, ...]:
        """Every mistake told, sheet by sheet."""
        return tuple(said for one in self.errors for said in one.sentences(translate))

    @property
    def more(self) -> int:
        """How many mistakes there are beyond those that are told."""
        return sum(one.more for one in self.errors)


def read_moving(
    bundle: Bundle, *, on: date, today: date, currency: str, language: str
) -> Moving | Wrongs:
    """Read every sheet; the members first, because the others name them."""
    errors: list[RosterErrors] = []
    roster = _members(bundle, errors)
    members = roster.members if roster else ()
    setting = Setting(
        *(on, today, currency, members, bundle.papers, language), Setting.names_of(members)
    )
    reader = _Reader(bundle, setting, errors, checked=roster is not None)
    dues = reader.rows("dues", books.dues)
    contracts = reader.rows("contracts", books.contract)
    decisions = reader.rows("decisions", books.decision)
    balances = reader.rows("balances", books.balance)
    if not errors and "balances" in bundle.tables:
        table = bundle.tables["balances"]
        wrong = tuple(books.totals_wrong(balances, dues, contracts, currency))
        if wrong:
            errors.append(RosterErrors(table.file, wrong))
    if errors or roster is None:
        return Wrongs(tuple(errors))
    ignored = (*bundle.ignored, *roster.ignored_columns, *reader.ignored)
    return Moving(roster, dues, balances, contracts, decisions, bundle.papers, ignored)


def _members(bundle: Bundle, errors: list[RosterErrors]) -> Roster | None:
    table = bundle.tables.get("members")
    if table is None:
        first = next(iter(bundle.tables.values()))
        errors.append(fail(first.file.partition(" › ")[0], "sheet_missing", "members"))
        return None
    try:
        return read_members(
            table.rows,
            table.file,
            aliases=sheet("members").known().aliases,
            separator=table.separator,
            mistakes=list(table.mistakes),
        )
    except RosterErrors as error:
        errors.append(error)
        return None


class _Reader:
    """Reads the sheets beside the members; one that is not there has no rows."""

    def __init__(
        self, bundle: Bundle, setting: Setting, errors: list[RosterErrors], *, checked: bool
    ) -> None:
        self._bundle = bundle
        self._setting = setting
        self._errors = errors
        self._checked = checked
        self.ignored: list[str] = []

    def rows(self, id: str, read: Callable[[Record, Setting], R | None]) -> tuple[R, ...]:
        """The rows of a sheet; its mistakes join the others."""
        table = self._bundle.tables.get(id)
        if table is None or not table.rows:
            return ()
        mistakes = list(table.mistakes)
        found = self._read(table, id, read, mistakes)
        if not self._checked:  # without members, every city would be unknown
            mistakes = [one for one in mistakes if not one.code.startswith("unknown_city")]
        if mistakes:
            ordered = tuple(sorted(mistakes, key=lambda one: one.line))
            self._errors.append(RosterErrors(table.file, ordered))
        return found

    def _read(
        self,
        table: Table,
        id: str,
        read: Callable[[Record, Setting], R | None],
        mistakes: list[Mistake],
    ) -> tuple[R, ...]:
        before = len(mistakes)
        known = sheet(id).known()
        named = name_columns(table.rows[0], known, mistakes)
        if len(mistakes) > before:
            return ()
        self.ignored += named.ignored
        rows = [
            read(record, self._setting)
            for record in records(table.rows[1:], named, table.separator, mistakes)
        ]
        return tuple(row for row in rows if row is not None)


def without_papers(moving: Moving) -> Moving:
    """The same with only the papers that a row names."""
    named = {one.paper for one in moving.contracts} | {one.paper for one in moving.decisions}
    kept = {name: data for name, data in moving.papers.items() if name in named}
    unused = tuple(name for name in moving.papers if name not in named)
    return replace(moving, papers=kept, ignored=(*moving.ignored, *unused))
