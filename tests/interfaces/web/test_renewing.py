"""An account whose seat signs begins anew only when a second person confirms it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from tests.assembly.test_signed_acts import KEYS, REGISTER
from tests.interfaces.web.test_account import inside
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_people import ADDRESS, appointed, link
from tests.support import pages
from tests.support.coalition import CHARTER
from tests.support.signing import KeyFile, signed

from koinon.acts import gate
from koinon.acts.act import Envelope, Receipt
from koinon.acts.registry import find
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.envelopes import read_act
from koinon.people import inviting
from koinon.people.models import Account, Renewal
from koinon.people.queries import account_of

Enter = Callable[[str], Client]
NEW = "new@mons.example"


@pytest.fixture(autouse=True)
def keys_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The league's charter lets seats register keys."""
    monkeypatch.setattr(pages, "CHARTER", CHARTER + KEYS)


def colleague() -> Client:
    """Somebody else who holds an office."""
    client = Client()
    client.post(f"/enter/{pages.person('second@league.example', 'secretariat')}")
    return client


def delegate_who_signs(desk: Client) -> tuple[int, Client, Account]:
    """The delegate of Mons, with a passkey to sign in by, and a key that signs for the seat."""
    n = appointed(desk)
    person = Client()
    person.post(link())
    act_id = sender.new_act_id()
    act = read_act(find(REGISTER), KeyFile().fields(), act_id)
    answer = gate.enact(signed(Envelope(act, act_id, "council/mons"), KeyFile()))
    assert isinstance(answer, Receipt), answer
    account = account_of(ADDRESS)
    assert account is not None
    Authenticator.objects.create(user=account, type="webauthn", data={"name": "Phone"})
    return n, person, account


def asked(desk: Client, n: int) -> str:
    """The page of a renewal that was asked for at the new address."""
    answer = desk.post(f"/people/{n}/renew/", {"email": NEW})
    assert answer.status_code == 302, words(answer)
    path: str = answer.url
    assert path.startswith("/people/renewals/")
    return path


def test_a_second_office_holder_confirms_and_only_then_the_account_begins_anew(
    enter: Enter,
) -> None:
    desk, second = enter("secretariat"), colleague()
    n, person, account = delegate_who_signs(desk)
    assert "a second office-holder must confirm" in words(desk.get(f"/people/{n}/renew/"))
    mail.outbox.clear()
    path = asked(desk, n)
    assert not inside(person)
    told = {letter.to[0]: str(letter.body) for letter in mail.outbox}
    assert "sign in with your passkey and decline it here" in told[ADDRESS]
    assert "the account of the delegate of Mons in the Council" in told["second@league.example"]
    assert path in told["second@league.example"]
    assert "desk@league.example" not in told
    assert NEW not in told
    refused = desk.post(path, {"do": "confirm"})
    assert refused.status_code == 409
    assert "let another office-holder do it" in words(refused)
    assert account_of(NEW) is None
    assert Authenticator.objects.filter(user=account).exists()

    assert "Confirm, as a second person" in words(second.get("/desk/"))
    assert NEW in words(second.get(path))
    assert second.post(path, {"do": "confirm"}).status_code == 302
    assert account_of(NEW) == account
    assert not Authenticator.objects.filter(user=account).exists()
    assert mail.outbox[-1].to == [NEW]
    assert second.post(path, {"do": "confirm"}).status_code == 404
    assert [(one.kind, one.by) for one in inviting.log_of(account)[:5]] == [
        ("invited", "second@league.example"),
        ("renewed", "second@league.example"),
        ("sessions_ended", "second@league.example"),
        ("renewal_asked", "desk@league.example"),
        ("sessions_ended", "desk@league.example"),
    ]
    again = Client()
    assert again.post(link()).url == "/seats/"


def test_the_person_or_a_colleague_declines_and_nobody_else_sees_it(enter: Enter) -> None:
    desk, second = enter("secretariat"), colleague()
    n, _, account = delegate_who_signs(desk)
    path = asked(desk, n)
    assert enter("ghent").get(path).status_code == 403
    assert Client().get(path).status_code == 302
    own = Client()
    own.force_login(account)
    refused = own.post(path, {"do": "confirm"})
    assert refused.status_code == 409
    assert own.post(path, {"do": "decline"}).status_code == 302
    assert second.get(path).status_code == 404
    assert "A new beginning was declined" in words(desk.get(f"/people/{n}/"))
    assert account_of(ADDRESS) == account
    path = asked(desk, n)
    Renewal.objects.update(asked=Renewal.objects.get().asked - timedelta(days=7))
    assert second.post(path, {"do": "confirm"}).status_code == 404
    assert account_of(NEW) is None


def test_without_a_second_person_nothing_begins(enter: Enter) -> None:
    desk = enter("secretariat")
    n, person, _ = delegate_who_signs(desk)
    both: Any = account_of("both@league.example")
    Account.objects.filter(pk=both.pk).update(is_active=False)
    refused = desk.post(f"/people/{n}/renew/", {"email": NEW})
    assert refused.status_code == 409
    assert "nobody but you holds an office" in words(refused)
    assert inside(person)
    assert not Renewal.objects.exists()


def test_a_link_from_the_mailbox_alone_does_not_pass_a_passkey(enter: Enter) -> None:
    desk = enter("secretariat")
    n, _, _ = delegate_who_signs(desk)
    desk.post(f"/people/{n}/invite/")
    thief = Client()
    assert thief.post(link()).url == "/accounts/2fa/authenticate/"
    assert not inside(thief)
