"""Signing in a real browser: a device that is declined, and the pages read from the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.test_signing_in import (
    ask_for_code,
    authenticator,
    code_from_mail,
    use_it_once_more,
)
from tests.interfaces.web.test_signing import signed_charter
from tests.support import pages
from tests.support.browser import accessibility_faults
from tests.support.coalition import League
from tests.support.journeys import SHOTS
from tests.support.signing import KeyFile

from koinon.record import store

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


@pytest.fixture
def league(site: str) -> None:
    """A coalition that certifies nothing unsigned, by a device that recognised its owner."""
    pages.found(League(), signed_charter('"verified passkey"'))
    pages.person("clerk@league.example", "secretariat")


def look(tab: Any, name: str) -> None:
    """Hold the page against WCAG, and keep a picture where they are wanted."""
    assert accessibility_faults(tab) == []
    if SHOTS:
        tab.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def add_passkey(tab: Any) -> None:
    authenticator(tab)
    ask_for_code(tab, "clerk@league.example")
    tab.fill("#id_code", code_from_mail())
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_selector(".messages")
    tab.goto("/accounts/2fa/webauthn/add/")
    tab.get_by_label("A name to tell it from others").fill("Desk phone")
    tab.get_by_role("button", name="Add this device").click()
    use_it_once_more(tab)
    tab.wait_for_url("**/recovery-codes/")


def test_who_declines_the_device_can_try_again(site: str, league: None, new_page: Open) -> None:
    tab = new_page(base_url=site, locale="en")
    add_passkey(tab)
    tab.goto("/seats/keys/")
    tab.get_by_role("button", name="Register for this seat").click()
    tab.get_by_role("button", name="Do it: Register a key that signs").click()
    tab.evaluate("() => { navigator.credentials.get = () => Promise.reject(Error('no')); }")
    tab.get_by_role("button", name="Sign with your passkey").click()
    tab.wait_for_selector("#sign-failed:not(:empty)")
    assert "The passkey did not sign." in tab.inner_text("#sign-failed")
    tab.reload()
    tab.get_by_role("button", name="Sign with your passkey").click()
    tab.wait_for_url("**/receipts/**")
    assert store.head().size == 2


def test_the_pages_read_from_the_right(site: str, league: None, new_page: Open) -> None:
    tab = new_page(base_url=site, locale="ar", viewport={"width": 390, "height": 844})
    pages.sign_in(tab, pages.person("clerk@league.example", "secretariat"))
    tab.goto("/seats/keys/")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    look(tab, "keys-ar")
    tab.fill("#public_key", KeyFile().key.text)
    tab.locator("form:has(#public_key) button").click()
    tab.locator("main form:has([name=id]) button").last.click()
    tab.wait_for_selector("#statement")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    look(tab, "sign-ar")
