"""Texts in their languages on the pages: read, translated paragraph by paragraph, reviewed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assembly.translating import (
    BILINGUAL,
    TRAMS,
    TRAMWAYS,
    french,
    reference,
    review,
    translate,
)
from tests.interfaces.web.test_pages import words
from tests.support import pages
from tests.support.coalition import League

PAGE = "/texts/proposal/1/"
FORM = "/texts/proposal/1/translate/fr/"
PARTS = ["# Tramways", "La ligue achète neuf tramways.", "Ils roulent dès 2027."]


@pytest.fixture
def texts(db: None, tmp_path: Any, settings: Any) -> League:
    """A league with a proposal to come whose text nobody has translated."""
    settings.HOME = tmp_path
    league = League()
    league.at = pages.days_ago(1)
    pages.found(league, BILINGUAL)
    league.propose("Trams", matter="ordinary", text=reference(league, TRAMS))
    return league


def signed_in(*seats: str) -> Client:
    client = Client()
    token = pages.person(f"{seats[0].replace('/', '-')}@league.example", *seats)
    assert client.post(f"/enter/{token}").status_code == 302
    return client


def sent(parts: list[str], made: str = "by a person") -> dict[str, str]:
    return {**{f"part-{n}": part for n, part in enumerate(parts)}, "made": made}


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found is not None
    from html import unescape

    return unescape(found[1])


def test_the_list_and_the_text_say_what_is_missing(texts: League) -> None:
    said = words(Client().get("/texts/"))
    assert "Text of proposal 1: Trams" in said
    assert "Authoritative: English." in said
    assert "French: not translated; it is required by " in said
    said = words(Client().get(PAGE))
    assert "The league buys nine trams." in said
    assert "Translate: French" not in said  # for those who may
    assert "French: not translated" in words(Client().get("/decisions/1/"))
    assert "French: not translated." in words(Client().get("/charter/"))


@pytest.mark.parametrize("kind", ["proposal", "paper", "minutes", "charter", "nonsense"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_list_answers(texts: League, kind: str, language: str) -> None:
    client = Client(headers={"accept-language": language})
    assert client.get(f"/texts/?list={kind}&page=7").status_code == 200


def test_a_translator_writes_beside_each_paragraph(texts: League) -> None:
    client = signed_in("secretariat")
    assert "Translate: French" in words(client.get(PAGE))
    form = client.get(FORM).content.decode()
    assert form.count("<textarea") == 3
    checked = client.post(FORM, sent(PARTS))
    assert checked.status_code == 200
    assert french("proposal/1").state == "missing"  # nothing is recorded before it is checked
    data = {"data": hidden(checked, "data"), "id": hidden(checked, "id")}
    done = client.post(FORM, data)
    assert done.status_code == 302
    again = client.post(FORM, data)
    assert again["Location"] == done["Location"]  # sent twice, done once
    assert f'href="{PAGE}"' in client.get(done["Location"]).content.decode()
    told = french("proposal/1")
    assert told.state == "to review"
    assert told.current is not None
    assert told.current.media == "text/markdown"
    reader = Client(headers={"accept-language": "fr"})
    said = words(reader.get("/decisions/1/"))
    assert "Ceci est une traduction que personne n’a encore relue." in said
    assert "La ligue achète neuf tramways." in said
    both = words(Client().get(f"{PAGE}?lang=fr"))
    assert "The league buys nine trams." in both
    assert "Ils roulent dès 2027." in both


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (sent(["", "", ""]), "Write the translation, or choose a file."),
        (sent(["Un", "", "Trois"]), "Paragraph 2 is not translated yet."),
        (sent(PARTS, "by magic"), "Say how the translation was made."),
        ({}, "Say how the translation was made."),
    ],
)
def test_what_is_not_whole_is_said_and_kept(
    texts: League, typed: dict[str, str], sentence: str
) -> None:
    answer = signed_in("secretariat").post(FORM, typed)
    assert answer.status_code == 400
    assert sentence in words(answer)
    if typed.get("part-2"):
        assert typed["part-2"] in words(answer)
    assert french("proposal/1").state == "missing"


def test_files_keep_their_limits(texts: League) -> None:
    client = signed_in("secretariat")
    bad = SimpleUploadedFile("x.pdf", b"MZ\x00\x01", "application/pdf")
    answer = client.post(FORM, {"made": "by a person", "file": bad})
    assert answer.status_code == 400
    assert "Files of this kind are not taken" in words(answer)
    good = SimpleUploadedFile("x.txt", TRAMWAYS, "text/plain")
    assert "Check your answers" in words(client.post(FORM, {"made": "by machine", "file": good}))


def test_only_those_who_may_translate(texts: League) -> None:
    assert Client().get(FORM).status_code == 302  # to sign in
    client = Client()
    client.post(f"/enter/{pages.person('a@league.example', 'president')}")
    assert client.get(FORM).status_code == 403
    keeper = signed_in("secretariat")
    for path in (
        "/texts/proposal/9/",
        "/texts/proposal/1/translate/en/",
        "/texts/proposal/1/translate/xx/",
        "/texts/minutes/1/",
        "/texts/paper/1/1/1/",
        "/texts/nothing/",
    ):
        assert keeper.get(path).status_code == 404, path


def test_another_seat_reviews(texts: League) -> None:
    n = translate(texts, "proposal/1", TRAMS)
    assert "To review" not in words(signed_in("secretariat").get(PAGE))
    reviewer = signed_in("council/ghent")
    page = words(reviewer.get(PAGE))
    assert f"To review: French, entry {n}" in page
    act = "/acts/assembly.review_translation/1"
    nameless = reviewer.post(act, {"translation": n, "verdict": "refused", "step": "check"})
    data = {"data": hidden(nameless, "data"), "id": hidden(nameless, "id")}
    refused = reviewer.post(act, data)
    assert refused.status_code == 409
    assert "Say in a sentence why the translation is refused" in words(refused)
    checked = reviewer.post(act, {"translation": n, "verdict": "accepted", "step": "check"})
    data = {"data": hidden(checked, "data"), "id": hidden(checked, "id")}
    assert reviewer.post(act, data).status_code == 302
    said = words(Client().get(PAGE))
    assert "French: translated by a person, reviewed by Council · Ghent on " in said
    assert "To review" not in words(reviewer.get(PAGE))
    told = words(Client(headers={"accept-language": "ar"}).get(PAGE))
    assert "ترجمه إنسان، وراجعه" in told


def test_hostile_texts_are_shown_and_not_run(texts: League) -> None:
    hostile = b'<script>alert(1)</script>\n\n"><img src=x onerror=alert(2)>'
    review(texts, translate(texts, "proposal/1", TRAMS, hostile))
    html = Client().get(f"{PAGE}?lang=fr").content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<img src=x" not in html
    assert Client().get(f"{PAGE}?lang=<b>").status_code == 200


def test_the_desk_says_what_to_translate_and_to_review(texts: League) -> None:
    keeper = signed_in("secretariat")
    said = words(keeper.get("/desk/"))
    assert "Translate into French: Text of proposal 1: Trams" in said
    assert "It is read in English alone, though the charter requires the translation." in said
    translate(texts, "proposal/1", TRAMS)
    assert "Translate into French" not in words(keeper.get("/desk/"))
    told = words(signed_in("council/ghent").get("/desk/"))
    assert "Review the translation into French: Text of proposal 1: Trams" in told
    assert "Review the translation" not in words(keeper.get("/desk/"))


def test_a_long_list_asks_the_database_no_more_often(
    texts: League, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(15):
        Client().get("/texts/")
    for place in range(12):
        data = f"Text {place}".encode()
        texts.propose("More", matter="ordinary", text=reference(texts, data, "text/plain"))
    with django_assert_max_num_queries(15):
        assert words(Client().get("/texts/")).count("Text of proposal") == 13
