"""A meeting from its convocation to the count, each scenario verified and replayed."""

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
    assembled,
    convocation,
    in_the_room,
    point,
)

from koinon.assembly.models import Proposal, Vote
from koinon.assembly.queries import proposal, proposals
from koinon.assembly.queries_meetings import agenda_versions, attendances, meeting, meetings

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


def test_a_meeting_decides_by_roll_call_after_the_time_for_objections() -> None:
    chamber, number, asked = in_the_room("The question", "Any other business")
    chamber.at = CALLED
    chamber.delegate("namur", "assembly.cast_vote/2", proposal=asked, yes="1")
    called = chamber.call(asked, ghent="yes", leuven="no", mons={"yes": "1/2", "no": "1/2"})
    assert called.result["closes_at"] == COUNTED
    found = meeting(number, CALLED)
    assert found is not None
    (vote,) = found.votes
    assert (vote.phase, vote.counted_at, vote.decision.tree.met) == ("closed", COUNTED, True)
    assert [(one.city, one.by, one.yes) for one in vote.votes] == [
        ("ghent", "delegate", 1),
        ("leuven", "delegate", 0),
        ("mons", "delegate", vote.votes[2].yes),
        ("namur", None, 1),
    ]
    assert Proposal.objects.get(number=asked).status == "open"
    chamber.at = COUNTED
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    assert Proposal.objects.get(number=asked).status == "adopted"
    assert meetings("past", COUNTED).lines[0].status == "ended"
    assert_holds()


def test_what_is_decided_in_a_meeting_is_carried_out() -> None:
    from tests.support.coalition import member

    chamber = assembled(RULED.replace("objection_days = 1", ""))
    number = chamber.convene()
    acts = [{"type": "assembly.admit_city/1", "data": {"member": member("arlon", 30_000)}}]
    asked = chamber.put(number, acts=acts)
    chamber.at = IN_ROOM
    chamber.attend(number, "ghent", "leuven", "namur")
    chamber.open(number)
    chamber.call(asked, ghent="yes", leuven="yes", namur="no")
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    assert Proposal.objects.get(number=asked).status == "adopted"
    assert [entry["type"] for entry in entries()[-3:]] == [
        "assembly.close_vote/1",
        "assembly.admit_city/1",
        "assembly.end_meeting/1",
    ]
    assert_holds()


def test_convocations_that_cannot_stand_are_refused() -> None:
    chamber = assembled()
    late = chamber.refused(
        "assembly.convene_meeting/1", convocation(begins="2025-01-08T10:00"), OFFICE
    )
    assert late.code == "assembly.convened_late"
    assert (late.fact("first_on"), late.fact("last_on")) == ("2025-01-09", "2024-12-31")
    chamber.act("assembly.convene_meeting/1", convocation(begins="2025-01-09T10:00"), OFFICE)
    for wrong, code in (
        ({"body": "board"}, "no_meetings"),
        ({"begins": "2025-03-30T02:30"}, "no_such_time"),
        ({"begins": "2024-12-30T10:00"}, "meeting_past"),
        ({"second_call_of": 9}, "unknown_meeting"),
        ({"second_call_of": 1}, "had_quorum"),
    ):
        refused = chamber.refused("assembly.convene_meeting/1", convocation(**wrong), OFFICE)
        assert refused.code == f"assembly.{code}"
    assert_holds()


def test_a_charter_without_meetings_has_none() -> None:
    from tests.assembly.leagues import RULES

    chamber = assembled(
        RULES.replace(
            "[authority]",
            '[authority]\n"assembly.convene_meeting/1" = {article = "5", seat = "secretariat"}',
        )
    )
    refused = chamber.refused("assembly.convene_meeting/1", convocation(), OFFICE)
    assert refused.code == "assembly.no_meetings"


