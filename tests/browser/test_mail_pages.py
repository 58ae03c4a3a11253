"""A notice from the proposal to its proof, in a real browser: link, acknowledgement, service."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.browser.test_pages_for_everyone import look
from tests.support import mailbox as boxes
from tests.support.journeys import SHOTS
from tests.support.mailbox import Mailbox
from tests.support.pages import sign_in

from koinon.assembly import queries_service as service
from koinon.interfaces.jobs.postman import Postman

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


@pytest.fixture
def mailbox(site: str, links: dict[str, str], settings: Any) -> Iterator[Mailbox]:
    """A mail server that knows everybody but the delegate of Ghent."""
    settings.KOINON_SITE = site
    box = Mailbox(refuses={"delegate@ghent.example": "550 5.1.1 no such user"})
    with boxes.used(box, settings):
        Postman().beat()
        yield box


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_use_the_pages_of_mail(
    site: str, links: dict[str, str], mailbox: Mailbox, new_page: Open, language: str
) -> None:
    tab = new_page(base_url=site, locale=language, viewport={"width": 390, "height": 844})
    sign_in(tab, links["secretariat"])
    assert look(tab, ["/mail/", "/mail/?list=troubled", "/decisions/2/notice/"]) == {}
    if SHOTS:
        tab.set_viewport_size({"width": 1100, "height": 900})
        for name, path in (("mail", "/mail/"), ("notice", "/decisions/2/notice/")):
            tab.goto(path)
            tab.screenshot(path=f"{SHOTS}/{name}-{language}.png", full_page=True)


def test_from_the_mail_to_the_proof(
    site: str, links: dict[str, str], mailbox: Mailbox, new_page: Open
) -> None:
    desk = new_page(base_url=site)
    sign_in(desk, links["secretariat"])
    desk.goto("/seats/")
    desk.get_by_role("link", name="Mail that was sent").click()
    desk.get_by_text("550 5.1.1 no such user").first.wait_for()
    desk.get_by_label("Send a test mail to").fill("clerk@league.example")
    desk.get_by_role("button", name="Send it now").click()
    assert desk.get_by_text("It left.").is_visible()
    assert len(mailbox.of("clerk@league.example")) == 1
    mailbox.refuses.clear()
    desk.goto("/mail/?list=troubled")
    again = desk.get_by_role("row").filter(has_text="Notice of proposal 2").get_by_role("button")
    again.click()
    assert desk.get_by_text("The mail is sent again within a few seconds.").is_visible()
    Postman().beat()
    (notice,) = mailbox.of("delegate@ghent.example")
    path = re.search(rf"{site}(/mail/read/\S+)", boxes.text(notice))
    assert path is not None

    delegate = new_page(base_url=site)
    delegate.goto(path[1])
    delegate.wait_for_url("**/decisions/2/")
    sign_in(delegate, links["ghent"])
    delegate.goto("/decisions/2/")
    delegate.get_by_role("link", name="who was given notice").click()
    delegate.get_by_role("button", name="Acknowledge this notice").click()
    delegate.locator("main form button").first.click()
    delegate.wait_for_url("**/receipts/**")
    assert [one.seat for one in service.acknowledged("proposal", 2)] == ["council/ghent"]

    desk.goto("/decisions/2/notice/")
    assert desk.get_by_text("Its link was followed").count() == 1
    desk.get_by_role("button", name="Check what you attest").click()
    desk.get_by_role("button", name="Do it: Attest service of a notice").click()
    desk.wait_for_url("**/receipts/**")
    assert [(one.seat, one.how) for one in service.served("proposal", 2)] == [
        ("council/ghent", "e-mail"),
        ("council/namur", "e-mail"),
    ]
