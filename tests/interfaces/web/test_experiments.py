"""Experiments on the pages: what anyone reads, and what the office that evaluates them does."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assembly.experimenting import EVALUATE, IN_FORCE, OVER, TRIED, Trial
from tests.assembly.leagues import CITIES, RULES, assert_holds
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support.clock import Clock
from tests.support.pages import person
from tests.treasury.test_experimental_levies import TRIED as LEVIED

from koinon.interfaces.web import formulas
from koinon.interfaces.web.desk import laid

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

FORM = f"/acts/{EVALUATE}?experiment=pilot"


def instant(at: str) -> datetime:
    return datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


@pytest.fixture
def clock(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """1 May 2025, nine o'clock, UTC."""
    settings.HOME = tmp_path
    settings.SESSION_COOKIE_AGE = 10**9
    clock = Clock(instant("2025-05-01T09:00:00.000000Z"))
    clock.install(monkeypatch)
    return clock


def founded(charter: str = TRIED) -> Trial:
    chamber = Trial()
    chamber.found(CITIES, charter)
    return chamber


def sit(seat: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    link = person(f"{seat.replace('/', '-')}@league.example", seat)
    assert client.post(f"/enter/{link}").status_code == 302
    return client


def read(language: str = "en") -> str:
    answer = Client(headers={"accept-language": language}).get("/charter/experiments/")
    assert answer.status_code == 200
    return words(answer)


def test_anyone_reads_what_ends_when_and_who_evaluates_it(clock: Clock) -> None:
    founded()
    assert '<a href="/charter/experiments/">' in Client().get("/charter/").content.decode()
    said = read()
    assert "Joining by pilot In force Article 20 is in force until the end of 30 June 2025" in said
    assert "proposals under “Pilots”" in said
    assert "the act “Admit a city”" in said
    assert "Auditor evaluates it by 31 May 2025" in said
    assert "Record an evaluation" not in said, "nobody is signed in"
    assert "Expérimentations" in read("fr")
    assert "التجارب" in read("ar")
    clock.at = instant(OVER)
    said = read()
    assert "Experiment over Article 20 was in force until the end of 30 June 2025" in said
    assert "Auditor had to evaluate it by 31 May 2025, and has not." in said


def test_a_charter_without_experiments_says_so(clock: Clock) -> None:
    founded(RULES)
    assert "The charter in force has no experiments." in read()
    assert "/charter/experiments/" not in Client().get("/charter/").content.decode()


def test_the_office_evaluates_from_its_desk(clock: Clock) -> None:
    founded()
    (task,) = laid("auditor", "2025-05-01T09:00:00.000000Z")
    assert task.title == "Evaluate the experiment of article 20, Joining by pilot"
    assert str(task.due) == "2025-05-31"
    assert task.otherwise == ("No amendment of the charter lets it go on after 30 June 2025.")
    assert task.link.address == FORM
    (late,) = laid("auditor", "2025-05-31T22:00:00.000000Z")
    assert late.otherwise == (
        "It is overdue, and no amendment of the charter lets it go on after 30 June 2025."
    )
    (late,) = laid("auditor", OVER)
    assert "It has been over since the end of 30 June 2025" in late.otherwise
    assert not [one for one in laid("secretariat", OVER) if one.key.startswith("evaluate-")]

    auditor = sit("auditor")
    assert "Record an evaluation" in words(auditor.get("/charter/experiments/"))
    form = auditor.get(FORM)
    assert 'value="pilot"' in form.content.decode()
    assert "To be kept" in words(form)
    missing = auditor.post(FORM, {"experiment": "pilot", "step": "check"})
    assert "field-text" in missing.content.decode()
    assert auditor.get("/charter/experiments/").status_code == 200
    sent = {
        "experiment": "pilot",
        "conclusion": "change",
        "text": SimpleUploadedFile("evaluation.txt", b"It works in part.", "text/plain"),
        "step": "check",
    }
    check = auditor.post(FORM, sent)
    assert "The experiment “Joining by pilot” is evaluated." in words(check)
    assert "Experiment Joining by pilot" in words(check)
    hidden = {name: unescape(value) for name, value in fields(check).items()}
    done = auditor.post(f"/acts/{EVALUATE}", hidden)
    assert done.status_code == 302
    assert "See the experiments" in words(auditor.get(done["Location"]))
    assert "The experiment “Joining by pilot” is evaluated." in words(Client().get("/record/1/"))
    said = read()
    assert "Evaluated Auditor, 1 May 2025" in said
    assert "Conclusion: To be changed" in said
    assert "Record another evaluation" in words(auditor.get("/charter/experiments/"))
    assert laid("auditor", "2025-05-01T09:00:00.000000Z") == ()
    assert_holds()


def test_who_does_not_evaluate_is_refused_in_a_sentence(clock: Clock) -> None:
    founded()
    office = sit("secretariat")
    assert "Record an evaluation" not in words(office.get("/charter/experiments/"))
    sent = {
        "experiment": "pilot",
        "text": SimpleUploadedFile("evaluation.txt", b"Well.", "text/plain"),
        "step": "check",
    }
    check = office.post(FORM, sent)
    refused = office.post(f"/acts/{EVALUATE}", {k: unescape(v) for k, v in fields(check).items()})
    assert refused.status_code == 409
    assert "By article 20 the evaluation is recorded by the Auditor" in words(refused)
    assert_holds()


def test_what_is_over_is_not_offered_for_a_proposal(clock: Clock) -> None:
    founded()
    clock.at = instant(IN_FORCE)
    office = sit("secretariat")
    said = office.get("/decisions/new/").content.decode()
    assert 'value="pilot"' in said
    assert "assembly.admit_city/1" in said
    clock.at = instant(OVER)
    said = office.get("/decisions/new/").content.decode()
    assert 'value="pilot"' not in said
    assert 'value="ordinary"' in said
    assert "assembly.admit_city/1" not in said
    assert "assembly.amend_charter/1" in said
    assert office.get("/decisions/new/assembly.admit_city/1").status_code == 404


def test_an_act_that_is_over_is_refused_in_a_sentence(clock: Clock) -> None:
    founded()
    office = sit("secretariat")
    clock.at = instant(OVER)
    sent = {
        "city": "ghent",
        "kind": "levy_per_year",
        "amount_cents": "5,000,000.00",
        "citation": "Municipal decree",
        "on": "2025-01-01",
        "attested_by": "City of Ghent",
        "step": "check",
    }
    act = "/acts/cities.record_legal_limit/1"
    check = office.post(act, sent)
    refused = office.post(act, {k: unescape(v) for k, v in fields(check).items()})
    assert refused.status_code == 409
    assert "Article 20 was an experiment until 30 June 2025: nobody does the act" in words(refused)


def test_a_levy_that_is_over_is_not_offered(clock: Clock) -> None:
    founded(LEVIED)
    clock.at = instant("2025-01-31T22:59:59.999999Z")
    assert [one.id for one in formulas.offered()] == ["by_residents", "equal"]
    clock.at = instant("2025-01-31T23:00:00.000000Z")
    assert [one.id for one in formulas.offered()] == ["equal"]
