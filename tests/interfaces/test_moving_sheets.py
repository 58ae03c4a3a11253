"""Workbooks as they come: every right one is read exactly, every wrong one is told in sentences."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.workbooks import PDF, Sheets, league, xlsx, zipped

from koinon.cities.roster import RosterErrors
from koinon.cities.roster.cells import Wrong
from koinon.interfaces.shared.moving import amounts, files
from koinon.interfaces.shared.moving.files import read_bundle
from koinon.interfaces.shared.moving.reading import Moving, Wrongs, read_moving
from koinon.interfaces.shared.moving.workbook import Stored

TODAY = date(2025, 6, 1)


def read(name: str, data: bytes) -> Moving | Wrongs:
    try:
        bundle = read_bundle(name, data)
    except RosterErrors as error:
        return Wrongs((error,))
    return read_moving(bundle, on=date(2025, 1, 1), today=TODAY, currency="EUR", language="en")


def bundle(sheets: Sheets, change: Any = None) -> bytes:
    return zipped({"league.xlsx": xlsx(sheets, change), "papers/2024-1.pdf": PDF})


def codes(data: bytes, name: str = "league.zip") -> list[str]:
    found = read(name, data)
    assert isinstance(found, Wrongs), found
    assert found.sentences()
    return [one.code for error in found.errors for one in error.mistakes]


def changed(sheet: str, line: int, column: int, value: Any) -> bytes:
    """The good league with one cell changed; lines and columns count from 1, as mistakes do."""
    sheets = league()
    sheets[sheet][line - 1][column - 1] = value
    return bundle(sheets)


def test_the_good_league_is_read_exactly() -> None:
    found = read("league.zip", bundle(league()))
    assert isinstance(found, Moving)
    assert [one.population.value for one in found.roster.members] == [
        k * 1000 for k in range(1, 13)
    ]
    assert sum(one.charged_cents - one.paid_cents for one in found.dues) == 40_00 - 25_50
    assert found.balances[-1].amount_cents == 4_714_50
    (contract,) = found.contracts
    assert (contract.total_cents, contract.invoiced_cents, contract.unpaid_cents) == (
        1_000_00,
        700_00,
        300_00,
    )
    assert found.decisions[0].paper == "2024-1.pdf"
    assert found.ignored == ()


def test_columns_in_any_order_and_language_days_as_dates_empty_rows() -> None:
    sheets = league()
    heads = ["décisions", "date", "numéro", "résultat", "objet"]
    sheets["décisions"] = [
        [None, *heads[1:]][1:],
        [None, None, None, None],
        [datetime.fromisoformat("2024-05-02"), "7", "adoptée", "Objet"],
    ]
    del sheets["decisions"]
    found = read("league.zip", bundle(sheets))
    assert isinstance(found, Moving)
    (decided,) = found.decisions
    assert (decided.day, decided.number, decided.line) == (date(2024, 5, 2), "7", 3)
    assert (decided.title, decided.outcome, decided.paper) == ("Objet", "adopted", None)


@pytest.mark.parametrize(
    ("sheet", "line", "column", "value", "code"),
    [
        ("members", 2, 3, "many", "not_whole"),
        ("members", 2, 4, "yesterday", "not_a_day"),
        ("members", 3, 1, "City 1", "name_twice"),
        ("dues", 2, 1, "Paris", "unknown_city"),
        ("dues", 2, 1, "Citty 1", "unknown_city_meant"),
        ("dues", 2, 4, "1.234", "amount_either"),
        ("dues", 2, 4, -5, "amount_negative"),
        ("dues", 2, 4, 1.005, "amount_decimals"),
        ("dues", 2, 4, True, "amount_form"),
        ("dues", 2, 4, 10**15, "amount_range"),
        ("dues", 2, 3, 24, "not_a_year"),
        ("dues", 3, 1, "City 1", "dues_twice"),
        ("balances", 2, 1, "treasure", "choice"),
        ("balances", 3, 3, 41, "total_differs"),
        ("balances", 4, 3, 25, "total_differs"),
        ("balances", 5, 3, 300.01, "total_differs"),
        ("balances", 6, 3, 4714.51, "unbalanced"),
        ("contracts", 2, 5, 1001, "invoiced_beyond"),
        ("contracts", 2, 6, 701, "unpaid_beyond"),
        ("contracts", 2, 7, None, "companion_missing"),
        ("contracts", 2, 2, None, "missing"),
        ("decisions", 2, 2, "2025-06-02", "day_future"),
        ("decisions", 2, 4, "maybe", "choice"),
        ("decisions", 2, 5, "lost.pdf", "paper_missing"),
        ("decisions", 2, 5, "league.xlsx", "paper_missing"),
        ("decisions", 2, 3, "x" * 201, "too_long"),
        ("decisions", 1, 3, "titel", "column_misspelt"),
        ("dues", 1, 1, None, "column_unnamed"),
        ("dues", 2, 4, "=1/0", "formula_empty"),
        ("dues", 2, 4, "#REF!", "formula_error"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(
    sheet: str, line: int, column: int, value: Any, code: str
) -> None:
    found = read("league.zip", changed(sheet, line, column, value))
    assert isinstance(found, Wrongs)
    mistakes = [one for error in found.errors for one in error.mistakes]
    assert code in [one.code for one in mistakes if one.line == line], found.sentences()
    assert all(f"league.xlsx › {sheet}" in said for said in found.sentences())


def merge(book: Any) -> None:
    book["dues"].merge_cells("A2:A4")


def hide_row(book: Any) -> None:
    book["dues"].row_dimensions[3].hidden = True


def hide_sheet(book: Any) -> None:
    book["contracts"].sheet_state = "hidden"


def twice(book: Any) -> None:
    book.create_sheet("arrears").append(["city", "levy", "year", "charged"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (merge, "merged"),
        (hide_row, "rows_hidden"),
        (hide_sheet, "sheet_hidden"),
        (twice, "sheet_twice"),
    ],
)
def test_what_cannot_be_seen_is_not_taken_over(change: Callable[[Any], None], code: str) -> None:
    assert code in codes(bundle(league(), change))


def without_members() -> bytes:
    sheets = league()
    del sheets["members"]
    return bundle(sheets)


def bomb() -> bytes:
    """A zip of a few kilobytes that unpacks to more than a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("members.csv", b"0" * (files.store.DOCUMENT_LIMIT + 1))
    return out.getvalue()


