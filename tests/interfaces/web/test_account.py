"""A person's account: sessions listed and ended, a stolen cookie, a new beginning, the language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_people import ADDRESS, appointed, link

from koinon.people import access
from koinon.people.queries import account_of

Enter = Callable[[str], Client]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit Version/18 Safari/604.1"


def signed_in(agent: str) -> Client:
    """Another session of the delegate of Ghent."""
    account = account_of("delegate@ghent.example")
    assert account is not None
    client = Client(headers={"user-agent": agent})
    client.get("/")
    before = client.session.session_key
    assert client.post(f"/enter/{access.one_time_link(account)}").status_code == 302
    assert client.session.session_key != before, "signing in takes a new session"
    return client


@pytest.fixture
def two(enter: Enter) -> tuple[Client, Client]:
    """Two devices of one person."""
    return signed_in(FIREFOX), signed_in(PHONE)


def inside(client: Client) -> bool:
    """Whether somebody is signed in."""
    return "Sign out" in words(client.get("/"))


def test_sessions_are_listed_by_device_and_ended_one_by_one(two: tuple[Client, Client]) -> None:
    desk, phone = two
    page = desk.get("/account/")
    said = words(page)
    assert "Firefox on Linux This one" in said
    assert "Safari on iPhone Since" in said
    sessions = page.context["devices"]
    other = next(one.session.id for one in sessions if not one.session.current)
    assert desk.post(f"/account/sessions/{other}/end/").url == "/account/"
    assert not inside(phone)
    assert inside(desk)
    assert "Safari on iPhone" not in words(desk.get("/account/"))
    assert desk.post(f"/account/sessions/{other}/end/").status_code == 404
    own = desk.get("/account/").context["devices"][0].session.id
    assert desk.post(f"/account/sessions/{own}/end/").url == "/"
    assert not inside(desk)


def test_every_session_ends_at_once(two: tuple[Client, Client]) -> None:
    desk, phone = two
    assert desk.post("/account/sessions/end/").status_code == 302
    assert not inside(desk)
    assert not inside(phone)


def test_nobody_ends_the_session_of_somebody_else(two: tuple[Client, Client], enter: Enter) -> None:
    theirs = two[0].get("/account/").context["devices"][0].session.id
    assert enter("secretariat").post(f"/account/sessions/{theirs}/end/").status_code == 404
    assert inside(two[0])


def test_a_cookie_kept_from_before_signing_out_signs_nobody_in(two: tuple[Client, Client]) -> None:
    stolen = two[0].cookies["sessionid"].value
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert inside(thief)
    two[0].post("/accounts/logout/")
    assert not inside(thief)
    thief.cookies["sessionid"] = stolen
    refused = thief.post("/seats/", {"seat": "council/ghent"})
    assert refused.url.startswith("/accounts/login/")


def test_a_new_beginning_ends_everything_and_tells_the_old_address(enter: Enter) -> None:
    desk = enter("secretariat")
    n = appointed(desk)
    person = Client()
    person.post(link())
    account = account_of(ADDRESS)
    assert account is not None
    Authenticator.objects.create(user=account, type="webauthn", data={"name": "Phone"})
    taken = desk.post(f"/people/{n}/renew/", {"email": "desk@league.example"})
    assert "Somebody else has this address" in words(taken)
    assert "Write the e-mail address" in words(desk.post(f"/people/{n}/renew/", {"email": "no"}))
    assert inside(person)
    answer = desk.post(f"/people/{n}/renew/", {"email": "new@mons.example"})
    assert answer.url == f"/people/{n}/"
    assert not inside(person)
    assert not Authenticator.objects.filter(user=account).exists()
    told, invited = mail.outbox[-2:]
    assert (told.to, invited.to) == ([ADDRESS], ["new@mons.example"])
    assert "If you did not ask for this" in str(told.body)
    assert "The person was invited anew" in words(desk.get(f"/people/{n}/"))
    path, again = link(), Client()
    assert Client().post(link(0)).status_code == 410
    assert again.post(path).status_code == 302
    assert "Council · Mons" in words(again.get("/seats/"))


def test_a_city_does_not_renew_an_account_that_holds_more(enter: Enter) -> None:
    desk = enter("secretariat")
    n = appointed(desk, seat="council/ghent", email="desk@league.example", role="alternate")
    ghent = enter("ghent")
    assert ghent.get(f"/people/{n}/").status_code == 200
    assert ghent.get(f"/people/{n}/renew/").status_code == 404


def test_the_language_chosen_is_that_of_pages_and_mails(two: tuple[Client, Client]) -> None:
    desk = two[0]
    assert desk.post("/account/language/", {"language": "fr"}).url == "/account/"
    assert "Votre compte" in words(desk.get("/account/"))
    account: Any = account_of("delegate@ghent.example")
    assert account.language == "fr"
    assert desk.post("/account/language/", {"language": "xx"}).status_code == 404


def test_an_account_page_is_for_who_is_signed_in(db: None) -> None:
    assert Client().get("/account/").url.startswith("/accounts/login/")