def test_two_people_change_one_agenda_and_nothing_is_lost() -> None:
    chamber = assembled()
    number = chamber.convene("Budget", "Accounts")
    chamber.put(number, 2)
    change: dict[str, Any] = {
        "meeting": number,
        "based_on": 1,
        "agenda": [point("Accounts", item=2), point("Greetings"), point("Budget 2025", item=1)],
    }
    chamber.act("assembly.change_agenda/1", change, OFFICE)
    stale = chamber.refused("assembly.change_agenda/1", change, OFFICE)
    assert stale.code == "assembly.agenda_stale"
    assert (stale.fact("version"), stale.fact("changed")) == (2, ("Budget 2025", "Greetings"))
    first, second = agenda_versions(number)
    assert [(one.item, one.title[0][1]) for one in first.items] == [(1, "Budget"), (2, "Accounts")]
    assert [(one.item, one.proposals) for one in second.items] == [(2, (1,)), (3, ()), (1, ())]
    for agenda, code in (
        ([point("Budget", item=1)], "item_in_use"),
        ([point("Budget", item=9)], "unknown_item"),
        ([point("Accounts", item=2), point("Twice", item=2)], "item_twice"),
    ):
        data = {"meeting": number, "based_on": 2, "agenda": agenda}
        assert chamber.office_refused("change_agenda/1", **data) == f"assembly.{code}"
    assert chamber.office_refused("change_agenda/1", **(change | {"based_on": 5})) == (
        "assembly.agenda_unknown"
    )
    chamber.at = "2025-01-17T22:00:00.000000Z"
    chamber.act("assembly.change_agenda/1", change | {"based_on": 2}, OFFICE)
    chamber.at = "2025-01-17T23:00:00.000000Z"
    closed = chamber.refused("assembly.change_agenda/1", change | {"based_on": 3}, OFFICE)
    assert (closed.code, closed.fact("last_on")) == ("assembly.agenda_closed", "2025-01-17")
    late: dict[str, Any] = {"title": [{"language": "en", "text": "Late"}], "matter": "ordinary"}
    assert chamber.office_refused("open_proposal/2", meeting=number, item=1, **late) == (
        "assembly.agenda_closed"
    )
    assert_holds()


def test_no_vote_is_called_without_a_quorum_and_a_second_call_needs_none() -> None:
    chamber = assembled()
    number = chamber.convene()
    asked = chamber.put(number)
    chamber.at = IN_ROOM
    chamber.open(number)
    called = chamber.called(asked, ghent="yes")
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.no_attendance"
    assert chamber.attend(number, "ghent", "mons").result["quorum"] is False
    short = chamber.refused("assembly.record_roll_call/1", called, OFFICE)
    assert (short.code, short.fact("measured"), short.fact("needed")) == (
        "assembly.no_quorum",
        "2",
        "8/3",
    )
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    assert proposal(asked, IN_ROOM).phase == "lapsed"  # type: ignore[union-attr]
    again = {"begins": "2025-01-21T10:00", "second_call_of": number}
    early = chamber.refused("assembly.convene_meeting/1", convocation(**again), OFFICE)
    assert (early.code, early.fact("on")) == ("assembly.second_call_early", "2025-01-22")
    second = chamber.convene(begins="2025-01-22T10:00", second_call_of=number)
    anew = chamber.put(second)
    chamber.at = "2025-01-22T09:30:00.000000Z"
    assert chamber.attend(second, "ghent").result["quorum"] is True
    chamber.open(second)
    chamber.call(anew, ghent="yes")
    found = meeting(second, chamber.at)
    assert found is not None
    assert (found.quorum, found.second_call_of, found.agenda_until) == (None, number, "2025-01-20")
    assert [one.decision.tree.met for one in found.votes] == [False]
    assert_holds()


def test_who_is_present_changes_and_the_quorum_with_it() -> None:
    chamber, number, asked = in_the_room()
    chamber.attend(number, "ghent", "leuven", {"city": "namur", "online": True}, item=1)
    chamber.attend(number, "ghent", "leuven")
    assert [(one.item, len(one.present), one.met) for one in attendances(number)] == [
        (None, 4, True),
        (1, 3, True),
        (None, 2, False),
    ]
    called = chamber.called(asked, ghent="yes")
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.no_quorum"
    chamber.attend(number, "ghent", "leuven", "mons")
    called = chamber.called(asked, namur="yes")
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.not_present"
    assert_holds()


