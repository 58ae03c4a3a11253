"""The money pages answer with what the books hold, in every language, and link to its proof."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from tests.support.money import CITIES, MONEY, Chest, budget, founded, levy, midyear, receipt

from koinon.interfaces.web.derived import fields_of
from koinon.interfaces.web.pages.acts import shown
from koinon.record import store
from koinon.treasury.acts.budget import Line

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/money/",
    "/money/?year=2025",
    "/money/2025/heat/",
    "/money/2025/bank/",
    "/money/invoices/1/",
    "/money/invoices/2/",
    "/money/levies/dues-2025/",
    "/money/levies/dues-2025/?city=namur",
    "/money/journal/",
    "/money/trial-balance/",
    "/money/arrears/",
    "/money/disputes/",
    "/money/charges/1/",
    "/cities/ghent/",
    "/cities/namur/",
)


@pytest.fixture
def chest() -> Chest:
    """As in a year's middle: 94,000 levied under a cap, one invoice paid and one not."""
    chest = midyear()
    fee = {"year": 2025, "line": "bank", "title": "Bank charges", "amount_cents": 10_00}
    chest.treasurer("pay_unavoidable", fee)
    return chest


def text(client: Client, address: str, **more: Any) -> str:
    """What a page says, without its markup."""
    answer = client.get(address, **more)
    assert answer.status_code == 200, address
    said = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", said).replace("\u00a0", " ")


def links(client: Client, address: str) -> set[str]:
    return set(re.findall(r'href="([^"#?]+)', client.get(address).content.decode()))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_page_answers_in_every_language(chest: Chest, client: Client, language: str) -> None:
    for address in PAGES:
        answer = client.get(address, headers={"accept-language": language})
        assert answer.status_code == 200, address
        assert f'<html lang="{language}"' in answer.content.decode()


def test_pages_of_nothing_are_not_found(chest: Chest, client: Client) -> None:
    for address in ("2024/heat/", "2025/sewers/", "invoices/3/", "levies/tax/", "2024/books.zip"):
        assert client.get(f"/money/{address}").status_code == 404, address


def test_money_without_a_coalition_is_not_found(client: Client) -> None:
    assert client.get("/money/").status_code == 404


def test_an_empty_chest_says_so(client: Client) -> None:
    founded()
    said = text(client, "/money/")
    assert "Nothing was charged for" in said
    assert "No account is open yet." in text(client, "/money/trial-balance/")
    assert "Nothing has been booked yet." in text(client, "/money/journal/")


def test_the_chest_and_the_year(chest: Chest, client: Client) -> None:
    said = text(client, "/money/?year=2025")
    assert "Money at the bank 50,991.00 EUR" in said
    assert "1.00 EUR came in on 8 January 2025 from nobody known (B2)." in said
    assert "Ghent 53,444.44 EUR 53,444.44 EUR 0.00 EUR" in said
    assert "All members 94,000.00 EUR 53,444.44 EUR 40,555.56 EUR" in said
    heat = "90,000.00 EUR 5,000.00 EUR 1,000.00 EUR 9,000.00 EUR 75,000.00 EUR"
    assert f"Heat in schools {heat}" in said
    assert "Standing authority 10.00 EUR 0.00 EUR 0.00 EUR 10.00 EUR 0.00 EUR" in said
    found = links(client, "/money/?year=2025")
    assert {"/money/2025/heat/", "/money/levies/dues-2025/", "/money/2025/books.zip"} <= found


def test_programmes_go_by_the_charters_titles(client: Client) -> None:
    titled = MONEY.replace(
        "[authority]", '[programmes.energy]\ntitle = {en = "Energy", fr = "Énergie"}\n\n[authority]'
    )
    chest = Chest()
    chest.found(CITIES, titled)
    chest.decide(budget(90_000_00))
    chest.treasurer("record_receipt", receipt("B1", 1_00))
    assert "Energy 90,000.00 EUR" in text(client, "/money/?year=2025")
    assert "Programme Energy, line heat" in text(client, "/money/2025/heat/")
    french = text(client, "/money/?year=2025", headers={"accept-language": "fr"})
    assert "Énergie 90 000,00 EUR" in french
    (node,) = [one for one in fields_of(Line) if one.name == "programme"]
    with override("en"):
        assert (shown(node, "energy"), shown(node, "roads")) == ("Energy", "roads")
    charter = text(client, "/charter/")
    assert "Energy is a programme of the budget (energy)." in charter


def test_a_programme_without_a_title_goes_by_its_code(chest: Chest, client: Client) -> None:
    assert "energy 90,000.00 EUR" in text(client, "/money/?year=2025")


