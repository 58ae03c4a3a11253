"""Signing in through one's city in a browser: its provider asks, we let only the invited in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import oidc_provider_mock
import pytest
from oidc_provider_mock import User
from tests.support import pages
from tests.support.coalition import League
from tests.support.journeys import Walker

pytestmark = pytest.mark.browser

PEOPLE = (
    User(sub="g-1", claims={"email": "delegate@ghent.example", "email_verified": True}),
    User(sub="g-2", claims={"email": "delegate@ghent.example", "email_verified": False}),
    User(sub="g-4", claims={"email": "stranger@ghent.example", "email_verified": True}),
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A city's provider on this machine."""
    with oidc_provider_mock.run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def visitor(
    site: str, issuer: str, settings: Any, walker: Callable[..., Walker]
) -> Callable[[str], Walker]:
    """Somebody at the sign-in page, which offers Ghent's own sign-in."""
    pages.found(League(at=pages.days_ago(1)))
    pages.person("delegate@ghent.example", "council/ghent")
    table = f'[ghent]\nissuer = "{issuer}"\nclient_id = "koinon"\nclient_secret = "secret"\n'
    (Path(settings.HOME) / "oidc.toml").write_text(table)

    def starts(language: str) -> Walker:
        one = walker(site, language)
        one.tab.goto("/accounts/login/")
        one.look("offered")
        return one

    return starts


def through(one: Walker, site: str, sub: str) -> None:
    """Follow the way to the city, sign in there as somebody, and come back."""
    one.follow("Sign in through %(city)s", city="Ghent")
    one.tab.locator("input[name=sub]").first.fill(sub)
    one.tab.locator("button[type=submit], input[type=submit]").first.click()
    one.tab.wait_for_url(f"{site}/**")
    one.tab.wait_for_load_state()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_invited_delegate_comes_in(
    visitor: Callable[[str], Walker], site: str, language: str
) -> None:
    one = visitor(language)
    through(one, site, "g-1")
    one.tab.goto("/seats/")
    one.look("entered")
    assert "Council · Ghent" in one.read()


@pytest.mark.parametrize("sub", ["g-2", "g-4"])
def test_an_unproved_address_and_a_stranger_stay_outside_and_read_why(
    visitor: Callable[[str], Walker], site: str, sub: str
) -> None:
    one = visitor("en")
    through(one, site, sub)
    one.look(f"refused-{sub}")
    assert one.read("h1") == "You were not signed in"
    assert "nobody with your confirmed e-mail address is invited to a seat of Ghent" in one.read()
    one.tab.goto("/seats/")
    assert "/accounts/login/" in one.tab.url
