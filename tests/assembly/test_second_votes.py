"""Members call for a second vote by weight: in time, once, in the room, and it supersedes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.assembly.leagues import CITIES, RULES, Chamber, assert_holds, entries, faults
from tests.assembly.meetings import (
    CALLED,
    COUNTED,
    OBJECTING,
    OFFICE,
    RULED,
    Assembly,
    in_the_room,
)

from koinon.assembly.models import Call, Proposal
from koinon.assembly.queries import proposal
from koinon.methods.rules import Branch

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

CALL = "assembly.call_second_vote/1"
RECORD = "assembly.record_calls/1"
DOUBLE = """all = [
  {share = "one", of = "cast", over = "1/2"},
  {share = "people", of = "all", at_least = "1/2"},
]"""
SECOND = """first = {share = "one", of = "cast", over = "1/2"}
called_by = {members = "calling", at_least = 2}
supersede = {all = [
  {members = "in favour", at_least = 2},
  {share = "people", of = "all", at_least = "51/100"},
]}"""
GRANTS = f"""[authority]
"{CALL}" = {{article = "5.1", body = "council"}}
"{RECORD}" = {{article = "5.1", seat = "secretariat"}}
"""
VOTING = "2025-01-04T08:00:00.000000Z"
CLOSED = "2025-01-06T23:00:00.000000Z"


def with_second_vote(charter: str) -> str:
    """Heads first; any two members call; two with 51 % of the people supersede."""
    assert charter.count(DOUBLE) == 1
    return charter.replace(DOUBLE, SECOND).replace("[authority]", GRANTS, 1)


def voted() -> tuple[Chamber, int]:
    """Three small cities for it, the biggest and one more against: heads adopt it."""
    chamber = Chamber()
    chamber.found({**CITIES, "ostend": 70_000}, with_second_vote(RULES))
    number = chamber.propose("Say yes", matter="ordinary")
    chamber.at = VOTING
    for city, choice in (
        ("leuven", "yes"),
        ("mons", "yes"),
        ("ostend", "yes"),
        ("ghent", "no"),
        ("namur", "no"),
    ):
        chamber.vote(number, city, choice)
    return chamber, number


def parts(number: int, at: str) -> list[bool]:
    found = proposal(number, at)
    assert found is not None
    assert isinstance(found.decision.tree, Branch)
    return [part.met for part in found.decision.tree.parts]


def test_two_members_call_and_the_weight_against_supersedes() -> None:
    chamber, number = voted()
    assert parts(number, VOTING) == [True, False, False, True]
    chamber.delegate("ghent", CALL, proposal=number)
    assert parts(number, VOTING)[1] is False, "one does not suffice"
    chamber.delegate("namur", CALL, proposal=number)
    found = proposal(number, VOTING)
    assert found is not None
    assert [one.city for one in found.calls] == ["ghent", "namur"]
    assert not found.decision.tree.met, "370,000 of 635,000 people are against"
    chamber.at = CLOSED
    chamber.refusal("mons", CALL, proposal=number)
    row = Proposal.objects.get(number=number)
    assert (row.status, row.decision["calls"]) == ("rejected", ["ghent", "namur"])
    assert_holds()


def test_without_enough_calls_heads_decide() -> None:
    chamber, number = voted()
    chamber.delegate("namur", CALL, proposal=number)
    chamber.at = CLOSED
    assert chamber.refusal("ghent", CALL, proposal=number) == "assembly.closed"
    assert Proposal.objects.get(number=number).status == "adopted"
    assert_holds()


def test_a_call_is_made_once_in_time_and_by_a_member_that_votes() -> None:
    chamber = Chamber()
    chamber.found(CITIES, with_second_vote(RULES))
    number = chamber.propose("Say yes", matter="ordinary")
    assert chamber.refusal("ghent", CALL, proposal=number) == "assembly.not_open_yet"
    assert chamber.refusal("ghent", CALL, proposal=99) == "assembly.unknown_proposal"
    chamber.at = VOTING
    chamber.delegate("ghent", CALL, proposal=number)
    assert chamber.refusal("ghent", CALL, proposal=number) == "assembly.calls_already"
    calls = {"proposal": number, "cities": ["mons"]}
    assert chamber.refused(RECORD, calls, OFFICE).code == "assembly.no_meeting_vote"
    assert_holds()


def test_a_rule_without_a_second_vote_has_none() -> None:
    chamber = Chamber()
    chamber.found(CITIES, RULES.replace("[authority]", GRANTS, 1))
    number = chamber.propose("Say yes", matter="ordinary")
    chamber.at = VOTING
    assert chamber.refusal("ghent", CALL, proposal=number) == "assembly.no_second_vote"
    assert_holds()


def room() -> tuple[Assembly, int, int]:
    return in_the_room(charter=with_second_vote(RULED))


def test_the_office_records_who_calls_in_the_room_after_the_votes_are_called() -> None:
    chamber, meeting, asked = room()
    chamber.at = CALLED
    chamber.call(asked, ghent="yes", leuven="yes", mons="no", namur="no")
    assert chamber.office_refused("record_calls/1", proposal=asked, cities=["mons", "mons"]) == (
        "assembly.calls_already"
    )
    assert chamber.office_refused("record_calls/1", proposal=asked, cities=["oz"]) == (
        "assembly.not_in_electorate"
    )
    chamber.act(RECORD, {"proposal": asked, "cities": ["mons", "ghent"]}, OFFICE)
    assert parts(asked, CALLED) == [False, True, True, False], "360,000 of 565,000 in favour"
    chamber.at = OBJECTING
    chamber.delegate("leuven", CALL, proposal=asked)
    chamber.at = COUNTED
    chamber.act("assembly.end_meeting/1", {"meeting": meeting}, OFFICE)
    row = Proposal.objects.get(number=asked)
    assert (row.status, row.decision["calls"]) == ("adopted", ["ghent", "leuven", "mons"])
    assert_holds()


def test_those_who_may_call_have_the_rest_of_the_day() -> None:
    chamber, _, asked = in_the_room(
        charter=with_second_vote(RULED).replace("objection_days = 1", "")
    )
    chamber.at = CALLED
    chamber.call(asked, ghent="yes", leuven="yes", mons="no", namur="no")
    found = proposal(asked, CALLED)
    assert found is not None
    assert (found.closes_at, found.callable_) == ("2025-01-20T23:00:00.000000Z", True)
    chamber.at = found.closes_at
    assert chamber.refusal("mons", CALL, proposal=asked) == "assembly.closed"
    assert_holds()


def test_amendments_have_no_second_vote_and_set_calls_aside_with_the_votes() -> None:
    chamber, meeting, asked = room()
    one = chamber.amend("ghent", asked)
    assert chamber.refusal("mons", CALL, proposal=asked) == "assembly.amendments_open"
    assert chamber.refusal("mons", CALL, proposal=one) == "assembly.no_second_vote"
    chamber.at = CALLED
    chamber.call(one, ghent="yes", leuven="yes", mons="no", namur="no")
    chamber.delegate("mons", CALL, proposal=asked)
    fix = {"proposal": one, "city": "mons", "yes": "1", "reason": "The list says yes"}
    chamber.act("assembly.correct_vote/1", fix, OFFICE)
    assert not Call.objects.filter(proposal__number=asked).exists(), "another text is voted on"
    chamber.delegate("mons", CALL, proposal=asked)
    chamber.call(asked, ghent="yes", leuven="yes", mons="no", namur="no")
    chamber.at = COUNTED
    chamber.act("assembly.end_meeting/1", {"meeting": meeting}, OFFICE)
    assert_holds()


def _last(record: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    found = [e for entry in record for e in entry["effects"] if e["kind"] == kind]
    effect: dict[str, Any] = found[-1]
    return effect


def _by_another(record: list[dict[str, Any]]) -> None:
    next(one for one in record if one["type"] == CALL)["by"]["seat"] = "council/mons"


def _twice(record: list[dict[str, Any]]) -> None:
    _last(record, "call")["city"] = "ghent"


def _stranger(record: list[dict[str, Any]]) -> None:
    _last(record, "call")["city"] = "atlantis"


def _unknown(record: list[dict[str, Any]]) -> None:
    _last(record, "call")["proposal"] = 7


def _unheard(record: list[dict[str, Any]]) -> None:
    place = next(n for n, one in enumerate(record) if one["type"] == CALL)
    record[place]["effects"] = []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_by_another, "made by another seat, and in no room"),
        (_twice, "ghent calls for a vote on proposal 1 twice, or may not"),
        (_stranger, "atlantis calls for a vote on proposal 1 twice, or may not"),
        (_unknown, "proposal 7 was never noticed"),
        (_unheard, "heeds other calls than were made"),
    ],
)
def test_whoever_checks_the_record_sees_a_forged_call(
    change: Callable[[list[dict[str, Any]]], None], said: str
) -> None:
    chamber, number = voted()
    chamber.delegate("ghent", CALL, proposal=number)
    chamber.delegate("namur", CALL, proposal=number)
    chamber.at = CLOSED
    chamber.refusal("mons", CALL, proposal=number)
    assert [one["type"] for one in entries()].count(CALL) == 2
    assert said in faults(change)