def test_alternates_and_proxies_show_their_papers() -> None:
    chamber, number, asked = in_the_room()
    paper = chamber.document(b"We appoint Mr Z", "application/pdf").model_dump()
    holder = "council/mons"
    for wrong, code in (
        ({"city": "ghent", "by": "alternate"}, "no_instrument"),
        ({"city": "arlon"}, "not_of_the_body"),
        ({"city": "ghent", "by": "proxy"}, "proxy_holder"),
        ({"city": "ghent", "holder": holder}, "proxy_holder"),
        ({"city": "ghent", "by": "proxy", "holder": holder}, "no_proxy_shown"),
        ({"city": "ghent", "by": "proxy", "holder": "council/namur"}, "holder_absent"),
        ({"city": "mons"}, "present_twice"),
    ):
        data: dict[str, Any] = {"meeting": number, "present": [{"city": "mons"}, wrong]}
        assert chamber.office_refused("record_attendance/1", **data) == f"assembly.{code}"
    by_paper = {"city": "ghent", "by": "proxy", "holder": holder, "instrument": paper}
    twice = {"city": "namur", "by": "proxy", "holder": holder, "instrument": paper}
    data = {"meeting": number, "present": [{"city": "mons"}, by_paper, twice]}
    assert chamber.office_refused("record_attendance/1", **data) == "assembly.proxies_full"
    alternate = {"city": "namur", "by": "alternate", "instrument": paper}
    chamber.attend(number, "mons", by_paper, alternate)
    chamber.call(asked, ghent="yes", mons="no", namur="yes")
    rows = Vote.objects.order_by("city").values_list("city", "by", "seat")
    assert list(rows) == [
        ("ghent", "proxy", "council/mons"),
        ("mons", "delegate", "council/mons"),
        ("namur", "alternate", "council/namur"),
    ]
    assert_holds()


def test_a_recorded_proxy_needs_no_paper_and_is_not_used_twice() -> None:
    chamber, number, asked = in_the_room()
    chamber.delegate("ghent", "assembly.give_proxy/1", holder="council/mons", until="2025-02-01")
    chamber.attend(
        number, "leuven", "mons", {"city": "ghent", "by": "proxy", "holder": "council/mons"}
    )
    chamber.delegate("mons", "assembly.cast_vote/2", proposal=asked, yes="1", for_city="ghent")
    called = chamber.called(asked, ghent="yes", mons="no", leuven="no")
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.voted_online"
    chamber.call(asked, mons="no", leuven="no")
    assert_holds()


def test_a_vote_cast_online_stands_until_it_is_taken_back() -> None:
    chamber, _, asked = in_the_room()
    vote: dict[str, Any] = {"proposal": asked}
    assert chamber.refusal("ghent", "assembly.withdraw_vote/1", **vote) == "assembly.nothing_cast"
    chamber.delegate("ghent", "assembly.cast_vote/2", proposal=asked, no="1")
    called = chamber.called(asked, ghent="yes", mons="no", leuven="yes")
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.voted_online"
    chamber.delegate("ghent", "assembly.withdraw_vote/1", **vote)
    chamber.call(asked, ghent="yes", mons="no", leuven="yes")
    assert chamber.refusal("ghent", "assembly.withdraw_vote/1", **vote) == "assembly.rolled"
    cast = {"proposal": asked, "no": "1"}
    assert chamber.refusal("namur", "assembly.cast_vote/2", **cast) == "assembly.rolled"
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.rolled"
    give = {"holder": "council/mons", "proposal": asked}
    assert chamber.refusal("namur", "assembly.give_proxy/1", **give) == "assembly.rolled"
    assert_holds()


def test_a_roll_call_refuses_what_no_list_can_say() -> None:
    chamber, _, asked = in_the_room()
    whole = RULED.replace('vote_from = "delegate, may split"', 'vote_from = "delegate"')
    assert "may split" not in whole
    twice = chamber.called(asked, ghent="yes")
    twice["votes"] *= 2
    assert chamber.office_refused("record_roll_call/1", **twice) == "assembly.called_twice"
    wrong = chamber.called(asked, ghent={"yes": "1", "no": "1"})
    assert chamber.office_refused("record_roll_call/1", **wrong) == "assembly.parts"
    stranger = chamber.called(asked, arlon="yes")
    assert chamber.office_refused("record_roll_call/1", **stranger) == "assembly.not_in_electorate"
    outside = chamber.propose("Outside any meeting", matter="ordinary")
    called = chamber.called(outside, ghent="yes")
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.no_meeting_vote"
    assert_holds()


def test_split_votes_are_called_only_where_the_charter_lets_members_split() -> None:
    whole = RULED.replace('vote_from = "delegate, may split"', 'vote_from = "delegate"')
    chamber, _, asked = in_the_room(charter=whole)
    split = chamber.called(asked, ghent={"yes": "1/2", "no": "1/2"})
    assert chamber.office_refused("record_roll_call/1", **split) == "assembly.no_split"
    assert_holds()


