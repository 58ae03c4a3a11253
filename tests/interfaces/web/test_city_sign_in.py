"""Signing in through a city: a real OpenID provider answers; only the invited get in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import oidc_provider_mock
import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from oidc_provider_mock import User
from tests.interfaces.web.test_pages import words
from tests.support.coalition import League

from koinon.interfaces.shared.providers import read
from koinon.people import access
from koinon.people.models import Account
from koinon.people.queries import account_of

PEOPLE = (
    User(sub="g-1", claims={"email": "delegate@ghent.example", "email_verified": True}),
    User(sub="g-2", claims={"email": "delegate@ghent.example", "email_verified": False}),
    User(sub="g-3", claims={"email": "desk@league.example", "email_verified": True}),
    User(sub="g-4", claims={"email": "stranger@ghent.example", "email_verified": True}),
    User(sub="g-5", claims={"email": "delegate@ghent.example", "email_verified": "false"}),
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider on this machine."""
    with oidc_provider_mock.run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def offered(league: League, issuer: str, settings: Any) -> None:
    """Ghent and Leuven sign their people in through the same provider."""
    tables = "".join(
        f'[{city}]\nissuer = "{issuer}"\nclient_id = "koinon-{city}"\nclient_secret = "secret"\n'
        for city in ("ghent", "leuven")
    )
    (Path(settings.HOME) / "oidc.toml").write_text(tables)


def through(city: str, sub: str, client: Client | None = None) -> tuple[Client, Any]:
    """Go through the provider as somebody; our answer to what it says."""
    client = client or Client()
    start = client.get(f"/accounts/oidc/{city}/login/")
    assert start.status_code == 302, words(start)
    said = requests.post(start.url, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert said.status_code in (302, 303), said.text
    back = urlsplit(said.headers["location"])
    assert back.path == f"/accounts/oidc/{city}/login/callback/"
    return client, client.get(f"{back.path}?{back.query}")


@pytest.mark.usefixtures("offered")
def test_an_invited_delegate_enters_and_is_known_again_by_the_subject() -> None:
    login = words(Client().get("/accounts/login/"))
    assert "Sign in through Ghent" in login
    client, answer = through("ghent", "g-1")
    assert answer.status_code == 302
    assert "Council · Ghent" in words(client.get("/seats/"))
    assert SocialAccount.objects.get().provider == "ghent"
    Account.objects.filter(email="delegate@ghent.example").update(email="moved@ghent.example")
    again, _ = through("ghent", "g-1")
    assert "Council · Ghent" in words(again.get("/seats/"))


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize(
    ("city", "sub"),
    [("ghent", "g-2"), ("ghent", "g-3"), ("ghent", "g-4"), ("ghent", "g-5"), ("leuven", "g-1")],
    ids=["unconfirmed", "an office", "a stranger", "confirmed as text", "another city"],
)
def test_nobody_else_gets_in(city: str, sub: str) -> None:
    accounts = Account.objects.count()
    client, answer = through(city, sub)
    assert answer.status_code == 403
    assert "nobody with your confirmed e-mail address is invited" in words(answer)
    assert "_auth_user_id" not in client.session
    assert Account.objects.count() == accounts
    assert not SocialAccount.objects.exists()


@pytest.mark.usefixtures("offered")
def test_a_city_does_not_pass_over_a_passkey() -> None:
    account = account_of("delegate@ghent.example")
    Authenticator.objects.create(user=account, type="webauthn", data={"name": "Phone"})
    client, answer = through("ghent", "g-1")
    assert answer.url == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("offered")
def test_a_session_opened_by_a_city_acts_for_that_city_alone() -> None:
    account = account_of("delegate@ghent.example")
    assert account is not None
    from datetime import date

    access.give_seat(account, "secretariat", since=date(2025, 1, 1))
    client, _ = through("ghent", "g-1")
    said = words(client.get("/seats/"))
    assert "Council · Ghent" in said
    assert "Secretariat" not in said
    assert client.get("/people/").status_code == 200
    assert client.get("/people/9999/").status_code == 404
    own = Client()
    own.post(f"/enter/{access.one_time_link(account)}")
    assert "Secretariat" in words(own.get("/seats/"))


@pytest.mark.usefixtures("offered")
def test_whoever_left_the_city_is_known_and_not_let_in() -> None:
    through("ghent", "g-1")
    account = account_of("delegate@ghent.example")
    assert account is not None
    from datetime import date

    access.take_seat(account, "council/ghent", until=date(2025, 2, 1))
    client, answer = through("ghent", "g-1")
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("offered")
def test_nobody_ties_a_city_to_an_account_from_within(enter: Callable[[str], Client]) -> None:
    desk = enter("secretariat")
    start = desk.get("/accounts/oidc/ghent/login/?process=connect")
    said = requests.post(start.url, data={"sub": "g-4"}, allow_redirects=False, timeout=10)
    back = urlsplit(said.headers["location"])
    assert desk.get(f"{back.path}?{back.query}").status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.usefixtures("offered")
def test_an_answer_for_another_session_or_a_provider_that_is_away_is_said_in_words(
    settings: Any,
) -> None:
    start = Client().get("/accounts/oidc/ghent/login/")
    said = requests.post(start.url, data={"sub": "g-1"}, allow_redirects=False, timeout=10)
    back = urlsplit(said.headers["location"])
    stolen = Client().get(f"{back.path}?{back.query}")
    assert "You were not signed in" in words(stolen)
    file = Path(settings.HOME) / "oidc.toml"
    file.write_text(re.sub(r"localhost:\d+", "localhost:9", file.read_text()))
    away = Client().get("/accounts/oidc/ghent/login/")
    assert "You were not signed in" in words(away)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[ghent]\nissuer = 3", "client_id, client_secret"),
        ('[ghent]\nissuer = "http://x.example"\nclient_id = "a"\nclient_secret = "b"', "https://"),
        ('[ghent]\nissuer = "https://x"\nclient_id = 1\nclient_secret = "b"', "client_id: write"),
        ('["Ghent City"]\n', "write a table for each city"),
        ("[ghent", "cannot be read"),
        ("# " + "x" * 1_048_576, "name fewer cities"),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "oidc.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match=said):
        read(file)


def test_a_mistake_in_the_file_offers_nothing_and_breaks_nothing(
    league: League, settings: Any
) -> None:
    (Path(settings.HOME) / "oidc.toml").write_text("[ghent")
    assert "Through your city" not in words(Client().get("/accounts/login/"))
    assert Client().get("/accounts/oidc/ghent/login/").status_code == 404
