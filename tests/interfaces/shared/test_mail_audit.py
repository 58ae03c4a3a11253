"""Mail about an audit: what is asked reaches those who must answer, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.interfaces.shared.test_mail import person, round_of_mail
from tests.support import mailbox as boxes
from tests.support.auditing import Audited, spent
from tests.support.mailbox import Mailbox
from tests.treasury.test_audits import OPENED

pytestmark = pytest.mark.django_db


@pytest.fixture
def chest(settings: Any) -> Audited:
    settings.KOINON_SITE = "https://league.example"
    found = spent()
    person("chest@league.example", "fr", "treasurer")
    person("leuven@cities.example", "ar", "council/leuven")
    person("ghent@cities.example", "en", "council/ghent")
    found.auditor("open_audit", **OPENED)
    round_of_mail()
    return found


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    with boxes.used(box, settings):
        yield box


def plain(mail: Any) -> str:
    """Its words, with plain spaces only."""
    return boxes.text(mail).replace("\u00a0", " ").replace("\u202f", " ")


def test_evidence_and_a_finding_are_asked_of_the_seat_that_answers(
    mailbox: Mailbox, chest: Audited
) -> None:
    before = len(mailbox.received)
    asked = {"audit": 1, "entry": 6, "what": "The {invoice}", "seat": "treasurer"}
    chest.auditor("request_evidence", **asked)
    given = {"request": 1, "note": "It lies in the office"}
    chest.act("treasury.provide_evidence/1", given, "treasurer")
    chest.auditor("close_request", request=1, outcome="insufficient", reason="Show it")
    chest.act("treasury.provide_evidence/1", given, "treasurer")
    chest.auditor("close_request", request=1, outcome="accepted")
    finding = {"title": "Paid twice", "severity": "minor", "seat": "treasurer"}
    chest.auditor("record_finding", audit=1, **finding)
    round_of_mail()
    first, more, found = mailbox.of("chest@league.example")[-3:]
    assert len(mailbox.received) == before + 3, "what was accepted tells nobody"
    assert first["Subject"].strip() == "L’auditeur demande une pièce : The {invoice}"
    said = plain(first)
    assert "une pièce sur l’entrée 6 est demandée à" in said
    assert "d’ici au 22 janvier 2025" in said
    assert first["List-Unsubscribe"] is None
    assert "pour « The {invoice} » ne suffit pas : « Show it »." in plain(more)
    assert "a consigné une constatation, « Paid twice », à laquelle" in plain(found)
    assert "d’ici au 18 janvier 2025" in plain(found)


def test_each_member_is_asked_for_its_own_balance_in_its_language(
    mailbox: Mailbox, chest: Audited
) -> None:
    before = len(mailbox.received)
    chest.at = "2025-01-09T09:00:00.000000Z"
    chest.auditor("ask_confirmations", audit=1, on="2025-01-08", cities=["leuven", "namur"])
    round_of_mail()
    (letter,) = mailbox.received[before:]
    assert letter["To"] == "leuven@cities.example", "nobody holds Namur's seat, Ghent is not asked"
    said = plain(letter)
    assert "يُطلب من Leuven أن تؤكد أنها كانت مدينة بمبلغ 6,000.00 EUR" in said
