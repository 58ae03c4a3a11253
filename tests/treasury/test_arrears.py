"""Who does not pay is warned, loses what the charter says, and has it back by paying."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import assert_holds, entries, faults
from tests.support.arrears import LOST, NEXT_YEAR, RULES, WARNED, in_debt, pay
from tests.support.money import Chest

from koinon.acts.gate import tick
from koinon.assembly.models import Proposal
from koinon.cities import queries as cities
from koinon.treasury.models import Invoice

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

WARN, SUSPEND = "treasury.warn_of_arrears/1", "treasury.suspend_for_arrears/1"
LIFT = "treasury.lift_suspension/1"


def suspended(charter: str = RULES) -> Chest:
    """Namur has lost its vote."""
    chest = in_debt(charter)
    for chest.at in (WARNED, LOST):
        tick(at=chest.at)
    assert cities.suspension("namur") is not None
    return chest


def electorate(number: int) -> list[str]:
    terms = Proposal.objects.get(number=number).terms
    return list(terms["electorate"]["members"])


def refused_vote(chest: Chest, number: int, city: str) -> str:
    vote = {"proposal": number, "yes": "1"}
    return chest.refused("assembly.cast_vote/1", vote, f"council/{city}").code


def test_a_member_is_warned_then_suspended_to_the_instant() -> None:
    chest = in_debt()
    chest.at = "2025-02-16T22:59:59.999999Z"
    assert tick(at=chest.at) == []
    chest.at = WARNED
    (warned,) = tick(at=chest.at)
    assert (warned.type, warned.result) == (
        WARN,
        {"city": "namur", "warned_from": WARNED, "suspends_at": LOST},
    )
    chest.at = "2025-03-03T22:59:59.999999Z"
    assert tick(at=chest.at) == []
    chest.at = LOST
    (lost,) = tick(at=chest.at)
    assert (lost.type, lost.result) == (SUSPEND, {"city": "namur", "lost": "voting"})
    assert [one.city for one in cities.suspended().values()] == ["namur"]
    assert tick(at=chest.at) == []
    assert_holds()


def test_a_suspended_member_neither_votes_nor_counts_and_paying_restores_it() -> None:
    chest = in_debt()
    tick(at=WARNED)
    chest.at = "2025-03-01T09:00:00.000000Z"
    early = chest.propose("Early", matter="ordinary")
    chest.at = "2025-03-04T09:00:00.000000Z"
    assert refused_vote(chest, early, "namur") == "assembly.suspended"
    late = chest.propose("Late", matter="ordinary")
    assert electorate(early) == ["ghent", "leuven", "namur"]
    assert electorate(late) == ["ghent", "leuven"]

    pay(chest, "B1", 3_666_66, "namur")
    assert refused_vote(chest, early, "namur") == "assembly.suspended"
    pay(chest, "B2", 1, "namur")
    assert cities.suspended() == {}
    chest.vote(early, "namur", "yes")
    chest.at = "2025-03-07T09:00:00.000000Z"
    assert refused_vote(chest, late, "namur") == "assembly.not_in_electorate"
    again = chest.propose("Again", matter="ordinary")
    assert electorate(again) == ["ghent", "leuven", "namur"]
    (past,) = cities.suspensions("namur")
    assert (past.since_at, past.article) == ("2025-03-04T09:00:00.000000Z", "6.5")
    restored = entries()[past.ended_n or 0]
    assert restored["effects"][-1] == {"kind": "restoration", "city": "namur", "reason": "paid"}
    assert_holds()


def test_where_the_charter_says_so_a_suspended_member_still_counts() -> None:
    chest = suspended(RULES.replace('"not counted"', '"counted"'))
    number = chest.propose("Counted", matter="ordinary")
    assert electorate(number) == ["ghent", "leuven", "namur"]
    chest.at = "2025-03-07T09:00:00.000000Z"
    assert refused_vote(chest, number, "namur") == "assembly.suspended"
    assert_holds()


def test_with_all_rights_go_all_acts_but_leaving() -> None:
    rules = RULES.replace('lost = "voting"', 'lost = "all rights"').replace(
        "[authority]\n",
        '[membership]\narticle = "8"\nleave_notice_days = 30\nleave_at = "end of notice"\n\n'
        "[authority]\n",
        1,
    )
    chest = suspended(rules)
    vote = {"proposal": 1, "yes": "1"}
    assert chest.refused("assembly.cast_vote/1", vote, "council/namur").code == (
        "authority.suspended"
    )
    chest.act("assembly.announce_leaving/1", {"city": "namur"}, "council/namur")
    assert cities.suspension("namur") is not None
    assert_holds()


def test_on_the_first_day_of_the_next_year_as_in_mvcog() -> None:
    # "Unpaid on the first day of the next year: loses all rights until paid" (mvcog.net).
    chest = in_debt(NEXT_YEAR)
    chest.at = "2025-12-16T22:59:59.999999Z"
    assert tick(at=chest.at) == []
    chest.at = "2025-12-16T23:00:00.000000Z"
    assert [one.type for one in tick(at=chest.at)] == [WARN, WARN]
    chest.at = "2025-12-31T22:59:59.999999Z"
    assert tick(at=chest.at) == []
    chest.at = "2025-12-31T23:00:00.000000Z"
    assert [one.type for one in tick(at=chest.at)] == [SUSPEND]
    pay(chest, "B1", 3_666_67, "namur")
    assert cities.suspension("namur") is not None, "the second instalment is overdue as well"
    pay(chest, "B2", 7_333_33, "namur")
    assert cities.suspension("namur") is None
    assert_holds()


def test_nobody_is_suspended_without_its_days_of_notice() -> None:
    chest = in_debt()
    chest.at = "2025-06-10T09:00:00.000000Z"  # nothing was done for four months
    (warned,) = tick(at=chest.at)
    # 10 June, fourteen whole days (11 to 24 June), lost as 25 June begins in Brussels.
    assert warned.result["suspends_at"] == "2025-06-24T22:00:00.000000Z"
    assert cities.suspension("namur") is None
    assert_holds()


def test_money_taken_back_brings_a_new_warning_and_no_instant_loss() -> None:
    chest = suspended()
    pay(chest, "B1", 3_666_67, "namur")
    assert cities.suspension("namur") is None
    wrong = {"bank_reference": "B1", "city": "leuven", "reason": "It was Leuven's"}
    chest.treasurer("correct_receipt", wrong)
    assert Invoice.objects.get(number=5).paid_cents == 0
    chest.at = "2025-03-05T09:00:00.000000Z"
    (warned,) = tick(at=chest.at)
    assert (warned.type, warned.result["suspends_at"]) == (WARN, "2025-03-19T23:00:00.000000Z")
    right = {"bank_reference": "B1", "city": "namur", "reason": "No, it was Namur's"}
    chest.treasurer("correct_receipt", right)
    chest.at = "2025-03-20T09:00:00.000000Z"
    assert tick(at=chest.at) == []
    assert_holds()


def test_time_to_pay_gives_the_vote_back_until_the_day_is_over() -> None:
    chest = suspended()
    lift: dict[str, Any] = {"city": "namur", "reason": "Payment agreed for May"}
    still = chest.refused(LIFT, lift, "secretariat")
    assert (still.code, still.fact("number")) == ("treasury.still_overdue", 5)
    for until in ("2025-03-04", "2029-01-01"):
        wrong = chest.refused(LIFT, {**lift, "until": until}, "secretariat")
        assert wrong.code == "treasury.delay_day", until
    given = chest.act(LIFT, {**lift, "until": "2025-05-31"}, "secretariat")
    assert given.result == {"city": "namur", "restored": True}
    assert cities.suspension("namur") is None
    # Until 31 May, then warned fourteen whole days before 1 June: from 17 May on.
    chest.at = "2025-05-16T21:59:59.999999Z"
    assert tick(at=chest.at) == []
    chest.at = "2025-05-16T22:00:00.000000Z"
    (warned,) = tick(at=chest.at)
    assert warned.result["suspends_at"] == "2025-05-31T22:00:00.000000Z"
    nobody = chest.refused(LIFT, {**lift, "city": "ghent"}, "secretariat")
    assert nobody.code == "treasury.not_in_arrears"
    unknown = chest.refused(LIFT, {**lift, "city": "mons"}, "secretariat")
    assert unknown.code == "cities.unknown"
    assert_holds()


def test_where_only_a_decision_restores_paying_alone_does_not() -> None:
    chest = suspended(RULES.replace('restored_by = "payment"', 'restored_by = "decision"'))
    pay(chest, "B1", 11_000_00, "namur")
    assert cities.suspension("namur") is not None
    chest.act(LIFT, {"city": "namur", "reason": "It has paid"}, "secretariat")
    assert cities.suspension("namur") is None
    assert_holds()


def test_the_clock_alone_and_only_in_its_time() -> None:
    by_hand = RULES.replace(
        '"treasury.warn_of_arrears/1" = {article = "6.5", by = "clock"}',
        '"treasury.warn_of_arrears/1" = {article = "6.5", seat = "secretariat"}',
    ).replace(
        '"treasury.suspend_for_arrears/1" = {article = "6.5", by = "clock"}',
        '"treasury.suspend_for_arrears/1" = {article = "6.5", seat = "secretariat"}',
    )
    chest = in_debt(by_hand)

    def code(name: str, number: int) -> str:
        return chest.refused(name, {"invoice": number}, "secretariat").code

    assert code(WARN, 5) == "treasury.not_overdue_yet"
    assert code(WARN, 1) == "treasury.nothing_overdue"
    assert code(SUSPEND, 5) == "treasury.not_warned"
    chest.at = WARNED
    tick(at=chest.at)
    assert code(WARN, 5) == "treasury.warned_already"
    assert code(SUSPEND, 5) == "treasury.notice_runs"
    chest.at = LOST
    tick(at=chest.at)
    assert code(SUSPEND, 5) == "treasury.suspended_already"
    assert_holds()


def test_a_charter_that_is_silent_takes_nothing_away() -> None:
    silent = RULES.replace(RULES[RULES.index("[arrears]") : RULES.index("[authority]")], "")
    chest = in_debt(
        silent.replace(
            '"treasury.warn_of_arrears/1" = {article = "6.5", by = "clock"}',
            '"treasury.warn_of_arrears/1" = {article = "6.5", seat = "secretariat"}',
        )
    )
    chest.at = "2027-01-01T09:00:00.000000Z"
    assert tick(at=chest.at) == []
    assert chest.refused(WARN, {"invoice": 5}, "secretariat").code == "treasury.no_arrears"


def attacked() -> tuple[int, int]:
    """A record with a warning, a suspension, a late notice and a vote; where the first two are."""
    chest = in_debt()
    tick(at=WARNED)
    chest.at = "2025-03-01T09:00:00.000000Z"
    number = chest.propose("Early", matter="ordinary")
    chest.at = "2025-03-04T09:00:00.000000Z"
    tick(at=chest.at)
    chest.propose("Late", matter="ordinary")
    chest.vote(number, "ghent", "yes")
    kinds = [[effect["kind"] for effect in one["effects"]] for one in entries()]
    assert faults(lambda record: None) == ""
    return kinds.index(["arrears_warning"]), kinds.index(["suspension"])


def test_whoever_checks_the_record_sees_an_unjust_suspension() -> None:
    warned, lost = attacked()

    def said(at: int, **changed: Any) -> str:
        return faults(lambda record: record[at]["effects"][0].update(changed))

    assert "without a warning" in said(lost, invoice=6)
    assert "suspended before 2026-01-01" in said(warned, suspends_at="2026-01-01T00:00:00.000000Z")
    assert "an instant that is past" in said(warned, suspends_at=entries()[warned]["at"])
    assert "the books say that it owes less" in said(lost, open_cents=11_000_01)
    assert "the books say that it owes less" in said(warned, open_cents=0)
    assert "owes less" in said(lost, city="ghent")
    assert "takes away nothing that is known" in said(lost, lost="honour")
    assert "takes away nothing that is known" in said(lost, electorate="perhaps")

    def twice(record: list[dict[str, Any]]) -> None:
        record[lost]["effects"] *= 2

    assert "suspended already" in faults(twice)


def test_whoever_checks_the_record_sees_a_vote_without_a_right() -> None:
    _, lost = attacked()

    def voting(record: list[dict[str, Any]]) -> None:
        record[-1]["by"]["seat"] = "council/namur"
        record[-1]["effects"][0]["city"] = "namur"

    def counted(record: list[dict[str, Any]]) -> None:
        every = [effect for one in record for effect in one["effects"]]
        before, after = [one["terms"] for one in every if one["kind"] == "notice"][-2:]
        after["electorate"] = before["electorate"]

    def restored(city: str, reason: str) -> str:
        effect = {"kind": "restoration", "city": city, "reason": reason}
        return faults(lambda record: record[lost]["effects"].append(effect))

    assert "suspended and has no vote" in faults(voting)
    assert "counts in a new electorate" in faults(counted)
    assert "was not suspended" in restored("ghent", "paid")
    assert "no known reason" in restored("namur", "asked")
    assert restored("namur", "paid") == ""
