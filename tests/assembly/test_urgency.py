"""A bureau decides in urgency: money moves at once; the council ratifies it, or it lapses."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import CITIES as FOUR
from tests.assembly.leagues import assert_holds, entries, faults
from tests.assembly.meetings import CALLED, COUNTED, IN_ROOM, OBJECTING, RULED, Assembly
from tests.support.money import budget, levy
from tests.support.replaying import assert_replays
from tests.support.urgency import CHARTER, URGENCY, WHY, founded, urgent

from koinon.acts import postponed
from koinon.acts.act import Receipt
from koinon.acts.gate import tick
from koinon.acts.refused import Refused
from koinon.assembly.models import Proposal
from koinon.assembly.queries import ProposalView, proposal
from koinon.assembly.queries_compared import decided_under
from koinon.assembly.queries_urgency import latest_lapsed, to_ratify
from koinon.charter.parsing import parse_charter
from koinon.treasury.acts.budget import AdoptBudget
from koinon.treasury.models import BudgetLine, Invoice

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

LAST = "2025-01-11T23:00:00.000000Z"
"""The end of the tenth whole day after 1 January, on which the bureau voted, in Brussels."""


def seen(number: int, at: str) -> ProposalView:
    found = proposal(number, at)
    assert found is not None
    return found


def ratification(number: int) -> str | None:
    return Proposal.objects.get(number=number).ratification


def code(answer: Any) -> str:
    assert isinstance(answer, Refused), answer
    return answer.code


def test_what_the_bureau_adopts_moves_money_and_is_ratified() -> None:
    league = founded()
    number = league.urgently()
    found = seen(number, league.at)
    assert (found.phase, found.body, found.matters) == ("adopted", "bureau", ("money",))
    assert found.terms.electorate.members == ("ghent", "leuven")
    assert found.urgency is not None
    assert (found.urgency.reason, found.urgency.state, found.urgency.until_at) == (
        WHY,
        "waiting",
        LAST,
    )
    notice, counted = (
        next(e for one in entries() for e in one["effects"] if e["kind"] == kind)
        for kind in ("notice", "decision")
    )
    assert notice["urgent"] is True
    assert counted["ratify_until_at"] == LAST
    assert isinstance(league.commit("heat", 4_000_00), Receipt), "it takes effect at once"

    vote = league.ratify(number)
    assert seen(vote, league.at).body == "council"
    assert seen(vote, league.at).matters == ("money",)
    assert seen(vote, league.at).ratifies == number
    assert [(one.number, one.until_at, one.voting) for one in to_ratify(9)] == [
        (number, LAST, vote)
    ]
    league.to(5)
    league.all_vote(vote, "yes")
    league.to(9)
    assert ratification(number) == "ratified"
    assert to_ratify(9) == ()
    league.to(31)
    assert ratification(number) == "ratified", "and it stays so"
    assert isinstance(league.commit("heat", 5_000_00), Receipt)
    again = league.refused("assembly.open_proposal/1", asked(number), "secretariat")
    assert again.code == "assembly.ratified_already"
    assert_replays()


def asked(number: int) -> dict[str, Any]:
    """A proposal to ratify a decision."""
    return {
        "title": [{"language": "en", "text": "Ratify it"}],
        "acts": [{"type": "assembly.ratify/1", "data": {"proposal": number}}],
    }


def test_what_is_not_ratified_lapses_and_nothing_new_is_done_by_it() -> None:
    league = founded()
    number = league.urgently(budget(9_000_00), levy(3_000_00))
    assert isinstance(league.commit("heat", 4_000_00), Receipt)
    league.to(11, 22)
    assert ratification(number) == "waiting", "the last hour of the last day"
    league.to(11, 23)
    assert ratification(number) == "lapsed"
    lapse = entries()[-1]
    assert (lapse["type"], lapse["by"]["via"]) == ("assembly.let_lapse/1", "clock")
    assert [one.number for one in latest_lapsed(9)] == [number]

    refused = league.commit("heat", 1_00)
    assert code(refused) == "treasury.line_lapsed"
    assert (refused.fact("number"), refused.fact("n")) == (number, lapse["n"])
    invoice = {"commitment": 1, "amount_cents": 4_000_00, "supplier_number": "W-1"}
    league.treasurer("accept_invoice", invoice)
    came = {"bank_reference": "B1", "on": "2025-01-11", "amount_cents": 5_000_00, "city": "ghent"}
    league.treasurer("record_receipt", came)
    league.treasurer("pay", {"invoice": 1})
    assert code(league.refused("treasury.assess_levy/1", {"levy": "dues-2025"}, "treasurer")) == (
        "treasury.levy_lapsed"
    )
    assert not Invoice.objects.exists()
    late = league.refused("assembly.open_proposal/1", asked(number), "secretariat")
    assert late.code == "assembly.unratified"
    assert late.fact("n") == lapse["n"]
    assert_replays()


def test_a_line_that_lapsed_is_added_to_by_nobody() -> None:
    league = founded()
    league.urgently()
    league.to(12)
    league.decide(budget(1_000_00))
    league.to(20)
    (note,) = [one for one in entries() if one["type"] == "acts.note_not_executed/1"]
    assert note["data"]["refusal"] == "treasury.line_lapsed"
    assert_replays()


def test_a_vote_against_ratifying_ends_it_at_once() -> None:
    league = founded()
    number = league.urgently()
    vote = league.ratify(number)
    league.to(5)
    league.all_vote(vote, "no")
    league.to(8)
    assert seen(vote, league.at).phase == "rejected"
    assert ratification(number) == "lapsed"
    assert [one["type"] for one in entries()[-2:]] == [
        "assembly.close_vote/1",
        "assembly.let_lapse/1",
    ]
    assert code(league.commit("heat", 1_00)) == "treasury.line_lapsed"
    assert_replays()


def test_a_vote_noticed_in_time_is_waited_for() -> None:
    league = founded()
    first, second = league.urgently(), 0
    league.to(8)
    vote = league.ratify(first)
    open_one = league.refused("assembly.open_proposal/1", asked(first), "secretariat")
    assert (open_one.code, open_one.fact("other")) == ("assembly.ratification_open", vote)
    league.to(12)
    assert ratification(first) == "waiting", "voting on it is open"
    assert isinstance(league.commit("heat", 1_000_00), Receipt)
    league.all_vote(vote, "yes")
    league.to(14)
    assert ratification(first) == "ratified"
    second = league.propose("Heat again", budget2(), urgent=WHY)
    for city in ("ghent", "leuven"):
        league.bureau(second, city, "yes")
    league.to(22)
    late = league.refused("assembly.open_proposal/1", asked(second), "secretariat")
    assert late.code == "assembly.ratified_late"
    assert_replays()


def budget2() -> tuple[str, dict[str, Any]]:
    """A budget of another line."""
    name, data = budget(2_000_00)
    return name, {**data, "lines": [{**data["lines"][0], "code": "roof"}]}


def test_only_the_matters_named_are_decided_in_urgency_and_by_the_bureau_alone() -> None:
    league = founded()
    title = [{"language": "en", "text": "Now"}]

    def refused(**more: Any) -> str:
        data = {"title": title, "urgent": WHY, **more}
        return league.refused("assembly.open_proposal/1", data, "secretariat").code

    assert refused(matter="ordinary") == "assembly.not_urgent"
    admitted = {"slug": "mons", "name": "Mons", "country": "BE"}
    joining = {"type": "assembly.admit_city/1", "data": {"member": admitted}}
    name, data = budget(1_00)
    money = {"type": name, "data": data}
    assert refused(acts=[joining]) == "assembly.not_urgent"
    assert refused(acts=[money, joining], matter="money") == "assembly.not_urgent"
    number = league.propose("Now", matter="money", urgent=WHY)
    vote = {"proposal": number, "yes": "1"}
    assert code(league.refused("assembly.cast_vote/1", vote, "council/namur")) == (
        "assembly.other_body"
    )
    league.bureau(number, "ghent", "yes")
    league.to(3)
    assert seen(number, league.at).phase == "rejected", "one of two is no majority"
    assert ratification(number) is None
    ratify = {"type": "assembly.ratify/1", "data": {"proposal": number}}
    assert league.refused("assembly.open_proposal/1", asked(number), "secretariat").code == (
        "assembly.nothing_to_ratify"
    )
    other = league.propose("Then", matter="money", urgent=WHY)
    for city in ("ghent", "leuven"):
        league.bureau(other, city, "yes")
    league.to(5)
    ratify = {"type": "assembly.ratify/1", "data": {"proposal": other}}
    assert refused(acts=[ratify]) == "assembly.ratified_in_urgency"
    both = league.refused(
        "assembly.open_proposal/1", {"title": title, "acts": [ratify, money]}, "secretariat"
    )
    assert both.code == "assembly.ratifies_alone"
    assert_replays()


def test_money_in_urgency_is_adopted_on_a_line_of_its_own() -> None:
    league = founded()
    league.decide(budget(9_000_00))
    league.to(9)
    assert BudgetLine.objects.count() == 1
    name, data = budget(1_00)
    title = [{"language": "en", "text": "More heat"}]
    more = {"title": title, "acts": [{"type": name, "data": data}]}
    refused = league.refused("assembly.open_proposal/1", {**more, "urgent": WHY}, "secretariat")
    assert (refused.code, refused.fact("line")) == ("treasury.urgent_line", "heat")
    number = league.propose("More heat", budget(1_00))
    assert seen(number, league.at).urgency is None, "without urgency nothing keeps it from it"
    assert_replays()


def test_a_charter_without_urgency_has_none() -> None:
    league = founded(CHARTER.replace(URGENCY, ""))
    title = [{"language": "en", "text": "Now"}]
    data = {"title": title, "matter": "money", "urgent": WHY}
    refused = league.refused("assembly.open_proposal/1", data, "secretariat")
    assert refused.code == "assembly.no_urgency"
    assert_replays()


def test_the_clock_does_neither_before_its_time_and_nobody_else_does() -> None:
    league = founded()
    number = league.urgently()
    data = {"proposal": number}
    seat = league.refused("assembly.let_lapse/1", data, "secretariat")
    assert seat.code == "authority.by_clock"
    seat = league.refused("assembly.ratify/1", data, "secretariat")
    assert seat.code == "authority.by_decision"
    assert tick(at=league.at) == []
    assert_holds()


def test_what_our_fault_kept_from_being_done_is_not_done_after_the_lapse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("a fault of ours")

    league = founded()
    with monkeypatch.context() as patched:
        patched.setattr(AdoptBudget, "_moves", broken)
        number = league.urgently()
        assert not BudgetLine.objects.exists()
        (held,) = postponed.waiting()
        assert held.act.type == "acts.carry_out/1"
        for day in (4, 7, 11):
            league.to(day)
        assert len(postponed.waiting()) == 1
        league.to(12)
    assert ratification(number) == "lapsed"
    assert postponed.waiting() == ()
    league.to(31)
    assert not BudgetLine.objects.exists()
    assert_replays()


def test_other_rules_judge_it_by_their_own_urgency() -> None:
    league = founded()
    number = league.urgently()
    vote = league.ratify(number)
    league.to(5)
    league.all_vote(vote, "yes")
    league.to(9)
    same = {one.number: one for one in decided_under(parse_charter(CHARTER, file="x"))}
    assert [same[n].would is not None for n in (number, vote)] == [True, True]
    would = same[number].would
    assert would is not None
    assert would.electorate.members == ("ghent", "leuven")
    without = parse_charter(CHARTER.replace(URGENCY, ""), file="x")
    other = {one.number: one for one in decided_under(without)}
    why = other[number].why
    assert why is not None
    assert why.code == "assembly.no_urgency"
    assert other[vote].would is not None, "it was the council's own"


def at_kind(kind: str, record: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first entry with an effect of a kind, and the effect."""
    return next((one, e) for one in record for e in one["effects"] if e["kind"] == kind)


