"""The mail pages: what became of each mail, a test, one's own choice, and the links in mails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.support import mailbox as boxes
from tests.support.coalition import League
from tests.support.mailbox import Mailbox

from koinon.interfaces.jobs.postman import Postman
from koinon.interfaces.shared.mail import letters
from koinon.interfaces.web.instants import now
from koinon.post import queries
from koinon.post.models import Delivery

Enter = Callable[[str], Client]


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    settings.KOINON_SITE = "https://league.example"
    box = Mailbox()
    with boxes.used(box, settings):
        yield box


def path_of(message: Any, what: str) -> str:
    """The path of the link of a mail to `what` ("read" or "stop")."""
    found = re.search(rf"https://league\.example(/mail/{what}/\S+)", boxes.text(message))
    assert found is not None
    return found[1]


def test_the_secretariat_sees_what_became_of_each_mail(
    league: League, enter: Enter, mailbox: Mailbox
) -> None:
    mailbox.refuses["delegate@ghent.example"] = "550 5.1.1 no such user"
    Postman().beat()
    desk = enter("secretariat")
    said = words(desk.get("/mail/"))
    assert "Mail leaves through 127.0.0.1" in said
    assert "delegate@ghent.example" in said
    assert "The mail server refused the address of the recipient (550 5.1.1 no such user)" in said
    assert "Print the letter and hand it over, or send it again." in said
    notice = words(desk.get("/decisions/2/notice/"))
    assert "Who was given notice of proposal 2" in notice
    assert "Council · Namur both@league.example Accepted by the mail server" in notice
    assert "Council · Leuven Nobody holds the seat" in notice
    assert "who was given notice" in words(desk.get("/decisions/2/"))
    public = words(Client().get("/decisions/2/notice/"))
    assert "Council · Leuven" in public
    assert "both@league.example" not in public
    assert "Accepted by the mail server" not in public
    mailbox.refuses.clear()
    refused = Delivery.objects.get(kind="notice", subject="proposal/2", seat="council/ghent")
    assert desk.post("/mail/", {"delivery": str(refused.id)}).status_code == 302
    Postman().beat()
    assert Delivery.objects.get(id=refused.id).status == "accepted"
    assert desk.post("/mail/", {"delivery": "no uuid"}).status_code == 404


def test_nobody_else_sees_addresses(league: League, enter: Enter, mailbox: Mailbox) -> None:
    Postman().beat()
    assert Client().get("/mail/").status_code == 302
    ghent = enter("ghent")
    assert ghent.get("/mail/").status_code == 403
    assert "@league.example" not in words(ghent.get("/decisions/2/notice/"))
    assert ghent.post("/decisions/2/notice/", {"how.council/ghent": "letter"}).status_code == 403
    assert Client().post("/decisions/2/notice/", {}).status_code == 302
    assert Client().get("/decisions/99/notice/").status_code == 404
    assert Client().get("/decisions/meetings/1/notice/").status_code == 404


def test_a_test_mail_from_the_page(enter: Enter, mailbox: Mailbox) -> None:
    desk = enter("secretariat")
    said = words(desk.post("/mail/", {"address": "ada@ghent.example"}))
    assert "It left. The mail server 127.0.0.1 accepted the mail (250 2.0.0 queued as Q1)" in said
    wrong = desk.post("/mail/", {"address": "ada at ghent"})
    assert "This is no e-mail address" in words(wrong)
    assert len(mailbox.received) == 1


def test_without_a_server_the_page_says_that_nobody_is_reached(enter: Enter) -> None:
    assert "mails are written into the folder" in words(enter("secretariat").get("/mail/"))


def test_a_person_chooses(league: League, enter: Enter, mailbox: Mailbox) -> None:
    ghent = enter("ghent")
    page = words(ghent.get("/mail/choices/"))
    assert "Mails everybody concerned gets" in page
    assert "Which mails you get" in words(ghent.get("/seats/"))
    ghent.post("/mail/choices/", {"wanted": ["decided", "notice", "unheard-of"]})
    html = ghent.get("/mail/choices/").content.decode()
    checked = re.findall(r'name="wanted" value="(\w+)" id="kind-\w+" checked', html)
    assert checked == ["decided"]
    Postman().beat()
    left = Delivery.objects.filter(seat="council/ghent", status="accepted")
    assert {one.kind for one in left} == {"notice", "decided"}
    assert Delivery.objects.get(kind="opened", seat="council/ghent").status == "declined"


def test_the_links_of_a_mail(league: League, enter: Enter, mailbox: Mailbox) -> None:
    Postman().beat()
    mails = {one["Subject"].strip(): one for one in mailbox.of("delegate@ghent.example")}
    reader = Client()
    notice = mails["Notice of proposal 2: Admit Mechelen to the league"]
    answer = reader.get(path_of(notice, "read"))
    assert (answer.status_code, answer["Location"]) == (302, "/decisions/2/")
    assert "_auth_user_id" not in reader.session  # it signs nobody in
    row = Delivery.objects.get(kind="notice", subject="proposal/2", seat="council/ghent")
    assert row.opened is not None
    reader.get(path_of(notice, "read"))
    assert Delivery.objects.get(id=row.id).opened == row.opened
    assert "Its link was followed" in words(enter("secretariat").get("/decisions/2/notice/"))
    stop = path_of(mails["Voting is open on proposal 2: Admit Mechelen to the league"], "stop")
    assert "Do without these mails?" in words(reader.get(stop))
    assert row.account_id is not None
    assert queries.declined(row.account_id) == frozenset()
    one_click = Client(enforce_csrf_checks=True)
    done = one_click.post(stop, {"List-Unsubscribe": "One-Click"})
    assert "You get no more of these mails" in words(done)
    assert queries.declined(row.account_id) == {"opened"}


@pytest.mark.parametrize("what", ["read", "stop"])
def test_links_that_were_not_sent(league: League, mailbox: Mailbox, what: str) -> None:
    for token in ("nonsense", letters.token(uuid4())):
        assert Client().get(f"/mail/{what}/{token}/").status_code == 404
    Postman().beat()
    notice = Delivery.objects.filter(kind="notice", status="accepted").first()
    assert notice is not None
    stop = f"/mail/stop/{letters.token(notice.id)}/"
    assert Client().get(stop).status_code == Client().post(stop).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("path", ["/mail/", "/mail/choices/", "/decisions/2/notice/"])
def test_the_pages_speak_every_language(
    league: League, enter: Enter, mailbox: Mailbox, path: str, language: str
) -> None:
    Postman().beat()
    answer = enter("secretariat").get(path, headers={"accept-language": language})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert "style=" not in html
    shown = language == "en" and path != "/mail/choices/"
    assert ("Accepted by the mail server" in html) == shown


def test_the_list_is_paged_and_asks_no_more_for_more(
    league: League, enter: Enter, mailbox: Mailbox, django_assert_max_num_queries: Any
) -> None:
    Postman().beat()
    desk = enter("secretariat")
    row = Delivery.objects.filter(status="accepted").first()
    assert row is not None
    copies = []
    for _ in range(60):
        row.id = uuid4()
        copies.append(Delivery(**{f.attname: getattr(row, f.attname) for f in row._meta.fields}))
    Delivery.objects.bulk_create(copies)
    with django_assert_max_num_queries(40):
        first = desk.get("/mail/")
    assert "Page 1 of 4" in words(first)
    assert first.content.decode().count('<th scope="row">') == queries.PAGE_SIZE


def test_a_letter_that_reached_nobody_is_printed(
    league: League, enter: Enter, mailbox: Mailbox
) -> None:
    Postman().beat()
    vacant = Delivery.objects.get(kind="notice", subject="proposal/2", seat="council/leuven")
    assert (vacant.status, vacant.address) == ("vacant", "")
    desk = enter("secretariat")
    page = desk.get("/decisions/2/notice/").content.decode()
    assert f'href="/mail/{vacant.id}/"' in page
    said = words(desk.get(f"/mail/{vacant.id}/"))
    assert "Notice of proposal 2: Admit Mechelen to the league" in said
    assert "is given to the delegate of Leuven in the Council" in said
    assert enter("ghent").get(f"/mail/{vacant.id}/").status_code == 403
    assert desk.get(f"/mail/{uuid4()}/").status_code == 404


def test_the_desk_names_notices_that_reached_nobody(
    league: League, enter: Enter, mailbox: Mailbox
) -> None:
    Postman().beat()
    desk = enter("secretariat")
    assert "The notice of proposal 2 has not reached 2 seats" in words(desk.get("/desk/"))
    day = now()[:10]
    rows = [{"seat": f"council/{city}", "how": "letter", "on": day} for city in ("leuven", "mons")]
    league.at = now()
    league.act("assembly.attest_service/1", {"proposal": 2, "served": rows}, "secretariat")
    assert "The notice of proposal 2 has not reached" not in words(desk.get("/desk/"))
    assert "The notice of proposal 2 has not reached" not in words(enter("ghent").get("/desk/"))


def test_a_code_to_sign_in_leaves_by_the_same_way(league: League, mailbox: Mailbox) -> None:
    answer = Client().post("/accounts/login/code/", {"email": "delegate@ghent.example"})
    assert answer.status_code == 302
    (mail,) = mailbox.of("delegate@ghent.example")
    assert mail["Subject"].strip().endswith("Your code to sign in")


def test_a_mail_server_that_is_away_breaks_no_sign_in(
    league: League, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    boxes.use(settings, host="127.0.0.1", port=boxes.free_port())
    client = Client()
    answer = client.post("/accounts/login/code/", {"email": "delegate@ghent.example"}, follow=True)
    assert answer.status_code == 200
    assert "No mail can be sent at the moment." in words(answer)
    assert "a mail to sign in was not sent: unreachable" in caplog.text
    assert "delegate@ghent.example" not in caplog.text
