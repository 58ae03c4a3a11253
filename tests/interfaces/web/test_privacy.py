"""Asking about personal data, answering, correcting, erasing: on the pages, in every language."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_people import ADDRESS, CANARY, appointed, desk, hidden
from tests.support import pages
from tests.support.coalition import CHARTER, League
from tests.support.replaying import assert_holds

from koinon.assembly import queries_mandates as mandates
from koinon.interfaces.web import instants
from koinon.interfaces.web.officer import is_officer
from koinon.people import access, erasing, handling, holds, inviting, requests, retention, sessions
from koinon.people.models import Account, Handling, Hold
from koinon.people.processing import Person
from koinon.people.queries import account_of, openings
from koinon.people.requests import request as found
from koinon.record import store

__all__ = ["desk"]
Enter = Callable[[str], Client]
STRANGER = "stranger@elsewhere.example"


def person_of(client: Client, link: str) -> Client:
    """Somebody signed in by a link."""
    assert client.post(link).status_code == 302
    return client


def appointee(desk: Client, **typed: Any) -> tuple[int, Client]:
    """Somebody appointed, invited and signed in."""
    n = appointed(desk, **typed)
    path = re.search(r"/enter/\S+", str(mail.outbox[-1].body))
    assert path is not None
    return n, person_of(Client(), path[0])


def asked(client: Client, kind: str, wanted: str = "As the law says.") -> int:
    """Make a request; its number."""
    answer = client.post("/privacy/ask/", {"kind": kind, "wanted": wanted}, follow=True)
    said = words(answer)
    number = re.search(r"Your request has number (\d+)", said)
    assert number is not None, said
    return int(number[1])


def decided(desk: Client, number: int, outcome: str = "granted", **typed: str) -> None:
    """Answer a request through its page of answers."""
    sent = {"outcome": outcome, "answer": "We looked into it.", **typed}
    check = desk.post(f"/privacy/requests/{number}/decide/", sent)
    assert check.status_code == 200, words(check)
    assert found(number).status == "open"  # type: ignore[union-attr]
    done = desk.post(f"/privacy/requests/{number}/decide/", {**hidden(check), "confirm": "1"})
    assert done.status_code == 302, words(done)


def ended(desk: Client, n: int) -> None:
    """End a mandate at once."""
    check = desk.post(f"/people/{n}/end/", {"how": "resigned", "mandate": n, "step": "check"})
    assert desk.post(f"/people/{n}/end/", hidden(check)).status_code == 302


def test_a_person_reads_and_takes_away_everything_held(desk: Client) -> None:
    _, person = appointee(desk)
    said = words(person.get("/account/data/"))
    for wanted in (ADDRESS, CANARY, "Council · Mons", "An invitation was sent."):
        assert wanted in said, wanted
    file = person.get("/account/data/my-data.json")
    assert file["Content-Type"] == "application/json"
    kept = json.loads(file.content)
    assert kept["format"] == "koinon-data/1"
    by_name = {one["name"]: one for one in kept["kept"]}
    assert by_name["account"]["rows"][0]["email"] == ADDRESS
    assert by_name["register"]["rows"][0]["value"] == CANARY
    assert by_name["links"]["rows"][0]["email"] == ADDRESS
    assert {"sessions", "session_data", "happenings"} <= by_name.keys()
    assert not re.search(r'"(token_sha256|session_key|salt|password|data)"', file.content.decode())
    paper = person.get("/account/data/my-data.pdf")
    assert paper.content.startswith(b"%PDF")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert CANARY in text
    assert ADDRESS in text


def test_nobody_reads_what_is_held_about_others(desk: Client, enter: Enter) -> None:
    number = asked(appointee(desk)[1], "access")
    ghent = enter("ghent")
    assert ADDRESS not in words(ghent.get("/account/data/"))
    assert Client().get("/account/data/").status_code == 302
    assert Client().get("/account/data/my-data.json").status_code == 302
    for path in ("requests/", f"requests/{number}/", "keeping/", "log/", "documents/"):
        assert ghent.get(f"/privacy/{path}").status_code == 403, path
        assert Client().get(f"/privacy/{path}").status_code == 302, path
    assert ghent.post(f"/privacy/withdraw/{number}/").status_code == 404
    assert Client().get("/privacy/asked/nonsense/").status_code == 410


def test_a_request_has_a_number_a_day_and_a_letter(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, person = appointee(desk)
    monkeypatch.setattr(instants, "now_utc", lambda: "2099-01-31T10:00:00.000000Z")
    number = asked(person, "erasure", "Erase my account.")
    one = found(number)
    assert one is not None
    assert (one.received, one.due) == (date(2099, 1, 31), date(2099, 2, 28))
    assert mail.outbox[-1].to == [ADDRESS]
    assert f"has number {number}" in str(mail.outbox[-1].body)
    assert "28 February 2099" in str(mail.outbox[-1].body)
    said = words(desk.get("/privacy/requests/"))
    assert f"Request {number} Erasure (article 17) {ADDRESS} 28 February 2099" in said
    todo = words(desk.get("/desk/"))
    assert f"Answer request {number} about personal data: Erasure (article 17)" in todo
    assert "The law’s time is over (article 12(3) GDPR)" in todo
    monkeypatch.setattr(instants, "now_utc", lambda: "2099-03-01T10:00:00.000000Z")
    assert "28 February 2099 Late" in words(desk.get("/privacy/requests/"))


def test_what_is_wrong_with_a_request_is_said(desk: Client) -> None:
    nobody = Client()
    said = words(nobody.post("/privacy/ask/", {"kind": "x", "email": "no"}))
    assert "Choose what you ask for." in said
    assert "Write your e-mail address" in said
    said = words(nobody.post("/privacy/ask/", {"kind": "erasure", "email": STRANGER}))
    assert "Write what it is about" in said
    long = {"kind": "erasure", "email": STRANGER, "wanted": "x" * 4001}
    assert "Write at most 4,000 letters" in words(nobody.post("/privacy/ask/", long))
    zero = {"kind": "access", "email": STRANGER, "name": "a\0b"}
    assert "Write your name" in words(nobody.post("/privacy/ask/", zero))
    assert mail.outbox == []


def test_somebody_without_an_account_proves_the_address_first(desk: Client) -> None:
    nobody = Client()
    typed = {"kind": "access", "email": STRANGER, "name": "Sam Stranger", "wanted": ""}
    assert f"A link was sent to {STRANGER}" in words(nobody.post("/privacy/ask/", typed))
    assert requests.listed(waiting=True) == ()
    path = re.search(r"/privacy/asked/\S+/", str(mail.outbox[-1].body))
    assert path is not None
    assert "Yes, I ask for this" in words(nobody.get(path[0]))
    assert requests.listed(waiting=True) == ()  # a preview of the link asks for nothing
    assert nobody.post(path[0]).status_code == 302
    (one,) = requests.listed(waiting=True)
    assert (one.email, one.name, one.account) == (STRANGER, "Sam Stranger", None)
    assert nobody.post(path[0]).status_code == 200  # pressed twice, asked once
    assert len(requests.listed(waiting=True)) == 1
    assert nobody.get(f"{path[0]}my-data.json").status_code == 404
    assert one.number is not None
    decided(desk, one.number)
    assert nobody.get(path[0]).status_code == 410  # the letter with the answer has a new link
    path = re.search(r"/privacy/asked/\S+/", str(mail.outbox[-1].body))
    assert path is not None
    said = words(nobody.get(path[0]))
    assert "Granted" in said
    assert "We looked into it." in said
    kept = json.loads(nobody.get(f"{path[0]}my-data.json").content)
    assert [one["name"] for one in kept["kept"]] == ["requests"]


def test_many_requests_fill_no_mailbox_and_an_old_link_is_gone(db: None, desk: Client) -> None:
    nobody = Client()
    typed = {"kind": "access", "email": STRANGER}
    for _ in range(5):
        assert f"A link was sent to {STRANGER}" in words(nobody.post("/privacy/ask/", typed))
    assert len(mail.outbox) == 3
    path = re.search(r"/privacy/asked/\S+/", str(mail.outbox[0].body))
    assert path is not None
    from koinon.people.models import DataRequest

    DataRequest.objects.update(made=timezone.now() - timedelta(days=7, seconds=1))
    assert nobody.get(path[0]).status_code == 410
    assert nobody.post(path[0]).status_code == 410
    assert requests.listed(waiting=True) == ()


def test_a_refusal_needs_a_ground_and_the_answer_is_given_once(desk: Client) -> None:
    _, person = appointee(desk)
    number = asked(person, "erasure")
    page = f"/privacy/requests/{number}/decide/"
    said = desk.post(page, {"outcome": "refused", "answer": ""})
    assert said.status_code == 422
    assert "Choose the ground of the law" in words(said)
    assert "Write the answer and its reasons" in words(said)
    assert "Choose how the request is answered." in words(desk.post(page, {"answer": "No."}))
    decided(desk, number, "refused", ground="in_office")
    one = found(number)
    assert one is not None
    assert (one.status, one.outcome, one.ground) == ("done", "refused", "in_office")
    again = desk.post(page, {"outcome": "granted", "answer": "Yes.", "confirm": "1"}, follow=True)
    assert "answered already" in words(again)
    assert found(number) == one
    said = words(person.get("/account/data/"))
    assert "Refused Article 17(3)(b) GDPR: the person holds a seat" in said
    assert desk.get(f"/privacy/requests/{number}/erase/").status_code == 404


def test_more_time_is_taken_once_with_a_reason_and_in_time(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, person = appointee(desk)
    monkeypatch.setattr(instants, "now_utc", lambda: "2099-03-31T10:00:00.000000Z")
    number, late = asked(person, "access"), asked(person, "access")
    page = f"/privacy/requests/{number}/extend/"
    assert "Write the reason" in words(desk.post(page, {"reason": " "}))
    assert desk.post(page, {"reason": "Many papers."}).status_code == 302
    one = found(number)
    assert one is not None
    assert (one.due, one.extended_because) == (date(2099, 6, 30), "Many papers.")
    assert "Many papers." in str(mail.outbox[-1].body)
    assert "30 June 2099" in str(mail.outbox[-1].body)
    assert "once" in words(desk.post(page, {"reason": "More."}))
    monkeypatch.setattr(instants, "now_utc", lambda: "2099-05-01T10:00:00.000000Z")
    said = words(desk.post(f"/privacy/requests/{late}/extend/", {"reason": "Late."}))
    assert "only before the first month is over" in said
    assert found(late).due == date(2099, 4, 30)  # type: ignore[union-attr]


def test_who_holds_a_seat_is_told_what_stays_and_until_when(desk: Client) -> None:
    n, person = appointee(desk)
    number = asked(person, "erasure", "Everything.")
    decided(desk, number, "partly", ground="in_office")
    said = words(desk.get(f"/privacy/requests/{number}/erase/"))
    assert "The account 0 1: Article 17(3)(b) GDPR: the person holds a seat" in said
    assert "The name in the register of office-holders 0 1: Article 17(3)(b)" in said
    forced = desk.post(
        f"/privacy/requests/{number}/erase/", {"kept": ["account", "register"], "confirm": "1"}
    )
    assert "Choose at least one thing" in words(forced)
    assert account_of(ADDRESS) is not None
    ended(desk, n)
    mandate = mandates.mandate(n)
    assert mandate is not None
    assert mandate.ends_at is not None
    last = retention.months_later(date.fromisoformat(mandate.ends_at[:10]), 60)
    said = words(desk.get(f"/privacy/requests/{number}/erase/"))
    assert "The account 1 –" in said
    assert f"asks for it to be kept until then. Until {last.day} {last:%B %Y}." in said
    register = words(Client().get("/register/?past=1"))
    assert f"{last.day} {last:%B %Y}" in register


def test_what_can_go_is_erased_and_the_record_still_holds(desk: Client, league: League) -> None:
    n, person = appointee(desk)
    ended(desk, n)
    number = asked(person, "erasure", "Everything.")
    decided(desk, number)
    before = list(store.bodies())
    page = f"/privacy/requests/{number}/erase/"
    check = desk.post(page, {"kept": ["account", "register", "sessions", "reminders"]})
    assert "Erase it for good" in words(check)
    done = desk.post(page, {"kept": ["account", "register"], "confirm": "1"}, follow=True)
    assert "Erased: The account." in words(done)
    assert account_of(ADDRESS) is None
    assert person.get("/account/data/").status_code == 302  # signed out with it
    commitment = mandates.mandate(n).commitment  # type: ignore[union-attr]
    assert openings([commitment]) == {commitment: CANARY}  # the register keeps it until its day
    assert list(store.bodies()) == before
    assert_holds()
    one = found(number)
    assert one is not None
    assert (one.status, one.account) == ("done", None)
    log = [(row.deed, row.kept, row.rows, row.about) for row in Handling.objects.order_by("id")]
    assert ("erased", "account", 1, f"request/{number}") in log
    assert ADDRESS not in str(log)
    assert "is carried out" in str(mail.outbox[-1].body)
    assert mail.outbox[-1].to == [ADDRESS]
    words(desk.get("/privacy/log/"))
    assert desk.get(f"/people/{n}/").status_code == 200


def test_a_wrong_name_is_corrected_and_the_wrong_one_is_gone(desk: Client) -> None:
    n, person = appointee(desk)
    number = asked(person, "rectification", "My name has two n.")
    decided(desk, number)
    page = f"/privacy/requests/{number}/correct/"
    commitment = mandates.mandate(n).commitment  # type: ignore[union-attr]
    said = desk.post(page, {"email": "desk@league.example", commitment: ""})
    assert "Somebody else has this address" in words(said)
    assert "Write the right value in 1 to 100 letters" in words(said)
    assert "Nothing was changed" in words(desk.post(page, {}))
    right = {"name": "Ottoline Kannarien", commitment: "Ottoline Kannarien"}
    check = desk.post(page, right)
    assert "Write the right values" in words(check)
    assert openings([commitment]) == {commitment: CANARY}
    assert desk.post(page, {**right, "confirm": "1"}).status_code == 302
    assert openings([commitment]) == {commitment: "Ottoline Kannarien"}
    assert "Ottoline Kannarien" in words(Client().get("/register/"))
    assert account_of(ADDRESS).name == "Ottoline Kannarien"  # type: ignore[union-attr]
    assert_holds()
    assert "Ottoline" not in str(list(Handling.objects.values()))
    assert desk.post(page, right).status_code == 404


def test_restricted_data_is_left_alone_until_it_is_lifted(desk: Client) -> None:
    n, person = appointee(desk)
    number = asked(person, "restriction", "I contest my address.")
    decided(desk, number)
    assert desk.post(f"/privacy/requests/{number}/restrict/").status_code == 302
    account = account_of(ADDRESS)
    assert account is not None
    assert holds.restricted([account.pk]) == {account.pk}
    assert "Your data is left alone, as you asked." in words(person.get("/account/data/"))
    ended(desk, n)
    erasure = asked(person, "erasure")
    decided(desk, erasure, "partly", ground="hold")
    said = words(desk.get(f"/privacy/requests/{erasure}/erase/"))
    assert "The account 0 1: Article 17(3)(e) GDPR: it is on legal hold" in said
    (hold,) = Hold.objects.all()
    assert desk.post(f"/privacy/keeping/hold/{hold.pk}/lift/").status_code == 302
    assert desk.post(f"/privacy/keeping/hold/{hold.pk}/lift/").status_code == 404
    assert "The account 1 –" in words(desk.get(f"/privacy/requests/{erasure}/erase/"))


def test_an_own_request_is_withdrawn_and_not_answered_by_oneself(desk: Client) -> None:
    number = asked(desk, "access")
    assert desk.get(f"/privacy/requests/{number}/").status_code == 403
    assert desk.post(f"/privacy/withdraw/{number}/").status_code == 302
    assert found(number).status == "withdrawn"  # type: ignore[union-attr]
    assert desk.post(f"/privacy/withdraw/{number}/").status_code == 404


def test_looking_is_noted_and_the_person_reads_it(desk: Client) -> None:
    n, person = appointee(desk)
    for _ in range(3):
        desk.get(f"/people/{n}/")
    account = account_of(ADDRESS)
    assert account is not None
    looks = [one for one in handling.of_person(account.pk) if one.deed == "looked"]
    assert [(one.about, one.seat) for one in looks] == [(f"mandate/{n}", "secretariat")]
    said = words(person.get("/account/data/"))
    assert "Looked at" in said
    assert "Secretariat" in said
    assert "desk@league.example" not in said  # the office is told, not the official
    assert "desk@league.example" in words(desk.get("/privacy/log/?list=looked"))


def test_the_secretariat_answers_unless_the_office_is_held(league: League) -> None:
    assert is_officer("secretariat")
    assert not is_officer("council/ghent")
    assert not is_officer(None)
    assert not is_officer("data_protection")


def test_what_is_over_its_time_goes_and_holds_are_kept(desk: Client) -> None:
    idle = access.invite("idle@league.example")
    kept = access.invite("kept@league.example")
    Account.objects.filter(pk__in=[idle.pk, kept.pk]).update(
        joined=timezone.now() - timedelta(days=900)
    )
    holds.place("person", reason="A case.", seat="secretariat", account=kept)
    due = {one.kept.name: one for one in erasing.due(timezone.now())}
    assert (due["account"].rows, due["account"].held) == (1, 1)
    said = words(desk.get("/privacy/keeping/"))
    assert "1 row goes tonight" in said
    assert "The account 1 1" in said
    assert account_of("idle@league.example") is not None  # a dry run erases nothing
    assert erasing.sweep(timezone.now()) == 1
    assert account_of("idle@league.example") is None
    assert account_of("kept@league.example") is not None
    assert account_of("desk@league.example") is not None
    assert erasing.sweep(timezone.now()) == 0
    holds.place("class", reason="An audit.", seat="secretariat", target="account")
    holds.lift(Hold.objects.get(what="person").pk, "secretariat")
    assert erasing.sweep(timezone.now()) == 0


def test_names_leave_the_register_when_their_time_is_over(desk: Client) -> None:
    n = appointed(desk)
    ended(desk, n)
    commitment = mandates.mandate(n).commitment  # type: ignore[union-attr]
    now = timezone.now()
    erasing.sweep(now + timedelta(days=59 * 30))
    assert openings([commitment])
    erasing.sweep(now + timedelta(days=62 * 31))
    assert not openings([commitment])
    assert "formerly the delegate of Mons" in words(Client().get("/register/?past=1"))
    assert_holds()


def test_the_coalition_chooses_how_long(desk: Client) -> None:
    page = "/privacy/keeping/choose/"
    wrong = desk.post(page, {"retention": "register", "amount": "0", "reason": "x"})
    assert "Write a whole number from 1 to 600." in words(wrong)
    assert "Write a whole number" in words(
        desk.post(page, {"retention": "links", "amount": "9" * 400, "reason": "x"})
    )
    assert "Write the reason" in words(
        desk.post(page, {"retention": "links", "amount": "9", "reason": ""})
    )
    assert desk.post(page, {"retention": "nothing"}).status_code == 404
    sent = {"retention": "register", "amount": "24", "reason": "Archives Act, section 3"}
    assert desk.post(page, sent).status_code == 302
    said = words(desk.get("/privacy/keeping/"))
    assert "24 months from: the end of the mandate." in said
    assert "Chosen here: Archives Act, section 3" in said
    assert "24 months from: the end of the mandate." in words(Client().get("/privacy/"))
    assert "24 months from: the end of the mandate." in words(Client().get("/register/"))


def test_a_document_is_withheld_and_every_entry_still_holds(
    desk: Client, league: League, tmp_path: Any
) -> None:
    from koinon.record import logkeys
    from koinon.record.export import export
    from koinon.record.verify import verify

    n = appointed(desk)
    sha256 = mandates.mandate(n).instrument_sha256  # type: ignore[union-attr]
    assert sha256 is not None
    folder = tmp_path / "export"
    export(folder, signer=logkeys.signer())
    assert (folder / "documents" / sha256).exists()
    page = "/privacy/documents/"
    assert "No entry names" in words(desk.post(page, {"sha256": "0" * 64, "because": "x"}))
    sent = {"sha256": sha256, "because": "It names a person."}
    holds.place("document", reason="A case.", seat="secretariat", target=sha256)
    assert "on legal hold" in words(desk.post(page, {**sent, "confirm": "1"}))
    holds.lift(Hold.objects.get().pk, "secretariat")
    bad = desk.post(page, {"sha256": sha256, "because": "two\nlines"})
    assert "in one line" in words(bad)
    assert "This is final." in words(desk.post(page, sent))
    assert store.document(sha256) is not None
    assert desk.post(page, {**sent, "confirm": "1"}).status_code == 302
    assert store.document(sha256) is None
    assert Client().get(f"/log/documents/{sha256}").status_code in (404, 410)
    assert "withheld already" in words(desk.post(page, sent))
    again = store.keep_document(b"Minutes of the council", "text/plain")
    assert again == sha256
    assert store.document(sha256) is None  # handing it in again publishes nothing
    export(folder, signer=logkeys.signer())
    assert not (folder / "documents" / sha256).exists()
    assert sha256 in (folder / "withheld.txt").read_text()
    assert verify(folder).ok
    assert_holds()
    assert "withheld" in {one.deed for one in handling.log().lines}


def test_documents_that_hold_a_name_are_found(desk: Client, league: League) -> None:
    from tests.interfaces.shared.test_papers import paper

    from koinon.interfaces.shared import papers

    named = paper(papers.Paragraph(papers.text("Thanks to  Ottoline KANARIENVOGEL, Mons")))
    kept = [
        league.document(b"Ottoline\nKanarienvogel was thanked.", "text/plain"),
        league.document(papers.pdf(named), "application/pdf"),
        league.document(b"%PDF-1.7 broken Ottoline Kanarienvogel", "application/pdf"),
        league.document(b"Nobody was thanked.", "text/plain"),
    ]
    for one in kept:
        league.propose("Thanks", matter="ordinary", text=one.model_dump())
    draft = league.document(b"Ottoline Kanarienvogel, a draft", "text/plain")
    page = desk.get("/privacy/documents/", {"word": "ottoline kanarienvogel"}).content.decode()
    assert [one.sha256 in page for one in (*kept, draft)] == [True, True, False, False, False]
    assert "No document that can be read holds it." in words(
        desk.get("/privacy/documents/?word=Zebedee")
    )
    assert "No document" in words(desk.get("/privacy/documents/?word=a"))


def test_the_office_answers_alone_while_it_is_held(db: None, tmp_path: Any, settings: Any) -> None:
    settings.HOME = tmp_path
    league = League(at=pages.days_ago(3))
    office = '[seats.data_protection]\ntitle = {en = "Officer", fr = "Délégué"}\n\n[rules.double]'
    pages.found(league, CHARTER.replace("[rules.double]", office))
    assert is_officer("secretariat")  # nobody holds the office yet
    link = pages.person("officer@league.example", "data_protection")
    assert is_officer("data_protection")
    assert not is_officer("secretariat")
    officer = person_of(Client(), f"/enter/{link}")
    assert officer.get("/privacy/requests/").status_code == 200
    keeper = person_of(Client(), f"/enter/{pages.person('desk@x.example', 'secretariat')}")
    assert keeper.get("/privacy/requests/").status_code == 403


def test_the_same_name_of_somebody_else_is_not_ones_own(desk: Client) -> None:
    appointed(desk)
    other = access.invite("namesake@league.example", name=CANARY)
    kept = erasing.held_about(Person(other.pk, other.email, other.name))
    assert "register" not in {one.kept.name for one in kept}
    sessions.end_sessions(other, by=other)
    inviting.withdraw_links(other)
