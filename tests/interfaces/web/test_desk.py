"""The desk: every kind of to-do appears when it is due, for those who can do it, and goes away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

from django.test import Client
from icalendar import Calendar
from tests.support.coalition import CHARTER, League
from tests.support.money import CITIES, Chest, assessed, budget, founded, levy, midyear, receipt
from tests.support.pages import LIMIT, person

from koinon.acts.gate import tick
from koinon.interfaces.shared.wording import last_day
from koinon.interfaces.web.desk import Task, laid
from koinon.people import access

Enter = Callable[[str], Client]


def waiting(seat: str, at: str) -> dict[str, Task]:
    return {task.key: task for task in laid(seat, at)}


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_a_vote_waits_for_each_member_until_it_is_cast_or_closed(db: None) -> None:
    league = League()
    league.found(CITIES, CHARTER)
    number = league.propose("Join the tram network", matter="ordinary")
    open_at = "2025-01-04T08:00:00.000000Z"  # notice of 2 days after 1 January: voting 4 to 6
    assert waiting("council/ghent", league.at) == {}
    task = waiting("council/ghent", open_at)[f"vote-{number}"]
    assert task.title == "Vote on proposal 1: Join the tram network"
    assert (task.due, task.at) == (date(2025, 1, 6), "2025-01-06T23:00:00.000000Z")
    assert task.link.address == "/decisions/1/vote/"
    league.at = open_at
    league.vote(number, "ghent", "yes")
    assert waiting("council/ghent", open_at) == {}
    assert set(waiting("council/leuven", open_at)) == {"vote-1"}
    assert waiting("council/leuven", "2025-01-06T23:00:00.000000Z") == {}


def test_a_vote_at_risk_is_shown_until_it_would_pass(db: None) -> None:
    league = League()
    league.found(CITIES, CHARTER)
    league.propose("Join the tram network", matter="ordinary")
    league.at = "2025-01-04T08:00:00.000000Z"
    league.vote(1, "leuven", "yes")  # one of one city cast, but 100,000 of 470,000 people
    task = waiting("secretariat", league.at)["risk-1"]
    assert task.title == (
        "1 of 3 members have voted on proposal 1, Join the tram network; as it stands it does not "
        "pass"
    )
    assert task.due == date(2025, 1, 6)
    league.vote(1, "ghent", "yes")
    assert "risk-1" not in waiting("secretariat", league.at)
    assert "risk-1" not in waiting("council/ghent", league.at)


def test_notice_of_the_budget_is_due_before_the_year_by_the_charters_days(db: None) -> None:
    chest = founded()
    year = waiting("secretariat", "2025-03-01T12:00:00.000000Z")["budget-2026"]
    # voting lasts 3 days, two whole days lie between: 1 January less 3, less 2, less the day itself
    assert year.due == date(2025, 12, 26)
    assert "budget-2026" not in waiting("treasurer", "2025-03-01T12:00:00.000000Z")
    kind, data = budget(90_000_00)
    chest.propose("Budget", (kind, {**data, "year": 2026}))
    assert "budget-2026" not in waiting("secretariat", chest.at)


def test_a_budget_proposed_on_the_day_it_is_due_is_decided_before_its_year(db: None) -> None:
    chest = founded()
    chest.at = "2025-12-26T22:30:00.000000Z"  # still 26 December in Brussels
    kind, data = budget(90_000_00)
    opened = chest.propose("Budget", (kind, {**data, "year": 2026}))
    closes = next(r for r in chest.receipts if r.result.get("proposal") == opened).result
    assert closes["closes_at"] <= "2025-12-31T23:00:00.000000Z"


def test_the_treasurer_charges_books_pays_explains_and_closes(db: None) -> None:
    chest = founded()
    chest.decide(budget(90_000_00), levy(94_000_00))
    tick(at=chest.at)
    task = waiting("treasurer", chest.at)["assess-dues-2025"]
    assert task.title == "Charge the members for Dues"
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    tasks = waiting("treasurer", chest.at)
    assert "assess-dues-2025" not in tasks
    first = tasks["owed-2025-02-01-dues-2025"]
    assert first.title.startswith("3 members owe 31,333.3")
    assert first.due == date(2025, 2, 1)
    city = waiting("council/ghent", chest.at)["owed-1"]
    assert city.due == date(2025, 2, 1)
    chest.treasurer("record_receipt", receipt("B1", 5_00))
    explained = [key for key in waiting("treasurer", chest.at) if key.startswith("explain-")]
    assert len(explained) == 1
    assert "close-2025" in waiting("treasurer", "2026-01-02T12:00:00.000000Z")
    assert "close-2025" not in waiting("treasurer", "2025-12-31T12:00:00.000000Z")


def test_an_invoice_waits_for_its_payment(db: None) -> None:
    chest: Chest = midyear()
    unpaid = [t for t in laid("treasurer", chest.at) if t.key.startswith("pay-")]
    assert [task.link.address for task in unpaid] == ["/money/desk/pay/?invoice=2"]
    assert not [t for t in laid("secretariat", chest.at) if t.key.startswith("pay-")]


def test_an_instalment_paid_in_full_is_gone(db: None) -> None:
    chest = assessed(94_000_00)
    for one in ("ghent", "leuven", "namur"):
        owed = waiting(f"council/{one}", chest.at)
        assert len(owed) == 2, "two instalments each"


def test_old_figures_and_ending_limits_are_for_the_secretariat(db: None) -> None:
    league = League()
    league.found(CITIES, CHARTER)
    league.act("cities.record_legal_limit/1", {**LIMIT, "expires": "2025-12-31"}, "secretariat")
    assert "figure-population" not in waiting("secretariat", "2025-12-01T12:00:00.000000Z")
    late = "2026-02-01T12:00:00.000000Z"  # figures are of 1 January 2024
    figure = waiting("secretariat", late)["figure-population"]
    assert figure.title == "Certify a newer figure, Residents, of Ghent, Leuven, Namur"
    limit = waiting("secretariat", "2025-11-15T12:00:00.000000Z")["limit-ghent-levy_per_year"]
    assert limit.due == date(2025, 12, 30)
    assert "limit-ghent-levy_per_year" not in waiting("secretariat", "2025-10-15T12:00:00.000000Z")


def test_what_ends_at_midnight_ends_with_the_day_before(db: None) -> None:
    League().found(CITIES, CHARTER)
    assert last_day("2025-01-06T23:00:00.000000Z") == date(2025, 1, 6)  # midnight in Brussels
    assert last_day("2025-01-06T22:59:59.000000Z") == date(2025, 1, 6)
    assert last_day("2025-01-06T23:00:01.000000Z") == date(2025, 1, 7)


def test_the_desk_shows_the_to_dos_of_the_seat_and_nothing_without_one(enter: Enter) -> None:
    assert Client().get("/desk/").status_code == 302
    delegate = enter("ghent")
    page = said(delegate.get("/desk/"))
    assert "Vote on proposal 2: Admit Mechelen to the league" in page
    assert "If nothing is done: Without a vote Ghent is counted neither for nor against" in page
    both = enter("both")
    assert both.get("/desk/").url == "/seats/?next=/desk/"
    answer = both.post("/seats/", {"seat": "secretariat", "next": ""})
    assert answer.url == "/desk/"


def test_a_form_opened_from_the_desk_is_filled_in(enter: Enter) -> None:
    page = enter("secretariat").get("/acts/cities.certify_fact/1?city=ghent&fact.name=population")
    html = page.content.decode()
    assert 'value="ghent"' in html
    assert 'value="population"' in html
    assert "Error:" not in html


def test_a_calendar_shows_the_dates_until_its_address_ends(enter: Enter) -> None:
    delegate = enter("ghent")
    page = delegate.post("/desk/calendar/", follow=True)
    address = re.search(r"http://testserver(/desk/calendar/[^<]+\.ics)", page.content.decode())[1]
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(one["summary"]) for one in events] == [
        "Vote on proposal 2: Admit Mechelen to the league"
    ]
    assert str(events[0]["uid"]) == "council-ghent-vote-2@test.example.league"
    assert address not in delegate.get("/desk/").content.decode(), "shown once"
    delegate.post("/desk/calendar/")
    assert Client().get(address).status_code == 404, "a new address ends the one before"
    page = delegate.post("/desk/calendar/", follow=True)
    address = re.search(r"http://testserver(/desk/calendar/[^<]+\.ics)", page.content.decode())[1]
    delegate.post("/desk/calendar/", {"end": "1"})
    assert Client().get(address).status_code == 404


def test_a_calendar_ends_with_the_seat_and_speaks_its_owners_language(league: League) -> None:
    client = Client()
    client.post(f"/enter/{person('fr@ghent.example', 'council/ghent')}")
    account = access.invite("fr@ghent.example")
    account.language = "fr"
    account.save()
    page = client.post("/desk/calendar/", follow=True)
    address = re.search(r"http://testserver(/desk/calendar/[^<]+\.ics)", page.content.decode())[1]
    events = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert str(events[0]["summary"]).startswith("Voter sur la proposition 2")
    access.take_seat(account, "council/ghent", until=date(2025, 2, 1))
    assert Client().get(address).status_code == 404


def test_the_public_calendar_holds_the_voting_days(league: League) -> None:
    events = Calendar.from_ical(Client().get("/calendar.ics").content).walk("VEVENT")
    assert [str(one["uid"]).partition("@")[0] for one in events] == ["opens-2", "closes-2"]
    guessed = Client().get("/desk/calendar/" + "x" * 300 + ".ics")
    assert guessed.status_code == 404
