"""A delegate gives, uses and takes back a proxy on the proposal's own page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.assembly.leagues import CITIES, RULES, Chamber
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support.pages import days_ago, person

from koinon.assembly import queries as assembly
from koinon.assembly import queries_members as members
from koinon.interfaces.web.instants import now
from koinon.record import canonical, store

pytestmark = pytest.mark.django_db

PAGE = "/decisions/1/"
GIVE = {"holder": "council/leuven", "proposal": 1}


@pytest.fixture
def chamber(tmp_path: Path, settings: Any) -> Chamber:
    """Four cities, one proposal open since yesterday."""
    settings.HOME = tmp_path
    chamber = Chamber(at=days_ago(1))
    chamber.found(CITIES, RULES.replace("notice_days = 2", "notice_days = 0"))
    chamber.propose("Open the archives", matter="ordinary")
    return chamber


def delegate(city: str) -> Client:
    client = Client()
    token = person(f"delegate@{city}.example", f"council/{city}")
    assert client.post(f"/enter/{token}").status_code == 302
    return client


def confirmed(client: Client, check: Any) -> Any:
    """Send the page that shows the answers."""
    hidden = {name: text.replace("&quot;", '"') for name, text in fields(check).items()}
    return client.post(check.request["PATH_INFO"], hidden)


def test_a_proxy_is_given_used_and_taken_back_on_the_page(chamber: Chamber) -> None:
    ghent, leuven = delegate("ghent"), delegate("leuven")
    assert "another seat may cast Ghent’s vote. Give Ghent’s proxy" in words(ghent.get(PAGE))
    asked = ghent.get(f"{PAGE}proxy/")
    assert "Council · Leuven" in words(asked)
    assert "Council · Ghent </option>" not in asked.content.decode()
    check = ghent.get(ghent.get(f"{PAGE}proxy/?holder=council/leuven")["Location"])
    assert "Who votes for Ghent Council · Leuven Change" in words(check)
    done = confirmed(ghent, check)
    assert done.status_code == 302
    assert "It is in the record" in words(ghent.get(done["Location"]))
    said = words(ghent.get(PAGE))
    assert "Council · Leuven may cast Ghent’s vote. If Ghent votes itself, the proxy ends." in said
    assert "Give Ghent’s proxy" not in said
    assert "holds Ghent’s proxy already" in words(ghent.get(f"{PAGE}proxy/"))

    assert "Ghent gave you its proxy. Cast Ghent’s vote" in words(leuven.get(PAGE))
    question = leuven.get(f"{PAGE}vote/?for=ghent")
    assert "How does Ghent vote? You cast it by the proxy that Ghent gave you." in words(question)
    check = leuven.get(leuven.get(f"{PAGE}vote/?asked=1&for=ghent&choice=yes")["Location"])
    assert "By proxy For Ghent, which gave this seat its proxy" in words(check)
    done = confirmed(leuven, check)
    assert "Ghent’s vote is cast" in words(leuven.get(done["Location"]))
    assert "In favour by proxy: Council · Leuven" in words(Client().get(PAGE))
    assert "Change Ghent’s vote" in words(leuven.get(PAGE))

    given = members.proxies(now())[0].given_n
    form = {"proxy": str(given), "step": "check"}
    check = ghent.post("/acts/assembly.revoke_proxy/1", form)
    done = confirmed(ghent, check)
    assert done.status_code == 302
    assert members.proxies(now()) == ()
    assert "gave you its proxy" not in words(leuven.get(PAGE))
    found = assembly.proposal(1, now())
    assert found is not None
    assert [(one.city, one.seat) for one in found.votes] == [("ghent", "council/leuven")]


def test_a_proxy_used_twice_casts_one_vote(chamber: Chamber) -> None:
    """The same page sent again, another answer later, and a second proxy for the same vote."""
    ghent, leuven = delegate("ghent"), delegate("leuven")
    late = ghent.get(ghent.get(f"{PAGE}proxy/?holder=council/namur")["Location"])
    chamber.act("assembly.give_proxy/1", GIVE, "council/ghent")
    check = leuven.get(leuven.get(f"{PAGE}vote/?asked=1&for=ghent&choice=yes")["Location"])
    receipts = [confirmed(leuven, check)["Location"] for _ in range(2)]
    assert receipts[0] == receipts[1]
    size = store.head().size
    again = confirmed(ghent, late)
    assert again.status_code == 409
    assert "You gave a proxy to the delegate of Leuven in the Council by entry" in words(again)
    assert "and it stands; revoke it first." in words(again)
    assert store.head().size == size
    check = leuven.get(leuven.get(f"{PAGE}vote/?asked=1&for=ghent&choice=no")["Location"])
    confirmed(leuven, check)
    found = assembly.proposal(1, now())
    assert found is not None
    assert [(one.city, one.no) for one in found.votes] == [("ghent", 1)]


def test_the_entry_of_a_proxy_says_who_votes_for_whom(chamber: Chamber) -> None:
    receipt = chamber.act("assembly.give_proxy/1", GIVE, "council/ghent")
    said = words(Client().get(f"/record/{receipt.n}/"))
    assert "Council · Ghent gives its proxy to Council · Leuven." in said


def test_voting_oneself_says_that_the_proxy_ends(chamber: Chamber) -> None:
    chamber.act("assembly.give_proxy/1", GIVE, "council/ghent")
    ghent = delegate("ghent")
    said = words(ghent.get(f"{PAGE}vote/"))
    assert "Ghent gave its proxy to Council · Leuven; with this vote that proxy ends." in said
    confirmed(ghent, ghent.get(ghent.get(f"{PAGE}vote/?asked=1&choice=no")["Location"]))
    assert members.proxies(now()) == ()


def test_nobody_votes_for_a_city_that_gave_it_no_proxy(chamber: Chamber) -> None:
    leuven = delegate("leuven")
    question = leuven.get(f"{PAGE}vote/?for=ghent")
    assert "You cannot vote here" in words(question)
    size = store.head().size
    check = leuven.get(leuven.get(f"{PAGE}vote/?asked=1&for=ghent&choice=yes")["Location"])
    assert confirmed(leuven, check).status_code == 409
    assert store.head().size == size
    own = leuven.get(leuven.get(f"{PAGE}vote/?asked=1&for=atlantis&choice=yes")["Location"])
    confirmed(leuven, own)
    entry: Any = canonical.load(store.body(store.head().size - 1))
    assert entry["data"] == {"proposal": 1, "yes": "1", "no": "0", "abstain": "0"} | {
        key: None for key in entry["data"] if key == "for_city"
    }


@pytest.mark.parametrize("holder", ["", "council/ghent", "secretariat", "council/atlantis"])
def test_a_mistake_is_told_at_the_field(chamber: Chamber, holder: str) -> None:
    answer = delegate("ghent").get(f"{PAGE}proxy/?holder={holder}")
    assert words(answer).count("Choose the seat that is to vote for Ghent.") == 2
    assert 'id="holder-error"' in answer.content.decode()


def test_a_seat_that_holds_enough_is_not_offered(chamber: Chamber) -> None:
    chamber.act("assembly.give_proxy/1", GIVE, "council/namur")
    offered = delegate("ghent").get(f"{PAGE}proxy/").content.decode()
    assert 'value="council/mons"' in offered
    assert 'value="council/leuven"' not in offered


def test_a_refusal_changes_nothing(chamber: Chamber) -> None:
    ghent = delegate("ghent")
    check = ghent.get(ghent.get(f"{PAGE}proxy/?holder=council/leuven")["Location"])
    chamber.act("assembly.give_proxy/1", GIVE, "council/namur")
    answer = confirmed(ghent, check)
    assert answer.status_code == 409
    assert len(members.proxies(now())) == 1
    assert ghent.post(f"{PAGE}proxy/check/", {"id": "x"})["Location"] == f"{PAGE}proxy/"


def test_only_delegates_where_the_charter_allows_it(chamber: Chamber) -> None:
    assert "Voting by proxy" not in words(Client().get(PAGE))
    token = person("desk@league.example", "secretariat")
    desk = Client()
    desk.post(f"/enter/{token}")
    assert "Voting by proxy" not in words(desk.get(PAGE))
    assert desk.get(f"{PAGE}proxy/").status_code == 404
