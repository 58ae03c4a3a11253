"""An auditor follows a payment to the article, sums a year’s books, and checks it all offline."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tests.support.journeys import Walker
from tests.support.verifying import copy_of_record, run_verifier

from koinon.record import tiles

pytestmark = pytest.mark.browser

Table: TypeAlias = list[dict[str, str]]
TRAIL = {
    "What it is for": r"/record/\d+/",
    "Payment": r"/record/\d+/",
    "Supplier’s invoice": r"/record/\d+/",
    "Commitment": r"/record/\d+/",
    "Budget line": r"/money/2026/school-heat/",
    "Decision": r"/decisions/9/",
    "Article": r"/charter/2/",
}
"""The steps of the strip of a payment, and where each leads."""
PROVED = {"Payment", "Supplier’s invoice", "Commitment"}
"""Where, of several links, the entry is followed."""
ENTRY = {"en": "Entry", "es": "Asiento"}
CENTS = "(minor units, EUR with 2 decimals)"


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_auditor_follows_a_payment_and_checks_the_year(
    demonstration: Any, walker: Callable[..., Walker], language: str, tmp_path: Path
) -> None:
    auditor = walker(demonstration.address, language)
    auditor.sign_in(demonstration.links["auditor"])
    paid_n = the_payment_leads_to_the_article(auditor)
    the_books_add_up(auditor, paid_n)
    the_record_says_the_same(auditor, tmp_path, paid_n)


def the_payment_leads_to_the_article(auditor: Walker) -> int:
    """376,000 EUR for heat pumps in town halls (WW-202); the entry of the payment."""
    tab = auditor.tab
    auditor.go("Money")
    auditor.look("money")
    row = tab.get_by_role("row").filter(has_text=auditor.figure("2,000,000.00 EUR"))
    row.get_by_role("link").click()
    auditor.look("line")
    row = tab.get_by_role("row").filter(has_text=auditor.figure("376,000.00 EUR"))
    row.filter(has_text="Heat pumps in thirteen town halls").get_by_role("link").first.click()
    assert "WW-202" in auditor.read(".lede")
    auditor.look("invoice")
    paid_n = 0
    for title, address in TRAIL.items():
        heading = tab.get_by_role("heading", name=auditor.words(title), exact=True)
        links = tab.locator(".strip > li", has=heading).get_by_role("link")
        wanted = links.filter(has_text=ENTRY[auditor.language])
        (wanted if title in PROVED else links).first.click()
        place = "/" + tab.url.split("/", 3)[3]
        assert re.fullmatch(address, place), title
        if title == "Payment":
            paid_n = int(place.split("/")[2])
        if title == "Article":
            the_article_says_so(auditor)
        tab.go_back()
    return paid_n


def the_article_says_so(auditor: Walker) -> None:
    """Article 7.1 of the charter, in plain sentences, names the act."""
    sentences = auditor.tab.locator(".explained li").filter(has_text="7.1")
    adopt = auditor.words("act.treasury.adopt_budget/1")
    assert sentences.filter(has_text=adopt).count() == 1
    auditor.look("article")


def the_books_add_up(auditor: Walker, paid_n: int) -> None:
    """What the page sums, the files sum; every booking has two sides of the same amount."""
    tab = auditor.tab
    auditor.go("Money")
    table = tab.locator("table", has=tab.locator("#programmes-title"))
    totals = [auditor.text(one) for one in table.locator("tfoot td").all()]
    with tab.expect_download() as taken:
        auditor.follow("Download the books of %(year)s (zip of CSV files)", year=2026)
    assert taken.value.suggested_filename == "books-2026.zip"
    books = opened(Path(taken.value.path()))
    budget = books["budget.csv"]
    columns = ("budget", "committed", "owed", "paid", "available")
    sums = [sum(int(row[f"{one} {CENTS}"]) for row in budget) for one in columns]
    assert [auditor.figure(f"{one // 100:,}.{one % 100:02} EUR") for one in sums] == totals
    assert sums[0] == sum(sums[1:])

    invoice = next(r for r in books["supplier-invoices.csv"] if r["supplier_number"] == "WW-202")
    assert (invoice[f"amount {CENTS}"], invoice["paid_entry"]) == ("37600000", str(paid_n))
    booked = [row for row in books["journal.csv"] if row["entry"] == str(paid_n)]
    assert {row[f"amount {CENTS}"] for row in booked} == {"37600000"}
    assert [row["credit_account"] for row in booked][-1] == "bank"
    # What was left of 2025 was paid in January, too; it counts for the lines of that year.
    paid = sum(int(row[f"amount {CENTS}"]) for row in paid_of(2026, books["journal.csv"]))
    assert paid == sums[3]

    charged = sum(int(row[f"owes {CENTS}"]) for row in books["levies.csv"])
    assert charged == 9_600_000_00
    balance = books["trial-balance.csv"]
    assert sum(int(row[f"net {CENTS}"]) for row in balance) == 0


def paid_of(year: int, journal: Table) -> Table:
    """The payments of a year's lines, bank charges under standing authority among them."""
    paid = re.compile(rf"{year}/[a-z-]+/paid")
    return [row for row in journal if paid.fullmatch(row["credit_account"])]


def opened(file: Path) -> dict[str, Table]:
    """The tables in a zip, by name."""
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
        names = [name for name in packed.namelist() if name.endswith(".csv")]
        texts = {name: packed.read(name).decode() for name in names}
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}


def the_record_says_the_same(auditor: Walker, folder: Path, paid_n: int) -> None:
    """The copy of the record verifies without a server, and its entry holds the payment."""
    auditor.go("Record")
    check = auditor.words("Check it yourself")
    auditor.tab.locator("main").get_by_role("link", name=check, exact=True).click()
    auditor.look("verify")
    key = auditor.read("pre >> nth=2").split("'")[1]
    copy = copy_of_record(auditor, folder)
    code, said = run_verifier(folder, str(copy.name), "--key", key)
    assert (code, said.splitlines()[-2]) == (0, "Sound, and true to the key given.")
    bundle = next(copy.glob(f"tile/entries/{paid_n // 256:03}*"))
    file = next(bundle.iterdir()) if bundle.is_dir() else bundle
    body = list(tiles.decode_bundle(file.read_bytes()))[paid_n % 256].decode()
    assert '"type":"treasury.pay/1"' in body
    assert '"amount_cents":37600000' in body
