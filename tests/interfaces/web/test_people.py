"""Appointing, inviting and ending on the pages; links; what a mandate lets somebody do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.interfaces.web.test_pages import words

from koinon.acts import gate
from koinon.acts.act import Envelope, Receipt
from koinon.acts.registry import find
from koinon.assembly import queries_mandates as mandates
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.holding import seats_of
from koinon.interfaces.web.pages.people import APPOINT
from koinon.people import access, inviting
from koinon.people.models import Account
from koinon.people.queries import account_of
from koinon.record import store

Enter = Callable[[str], Client]
CANARY = "Ottoline Kanarienvogel"
ADDRESS = "ottoline@mons.example"


def hidden(answer: Any) -> dict[str, str]:
    """The fields that a page of answers carries."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main")]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {name: value.replace("&quot;", '"').replace("&#x27;", "'") for name, value in found}


def fill(desk: Client, **typed: Any) -> Any:
    """The page of answers to an appointment."""
    paper = SimpleUploadedFile("minutes.txt", b"Minutes of the council", "text/plain")
    form = {
        "seat": "council/mons",
        "role": "holder",
        "holder": CANARY,
        "how": "Elected by the council of Mons",
        "instrument": paper,
        "email": ADDRESS,
        "step": "check",
    }
    return desk.post("/people/appoint/", {**form, **typed})


def appointed(desk: Client, **typed: Any) -> int:
    """Appoint and invite; the entry."""
    answer = desk.post("/people/appoint/", hidden(fill(desk, **typed)))
    assert answer.status_code == 302, words(answer)
    return int(re.fullmatch(r"/people/(\d+)/", answer.url)[1])  # type: ignore[index]


def link(place: int = -1) -> str:
    """The path of the link in a mail."""
    return re.search(r"/enter/\S+", str(mail.outbox[place].body))[0]  # type: ignore[index]


