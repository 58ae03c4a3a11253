"""The pages of an audit: for everybody to read, for each seat what it may do, and its papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.support import pages, papers
from tests.support.auditing import AUDIT, Audited, spent
from tests.support.coalition import KEY
from tests.support.signing import KeyFile
from tests.treasury.test_audits import OPENED, examined, planned, registered, wait

from koinon.record import logkeys
from koinon.treasury.queries import audits

PAGES = [
    "/money/audit/",
    "/money/audit/1/",
    "/money/audit/samples/1/",
    "/money/audit/samples/2/",
    "/money/audit/letters/1/",
    "/money/audit/letters/2/",
]


@pytest.fixture
def chest(db: None, tmp_path: Path, settings: Any) -> Audited:
    """An audit in the middle: a sample drawn and one planned, letters, evidence, a finding."""
    settings.HOME = tmp_path
    found = spent(AUDIT, logkeys.signer().verifier_key(KEY.name))
    told(found)
    return found


def told(chest: Audited) -> None:
    """What the auditor did so far."""
    chest.auditor("open_audit", **OPENED)
    planned(chest)
    wait(chest, 2)
    chest.auditor("draw_sample", sample=1)
    lottery = {"draw_name": "National lottery", "draw_on": "2025-03-01", "after_entries": None}
    planned(chest, population="supplier invoices", **lottery)
    chest.at = "2025-01-09T09:00:00.000000Z"
    chest.auditor("ask_confirmations", audit=1, on="2025-01-08", cities=["leuven", "namur"])
    answer = {"confirmation": 1, "figure_cents": 5_500_00, "reason": "We paid 500.00"}
    chest.act("treasury.answer_confirmation/1", answer, "council/leuven")
    given = {"request": 1, "documents": [chest.paper("The charter")]}
    chest.act("treasury.provide_evidence/1", given, "treasurer")
    finding = {"title": "A payee <b>twice</b>", "severity": "minor", "seat": "treasurer"}
    chest.auditor("record_finding", audit=1, entries=[12], amount_cents=80_00, **finding)


def read(form: str, data: bytes) -> str:
    """The words of a paper in one of its forms."""
    match form:
        case "pdf":
            found = papers.pdf_text(data)
        case "docx":
            found = papers.docx_text(data)
        case _:
            found = papers.html_text(data.decode())
    return " ".join(found.replace("\u00a0", " ").split())


def concluded(chest: Audited) -> None:
    examined(chest, 1, {4_000_00: 3_900_00})
    report = {"document": chest.paper("The report"), "basis": "One invoice was paid too high"}
    chest.concluded(registered(chest), audit=1, opinion="qualified", **report)


@pytest.fixture
def enter(chest: Audited) -> Callable[[str], Client]:
    """Sign somebody in who holds a seat."""

    def signed_in(seat: str) -> Client:
        client = Client()
        token = pages.person(f"{seat.replace('/', '.')}@league.example", seat)
        assert client.post(f"/enter/{token}").status_code == 302
        return client

    return signed_in


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_page_answers_in_every_language(chest: Audited, path: str, language: str) -> None:
    answer = Client(headers={"accept-language": language}).get(path)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.count("<h1") == 1
    assert "style=" not in html
    assert "value." not in words(answer)
    assert "<b>twice</b>" not in html


@pytest.mark.parametrize(
    "path",
    [
        "/money/audit/2/",
        "/money/audit/samples/9/",
        "/money/audit/samples/9.csv",
        "/money/audit/letters/9/",
        "/money/audit/letters/9/letter.pdf",
        "/money/audit/1/opinion.pdf",
    ],
)
def test_what_is_not_there_is_not_found(chest: Audited, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_an_audit_tells_what_was_asked_answered_and_found(chest: Audited) -> None:
    said = words(Client().get("/money/audit/1/"))
    assert "Audit 1: the books of 2025" in said
    assert "3,000.00 EUR" in said
    # Leuven owes 6,000 by the books and 5,500 by its own; Namur has until the 30th.
    assert "6,000.00 EUR By its own books 5,500.00 EUR: We paid 500.00 500.00 EUR" in said
    assert "No answer yet; due by 30 January 2025. Overdue" in said
    assert "Planned; it waits for National lottery on 1 March 2025." in said
    assert "80.00 EUR · open" in said
    assert "What you can do" not in said


def test_a_sample_says_why_each_item_is_in_it_and_what_follows(chest: Audited) -> None:
    found = words(Client().get("/money/audit/samples/1/"))
    assert "Items: 8, together 10,000.00 EUR." in found
    assert "Interval 2,000.00 EUR, confidence 95 %" in found
    assert "4,000.00 EUR all of its stratum" in found
    assert "What it says about all of them" not in found
    examined(chest, 1, {4_000_00: 3_900_00})
    said = words(Client().get("/money/audit/samples/1/"))
    # 100.00 of a whole stratum, and 2.996 times 2,000.00 for what was not seen: 6,092.00.
    assert "Error found 100.00 EUR Likely error 100.00 EUR Upper limit 6,092.00 EUR" in said
    assert "its upper limit does not" in said
    rows = Client().get("/money/audit/samples/1.csv")
    lines = b"".join(rows.streaming_content).decode().splitlines()
    assert lines[0].startswith('entry,line,"amount (minor units, EUR)",why,at,stratum')
    assert len(lines) == 1 + audits.samples(1)[0].drawn
    assert ",400000,whole stratum,0,0,390000,10000," in "\n".join(lines)


def test_each_seat_is_offered_what_it_may_do(
    chest: Audited, enter: Callable[[str], Client]
) -> None:
    auditor = enter("auditor").get("/money/audit/1/").content.decode()
    for act in ("plan_sample", "request_evidence", "record_finding", "give_opinion"):
        assert f"/acts/treasury.{act}/1?audit=1" in auditor
    # 3,000.00 by 2.996 is 1,001.33.
    assert "interval_cents=1%2C001.33&amp;confidence_percent=95" in auditor

    assert "/acts/treasury.record_finding/1?audit=1&amp;seat=treasurer" in auditor
    assert "/acts/treasury.close_request/1?request=1" in auditor
    assert "/acts/treasury.reconcile_confirmation/1?confirmation=1" in auditor
    treasurer = enter("treasurer").get("/money/audit/1/").content.decode()
    assert "/acts/treasury.provide_evidence/1?request=2" in treasurer
    assert "/acts/treasury.reply_to_finding/1?finding=1" in treasurer
    assert "/acts/treasury.plan_sample/1" not in treasurer
    namur = enter("council/namur").get("/money/audit/letters/2/").content.decode()
    assert "/acts/treasury.answer_confirmation/1?confirmation=2&amp;agrees=on" in namur
    leuven = enter("council/leuven").get("/money/audit/letters/2/").content.decode()
    assert "answer_confirmation" not in leuven


def test_the_desk_says_what_waits_for_whom(chest: Audited, enter: Callable[[str], Client]) -> None:
    said = words(enter("treasurer").get("/desk/"))
    assert "Provide the auditor with evidence of entry 0: The charter" in said
    assert "Reply to the auditor’s finding: A payee <b>twice</b>" in said
    said = words(enter("council/namur").get("/desk/"))
    assert "Confirm to the auditor what your city owed on 8 January 2025" in said
    assert "Confirm to the auditor" not in words(enter("council/leuven").get("/desk/"))
    said = words(enter("auditor").get("/desk/"))
    assert "Examine the items of sample 1 from the payments" in said
    assert "Draw sample 2 from the suppliers’ invoices" in said, "the draw was in March 2025"
    assert "Judge the evidence provided for request 1: The charter" in said
    assert "Give the opinion on the books of 2025" in said


def test_items_are_examined_in_one_table_that_holds_the_books(
    chest: Audited, enter: Callable[[str], Client]
) -> None:
    auditor = enter("auditor")
    assert "/money/audit/samples/1/examine/" in (
        auditor.get("/money/audit/samples/1/").content.decode()
    )
    form = auditor.get("/money/audit/samples/1/examine/").content.decode()
    assert 'name="items.0.audited_cents" value="4,000.00"' in form
    sample = audits.sample(1)
    assert sample is not None
    typed = {"sample": "1", "items.count": str(len(sample.items)), "step": "check"}
    for k, one in enumerate(sample.items):
        typed[f"items.{k}.entry"], typed[f"items.{k}.line"] = str(one.n), str(one.line)
        typed[f"items.{k}.audited_cents"] = "0" if k else "3,900.00"
    shown = words(auditor.post("/acts/treasury.examine_items/1", typed))
    assert "Check your answers" in shown
    assert "Right amount 3,900.00 EUR" in shown
    assert "Right amount 0.00 EUR" in shown
    wrong = words(
        auditor.post("/acts/treasury.examine_items/1", typed | {"items.0.audited_cents": "-1"})
    )
    assert "There is a problem" in wrong


def test_members_that_were_not_asked_are_ticked(
    chest: Audited, enter: Callable[[str], Client]
) -> None:
    auditor = enter("auditor")
    page = auditor.get("/money/audit/1/letters/").content.decode()
    assert 'name="cities.0" value="ghent" checked' in page
    assert 'value="leuven"' not in page
    assert 'value="2025-12-31"' in page
    typed = {"audit": "1", "on": "2025-12-31", "cities.count": "1", "step": "check"}
    shown = words(auditor.post("/acts/treasury.ask_confirmations/1", typed | {"cities.0": "ghent"}))
    assert "Check your answers" in shown
    nobody = words(auditor.post("/acts/treasury.ask_confirmations/1", typed))
    assert "There is a problem" in nobody


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_letter_says_the_same_in_every_form(chest: Audited, language: str) -> None:
    client = Client(headers={"accept-language": language})
    said = {
        form: client.get(f"/money/audit/letters/2/letter.{form}").content
        for form in ("pdf", "docx", "html")
    }
    if language == "en":
        for form, data in said.items():
            told = read(form, data)
            assert "11,000.00 EUR" in told, form
            assert "30 January 2025" in told
            assert "nothing is to be paid because of this letter" in told
    assert all(said.values())


def test_all_letters_are_in_one_file_each_on_its_page(chest: Audited) -> None:
    client = Client()
    assert "All these letters in one file (PDF)" in words(client.get("/money/audit/1/"))
    for form in ("pdf", "docx", "html"):
        answer = client.get(f"/money/audit/1/letters.{form}")
        assert answer.status_code == 200
        said = read(form, answer.content)
        assert said.count("nothing is to be paid because of this letter") == 2, form
        assert "City of Leuven" in said
        assert "City of Namur" in said
        assert said.count("Confirmation of a balance") == 2, form
    chest.auditor("open_audit", **{**OPENED, "year": 2024})
    assert client.get("/money/audit/2/letters.pdf").status_code == 404


def test_the_opinion_is_a_paper_with_its_signature_and_the_checkpoint(chest: Audited) -> None:
    concluded(chest)
    page = words(Client().get("/money/audit/1/"))
    assert "Opinion: qualified One invoice was paid too high It is signed" in page
    for form in ("pdf", "docx", "html"):
        told = read(form, Client().get(f"/money/audit/1/opinion.{form}").content)
        assert "Opinion on the books of 2025" in told, form
        assert "qualified" in told
        assert "6,092.00 EUR" in told
        assert KEY.name in told
    html = Client().get("/money/audit/1/opinion.html").content.decode()
    assert KeyFile().key.fingerprint in html
