"""People are elected by ballots on paper and off it; anyone with the ballots counts again."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from tests.assembly.electing import (
    BY_LOT,
    CLOSED,
    CODE,
    CONFIRM,
    CONFIRMED,
    COUNT,
    IMPORT,
    LATER,
    OPEN,
    PAPERS,
    ROLL,
    STAND,
    STANDING,
    VOTING,
    WITHDRAW,
    Electing,
    elected,
    opening,
    options,
)
from tests.assembly.leagues import assert_holds, entries, recheck
from tests.support.replaying import assert_replays

from koinon.acts.gate import tick
from koinon.assembly import elections
from koinon.assembly.models import Candidate, Election, ElectionBallots
from koinon.methods.counting import methods
from koinon.methods.counting.ballots import gather_approvals, gather_choices, gather_rankings
from koinon.methods.counting.contests import CountError
from koinon.methods.counting.ties import Lots, lot_key
from koinon.methods.plain import to_plain
from koinon.record import store
from koinon.record.elections import BALLOTS_MEDIA, paper_order

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


def refusals() -> list[str]:
    """Why adopted decisions could not be carried out."""
    return [e["data"]["refusal"] for e in entries() if e["type"] == "acts.note_not_executed/1"]


def test_from_the_decision_to_the_count_by_the_clock() -> None:
    chamber = Electing().adopted(opening()).paper()
    row = Election.objects.get()
    assert (row.stand_from_at, row.stand_until_at) == (
        "2025-01-09T23:00:00.000000Z",
        "2025-01-13T23:00:00.000000Z",
    )
    assert (row.opens_at, row.closes_at) == ("2025-01-16T23:00:00.000000Z", CLOSED)
    rolls = [
        {"city": "ghent", "entitled": 20, "issued": 9},
        {"city": "leuven", "entitled": 10, "issued": 5},
    ]
    chamber.act(ROLL, {"code": CODE, "rolls": rolls}, "secretariat")
    chamber.bring({"vera": 3, "jan": 4, "amina": 1}, "ghent", invalid=1)
    chamber.bring({"vera": 4}, "leuven")
    early = chamber.refused(COUNT, {"code": CODE}, "secretariat")
    assert (early.code, early.fact("closes_at")) == ("assembly.election_open", CLOSED)
    (counted,) = tick(at=CLOSED)
    assert (counted.result["elected"], counted.result["voters"]) == (["vera"], 13)
    kinds = [effect["kind"] for effect in entries()[counted.n]["effects"]]
    assert kinds == ["document", "document", "election_count"]
    result = counted.result["result"]
    assert isinstance(result, dict)
    found = store.document(str(result["sha256"]))
    assert found is not None
    said: Any = json.loads(found[0])["result"]
    votes = {one["option"]: one["votes"] for one in said["votes"]}
    assert votes == {"vera": 7, "jan": 4, "amina": 1}
    assert (said["tally"]["cast"], said["tally"]["valid"]) == (13, 12)
    places = Candidate.objects.order_by("place").values_list("code", "place", "elected")
    assert list(places) == [("vera", 1, 1), ("jan", 2, None), ("amina", 3, None)]
    assert_holds()


def test_names_stay_out_of_the_record() -> None:
    Electing().adopted(opening()).paper("vera")
    (stood,) = [e for e in entries() if e["type"] == STAND]
    assert set(stood["data"]["name"]) == {"private"}
    assert b"Vera" not in b"".join(store.bodies())
    assert Candidate.objects.get().name == stood["data"]["name"]["private"]
    assert_holds()


def test_a_tie_waits_for_a_lot_and_the_clock_says_why() -> None:
    chamber = Electing().adopted(opening()).paper()
    chamber.bring({"vera": 4, "jan": 4})
    chamber.at = LATER
    tick(at=chamber.at)
    note = entries()[-1]
    assert (note["type"], note["data"]["refusal"]) == (
        "acts.note_postponed/1",
        "assembly.lot_needed",
    )
    refused = chamber.refused(COUNT, {"code": CODE}, "secretariat")
    assert refused.fact("candidates") == ("vera", "jan")
    assert refused.fact("lot") == "The first draw of the national lottery after the close"
    counted = chamber.act(COUNT, {"code": CODE, "lot": "7 12 31 33 40"}, "secretariat")
    ballots = counted.result["ballots"]
    assert isinstance(ballots, dict)
    lots = Lots("7 12 31 33 40", str(ballots["sha256"]))
    first = min(("jan", "vera"), key=lambda one: lot_key(lots, 1, one))
    assert counted.result["elected"] == [first]
    assert tick(at="2026-01-22T08:00:00.000000Z") == []
    assert_holds()


def test_papers_count_when_two_seats_typed_them_alike() -> None:
    chamber = Electing().adopted(opening()).paper()
    chamber.bring({"jan": 5}, "leuven")
    first = chamber.type_in("secretariat", {"vera": 6, "jan": 2})
    assert first.result["stands"] is False
    again = chamber.type_in("secretariat", {"vera": 6, "jan": 2})
    assert again.result["stands"] is False, "the same seat is no second pair of eyes"
    chamber.at = LATER
    tick(at=LATER)
    assert entries()[-1]["data"]["refusal"] == "assembly.batch_differs"
    second = chamber.type_in("clerk", {"vera": 5, "jan": 3})
    assert second.result["stands"] is False
    refused = chamber.refused(COUNT, {"code": CODE}, "secretariat")
    assert (refused.code, refused.fact("batch")) == ("assembly.batch_differs", "box-1")
    mended = chamber.type_in("clerk", {"vera": 6, "jan": 2})
    assert mended.result["stands"] is True
    chamber.type_in("clerk", {"vera": 2}, "box-2")
    chamber.type_in("secretariat", {"vera": 2}, "box-2")
    counted = chamber.act(COUNT, {"code": CODE}, "secretariat")
    assert (counted.result["voters"], elected()) == (15, ("vera",))
    assert_holds()


def test_a_later_import_takes_the_place_of_an_earlier_one() -> None:
    chamber = Electing().adopted(opening()).paper()
    for votes, city in (
        ({"vera": 9}, "ghent"),
        ({"jan": 1}, "ghent"),
        ({"jan": 2}, "leuven"),
    ):
        chamber.bring(votes, city)
    rows = ElectionBallots.objects.order_by("city").values_list("city", "voters")
    assert list(rows) == [("ghent", 1), ("leuven", 2)]
    chamber.bring({"amina": 7})
    assert list(ElectionBallots.objects.values_list("city", "voters")) == [("", 7)]
    chamber.bring({"jan": 3}, "leuven")
    assert list(ElectionBallots.objects.values_list("city", "voters")) == [("leuven", 3)]
    tick(at=CLOSED)
    assert elected() == ("jan",)
    assert_holds()


def test_no_more_ballots_than_papers() -> None:
    chamber = Electing().adopted(opening()).paper()

    def roll(**issued: int) -> dict[str, Any]:
        rows = [{"city": c, "entitled": 10, "issued": n} for c, n in issued.items()]
        return {"code": CODE, "rolls": rows}

    chamber.act(ROLL, roll(ghent=5), "secretariat")
    six = {"code": CODE, "ballots": chamber.document_of(chamber.ballots({"jan": 6}))}
    refused = chamber.refused(IMPORT, {**six, "city": "ghent"}, "secretariat")
    assert (refused.code, refused.fact("issued")) == ("assembly.more_ballots", 5)
    chamber.act(IMPORT, {**six, "city": "leuven"}, "secretariat")
    assert chamber.refused(ROLL, roll(leuven=5), "secretariat").code == "assembly.more_ballots"
    chamber.act(ROLL, roll(leuven=6), "secretariat")
    chamber.bring({"jan": 11})
    more = {"code": CODE, "ballots": chamber.document_of(chamber.ballots({"jan": 12}))}
    refused = chamber.refused(IMPORT, more, "secretariat")
    assert (refused.code, refused.fact("issued")) == ("assembly.more_ballots_in_all", 11)
    chamber.type_in("clerk", {"vera": 6})
    entry = {"code": CODE, "city": "ghent", "batch": "box-1"}
    six_papers = {**entry, "ballots": chamber.document_of(chamber.ballots({"vera": 6}))}
    assert chamber.refused(PAPERS, six_papers, "secretariat").code == "assembly.more_ballots"
    for rows, code in (
        ([{"city": "ghent", "entitled": 4, "issued": 5}], "assembly.roll_papers"),
        ([{"city": "ghent", "entitled": 4, "issued": 4}] * 2, "cities.twice"),
        ([{"city": "arlon", "entitled": 4, "issued": 4}], "assembly.election_city"),
    ):
        assert chamber.refused(ROLL, {"code": CODE, "rolls": rows}, "secretariat").code == code
    assert_holds()


def test_who_withdraws_before_the_paper_is_not_on_it_and_later_gets_no_vote() -> None:
    chamber = Electing().adopted(opening())
    chamber.at = STANDING
    for one in ("vera", "jan", "amina"):
        chamber.act(STAND, chamber.stand_data(one, city="ghent", supporters=2), "secretariat")
    chamber.act(WITHDRAW, {"code": CODE, "candidate": "jan"}, "secretariat")
    chamber.at = CONFIRMED
    paper = chamber.act(CONFIRM, {"code": CODE}, "secretariat")
    assert paper.result["options"] == ["vera", "amina"]
    again = chamber.refused(CONFIRM, {"code": CODE}, "secretariat")
    assert again.code == "assembly.paper_made"
    chamber.at = VOTING
    chamber.act(WITHDRAW, {"code": CODE, "candidate": "vera"}, "secretariat")
    gone = chamber.refused(WITHDRAW, {"code": CODE, "candidate": "vera"}, "secretariat")
    assert gone.code == "assembly.candidate_gone"
    unknown = chamber.refused(WITHDRAW, {"code": CODE, "candidate": "moon"}, "secretariat")
    assert unknown.code == "assembly.no_candidate"
    chamber.bring({"vera": 9, "amina": 1})
    tick(at=CLOSED)
    assert elected() == ("amina",)
    assert_holds()


def test_the_order_of_the_paper_is_drawn_by_lot_where_that_was_decided() -> None:
    chamber = Electing().adopted(opening(order="lot"))
    chamber.at = STANDING
    for one in ("vera", "jan", "amina", "karim"):
        chamber.act(STAND, chamber.stand_data(one), "secretariat")
    assert chamber.refused(CONFIRM, {"code": CODE}, "secretariat").code == (
        "assembly.candidacies_open"
    )
    chamber.at = CONFIRMED
    assert chamber.refused(CONFIRM, {"code": CODE}, "secretariat").code == "assembly.paper_lot"
    drawn = chamber.act(CONFIRM, {"code": CODE, "lot": "draw of 14 January: 3"}, "secretariat")
    names = ["amina", "jan", "karim", "vera"]
    about = sha256(f"koinon-paper/1\n{CODE}\n{' '.join(names)}".encode()).hexdigest()
    lots = Lots("draw of 14 January: 3", about)
    expected = sorted(names, key=lambda one: lot_key(lots, 1, one))
    assert drawn.result["options"] == expected
    orders = {paper_order(CODE, names, f"value {k}") for k in range(40)}
    assert len(orders) > 10, "another value gives another order"
    assert_holds()


def test_options_stand_on_the_paper_from_the_opening_on() -> None:
    chamber = Electing().adopted(opening(**options("blue", "green")))
    chamber.at = STANDING
    refused = chamber.refused(STAND, chamber.stand_data("vera"), "secretariat")
    assert refused.code == "assembly.no_candidacies"
    chamber.at = VOTING
    chamber.bring({"green": 3, "blue": 2})
    tick(at=CLOSED)
    assert elected() == ("green",)
    assert_holds()


def test_delegates_of_a_body_elect() -> None:
    chamber = Electing().adopted(opening(body="council", cities=["leuven"]))
    row = Election.objects.get()
    assert (row.body, row.cities) == ("council", ["leuven"])
    chamber.paper("vera")
    chamber.bring({"vera": 1}, "leuven")
    elsewhere = {"code": CODE, "city": "ghent", "ballots": chamber.document_of(chamber.ballots({}))}
    assert chamber.refused(IMPORT, elsewhere, "secretariat").code == "assembly.election_city"
    assert_holds()


def test_who_cannot_stand() -> None:
    chamber = Electing().adopted(opening(supporters=5))

    def refused(candidate: str = "vera", **more: Any) -> str:
        data = chamber.stand_data(candidate, **{"supporters": 5, **more})
        return chamber.refused(STAND, data, "secretariat").code

    assert refused() == "assembly.candidacies_closed"
    chamber.at = STANDING
    assert refused(supporters=4) == "assembly.too_few_supporters"
    assert refused(city="arlon") == "assembly.election_city"
    chamber.act(STAND, chamber.stand_data("vera", supporters=5), "secretariat")
    assert refused() == "assembly.candidate_exists"
    chamber.at = CONFIRMED
    assert refused("jan") == "assembly.candidacies_closed"
    assert_holds()


def test_nobody_stands() -> None:
    chamber = Electing().adopted(opening())
    chamber.at = CONFIRMED
    assert chamber.refused(CONFIRM, {"code": CODE}, "secretariat").code == "assembly.nobody_stands"
    chamber.at = VOTING
    document = chamber.document(gather_choices(("vera",), [(0, 1)]).dump(), BALLOTS_MEDIA)
    data = {"code": CODE, "ballots": document.model_dump()}
    assert chamber.refused(IMPORT, data, "secretariat").code == "assembly.no_paper"
    chamber.at = LATER
    assert chamber.refused(COUNT, {"code": CODE}, "secretariat").code == (
        "assembly.no_election_ballots"
    )
    assert_holds()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_on": "2025-01-16"}, "assembly.voting_days"),
        ({"stand_until": "2025-01-17"}, "assembly.candidacy_days"),
        ({"stand_from": "2025-01-14"}, "assembly.candidacy_days"),
        ({"body": "senate"}, "assembly.election_body"),
        ({"cities": ["arlon"]}, "cities.unknown"),
        ({"cities": ["ghent", "ghent"]}, "cities.twice"),
        (
            {
                "stand_from": "2024-12-10",
                "stand_until": "2024-12-13",
                "opens_on": "2025-01-02",
                "closes_on": "2025-01-05",
            },
            "assembly.election_past",
        ),
    ],
)
def test_an_election_that_cannot_be_held_is_not_opened(changes: dict[str, Any], code: str) -> None:
    Electing().adopted(opening(**changes))
    assert refusals() == [code]
    assert not Election.objects.exists()
    assert_holds()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rule": {"kind": "moonlight/1"}}, "assembly.election_rule"),
        ({"rule": {**BY_LOT, "last": 7}}, "assembly.election_rule"),
        ({"rule": to_plain(methods.find("greedy-budget").rule)}, "assembly.election_rule"),
        ({"rule": to_plain(methods.find("countback").rule)}, "assembly.election_rule"),
        ({"stand_from": None}, "assembly.election_who"),
        ({**options("blue"), "stand_from": "2025-01-10"}, "assembly.election_who"),
        (options("blue", "blue"), "assembly.candidate_exists"),
    ],
)
def test_what_could_never_be_carried_out_is_refused_at_notice(
    changes: dict[str, Any], code: str
) -> None:
    chamber = Electing().adopted()
    proposal = {
        "title": [{"language": "en", "text": "Election"}],
        "acts": [{"type": OPEN, "data": opening(**changes)}],
    }
    refused = chamber.refused("assembly.open_proposal/1", proposal, "secretariat")
    assert refused.code == code


def test_a_code_is_used_once() -> None:
    Electing().adopted(opening(), opening())
    assert refusals() == ["assembly.election_exists"]
    assert_holds()


def test_wrong_ballots_are_refused() -> None:
    chamber = Electing().adopted(opening()).paper()
    right = chamber.ballots({"vera": 1})
    told = {
        b"[]": "does not begin",
        right.dump() + b"\0": "not whole",
        gather_choices(("jan", "vera", "amina"), [(0, 1)]).dump(): "other options",
        gather_approvals(("vera", "jan", "amina"), [((0,), 1)]).dump(): "counts choice or rankings",
    }
    for data, why in told.items():
        document = chamber.document(data, BALLOTS_MEDIA).model_dump()
        refused = chamber.refused(IMPORT, {"code": CODE, "ballots": document}, "secretariat")
        assert refused.code == "assembly.election_ballots"
        assert why in str(refused.fact("why")), data
    other = chamber.document(right.dump() + b"x", "application/json").model_dump()
    assert chamber.refused(IMPORT, {"code": CODE, "ballots": other}, "secretariat").code == (
        "assembly.ballots_media"
    )
    absent = {"sha256": "0" * 64, "size": 2, "media": BALLOTS_MEDIA}
    assert chamber.refused(IMPORT, {"code": CODE, "ballots": absent}, "secretariat").code == (
        "acts.document_missing"
    )
    moon = {"code": "moon", "ballots": chamber.document_of(right)}
    assert chamber.refused(IMPORT, moon, "secretariat").code == "assembly.unknown_election"
    chamber.at = CONFIRMED
    early = {"code": CODE, "ballots": chamber.document_of(right)}
    chamber.at = VOTING
    assert_holds()
    chamber.act(IMPORT, early, "secretariat")
    counted = tick(at=CLOSED)
    assert len(counted) == 1
    chamber.at = LATER
    late = chamber.refused(IMPORT, early, "secretariat")
    assert late.code == "assembly.election_counted"
    assert chamber.refused(WITHDRAW, {"code": CODE, "candidate": "jan"}, "secretariat").code == (
        "assembly.election_counted"
    )


def test_before_the_vote_opens_there_are_no_ballots_and_after_it_nobody_withdraws() -> None:
    chamber = Electing().adopted(opening()).paper()
    chamber.at = CONFIRMED
    chamber = Electing(at=CONFIRMED, count=chamber.count)
    data = {"code": CODE, "ballots": chamber.document_of(chamber.ballots({"vera": 1}))}
    assert chamber.refused(IMPORT, data, "secretariat").code == "assembly.election_not_open"
    chamber.at = LATER
    assert chamber.refused(WITHDRAW, {"code": CODE, "candidate": "jan"}, "secretariat").code == (
        "assembly.election_closed"
    )


def test_the_record_replays_and_holds_without_its_ballots() -> None:
    chamber = Electing().adopted(opening()).paper()
    chamber.bring({"vera": 2}, "ghent")
    chamber.bring({"vera": 2, "jan": 1}, "leuven")
    tick(at=CLOSED)
    for sha in ElectionBallots.objects.order_by("city").values_list("ballots_sha256", flat=True):
        store.withhold(sha, "too few voters")
    elections._counted.cache_clear()
    recheck(entries())
    assert_replays()


def test_ballots_withheld_before_the_count_are_brought_in_anew() -> None:
    chamber = Electing().adopted(opening()).paper()
    chamber.bring({"vera": 2})
    row = ElectionBallots.objects.get()
    store.withhold(row.ballots_sha256, "They named a voter.")
    elections._counted.cache_clear()
    chamber.at = LATER
    tick(at=LATER)
    assert entries()[-1]["data"]["refusal"] == "acts.document_missing"
    assert chamber.refused(COUNT, {"code": CODE}, "secretariat").code == "acts.document_missing"
    chamber.bring({"vera": 3})
    chamber.act(COUNT, {"code": CODE}, "secretariat")
    assert_replays()


def test_two_seats_by_transferable_votes_from_two_cities() -> None:
    """Scottish STV, worked by hand: 12 votes, 2 seats, a quota of 12 // 3 + 1 = 5."""
    rule: Any = to_plain(methods.find("scottish-stv").rule)
    chamber = Electing().adopted(opening(rule=rule, seats=2)).paper("vera", "jan", "amina", "karim")

    def bring(city: str, *votes: tuple[tuple[str, ...], int]) -> None:
        ids = elections.paper_of(Election.objects.get())
        ranks = [(tuple((ids.index(one),) for one in said), n) for said, n in votes]
        document = chamber.document_of(gather_rankings(ids, ranks))
        chamber.act(IMPORT, {"code": CODE, "city": city, "ballots": document}, "secretariat")

    bring("ghent", (("vera", "jan"), 4), (("amina",), 2))
    bring("leuven", (("vera", "karim"), 3), (("karim",), 1), (("jan",), 2))
    tick(at=CLOSED)
    # Vera's 7 are 2 above the quota: each of her papers goes on at 0.28571, so Jan has 2 + 1.14284
    # and Karim 1 + 0.85713. Karim is out with the fewest, and his papers name nobody further; then
    # Amina is out with 2, and Jan is left.
    assert elected() == ("vera", "jan")
    assert_holds()


def test_every_rule_that_elects_can_be_opened_with() -> None:
    """A trial with one ballot lets in whatever elects people."""
    refused = []
    for name, method in methods.methods().items():
        try:
            elections.check_rule(to_plain(method.rule), 1)
        except CountError:
            refused.append(name)
    budgets = {"greedy-budget", "equal-shares-budget", "phragmen-budget"}
    assert set(refused) <= {*budgets, "countback"}
    assert budgets <= set(refused)
