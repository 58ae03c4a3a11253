"""The counting room: a file counted on a page, its result taken away, mistakes in sentences."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.support.coalition import League
from tests.support.pages import person

from koinon.methods.ballotfiles.reading import read
from koinon.methods.counting import documents

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGE = "/record/count/"
WARD = b"""4 2
9 1 2 0
5 2 0
4 3 0
2 4 3 0
0
"Ann <b>Lee</b>"
"Bob, Jr."
"Cy"
"Dee"
"The Ward"
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    League().found({"vale": 1_000, "lys": 2_000})


@pytest.fixture
def client() -> Client:
    client = Client()
    assert client.post(f"/enter/{person('someone@league.example')}").status_code == 302
    return client


def post(client: Client, data: bytes | None, name: str = "ward.blt", **fields: str) -> Any:
    sent: dict[str, Any] = {"method": "scottish-stv", "as": "page", **fields}
    if data is not None:
        sent["ballots"] = SimpleUploadedFile(name, data)
    return client.post(PAGE, sent)


def test_nobody_counts_without_signing_in() -> None:
    assert Client().get(PAGE).status_code == 302


def test_a_file_is_counted_with_its_stages_and_reasons(client: Client) -> None:
    assert "Counting room" in words(client.get(PAGE))
    answer = post(client, WARD)
    said = words(answer)
    assert "20 ballots were cast; 20 counted." in said
    assert "Elected at stage 1 with 9; the quota was 7." in said
    assert "Excluded at stage 3 with 2, the fewest" in said
    assert "The closest call: at stage 4" in said
    assert "<svg" in answer.content.decode()
    assert "<b>Lee" not in answer.content.decode()
    assert "SSI 2007/42" in said


def test_the_result_is_taken_away_and_holds(client: Client) -> None:
    answer = post(client, WARD, **{"as": "json"})
    assert answer["Content-Type"] == "application/json"
    count = documents.load(answer.content)
    assert documents.recheck(count, read("ward.blt", WARD)) == ()
    assert json.loads(answer.content)["method"] == "scottish-stv"
    book = openpyxl.load_workbook(io.BytesIO(post(client, WARD, **{"as": "xlsx"}).content))
    assert "Stages" in book.sheetnames


@pytest.mark.parametrize(
    ("data", "fields", "why"),
    [
        (None, {}, "Choose the file with the ballots."),
        (b"4 2\n1 9 0\n0\n", {}, "ward.blt, line 2, column 3"),
        (b"201 1\n1 1 0\n0\n" + b'"X"\n' * 202, {}, "more than 200 options"),
        (WARD, {"method": "guess"}, "is no method"),
        (WARD, {"seats": "many"}, "many"),
        (WARD, {"seats": "9"}, "from 1 to the number of options"),
        (WARD, {"method": "approval"}, "counts approvals"),
        (WARD, {"options": "colour=red"}, "has no option"),
        (b'2 1\n1 1 0\n1 2 0\n0\n"A"\n"B"\n', {}, "Only a lot decides between A, B"),
    ],
)
def test_mistakes_are_sentences_at_their_fields(
    client: Client, data: bytes | None, fields: dict[str, str], why: str
) -> None:
    answer = post(client, data, **fields)
    assert answer.status_code == 200
    assert why in words(answer)
    assert "SHA-256" not in words(answer)


def test_a_lot_and_options_are_taken(client: Client) -> None:
    tie = b'2 1\n1 1 0\n1 2 0\n0\n"A"\n"B"\n'
    said = words(post(client, tie, lot="4 8 15", options="last_key=lot"))
    assert "What decided: Lot." in said
    assert "\u2068A\u2069, \u2068B\u2069 were equal" in said


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_it_speaks_every_language(client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    answer = post(client, WARD)
    text = answer.content.decode()
    assert f'lang="{language}"' in text
    assert "Excluded at stage" not in text
    assert "Whole units" not in text
