"""How a meeting's votes are decided in the end: ties, votes in writing, minutes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import assert_holds, entries, faults
from tests.assembly.meetings import (
    CALLED,
    COUNTED,
    IN_ROOM,
    OBJECTING,
    OFFICE,
    RULED,
    Assembly,
    assembled,
    convocation,
    in_the_room,
)

from koinon.assembly.models import Proposal
from koinon.assembly.queries import proposal
from koinon.assembly.queries_meetings import meeting, meetings

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

HEADS = RULED.replace(
    '{share = "people", of = "all", at_least = "1/2"}', '{members = "in favour", at_least = 1}'
)
CAST = "assembly.give_casting_vote/1"
TIE = {"ghent": "yes", "leuven": "yes", "mons": "no", "namur": "no"}


def tied(charter: str = HEADS) -> tuple[Assembly, int, int]:
    """A meeting whose roll call ended two against two."""
    chamber, number, asked = in_the_room(charter=charter)
    chamber.at = CALLED
    chamber.call(asked, **TIE)
    return chamber, number, asked


@pytest.mark.parametrize(("vote", "outcome"), [("for", "adopted"), ("against", "rejected")])
def test_the_chair_decides_a_tie(vote: str, outcome: str) -> None:
    chamber, number, asked = tied()
    found = meeting(number, CALLED)
    assert found is not None
    assert (found.votes[0].tied, found.votes[0].decision.tree.met) == (True, False)
    given = chamber.act(CAST, {"proposal": asked, "vote": vote}, "president")
    found = meeting(number, CALLED)
    assert found is not None
    one = found.votes[0]
    assert (one.tied, one.casting, one.casting_n) == (False, vote, given.n)
    assert one.decision.tree.met == (vote == "for")
    again = {"proposal": asked, "vote": "for"}
    assert chamber.refused(CAST, again, "president").code == "assembly.casting_given"
    chamber.at = COUNTED
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    assert Proposal.objects.get(number=asked).status == outcome
    assert_holds()


def test_a_tie_undone_by_a_correction_needs_no_chair() -> None:
    chamber, number, asked = tied()
    chamber.act(CAST, {"proposal": asked, "vote": "for"}, "president")
    chamber.at = OBJECTING
    fix = {"proposal": asked, "city": "leuven", "no": "1", "reason": "The list says no"}
    chamber.act("assembly.correct_vote/1", fix, OFFICE)
    chamber.at = COUNTED
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    assert Proposal.objects.get(number=asked).status == "rejected"
    assert_holds()


def test_on_a_tie_the_chair_has_the_rest_of_the_day() -> None:
    chamber, _, asked = tied(HEADS.replace("objection_days = 1", ""))
    assert proposal(asked, CALLED).closes_at == "2025-01-20T23:00:00.000000Z"  # type: ignore[union-attr]
    chamber.at = "2025-01-20T22:59:00.000000Z"
    chamber.act(CAST, {"proposal": asked, "vote": "for"}, "president")
    chamber.at = "2025-01-20T23:00:00.000000Z"
    late = {"proposal": asked, "vote": "for"}
    assert chamber.refused(CAST, late, "president").code == "assembly.objections_over"
    assert Proposal.objects.get(number=asked).status == "adopted"
    assert_holds()


def test_only_the_chair_decides_and_only_a_tie() -> None:
    both = HEADS.replace(
        '"assembly.give_casting_vote/1" = {article = "5.6", seat = "president"}',
        '"assembly.give_casting_vote/1" = [{article = "5.6", seat = "president"}, '
        '{article = "5.6", seat = "secretariat"}]',
    )
    assert both != HEADS
    chamber, _, asked = in_the_room(charter=both)
    vote = {"proposal": asked, "vote": "for"}
    assert chamber.refused(CAST, vote, "president").code == "assembly.no_roll_call"
    assert chamber.refused(CAST, vote, OFFICE).code == "assembly.not_the_chair"
    chamber.call(asked, ghent="yes", leuven="yes", mons="no")
    assert chamber.refused(CAST, vote, "president").code == "assembly.no_tie"
    assert_holds()


def test_a_charter_without_a_casting_vote_leaves_a_tie_lost() -> None:
    chamber, _, asked = tied(HEADS.replace("casting_vote = true", ""))
    vote = {"proposal": asked, "vote": "for"}
    assert chamber.refused(CAST, vote, "president").code == "assembly.no_casting_vote"
    assert_holds()


def in_writing() -> tuple[Assembly, int, int]:
    """A vote in writing from 20 January on, three days long, with one proposal."""
    chamber = assembled()
    data = convocation(mode="written", begins="2025-01-20T00:00")
    receipt = chamber.act("assembly.convene_meeting/1", data, OFFICE)
    assert receipt.result["ends_at"] == "2025-01-22T23:00:00.000000Z"
    number = receipt.result["meeting"]
    assert isinstance(number, int)
    asked = chamber.put(number)
    return chamber, number, asked


def test_a_body_decides_in_writing() -> None:
    chamber, number, asked = in_writing()
    chamber.at = "2025-01-20T08:00:00.000000Z"
    for city in ("ghent", "leuven"):
        chamber.delegate(city, "assembly.cast_vote/2", proposal=asked, yes="1")
    called = chamber.called(asked, mons="yes")
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.meeting_written"
    assert chamber.office_refused("open_item/1", meeting=number, item=1) == (
        "assembly.meeting_written"
    )
    minutes = chamber.document(b"Minutes", "application/pdf").model_dump()
    approve = {"meeting": number, "language": "en", "minutes": minutes}
    early = chamber.refused("assembly.approve_minutes/1", approve, "president")
    assert early.code == "assembly.meeting_goes_on"
    chamber.at = "2025-01-22T23:00:00.000000Z"
    chamber.act("assembly.approve_minutes/1", approve, "president")
    assert Proposal.objects.get(number=asked).status == "adopted"
    assert meetings("coming", chamber.at).lines[0].status == "ended"
    assert_holds()


def test_members_can_demand_a_meeting_instead() -> None:
    chamber, number, asked = in_writing()
    chamber.at = "2025-01-20T08:00:00.000000Z"
    chamber.delegate("ghent", "assembly.cast_vote/2", proposal=asked, yes="1")
    first = chamber.delegate("ghent", "assembly.demand_meeting/1", meeting=number)
    assert first.result["missing"] == 1
    assert chamber.refusal("ghent", "assembly.demand_meeting/1", meeting=number) == (
        "assembly.demanded_already"
    )
    chamber.delegate("mons", "assembly.demand_meeting/1", meeting=number)
    found = meeting(number, chamber.at)
    assert found is not None
    assert (found.status, found.demands) == ("demanded", ("council/ghent", "council/mons"))
    assert found.votes[0].phase == "lapsed"
    assert chamber.refusal("leuven", "assembly.demand_meeting/1", meeting=number) == (
        "assembly.meeting_over"
    )
    assert_holds()


def test_a_meeting_in_a_room_needs_no_demand() -> None:
    chamber, number, _ = in_the_room()
    assert chamber.refusal("ghent", "assembly.demand_meeting/1", meeting=number) == (
        "assembly.not_in_writing"
    )
    without = RULED.replace("written_procedure", "# written_procedure")
    other = convocation(mode="written", begins="2025-02-20T00:00", second_call_of=number)
    assert chamber.refused("assembly.convene_meeting/1", other, OFFICE).code == (
        "assembly.no_written_procedure"
    )
    assert without != RULED
    assert_holds()


def test_minutes_are_approved_and_signed_by_two_offices() -> None:
    chamber, number, _ = in_the_room()
    minutes = chamber.document(b"Minutes", "application/pdf").model_dump()
    approve: dict[str, Any] = {"meeting": number, "language": "en", "minutes": minutes}
    sign = {"meeting": number, "language": "en"}
    assert chamber.refused("assembly.approve_minutes/1", approve, "president").code == (
        "assembly.meeting_goes_on"
    )
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    assert chamber.office_refused("sign_minutes/1", **sign) == "assembly.no_minutes"
    approved = chamber.act("assembly.approve_minutes/1", approve, "president")
    twice = chamber.refused("assembly.approve_minutes/1", approve, "president")
    assert (twice.code, twice.fact("n")) == ("assembly.minutes_approved", approved.n)
    one = chamber.act("assembly.sign_minutes/1", sign, OFFICE)
    two = chamber.act("assembly.sign_minutes/1", sign, "president")
    assert chamber.office_refused("sign_minutes/1", **sign) == "assembly.minutes_signed"
    found = meeting(number, IN_ROOM)
    assert found is not None
    (told,) = found.minutes
    assert (told.language, told.document.sha256) == ("en", minutes["sha256"])
    assert [(seat, n) for seat, n, _ in told.signed] == [
        ("secretariat", one.n),
        ("president", two.n),
    ]
    mended = approve | {"minutes": chamber.document(b"Mended", "application/pdf").model_dump()}
    chamber.act("assembly.approve_minutes/1", mended, "president")
    after = meeting(number, IN_ROOM)
    assert after is not None
    assert after.minutes[0].signed == ()
    assert_holds()


def test_a_cancelled_meeting_has_no_minutes() -> None:
    chamber = assembled()
    number = chamber.convene()
    chamber.act("assembly.cancel_meeting/1", {"meeting": number, "reason": "Snow"}, OFFICE)
    minutes = chamber.document(b"Minutes", "application/pdf").model_dump()
    approve = {"meeting": number, "language": "en", "minutes": minutes}
    assert chamber.refused("assembly.approve_minutes/1", approve, "president").code == (
        "assembly.meeting_cancelled"
    )


def test_whoever_checks_the_record_sees_a_forged_end() -> None:
    chamber, number, asked = tied()
    given = chamber.act(CAST, {"proposal": asked, "vote": "for"}, "president").n
    chamber.at = COUNTED
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    minutes = chamber.document(b"Minutes", "application/pdf").model_dump()
    approve = {"meeting": number, "language": "en", "minutes": minutes}
    approved = chamber.act("assembly.approve_minutes/1", approve, "president").n
    sign = {"meeting": number, "language": "en"}
    signed = chamber.act("assembly.sign_minutes/1", sign, OFFICE).n
    assert entries()[given + 1]["type"] == "assembly.close_vote/1"

    def told(n: int, **fields: Any) -> Any:
        return lambda record: record[n]["effects"][-1].update(fields)

    def by(n: int, seat: str) -> Any:
        return lambda record: record[n]["by"].update(seat=seat)

    assert faults(lambda record: None) == ""
    assert "not the chair's one to give" in faults(by(given, "secretariat"))
    assert "by another rule" in faults(told(given, vote="against"))
    assert "malformed" in faults(told(given, vote="perhaps"))
    assert "are not tied" in faults(lambda record: record[given - 1]["effects"][-1]["votes"].pop())
    assert "is not over" in faults(told(approved, meeting=2))
    assert "are no document" in faults(told(approved, minutes="0" * 64))
    assert "not the minutes" in faults(told(signed, language="fr"))
    assert "too few members demand" in faults(told(given + 2, outcome="demanded"))


def test_whoever_checks_the_record_sees_a_forged_vote_in_writing() -> None:
    chamber, number, _ = in_writing()
    chamber.at = "2025-01-20T08:00:00.000000Z"
    chamber.delegate("ghent", "assembly.demand_meeting/1", meeting=number)
    last = chamber.delegate("mons", "assembly.demand_meeting/1", meeting=number).n

    def told(n: int, place: int, **fields: Any) -> Any:
        return lambda record: record[n]["effects"][place].update(fields)

    assert "twice" in faults(lambda record: record[last]["by"].update(seat="council/ghent"))
    assert "too few members demand" in faults(told(1, 0, objectors=3))
    assert "not those of meeting" in faults(told(2, 0, closes_at="2025-01-23T23:00:00.000000Z"))
    assert "says who can end it" in faults(lambda record: record[1]["effects"][0].pop("objectors"))
    assert "ends before it begins" in faults(told(1, 0, ends_at="2025-01-01T23:00:00.000000Z"))
