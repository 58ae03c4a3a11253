"""The end of a coalition on the pages: every page says it, the treasurer settles and shares out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_desk import waiting
from tests.interfaces.web.test_disputes import enter, said
from tests.interfaces.web.test_second_votes import answers
from tests.support import pages
from tests.support.coalition import League
from tests.support.dissolving import RULES, Ending, recently
from tests.support.replaying import assert_replays

from koinon.assembly import queries as assembly
from koinon.interfaces.web.instants import now
from koinon.treasury import queries as treasury

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


@pytest.fixture
def ending(settings: Any, tmp_path: Any) -> Ending:
    settings.HOME = tmp_path
    ended = recently()
    bank = {"bank_reference": "D1", "on": ended.at[:10], "amount_cents": 1_00, "text": "Charges"}
    ended.treasurer("record_bank_debit", bank)
    return ended


def test_every_page_says_that_it_is_dissolved(ending: Ending) -> None:
    for address in ("/", "/money/", "/cities/", "/decisions/"):
        page = said(Client().get(address))
        assert "Dissolved This coalition was dissolved on" in page, address
    french = Client(headers={"accept-language": "fr"}).get("/money/sharing-out/")
    assert "Cette coalition a été dissoute le" in said(french)
    arabic = Client(headers={"accept-language": "ar"}).get("/money/sharing-out/")
    assert 'dir="rtl"' in arabic.content.decode()


def test_the_treasurer_settles_what_is_open_and_shares_out_once(ending: Ending) -> None:
    treasurer = enter("treasurer")
    task = waiting("treasurer", now())["share-out"]
    assert task.link.address == "/money/sharing-out/"
    assert "share-out" not in waiting("secretariat", now())
    page = said(treasurer.get("/money/sharing-out/"))
    assert "What has to be settled before Movements at the bank not explained yet: 1.00 EUR D1" in (
        page
    )
    assert "Share it out" not in page
    ending.treasurer(
        "explain_debit", {"bank_reference": "D1", "year": 2025, "line": "fees", "title": "Fees"}
    )
    page = said(treasurer.get("/money/sharing-out/"))
    assert "What has to be settled before" not in page
    assert "Shares as things stand now" in page
    assert "Share it out" in page
    check = treasurer.get("/money/sharing-out/do/")
    # 200.01 and 100.00 are the credit of Ghent and Leuven; the euro that the bank took is lacking.
    assert "Ghent \u22120.34 EUR Leuven \u22120.33 EUR Namur \u22120.33 EUR" in said(check)
    done = treasurer.post("/money/sharing-out/do/", answers(check), follow=True)
    assert done.redirect_chain, said(done)
    again = treasurer.post("/money/sharing-out/do/", answers(check), follow=True)
    assert said(again) == said(done), "sent twice, done once"
    page = said(treasurer.get("/money/sharing-out/"))
    assert "what it had is shared out. Entry" in page
    assert "Repay it to Ghent" in page
    assert "Repay it" not in said(Client().get("/money/sharing-out/"))
    assert "Share of what is lacking at the end" in said(Client().get("/cities/namur/"))
    assert "Share of what is lacking at the end" in said(Client().get("/money/charges/1/"))
    tasks = waiting("treasurer", now())
    assert {"repay-ghent", "repay-leuven"} <= set(tasks)
    assert "share-out" not in tasks
    assert treasury.invoices("ghent")[0].lacking
    assert_replays()


def test_only_who_may_shares_out_and_only_after_the_end(ending: Ending) -> None:
    assert Client().get("/money/sharing-out/do/").status_code == 302
    assert enter("secretariat").get("/money/sharing-out/do/").status_code == 404
    refused = enter("treasurer")
    early = answers(refused.get("/money/sharing-out/do/"))
    answer = refused.post("/money/sharing-out/do/", early)
    assert answer.status_code == 409
    assert "are not explained (D1); explain each one" in said(answer)


def test_without_an_end_there_is_no_page(league: League) -> None:
    assert Client().get("/money/sharing-out/").status_code == 404
    assert "Dissolved" not in said(Client().get("/"))


def test_the_end_is_proposed_on_the_pages(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    begun = Ending(at=pages.days_ago(5))
    pages.found(begun, RULES.replace("notice_days = 2\nvoting", "notice_days = 0\nvoting"))
    clerk = enter("secretariat")
    assert "Dissolve the coalition" in said(clerk.get("/decisions/new/"))
    form = clerk.get("/decisions/new/assembly.dissolve/1")
    assert "Dissolve the coalition" in said(form)
    assert clerk.post("/decisions/new/assembly.dissolve/1", {"step": "check"}).status_code == 302
    titles = {"title-en": "The end", "title-fr": "La fin", "matter": ""}
    assert clerk.post("/decisions/new/", {**titles, "step": "check"}).status_code == 302
    check = clerk.get("/decisions/new/check/")
    assert "The coalition is dissolved." in said(check)
    done = clerk.post("/decisions/new/check/", answers(check), follow=True)
    assert done.redirect_chain, said(done)
    found = assembly.proposal(1, now())
    assert found is not None
    assert [one.type for one in found.acts] == ["assembly.dissolve/1"]
