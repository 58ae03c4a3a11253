"""A member's invoice: its page, its papers in three forms, and the account only some may see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid5

import pytest
from django.test import Client
from tests.interfaces.web.test_desk import waiting
from tests.interfaces.web.test_disputes import CLAIM, OBJECT, done, enter, said
from tests.support import pages
from tests.support.arrears import RULES
from tests.support.coalition import SPACE
from tests.support.disputes import charged
from tests.support.money import Chest
from tests.support.papers import docx_text, html_text, letters, pdf_text, same_letters, words

from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact, tick
from koinon.acts.private import Sealer
from koinon.acts.registry import find
from koinon.interfaces.web import letterheads
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.models import Letterhead
from koinon.treasury import queries as treasury

pytestmark = pytest.mark.django_db

IBAN = "BE68 5390 0754 7034"
"""An example account of the Belgian banks' documentation; its check digits fit."""
LETTERHEAD = {
    "address": "Town Hall, 1 Market Square, Ghent",
    "holder": "League of tests",
    "account": IBAN,
    "bank": "BBRUBEBB",
}


@pytest.fixture
def chest(settings: Any, tmp_path: Any) -> Chest:
    settings.HOME = tmp_path
    return charged()


def paper(client: Client, address: str) -> str:
    """The words of a paper, whose three forms hold the same letters."""
    made = {form: client.get(f"{address}.{form}") for form in ("pdf", "docx", "html")}
    assert {answer.status_code for answer in made.values()} == {200}, address
    page, docx = made["html"].content.decode(), docx_text(made["docx"].content)
    assert letters(docx) == letters(html_text(page))
    assert same_letters(pdf_text(made["pdf"].content), docx)
    return " ".join(words(html_text(page)))


def test_the_treasurer_writes_the_account_and_the_city_alone_sees_it(chest: Chest) -> None:
    treasurer, delegate = enter("treasurer"), enter("council/namur")
    assert enter("secretariat").get("/money/desk/letterhead/").status_code == 403
    assert Client().get("/money/desk/letterhead/").status_code == 302
    assert "No account is written" in said(treasurer.get("/money/charges/3/"))
    answer = treasurer.post("/money/desk/letterhead/", LETTERHEAD, follow=True)
    assert "The letterhead is saved." in said(answer)
    assert letterheads.account().account == "BE68539007547034"
    for who, seen in ((treasurer, True), (delegate, True), (Client(), False)):
        assert (IBAN in said(who.get("/money/charges/3/"))) == seen
        assert (IBAN in paper(who, "/money/charges/3/invoice")) == seen
    assert IBAN not in said(enter("council/ghent").get("/money/charges/3/"))
    record = b"".join(bytes(row.body) for row in _entries())
    assert b"68539007547034" not in record


def _entries() -> Any:
    from koinon.record.models import Entry

    return Entry.objects.order_by("n")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"account": "BE68 5390 0754 7035"}, "is not a sound IBAN: its check digits do not fit."),
        ({"account": "BE68"}, "is not a sound IBAN"),
        ({"account": " "}, "Write the account that members pay to."),
        ({"holder": ""}, "Write in whose name the account is."),
        ({"address": "x" * 301}, "Write at most 300 characters."),
        ({"bank": "x" * 141}, "Write at most 140 characters."),
    ],
)
def test_a_letterhead_with_a_fault_is_not_kept(
    chest: Chest, changed: dict[str, str], sentence: str
) -> None:
    answer = enter("treasurer").post("/money/desk/letterhead/", {**LETTERHEAD, **changed})
    assert sentence in said(answer)
    assert "Error:" in said(answer)
    assert not Letterhead.objects.exists()


def test_an_account_without_an_iban_is_taken_as_it_is(chest: Chest) -> None:
    given = {**LETTERHEAD, "account": "110000 40 1234567\u202e", "bank": "<b>Nostro</b>"}
    enter("treasurer").post("/money/desk/letterhead/", given)
    assert letterheads.account().grouped == "110000 40 1234567"
    page = enter("treasurer").get("/money/charges/3/").content.decode()
    assert "&lt;b&gt;Nostro" in page


def test_an_invoice_says_how_it_was_found_until_when_and_how_to_disagree(chest: Chest) -> None:
    told = paper(Client(), "/money/charges/3/invoice")
    due = treasury.invoice(3)
    assert due is not None
    assert "Invoice 3: Dues" in told
    assert "City of Namur" in told
    assert "Namur owes 114,007.00 EUR for Dues, to be paid by" in told
    assert due.reference in told
    assert "By article 6.7 a delegate of Namur can object to this charge before" in told
    assert "It can be paid under protest, without agreeing to it." in told
    assert "114,007" in told.partition("How this was found")[2]
    assert "Fingerprint" in told, "the checkpoint by which the paper is held against a copy"


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_papers_say_the_same_in_every_form_and_language(chest: Chest, language: str) -> None:
    client = Client(headers={"accept-language": language})
    for name in ("invoice", "reminder"):
        told = paper(client, f"/money/charges/3/{name}")
        assert "Namur" in told
        assert "owes" not in told


def test_a_reminder_is_for_what_is_overdue(chest: Chest) -> None:
    tick()
    told = paper(Client(), "/money/charges/3/reminder")
    assert "114,007.00 EUR of invoice 3 for Dues was due on" in told
    assert "It is suspended on" in told, "warned already: thirty days less fourteen are over"
    chest.at = now()
    money = {"bank_reference": "P1", "on": chest.at[:10], "amount_cents": 114_007_00}
    chest.act("treasury.record_receipt/2", money | {"city": "namur"}, "treasurer")
    assert Client().get("/money/charges/3/reminder.pdf").status_code == 404
    assert "All of it is paid." in said(Client().get("/money/charges/3/"))
    assert Client().get("/money/charges/99/").status_code == 404