def test_a_closed_year_says_what_lapsed(client: Client) -> None:
    chest = founded()
    chest.decide(budget(90_000_00), levy(94_000_00))
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    chest.treasurer("record_receipt", receipt("B1", 60_000_00, city="ghent"))
    chest.commit("heat", 15_000_00)
    bill = {"commitment": 1, "amount_cents": 9_000_00, "supplier_number": "W-1"}
    chest.treasurer("accept_invoice", bill)
    assert "Lapsed" not in text(client, "/money/?year=2025")
    chest.at = "2026-01-15T12:00:00.000000Z"
    chest.treasurer("close_year", {"year": 2025})
    said = text(client, "/money/?year=2025")
    assert "The books of 2025 are closed: what was neither paid nor owed has lapsed." in said
    # 90,000 were given and 9,000 invoiced; 6,000 of the commitment and 75,000 never promised lapse.
    heat = "90,000.00 EUR 0.00 EUR 9,000.00 EUR 0.00 EUR 0.00 EUR 81,000.00 EUR"
    assert f"Available Lapsed energy {heat} Heat in schools {heat} All programmes {heat}" in said
    line = text(client, "/money/2025/heat/")
    assert "Lapsed 81,000.00 EUR Not used when the year was closed" in line
    assert "Year closed Available Lapsed 75,000.00 EUR" in line
    assert "Year closed Committed Lapsed 6,000.00 EUR" in line
    page = client.get("/money/2025/heat/").content.decode()
    assert '<rect class="lapsed" x="100" width="900"' in page
    with zipfile.ZipFile(io.BytesIO(client.get("/money/2025/books.zip").content)) as kept:
        (row,) = csv.DictReader(io.StringIO(kept.read("budget.csv").decode()))
    assert row["lapsed (minor units, EUR with 2 decimals)"] == "8100000"


def test_the_bar_is_drawn_to_scale(chest: Chest, client: Client) -> None:
    page = client.get("/money/2025/heat/").content.decode()
    drawn = re.findall(r'<rect class="(\w+)" x="(\d+)" width="(\d+)"', page)
    # 9, 1, 5 and 75 of 90 thousand, each but the last less the gap of 3 in 1,000 units.
    assert drawn == [
        ("paid", "0", "97"),
        ("accrued", "100", "8"),
        ("committed", "111", "52"),
        ("available", "166", "834"),
    ]


def test_a_line_shows_decision_commitment_invoices_and_movements(
    chest: Chest, client: Client
) -> None:
    said = text(client, "/money/2025/heat/")
    assert "Article 7.1 of the charter, version 1" in said
    assert "Heat pumps Commitment 1 15,000.00 EUR 10,000.00 EUR" in said
    assert "Commitment Available Committed 15,000.00 EUR" in said
    assert "No decision adopted this line" in text(client, "/money/2025/bank/")


def test_every_link_of_the_strip_opens(chest: Chest, client: Client) -> None:
    page = client.get("/money/invoices/1/").content.decode()
    strip = page[page.index('<ol class="strip">') : page.index("</ol>")]
    titles = re.findall(r"<h3>([^<]+)</h3>", strip)
    assert titles == [
        "What it is for",
        "Payment",
        "Supplier’s invoice",
        "Commitment",
        "Budget line",
        "Decision",
        "Article",
    ]
    addresses = re.findall(r'href="([^"]+)"', strip)
    assert len(addresses) >= len(titles)
    for address in addresses:
        assert client.get(address).status_code == 200, address
    unpaid = text(client, "/money/invoices/2/")
    assert "Not paid yet." in unpaid


def test_the_strip_stands_at_the_entries_it_is_about(chest: Chest, client: Client) -> None:
    paid = next(
        r.n for r in chest.receipts if r.result.get("invoice") == 1 and r.result.get("amount_cents")
    )
    assert 'class="strip"' in client.get(f"/record/{paid}/").content.decode()
    assert 'class="strip"' not in client.get("/record/0/").content.decode()


def test_the_levy_in_words_and_the_law_that_stops_it(chest: Chest, client: Client) -> None:
    said = text(client, "/money/levies/dues-2025/")
    for clause in (
        "At most what the law of each member lets it pay; what that cuts off is spread over the "
        "others in proportion, each up to its own limit:",
        "The first of these is shared among the members in proportion to the second:",
        "The money the levy is for.",
        "The member’s weight “By residents”.",
        "Amounts are rounded to 0.01 EUR by largest remainder",
    ):
        assert clause in said
    law = "Municipal finance act, art. 12 lets it pay 20,000.00 EUR."
    assert f"By the key it would owe 22,000.00 EUR; {law}" in said
    assert "Ghent 260,000 53,444.444444… EUR 53,444.44 EUR 53,444.44 EUR 0.00 EUR" in said
    assert "1 February 2025: 31,333.33 EUR, of which" in said


def test_a_mixed_key_is_told_number_by_number(client: Client) -> None:
    name, data = levy(1_000_00)
    parts = [
        {
            "kind": "quota",
            "amount": {"kind": "portion", "share": share, "of": {"kind": "need"}},
            "by": {"kind": "indicator", "name": key},
        }
        for share, key in (("1/4", "weight:one"), ("3/4", "population"))
    ]
    formula = {**data["formula"], "amount": {"kind": "sum", "terms": parts}}
    chest = founded()
    chest.decide((name, {**data, "formula": formula}))
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    said = text(client, "/money/levies/dues-2025/?city=ghent")
    assert "City The member’s weight “One each”. The member’s certified figure “Residents”." in said
    assert "Leuven 1 100,000 242.907801… EUR 242.91 EUR" in said
    assert "The part 0.75 of this amount: 750.00 EUR" in said


