"""Countersigning on the pages and at the log's address: taken, counted, refused in a sentence."""

from __future__ import annotations

import io
import tempfile
import time
import zipfile
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support import pages
from tests.support.coalition import League, member
from tests.support.witnesses import (
    END,
    WITNESSED,
    device,
    name_of,
    registered,
    vouched,
    written,
)

from koinon.acts.gate import tick
from koinon.cities.queries import witness_keys
from koinon.interfaces.shared import countersigning
from koinon.interfaces.shared.remembered import during
from koinon.interfaces.web import desk
from koinon.record import logkeys, merkle, note, store
from koinon.record.countersign import main
from koinon.record.export import export
from koinon.record.models import Cosignature
from koinon.record.note import Checkpoint, Note, Signature, parse_note
from koinon.record.reports import Report
from koinon.record.verify import verify

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

NOW = int(time.time())


@pytest.fixture
def league(db: None, tmp_path: Path, settings: Any) -> League:
    """Ghent and Leuven have registered keys, Namur has not; nine days ago."""
    settings.HOME = tmp_path / "home"
    league = League(at=pages.days_ago(9))
    pages.found(league, WITNESSED.replace("notice_days = 2", "notice_days = 0"))
    registered(league, "ghent", 11)
    registered(league, "leuven", 12)
    return league


def head() -> bytes:
    return logkeys.sign_head(logkeys.signer())


def post(data: bytes, client: Client | None = None, **more: Any) -> tuple[int, str]:
    answer = (client or Client(enforce_csrf_checks=True)).post(
        "/log/countersign", data, content_type="text/plain", **more
    )
    return answer.status_code, answer.content.decode().strip()


def counted() -> dict[str, int]:
    report = verify_copy()
    assert report.problems == ()
    return {one.name: one.size for one in report.countersigned.by}


def verify_copy() -> Report:
    """What the verifier says of the copy that everybody downloads."""
    with tempfile.TemporaryDirectory() as place:
        sent = b"".join(Client().get("/record/copy.zip"))  # type: ignore[arg-type]
        zipfile.ZipFile(io.BytesIO(sent)).extractall(place)
        (root,) = Path(place).iterdir()
        return verify(root)


# --- Taken -------------------------------------------------------------------------------------


def test_what_a_city_sends_is_kept_and_published(league: League) -> None:
    assert post(vouched(head(), "ghent", 11, NOW)) == (
        200,
        "Ghent: countersigned up to entry 2.",
    )
    assert counted() == {"ghent": 3}
    served = parse_note(Client().get("/log/checkpoint").content)
    assert [one.name for one in served.signatures] == [pages.ORIGIN, name_of("ghent")]
    registered(league, "namur", 13)
    assert post(vouched(head(), "leuven", 12, NOW + 5))[0] == 200
    assert counted() == {"ghent": 3, "leuven": 4}
    assert len(parse_note(Client().get("/log/checkpoint").content).signatures) == 2
    policy = Client().get("/log/policy").content.decode()
    assert "\ngroup cities.quorum 2 ghent leuven namur\nquorum cities.quorum\n" in policy


def test_the_same_again_is_known_and_kept_once(league: League) -> None:
    for at in (NOW, NOW + 60):
        assert post(vouched(head(), "ghent", 11, at))[0] == 200
    assert [(one.size, one.time) for one in Cosignature.objects.all()] == [(3, NOW)]


def test_several_cities_in_one_note(league: League) -> None:
    ghent = parse_note(vouched(head(), "ghent", 11, NOW))
    leuven = parse_note(vouched(head(), "leuven", 12, NOW)).signatures[1]
    both = Note(ghent.text, (*ghent.signatures, leuven))
    assert post(bytes(both)) == (200, "Ghent, Leuven: countersigned up to entry 2.")
    assert counted() == {"ghent": 3, "leuven": 3}