def just_before(at: str) -> str:
    """The last instant before one."""
    then = datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return (then - timedelta(microseconds=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@pytest.fixture
def desk(enter: Enter) -> Client:
    """The secretariat, signed in."""
    return enter("secretariat")


def test_the_secretariat_appoints_and_the_person_is_invited(desk: Client) -> None:
    said = words(desk.get("/people/"))
    assert "Council · Mons Vacant Nobody is appointed." in said
    check = fill(desk)
    assert CANARY in words(check)
    assert f"Appoint and invite {CANARY}" in words(check)
    n = int(desk.post("/people/appoint/", hidden(check)).url.split("/")[2])
    assert "Invited, not signed in yet" in words(desk.get("/people/"))
    said = words(desk.get(f"/people/{n}/"))
    assert ADDRESS in said
    assert "Not yet. The invitation can be used until" in said
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert "the delegate of Mons in the Council" in str(sent.body)
    bodies = b"".join(store.bodies())
    assert CANARY.encode() not in bodies
    assert ADDRESS.encode() not in bodies
    new = Client()
    assert "This link signs you in once" in words(new.get(link()))
    assert new.post(link()).url == "/seats/"
    assert "Council · Mons" in words(new.get("/"))
    assert "Invited, not signed in yet" not in words(desk.get("/people/"))
    register = words(Client().get("/register/"))
    assert f"Council · Mons {CANARY}" in register
    assert CANARY in words(Client().get("/cities/mons/"))


def test_pressing_twice_appoints_once_and_writes_once(desk: Client) -> None:
    answers = hidden(fill(desk))
    first, second = (desk.post("/people/appoint/", answers) for _ in range(2))
    assert first.url == second.url
    assert len(mail.outbox) == 1
    assert len(mandates.of_seat("council/mons")) == 1


def test_what_is_wrong_is_said_at_its_field(desk: Client) -> None:
    answer = fill(desk, email="ottoline", how="", since="tomorrow")
    said = words(answer)
    assert said.count("Write the e-mail address of the person") == 2
    assert "Error:" in said
    assert b'id="field-how-error"' in answer.content
    assert b'id="field-since-error"' in answer.content
    refused = desk.post("/people/appoint/", hidden(fill(desk, instrument="")))
    assert refused.status_code == 409
    assert "only on the city's own instrument" in words(refused)
    assert mail.outbox == []
    assert (
        desk.post("/people/appoint/", {"data": "{", "id": "x", "email": ADDRESS}).status_code == 302
    )


def test_a_link_signs_in_once_and_a_second_use_is_told_to_both(desk: Client) -> None:
    n = appointed(desk)
    thief, person = Client(), Client()
    path = link()
    assert thief.post(path).status_code == 302
    answer = person.post(path)
    assert answer.status_code == 410
    assert "It was used already" in words(answer)
    assert "_auth_user_id" not in person.session
    assert mail.outbox[-1].to == [ADDRESS]
    assert "opened again" in mail.outbox[-1].subject
    assert "The link was opened twice" in words(desk.get("/people/"))
    assert "A link that had been used was opened again" in words(desk.get(f"/people/{n}/"))


def test_only_the_last_invitation_holds_for_a_week_and_its_address(desk: Client) -> None:
    n = appointed(desk)
    first = link()
    assert desk.post(f"/people/{n}/invite/").status_code == 302
    assert Client().post(first).status_code == 410
    second = link()
    account = account_of(ADDRESS)
    assert account is not None
    token = second.rpartition("/")[2]
    late = timezone.now() + timedelta(days=7, seconds=5)
    assert inviting.open_link(token, now=late).account is None
    Account.objects.filter(pk=account.pk).update(email="other@mons.example")
    assert Client().post(second).status_code == 410
    Account.objects.filter(pk=account.pk).update(email=ADDRESS)
    desk.post(f"/people/{n}/invite/")
    assert Client().post(link()).status_code == 302
    assert Client().post("/enter/nonsense").status_code == 410


def test_a_mandate_lets_act_from_its_first_instant_to_its_last(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = timezone.now().date()
    since, until = day + timedelta(days=10), day + timedelta(days=20)
    appointed(desk, since=since.isoformat(), until=until.isoformat())
    account = account_of(ADDRESS)
    assert account is not None
    (found,) = mandates.of_seat("council/mons")
    assert (found.since, found.until) == (since.isoformat(), until.isoformat())
    assert found.begins_at is not None
    assert found.ends_at is not None
    assert seats_of(account, just_before(found.begins_at)) == ()
    assert seats_of(account, found.begins_at) == ("council/mons",)
    assert seats_of(account, just_before(found.ends_at)) == ("council/mons",)
    assert seats_of(account, found.ends_at) == ()
    with monkeypatch.context() as patch:
        patch.setattr(gate, "now_utc", lambda: found.begins_at)
        person = Client()
        person.post(link())
        assert "Council · Mons" in words(person.get("/seats/"))
    assert "You hold no seat today" in words(person.get("/seats/"))


def test_an_ended_mandate_ends_what_the_account_may_do(desk: Client) -> None:
    n = appointed(desk)
    person = Client()
    person.post(link())
    assert "Council · Mons" in words(person.get("/seats/"))
    check = desk.post(f"/people/{n}/end/", {"how": "resigned", "mandate": n, "step": "check"})
    assert "resigned" in words(check)
    assert desk.post(f"/people/{n}/end/", hidden(check)).url.startswith("/receipts/")
    assert "You hold no seat today" in words(person.get("/seats/"))
    again = desk.post(f"/people/{n}/end/", {"how": "died", "mandate": n, "step": "check"})
    refused = desk.post(f"/people/{n}/end/", hidden(again))
    assert refused.status_code == 409
    assert "nothing is left to end" in words(refused)
    assert CANARY in words(Client().get("/register/?past=1"))
    assert "End this mandate" not in words(desk.get(f"/people/{n}/"))


def test_an_appointment_takes_the_place_of_what_was_given_at_the_founding(desk: Client) -> None:
    keeper = account_of("desk@league.example")
    assert keeper is not None
    access.give_seat(keeper, "council/mons", since=timezone.now().date() - timedelta(days=1))
    at = gate.now_utc()
    assert seats_of(keeper, at) == ("council/mons", "secretariat")
    assert desk.get("/people/").url == "/seats/?next=/people/"
    desk.post("/seats/", {"seat": "secretariat"})
    appointed(desk, role="alternate")
    assert seats_of(keeper) == ("council/mons", "secretariat")
    appointed(desk, holder="Somebody Else", email="else@mons.example")
    assert seats_of(keeper) == ("secretariat",)


def test_a_delegate_appoints_for_the_own_city_alone(enter: Enter) -> None:
    ghent = enter("ghent")
    said = words(ghent.get("/people/"))
    assert "Council · Ghent" in said
    assert "Council · Mons" not in said
    form = words(ghent.get("/people/appoint/"))
    assert "Council · Mons" not in form
    refused = ghent.post("/people/appoint/", hidden(fill(ghent)))
    assert refused.status_code == 409
    assert "for Ghent alone" in words(refused)
    n = appointed(ghent, seat="council/ghent", role="alternate", email="second@ghent.example")
    assert "Council · Ghent" in words(ghent.get(f"/people/{n}/"))


def test_others_may_not_look(desk: Client, enter: Enter) -> None:
    n = appointed(desk)
    for path in ("/people/", "/people/appoint/", f"/people/{n}/", f"/people/{n}/end/"):
        assert Client().get(path).status_code == 302
    assert enter("ghent").get(f"/people/{n}/").status_code == 404
    nobody = Client()
    account = access.invite("nobody@example.org")
    nobody.post(f"/enter/{access.one_time_link(account)}")
    assert nobody.get("/people/").status_code == 403
    assert desk.get("/people/9999/").status_code == 404


def test_somebody_appointed_elsewhere_is_invited_later(desk: Client) -> None:
    act_id = sender.new_act_id()
    data = {"seat": "secretariat", "role": "alternate", "holder": CANARY, "how": "By contract"}
    answer = gate.enact(Envelope(read_act(find(APPOINT), data, act_id), act_id, "secretariat"))
    assert isinstance(answer, Receipt)
    n = answer.n
    assert "Nobody is invited" in words(desk.get("/people/"))
    wrong = desk.post(f"/people/{n}/invite/", {"email": "no"}, follow=True)
    assert "Write the e-mail address" in words(wrong)
    desk.post(f"/people/{n}/invite/", {"email": ADDRESS})
    assert mail.outbox[-1].to == [ADDRESS]
    assert inviting.account_for(n) == account_of(ADDRESS)


def test_the_pages_ask_the_database_as_often_for_many_people(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    desk.get("/people/")
    appointed(desk)
    with django_assert_max_num_queries(60) as few:
        desk.get("/people/")
        often = len(few)
    for k in range(6):
        appointed(desk, role="alternate", holder=f"Person {k}", email=f"p{k}@mons.example")
    with django_assert_max_num_queries(often):
        assert "Person 5" in words(desk.get("/people/"))