def test_a_verifier_finds_what_does_not_follow() -> None:
    league = founded()
    number = league.urgently()
    vote = league.ratify(number)
    league.to(5)
    league.all_vote(vote, "yes")
    league.to(9)
    assert number == 1

    def change(kind: str, **changed: Any) -> str:
        def apply(record: list[dict[str, Any]]) -> None:
            at_kind(kind, record)[1].update(changed)

        return faults(apply)

    def drop(kind: str, key: str) -> str:
        def apply(record: list[dict[str, Any]]) -> None:
            del at_kind(kind, record)[1][key]

        return faults(apply)

    assert "does not wait" in change("ratification", proposal=2)
    assert "by no vote on it" in change("ratification", by=1)
    assert "adopted in urgency alone" in drop("decision", "ratify_until_at")
    assert "before its voting closed" in change(
        "decision", ratify_until_at="2025-01-01T09:00:00.000000Z"
    )
    assert "comes too late" in change("decision", ratify_until_at="2025-01-04T09:00:00.000000Z")
    assert "urgent is true or left out" in change("notice", urgent=False)
    assert "adopted in urgency alone" in drop("notice", "urgent")

    def lapse(record: list[dict[str, Any]]) -> None:
        effect = at_kind("ratification", record)[1]
        del effect["by"]
        effect["kind"] = "lapse"

    assert "before its time" in faults(lapse)
    assert faults(lambda record: None) == ""
    assert_holds()


