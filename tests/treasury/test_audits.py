"""An audit: samples that nobody can steer, evidence, confirmations, findings, a signed opinion."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.assembly.leagues import entries, faults
from tests.support.auditing import AUDIT, BY_MONEY, PAYMENTS, Audited, spent
from tests.support.coalition import KEY
from tests.support.money import CITIES
from tests.support.replaying import assert_replays
from tests.support.signing import KeyFile, signed

from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.methods.sampling import Item, Plan, draw, seed_of
from koinon.record import logkeys, store
from koinon.record.effects import EntryError, State
from koinon.record.entries import check_entry
from koinon.record.export import export
from koinon.record.verify import verify
from koinon.treasury.models import (
    Audit,
    AuditSample,
    Confirmation,
    EvidenceRequest,
    Finding,
    SampledItem,
)

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

OPENED = {
    "year": 2025,
    "scope": "All payments, and what members owe",
    "materiality_cents": 3_000_00,
    "basis": "3 % of the year's payments, as the council's audit rules say",
}


def opened(charter: str = AUDIT) -> Audited:
    chest = spent(charter)
    assert chest.auditor("open_audit", **OPENED).result["audit"] == 1
    return chest


def planned(chest: Audited, **more: Any) -> int:
    made = chest.auditor("plan_sample", **{**BY_MONEY, "after_entries": 2, **more})
    number = made.result["sample"]
    assert isinstance(number, int)
    return number


def wait(chest: Audited, entries: int) -> None:
    for _ in range(entries):
        data = {"audit": 1, "entry": 0, "what": "The charter", "seat": "treasurer"}
        chest.auditor("request_evidence", **data)


def drawn(chest: Audited, **more: Any) -> int:
    number = planned(chest, **more)
    wait(chest, 2)
    chest.auditor("draw_sample", sample=number)
    return number


def examined(chest: Audited, sample: int, wrong: dict[int, int] | None = None) -> None:
    """Every item is examined; `wrong` maps what the books say to what it should have been."""
    rows = SampledItem.objects.filter(sample__number=sample).order_by("n", "line")
    items = [
        {"entry": one.n, "line": one.line, "audited_cents": (wrong or {}).get(one.cents, one.cents)}
        for one in rows
    ]
    chest.auditor("examine_items", sample=sample, items=items)


def registered(chest: Audited) -> KeyFile:
    device = KeyFile()
    envelope = chest.envelope("assembly.register_key/1", device.fields(), "auditor")
    answer = enact(signed(envelope, device), at=chest.at)
    assert not isinstance(answer, Refused), answer
    return device


def test_a_sample_follows_from_the_record_alone() -> None:
    chest = opened()
    number = planned(chest)
    plan = AuditSample.objects.get(number=number)
    assert (plan.items, plan.total_cents) == (len(PAYMENTS), sum(PAYMENTS))
    assert plan.seed_size == plan.planned_n + 3
    assert chest.auditor_refused("draw_sample", sample=number) == "treasury.seed_to_come"
    wait(chest, 2)
    # What is paid after the plan is not in the population, and does not move the sample.
    chest.treasurer(
        "accept_invoice", {"commitment": 1, "amount_cents": 5_00, "supplier_number": "S9"}
    )
    chest.treasurer("pay", {"invoice": 9})
    chest.auditor("draw_sample", sample=number)
    # The same by hand: payments are the second line of each journal, from the record's entries.
    paid = [one["n"] for one in entries() if one["type"] == "treasury.pay/1"][: len(PAYMENTS)]
    items = tuple(Item(n, 2, cents) for n, cents in zip(paid, PAYMENTS, strict=True))
    assert plan.seed_size is not None
    root = store.root(plan.seed_size)
    expected = draw(Plan("monetary unit", 2_000_00), items, seed_of(plan.id.bytes, root))
    rows = SampledItem.objects.filter(sample__number=number).order_by("n", "line")
    assert [(one.n, one.line, one.cents, one.why, one.at) for one in rows] == [
        (one.item.n, one.item.line, one.item.cents, one.why, one.at) for one in expected
    ]
    # 4,000 and 3,000 are above the interval; the other 3,000 are hit once or twice.
    assert [one.cents for one in rows if one.why == "whole stratum"] == [4_000_00, 3_000_00]
    assert 1 <= sum(one.why == "hit" for one in rows) <= 2
    assert chest.auditor_refused("draw_sample", sample=number) == "treasury.drawn_already"
    assert_replays()


def test_a_public_draw_gives_the_seed_with_its_paper() -> None:
    chest = opened()
    lottery = {"after_entries": None, "draw_name": "National lottery", "draw_on": "2025-02-01"}
    plan = {"audit": 1, "population": "supplier invoices", "method": "random", "size": 3}
    chest.auditor("plan_sample", **plan, **lottery)
    paper = chest.paper("Numbers drawn: 3 9 14 22 31 40")
    told = {"sample": 1, "outcome": "3 9 14 22 31 40", "paper": paper}
    assert chest.auditor_refused("draw_sample", **told) == "treasury.draw_to_come"
    chest.at = "2025-02-01T21:00:00.000000Z"
    assert chest.auditor_refused("draw_sample", sample=1) == "treasury.draw_lacks"
    chest.auditor("draw_sample", **told)
    assert SampledItem.objects.filter(sample__number=1, why="drawn").count() == 3
    strata = [{"from_cents": 1, "size": 2}, {"from_cents": 1_000_00, "size": 2}]
    chest.auditor(
        "plan_sample",
        audit=1,
        population="commitments",
        method="stratified",
        strata=strata,
        after_entries=1,
    )
    wait(chest, 1)
    not_asked = chest.auditor_refused("draw_sample", **{**told, "sample": 2})
    assert not_asked == "treasury.draw_not_asked"
    chest.auditor("draw_sample", sample=2)
    assert_replays()


def test_the_plan_says_what_its_method_needs() -> None:
    chest = opened()

    def code(**more: Any) -> str:
        plan = {**BY_MONEY, "after_entries": 2, **more}
        return chest.auditor_refused("plan_sample", **plan)

    assert code(size=3) == "treasury.plan_monetary_unit"
    assert code(method="random") == "treasury.plan_random"
    bare = {"interval_cents": None, "confidence_percent": None}
    assert code(method="stratified", **bare) == "treasury.plan_stratified"
    falling = [{"from_cents": 1, "size": 1}, {"from_cents": 1, "size": 1}]
    assert code(method="stratified", strata=falling, **bare) == "treasury.plan_stratified"
    assert code(after_entries=None) == "treasury.plan_chance"
    assert code(draw_name="Lottery") == "treasury.plan_chance"
    today = {"after_entries": None, "draw_name": "Lottery", "draw_on": chest.at[:10]}
    assert code(**today) == "treasury.draw_not_to_come"
    assert code(interval_cents=1) == "treasury.sample_too_large"
    assert code(audit=2) == "treasury.unknown_audit"
    assert chest.auditor_refused("draw_sample", sample=1) == "treasury.unknown_sample"
    assert chest.auditor_refused("open_audit", **OPENED) == "treasury.audit_runs"
    future = chest.auditor_refused("open_audit", **{**OPENED, "year": 2026})
    assert future == "treasury.audit_of_the_future"
    assert chest.auditor("open_audit", **{**OPENED, "year": 2024}).result["audit"] == 2
    assert code(audit=2) == "treasury.population_empty"
    assert_replays()


def test_evidence_is_asked_for_provided_and_judged() -> None:
    chest = opened()
    asked = {"audit": 1, "entry": 12, "what": "The invoice", "seat": "treasurer"}
    assert chest.auditor_refused("request_evidence", **{**asked, "entry": 999}) == (
        "treasury.no_such_entry"
    )
    for nobody in ("council/ghent", "auditor", "nobody"):
        code = chest.auditor_refused("request_evidence", **{**asked, "seat": nobody})
        assert code == "treasury.audit_seat"
    # Asked on the 8th; fourteen days later is the 22nd.
    assert chest.auditor("request_evidence", **asked).result["due"] == "2025-01-22"
    given = {"request": 1, "documents": [chest.paper("Invoice S3")]}
    provide = "treasury.provide_evidence/1"
    assert chest.refused(provide, {"request": 1}, "treasurer").code == "treasury.nothing_provided"
    assert chest.refused(provide, {**given, "request": 2}, "treasurer").code == (
        "treasury.unknown_request"
    )
    early = {"request": 1, "outcome": "accepted"}
    assert chest.auditor_refused("close_request", **early) == "treasury.nothing_to_judge"
    chest.act(provide, given, "treasurer")
    lacks = {"request": 1, "outcome": "insufficient"}
    assert chest.auditor_refused("close_request", **lacks) == "treasury.say_what_lacks"
    chest.at = "2025-01-20T09:00:00.000000Z"
    again = chest.auditor("close_request", **lacks, reason="Page two is missing")
    assert again.result["due"] == "2025-02-03"
    chest.act(provide, {"request": 1, "documents": [chest.paper("Page two")]}, "treasurer")
    chest.auditor("close_request", **early)
    row = EvidenceRequest.objects.get(number=1)
    assert (row.status, len(row.documents)) == ("accepted", 2)
    assert chest.refused(provide, given, "treasurer").code == "treasury.evidence_accepted"
    assert_replays()


def test_evidence_comes_from_the_seat_that_was_asked() -> None:
    both = AUDIT.replace(
        '"treasury.provide_evidence/1" = {article = "10.3", seat = "treasurer"}',
        '"treasury.provide_evidence/1" = [{article = "10.3", seat = "treasurer"}, '
        '{article = "10.3", seat = "secretariat"}]',
    )
    chest = opened(both)
    asked = {"audit": 1, "entry": 0, "what": "The charter", "seat": "secretariat"}
    chest.auditor("request_evidence", **asked)
    given = {"request": 1, "note": "In the archive, box 4"}
    other = chest.refused("treasury.provide_evidence/1", given, "treasurer")
    assert other.code == "treasury.not_asked"
    chest.act("treasury.provide_evidence/1", given, "secretariat")
    assert_replays()


def test_members_confirm_what_they_owe_or_say_what_they_think_they_do() -> None:
    chest = opened()
    answer = "treasury.answer_confirmation/1"
    ask = {"audit": 1, "on": "2025-01-08", "cities": list(CITIES)}
    assert chest.auditor_refused("ask_confirmations", **ask) == "treasury.cut_off_to_come"
    chest.at = "2025-01-09T09:00:00.000000Z"
    nowhere = {**ask, "cities": ["atlantis"]}
    assert chest.auditor_refused("ask_confirmations", **nowhere) == "cities.unknown"
    sent = chest.auditor("ask_confirmations", **ask)
    assert sent.result == {"first": 1, "letters": 3, "due": "2025-01-30"}
    # 47,000 by 260 : 100 : 110 of 470; Ghent paid all, Leuven 4,000 of 10,000, Namur nothing.
    owed = [one.balance_cents for one in Confirmation.objects.order_by("number")]
    assert owed == [0, 6_000_00, 11_000_00]
    assert chest.auditor_refused("ask_confirmations", **ask) == "treasury.asked_already"
    chest.act(answer, {"confirmation": 1, "agrees": True}, "council/ghent")

    def code(city: str, **data: Any) -> str:
        return chest.refused(answer, data, f"council/{city}").code

    assert code("ghent", confirmation=2, agrees=True) == "treasury.other_citys_letter"
    assert code("ghent", confirmation=1, agrees=True) == "treasury.letter_answered"
    assert code("ghent", confirmation=9, agrees=True) == "treasury.unknown_letter"
    assert code("leuven", confirmation=2, agrees=False) == "treasury.figure_and_reason"
    assert code("leuven", confirmation=2, agrees=True, figure_cents=1) == (
        "treasury.figure_and_reason"
    )
    same = {"confirmation": 2, "agrees": False, "figure_cents": 6_000_00, "reason": "So we think"}
    assert code("leuven", **same) == "treasury.same_figure"
    other = {**same, "figure_cents": 5_500_00, "reason": "We paid 500.00 on 7 January"}
    told = chest.act(answer, other, "council/leuven")
    assert told.result["difference_cents"] == 500_00
    explained = {"explanation": "The bank booked it on 10 January", "misstated_cents": 0}
    assert chest.auditor_refused("reconcile_confirmation", confirmation=1, **explained) == (
        "treasury.nothing_to_reconcile"
    )
    for beyond in (500_01, -1):
        wrong = {**explained, "misstated_cents": beyond}
        assert chest.auditor_refused("reconcile_confirmation", confirmation=2, **wrong) == (
            "treasury.beyond_difference"
        )
    chest.auditor("reconcile_confirmation", confirmation=2, **explained)
    assert Confirmation.objects.get(number=3).agrees is None
    assert_replays()


def test_findings_are_replied_to_and_the_opinion_is_signed() -> None:
    chest = opened()
    drawn(chest)
    report = {"document": chest.paper("The report"), "basis": "See the report"}
    opinion = {"audit": 1, "opinion": "qualified", **report}
    device = registered(chest)
    early = chest.concluded(device, **opinion)
    assert isinstance(early, Refused)
    assert early.code == "treasury.items_not_examined"
    examined(chest, 1, {4_000_00: 3_900_00})
    finding = {
        "audit": 1,
        "title": "An invoice was paid 100.00 too high",
        "severity": "significant",
        "seat": "treasurer",
        "amount_cents": 100_00,
        "entries": [12, 11, 12],
    }
    assert chest.auditor("record_finding", **finding).result["due"] == "2025-01-18"
    reply = {"finding": 1, "accepts": True, "reply": "We ask it back", "action_by": "2025-03-01"}
    name = "treasury.reply_to_finding/1"
    missing = chest.refused(name, {**reply, "finding": 2}, "treasurer")
    assert missing.code == "treasury.unknown_finding"
    unsigned = chest.concluded(None, **opinion)
    assert isinstance(unsigned, Refused)
    assert unsigned.code != "treasury.items_not_examined"
    given = chest.concluded(device, **opinion)
    assert not isinstance(given, Refused)
    entry = entries()[given.n]
    assert entry["grant"] == {"kind": "article", "article": "10.6", "signed": "any"}
    assert entry["signed"]["key"] == device.key.fingerprint
    over = chest.auditor_refused("record_finding", **finding)
    assert over == "treasury.audit_over"
    # What was found is replied to and followed up after the opinion too.
    chest.act(name, reply, "treasurer")
    assert chest.refused(name, reply, "treasurer").code == "treasury.replied_already"
    chest.auditor("follow_up_finding", finding=1, status="carried out", note="Paid back on 3 March")
    row = Finding.objects.get(number=1)
    assert (row.entries, row.status, row.accepts) == ([11, 12], "carried out", True)
    assert Audit.objects.get(number=1).opinion == "qualified"
    assert_replays()


def test_no_opinion_can_be_given_on_what_was_not_examined() -> None:
    chest = opened()
    drawn(chest)
    device = registered(chest)
    report = {"document": chest.paper("The report"), "basis": "The invoices burnt"}
    given = chest.concluded(device, audit=1, opinion="disclaimer", **report)
    assert not isinstance(given, Refused)
    assert_replays()


def test_findings_are_replied_to_by_the_seat_responsible() -> None:
    both = AUDIT.replace(
        '"treasury.reply_to_finding/1" = {article = "10.5", seat = "treasurer"}',
        '"treasury.reply_to_finding/1" = [{article = "10.5", seat = "treasurer"}, '
        '{article = "10.5", seat = "secretariat"}]',
    )
    chest = opened(both)
    finding = {"audit": 1, "title": "No minutes", "severity": "minor", "seat": "secretariat"}
    chest.auditor("record_finding", **finding)
    reply = {"finding": 1, "accepts": False, "reply": "They are filed"}
    other = chest.refused("treasury.reply_to_finding/1", reply, "treasurer")
    assert other.code == "treasury.not_asked_to_reply"
    chest.act("treasury.reply_to_finding/1", reply, "secretariat")
    assert_replays()


def test_items_outside_the_sample_are_not_examined() -> None:
    chest = opened()
    number = drawn(chest)
    own = SampledItem.objects.filter(sample__number=number).order_by("n").first()
    assert own is not None
    item = {"entry": own.n, "line": own.line, "audited_cents": own.cents}
    for items in ([item, item], [{**item, "line": 1}]):
        code = chest.auditor_refused("examine_items", sample=number, items=items)
        assert code == "treasury.not_sampled"


def test_silence_of_the_charter_lets_nobody_audit() -> None:
    head, _, rest = AUDIT.partition("[audit]")
    chest = spent(head + "[rules.double]" + rest.partition("[rules.double]")[2])
    assert chest.auditor_refused("open_audit", **OPENED) == "treasury.no_audit"


def test_whoever_checks_the_record_sees_a_steered_sample() -> None:
    chest = opened()
    drawn(chest)
    chest.at = "2025-01-09T09:00:00.000000Z"
    chest.auditor("ask_confirmations", audit=1, on="2025-01-08", cities=["leuven"])
    assert faults(lambda record: None) == ""
    places = {one["type"]: one["n"] for one in entries()}

    def said(act: str, kind: str, **changed: Any) -> str:
        def change(record: list[dict[str, Any]]) -> None:
            (effect,) = (
                one for one in record[places[f"treasury.{act}/1"]]["effects"] if one["kind"] == kind
            )
            effect.update(changed)

        return faults(change)

    whole = "not all that the books hold"
    assert whole in said("plan_sample", "sample_plan", items=7)
    assert whole in said("plan_sample", "sample_plan", total_cents=1)
    assert whole in said("plan_sample", "sample_plan", sha256="0" * 64)
    assert whole in said("plan_sample", "sample_plan", population="receipts")
    assert "exists already" in said("plan_sample", "sample_plan", seed_size=1)
    assert "does not follow" in said("plan_sample", "sample_plan", sample=2)
    assert "no population" in said("plan_sample", "sample_plan", population="gifts")
    assert "cannot be read" in said("plan_sample", "sample_plan", interval_cents=0)
    assert "cannot be read" in said("plan_sample", "sample_plan", strata=[["1", 2]])
    assert "not what its plan" in said("plan_sample", "sample_plan", interval_cents=1_500_00)
    assert "before its value is there" in said("plan_sample", "sample_plan", seed_size=10_000)
    assert "not what its plan" in said("draw_sample", "sample", value="0" * 64)
    assert "no root" in said("draw_sample", "sample", value="seven")
    assert "without a plan" in said("draw_sample", "sample", sample=2)
    assert "not what its plan" in said("draw_sample", "sample", drawn={"seed": "", "items": []})
    asked = "the books say 600000"
    assert asked in said("ask_confirmations", "confirmations", balances=[["leuven", 1]])
    assert "cannot be read" in said("ask_confirmations", "confirmations", balances=[1])


def test_the_verifier_holds_the_value_against_the_tree(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    chest = spent(AUDIT, logkeys.signer().verifier_key(KEY.name))
    chest.auditor("open_audit", **OPENED)
    drawn(chest)
    planned(chest)
    export(tmp_path / "out", signer=logkeys.signer())
    assert verify(tmp_path / "out").problems == ()
    plan = AuditSample.objects.get(number=1)
    assert plan.seed_size is not None
    state = State(read=lambda sha256: (store.document(sha256) or (None,))[0])
    state.roots = {plan.seed_size: store.root(plan.seed_size - 1)}
    with pytest.raises(EntryError, match="another value than was announced"):
        for entry in entries():
            check_entry(state, entry)
