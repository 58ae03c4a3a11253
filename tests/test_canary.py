"""The canary: a whole story full of unmistakable names, and none of them in anything public.

What is public: entries, documents, the export, the archive's package, open data, feeds, every page
a stranger reaches, what the logs say, and what a backup says of itself without being opened. The
name of an office-holder stands in the public register by law, and nowhere else.
"""

from __future__ import annotations

import io
import json
import logging
import re
import secrets
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid5

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from tests.support import mailbox as boxes
from tests.support.coalition import SPACE
from tests.support.databases import OwnDatabase
from tests.support.mailbox import Mailbox
from tests.support.money import CITIES, MONEY, Chest, budget
from tests.support.pages import days_ago

from koinon.acts import gate
from koinon.acts.act import Envelope, Receipt
from koinon.acts.registry import find
from koinon.acts.replay import digest
from koinon.interfaces.jobs.postman import Postman
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shell.main import run
from koinon.interfaces.web.archiving import archive
from koinon.people import access, calendars, erasing, handling, holds, inviting, requests, tokens
from koinon.people.models import Account
from koinon.people.processing import Person, kept
from koinon.record import logkeys, store
from koinon.record.verify import verify

OFFICE_HOLDER = "Zyxwanda Kanariowska"
MAILBOX = "zyxwanda.canary@mons.example"
BOUNCING = "bouncing.canary@leuven.example"
PAYEE = "Canary & Daughters Zyxw"
IBAN = "BE71096123456769"
PHONE = "+32 470 99 88 77"
NOTE = "The mayor's canary is ill, said Zyxw"
ADVISER = "Quibbly Zyxwcanary"
PUBLIC_BY_LAW = frozenset({"/register/", "/register/?past=1", "/cities/ghent/"})
"""Where a stranger reads an office-holder's name."""
LANGUAGES = ("en", "ar")


@dataclass
class Story:
    """What was told: the secrets in it, by what they are, and the one that the register shows."""

    secrets: dict[str, str]
    logged: io.StringIO


@pytest.fixture
def story(
    own_database: OwnDatabase,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Story]:
    """A league with every kind of private datum, told with all loggers at their loudest."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    monkeypatch.setenv("KOINON_HOME", str(settings.HOME))
    bouncing = {BOUNCING: f"550 5.1.1 <{BOUNCING}>: no such person"}
    with listening() as logged, boxes.used(Mailbox(refuses=bouncing), settings):
        yield Story(tell(), logged)


@contextmanager
def listening() -> Iterator[io.StringIO]:
    """Everything that any logger says, at its loudest, with tracebacks."""
    logged = io.StringIO()
    ear, root = logging.StreamHandler(logged), logging.getLogger()
    level = root.level
    ear.addFilter(lambda record: record.name != "mail.log")  # the other side's: the test's server
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        yield logged
    finally:
        root.removeHandler(ear)
        root.setLevel(level)


def tell() -> dict[str, str]:
    """Found, decide, appoint, pay, write, sign in, ask; the secrets in it."""
    chest = Chest()
    found(chest)
    mandate = appoint(chest)
    pay(chest)
    people = sign_in(mandate)
    return {**people, **ask_and_hold()}


def found(chest: Chest) -> None:
    """A budget, by the city's votes, so that money can be promised."""
    chest.at = days_ago(20)
    text = chest.document(MONEY.replace("notice_days = 2", "notice_days = 0").encode())
    members = [
        {"slug": slug, "name": slug.title(), "country": "BE", "facts": [fact(people)]}
        for slug, people in CITIES.items()
    ]
    chest.act(
        "assembly.found_coalition/1",
        {
            "origin": "canary.example/league",
            "log_key": str(logkeys.signer().verifier_key("canary.example/league")),
            "charter": text.model_dump(),
            "clock": "told",
            "fictional": True,
            "members": members,
        },
    )
    number = chest.propose("Money", budget(10_000_00))
    for city in CITIES:
        chest.vote(number, city, "yes")
    chest.at = days_ago(1)


def fact(people: int) -> dict[str, Any]:
    from tests.support.coalition import population

    return population(people)


def private(chest: Chest, name: str, data: dict[str, Any], seat: str) -> int:
    """An act with private fields, read as the pages read it."""
    chest.count += 1
    act_id = uuid5(SPACE, f"canary {chest.count}")
    answer = gate.enact(Envelope(read_act(find(name), data, act_id), act_id, seat), at=chest.at)
    assert isinstance(answer, Receipt), answer
    return answer.n