def test_a_wrong_vote_is_objected_to_and_corrected_and_stays_visible() -> None:
    chamber, number, asked = in_the_room()
    chamber.at = CALLED
    too_soon = {"proposal": asked, "reason": "Ghent voted no."}
    assert chamber.refusal("ghent", "assembly.object_to_vote/1", **too_soon) == (
        "assembly.no_roll_call"
    )
    chamber.delegate("namur", "assembly.cast_vote/2", proposal=asked, no="1")
    chamber.call(asked, ghent="yes", leuven="yes")
    assert proposal(asked, CALLED).decision.tree.met  # type: ignore[union-attr]
    chamber.at = OBJECTING
    objection = chamber.delegate("ghent", "assembly.object_to_vote/1", **too_soon)
    fix: dict[str, Any] = {
        "proposal": asked,
        "city": "ghent",
        "no": "1",
        "reason": "The list says no",
    }
    for change, code in (
        ({"no": "0", "yes": "1"}, "same_vote"),
        ({"city": "namur"}, "cast_online"),
        ({"city": "arlon"}, "not_in_electorate"),
        ({"no": "1/2"}, "parts"),
        ({"objection": objection.n + 5}, "unknown_objection"),
    ):
        assert chamber.office_refused("correct_vote/1", **(fix | change)) == f"assembly.{code}"
    fixed = chamber.act("assembly.correct_vote/1", fix | {"objection": objection.n}, OFFICE)
    added = fix | {"city": "mons", "reason": "Mons was left out"}
    chamber.act("assembly.correct_vote/1", added, OFFICE)
    struck = {"proposal": asked, "city": "leuven", "reason": "Leuven did not vote"}
    chamber.act("assembly.correct_vote/1", struck, OFFICE)
    found = meeting(number, OBJECTING)
    assert found is not None
    (vote,) = found.votes
    assert [(one.city, one.before, one.after) for one in vote.corrections] == [
        ("ghent", ("1", "0", "0"), ("0", "1", "0")),
        ("mons", None, ("0", "1", "0")),
        ("leuven", ("1", "0", "0"), None),
    ]
    assert [(one.seat, one.answered_n) for one in vote.objections] == [("council/ghent", fixed.n)]
    assert [one.city for one in vote.roll_calls[0].votes] == ["ghent", "leuven"]
    chamber.at = COUNTED
    assert chamber.office_refused("correct_vote/1", **struck) == "assembly.objections_over"
    assert chamber.refusal("ghent", "assembly.object_to_vote/1", **too_soon) == (
        "assembly.objections_over"
    )
    assert Proposal.objects.get(number=asked).status == "rejected"
    assert_holds()


def test_only_who_was_present_can_have_been_left_out() -> None:
    chamber, number, asked = in_the_room()
    chamber.attend(number, "ghent", "leuven", "mons")
    chamber.call(asked, ghent="yes", leuven="yes", mons="yes")
    chamber.attend(number, "ghent", "leuven", "mons", "namur")
    left_out = {"proposal": asked, "city": "namur", "no": "1", "reason": "Left out"}
    assert chamber.office_refused("correct_vote/1", **left_out) == "assembly.not_present"
    assert_holds()


def test_a_proposal_is_withdrawn_in_the_meeting_before_its_roll_call() -> None:
    chamber, number, asked = in_the_room()
    chamber.delegate("ghent", "assembly.cast_vote/2", proposal=asked, yes="1")
    chamber.act("assembly.withdraw_proposal/1", {"proposal": asked}, OFFICE)
    called = chamber.called(asked, mons="no")
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.withdrawn"
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    assert Proposal.objects.get(number=asked).status == "withdrawn"
    assert_holds()


