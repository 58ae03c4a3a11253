"""What a coalition does from its founding on, each scenario replayed into another database."""

from __future__ import annotations

import pytest
from tests.support.coalition import League, member, population
from tests.support.replaying import assert_replays

from koinon.assembly.models import Proposal, Seat
from koinon.cities import queries as cities

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}


def test_a_city_is_admitted_by_a_double_majority() -> None:
    league = League()
    league.found(CITIES)
    number = league.propose(
        "Admit Mons", ("assembly.admit_city/1", {"member": member("mons", 95_000)})
    )
    early = league.refused(
        "assembly.cast_vote/1", {"proposal": number, "yes": "1"}, "council/ghent"
    )
    assert early.code == "assembly.not_open_yet"
    assert early.fact("opens_at") == "2025-01-03T23:00:00.000000Z"

    league.at = "2025-01-04T08:00:00.000000Z"
    league.vote(number, "leuven", "no")
    league.vote(number, "ghent", "yes")
    league.vote(number, "leuven", "yes")
    assert cities.city("mons") is None

    league.at = "2025-01-06T23:00:00.000000Z"
    late = league.refused("assembly.cast_vote/1", {"proposal": number, "no": "1"}, "council/namur")
    assert late.code == "assembly.closed"
    assert Proposal.objects.get(number=number).status == "adopted"
    admitted = cities.city("mons")
    assert admitted is not None
    assert admitted.status == "member"
    assert Seat.objects.filter(name="council/mons", open=True).exists()
    assert_replays()


def test_many_cities_without_the_people_do_not_pass() -> None:
    league = League()
    league.found(CITIES)
    number = league.propose(
        "Admit Mons", ("assembly.admit_city/1", {"member": member("mons", 95_000)})
    )
    league.at = "2025-01-04T08:00:00.000000Z"
    league.vote(number, "leuven", "yes")
    league.vote(number, "namur", "yes")
    league.vote(number, "ghent", "no")
    league.at = "2025-01-07T00:00:00.000000Z"
    league.act(
        "cities.certify_fact/1", {"city": "ghent", "fact": population(270_000)}, "secretariat"
    )
    decided = Proposal.objects.get(number=number)
    assert decided.status == "rejected"
    assert decided.decision["tree"]["parts"][0]["met"] is True
    assert decided.decision["tree"]["parts"][1]["met"] is False
    assert cities.city("mons") is None
    assert_replays()


def test_a_city_splits_its_vote() -> None:
    league = League()
    league.found(CITIES)
    number = league.propose("Say yes", matter="ordinary")
    league.at = "2025-01-04T08:00:00.000000Z"
    league.act(
        "assembly.cast_vote/1",
        {"proposal": number, "yes": "2/3", "no": "1/3"},
        "council/ghent",
    )
    wrong = league.refused(
        "assembly.cast_vote/1", {"proposal": number, "yes": "2/3", "no": "2/3"}, "council/namur"
    )
    assert wrong.code == "assembly.parts"
    assert_replays()


def test_a_decision_that_cannot_be_carried_out_stands_and_says_why() -> None:
    league = League()
    league.found(CITIES)
    joining = ("assembly.admit_city/1", {"member": member("mons", 95_000)})
    first = league.propose("Admit Mons", joining)
    second = league.propose("Admit Mons again", joining)
    league.at = "2025-01-04T08:00:00.000000Z"
    for number in (first, second):
        for city in CITIES:
            league.vote(number, city, "yes")
    league.at = "2025-01-07T00:00:00.000000Z"
    league.propose("Later", matter="ordinary")
    assert Proposal.objects.get(number=second).status == "adopted"
    from koinon.record import store
    from koinon.record.canonical import load

    noted = [load(body) for body in store.bodies()]
    notes = [entry for entry in noted if entry["type"] == "acts.note_not_executed/1"]
    assert [note["data"]["refusal"] for note in notes] == ["cities.exists"]
    assert_replays()


def test_the_charter_is_amended_by_its_own_rule() -> None:
    from tests.support.coalition import CHARTER

    league = League()
    league.found(CITIES)
    text = CHARTER.replace("notice_days = 2", "notice_days = 0").replace(
        "[seats.secretariat]",
        '[seats.treasurer]\ntitle = {en = "Treasurer", fr = "Trésorier"}\n\n[seats.secretariat]',
    )
    document = league.document(text.encode())
    number = league.propose(
        "No notice", ("assembly.amend_charter/1", {"charter": document.model_dump()})
    )
    league.at = "2025-01-04T08:00:00.000000Z"
    for city in CITIES:
        league.vote(number, city, "yes")
    league.at = "2025-01-07T00:00:00.000000Z"
    at_once = league.propose("At once", matter="ordinary")
    assert Proposal.objects.get(number=at_once).opens_at == league.at
    assert Seat.objects.filter(name="treasurer", open=True).exists()
    assert_replays()
