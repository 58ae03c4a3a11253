"""Every page answers, says what it must, and refuses what it must."""

from __future__ import annotations

import ast
import re
import zipfile
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.support.coalition import League

from koinon.interfaces import web
from koinon.record import logkeys, store
from koinon.record.export import export
from koinon.record.verify import verify

PAGES = [
    "/",
    "/record/countersigned/",
    "/decisions/",
    "/decisions/1/",
    "/decisions/2/",
    "/decisions/2/notice/",
    "/decisions/before/",
    "/decisions/2/notice/",
    "/cities/",
    "/cities/ghent/",
    "/register/",
    "/register/?past=1",
    "/money/audit/",
    "/record/",
    "/record/0/",
    "/record/verify/",
    "/charter/",
    "/what-if/",
    "/what-if/plan/?you=paris",
    "/what-if/claims/",
    "/what-if/limits/",
    "/what-if/beside/",
    "/charter/1/",
    "/charter/experiments/",
    "/acts/",
    "/data/",
    "/money/disputes/",
    "/privacy/",
    "/privacy/ask/",
    "/texts/",
    "/texts/charter/",
    "/accounts/login/",
]


def words(answer: Any) -> str:
    """The text of a page, without its tags."""
    body = re.sub(r"<script.*?</script>", "", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_page_answers_in_every_language(league: League, path: str, language: str) -> None:
    answer = Client(headers={"accept-language": language}).get(path)
    assert answer.status_code == 200
    html = answer.content.decode()
    side = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{side}">' in html
    assert html.count("<h1") == 1
    assert "style=" not in html
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)
    assert not re.search(r"\b(act|about|says|value)\.[a-z]+\.", words(answer))


def test_home_says_what_is_open_and_that_it_is_fictional(league: League) -> None:
    said = words(Client().get("/"))
    assert "Admit Mechelen to the league" in said
    assert "1 member has voted" in said
    assert "4 cities that decide together" in said
    assert "575,313" in said  # 262,219 + 102,851 + 114,007 + 96,236
    assert "figures of 2024, legal municipality" in said
    assert "Its cities decide nothing and owe nothing." in said


def test_an_empty_record_says_how_to_found_a_coalition(
    db: None, tmp_path: Any, settings: Any
) -> None:
    settings.HOME = tmp_path
    said = words(Client().get("/"))
    assert "No coalition is founded here yet" in said
    assert "./koinon found --members cities.csv --charter charter.toml" in said
    assert "./koinon up --empty" in said


