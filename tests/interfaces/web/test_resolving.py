"""Seven councils found a league: resolutions filed, a counter to share, the genesis holds them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.support.replaying import assert_replays
from tests.support.workbooks import PDF

from koinon.cities import founding_drafts as drafts
from koinon.cities import queries as cities
from koinon.cities.founding_drafts import Condition, Filed
from koinon.interfaces.shared.founding import founder_token
from koinon.record import store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])
HEADER = "name,country,population,population_on,population_source\n"
ROWS = "".join(f"City {k},BE,{k * 100_000},2024-01-01,Statbel\n" for k in range(1, 9))


def day(ahead: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=ahead)).isoformat()


@pytest.fixture(autouse=True)
def empty(db: None, tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def said() -> str:
    return founder_token()


def sent(**more: Any) -> dict[str, Any]:
    return {
        "name-en": "League of seven",
        "template": "double-majority",
        "time_zone": "Europe/Brussels",
        "currency": "EUR",
        "origin": "seven.example/record",
        "email": "clerk@example.org",
        "together": "all",
        "condition-cities": "7",
        "condition-residents": "2,000,000",
        "deadline": day(30),
        **more,
    }


def begin(said: str, **more: Any) -> Any:
    file = SimpleUploadedFile("cities.csv", (HEADER + ROWS).encode())
    return Client().post(f"/found/{said}/resolve/", sent(members=file, **more))


def resolve(said: str, k: int, **more: Any) -> Any:
    city = next(one for one in drafts.current().cities if one.slug == f"city-{k}")  # type: ignore[union-attr]
    data = PDF + str(k).encode()
    fields = {"version": city.version, "resolved_on": day(0), **more}
    if not city.filed.resolution_sha256 and "resolution" not in more:
        fields["resolution"] = SimpleUploadedFile("r.pdf", data)
    return Client().post(f"/found/{said}/resolve/{city.slug}/", fields)


def counter() -> str:
    found = drafts.current()
    assert found is not None
    return words(Client().get(f"/founding/{found.code}/"))


def test_seven_councils_found_a_league(said: str) -> None:
    """Cities 1 to 7 have 2.8 million residents; 6 awaits an approval until it has come."""
    assert begin(said).status_code == 302
    assert "At least this many cities 7 0 7" in counter()
    for k in range(1, 6):
        assert resolve(said, k).status_code == 302
    assert "5 cities with 1,500,000 residents together" in counter()
    resolve(said, 6, awaiting_until=day(5))
    resolve(said, 7)
    assert "City 6 600,000 Awaiting approval until" in counter()
    assert "At least this many cities 7 6 1" in counter()
    assert "At least this many residents together 2,000,000 2,200,000 Nothing" in counter()
    assert Client().get(f"/found/{said}/resolve/found/").status_code == 302
    resolve(said, 6, awaiting_until=day(5), approved_on=day(0))
    assert "The condition is met." in counter()

    client = Client()
    page = client.get(f"/found/{said}/resolve/found/")
    assert "7 cities with 2,800,000 residents together" in words(page)
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page.content.decode())
    assert found is not None
    resolve(said, 8, withdrawn_on=day(0))
    assert store.head().size == 0
    answer = client.post(f"/found/{said}/resolve/found/", {"digest": found[1]})
    assert answer["Location"] == "/desk/"
    assert cities.members() == tuple(f"city-{k}" for k in range(1, 8))
    city = cities.city("city-3")
    assert city is not None
    assert store.document(city.accession_sha256 or "") == (PDF + b"3", "application/pdf")
    draft = drafts.current()
    assert draft is not None
    assert Client().get(f"/founding/{draft.code}/").status_code == 302
    assert_replays()


def test_what_changed_meanwhile_is_not_founded(said: str) -> None:
    begin(said, **{"condition-cities": "2", "condition-residents": ""})
    for k in (1, 2, 3):
        resolve(said, k)
    client = Client()
    where = f"/found/{said}/resolve/found/"
    found = re.search(r'name="digest" value="(\w+)"', client.get(where).content.decode())
    assert found is not None
    resolve(said, 3, withdrawn_on=day(0))
    answer = client.post(where, {"digest": found[1]})
    assert answer.status_code == 409
    assert "The cities have changed since you looked" in words(answer)
    assert store.head().size == 0


def test_two_people_edit_one_draft_and_nothing_is_lost(said: str) -> None:
    begin(said)
    first = Client().post(f"/found/{said}/resolve/", sent(version=1, deadline=day(60)))
    assert first.status_code == 302
    late = Client().post(f"/found/{said}/resolve/", sent(version=1, **{"name-en": "Other name"}))
    assert late.status_code == 400
    assert "Somebody else has saved the draft meanwhile." in words(late)
    assert 'value="Other name"' in late.content.decode()
    assert 'name="version" value="2"' in late.content.decode()
    assert drafts.current().deadline == day(60)  # type: ignore[union-attr]
    assert drafts.current().answers["names"] == {"en": "League of seven"}  # type: ignore[union-attr]
    again = Client().post(f"/found/{said}/resolve/", sent(version=2, **{"name-en": "Other name"}))
    assert again.status_code == 302

    resolve(said, 1)
    stale = Client().post(f"/found/{said}/resolve/city-1/", {"version": 1, "withdrawn_on": day(0)})
    assert "Somebody else has saved something for City 1 meanwhile: Its council has" in words(stale)
    assert f'value="{day(0)}"' in stale.content.decode()
    assert drafts.current().cities[0].filed.withdrawn_on == ""  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("filed", "standing"),
    [
        (Filed(), "invited"),
        (Filed("a"), "resolved"),
        (Filed("a", awaiting_until="2025-05-01", deemed="lapsed"), "awaiting"),
        (Filed("a", awaiting_until="2025-04-30", deemed="lapsed"), "lapsed"),
        (Filed("a", awaiting_until="2025-04-30", deemed="approved"), "approved"),
        (Filed("a", awaiting_until="2025-04-30", approved_on="2025-04-01"), "approved"),
        (Filed("a", approved_on="2025-04-01", withdrawn_on="2025-04-02"), "withdrawn"),
    ],
)
def test_where_a_city_stands(filed: Filed, standing: str) -> None:
    assert filed.standing("2025-05-01") == standing


def test_conditions(said: str) -> None:
    begin(said)
    resolve(said, 1)
    resolve(said, 2)
    found = drafts.current()
    assert found is not None
    for condition, met in (
        (Condition("all", 2, 300_000), True),
        (Condition("all", 2, 300_001), False),
        (Condition("any", 3, 300_000), True),
        (Condition("any", 3, 300_001), False),
        (Condition("all", 1, 0, ("city-2",)), True),
        (Condition("all", 1, 0, ("city-3",)), False),
        (Condition("any", 1, 0, ("city-3",)), True),
    ):
        drafts.change(drafts.current().version, found.answers, condition, day(1))  # type: ignore[union-attr]
        assert drafts.current().met(day(0)) == met, condition  # type: ignore[union-attr]


def test_what_is_no_resolution_is_refused(said: str) -> None:
    begin(said)
    word = SimpleUploadedFile("r.pdf", b"PK\x03\x04 a word file")
    assert "as a PDF of at most" in words(resolve(said, 1, resolution=word))
    assert "Write the day on which the council resolved" in words(resolve(said, 1, resolved_on=""))
    assert "Write the day as year-month-day" in words(resolve(said, 1, resolved_on="1.2.2025"))
    nothing = Client().post(f"/found/{said}/resolve/city-1/", {"version": 1, "approved_on": day(0)})
    assert "Nothing is approved before it is resolved." in words(nothing)
    assert drafts.current().counted(day(0)) == ()  # type: ignore[union-attr]


def test_the_draft_is_checked(said: str) -> None:
    empty = Client().post(f"/found/{said}/resolve/", sent(**{"condition-cities": ""}))
    assert "Choose the CSV file of the cities you invite." in words(empty)
    nothing = {"condition-cities": "", "condition-residents": "", "deadline": "soon"}
    told = words(Client().post(f"/found/{said}/resolve/", sent(**nothing)))
    assert "Write when the coalition begins" in told
    assert "Write the day as year-month-day" in told
    assert drafts.current() is None
    begin(said)
    unknown = sent(version=1, **{"condition-named": "paris"})
    assert "“paris” is not invited" in words(Client().post(f"/found/{said}/resolve/", unknown))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_answer_in_every_language(said: str, language: str) -> None:
    begin(said, **{"condition-cities": "2", "condition-residents": "1"})
    resolve(said, 1)
    resolve(said, 2, awaiting_until=day(-1), deemed="approved")
    found = drafts.current()
    assert found is not None
    client = Client(headers={"accept-language": language})
    for path in (
        f"/found/{said}/resolve/",
        f"/found/{said}/resolve/city-1/",
        f"/found/{said}/resolve/found/",
        f"/founding/{found.code}/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.content.decode().count("<h1") == 1


def test_guessed_addresses_show_nothing(said: str) -> None:
    begin(said)
    for path in ("/founding/guess/", "/found/guess/resolve/", "/found/guess/resolve/city-1/"):
        assert Client().get(path).status_code == 404
    assert Client().get(f"/found/{said}/resolve/atlantis/").status_code == 404
