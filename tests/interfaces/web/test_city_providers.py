"""Setting a city's sign-in up on its page: kept, tried, offered, turned off; and whom it calls."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.interfaces.web.test_city_sign_in import PEOPLE, issuer, through
from tests.interfaces.web.test_pages import words
from tests.support.coalition import League

from koinon.interfaces.shared import outgoing, providers
from koinon.interfaces.shared.outgoing import Forbidden, ProviderSession, may_call
from koinon.interfaces.shared.providers import CityProvider
from koinon.interfaces.shared.providers_tried import WELL_KNOWN, wrong_with
from koinon.people.models import Account
from koinon.record import store

__all__ = ["issuer"]

Enter = Callable[[str], Client]
PAGE = "/cities/ghent/sign-in/"
SECRET = "kanarienvogel-secret"


def keep(client: Client, issuer: str, **changed: str) -> Any:
    typed = {"issuer": issuer, "client_id": "koinon", "client_secret": SECRET, "do": "save"}
    return client.post(PAGE, {**typed, **changed})


def tried_as(client: Client, sub: str) -> str:
    """What the page says after somebody signed in at the provider on trial."""
    assert "Now sign in there once" in words(client.post(PAGE, {"do": "try"}))
    _, answer = through("ghent", sub, client)
    assert answer.url == PAGE, words(answer)
    return words(client.get(PAGE))


def test_a_city_is_set_up_tried_and_offered_without_the_command_line(
    enter: Enter, issuer: str, settings: Any
) -> None:
    desk, entries, accounts = enter("secretariat"), store.head().size, Account.objects.count()
    assert PAGE in desk.get("/cities/ghent/").content.decode()
    page = desk.get(PAGE)
    assert "http://testserver/accounts/oidc/ghent/login/callback/" in words(page)
    assert keep(desk, issuer).url == PAGE
    file = Path(settings.HOME) / "oidc.toml"
    assert file.stat().st_mode & 0o777 == 0o600
    kept = words(desk.get(PAGE))
    assert "Offered to people No" in kept
    assert SECRET not in desk.get(PAGE).content.decode()
    assert "Through your city" not in words(Client().get("/accounts/login/"))
    assert Client().get("/accounts/oidc/ghent/login/").status_code == 404

    assert "who would get in for Ghent. Nothing was changed." in tried_as(desk, PEOPLE[0].sub)
    assert "does not confirm the address" in tried_as(desk, PEOPLE[1].sub)
    assert "this person would not get in" in tried_as(desk, PEOPLE[3].sub)
    assert not SocialAccount.objects.exists()
    assert Account.objects.count() == accounts
    assert "Secretariat" in words(desk.get("/seats/"))

    assert desk.post(PAGE, {"do": "on"}).url == PAGE
    person, answer = through("ghent", PEOPLE[0].sub)
    assert answer.status_code == 302
    assert "Council · Ghent" in words(person.get("/seats/"))
    assert desk.post(PAGE, {"do": "off"}).url == PAGE
    assert "You hold no seat" in words(person.get("/seats/"))
    assert Client().get("/accounts/oidc/ghent/login/").status_code == 404
    log = words(desk.get(PAGE)).partition("Who did what")[2]
    assert [log.count(said) for said in ("Set up ·", "Tried ·", "Offered ·", "Turned off ·")] == [
        *(1, 3, 1, 1)
    ]
    assert desk.post(PAGE, {"do": "forget"}).url == PAGE
    assert SECRET not in file.read_text()
    assert store.head().size == entries


def test_what_is_typed_wrong_is_said_and_a_secret_goes_to_no_other_issuer(
    enter: Enter, issuer: str
) -> None:
    desk = enter("secretariat")
    for address in ("http://login.ghent.example", "https://", "https://x/?a", "https://u@x", ""):
        answer = keep(desk, address)
        assert answer.status_code == 422
        assert "beginning https://" in words(answer)
    assert keep(desk, issuer, client_id="two\nlines").status_code == 422
    assert providers.kept() == ()
    keep(desk, issuer)
    assert keep(desk, issuer, client_id="other", client_secret="").status_code == 302
    (one,) = providers.kept()
    assert (one.client_id, one.client_secret, one.offered) == ("other", SECRET, False)
    assert keep(desk, "https://elsewhere.example", client_secret="").status_code == 422
    assert providers.kept() == (one,)


def test_whatever_a_secret_is_made_of_it_is_read_back(enter: Enter, issuer: str) -> None:
    secret = """a"b\\c'é🔑#[x]"""
    assert keep(enter("secretariat"), issuer, client_secret=secret).status_code == 302
    (one,) = providers.kept()
    assert one.client_secret == secret


def test_only_whoever_appoints_to_the_city_sets_it_up(enter: Enter, issuer: str) -> None:
    assert Client().get(PAGE).status_code == 302
    ghent = enter("ghent")
    assert keep(ghent, issuer).status_code == 302
    assert ghent.get("/cities/leuven/sign-in/").status_code == 404
    assert "own sign-in" not in words(ghent.get("/cities/leuven/"))
    assert "own sign-in" not in words(Client().get("/cities/ghent/"))