def test_all_invoices_and_all_reminders_come_in_one_file(chest: Chest) -> None:
    treasurer = enter("treasurer")
    told = pdf_text(treasurer.get("/money/levies/dues/invoices.pdf").content)
    for city in ("Ghent", "Leuven", "Namur"):
        assert f"City of {city}" in told
    late = pdf_text(treasurer.get("/money/arrears/reminders.pdf").content)
    assert late.count("Reminder: invoice") == 3
    for path in ("/money/levies/dues/invoices.pdf", "/money/arrears/reminders.pdf"):
        assert Client().get(path).status_code == 302
        assert enter("council/namur").get(path).status_code == 403
    assert treasurer.get("/money/levies/none/invoices.pdf").status_code == 404


def test_a_letter_is_in_the_language_of_whom_it_goes_to(chest: Chest) -> None:
    from koinon.people import access
    from koinon.people.queries import account_of

    enter("council/namur")
    account = account_of("council-namur@league.example")
    assert account is not None
    access.set_language(account, "fr")
    told = pdf_text(enter("treasurer").get("/money/levies/dues/invoices.pdf").content)
    assert "Ville de Namur" in told
    assert "City of Ghent" in told


def test_a_credit_note_says_what_was_before_and_where_it_went(chest: Chest) -> None:
    done(enter("council/namur"), OBJECT, **CLAIM, claimed="90000")
    done(enter("treasurer"), "/money/disputes/1/answer/", answer="granted", reason="You are right")
    right = {"fact.value": "90000", "fact.source": "Recount", "fact.licence": "CC0"}
    done(enter("secretariat"), "/money/disputes/1/correct/", **right)
    assert Client().get("/money/credit-notes/1/credit-note.pdf").status_code == 404
    done(enter("treasurer"), "/money/disputes/1/recalculate/", due="2031-01-31")
    told = paper(Client(), "/money/credit-notes/1/credit-note")
    assert "After dispute 1 the levy Dues was computed anew. Namur owes 19,259.09 EUR less." in told
    assert "Charged before 114,007.00 EUR Computed anew 94,747.91 EUR" in told
    invoice = paper(Client(), "/money/charges/3/invoice")
    assert "Computed anew after a dispute 94,747.91 EUR" in invoice


def test_arrears_stand_on_both_desks_with_what_follows(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    chest = charged(RULES, days=20)
    chest.at = now()
    invoice = treasury.invoice(3)
    assert invoice is not None
    # Thirty days after the due day, less fourteen whole ones: warned from the 17th day after it.
    warned = date.fromisoformat(invoice.due) + timedelta(days=16)
    task = waiting("treasurer", chest.at)["overdue-3"]
    assert task.due == warned - timedelta(days=1)
    assert task.title == "\u2068Namur\u2069 is warned unless it pays 114,007.00\u00a0EUR: remind it"
    own = waiting("council/namur", chest.at)["arrears-3"]
    assert own.due == warned - timedelta(days=1)
    assert own.otherwise == "The city is warned, in public, that it loses rights."
    assert own.link.address == "/money/charges/3/"
    assert "arrears-3" not in waiting("council/ghent", chest.at)
    assert not [key for key in waiting("secretariat", chest.at) if key.startswith("overdue-")]


def test_a_warned_member_is_told_when_it_is_suspended(chest: Chest) -> None:
    tick()
    own = waiting("council/namur", now())["arrears-3"]
    assert own.title.endswith("before rights are lost")
    assert own.otherwise == "The city is suspended; it cannot vote until it has paid."
    done(enter("council/namur"), OBJECT, ground="Too much")
    assert "arrears-3" not in waiting("council/namur", now()), "the objection stays it"
    assert "overdue-3" not in waiting("treasurer", now())


def test_who_founded_is_told_to_give_offices_away(chest: Chest) -> None:
    pages.person("founder@league.example", "secretariat", "treasurer", "arbiter")
    task = waiting("secretariat", now())["offices-of-one-hand"]
    assert task.title.endswith("still holds: Arbiter, Secretariat, Treasurer")
    assert task.link.address == "/people/appoint/?seat=arbiter"
    vacant = waiting("secretariat", now())["vacant"]
    assert vacant.title.startswith("Appoint somebody to 3 seats that nobody holds: Council")
    assert "offices-of-one-hand" not in waiting("council/namur", now())
    for seat in ("treasurer", "arbiter"):
        appoint(chest, seat)
    assert "offices-of-one-hand" not in waiting("secretariat", now())


def appoint(chest: Chest, seat: str, until: str | None = None) -> Any:
    """Somebody new holds a seat from today on."""
    chest.count += 1
    act_id = uuid5(SPACE, str(chest.count))
    by = seat if "/" in seat else "secretariat"
    given = {"seat": seat, "holder": "Kim", "role": "holder", "how": "Chosen"}
    given |= {"until": until} if until else {}
    sealed = {"seal": Sealer(b"key", act_id)}
    act = find("assembly.appoint/1").model_validate(given, context=sealed)
    answer = enact(Envelope(act, act_id, by), at=now())
    assert isinstance(answer, Receipt), answer
    return answer


def test_a_mandate_that_ends_wants_a_successor(chest: Chest) -> None:
    until = (date.fromisoformat(now()[:10]) + timedelta(days=30)).isoformat()
    n = appoint(chest, "council/namur", until).n
    task = waiting("secretariat", now())[f"mandate-{n}"]
    assert task.due == date.fromisoformat(until)
    assert task.link.address == "/people/appoint/?seat=council/namur"
    assert f"mandate-{n}" in waiting("council/namur", now())
    assert f"mandate-{n}" not in waiting("council/ghent", now())
