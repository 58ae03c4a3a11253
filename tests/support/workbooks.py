"""Workbooks as clerks send them: a good one, and changes to it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

Sheets = dict[str, list[list[Any]]]
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"


def league(cities: int = 12) -> Sheets:
    """A league: city k has k thousand residents and was charged k hundred, all but one paid.

    City 1 owes 40.00 of 100.00, city 2 paid 25.50 too much. At the bank are 5,000.00; with the
    40.00 and less 25.50 and 300.00 unpaid, 4,714.50 are net assets.
    """
    names = [f"City {k}" for k in range(1, cities + 1)]
    paid = {1: 60, 2: 225.5}
    return {
        "members": [
            ["name", "country", "population", "population_on", "population_source"],
            *([name, "BE", k * 1000, "2024-01-01", "Statbel"] for k, name in enumerate(names, 1)),
        ],
        "dues": [
            ["city", "levy", "year", "charged", "paid", "due"],
            *(
                [name, "Dues", 2024, k * 100, paid.get(k, k * 100), "2024-06-30"]
                for k, name in enumerate(names, 1)
            ),
        ],
        "balances": [
            ["account", "title", "amount"],
            ["bank", None, 5000],
            ["receivable", None, 40],
            ["advance", None, 25.5],
            ["payable", None, 300],
            ["net assets", None, 4714.5],
        ],
        "contracts": [
            ["title", "supplier", "line", "total", "invoiced", "unpaid", "invoice_number", "file"],
            ["Advice", "Counsel Ltd", "Legal", 1000, 700, 300, "R-7", None],
        ],
        "decisions": [
            ["number", "day", "title", "outcome", "file"],
            ["2024/1", "2024-05-02", "Ask for advice", "adopted", "2024-1.pdf"],
        ],
    }


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]], change: Any = None) -> bytes:
    """A workbook of these sheets; `change` may do anything to it before it is saved."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
