"""What a member owes on leaving, on the pages: foreseen, to be charged, charged, and by whom."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_desk import waiting
from tests.interfaces.web.test_disputes import enter, said
from tests.interfaces.web.test_second_votes import answers
from tests.support import pages
from tests.support.leaving import Purse, recently
from tests.support.replaying import assert_replays

from koinon.interfaces.shared import wording
from koinon.interfaces.shared.mail import announcing
from koinon.interfaces.web.instants import now
from koinon.post.outbox import Occasion
from koinon.record import store
from koinon.treasury import queries as treasury

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

PEOPLE = pages.CITIES
OWED = int(
    Fraction(PEOPLE["namur"], sum(PEOPLE.values())) * 400_000
    + Fraction(PEOPLE["namur"], PEOPLE["namur"] + PEOPLE["leuven"]) * 210_000
)
MONEY = wording.money(OWED, "EUR").replace("\u00a0", " ")


@pytest.fixture
def purse(settings: Any, tmp_path: Any) -> Purse:
    settings.HOME = tmp_path
    return recently()


def test_the_treasurer_is_told_sees_every_step_and_charges_it_once(purse: Purse) -> None:
    treasurer = enter("treasurer")
    task = waiting("treasurer", now())["residual-namur"]
    assert task.title == "Charge Namur, which has left, its share of what was committed"
    assert (task.link.address, task.due) == ("/money/leaving/namur/", None)
    assert "residual-namur" not in waiting("secretariat", now())
    page = said(treasurer.get(task.link.address))
    assert f"Namur owes {MONEY} and has not been charged yet." in page
    for part in ("energy", "Water", "4,000.00", "2,100.00", "114007/479077", "Charge it"):
        assert part in page, part
    assert f"It owes {MONEY} and has not been charged yet." in said(Client().get("/cities/namur/"))

    check = treasurer.get("/money/leaving/namur/charge/")
    assert f"Share on leaving {MONEY}" in said(check)
    assert "It pays within 60 days of being charged." in said(check)
    receipt = treasurer.post("/money/leaving/namur/charge/", answers(check), follow=True)
    assert receipt.redirect_chain, said(receipt)
    entry = said(Client().get(f"/record/{store.head().size - 1}/"))
    assert "Namur is charged its share on leaving; the entry shows what it follows from." in entry
    again = treasurer.post("/money/leaving/namur/charge/", answers(check), follow=True)
    assert said(again) == said(receipt), "sent twice, done once"
    assert "residual-namur" not in waiting("treasurer", now())
    charged = treasury.residual_of("namur")
    assert charged is not None
    assert (charged.reckoning.cents, charged.invoice) == (OWED, 1)
    stranger = Client()
    assert f"Namur is charged {MONEY}. Entry" in said(stranger.get("/money/leaving/namur/"))
    assert f"It is charged {MONEY}." in said(stranger.get("/cities/namur/"))
    assert 'href="/money/leaving/namur/"' in stranger.get("/money/charges/1/").content.decode()
    assert_replays()


def test_a_second_charge_is_refused_in_words(purse: Purse) -> None:
    treasurer = enter("treasurer")
    stale = answers(treasurer.get("/money/leaving/namur/charge/"))
    purse.charge("namur")
    refused = treasurer.post("/money/leaving/namur/charge/", stale)
    assert refused.status_code == 409
    assert "was charged its share on leaving already" in said(refused)


def test_who_is_leaving_sees_what_it_will_owe(purse: Purse) -> None:
    stranger = Client()
    assert "As things stand now it will owe" in said(stranger.get("/cities/leuven/"))
    page = said(stranger.get("/money/leaving/leuven/"))
    assert "Leuven is leaving. If its last day were today" in page
    assert "Charge it" not in said(enter("treasurer").get("/money/leaving/leuven/"))
    purse.charge("namur")
    later = said(stranger.get("/money/leaving/leuven/"))
    assert "102851/102851" not in later
    part = Fraction(PEOPLE["namur"], sum(PEOPLE.values()))
    assert str(1 - part) in later, "what Namur was charged for is not counted again"


def test_only_who_may_charges_and_only_who_leaves_has_a_page(purse: Purse) -> None:
    assert Client().get("/money/leaving/namur/charge/").status_code == 302
    assert enter("secretariat").get("/money/leaving/namur/charge/").status_code == 404
    assert enter("council/ghent").get("/money/leaving/namur/charge/").status_code == 404
    for slug in ("ghent", "atlantis"):
        assert Client().get(f"/money/leaving/{slug}/").status_code == 404
    assert "Share on leaving" not in said(Client().get("/cities/ghent/"))
    early = enter("treasurer").get("/money/leaving/leuven/charge/")
    refused = enter("treasurer").post("/money/leaving/leuven/charge/", answers(early))
    assert "is reckoned once it has left" in said(refused)


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_the_page_speaks_every_language(purse: Purse, language: str) -> None:
    answer = Client(headers={"accept-language": language}).get("/money/leaving/namur/")
    assert answer.status_code == 200
    assert "Programme by programme" not in said(answer)
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in answer.content.decode()


def test_the_last_delegate_is_written_to(purse: Purse) -> None:
    charge = purse.charge("namur")
    told = announcing.announcement(
        Occasion(1, "invoice", f"entry/{charge.n}", charge.n, datetime.now(UTC)), now()
    )
    assert told is not None
    assert told.seats == ("council/namur",)
    assert "Share on leaving" in told.letter("council/namur").subject
