"""The page of the open data, and its files: stable addresses, asked for again with their ETag."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.shared.test_opendata import night
from tests.interfaces.web.test_pages import words
from tests.support.coalition import League

from koinon.interfaces.shared.opendata import keeping


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_before_the_first_edition_the_page_says_so(league: League) -> None:
    said = words(Client().get("/data/"))
    assert "No edition has been made yet." in said
    assert Client().get("/data/latest/votes.csv").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_page_names_every_table(league: League, language: str) -> None:
    keeping.make(night("2025-02-01"))
    page = Client(headers={"accept-language": language}).get("/data/")
    html = page.content.decode()
    assert html.count("<h1") == 1
    for name in ("votes.csv", "budget_lines.csv", "titles.csv", "open-data.zip", "CHANGES.md"):
        assert f'href="/data/latest/{name}"' in html
    assert "creativecommons.org/licenses/by/4.0/" in html


def test_files_stay_where_they_are_and_are_sent_once(league: League) -> None:
    keeping.make(night("2025-02-01"))
    client = Client()
    first = client.get("/data/latest/votes.csv")
    assert first["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert first["Access-Control-Allow-Origin"] == "*"
    votes = body(first)
    assert votes.startswith(b"proposal,city,yes,no,abstain,")
    again = client.get("/data/latest/votes.csv", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    dated = client.get("/data/2025-02-01/votes.csv")
    assert body(dated) == votes
    assert "immutable" in dated["Cache-Control"]

    league.vote(2, "ghent", "yes")
    keeping.make(night("2025-02-02"))
    changed = client.get("/data/latest/votes.csv", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert len(body(changed).splitlines()) == len(votes.splitlines()) + 1
    same = client.get("/data/latest/members.csv")
    assert same["ETag"] == client.get("/data/2025-02-01/members.csv")["ETag"]
    assert body(client.get("/data/2025-02-01/votes.csv")) == votes
    said = words(client.get("/data/"))
    assert "The newest edition is of 2 February 2025." in said
    assert "1 February 2025" in said


def test_the_archive_can_be_taken(league: League) -> None:
    keeping.make(night("2025-02-01"))
    answer = Client().get("/data/latest/open-data.zip")
    assert "open-data-2025-02-01.zip" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(body(answer))) as kept:
        assert kept.testzip() is None
    assert Client().head("/data/latest/open-data.zip")["ETag"] == answer["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "/data/latest/secret.key",
        "/data/latest/..%2f..%2fsecret.key",
        "/data/2025-02-01/../looked",
        "/data/2025-02-01/nothing.csv",
        "/data/1999-01-01/votes.csv",
        "/data/2025-13-99/votes.csv",
    ],
)
def test_what_is_no_file_of_an_edition_is_not_found(league: League, path: str) -> None:
    keeping.make(night("2025-02-01"))
    answer = Client().get(path)
    assert answer.status_code == 404
    assert "There is no such page" in words(answer)


def test_nothing_can_be_posted(league: League) -> None:
    assert Client().post("/data/").status_code == 405
    assert Client().post("/data/latest/votes.csv").status_code == 405