@pytest.mark.parametrize(
    "path", ["/decisions/99/", "/cities/atlantis/", "/record/999/", "/charter/9/", "/nothing/"]
)
def test_what_does_not_exist_is_not_found(league: League, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert "There is no such page" in words(answer)


def test_a_proposal_shows_the_meter_and_what_would_do(league: League) -> None:
    said = words(Client().get("/decisions/2/"))
    assert "In favour, of the votes cast, by “One each” 100% 1 of 1 more than 50% Met" in said
    # Leuven alone: 102,851 of 575,313 residents are 17.87...%, and half of them is needed.
    assert "17.8% 102,851 of 575,313 at least 50% Not met" in said
    assert "one more vote in favour would do: Ghent." in said
    assert "Mechelen (BE) becomes a member." in said


def test_a_decision_shows_how_the_rule_decided(league: League) -> None:
    said = words(Client().get("/decisions/1/"))
    assert "How the rule decided" in said
    assert "100% 479,077 of 479,077 at least 50% Met" in said
    assert "The rule is not met" not in said


def test_a_city_shows_figures_limits_and_votes(league: League) -> None:
    said = words(Client().get("/cities/ghent/"))
    assert "262,219 people , legal municipality , 1 January 2024" in said
    assert "Levies in a year: 5,000,000.00 EUR" in said
    assert "Municipal Decree, article 41" in said
    assert "Council · Ghent" in said
    assert "Admit Mons to the league In favour" in said


def test_the_language_switch_keeps_the_page(league: League) -> None:
    client = Client()
    answer = client.post("/language/", {"language": "fr", "next": "/decisions/2/?list=open"})
    assert (answer.status_code, answer["Location"]) == (302, "/decisions/2/?list=open")
    said = words(client.get("/decisions/2/"))
    assert "Admettre Malines dans la ligue" in said
    away = client.post("/language/", {"language": "fr", "next": "https://elsewhere.example/"})
    assert away["Location"] == "/"


def test_lists_are_paged(league: League) -> None:
    from koinon.assembly import queries

    for _ in range(queries.PAGE_SIZE):
        league.propose("Once more", matter="ordinary")
    first = words(Client().get("/decisions/"))
    assert "Page 1 of 2" in first
    second = words(Client().get("/decisions/?list=open&page=2"))
    assert "Page 2 of 2" in second
    assert "Proposal 22" in second
    assert words(Client().get("/decisions/?list=open&page=x")) == first


def test_lists_cost_the_same_however_long(
    league: League, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(25):
        Client().get("/decisions/")
    for _ in range(10):
        number = league.propose("Once more", matter="ordinary")
        league.vote(number, "namur", "yes")
    with django_assert_max_num_queries(25):
        Client().get("/decisions/")


def test_policy_and_headers(league: League) -> None:
    answer = Client().get("/")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


def test_search_finds_by_number_type_seat_and_hash(league: League) -> None:
    client = Client()
    assert client.get("/record/?q=3")["Location"] == "/record/3/"
    leaf = store.proof(2).leaf.hex()
    assert client.get(f"/record/?q={leaf}")["Location"] == "/record/2/"
    line_id = str(league.receipts[1].act_id)
    assert client.get(f"/record/?q={line_id}")["Location"] == "/record/1/"
    votes = words(client.get("/record/?q=cast a vote"))
    assert "A vote on proposal 2: In favour." in votes
    assert "is founded" not in votes
    ghent = words(client.get("/record/?seat=council/ghent"))
    assert "A vote on proposal 1" in ghent
    assert "A vote on proposal 2" not in ghent
    nothing = words(client.get("/record/?q=zzz"))
    assert "Nothing in the record answers this search." in nothing


def test_the_record_pages_backwards(league: League) -> None:
    for _ in range(15):
        league.propose("Once more", matter="ordinary")
    first = Client().get("/record/")
    before = re.search(r"before=(\d+)", first.content.decode())
    assert before is not None
    second = words(Client().get(f"/record/?before={before[1]}"))
    assert f"Entry {int(before[1]) - 1} " in second
    assert f"Entry {before[1]} " not in second


def test_an_entry_shows_its_proof_and_what_followed(league: League) -> None:
    proof = store.proof(6)
    html = Client().get("/record/6/").content.decode()
    assert proof.leaf.hex() in html
    assert all(node.hex() in html for node in proof.path)
    assert proof.root.hex() in html
    said = words(Client().get("/record/6/"))
    assert "Proposal 1 is adopted." in said
    assert "Entry 7 : Mons (BE) becomes a member." in said
    follower = words(Client().get("/record/7/"))
    assert "The decision in entry 6" in follower
    assert "Seats opened: Council · Mons." in follower


def test_without_the_logs_key_an_entry_shows_no_signature(
    db: None, tmp_path: Any, settings: Any
) -> None:
    settings.HOME = tmp_path
    league = League()
    league.found({"ghent": 260_000, "leuven": 100_000})
    said = words(Client().get("/record/0/"))
    assert "does not hold the log's key" in said
    assert Client().get("/log/checkpoint").status_code == 503


def test_the_log_is_what_an_export_holds(league: League, tmp_path: Any) -> None:
    from koinon.record import export, logkeys

    folder = tmp_path / "export"
    export.export(folder, signer=logkeys.signer())
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) > 5
    for path in files:
        answer = Client().get(f"/log/{path.relative_to(folder).as_posix()}")
        assert answer.status_code == 200
        assert answer.content == path.read_bytes()
    assert Client().get("/log/tile/0/999").status_code == 404


def test_the_whole_record_is_one_file_to_verify(league: League, tmp_path: Path) -> None:
    taken = Client().get("/record/copy.zip")
    size = store.head().size
    assert taken["Content-Disposition"] == f'attachment; filename="record-{size}.zip"'
    with zipfile.ZipFile(BytesIO(b"".join(taken))) as packed:
        packed.extractall(tmp_path)
    export(tmp_path / "exported", signer=logkeys.signer())
    assert files_below(tmp_path / f"record-{size}") == files_below(tmp_path / "exported")
    assert verify(tmp_path / f"record-{size}").ok


def test_a_record_that_cannot_be_signed_is_not_given_as_a_copy(
    league: League, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.HOME = tmp_path / "elsewhere"
    for address in ("/record/copy.zip", "/log/checkpoint"):
        answer = Client().get(address)
        assert answer.status_code == 503
        assert b"The record cannot be signed here now" in answer.content
        assert str(tmp_path).encode() not in answer.content
    assert "put back the key that this log was founded with" in caplog.text


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in folder.rglob("*")
        if one.is_file()
    }


def test_documents_cannot_become_pages_of_the_site(league: League) -> None:
    page = league.document(b"<script>alert(1)</script>", "text/html")
    league.propose("With a text", matter="ordinary", text=page.model_dump())
    answer = Client().get(f"/log/documents/{page.sha256}")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    picture = league.document(b"<svg/>", "image/svg+xml")
    league.propose("With a picture", matter="ordinary", text=picture.model_dump())
    answer = Client().get(f"/log/documents/{picture.sha256}")
    assert answer["Content-Type"] == "application/octet-stream"


def test_the_charter_is_told_in_sentences(league: League) -> None:
    said = words(Client().get("/charter/"))
    assert "Version 1, in force since" in said
    assert "Article 5.1, Double majority." in said
    assert "Article 3: Secretariat may do “Certify a figure”." in said
    assert 'format = "koinon-charter/1"' in said


def test_no_page_gives_another_meaning_to_what_every_page_knows() -> None:
    """A view that hands out its own `languages` breaks the choice of language of the frame."""
    known = {"languages", "seats", "signs", "coalition_name", "countersigned_by", "residents_sign"}
    views = sorted(Path(web.__file__).parent.glob("pages/*.py"))
    given = {
        f"{view.name}: {key.value}"
        for view in views
        for node in ast.walk(ast.parse(view.read_text()))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and key.value in known
    }
    assert views
    assert given == set()
