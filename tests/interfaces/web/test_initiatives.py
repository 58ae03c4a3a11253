"""Residents on the pages: an account, a letter or a roll, an initiative, a signature."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader
from tests.assembly.leagues import entries
from tests.forum.forums import CIVIC, TOGETHER, Forum, reached
from tests.interfaces.web.test_pages import words
from tests.support import pages
from tests.support.coalition import League

from koinon.forum.models import Attestation, Initiative, Signature
from koinon.interfaces.web.pages import residence
from koinon.people import access, residents
from koinon.people.models import Line
from koinon.record import store

pytestmark = pytest.mark.django_db

ROLL = "email,reference\r\nada@canary.example,R-17\r\ngrace@canary.example,\r\n"


@pytest.fixture
def civic(settings: Any, tmp_path: Any) -> League:
    """Three cities whose residents can start initiatives."""
    settings.HOME = tmp_path
    made = League(at=pages.days_ago(2))
    pages.found(made, CIVIC)
    return made


def signed_in(email: str, *seats: str) -> Client:
    client = Client()
    pages.person(email, *seats)
    account = access.invite(email)
    client.post(f"/enter/{access.one_time_link(account)}")
    return client


def upload(text: str | bytes) -> SimpleUploadedFile:
    data = text.encode() if isinstance(text, str) else text
    return SimpleUploadedFile("roll.csv", data, "text/csv")


def hidden(answer: Any) -> dict[str, str]:
    """The hidden fields of the main form of a page."""
    html = answer.content.decode()
    main = html[html.index("<main") : html.index("</main")]
    return dict(re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', main))


def attest_roll(clerk: Client, text: str = ROLL) -> Any:
    check = clerk.post("/residents/attest/roll/", {"roll": upload(text)})
    return clerk.post("/residents/attest/roll/check/", hidden(check))


def resident(email: str = "ada@canary.example") -> Client:
    client = signed_in(email)
    page = client.get("/residents/")
    client.post("/residents/roll/", {"line": hidden(page)["line"]})
    return client


def begun(person: Client, title: str = "Night trains between our cities") -> Any:
    typed = {"language": "en", "title": title, "text": f"Please: {title}.\r\nThank you."}
    check = person.post("/initiatives/new/", typed)
    return person.post("/initiatives/new/", {**typed, "id": hidden(check)["id"]})


def test_a_roll_is_read_checked_attested_and_held_against(civic: League) -> None:
    clerk = signed_in("clerk@ghent.example", "council/ghent")
    check = clerk.post("/residents/attest/roll/", {"roll": upload(ROLL)})
    assert "Attest 2 residents of Ghent" in words(check)
    assert Attestation.objects.count() == 0
    done = clerk.post("/residents/attest/roll/check/", hidden(check))
    assert done.status_code == 302
    again = clerk.post("/residents/attest/roll/check/", hidden(check))
    assert again.headers["Location"] == done.headers["Location"]
    row = Attestation.objects.get()
    assert (row.city, row.count, row.root) == ("ghent", 2, residents.root_of(row.id))
    against = {"roll": upload(ROLL), "replaces": str(row.attested_n)}
    same = clerk.post("/residents/attest/roll/compare/", against)
    assert "The roll is exactly the one" in words(same)
    less = {"roll": upload("email\nada@canary.example\n"), "replaces": str(row.attested_n)}
    assert "These lines differ" in words(clerk.post("/residents/attest/roll/compare/", less))
    twice = clerk.post("/residents/attest/roll/", {"roll": upload(ROLL)})
    assert twice.status_code == 422
    assert "is on a roll of the city already" in words(twice)


@pytest.mark.parametrize(
    ("roll", "said"),
    [
        ("email\nada@x.example\nADA@x.example\n", "3 email “ada@x.example” stands in line 2"),
        ("email\nada at x\n", "2 email “ada at x” is no e-mail address"),
        ("email\tref\n\tR1\n", "2 email No address stands here"),
        ("name\nAda\n", "The first line must name one column “email”"),
        ("", "The file is empty"),
        ("email\n", "No resident stands under"),
        (b"email\nad\xe4@x.example\n", "2 – This is not UTF-8"),
        ('email\n"ada@x.example\n', "a quotation mark is not closed"),
        (f"email,reference\na@x.example,{'r' * 101}\n", "at most 100 characters"),
    ],
)
def test_every_mistake_of_a_roll_has_its_place(civic: League, roll: str | bytes, said: str) -> None:
    clerk = signed_in("clerk@ghent.example", "council/ghent")
    answer = clerk.post("/residents/attest/roll/", {"roll": upload(roll)})
    assert answer.status_code == 422
    assert said in words(answer)
    assert Line.objects.count() == 0


def test_only_who_may_attest_sees_the_page(civic: League) -> None:
    assert Client().get("/residents/attest/").status_code == 302
    assert signed_in("x@x.example").get("/residents/attest/").status_code == 404
    clerk = signed_in("clerk@ghent.example", "council/ghent")
    foreign = {"roll": upload(ROLL), "city": "leuven"}
    assert clerk.post("/residents/attest/roll/", foreign).status_code == 404
    office = signed_in("desk@league.example", "secretariat")
    assert office.post("/residents/attest/roll/", foreign).status_code in (200, 422)


def test_letters_come_as_one_pdf_whose_codes_open_once(civic: League) -> None:
    clerk = signed_in("clerk@ghent.example", "council/ghent")
    check = clerk.post("/residents/attest/letters/", {"count": "3"})
    assert check.status_code == 200
    printed = clerk.post("/residents/attest/letters/pdf/", hidden(check))
    assert printed["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(printed.content))
    codes = re.findall(
        r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", "\n".join(p.extract_text() for p in reader.pages)
    )
    assert (len(reader.pages), len(set(codes))) == (3, 3)
    again = clerk.post("/residents/attest/letters/pdf/", hidden(check))
    assert codes[0] in PdfReader(io.BytesIO(again.content)).pages[0].extract_text()
    assert re.findall(r'<option value="(..)"', check.content.decode()) == ["en", "fr"]
    french = clerk.post("/residents/attest/letters/pdf/", {**hidden(check), "language": "fr"})
    letter = PdfReader(io.BytesIO(french.content)).pages[0].extract_text()
    assert codes[0] in letter
    assert "Votre code" in letter
    assert "Your code" not in letter
    assert Attestation.objects.count() == 1

    ada, eve = signed_in("ada@canary.example"), signed_in("eve@canary.example")
    taken = ada.post("/residents/code/", {"code": f" {codes[0].lower().replace('-', ' ')} "})
    assert taken.status_code == 302
    assert "Ghent attests that you live there" in words(ada.get("/residents/"))
    second = eve.post("/residents/code/", {"code": codes[0]})
    assert second.status_code == 409
    assert "was used on" in words(second)
    assert "from another account" in words(second)
    assert ada.post("/residents/code/", {"code": codes[0]}).status_code == 302
    wrong = codes[1][:-1] + ("0" if codes[1][-1] != "0" else "1")
    assert "A sign is wrong" in words(eve.post("/residents/code/", {"code": wrong}))
    assert "sixteen signs" in words(eve.post("/residents/code/", {"code": "AB"}))
    assert "stands in no code" in words(eve.post("/residents/code/", {"code": "U!"}))
    for _ in range(10):
        eve.post("/residents/code/", {"code": "0000-0000-0000-0000"})
    assert eve.post("/residents/code/", {"code": codes[1]}).status_code == 429
    everything = b"".join(store.bodies()).decode()
    kept = " ".join(str(v) for row in Line.objects.values() for v in row.values())
    for code in codes:
        assert code not in everything + kept
        assert code.replace("-", "") not in everything + kept


def test_wrong_codes_are_counted_by_address_and_altogether(
    civic: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(residence, "WRONG_FROM_ONE_PLACE", 3)
    monkeypatch.setattr(residence, "WRONG_ALTOGETHER", 5)
    people = [signed_in(f"p{k}@canary.example") for k in range(4)]

    def typed(person: Client, place: str) -> int:
        wrong = {"code": "0000-0000-0000-0000"}
        return person.post("/residents/code/", wrong, REMOTE_ADDR=place).status_code

    within = [f"2001:db8:1:2::{k}" for k in range(4)]
    assert list(map(typed, people, within)) == [422, 422, 422, 429]
    assert [typed(one, "192.0.2.7") for one in people] == [422, 422, 429, 429]
    kept = str(cache._cache)  # type: ignore[attr-defined]
    assert "wrong-codes" in kept
    for address in ("2001:db8", "192.0.2.7"):
        assert address not in kept
    cache.clear()


@pytest.mark.parametrize("count", ["0", "-1", "2001", "many", "", "1.5"])
def test_a_number_of_letters_that_is_none_is_refused(civic: League, count: str) -> None:
    clerk = signed_in("clerk@ghent.example", "council/ghent")
    answer = clerk.post("/residents/attest/letters/", {"count": count})
    assert answer.status_code == 422
    assert "from 1 to 2,000" in words(answer) or "from 1 to 2000" in words(answer)


def test_a_resident_makes_an_account_with_an_address_alone(civic: League, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = Client()
    assert "Your e-mail address" in words(client.get("/residents/"))
    assert client.post("/residents/account/", {"email": "nonsense"}).status_code == 422
    answer = client.post("/residents/account/", {"email": "new@canary.example"})
    assert answer.headers["Location"] == "/accounts/login/code/confirm/?next=%2Fresidents%2F"
    confirm = client.get(answer.headers["Location"])
    assert confirm.status_code == 200
    (sent,) = mail.outbox
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", str(sent.body))
    assert code is not None
    done = client.post("/accounts/login/code/confirm/", {"code": code[0], "next": "/residents/"})
    assert done.headers["Location"] == "/residents/"
    assert "No city attests yet where you live" in words(client.get("/residents/"))


def test_an_initiative_is_started_signed_and_taken_back(civic: League) -> None:
    attest_roll(signed_in("clerk@ghent.example", "council/ghent"))
    ada = resident()
    assert begun(ada).status_code == 302
    row = Initiative.objects.get()
    assert row.title == [["en", "Night trains between our cities"]]
    assert store.document(row.text_sha256)[0] == (  # type: ignore[index]
        b"Please: Night trains between our cities.\nThank you."
    )
    page = ada.get("/initiatives/1/")
    assert "0 of 5 signatures" in words(page)
    assert "Withdraw this initiative, which you started" in words(page)
    check = ada.get("/initiatives/1/sign/")
    done = ada.post("/initiatives/1/sign/", hidden(check))
    assert done.status_code == 302
    assert (
        ada.post("/initiatives/1/sign/", hidden(check)).headers["Location"]
        == (done.headers["Location"])
    )
    twice = ada.post("/initiatives/1/sign/", hidden(ada.get("/initiatives/1/sign/")))
    assert twice.status_code == 409
    assert "a resident signs once" in words(twice)
    assert "You have signed" in words(ada.get("/initiatives/1/"))
    assert "1 of 5 signatures" in words(Client().get("/initiatives/"))
    assert "Night trains" in words(Client().get("/"))
    back = ada.post("/initiatives/1/unsign/", hidden(ada.get("/initiatives/1/unsign/")))
    assert back.status_code == 302
    assert Signature.objects.filter(withdrawn_n=None).count() == 0
    over = ada.post("/initiatives/1/withdraw/", hidden(ada.get("/initiatives/1/withdraw/")))
    assert over.status_code == 302
    assert "Who started it has withdrawn it." in words(Client().get("/initiatives/1/"))


def test_residents_start_an_initiative_together(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    pages.found(League(at=pages.days_ago(2)), TOGETHER)
    roll = ROLL + "mary@canary.example,\r\n"
    attest_roll(signed_in("clerk@ghent.example", "council/ghent"), roll)
    ada = resident()
    typed = {"language": "en", "title": "Night trains", "text": "Please."}
    assert "3 residents start an initiative together" in words(ada.post("/initiatives/new/", typed))
    begun(ada)
    page = words(ada.get("/initiatives/1/"))
    assert "1 of 3 residents who start it together have joined." in page
    assert "You are among those who start it." in page
    assert "Looks for others to start it" in words(Client().get("/initiatives/"))
    early = ada.post("/initiatives/1/sign/", hidden(ada.get("/initiatives/1/sign/")))
    assert early.status_code == 409
    assert "can be signed once all have" in words(early)
    assert Client().get("/initiatives/1/join/").status_code == 302
    for email in ("grace@canary.example", "mary@canary.example"):
        other = resident(email)
        assert "Start this initiative together" in words(other.get("/initiatives/1/"))
        check = other.get("/initiatives/1/join/")
        assert other.post("/initiatives/1/join/", hidden(check)).status_code == 302
    assert "Sign this initiative" in words(other.get("/initiatives/1/"))
    again = other.post("/initiatives/1/join/", hidden(other.get("/initiatives/1/join/")))
    assert again.status_code == 409
    assert "You are among those who start initiative 1 already" in words(again)


def test_who_is_no_resident_signs_nothing(civic: League) -> None:
    attest_roll(signed_in("clerk@ghent.example", "council/ghent"))
    begun(resident())
    stranger = signed_in("stranger@x.example")
    assert stranger.get("/initiatives/1/sign/").headers["Location"] == "/residents/"
    assert stranger.get("/initiatives/1/withdraw/").status_code == 404
    delegate = signed_in("clerk@ghent.example", "council/ghent")
    assert delegate.get("/acts/forum.sign_initiative/1").status_code == 404
    assert Client().get("/initiatives/1/sign/").status_code == 302
    assert Client().get("/initiatives/9/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Say in one line what is asked."),
        ({"text": "  "}, "Write what the council is to do, and why."),
        ({"language": "xx"}, "Choose the language you write in."),
        ({"title": "x" * 201}, "shorten it to 200"),
        ({"text": "ü" * 60_000}, "longer than 100 kB"),
    ],
)
def test_what_is_typed_wrongly_is_told(civic: League, typed: dict[str, str], said: str) -> None:
    attest_roll(signed_in("clerk@ghent.example", "council/ghent"))
    sound = {"language": "en", "title": "A title", "text": "A text"}
    answer = resident().post("/initiatives/new/", {**sound, **typed})
    assert answer.status_code == 422
    assert said in words(answer)


def test_nobody_of_a_roll_stands_in_the_record(civic: League) -> None:
    attest_roll(signed_in("clerk@ghent.example", "council/ghent"))
    ada = resident()
    begun(ada)
    ada.post("/initiatives/1/sign/", hidden(ada.get("/initiatives/1/sign/")))
    everything = b"".join(store.bodies())
    everything += b"".join(one.body or b"" for one in store.documents())
    assert len(entries()) == 4
    for private in (b"canary", b"ada@", b"R-17"):
        assert private not in everything
    by = entries()[-1]["by"]
    assert by == {"seat": "residents/ghent", "via": "web", "auth": "code"}


def test_a_coalition_without_initiatives_shows_none(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    pages.lively(League())
    assert Client().get("/residents/").status_code == 404
    assert Client().get("/initiatives/").status_code == 404
    assert "Initiatives of residents" not in words(Client().get("/"))


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_the_pages_speak_every_language(civic: League, language: str) -> None:
    attest_roll(signed_in("clerk@ghent.example", "council/ghent"))
    ada = resident()
    begun(ada)
    said = {"accept-language": language}
    for path in (
        "/initiatives/",
        "/initiatives/1/",
        "/initiatives/new/",
        "/initiatives/1/sign/",
        "/residents/",
    ):
        answer = ada.get(path, headers=said)
        assert answer.status_code == 200
        html = answer.content.decode()
        assert f'<html lang="{language}"' in html
        assert html.count("<h1") == 1
        for english in (
            " of 5 signatures",
            "Sign this",
            "resident of",
            "Where you live",
            "collects signatures",
        ):
            assert english not in words(answer), (path, english)


def test_a_convocation_begins_with_what_its_body_has_to_answer(
    settings: Any, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    made = Forum(at=pages.days_ago(5))
    pages.found(made, CIVIC)
    for city in ("ghent", "leuven"):
        made.attest(city)
    reached(made)
    office = signed_in("desk@league.example", "secretariat")
    page = office.get("/decisions/meetings/new/").content.decode()
    assert 'value="Night trains between our cities"' in page
    assert page.count('name="kept-1"') == 1
    assert "Council has to answer initiative 1" in words(office.get("/desk/"))
    assert "To be answered" in words(Client().get("/initiatives/"))