MET = urgent(RULED).replace(
    'acts = ["treasury.adopt_budget/1", "treasury.adopt_levy/1", "treasury.commit/1"]',
    "acts = []",
)


def decided_before_a_meeting(days: int) -> tuple[Assembly, int, int]:
    """A decision in urgency of 1 January, and the council's meeting of the 20th."""
    chamber = Assembly()
    within = f"ratified_within_days = {days}"
    chamber.found(FOUR, MET.replace("ratified_within_days = 10", within))
    number = chamber.propose("Now", matter="money", urgent=WHY)
    for city in ("ghent", "leuven"):
        data = {"proposal": number, "yes": "1"}
        chamber.act("assembly.cast_vote/1", data, f"bureau/{city}")
    chamber.at = "2025-01-02T09:00:00.000000Z"
    return chamber, number, chamber.convene("Ratify it")


def enclosed(number: int) -> list[dict[str, Any]]:
    return [{"type": "assembly.ratify/1", "data": {"proposal": number}}]


def test_a_meeting_ratifies_by_roll_call() -> None:
    chamber, number, meeting = decided_before_a_meeting(30)
    vote = chamber.put(meeting, acts=enclosed(number))
    title = [{"language": "en", "text": "Else"}]
    amended = chamber.refusal(
        "ghent", "assembly.table_amendment/1", proposal=vote, title=title, acts=[]
    )
    assert amended == "assembly.ratifies_alone"
    chamber.at = IN_ROOM
    chamber.attend(meeting, *FOUR)
    chamber.open(meeting)
    chamber.at = CALLED
    chamber.call(vote, ghent="yes", leuven="yes", mons="yes", namur="no")
    tick(at=OBJECTING)
    assert ratification(number) == "waiting"
    tick(at=COUNTED)
    assert ratification(number) == "ratified"
    assert_replays()


def test_a_meeting_that_begins_too_late_ratifies_nothing() -> None:
    chamber, number, meeting = decided_before_a_meeting(10)
    data = {"title": [{"language": "en", "text": "Ratify it"}], "acts": enclosed(number)}
    refused = chamber.office_refused("open_proposal/2", meeting=meeting, item=1, **data)
    assert refused == "assembly.ratified_late"
    assert_replays()


def test_a_meeting_that_ends_without_a_vote_is_no_vote_against() -> None:
    chamber, number, meeting = decided_before_a_meeting(30)
    vote = chamber.put(meeting, acts=enclosed(number))
    chamber.at = IN_ROOM
    chamber.attend(meeting, *FOUR)
    chamber.act("assembly.end_meeting/1", {"meeting": meeting}, "secretariat")
    assert seen(vote, chamber.at).phase == "lapsed"
    tick(at="2025-01-31T22:00:00.000000Z")
    assert ratification(number) == "waiting", "it can still be put to another vote"
    tick(at="2025-01-31T23:00:00.000000Z")
    assert ratification(number) == "lapsed"
    assert_replays()
