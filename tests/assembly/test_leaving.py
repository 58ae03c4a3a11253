"""A member announces that it leaves, stays a member until its notice has run out, and is gone."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import RULES, assert_holds, entries, faults, founded

from koinon.acts.gate import tick
from koinon.assembly.models import Proposal, Seat, Vote
from koinon.cities import queries as cities

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

ANNOUNCE = "assembly.announce_leaving/1"
# Announced on 1 January, thirty whole days between, Brussels time.
GONE = "2025-01-31T23:00:00.000000Z"


def test_a_member_leaves_when_its_notice_has_run_out() -> None:
    chamber = founded()
    announced = chamber.delegate("namur", ANNOUNCE, city="namur")
    assert announced.result == {"city": "namur", "leaves_at": GONE}
    leaving = cities.city("namur")
    assert leaving is not None
    assert (leaving.status, leaving.leaves_at, leaving.leaving_n) == ("leaving", GONE, 1)
    assert cities.members() == ("ghent", "leuven", "mons", "namur")

    chamber.at = "2025-01-31T22:59:59.999999Z"
    assert tick(at=chamber.at) == []
    chamber.at = GONE
    (let,) = tick(at=chamber.at)
    left = cities.city("namur")
    assert left is not None
    assert (let.type, left.status, left.left_n) == ("assembly.let_leave/1", "left", let.n)
    assert cities.members() == ("ghent", "leuven", "mons")
    assert not Seat.objects.get(name="council/namur").open
    number = chamber.propose("Without Namur", matter="ordinary")
    terms = Proposal.objects.get(number=number).terms
    assert terms["electorate"]["members"] == ["ghent", "leuven", "mons"]
    assert_holds()


def test_votes_cast_before_stay_and_no_new_ones_come() -> None:
    chamber = founded()
    chamber.delegate("namur", ANNOUNCE, city="namur")
    chamber.at = "2025-01-28T09:00:00.000000Z"
    early, late = (chamber.propose(title, matter="ordinary") for title in ("Early", "Late"))
    chamber.delegate("namur", "assembly.give_proxy/1", holder="council/mons", proposal=late)
    chamber.at = "2025-01-31T08:00:00.000000Z"
    chamber.delegate("namur", "assembly.cast_vote/2", proposal=early, yes="1")
    chamber.at = "2025-02-01T08:00:00.000000Z"
    assert chamber.refusal("namur", "assembly.cast_vote/2", proposal=late, yes="1") == (
        "authority.unknown_seat"
    )
    by_proxy: dict[str, Any] = {"proposal": late, "yes": "1", "for_city": "namur"}
    assert chamber.refusal("mons", "assembly.cast_vote/2", **by_proxy) == "assembly.no_proxy"
    assert list(Vote.objects.values_list("city", "proposal__number")) == [("namur", early)]
    chamber.at = "2025-02-03T08:00:00.000000Z"
    chamber.propose("Next", matter="ordinary")
    decided = Proposal.objects.get(number=early)
    assert decided.decision is not None
    assert "namur" in decided.decision["electorate"]["members"]
    assert [city for city, _ in decided.decision["votes"]] == ["namur"]
    assert_holds()


def test_counts_due_at_the_same_instant_go_before_the_leaver() -> None:
    chamber = founded(RULES.replace("leave_notice_days = 30", "leave_notice_days = 5"))
    chamber.delegate("namur", ANNOUNCE, city="namur")
    number = chamber.propose("Closes as it leaves", matter="ordinary")
    row = Proposal.objects.get(number=number)
    namur = cities.city("namur")
    assert namur is not None
    assert row.closes_at == namur.leaves_at
    chamber.at = "2025-02-01T08:00:00.000000Z"
    assert [receipt.type for receipt in tick(at=chamber.at)] == [
        "assembly.close_vote/1",
        "assembly.let_leave/1",
    ]
    assert_holds()


@pytest.mark.parametrize(
    ("announced", "leaves_at"),
    [
        ("2025-12-01T22:59:59.000000Z", "2025-12-31T23:00:00.000000Z"),
        ("2025-12-01T23:00:00.000000Z", "2026-12-31T23:00:00.000000Z"),
    ],
)
def test_a_charter_may_let_members_leave_at_the_end_of_a_year(
    announced: str, leaves_at: str
) -> None:
    chamber = founded(RULES.replace("end of notice", "end of year"))
    chamber.at = announced
    receipt = chamber.delegate("namur", ANNOUNCE, city="namur")
    assert receipt.result["leaves_at"] == leaves_at
    assert_holds()


def test_an_office_announces_it_by_the_resolution_of_the_council() -> None:
    chamber = founded()
    assert chamber.refused(ANNOUNCE, {"city": "namur"}, "secretariat").code == (
        "assembly.resolution_missing"
    )
    resolution = chamber.document(b"Resolution 12 of the council of Namur", "text/plain")
    data = {"city": "namur", "resolution": resolution.model_dump()}
    chamber.act(ANNOUNCE, data, "secretariat")
    assert chamber.refused(ANNOUNCE, data, "secretariat").code == "assembly.leaving_already"
    unknown = chamber.refused(ANNOUNCE, {**data, "city": "arlon"}, "secretariat")
    assert unknown.code == "cities.unknown"
    assert_holds()


def test_a_charter_that_is_silent_lets_nobody_announce_it() -> None:
    silent = RULES.replace(RULES[RULES.index("[membership]") : RULES.index("[authority]")], "")
    chamber = founded(silent)
    assert chamber.refusal("namur", ANNOUNCE, city="namur") == "assembly.no_leaving"


def test_nobody_is_let_go_before_its_time() -> None:
    chamber = founded(
        RULES.replace(
            '"assembly.let_leave/1" = {article = "8", by = "clock"}',
            '"assembly.let_leave/1" = {article = "8", seat = "secretariat"}',
        )
    )
    go = ("assembly.let_leave/1", {"city": "namur"}, "secretariat")
    assert chamber.refused(*go).code == "assembly.not_leaving"
    chamber.delegate("namur", ANNOUNCE, city="namur")
    assert chamber.refused(*go).code == "assembly.not_leaving_yet"
    chamber.at = GONE
    assert chamber.refused(*go).code == "assembly.not_leaving"
    assert_holds()


def test_one_leaves_once_for_itself_and_never_as_the_last() -> None:
    chamber = founded()
    assert chamber.refusal("namur", ANNOUNCE, city="mons") == "assembly.not_your_city"
    for city in ("namur", "mons", "ghent"):
        chamber.delegate(city, ANNOUNCE, city=city)
    assert chamber.refusal("namur", ANNOUNCE, city="namur") == "assembly.leaving_already"
    assert chamber.refusal("leuven", ANNOUNCE, city="leuven") == "assembly.last_member"
    chamber.at = "2025-02-01T08:00:00.000000Z"
    assert len(tick(at=chamber.at)) == 3
    assert chamber.refusal("namur", ANNOUNCE, city="namur") == "authority.unknown_seat"
    assert cities.members() == ("leuven",)
    assert_holds()


def test_whoever_checks_the_record_sees_an_early_leaver_and_one_that_keeps_its_seat() -> None:
    chamber = founded()
    chamber.delegate("namur", ANNOUNCE, city="namur")
    tick(at=GONE)
    assert [e["type"] for e in entries()[1:]] == [ANNOUNCE, "assembly.let_leave/1"]

    def early(record: list[dict[str, Any]]) -> None:
        record[2]["at"] = "2025-01-31T22:59:59.999999Z"

    def seated(record: list[dict[str, Any]]) -> None:
        del record[2]["effects"][0]

    def twice(record: list[dict[str, Any]]) -> None:
        record[1]["effects"] *= 2

    assert faults(lambda record: None) == ""
    assert "leaves before its time" in faults(early)
    assert "namur has left and keeps the seat council/namur" in faults(seated)
    assert "announced before" in faults(twice)
