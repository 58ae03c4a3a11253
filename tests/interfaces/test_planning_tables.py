"""The cities of a plan from a workbook: the same cities as from CSV, the same mistakes."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from koinon.cities.roster import RosterErrors
from koinon.interfaces.shared.planning import read_brackets, read_places
from koinon.planner.places import brackets_from_csv

EXAMPLES = Path(__file__).parents[2] / "examples/what-if"


def rows(name: str) -> list[list[Any]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return [[int(c) if c.isdigit() else c or None for c in row] for row in csv.reader(file)]


def book(**sheets: list[list[Any]]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, lines in sheets.items():
        sheet = workbook.create_sheet(title)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("title", ["cities", "Villes", "Sheet1", "المدن"])
def test_a_workbook_reads_as_its_csv(title: str) -> None:
    from_csv = read_places((EXAMPLES / "cities.csv").read_bytes(), "cities.csv")
    assert read_places(book(**{title: rows("cities.csv")}), "plan.xlsx") == from_csv


def test_brackets_come_along_or_alone() -> None:
    cities = read_places((EXAMPLES / "cities.csv").read_bytes(), "cities.csv").places
    data = (EXAMPLES / "brackets.csv").read_bytes()
    expected = brackets_from_csv(data, "brackets.csv", cities)
    both = book(cities=rows("cities.csv"), tramos=rows("brackets.csv"))
    assert read_places(both, "plan.xlsx").places == expected
    assert read_brackets(book(brackets=rows("brackets.csv")), "b.xlsx", cities) == expected
    assert read_brackets(data, "b.csv", cities) == expected


def refused(data: bytes) -> tuple[str, ...]:
    with pytest.raises(RosterErrors) as caught:
        read_places(data, "plan.xlsx")
    return caught.value.sentences()


def test_mistakes_name_sheet_line_and_column() -> None:
    table = rows("cities.csv")
    table[1][table[0].index("population")] = "many"
    assert refused(book(cities=table)) == (
        "plan.xlsx › cities, line 2, column population: “many” is not a whole number; write digits "
        "only, e.g. 12500.",
    )


def test_what_is_no_table_of_cities_is_refused() -> None:
    assert refused(book(a=rows("cities.csv"), b=rows("cities.csv")))
    assert refused(book(cities=rows("cities.csv"), villes=rows("cities.csv")))
    assert refused(b"PK\x03\x04nothing")
    assert refused(book(cities=[]))
    with pytest.raises(RosterErrors):
        read_brackets(book(cities=rows("cities.csv")), "b.xlsx", ())