def test_a_file_with_a_mistake_is_not_written_over(
    enter: Enter, issuer: str, settings: Any
) -> None:
    file = Path(settings.HOME) / "oidc.toml"
    desk = enter("secretariat")
    file.write_text("[ghent")
    assert "Whoever runs the server finds the line" in words(desk.get(PAGE))
    assert keep(desk, issuer).status_code == 409
    assert file.read_text() == "[ghent"


def test_a_refused_client_is_said_to_whoever_tries(
    enter: Enter, issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = enter("secretariat")
    keep(desk, issuer)
    desk.post(PAGE, {"do": "try"})
    start = desk.get("/accounts/oidc/ghent/login/")
    said = requests.post(start.url, data={"sub": "g-1"}, allow_redirects=False, timeout=10)
    back = urlsplit(said.headers["location"])
    wrong = desk.get(f"{back.path}?{back.query.replace('code=', 'code=x')}")
    assert wrong.url == PAGE
    assert "The provider did not take our code" in words(desk.get(PAGE))


@pytest.fixture
def answers(league: League) -> Iterator[tuple[str, dict[str, Any]]]:
    """A server on this machine, and what it answers: path to (status, body, date)."""
    told: dict[str, Any] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body, date = told.get(self.path, (404, "", ""))
            self.send_response_only(status)
            if date:
                self.send_header("Date", date)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", told
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"issuer": "https://other.example"}, "issuer"),
        ({"token_endpoint": "http://login.example/token"}, "endpoint"),
        ({"token_endpoint": "https://["}, "endpoint"),
        ({"response_types_supported": ["id_token"]}, "no_code"),
        ({"code_challenge_methods_supported": ["plain"]}, "no_pkce"),
        ({"scopes_supported": ["openid"]}, "no_email"),
        ({"jwks_uri": "https://169.254.169.254/latest/meta-data/"}, "private"),
        ({"padding": "x" * outgoing.LIMIT_BYTES}, "unread"),
    ],
)
def test_what_is_wrong_with_a_provider_is_one_sentence(
    answers: tuple[str, dict[str, Any]], changed: dict[str, Any], code: str
) -> None:
    here, told = answers
    about = {
        "issuer": here,
        "authorization_endpoint": "https://login.example/authorize",
        "token_endpoint": "https://login.example/token",
        "userinfo_endpoint": "https://login.example/userinfo",
        "jwks_uri": f"{here}/keys",
        "response_types_supported": ["code"],
        **changed,
    }
    told[WELL_KNOWN] = (200, json.dumps(about), "")
    told["/keys"] = (200, '{"keys": [{"kty": "RSA"}]}', "")
    found = wrong_with(CityProvider("ghent", here, "koinon", SECRET))
    assert (found.code if found else "") == code
    assert found is None or "{" not in found.sentence()


def test_a_provider_that_is_away_late_or_no_provider(answers: tuple[str, dict[str, Any]]) -> None:
    here, told = answers

    def code(at: str = here) -> str:
        found = wrong_with(CityProvider("ghent", at, "koinon", SECRET))
        return found.code if found else ""

    assert code("http://127.0.0.1:9") == "unreachable"
    assert code("http://login.example") == "https"
    assert code("https://10.0.0.7") == "private"
    assert code() == "status"
    told[WELL_KNOWN] = (302, "", "")
    assert code() == "status"
    told[WELL_KNOWN] = (200, "<html>", "")
    assert code() == "unread"
    about = {
        **dict.fromkeys(("authorization_endpoint", "token_endpoint"), "https://login.example/"),
        "issuer": here,
        "userinfo_endpoint": "https://login.example/",
        "jwks_uri": here + "/k",
        "response_types_supported": ["code"],
    }
    told[WELL_KNOWN] = (200, json.dumps(about), "Sun, 01 Nov 2020 10:00:00 GMT")
    told["/k"] = (200, '{"keys": []}', "")
    assert code() == "no_keys"
    told["/k"] = (200, '{"keys": [{"kty": "EC"}]}', "")
    assert code() == "clock"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *(("8.8.8.8", True), ("2001:4860:4860::8888", True), ("10.1.2.3", False)),
        *(("127.0.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False)),
        *(("::1", False), ("fd00::1", False), ("fe80::1%eth0", False), ("0.0.0.0", False)),  # noqa: S104
        *(("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:a00:1::1", False)),
        ("224.0.0.1", False),
    ],
)
def test_only_public_addresses_are_called_from_a_public_site(
    settings: Any, address: str, public: bool
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert may_call(address) is public
    settings.PRIVATE_PROVIDERS = True
    assert may_call(address)


def test_a_name_that_changes_its_address_between_two_looks_is_not_followed(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    said = iter(["93.184.216.34", "127.0.0.1"])

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(said), port))]

    called: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", lambda *to, **_: called.append(to))
    with ProviderSession() as session, pytest.raises(requests.ConnectionError):
        session.get("https://rebinding.example/")
    assert called == []
    with ProviderSession() as session, pytest.raises(Forbidden, match="https"):
        session.get("http://localhost/")
