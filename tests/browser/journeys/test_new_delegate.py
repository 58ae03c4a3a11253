"""Appointed, written to, a passkey registered, a vote signed with it, which anyone checks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from tests.assembly.test_signed_acts import KEYS
from tests.browser.test_signing_in import authenticator
from tests.support import pages
from tests.support.coalition import CHARTER, League, member
from tests.support.journeys import Walker

from koinon.record import canonical, store, verify

pytestmark = pytest.mark.browser

VOTE = '= {article = "5.3", body = "council"}'
"""The article by which delegates vote, in either version of the act."""
NAME, ADDRESS = "Ottoline Peeters", "ottoline@ghent.example"


@pytest.fixture
def desk(
    site: str, walker: Callable[..., Walker], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Walker]:
    """The secretariat of a league in which votes are signed by a device that knows its owner."""
    signs = VOTE.replace("}", ', signed = "verified passkey"}')
    charter = CHARTER.replace(VOTE, signs) + KEYS
    monkeypatch.setattr(pages, "CHARTER", charter)
    league = League(at=pages.days_ago(1))
    pages.found(league, charter.replace("notice_days = 2", "notice_days = 0"))
    mons = {**member("mons", 96_236), "latitude_e4": 504_542, "longitude_e4": 39_567}
    league.propose("Admit Mons to the league", ("assembly.admit_city/1", {"member": mons}))

    def starts(language: str) -> Walker:
        one = walker(site, language)
        one.sign_in(pages.person("desk@league.example", "secretariat"))
        return one

    return starts


def appoint(desk: Walker) -> str:
    """Ghent's new delegate is appointed and written to; the path of the link in the mail."""
    desk.tab.goto("/people/")
    desk.tab.locator('a[href="/people/appoint/?seat=council/ghent"]').click()
    field = desk.tab.locator
    field('[name="holder"]').fill(NAME)
    field('[name="role"]').select_option("holder")
    field('[name="how"]').fill("Elected by the council of Ghent")
    paper = {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"Minutes of Ghent"}
    field('input[type="file"][name="instrument"]').set_input_files(paper)
    field("#email").fill(ADDRESS)
    desk.press("Continue")
    desk.look("appointment")
    desk.press("Appoint and invite %(name)s", name=NAME)
    desk.tab.wait_for_url(re.compile(r"/people/\d+/$"))
    desk.look("appointed")
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    found = re.search(r"/enter/(\S+)", str(letter.body))
    assert found is not None
    return found[1]


def add_passkey(one: Walker) -> None:
    """A device is added, which then is asked once more."""
    one.tab.goto("/account/")
    one.tab.locator('main a[href="/accounts/2fa/webauthn/"]').click()
    one.follow("Add a passkey")
    one.tab.get_by_label(one.words("A name to tell it from others")).fill("Phone")
    one.look("passkey")
    one.press("Add this device")
    one.tab.wait_for_url("**/reauthenticate/**")
    one.follow("Use a passkey")
    one.press("Use a passkey")
    one.tab.wait_for_url("**/recovery-codes/")


def sign(one: Walker) -> None:
    """The page that signs, and the receipt after it."""
    one.look("sign")
    one.press("Sign with your passkey")
    one.tab.wait_for_url("**/receipts/**")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_new_delegate_signs_a_vote_with_a_passkey(
    desk: Callable[[str], Walker], walker: Callable[..., Walker], site: str, language: str
) -> None:
    token = appoint(desk(language))
    one = walker(site, language)
    authenticator(one.tab)
    one.sign_in(token)
    one.look("entered")
    add_passkey(one)

    one.tab.goto("/seats/keys/")
    one.tab.locator('form:has([name="rp_id"]) button').click()
    one.tab.locator("main form button").first.click()
    sign(one)
    one.tab.goto("/seats/keys/")
    assert "Phone" in one.read()
    one.look("registered")

    one.tab.goto("/decisions/1/vote/")
    one.tab.locator('input[type="radio"]').first.check()
    one.press("Continue")
    one.press("Cast %(city)s’s vote", city="Ghent")
    sign(one)
    one.follow("See the entry and its proof")
    one.tab.wait_for_selector(".verdict")
    assert one.words("Checked in this browser: everything holds.") == one.read(".verdict")
    signed = one.words("The act is signed by a key of the seat that did it.")
    assert signed in one.read(".checks")
    one.look("signed-vote")

    entry: Any = canonical.load(store.body(store.head().size - 1))
    assert entry["type"].startswith("assembly.cast_vote/")
    assert (entry["signed"]["kind"], entry["grant"]["signed"]) == ("passkey", "verified passkey")
    assert entry["by"]["auth"] == "passkey"
    assert NAME.encode() not in b"".join(store.bodies())
    assert verify.verify(f"{site}/log/").problems == ()