def locked() -> bytes:
    """A zip whose entries say that they are encrypted."""
    data = bytearray(zipped({"members.csv": b"name"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def with_entities() -> bytes:
    parts = files.unpacked("x", xlsx(league()))
    sheet = parts["xl/worksheets/sheet1.xml"]
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    parts["xl/worksheets/sheet1.xml"] = declared + sheet
    return zipped(parts)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_excel"),
        ("league.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_excel"),
        ("league.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("league.xlsx", b"not a workbook", "not_a_workbook"),
        ("league.xlsx", b"", "not_a_workbook"),
        ("a.zip", zipped({"a.docx": b"x", "b.txt": b"y"}), "no_sheets"),
        ("a.zip", zipped({"word/document.xml": b"x"}), "not_a_workbook"),
        ("a.zip", bomb(), "file_too_big"),
        ("a.zip", locked(), "locked"),
        ("a.xlsx", with_entities(), "damaged"),
        ("a.zip", zipped({"a/x.pdf": PDF, "b/x.pdf": PDF}), "file_twice"),
        ("a.zip", zipped({f"{k}.pdf": b"" for k in range(2_001)}), "too_many_files"),
        ("members.csv", "name;country\nGenève;CH".encode("latin-1"), "not_utf8"),
        ("members.csv", b"name,country\nA,BE", "column_missing"),
        ("league.zip", without_members(), "sheet_missing"),
    ],
)
def test_a_wrong_file_is_told_for_what_it_is(name: str, data: bytes, code: str) -> None:
    assert codes(data, name) == [code] or code in codes(data, name)


def test_a_million_rows_are_not_read() -> None:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>'
    parts = files.unpacked("x", xlsx(league()))
    body = b"".join(row % (k, k) for k in range(1, 200_000))
    sheet = parts["xl/worksheets/sheet2.xml"]
    parts["xl/worksheets/sheet2.xml"] = re.sub(
        rb"<sheetData>.*</sheetData>", b"<sheetData>" + body + b"</sheetData>", sheet
    )
    found = codes(zipped(parts), "league.xlsx")
    assert found[0] in ("column_missing", "column_misspelt")


def test_csv_files_with_semicolons_in_a_zip_are_read_like_sheets() -> None:
    rows = {
        name: "\n".join(";".join("" if c is None else str(c) for c in row) for row in table)
        for name, table in league().items()
    }
    given = {f"{name}.csv": text.encode() for name, text in rows.items()}
    found = read("league.zip", zipped({**given, "2024-1.pdf": PDF}))
    assert isinstance(found, Moving), found.sentences()
    assert found.balances[-1].amount_cents == 4_714_50


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1234.5", 1_234_50),
        ("1 234,50 €", 1_234_50),
        ("1.234,50", 1_234_50),
        ("1,234.50", 1_234_50),
        ("1.234.567", 1_234_567_00),
        ("١٢٣٤٫٥", 1_234_50),
        ("EUR 12", 12_00),
        ("(12.30)", -12_30),
        ("−12,30", -12_30),
        ("0,500", 50),
        ("1'234.50", 1_234_50),
    ],
)
def test_amounts_as_people_write_them(text: str, cents: int) -> None:
    assert amounts.amount("EUR")(text) == cents


