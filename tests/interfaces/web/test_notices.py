"""The secretariat proves service on a page, a delegate acknowledges there, everybody reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support import mailbox as boxes
from tests.support.coalition import League
from tests.support.mailbox import Mailbox
from tests.support.replaying import assert_holds

from koinon.assembly import queries_service as service
from koinon.interfaces.jobs.postman import Postman
from koinon.interfaces.shared.mail.log import answer_code
from koinon.post.models import Delivery
from koinon.record import canonical, store

Enter = Callable[[str], Client]
PAGE = "/decisions/2/notice/"


@pytest.fixture
def sent(league: League, settings: Any) -> Iterator[Mailbox]:
    """The mails of a lively league, sent; Ghent's address is refused."""
    settings.KOINON_SITE = "https://league.example"
    refused = "550 5.1.1 <delegate@ghent.example> canary unknown"
    box = Mailbox(refuses={"delegate@ghent.example": refused})
    with boxes.used(box, settings):
        Postman().beat()
        yield box


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def test_service_is_attested_with_the_log_of_deliveries(
    league: League, enter: Enter, sent: Mailbox
) -> None:
    desk = enter("secretariat")
    html = desk.get(PAGE).content.decode()
    assert html.count('<option value="e-mail" selected>') == 1
    typed = {
        "how.council/namur": "e-mail",
        "on.council/namur": today(),
        "how.council/ghent": "letter",
        "on.council/ghent": today(),
        "how.council/leuven": "",
    }
    check = desk.post(PAGE, typed)
    said = words(check)
    assert "Check what you attest" in said
    assert "Council · Namur By e-mail" in said
    assert "Council · Leuven" not in said
    assert service.served("proposal", 2) == ()
    done = desk.post(PAGE, fields_of(check))
    assert done.status_code == 302
    again = desk.post(PAGE, fields_of(check))
    assert again["Location"] == done["Location"]
    receipt = words(desk.get(done["Location"]))
    assert "Seats attested to have been reached by a notice: 2." in receipt
    served = {one.seat: one for one in service.served("proposal", 2)}
    assert {seat: one.how for seat, one in served.items()} == {
        "council/namur": "e-mail",
        "council/ghent": "letter",
    }
    assert served["council/namur"].evidence is not None
    kept = store.document(served["council/namur"].evidence)
    assert kept is not None
    log: Any = canonical.load(kept[0])
    assert log["format"] == "koinon-delivery-log/1"
    by_seat = {one["seat"]: one for one in log["deliveries"]}
    assert by_seat["council/namur"]["status"] == "accepted"
    assert by_seat["council/namur"]["answer"] == "250 2.0.0"
    assert by_seat["council/ghent"]["answer"] == "550 5.1.1"
    assert by_seat["council/leuven"]["status"] == "vacant"
    public = kept[0].decode() + b"".join(store.bodies()).decode()
    for canary in ("delegate@", "both@", "canary"):
        assert canary not in public
    page = words(Client().get(PAGE))
    assert "By letter" in page
    assert "log of deliveries" in page
    assert_holds()


def fields_of(answer: Any) -> dict[str, str]:
    """The hidden fields of the page's form, as a browser sends them."""
    return {name: value.replace("&quot;", '"') for name, value in fields(answer).items()}


def test_what_is_wrong_is_said_beside_the_form(enter: Enter, sent: Mailbox) -> None:
    desk = enter("secretariat")
    nothing = desk.post(PAGE, {"how.council/ghent": ""})
    assert nothing.status_code == 400
    assert "Choose for at least one seat how notice reached it." in words(nothing)
    no_day = desk.post(PAGE, {"how.council/ghent": "letter"})
    assert "Write the day on which notice reached this seat." in words(no_day)
    nonsense = desk.post(PAGE, {"how.council/ghent": "pigeon", "on.council/ghent": "soon"})
    assert nonsense.status_code == 400
    early = {"how.council/ghent": "letter", "on.council/ghent": "2020-01-01"}
    check = desk.post(PAGE, early)
    refused = desk.post(PAGE, fields_of(check))
    assert refused.status_code == 409
    assert "cannot have been on 1 January 2020" in words(refused)
    assert desk.post(PAGE, {"data": "{", "id": "x"})["Location"] == PAGE
    assert service.served("proposal", 2) == ()


def test_a_delegate_acknowledges_on_the_page(league: League, enter: Enter) -> None:
    ghent = enter("ghent")
    page = ghent.get(PAGE)
    assert "Acknowledge this notice" in words(page)
    assert "Acknowledge this notice" not in words(Client().get(PAGE))
    address = "/acts/assembly.acknowledge_notice/1"
    check = ghent.post(address, {"proposal": "2", "step": "check"})
    assert "Acknowledge a notice" in words(check)
    done = ghent.post(address, fields_of(check))
    assert done.status_code == 302
    assert [one.seat for one in service.acknowledged("proposal", 2)] == ["council/ghent"]
    assert "Acknowledge this notice" not in words(ghent.get(PAGE))
    assert "Acknowledged:" in words(Client().get(PAGE))
    assert_holds()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_page_speaks_every_language(enter: Enter, sent: Mailbox, language: str) -> None:
    answer = enter("secretariat").get(PAGE, headers={"accept-language": language})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count("<h1") == 1
    assert ("Seat by seat" in html) == (language == "en")


def test_the_page_asks_no_more_for_more_mails(
    league: League, enter: Enter, sent: Mailbox, django_assert_max_num_queries: Any
) -> None:
    desk = enter("secretariat")
    rows = list(Delivery.objects.filter(kind="notice", subject="proposal/2"))
    Delivery.objects.bulk_create(
        Delivery(
            outgoing_id=row.outgoing_id,
            kind=row.kind,
            subject=row.subject,
            seat=row.seat,
            address="more@league.example",
            letter=row.letter,
            status="accepted",
            made=row.made,
            ended=row.made,
        )
        for row in rows
        for _ in range(10)
    )
    with django_assert_max_num_queries(45):
        assert desk.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("250 2.0.0 OK queued as 1", "250 2.0.0"),
        ("250 ada is fine", "250"),
        ("550 5.1.10 <ada@b.example>", "550 5.1.10"),
        ("ada@b.example", ""),
        ("", ""),
        ("2501 x", ""),
    ],
)
def test_only_codes_go_into_the_log(reply: str, code: str) -> None:
    assert answer_code(reply) == code
