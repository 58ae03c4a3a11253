"""The workbook to fill in, empty or with an example, in each language."""

from __future__ import annotations

import io
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from koinon.interfaces.shared.moving.sheets import ACCOUNTS, LANGUAGES, OUTCOMES, SHEETS, Sheet
from koinon.interfaces.shared.moving.sheets import NOTES as SHEET_OF_NOTES

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH: Final = 22
NOTES: Final = (
    gettext_noop("Fill in the sheets; only the sheet of members must have rows."),
    gettext_noop("The order of columns does not matter; further columns are left alone."),
    gettext_noop("Write days as year-month-day or as dates of the spreadsheet."),
    gettext_noop("Dues: what each member was charged by a levy of a year, and what it has paid."),
    gettext_noop("What a member paid beyond a charge stays to its credit."),
    gettext_noop("Balances: one line for each account. Write as its kind one of: {accounts}."),
    gettext_noop("What is left over becomes net assets; stated totals must agree with the sheets."),
    gettext_noop("Contracts: the whole amount, what was invoiced of it, what of that is unpaid."),
    gettext_noop(
        "Decisions: write as the outcome one of: {outcomes}. Name the PDF, if there is one."
    ),
)
"""What the first sheet says."""

_MEMBERS: Final = (
    ("Aster", "BE", 250_000, "2024-01-01", "Statbel"),
    ("Birch", "BE", 160_000, "2024-01-01", "Statbel"),
    ("Cedar", "BE", 90_000, "2024-01-01", "Statbel"),
)
_COLUMNS: Final = {
    "members": ("name", "country", "population", "population_on", "population_source")
}
_EXAMPLE: Final[dict[str, tuple[tuple[Any, ...], ...]]] = {
    "members": _MEMBERS,
    "dues": (
        ("Aster", "Dues", 2024, 12500, 12500, "2024-06-30"),
        ("Birch", "Dues", 2024, 8000, 7250.5, "2024-06-30"),
        ("Cedar", "Dues", 2024, 4500, 5000, "2024-06-30"),
    ),
    "balances": (
        ("bank", "", 48200),
        ("receivable", "", 749.5),
        ("advance", "", 500),
        ("payable", "", 6000),
        ("asset", "Van", 12000),
        ("liability", "Loan", 20000),
        ("reserve", "Roof", 9000),
        ("net_assets", "", 25449.5),
    ),
    "contracts": (
        ("Heat pumps", "Warm Ltd", "works", 30000, 21000, 6000, "R-7", 2025, "", ""),
        ("Advice", "Counsel & Co", "works", 5000, 0, 0, "", 2025, "", ""),
    ),
    "decisions": (
        ("2024/7", "2024-05-02", "Buy a van", "adopted", ""),
        ("2024/8", "2024-05-02", "Sell the van", "rejected", ""),
    ),
}
"""48,200 + 749.50 + 12,000 are 60,949.50; less 500, 6,000, 20,000 and 9,000 leaves 25,449.50."""


def workbook(language: str, *, example: bool = False) -> bytes:
    """The workbook in a language; `example` fills it with a coalition of three cities."""
    book = Workbook()
    notes: Any = book.active
    notes.title = SHEET_OF_NOTES[_place(language)][0]
    _write_notes(notes, language)
    for sheet in SHEETS:
        page: Any = book.create_sheet(sheet.name(language))
        columns = _COLUMNS.get(sheet.id, tuple(sheet.columns)) if example else tuple(sheet.columns)
        page.append([sheet.title(column, language) for column in columns])
        for cell in page[1]:
            cell.font = Font(bold=True)
        page.freeze_panes = "A2"
        page.sheet_view.rightToLeft = language == "ar"
        for place in range(1, len(columns) + 1):
            page.column_dimensions[get_column_letter(place)].width = WIDTH
        for row in _EXAMPLE[sheet.id] if example else ():
            page.append(
                [
                    _told(sheet, column, value, language)
                    for column, value in zip(columns, row, strict=True)
                ]
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _place(language: str) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else 0


def _told(sheet: Sheet, column: str, value: Any, language: str) -> Any:
    """A cell of the example; fixed words in the reader's language."""
    place = _place(language)
    if sheet.id == "balances" and column == "account":
        return ACCOUNTS[value][place][0]
    if sheet.id == "decisions" and column == "outcome":
        return OUTCOMES[value][place][0]
    return value if value != "" else None


def _write_notes(page: Any, language: str) -> None:
    place = _place(language)
    facts = {
        "accounts": ", ".join(words[place][0] for words in ACCOUNTS.values()),
        "outcomes": ", ".join(words[place][0] for words in OUTCOMES.values()),
    }
    page.sheet_view.rightToLeft = language == "ar"
    page.column_dimensions["A"].width = 100
    for line in NOTES:
        page.append([gettext(line).format_map(facts)])
    for (cell,) in page.iter_rows():
        cell.alignment = Alignment(wrap_text=True, vertical="top")
