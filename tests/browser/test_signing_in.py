"""Signing in as a person does: by a code from the mail, and by a passkey."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


def code_from_mail() -> str:
    """The code in the last message sent."""
    body = str(mail.outbox[-1].body)
    found = re.search(r"^[A-Z0-9]{4,}(-[A-Z0-9]+)*$", body, re.MULTILINE)
    assert found is not None, body
    return found[0]


def ask_for_code(tab: Any, address: str) -> None:
    tab.goto("/accounts/login/")
    tab.fill("#id_email", address)
    tab.get_by_role("button", name="Send me a code").click()


def test_by_a_code_from_the_mail_without_scripts(
    site: str,
    links: dict[str, str],
    new_page: Open,
) -> None:
    tab = new_page(base_url=site, locale="en", java_script_enabled=False)
    ask_for_code(tab, "delegate@ghent.example")
    tab.fill("#id_code", "WRONG1")
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_selector(".errors")
    assert tab.title().startswith("Error:")
    tab.fill("#id_code", code_from_mail())
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_selector(".messages")
    assert "You are signed in." in tab.inner_text("main")
    assert "Council · Ghent" in tab.inner_text("header")
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/")
    assert "Sign in" in tab.inner_text("header")


def test_a_stranger_learns_nothing(site: str, links: dict[str, str], new_page: Open) -> None:
    tab = new_page(base_url=site, locale="en")
    ask_for_code(tab, "stranger@example.org")
    tab.wait_for_selector("#id_code")
    assert "If stranger@example.org has an account" in tab.inner_text("main")
    assert "ask the secretariat for an invitation" in str(mail.outbox[-1].body)


def authenticator(tab: Any) -> None:
    """Give the browser a device that holds passkeys and always knows its owner."""
    devtools = tab.context.new_cdp_session(tab)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def use_it_once_more(tab: Any) -> None:
    """Confirm a change of how one signs in."""
    tab.wait_for_url("**/reauthenticate/**")
    tab.get_by_role("link", name="Use a passkey").click()
    tab.get_by_role("button", name="Use a passkey").click()


def test_by_a_passkey(site: str, links: dict[str, str], new_page: Open) -> None:
    tab = new_page(base_url=site, locale="en")
    authenticator(tab)
    ask_for_code(tab, "delegate@ghent.example")
    tab.fill("#id_code", code_from_mail())
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_selector(".messages")
    tab.goto("/accounts/2fa/webauthn/")
    assert "You have no passkey yet." in tab.inner_text("main")
    tab.get_by_role("link", name="Add a passkey").click()
    tab.get_by_label("A name to tell it from others").fill("Desk phone")
    tab.get_by_role("button", name="Add this device").click()
    use_it_once_more(tab)
    tab.wait_for_url("**/recovery-codes/")
    assert tab.locator(".codes li").count() == 10
    tab.goto("/accounts/2fa/webauthn/")
    assert "Desk phone" in tab.inner_text("main")
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_selector(".messages")

    tab.goto("/accounts/login/?next=/decisions/2/vote/")
    tab.get_by_role("button", name="Sign in with a passkey").click()
    tab.wait_for_url("**/decisions/2/vote/")
    tab.get_by_label("In favour", exact=True).check()
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Cast Ghent’s vote").click()
    tab.get_by_role("link", name="See the entry and its proof").click()
    tab.wait_for_selector(".verdict")
    tab.get_by_text("The entry as it is recorded (JSON)").click()
    assert '"auth": "passkey"' in tab.inner_text("main")

    tab.goto("/accounts/2fa/webauthn/")
    tab.get_by_role("link", name="Remove").click()
    use_it_once_more(tab)
    tab.get_by_role("button", name="Remove the passkey").click()
    tab.wait_for_url("**/webauthn/")
    assert "You have no passkey yet." in tab.inner_text("main")