def test_the_command_of_a_city_reads_what_is_published(
    league: League, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    export(tmp_path / "out", signer=logkeys.signer())
    key = str(logkeys.signer().verifier_key(pages.ORIGIN))
    file = str(written(tmp_path / "ghent.pem", 11))
    assert main([str(tmp_path / "out"), "--key", file, "--log-key", key]) == 0
    assert post(capfd.readouterr().out.encode())[0] == 200
    league.act("cities.record_legal_limit/1", pages.LIMIT, "secretariat")
    export(tmp_path / "out", signer=logkeys.signer())
    assert main([str(tmp_path / "out"), "--key", file]) == 0
    assert post(capfd.readouterr().out.encode())[0] == 200
    assert counted() == {"ghent": 4}
    assert verify(tmp_path / "out", policy=(tmp_path / "out/policy").read_bytes()).problems


# --- Refused -----------------------------------------------------------------------------------


def _signed(change: Callable[[Note], Note]) -> bytes:
    return bytes(change(parse_note(vouched(head(), "ghent", 11, NOW))))


def _checkpoint(size: int, root: bytes, origin: str = pages.ORIGIN) -> bytes:
    """One that the log's key signed and this log never was."""
    text = Checkpoint(origin, size, root).text
    signed = note.sign(text, origin, logkeys.signer()._private_key)
    return vouched(signed, "ghent", 11, NOW)


@pytest.mark.parametrize(
    ("make", "status", "sentence"),
    [
        (lambda: b"", 400, "This is no countersigned checkpoint"),
        (lambda: b"\xff" * 100, 400, "This is no countersigned checkpoint"),
        (lambda: b"x" * 70_000, 413, "at most 65536 bytes"),
        (head, 403, "No city has registered a key that countersigned this checkpoint"),
        (lambda: vouched(head(), "ghent", 99, NOW), 403, "No city has registered a key"),
        (
            lambda: _signed(
                lambda n: Note(n.text, (n.signatures[0], _other_time(n.signatures[1])))
            ),
            403,
            "The countersignature of ghent.example/koinon does not hold",
        ),
        (lambda: _signed(lambda n: Note(n.text, n.signatures[1:])), 403, "not signed by the key"),
        (lambda: _checkpoint(3, bytes(32), "test.example/other"), 403, "not signed by the key"),
        (lambda: _checkpoint(4, bytes(32)), 409, "counts 4 entries, and the record here has 3"),
        (lambda: _checkpoint(3, bytes(32)), 409, "The first 3 entries of this record are not"),
        (lambda: _checkpoint(0, bytes(32)), 403, "did not stand in the record of 0 entries"),
        (lambda: vouched(head(), "ghent", 11, NOW + 200_000), 400, "more than a day ahead"),
    ],
)
def test_what_is_not_taken_is_refused_in_a_sentence(
    league: League, make: Callable[[], bytes], status: int, sentence: str
) -> None:
    code, said = post(make())
    assert (code, sentence in said, said.count("\n")) == (status, True, 0), said
    assert not Cosignature.objects.exists()


def _other_time(one: Signature) -> Signature:
    return Signature(one.name, one.key_id, bytes(8) + one.signature[8:])


def test_a_key_that_ended_countersigns_no_more(league: League) -> None:
    before = head()
    league.act(END, {"city": "ghent", "verifier_key": _key(league)}, "council/ghent")
    code, said = post(vouched(head(), "ghent", 11, NOW))
    assert (code, "did not stand in the record of 4 entries" in said) == (403, True)
    assert post(vouched(before, "ghent", 11, NOW))[0] == 200  # it stood in that one
    assert counted() == {"ghent": 3}


def _key(league: League) -> str:
    return witness_keys("ghent")[0].key


def test_only_posts_are_taken(league: League) -> None:
    assert Client().get("/log/countersign").status_code == 405
    assert Client().get("/record/countersigned/from/9/").status_code == 404
    assert Client().get("/record/countersigned/from/0/").status_code == 404


# --- The pages ---------------------------------------------------------------------------------


def read(path: str, client: Client | None = None, language: str = "en") -> str:
    answer = (client or Client()).get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_page_says_by_how_many_cities(league: League) -> None:
    assert "Countersigned by" not in read("/")
    post(vouched(head(), "ghent", 11, NOW))
    assert "Countersigned by 1 city up to entry 2" in read("/")
    post(vouched(head(), "leuven", 12, NOW))
    assert "Countersigned by 2 cities up to entry 2" in read("/charter/")
    assert "شهدت عليه مدينتان حتى القيد 2" in read("/record/", language="ar")


def test_the_page_names_who_is_behind(league: League) -> None:
    post(vouched(head(), "ghent", 11, NOW))
    post(vouched(head(), "leuven", 12, NOW))
    said = read("/record/countersigned/")
    assert "Article 13 asks for 2 cities." in said
    assert (said.count("Up to date"), said.count("Has registered no key")) == (2, 1)
    league.at = pages.days_ago(8)
    league.act("cities.record_legal_limit/1", pages.LIMIT, "secretariat")
    said = read("/record/countersigned/")
    assert "it is overdue" in said
    assert said.count('<span class="tag no">Overdue</span>') == 2
    post(vouched(head(), "ghent", 11, NOW))
    assert "it is overdue" in read("/record/countersigned/")
    post(vouched(head(), "leuven", 12, NOW))
    assert "it is overdue" not in read("/record/countersigned/")


def test_a_decision_says_who_countersigned_it_and_its_certificate_when(league: League) -> None:
    league.propose("Admit Mons", ("assembly.admit_city/1", {"member": _mons()}))
    for city in pages.CITIES:
        league.vote(1, city, "yes")
    tick(at=pages.days_ago(1))
    assert "Countersigned by" not in read("/decisions/1/")
    post(vouched(head(), "ghent", 11, 1_795_000_000))
    assert "Countersigned by 1 city</a>" in read("/decisions/1/")
    assert "Ghent (18 November 2026" in read("/decisions/1/certificate.html")


def _mons() -> dict[str, Any]:
    return member("mons", 96_236)


def test_a_delegate_pastes_a_countersigned_checkpoint(league: League) -> None:
    client = Client()
    client.post(f"/enter/{pages.person('delegate@ghent.example', 'council/ghent')}")
    said = read("/record/countersigned/", client)
    assert "Countersign for Ghent" in said
    assert "koinon countersign --key KEYFILE --log-key 'test.example/league+" in said
    pasted = vouched(head(), "ghent", 11, NOW).decode().replace("\n", "\r\n").rstrip()
    answer = client.post("/record/countersigned/", {"note": pasted}, follow=True)
    assert "Ghent: countersigned up to entry 2." in answer.content.decode()
    wrong = client.post("/record/countersigned/", {"note": "x"})
    assert wrong.status_code == 422
    assert "This is no countersigned checkpoint" in wrong.content.decode()
    assert "Error: Who countersigns" in wrong.content.decode()


def test_a_city_without_a_key_is_asked_for_one(league: League) -> None:
    client = Client()
    client.post(f"/enter/{pages.person('delegate@namur.example', 'council/namur')}")
    said = read("/record/countersigned/", client)
    assert 'value="test.example/league/namur"' in said
    assert "countersign.js" not in said
    form = {"name": "namur.example/koinon", "public_key": device(13).key.text}
    checked = client.post("/acts/cities.register_witness_key/1", form)
    assert "Register the key that countersigns" in checked.content.decode()


def keys(seat: str) -> list[str]:
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return [one.key for one in desk.laid(seat, at) if "counters" in one.key or "witness" in one.key]


def test_it_stands_on_the_desks(league: League) -> None:
    assert keys("council/namur") == ["witness-key"]
    assert keys("council/ghent") == ["countersign"]
    assert keys("secretariat") == ["too-few-countersign"]
    post(vouched(head(), "ghent", 11, NOW))
    assert keys("council/ghent") == []
    post(vouched(head(), "leuven", 12, NOW))
    assert keys("secretariat") == []
    league.at = pages.days_ago(0)
    league.act("cities.record_legal_limit/1", pages.LIMIT, "secretariat")
    assert keys("council/ghent") == []  # its machine may run once a day
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    (task,) = [
        one
        for one in desk.laid("council/ghent", tomorrow.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
        if one.key == "countersign"
    ]
    assert task.title == "Countersign the record for Ghent: entries from 3 on wait"


def test_the_proof_in_the_page_is_the_records(league: League) -> None:
    before = store.root(2)
    said = Client().get("/record/countersigned/from/2/").json()
    path = [b64decode(one) for one in said["path"]]
    assert said["to"] == 3
    assert merkle.verify_consistency(2, 3, before, store.root(3), path)


def test_many_cities_are_asked_for_in_as_many_questions_as_one(
    league: League,
) -> None:
    post(vouched(head(), "ghent", 11, NOW))
    now = pages.days_ago(0)

    def asked() -> int:
        with during(), CaptureQueriesContext(connection) as seen:
            countersigning.summary(now)
        return len(seen)

    first = asked()
    post(vouched(head(), "leuven", 12, NOW))
    assert asked() == first
    assert store.head().size == 3