def test_meetings_that_have_not_begun_or_are_over_refuse() -> None:
    chamber = assembled()
    number = chamber.convene()
    asked = chamber.put(number)
    for name, data in (
        ("record_attendance/1", {"meeting": number}),
        ("open_item/1", {"meeting": number, "item": 1}),
        ("end_meeting/1", {"meeting": number}),
    ):
        assert chamber.office_refused(name, **data) == "assembly.meeting_not_begun"
    called = chamber.called(asked, ghent="yes")
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.item_not_open"
    vote = {"proposal": asked, "yes": "1"}
    assert chamber.refusal("ghent", "assembly.cast_vote/2", **vote) == "assembly.item_not_open"
    chamber.act("assembly.cancel_meeting/1", {"meeting": number, "reason": "Snow"}, OFFICE)
    assert chamber.refusal("ghent", "assembly.cast_vote/2", **vote) == "assembly.lapsed"
    assert chamber.office_refused("open_item/1", meeting=number, item=1) == (
        "assembly.meeting_cancelled"
    )
    second = chamber.convene()
    third = chamber.convene()
    chamber.at = IN_ROOM
    assert chamber.office_refused("cancel_meeting/1", meeting=second, reason="Late") == (
        "assembly.meeting_began"
    )
    chamber.open(second)
    assert chamber.office_refused("open_item/1", meeting=second, item=1) == "assembly.item_opened"
    for item in (2, 99):
        assert chamber.office_refused("open_item/1", meeting=second, item=item) == (
            "assembly.unknown_item"
        )
    chamber.attend(second, "ghent", "leuven", "mons")
    chamber.act("assembly.end_meeting/1", {"meeting": second}, OFFICE)
    assert chamber.office_refused("end_meeting/1", meeting=second) == "assembly.meeting_over"
    coming = meetings("coming", IN_ROOM).lines
    assert [(one.number, one.status) for one in coming] == [(third, "running")]
    assert [one.status for one in meetings("past", IN_ROOM).lines] == ["ended", "cancelled"]
    assert [one.phase for one in proposals("decided", IN_ROOM).lines] == ["lapsed"]
    assert_holds()


def test_whoever_checks_the_record_sees_a_forged_meeting() -> None:
    chamber, number, asked = in_the_room("One", "Two")
    attended = len(entries()) - 2
    opened = attended + 1
    chamber.delegate("namur", "assembly.cast_vote/2", proposal=asked, no="1")
    called = chamber.call(asked, ghent="yes", leuven="no", mons="no").n
    chamber.at = OBJECTING
    chamber.delegate("ghent", "assembly.object_to_vote/1", proposal=asked, reason="No")
    fix = {"proposal": asked, "city": "ghent", "no": "1", "reason": "The list says no"}
    fixed = chamber.act("assembly.correct_vote/1", fix, OFFICE).n
    chamber.at = COUNTED
    over = chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE).n

    def told(n: int, **fields: Any) -> Any:
        return lambda record: record[n]["effects"][-1].update(fields)

    def row(n: int, key: str, place: int, column: int, value: Any) -> Any:
        def change(record: list[dict[str, Any]]) -> None:
            record[n]["effects"][-1][key][place][column] = value

        return change

    def quorum(record: list[dict[str, Any]]) -> None:
        record[attended]["effects"][-1]["quorum"]["votes"].pop()

    assert faults(lambda record: None) == ""
    assert "before it is convened" in faults(told(1, begins_at="2025-01-01T08:00:00.000000Z"))
    assert "does not follow" in faults(told(1, meeting=2))
    assert "no second call" in faults(lambda record: record[1]["effects"][0].pop("quorum"))
    assert "has no item 3" in faults(told(2, item=3))
    assert "of another body" in faults(told(2, meeting=7))
    assert "does not hold" in faults(quorum)
    assert "over others than" in faults(
        lambda record: record[attended]["effects"][-1]["present"].pop()
    )
    assert "no seat in the council" in faults(row(attended, "present", 0, 0, "arlon"))
    assert "represented by proxy" in faults(row(attended, "present", 0, 1, "proxy"))
    assert "not in order" in faults(
        lambda record: record[attended]["effects"][-1]["present"].reverse()
    )
    assert "opens the voting on other" in faults(told(opened, proposals=[]))
    assert "taken up before" in faults(told(opened, item=9))
    online = ["namur", "1", "0", "0", "delegate", "council/namur"]
    assert "after voting online" in faults(
        lambda record: record[called]["effects"][-1]["votes"].append(online)
    )
    assert "do not sum to 1" in faults(row(called, "votes", 0, 1, "1/2"))
    assert "not present so" in faults(row(called, "votes", 0, 4, "alternate"))
    assert "counts other votes" in faults(
        lambda record: record[called]["effects"][-1]["votes"].pop(1)
    )
    assert "before the votes are called" in faults(
        told(called, closes_at="2025-01-20T09:00:00.000000Z")
    )
    assert "did not stand so" in faults(told(fixed, before=["0", "1", "0"]))
    assert "not one that was called" in faults(told(fixed, city="namur"))
    assert "answers no objection" in faults(told(fixed, objection=3))
    assert "which its quorum does not say" in faults(told(over, outcome="without quorum"))
    assert "other proposals lapse" in faults(told(over, lapsed=[1]))
