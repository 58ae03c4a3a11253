"""A budget as a table: programmes, their lines, and what each had in the year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from koinon.charter.document import Names
from koinon.interfaces.web import words
from koinon.interfaces.web.enclosed.asking import Asked
from koinon.interfaces.web.pages.money_words import currency
from koinon.treasury import queries as treasury


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line: its title, its amount, and its budget in the year before (None: it had none)."""

    code: str
    title: Names
    amount_cents: int
    before_cents: int | None


@dataclass(frozen=True, slots=True)
class BudgetProgramme:
    """A programme's lines and their sums; `before_cents` is None where none had a budget."""

    code: str
    rows: tuple[BudgetRow, ...]
    amount_cents: int
    before_cents: int | None


@dataclass(frozen=True, slots=True)
class BudgetTold:
    """A budget in minor units.

    `year_before_cents` is the whole budget of the year before, None where it had none.
    `so_far_cents` is what the year has by now, None where the budget is decided already.
    """

    year: int
    programmes: tuple[BudgetProgramme, ...]
    total_cents: int
    year_before_cents: int | None
    so_far_cents: int | None
    adopted: bool

    @property
    def year_before(self) -> int:
        """The year before."""
        return self.year - 1

    @property
    def with_it_cents(self) -> int:
        """What the year would have in all."""
        return (self.so_far_cents or 0) + self.total_cents


def told(data: dict[str, Any], asked: Asked) -> BudgetTold:
    """The lines by programme, in the order in which programmes first stand in the act."""
    year = data["year"]
    before = _adopted(year - 1)
    first = {line["programme"]: place for place, line in reversed([*enumerate(data["lines"])])}
    lines = sorted(data["lines"], key=lambda line: first[line["programme"]])
    programmes = tuple(
        _programme(code, tuple(_row(line, before) for line in group))
        for code, group in groupby(lines, key=lambda line: str(line["programme"]))
    )
    return BudgetTold(
        year=year,
        programmes=programmes,
        total_cents=sum(one.amount_cents for one in programmes),
        year_before_cents=sum(before.values()) if before else None,
        so_far_cents=sum(_adopted(year).values()) if asked.ahead else None,
        adopted=asked.decision_n is not None,
    )


def _adopted(year: int) -> Mapping[str, int]:
    """The budget of each line that a decision adopted for a year."""
    lines = treasury.budget(currency(), year)
    return {one.code: one.budget_cents for one in lines if one.adopted_n is not None}


def _row(line: Mapping[str, Any], before: Mapping[str, int]) -> BudgetRow:
    title, code = words.names_of(line["title"]), line["code"]
    return BudgetRow(code, title, line["amount_cents"], before.get(code))


def _programme(code: str, rows: tuple[BudgetRow, ...]) -> BudgetProgramme:
    known = [row.before_cents for row in rows if row.before_cents is not None]
    amount = sum(row.amount_cents for row in rows)
    return BudgetProgramme(code, rows, amount, sum(known) if known else None)