def test_one_member_step_by_step(chest: Chest, client: Client) -> None:
    said = text(client, "/money/levies/dues-2025/?city=namur")
    assert "The money the levy is for. 94,000.00 EUR" in said
    assert "The member’s weight “By residents”. 110,000" in said
    assert "in proportion to the second: 22,000.00 EUR" in said
    assert "RF" in said
    assert "step by step" not in text(client, "/money/levies/dues-2025/?city=nowhere")


def test_a_member_s_statement(chest: Chest, client: Client) -> None:
    said = text(client, "/cities/ghent/")
    assert "Paid beforehand 6,555.56 EUR" in said
    assert "53,444.44 EUR for 2025, 56.8% of the whole levy." in said
    assert "By residents: 260,000, 55.3% of all members." in said


def test_a_citizen_chooses_a_city_and_it_is_remembered(chest: Chest, client: Client) -> None:
    assert "What does it mean for your city?" in text(client, "/")
    answer = client.post("/money/my-city/", {"city": "namur"})
    assert answer["location"] == "/#your-city"
    said = text(client, "/")
    # 20,000.00 for 110,000 residents: 0.18 and a part of a cent, which is cut.
    assert "Namur is charged 20,000.00 EUR for 2025: 0.18 EUR for each resident." in said
    assert "9,000.00 EUR : Heat pumps ( Heat in schools · " in said
    assert "No proposal was refused lately." in said
    assert "Leuven is charged" in text(client, "/?city=leuven")
    client.post("/money/my-city/", {"city": "atlantis"})
    assert "What does it mean for your city?" in text(client, "/")


def test_a_citizen_reads_why_a_proposal_was_refused(chest: Chest, client: Client) -> None:
    number = chest.propose("A tunnel", matter="ordinary")
    chest.at = f"2025-01-{int(chest.at[8:10]) + 3:02d}T12:00:00.000000Z"
    chest.vote(number, "ghent", "no")
    chest.vote(number, "leuven", "yes")
    chest.vote(number, "namur", "yes")
    chest.at = f"2025-01-{int(chest.at[8:10]) + 4:02d}T12:00:00.000000Z"
    chest.treasurer("record_receipt", receipt("B9", 1_00))
    said = text(client, "/")
    assert "A tunnel was not adopted, because this was missing:" in said
    reason = "In favour, of all members, by “By residents”: 44.6%, and at least 50% was needed."
    assert reason in said


def test_the_files_hold_every_line_with_its_unit(chest: Chest, client: Client) -> None:
    answer = client.get("/money/journal.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))  # type: ignore[attr-defined]
    assert rows[0][-1] == "amount (minor units, EUR with 2 decimals)"
    assert len({len(row) for row in rows}) == 1
    trial = client.get("/money/trial-balance.csv")
    lines = list(csv.DictReader(io.StringIO(b"".join(trial.streaming_content).decode())))  # type: ignore[attr-defined]
    assert sum(int(row["net (minor units, EUR with 2 decimals)"]) for row in lines) == 0
    paid = next(row for row in lines if row["account"] == "2025/heat/paid")
    assert paid["credits (minor units, EUR with 2 decimals)"] == "900000"
    assert store.body(int(paid["last_entry"]))


def test_the_year_s_books_are_one_file_and_always_the_same(chest: Chest, client: Client) -> None:
    data = client.get("/money/2025/books.zip").content
    assert data == client.get("/money/2025/books.zip").content
    with zipfile.ZipFile(io.BytesIO(data)) as kept:
        assert kept.namelist() == [
            "README.txt",
            "budget.csv",
            "commitments.csv",
            "supplier-invoices.csv",
            "levies.csv",
            "member-invoices.csv",
            "journal.csv",
            "trial-balance.csv",
        ]
        assert "/log/" in kept.read("README.txt").decode()
        owed = list(csv.DictReader(io.StringIO(kept.read("levies.csv").decode())))
    charges = {row["member"]: row["owes (minor units, EUR with 2 decimals)"] for row in owed}
    assert charges == {"ghent": "5344444", "leuven": "2055556", "namur": "2000000"}


def test_text_that_a_spreadsheet_would_run_is_quoted(chest: Chest, client: Client) -> None:
    bill = {"commitment": 1, "amount_cents": 1_00, "supplier_number": "=HYPERLINK(1)"}
    chest.treasurer("accept_invoice", bill)
    data = client.get("/money/2025/books.zip").content
    with zipfile.ZipFile(io.BytesIO(data)) as kept:
        invoices = list(csv.DictReader(io.StringIO(kept.read("supplier-invoices.csv").decode())))
    assert invoices[0]["supplier_number"] == "'=HYPERLINK(1)"