def appoint(chest: Chest) -> int:
    """Somebody who may be named, and the entry."""
    paper = chest.document(b"The council of Ghent has chosen its delegate.", "text/plain")
    data = {
        "seat": "council/ghent",
        "role": "holder",
        "holder": OFFICE_HOLDER,
        "how": "Elected by the council",
        "instrument": paper.model_dump(),
    }
    return private(chest, "assembly.appoint/1", data, "secretariat")


def pay(chest: Chest) -> None:
    """Money promised to somebody with a name, a number of an account and a telephone."""
    data = {"year": 2025, "line": "heat", "title": "Heat pumps", "amount_cents": 5_000}
    payee = f"{PAYEE}, {IBAN}, {PHONE}"
    private(chest, "treasury.commit/1", {**data, "payee": payee}, "treasurer")


def sign_in(mandate: int) -> dict[str, str]:
    """Accounts with links, sessions, tokens and calendars; mails to them, one of which bounces."""
    delegate = access.invite(MAILBOX, name=OFFICE_HOLDER)
    inviting.assign(mandate, delegate)
    adviser = access.invite(BOUNCING, name=ADVISER)
    day = timezone.now().date().replace(year=2025)
    access.give_seat(adviser, "council/leuven", since=day)
    access.give_seat(adviser, "secretariat", since=day)
    client, link = Client(), access.one_time_link(delegate)
    assert client.post(f"/enter/{link}").status_code == 302
    assert Client().post(f"/enter/{link}").status_code == 410
    unused = inviting.invitation(delegate, by=adviser)
    Postman().beat()
    client.get("/account/data/")
    return {
        "address": MAILBOX,
        "bouncing address": BOUNCING,
        "payee": PAYEE,
        "account number": IBAN,
        "telephone": PHONE,
        "adviser": ADVISER,
        "used link": link,
        "invitation": unused,
        "access token": tokens.issue(delegate, ["council/ghent"], label="zyxw-canary-label"),
        "label": "zyxw-canary-label",
        "calendar": calendars.new_calendar(delegate, "council/ghent"),
        "session": str(client.session.session_key),
    }


def ask_and_hold() -> dict[str, str]:
    """A stranger's requests, a hold, notes for minutes: all with words of their own."""
    from koinon.interfaces.web.papers.notes import Written, save

    stranger = "stranger.canary@elsewhere.example"
    words = {
        "stranger": stranger,
        "wish": f"zyxw-wish {secrets.token_hex(8)}",
        "reason": f"zyxw-reason {secrets.token_hex(8)}",
        "note": NOTE,
    }
    typed = {"kind": "access", "email": stranger, "name": ADVISER, "wanted": words["wish"]}
    assert Client().post("/privacy/ask/", typed).status_code == 200
    token = requests.ask_by_mail("erasure", stranger, ADVISER, "en", words["wish"])
    assert token is not None
    assert Client().post(f"/privacy/asked/{token}/").status_code == 302
    adviser = Account.objects.get(email=BOUNCING)
    holds.place("person", reason=words["reason"], seat="secretariat", account=adviser)
    save(1, {"opening": Written(NOTE, 0)}, adviser)
    handling.looked(adviser, "secretariat", "people", kept="account")
    return {**words, "request link": token}


# What everybody can have


def surfaces(folder: Path, story: Story) -> Iterator[tuple[str, bytes]]:
    """Everything public, each with where it stands."""
    for n, body in enumerate(store.bodies()):
        yield f"entry {n}", body
    for one in store.named_documents(store.head().size):
        yield f"document {one.sha256}", bytes(one.body or b"")
    archive(folder / "bag")  # holds the export, the open data and the papers
    for file in sorted((folder / "bag").rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), readable(file)
    yield from pages()
    yield "the logs", story.logged.getvalue().encode()
    yield "a backup, closed", closed_backup(folder)


def readable(file: Path) -> bytes:
    """A file's bytes; of a PDF its words as well, which are packed in it."""
    data = file.read_bytes()
    if file.suffix != ".pdf":
        return data
    from pypdf import PdfReader

    words = " ".join(page.extract_text() for page in PdfReader(file).pages)
    return data + words.encode()


def pages() -> Iterator[tuple[str, bytes]]:
    """Every page a stranger reaches by links from the first, feeds and files among them."""
    for language in LANGUAGES:
        client = Client(headers={"accept-language": language})
        waiting, seen = ["/", "/calendar.ics", "/register/?past=1", "/api/v1/openapi.json"], set()
        while waiting:
            path = waiting.pop()
            if path in seen or len(seen) > 400:
                continue
            seen.add(path)
            answer: Any = client.get(path)
            body = b"".join(answer) if answer.streaming else answer.content
            yield f"{language} {path}", body
            if "html" in answer.get("Content-Type", ""):
                found = re.findall(r'(?:href|src)="(/[^"#]*)', body.decode())
                waiting += [one.replace("&amp;", "&") for one in found if wanted(one)]
        assert len(seen) > 40, sorted(seen)


