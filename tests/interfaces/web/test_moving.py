"""Moving a league in: a dry run, mistakes by their place, the founding of what was shown."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from tests.interfaces.web.test_pages import words
from tests.support.replaying import assert_replays
from tests.support.workbooks import PDF, league, xlsx

from koinon.cities import founding_files
from koinon.cities import queries as cities
from koinon.cities.models import FoundingFile
from koinon.interfaces.shared.founding import founder_token
from koinon.people.models import Account, Secret
from koinon.record import store
from koinon.treasury import queries as treasury

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


@pytest.fixture(autouse=True)
def empty(db: None, tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def sent(**more: Any) -> dict[str, Any]:
    return {
        "name-en": "League of twelve",
        "template": "double-majority",
        "time_zone": "Europe/Brussels",
        "currency": "EUR",
        "origin": "twelve.example/record",
        "email": "clerk@example.org",
        "on": "2025-01-01",
        **more,
    }


def files(data: bytes | None = None, name: str = "league.xlsx") -> list[SimpleUploadedFile]:
    book = xlsx(league()) if data is None else data
    return [SimpleUploadedFile(name, book), SimpleUploadedFile("2024-1.pdf", PDF)]


def start(client: Client, said: str, **more: Any) -> Any:
    given = more.pop("files", None) or files()
    return client.post(f"/found/{said}/move-in/", sent(files=given, **more))


def digest(page: Any) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page.content.decode())
    assert found is not None, words(page)
    return found[1]


def test_a_league_of_twelve_moves_in() -> None:
    """78,000 residents; 5,000.00 and 40.00 owed are 5,040.00 on either side."""
    client, said = Client(), founder_token()
    answer = start(client, said)
    assert answer.status_code == 302, words(answer)
    page = client.get(answer["Location"])
    shown = words(page)
    assert page.status_code == 200
    assert "12 members with 78,000 residents together" in shown
    assert "5,040.00 EUR on one side, 5,040.00 EUR on the other" in shown
    assert "City 1 40.00 EUR 0.00 EUR" in shown
    assert "City 2 0.00 EUR 25.50 EUR" in shown
    assert "Advice Counsel Ltd Legal 2025 1,000.00 EUR 300.00 EUR 300.00 EUR" in shown
    assert "4,714.50 EUR" in shown
    assert store.head().size == 0
    assert cities.members() == ()
    assert FoundingFile.objects.count() == 1

    founded = client.post(answer["Location"], {"digest": digest(page)})
    assert founded.status_code == 302, words(founded)
    assert founded["Location"] == "/desk/"
    assert len(cities.members()) == 12
    assert treasury.chest("EUR").bank_cents == 5_000_00
    assert treasury.chest("EUR").receivable_cents == 40_00
    assert Account.objects.get().email == "clerk@example.org"
    assert Secret.objects.get().value == "Counsel Ltd"
    assert FoundingFile.objects.count() == 0
    assert "Counsel" not in b"".join(store.bodies()).decode()
    assert_replays()
    the_pages_show_it(client)


def the_pages_show_it(client: Client) -> None:
    assert "Decisions of before the coalition moved in" in words(client.get("/decisions/"))
    before = client.get("/decisions/before/")
    assert "2024/1 2 May 2024 Ask for advice Adopted" in words(before)
    paper = re.search(r'href="(/log/documents/[0-9a-f]{64})"', before.content.decode())
    assert paper is not None
    assert client.get(paper[1]).content == PDF
    assert "5,000.00 EUR" in words(client.get("/money/"))
    assert "Dues taken over at the founding" in words(client.get("/cities/city-1/"))
    trial = words(client.get("/money/trial-balance/"))
    assert "Other side of what was taken over" in trial
    assert "by the founding" in words(client.get("/money/journal/"))
    line = client.get("/money/2025/legal/")
    assert line.status_code == 200
    strip = words(client.get("/money/invoices/1/"))
    assert "It was there before the coalition moved in" in strip
    for n in range(store.head().size):
        assert client.get(f"/record/{n}/").status_code == 200


def test_only_what_was_shown_is_founded() -> None:
    client, said = Client(), founder_token()
    where = start(client, said)["Location"]
    shown = digest(client.get(where))
    sheets = league()
    sheets["members"][1][2] = 1001
    start(client, said, files=files(xlsx(sheets)))
    refused = client.post(where, {"digest": shown})
    assert refused.status_code == 409
    assert "has changed since you looked" in words(refused)
    assert store.head().size == 0
    assert digest(refused) != shown
    assert client.post(where, {"digest": digest(refused)})["Location"] == "/desk/"


def test_every_mistake_has_its_sheet_line_and_column() -> None:
    client, said = Client(), founder_token()
    sheets = league()
    sheets["members"][3][1] = "Belgium"
    sheets["dues"][1][0] = "Citty 1"
    sheets["dues"][2][3] = "1.234"
    sheets["contracts"][1][5] = 800
    sheets["decisions"][1][4] = "lost.pdf"
    where = start(client, said, files=files(xlsx(sheets)))["Location"]
    page = client.get(where)
    shown = words(page)
    assert page.status_code == 409
    assert "league.xlsx › members, line 4, column country: “Belgium” is not a country" in shown
    assert "league.xlsx › contracts, line 2, column unpaid: “800” is more than was" in shown
    assert "league.xlsx › decisions, line 2, column file: no file “lost.pdf” came" in shown
    assert "league.xlsx › dues, line 3, column charged: “1.234” can be read as 1234 or" in shown
    assert "digest" not in page.content.decode()
    assert client.post(where, {"digest": "0" * 64}).status_code == 409
    assert store.head().size == 0


def test_the_answers_are_checked_first() -> None:
    client, said = Client(), founder_token()
    page = client.post(f"/found/{said}/move-in/", sent(on="01/02/2025", email="me"))
    assert page.status_code == 400
    assert "Choose the workbook." in words(page)
    assert "Write the day as year-month-day" in words(page)
    assert "Write an e-mail address" in words(page)
    assert client.get(f"/found/{said}/move-in/check/")["Location"].endswith("/move-in/")
    late = client.post(f"/found/{said}/move-in/", sent(on="2999-01-01", files=files()))
    assert "has not come yet" in words(late)


def test_a_charter_of_their_own() -> None:
    client, said = Client(), founder_token()
    from koinon.charter import drafting

    own = drafting.draft(
        "one-city-one-vote", names={"en": "Twelve"}, time_zone="Europe/Paris", currency="CHF"
    )
    missing = start(client, said, template="own")
    assert "Choose the file of your charter." in words(missing)
    bad = SimpleUploadedFile("own.toml", b"format = 1")
    assert start(client, said, template="own", charter=bad).status_code == 400
    good = SimpleUploadedFile("own.toml", own.encode())
    answer = start(client, said, template="own", charter=good)
    assert answer.status_code == 302, words(answer)
    assert "5,040.00 CHF on one side" in words(client.get(answer["Location"]))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_template_in_each_language_is_read_back(language: str) -> None:
    client, said = Client(headers={"accept-language": language}), founder_token()
    example = client.get(f"/found/{said}/move-in/example.xlsx")
    assert load_workbook(io.BytesIO(example.content)).sheetnames[0] != "Read me" or language == "en"
    given = [SimpleUploadedFile("league.xlsx", example.content)]
    where = start(client, said, files=given)["Location"]
    page = client.get(where)
    assert page.status_code == 200, words(page)
    assert len(digest(page)) == 64
    assert client.get(f"/found/{said}/move-in/template.xlsx").status_code == 200
    assert client.get(f"/found/{said}/move-in/other.xlsx").status_code == 404


def test_nobody_without_the_address_comes_in() -> None:
    for path in ("", "check/", "template.xlsx"):
        assert Client().get(f"/found/guess/move-in/{path}").status_code == 404
    client, said = Client(), founder_token()
    where = start(client, said)["Location"]
    client.post(where, {"digest": digest(client.get(where))})
    assert Client().get(f"/found/{said}/move-in/").status_code == 404


def test_what_was_given_and_left_is_erased(settings: Any) -> None:
    start(Client(), founder_token())
    assert FoundingFile.objects.count() == 1
    FoundingFile.objects.update(kept_at="2020-01-01T00:00:00Z")
    founding_files.forget_old()
    assert FoundingFile.objects.count() == 0


def test_a_member_list_alone_moves_in() -> None:
    client, said = Client(), founder_token()
    rows = (
        "name,country,population,population_on,population_source\n"
        "A,BE,1,2024-01-01,S\nB,BE,1,2024-01-01,S\n"
    )
    given = [SimpleUploadedFile("members.csv", rows.encode())]
    where = start(client, said, files=given)["Location"]
    page = client.get(where)
    client.post(where, {"digest": digest(page)})
    assert cities.members() == ("a", "b")
    assert store.head().size == 1


def test_a_league_of_two_hundred_moves_in() -> None:
    """Members beyond what the genesis holds are admitted right after it."""
    client, said = Client(), founder_token()
    sheets = league(200)
    where = start(client, said, files=files(xlsx(sheets)))["Location"]
    client.post(where, {"digest": digest(client.get(where))})
    assert len(cities.members()) == 200
    assert treasury.chest("EUR").receivable_cents == 40_00
    assert store.head().size > 140
    assert_replays()