@pytest.mark.parametrize("text", ["", "-", "1,2,3", "1.23.4", "12e3", "1,23,45", "abc", "1.5.0,2"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(Wrong):
        amounts.amount("EUR")(text)


@given(st.integers(-(10**11), 10**11))
def test_every_stored_amount_is_read_back(cents: int) -> None:
    for currency in ("EUR", "JPY", "KWD"):
        written = amounts.written(cents, currency)
        assert amounts.amount(currency)(Stored(written)) == cents


GOOD = bundle(league())
VALUES: list[Any] = [
    None,
    "",
    "x" * 500,
    "=A1",
    -1,
    0,
    1e300,
    0.1 + 0.2,
    True,
    "1,234",
    "\u202eabc",
]
VALUES += ["City 2", "1.234.567", "2024-02-30", date(2024, 2, 29), "#N/A"]
VALUES += [datetime.fromisoformat("2024-01-01T12:00")]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_whatever_is_changed_it_is_read_or_told(chance: random.Random) -> None:
    sheets = league()
    for _ in range(chance.randint(1, 6)):
        rows = sheets[chance.choice(list(sheets))]
        row = chance.choice(rows)
        match chance.randint(0, 4):
            case 0:
                rows.insert(chance.randrange(len(rows) + 1), list(row))
            case 1 if len(rows) > 1:
                rows.remove(row)
            case 2:
                row.append(chance.choice(VALUES))
            case 3:
                chance.shuffle(row)
            case _ if row:
                row[chance.randrange(len(row))] = chance.choice(VALUES)
    found = read("league.zip", bundle(sheets))
    if isinstance(found, Wrongs):
        assert all(said.endswith((".", "?")) for said in found.sentences())


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_whatever_bytes_are_damaged_it_is_read_or_told(chance: random.Random) -> None:
    data = bytearray(GOOD if chance.random() < 0.5 else xlsx(league()))
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    found = read("league.xlsx", bytes(data[: chance.randint(1, len(data))]))
    if isinstance(found, Wrongs):
        assert found.sentences()
