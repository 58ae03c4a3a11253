"""Founding in the browser: files of another kind, and what is shown before and after."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.web.test_pages import words

from koinon.cities import queries as cities
from koinon.interfaces.shared.founding import founder_token
from koinon.record import store

pytestmark = pytest.mark.django_db
HEADER = "name,country,population,population_on,population_source\n"
ROWS = "Liège,BE,195278,2024-01-01,Statbel\nGhent,BE,262219,2024-01-01,Statbel\n"


@pytest.fixture
def client(db: None, tmp_path: Any, settings: Any) -> Client:
    settings.HOME = tmp_path
    return Client()


def sent(client: Client, data: bytes, charter: bytes | None = None) -> Any:
    """What a founder sends with this file of cities, and perhaps a charter of its own."""
    answers: dict[str, Any] = {
        "name-en": "Two Rivers",
        "template": "one-city-one-vote" if charter is None else "own",
        "time_zone": "Europe/Brussels",
        "currency": "EUR",
        "origin": "rivers.example/record",
        "email": "clerk@example.org",
        "members": SimpleUploadedFile("members.csv", data),
    }
    if charter is not None:
        answers["charter"] = SimpleUploadedFile("charter.toml", charter)
    return client.post(f"/found/{founder_token()}/", answers)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ((HEADER + ROWS).encode("cp1252"), "members.csv, line 2: a character here is not UTF-8"),
        ((HEADER + ROWS).encode("utf-16"), "members.csv: the file is in UTF-16"),
        (b"PK\x03\x04" + bytes(range(256)), "members.csv: this is a spreadsheet, not a CSV file"),
        ((HEADER + ROWS + ROWS).encode(), "members.csv, line 4, column name: “Liège” is the name"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_answers_stay(
    client: Client, data: bytes, told: str
) -> None:
    answer = sent(client, data)
    assert answer.status_code == 400
    assert told in words(answer)
    assert answer.content.decode().count("<title>Error: Found a coalition") == 1
    assert 'value="Two Rivers"' in answer.content.decode()
    assert client.get(f"/found/{founder_token()}/check/").status_code == 302
    assert store.head().size == 0


def test_a_charter_in_another_encoding_is_told(client: Client) -> None:
    charter = 'format = "koinon-charter/1"\n# Charte de Liège\n'.encode("cp1252")
    answer = sent(client, (HEADER + ROWS).encode(), charter)
    assert answer.status_code == 400
    assert "charter.toml, line 2" in words(answer)


def test_the_charter_is_read_in_sentences_before_and_the_way_on_is_shown_after(
    client: Client,
) -> None:
    assert sent(client, (HEADER + ROWS).encode()).status_code == 302
    check = f"/found/{founder_token()}/check/"
    shown = words(client.get(check))
    assert "Read the charter in plain sentences" in shown
    assert "Council: every member sits in it, with one delegate each." in shown
    first = client.post(check, follow=True)
    assert [one.name for one in cities.cities()] == ["Ghent", "Liège"]
    assert first.redirect_chain == [("/desk/", 302), ("/seats/?next=/desk/", 302)]
    assert "is founded. Entry 0 of its public record says so." in words(first)