def wanted(path: str) -> bool:
    """Not what changes something, is big and seen elsewhere, or is endless."""
    return not re.match(r"/(static|accounts|log/tile|record/\?|record/copy|data/.*zip)", path)


def closed_backup(folder: Path) -> bytes:
    """What a backup sealed with a passphrase shows, and the manifest of one that is not."""
    secret = folder / "passphrase"
    secret.write_text("a long passphrase of the office\n")
    sealed, plain = folder / "sealed.backup", folder / "plain.backup"
    assert run(["backup", str(sealed), "--passphrase-file", str(secret)]) == 0
    assert run(["backup", str(plain)]) == 0
    with tarfile.open(plain) as packed:
        first = packed.next()
        assert first is not None
        inside = packed.extractfile(first)
        assert inside is not None
        manifest = inside.read()
    assert json.loads(manifest)["contents"]["accounts"] == 2
    return sealed.read_bytes() + manifest


def leaks(found: Iterator[tuple[str, bytes]], story: Story) -> list[tuple[str, str]]:
    """Where a secret stands: (what it is, where); the name that the register shows set apart."""
    told = []
    for place, body in found:
        plain = body.replace(b"&amp;", b"&").replace(b"&#x27;", b"'")
        for what, secret in story.secrets.items():
            if secret.encode() in plain or json.dumps(secret)[1:-1].encode() in plain:
                told.append((what, place))
        path = place.partition(" ")[2] if place[:3] in ("en ", "ar ") else ""
        if OFFICE_HOLDER.encode() in plain and path not in PUBLIC_BY_LAW:
            told.append(("office-holder", place))
    return told


def test_no_personal_datum_is_in_anything_public(story: Story, tmp_path: Path) -> None:
    found = list(surfaces(tmp_path, story))
    assert "/enter/" in story.logged.getvalue() or "Gone" in story.logged.getvalue()
    places = [place for place, _ in found]
    for expected in ("entry 0", "bag/data/open-data/", "en /feeds/", "ar /register/", "the logs"):
        assert any(place.startswith(expected) for place in places), (expected, places)
    told = leaks(iter(found), story)
    assert told == []
    shown = {place for place, body in found if OFFICE_HOLDER.encode() in body}
    assert "en /register/" in shown  # the law wants it there, so the search does find names
    assert verify(tmp_path / "bag/data/record").ok


@pytest.mark.once
@pytest.mark.parametrize("where", ["record", "document", "page", "log"])
def test_a_planted_leak_is_found(story: Story, tmp_path: Path, where: str) -> None:
    chest = Chest(at=days_ago(0), count=900)
    if where == "document":
        text = chest.document(f"Paid to {PAYEE}".encode(), "text/plain")
        chest.propose("Innocent", matter="ordinary", text=text.model_dump())
    elif where == "log":
        logging.getLogger("koinon.jobs").debug("could not reach %s", MAILBOX)
    else:
        chest.propose(f"Thank {ADVISER}", matter="ordinary")
    told = leaks(surfaces(tmp_path, story), story)
    expected = {
        "record": ("adviser", "entry "),
        "document": ("payee", "document "),
        "page": ("adviser", "en /decisions/"),
        "log": ("address", "the logs"),
    }[where]
    assert any(what == expected[0] and place.startswith(expected[1]) for what, place in told), told


def test_after_erasure_no_row_knows_the_person(story: Story) -> None:
    """Every table is read whole; what stays is what the law asks for, and says so."""
    account = Account.objects.get(email=BOUNCING)
    for hold in holds.of_person(account.pk):
        holds.lift(hold.id, "secretariat")
    access.take_seat(account, "council/leuven", until=timezone.now().date())
    access.take_seat(account, "secretariat", until=timezone.now().date())
    before = digest()
    person = Person(account.pk, account.email, account.name)
    names = [one.name for one in kept()]
    gone = erasing.erase(
        person, names, timezone.now(), by=None, seat="secretariat", about="request/1"
    )
    assert gone["account"] == 1
    assert digest() == before  # no row of the state changed
    left = {label for label, row in rows() if BOUNCING in row}
    assert left <= {"post.Delivery"}, left  # notices, while a decision can be contested
    named = {label for label, row in rows() if ADVISER in row}
    assert named <= {"people.DataRequest"}, named  # a stranger gave the same name


def rows() -> Iterator[tuple[str, str]]:
    """Every row of every table, as text."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed or model._meta.app_label == "treasury":
            for row in model._default_manager.order_by("pk").values():
                yield model._meta.label, str(row)
