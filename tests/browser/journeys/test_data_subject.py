"""A former delegate reads what is held, asks for erasure; the secretariat answers and erases."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from tests.support.journeys import Walker
from tests.support.verifying import copy_of_record, run_verifier

from koinon.acts import gate
from koinon.acts.act import Envelope, Receipt
from koinon.acts.registry import find
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.web.pages.people import APPOINT, END
from koinon.people import access, inviting
from koinon.people.models import Account, Handling
from koinon.record import store

pytestmark = pytest.mark.browser

NAME = "Ottoline Kanarienvogel"
ADDRESS = "ottoline@mons.example"


def act(name: str, data: dict[str, Any]) -> int:
    """An act of the secretariat; its entry."""
    act_id = sender.new_act_id()
    made = Envelope(read_act(find(name), data, act_id), act_id, "secretariat")
    answer = gate.enact(made)
    assert isinstance(answer, Receipt), answer
    return answer.n


def delegate() -> tuple[int, str]:
    """Somebody appointed to Mons: the entry, and a link that signs in."""
    paper = store.keep_document(b"Minutes of the council of Mons", "text/plain")
    instrument = {"sha256": paper, "size": 30, "media": "text/plain"}
    given = {"seat": "council/mons", "role": "holder", "holder": NAME}
    n = act(APPOINT, {**given, "how": "Elected by the council", "instrument": instrument})
    account = access.invite(ADDRESS, name=NAME)
    inviting.assign(n, account)
    return n, access.one_time_link(account)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_person_asks_and_the_officer_answers_and_erases(
    site: str,
    links: dict[str, str],
    walker: Callable[..., Walker],
    language: str,
    tmp_path: Path,
) -> None:
    n, link = delegate()
    person = walker(site, language)
    person.sign_in(link)
    the_person_reads_and_asks(person)
    act(END, {"mandate": n, "how": "resigned"})

    officer = walker(site, language)
    officer.sign_in(links["secretariat"])
    the_officer_answers(officer)
    the_officer_erases(officer)
    assert not Account.objects.filter(email=ADDRESS).exists()
    assert ADDRESS not in str(list(Handling.objects.values()))
    assert Handling.objects.filter(deed="erased", kept="account", rows=1).exists()

    the_register_says_until_when(officer)
    officer.tab.goto("/record/verify/")
    folder = copy_of_record(officer, tmp_path)
    code, said = run_verifier(tmp_path, folder.name)
    assert code == 0, said
    taken = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert ADDRESS.encode() not in taken
    assert NAME.encode() not in taken


def the_person_reads_and_asks(person: Walker) -> None:
    person.follow("What is held about you")
    said = person.read()
    assert ADDRESS in said
    assert NAME in said
    person.look("mine")
    with person.tab.expect_download() as taken:
        person.follow("Download for programs (JSON)")
    assert NAME in Path(taken.value.path()).read_text()
    person.follow("Ask for something")
    person.tab.locator("#kind").select_option("erasure")
    person.press("Send the request")
    assert person.words(
        "Write what it is about: what is wrong, or what is to be erased or left."
    ) in (person.read(".errors"))
    person.tab.locator("#wanted").fill("I left the council; erase what you can.")
    person.look("ask")
    person.press("Send the request")
    assert person.words("Request %(number)s", number=1) in person.read()
    assert person.words("Waits for an answer") in person.read()
    assert mail.outbox[-1].to == [ADDRESS]
    person.look("asked")


def the_officer_answers(officer: Walker) -> None:
    officer.tab.goto("/desk/")
    kind = officer.words("Erasure (article 17)")
    title = officer.words(
        "Answer request {number} about personal data: {kind}", number=1, kind=kind
    )
    card = officer.tab.locator(".card", has_text=title)
    card.get_by_role("link", name=officer.words("See the request")).click()
    officer.look("case")
    officer.press("Continue")
    assert officer.words("Choose how the request is answered.") in officer.read(".errors")
    officer.tab.get_by_label(officer.words("Granted in part"), exact=True).check()
    officer.tab.locator("#ground").select_option("law")
    officer.tab.locator("#answer").fill("Your account goes. Your name stays in the register.")
    officer.look("answer")
    officer.press("Continue")
    officer.look("check")
    officer.press("Answer request %(number)s", number=1)
    assert officer.words("Answered, being carried out") in officer.read()


def the_officer_erases(officer: Walker) -> None:
    officer.follow("See what can be erased")
    officer.look("can-go")
    officer.press("Continue")
    officer.look("erase")
    officer.press("Erase it for good")
    assert officer.words("Done") in officer.read()
    officer.look("done")
    assert mail.outbox[-1].to == [ADDRESS]


def the_register_says_until_when(officer: Walker) -> None:
    """Five years from the day the mandate ended."""
    officer.tab.goto("/register/?past=1")
    row = officer.tab.get_by_role("row").filter(has_text=NAME)
    years = [int(year) for year in re.findall(r"\b20\d\d\b", officer.text(row))]
    assert years[-1] == years[-2] + 5, officer.text(row)
    officer.look("register")
    for step, path in (("keeping", "/privacy/keeping/"), ("log", "/privacy/log/")):
        officer.tab.goto(path)
        officer.look(step)
