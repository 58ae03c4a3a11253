"""A member objects to a charge; what was wrong is computed anew, to the cent."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from tests.assembly.leagues import assert_holds, entries, faults
from tests.support.arrears import ALONE, DISPUTED, LOST, RULES, UNSTAYED, WARNED, in_debt, pay
from tests.support.coalition import KEY, member, population
from tests.support.money import CITIES, MONEY, Chest, budget, levy

from koinon.acts.gate import tick
from koinon.cities import queries as cities
from koinon.treasury import ledger, queries
from koinon.treasury.models import CreditNote, Dispute, Invoice
from koinon.treasury.queries import statement

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

OBJECT, WITHDRAW = "treasury.dispute_levy/1", "treasury.withdraw_dispute/1"
ANSWER, RULE = "treasury.answer_dispute/1", "treasury.rule_on_dispute/1"
ANEW_ACT, CORRECT = "treasury.recalculate_levy/1", "cities.correct_fact/1"
CARRY_OUT = "treasury.carry_out_dispute/1"
SENT = {"dispute": 1, "done": "The invoice was sent to the mayor and explained"}
CLAIM = {"ground": "We have 90,000 residents", "figure": "population", "claimed": "90000"}
ANEW = {"levy": "dues-2025", "dispute": 1, "due": "2025-12-01"}
CONTEST = {"dispute": 1, "answer": "contested", "reason": "As filed"}


def objects(chest: Chest, city: str = "namur", **more: Any) -> Any:
    return chest.act(OBJECT, {"levy": "dues-2025", **CLAIM, **more}, f"council/{city}")


def corrected(chest: Chest, people: int = 90_000, supersedes: int = 0) -> Any:
    fact = {"city": "namur", "supersedes": supersedes, "fact": population(people)}
    return chest.act(CORRECT, fact, "secretariat")


def ruled(chest: Chest, outcome: str = "upheld", dispute: int = 1) -> Any:
    ruling = {"dispute": dispute, "outcome": outcome, "reason": "The register says so"}
    return chest.act(RULE, ruling, "arbiter")


def protested(chest: Chest, cents: int) -> None:
    paid = {"bank_reference": "P1", "on": chest.at[:10], "amount_cents": cents, "city": "namur"}
    reason = {"under_protest": "Our residents are counted wrongly"}
    chest.act("treasury.record_receipt/2", paid | reason, "treasurer")


def test_an_upheld_objection_is_carried_out_to_the_cent() -> None:
    chest = in_debt(DISPUTED)
    assert objects(chest).result["dispute"] == 1
    chest.act(ANSWER, CONTEST, "treasurer")
    ruled(chest)
    corrected(chest)
    anew = chest.act(ANEW_ACT, ANEW, "treasurer")
    # 47,000 by 260 : 100 : 90 of 450: 27,155.555..., 10,444.444..., 9,400; the odd cent is Ghent's.
    # Before: 26,000, 10,000, 11,000. So Ghent owes 1,155.56 more, Leuven 444.44, Namur 1,600 less.
    changed = {"credited_cents": 1_600_00, "charged_cents": 1_600_00}
    assert anew.result == {"levy": "dues-2025", "dispute": 1, **changed}
    further = Invoice.objects.filter(number__gt=6).order_by("number")
    assert [(one.city, one.amount_cents, one.due) for one in further] == [
        ("ghent", 1_155_56, "2025-12-01"),
        ("leuven", 444_44, "2025-12-01"),
    ]
    (note,) = CreditNote.objects.all()
    assert (note.number, note.city, note.amount_cents) == (1, "namur", 1_600_00)
    assert note.settled == [[5, 1_600_00]], "of Namur's first instalment, 3,666.67"
    owed = [ledger.balance(f"receivable/{one}").net for one in ("ghent", "leuven", "namur")]
    assert owed == [1_155_56, 444_44, 9_400_00]
    assert ledger.balance("2025/contributions").net == -47_000_00
    own = statement("EUR", "namur")
    assert (own.charged_cents, own.paid_cents, own.open_cents) == (9_400_00, 0, 9_400_00)
    assert ledger.wrong_balances() == ()
    again = chest.refused(ANEW_ACT, ANEW, "treasurer")
    assert again.code == "treasury.recalculated_already"
    assert_holds()


def test_what_was_paid_too_much_stays_to_the_members_credit() -> None:
    chest = in_debt(DISPUTED)
    protested(chest, 11_000_00)
    objects(chest)
    corrected(chest)
    ruled(chest, "upheld in part")
    chest.act(ANEW_ACT, ANEW, "treasurer")
    assert ledger.balance("advance/namur").net == -1_600_00
    own = statement("EUR", "namur")
    assert (own.charged_cents, own.paid_cents, own.credit_cents) == (9_400_00, 9_400_00, 1_600_00)
    assert_holds()


def test_a_credit_is_repaid_when_nothing_is_open_that_it_could_settle() -> None:
    chest = in_debt(DISPUTED)
    repay = ("treasury.repay_credit/1", {"city": "namur"}, "treasurer")
    assert chest.refused(*repay).code == "treasury.nothing_to_repay"
    pay(chest, "B1", 11_000_00, "namur")
    objects(chest)
    corrected(chest)
    ruled(chest)
    chest.act(ANEW_ACT, ANEW, "treasurer")
    pay(chest, "B2", 100_00, "ghent")
    bank = ledger.balance("bank").net
    assert chest.act(*repay).result == {"city": "namur", "repaid_cents": 1_600_00}
    assert ledger.balance("bank").net == bank - 1_600_00
    assert statement("EUR", "namur").credit_cents == 0
    assert chest.refused(*repay).code == "treasury.nothing_to_repay"
    pay(chest, "B3", 20_000_00, "namur")
    assert chest.refused(*repay).code == "authority.above_limit", "15,000 by the article"
    assert_holds()


def test_a_credit_is_not_repaid_while_it_could_settle_something() -> None:
    chest = in_debt(ALONE)
    pay(chest, "B1", 11_000_00, "namur")
    objects(chest)
    first = corrected(chest, 90_000)
    ruled(chest)
    chest.act(ANEW_ACT, ANEW, "treasurer")
    assert statement("EUR", "namur").credit_cents == 1_600_00
    objects(chest, claimed="120000")
    ruled(chest, dispute=2)
    corrected(chest, 120_000, first.n)
    chest.act(ANEW_ACT, {**ANEW, "dispute": 2}, "treasurer")
    # 47,000 by 120 of 480 is 11,750: 2,350 more than the 9,400 before.
    assert statement("EUR", "namur").open_cents == 2_350_00
    refused = chest.refused("treasury.repay_credit/1", {"city": "namur"}, "treasurer")
    assert refused.code == "treasury.credit_needed"
    assert refused.fact("open_cents") == 1_600_00
    assert_holds()


def test_where_the_charter_says_so_only_the_disputing_member_is_charged_anew() -> None:
    chest = in_debt(ALONE)
    objects(chest)
    chest.act(ANSWER, CONTEST | {"answer": "granted"}, "treasurer")
    assert Dispute.objects.get(number=1).status == "settled"
    corrected(chest)
    chest.act(ANEW_ACT, ANEW, "treasurer")
    assert ledger.balance("receivable/namur").net == 9_400_00
    assert Invoice.objects.count() == 6
    assert ledger.balance("2025/contributions").net == -45_400_00, "1,600 are less revenue"
    assert_holds()


def test_an_open_objection_stays_a_suspension_and_a_rejected_one_warns_anew() -> None:
    chest = in_debt(DISPUTED)
    for chest.at in (WARNED, LOST):
        tick(at=chest.at)
    assert cities.suspension("namur") is not None
    objects(chest)
    assert cities.suspension("namur") is None
    chest.at = "2025-09-20T09:00:00.000000Z"
    assert tick(at=chest.at) == []
    ruled(chest, "rejected")
    chest.at = "2025-09-21T09:00:00.000000Z"
    warned = tick(at=chest.at)
    assert [one.type for one in warned] == ["treasury.warn_of_arrears/1"] * 2
    # Fourteen whole days of notice: 22 September to 5 October.
    assert warned[0].result["suspends_at"] == "2025-10-05T22:00:00.000000Z"
    chest.at = "2025-10-05T22:00:00.000000Z"
    tick(at=chest.at)
    assert cities.suspension("namur") is not None
    assert_holds()


def test_without_a_stay_the_rights_are_lost_meanwhile() -> None:
    chest = in_debt(UNSTAYED)
    objects(chest)
    for chest.at in (WARNED, LOST):
        tick(at=chest.at)
    assert cities.suspension("namur") is not None
    chest.act(WITHDRAW, {"dispute": 1}, "council/namur")
    assert Dispute.objects.get(number=1).status == "withdrawn"
    assert_holds()


def test_the_time_to_object_ends_and_a_payment_under_protest_opens_it_again() -> None:
    chest = in_debt(DISPUTED.replace("object_within_days = 60", "object_within_days = 10"))
    # Assessed on 8 January; ten whole days, 9 to 18 January.
    chest.at = "2025-01-18T23:00:00.000000Z"
    late = chest.refused(OBJECT, {"levy": "dues-2025", **CLAIM}, "council/namur")
    assert late.code == "treasury.too_late_to_object"
    assert late.fact("until_at") == "2025-01-18T23:00:00.000000Z"
    chest.at = "2025-01-20T09:00:00.000000Z"
    protested(chest, 3_666_67)
    chest.at = "2025-01-30T22:59:59.000000Z"
    objects(chest)
    assert_holds()


def test_what_is_not_so_is_refused() -> None:
    chest = in_debt(DISPUTED)

    def code(name: str, data: dict[str, Any], by: str = "council/namur") -> str:
        return chest.refused(name, data, by).code

    claim = {"levy": "dues-2025", **CLAIM}
    half = {"levy": "dues-2025", "ground": "x", "figure": "population"}
    assert code(OBJECT, {**claim, "levy": "tax"}) == "treasury.unknown_levy"
    assert code(OBJECT, half) == "treasury.figure_and_claim"
    assert code(ANEW_ACT, ANEW, "treasurer") == "treasury.unknown_dispute"
    objects(chest)
    assert code(OBJECT, claim) == "treasury.disputed_already"
    assert code(WITHDRAW, {"dispute": 1}, "council/ghent") == "treasury.other_citys_dispute"
    ruling = {"dispute": 1, "outcome": "upheld", "reason": "We say so"}
    assert code(RULE, ruling) == "treasury.own_case"
    assert code(ANEW_ACT, ANEW, "treasurer") == "treasury.not_upheld"
    chest.act(ANSWER, CONTEST, "treasurer")
    assert code(ANSWER, CONTEST, "treasurer") == "treasury.answered_already"
    ruled(chest)
    assert code(RULE, ruling, "arbiter") == "treasury.dispute_over"
    assert code(ANEW_ACT, ANEW, "treasurer") == "treasury.nothing_to_recalculate"
    wrong = {"city": "namur", "supersedes": 3, "fact": population(90_000)}
    assert code(CORRECT, wrong, "secretariat") == "cities.nothing_superseded"
    corrected(chest)
    again = {"city": "namur", "supersedes": 0, "fact": population(80_000)}
    assert code(CORRECT, again, "secretariat") == "cities.corrected_already"
    assert_holds()


def test_what_changes_no_figure_is_carried_out_by_saying_what_was_done() -> None:
    chest = in_debt(DISPUTED)
    objects(chest, ground="It was sent to nobody", figure=None, claimed=None)
    early = chest.refused(CARRY_OUT, SENT, "treasurer")
    assert early.code == "treasury.nothing_to_carry_out"
    ruled(chest)
    assert queries.disputes_waiting(9)[0].to_carry_out
    assert chest.act(CARRY_OUT, SENT, "treasurer").result == {"dispute": 1}
    found = queries.dispute(1)
    assert found is not None
    assert (found.to_carry_out, found.done) == (False, SENT["done"])
    assert queries.disputes_waiting(9) == ()
    for again in ((CARRY_OUT, SENT, "treasurer"), (ANEW_ACT, ANEW, "treasurer")):
        assert chest.refused(*again).code == "treasury.recalculated_already"
    assert_holds()
    places = {one["type"]: one["n"] for one in entries()}

    def twice(record: list[dict[str, Any]]) -> None:
        record[places[CARRY_OUT]]["effects"] *= 2

    def for_nothing(record: list[dict[str, Any]]) -> None:
        record[places[RULE]]["effects"][0]["outcome"] = "rejected"

    for lie in (twice, for_nothing):
        assert "dispute 1 has nothing that is to be carried out." in faults(lie)


def test_a_wrong_figure_is_corrected_and_not_explained_away() -> None:
    chest = in_debt(DISPUTED)
    objects(chest)
    ruled(chest)
    assert chest.refused(CARRY_OUT, SENT, "treasurer").code == "treasury.figure_to_correct"
    corrected(chest)
    assert chest.refused(CARRY_OUT, SENT, "treasurer").code == "treasury.charges_to_compute"
    chest.act(ANEW_ACT, ANEW, "treasurer")
    objects(chest, claimed="80000")
    ruled(chest, "upheld in part", dispute=2)
    chest.act(CARRY_OUT, SENT | {"dispute": 2}, "treasurer")
    assert_holds()


def test_silence_of_the_charter_lets_nobody_object() -> None:
    granted = '[authority]\n"treasury.dispute_levy/1" = {article = "6", body = "council"}\n'
    chest = in_debt(RULES.replace("[authority]\n", granted))
    claim = {"levy": "dues-2025", "ground": "Too much"}
    assert chest.refused(OBJECT, claim, "council/namur").code == "treasury.no_disputes"


def test_a_city_that_joined_later_was_not_charged() -> None:
    chest = in_debt(DISPUTED)
    mons = {"slug": "mons", "name": "Mons", "country": "BE", "facts": [population(95_000)]}
    chest.decide(("assembly.admit_city/1", {"member": mons}))
    claim = {"levy": "dues-2025", "ground": "Too much"}
    assert chest.refused(OBJECT, claim, "council/mons").code == "treasury.not_charged"
    assert_holds()


def test_whoever_checks_the_record_sees_a_false_recalculation() -> None:
    chest = in_debt(DISPUTED)
    objects(chest)
    ruled(chest)
    corrected(chest)
    chest.act(ANEW_ACT, ANEW, "treasurer")
    places = {one["type"]: one["n"] for one in entries()}
    assert faults(lambda record: None) == ""

    def said(act: str, kind: str, **changed: Any) -> str:
        def change(record: list[dict[str, Any]]) -> None:
            (effect,) = (one for one in record[places[act]]["effects"] if one["kind"] == kind)
            effect.update(changed)

        return faults(change)

    assert "than follow from it" in said(ANEW_ACT, "recalculation", changes=[["namur", -160_001]])
    assert "than follow from it" in said(ANEW_ACT, "recalculation", scope="disputing member")
    assert "no known scope" in said(ANEW_ACT, "recalculation", scope="some")
    assert "without a dispute" in said(ANEW_ACT, "recalculation", dispute=2)
    assert "not upheld" in said(RULE, "dispute_end", outcome="rejected")
    assert "cannot end it so" in said(RULE, "dispute_end", outcome="withdrawn")
    assert "no known outcome" in said(RULE, "dispute_end", outcome="forgotten")
    assert "is not open" in said(RULE, "dispute_end", dispute=2)
    assert "a seat of another" in said(OBJECT, "dispute", city="ghent")
    assert "does not follow" in said(OBJECT, "dispute", dispute=2)
    assert "nothing that namur was charged" in said(OBJECT, "dispute", levy="tax")


def _anew(record: list[dict[str, Any]]) -> dict[str, Any]:
    """The assessment a recalculation states, to be changed."""
    every = [one for entry in record for one in entry["effects"]]
    (effect,) = (one for one in every if one["kind"] == "recalculation")
    assessment: dict[str, Any] = effect["assessment"]
    return assessment


def _fact(record: list[dict[str, Any]], act: str, **changed: Any) -> None:
    """Change what the last act of this kind states as Namur's figure."""
    entry = [one for one in record if one["type"] == act][-1]
    facts = (one for one in entry["effects"] if one["kind"] == "fact")
    next(one for one in facts if one["subject"] == "city:namur").update(changed)


def test_whoever_checks_sees_a_recalculation_by_other_figures_than_the_record_holds() -> None:
    chest = in_debt(DISPUTED)
    objects(chest)
    ruled(chest)
    first = corrected(chest, 95_000)
    corrected(chest, 90_000, first.n)
    newer = {"city": "namur", "fact": population(120_000, "2025-01-05")}
    chest.act("cities.certify_fact/1", newer, "secretariat")
    chest.act(ANEW_ACT, ANEW, "treasurer")
    assert_holds()
    assert ledger.balance("receivable/namur").net == 9_400_00, "the newer figure does not count"

    # The whole recalculation by 90,000 is sound in itself; the record says otherwise.
    assert faults(lambda record: _fact(record, CORRECT, value=95_000)) == (
        "effect 0: the recalculation of dues-2025 reckons namur by a weight:people of 90000; by "
        "the figures on record it is 95000."
    )

    def first_stands(record: list[dict[str, Any]]) -> None:
        del [one for one in record if one["type"] == CORRECT][-1]["effects"][0]["supersedes"]

    assert "by the figures on record it is 95000." in faults(first_stands)

    def ghent_too(record: list[dict[str, Any]]) -> None:
        _fact(record, CORRECT, subject="city:ghent", supersedes=0, value=250_000)

    assert "reckons ghent by a weight:people of 260000" in faults(ghent_too)

    def another_limit(record: list[dict[str, Any]]) -> None:
        anew = _anew(record)
        anew["members"][0]["limits"] = [["levy_per_year", "99999999"]]
        inputs = {name: anew[name] for name in ("levy", "members", "need_cents", "figures")}
        text = json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        anew["inputs_sha256"] = hashlib.sha256(text.encode()).hexdigest()

    assert "other members" in faults(another_limit)


ROOTS = DISPUTED.replace(
    'kind = "metric"\nfact = "population"',
    'kind = "square_root"\nfact = "population"\ndigits = 2',
)


def test_a_weight_that_is_worked_out_changes_only_where_a_figure_was_corrected() -> None:
    chest = in_debt(ROOTS)
    objects(chest)
    ruled(chest)
    corrected(chest)
    chest.act(ANEW_ACT, ANEW, "treasurer")
    assert_holds()

    def only_newer(record: list[dict[str, Any]]) -> None:
        entry = next(one for one in record if one["type"] == CORRECT)
        del entry["effects"][0]["supersedes"]

    # √110,000 = 331.66...: what Namur was charged by, and nothing superseded it.
    assert "reckons namur by a weight:people of 300; by the figures on record it is 16583/50." in (
        faults(only_newer)
    )


def test_whoever_checks_sees_a_levy_by_other_figures_than_the_record_holds() -> None:
    chest = Chest()
    chest.found(CITIES, MONEY)
    kind, data = levy(47_000_00)
    named = json.loads(json.dumps(data).replace("weight:people", "population"))
    chest.decide(budget(90_000_00), (kind, named))
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    assert_holds()
    genesis = "assembly.found_coalition/1"
    assert faults(lambda record: _fact(record, genesis, value=100_000)) == (
        "effect 0: the levy dues-2025 charges namur by a population of 110000, which is not the "
        "figure in force."
    )
    later = {"on": "2025-02-01"}
    assert "not the figure in force" in faults(lambda record: _fact(record, genesis, **later))


def test_a_figure_of_another_day_is_not_corrected_with_one() -> None:
    """One entry states two figures, of 2023 and 2024: a correction of one leaves the other."""
    chest = Chest()
    both = {"namur": [population(100_000, "2023-01-01"), population(110_000)]}
    found_with(chest, both)
    wrong = {"city": "namur", "supersedes": 0, "fact": population(101_000, "2023-01-01")}
    chest.act(CORRECT, wrong, "secretariat")
    counted = cities.facts_corrected("population", "2025-01-01", 1)
    assert counted["namur"].value == 110_000
    corrected(chest)
    assert cities.facts_corrected("population", "2025-01-01", 1)["namur"].value == 90_000
    assert_holds()

    def elsewhere(record: list[dict[str, Any]]) -> None:
        _fact(record, CORRECT, on="2022-01-01")

    assert "states no population of city:namur to supersede." in faults(elsewhere)


def found_with(chest: Chest, facts: dict[str, list[dict[str, Any]]]) -> None:
    """Found the league with these figures of some cities."""
    charter = chest.document(DISPUTED.encode())
    members = [member(slug, people) for slug, people in CITIES.items()]
    for one in members:
        one["facts"] = facts.get(one["slug"], one["facts"])
    chest.act(
        "assembly.found_coalition/1",
        {
            "origin": "test.example/league",
            "log_key": str(KEY),
            "charter": charter.model_dump(),
            "clock": "told",
            "fictional": True,
            "members": members,
        },
    )


def test_a_stayed_suspension_is_seen_in_the_record() -> None:
    chest = in_debt(UNSTAYED)
    objects(chest)
    for at in (WARNED, LOST):
        tick(at=at)

    def stays(record: list[dict[str, Any]]) -> None:
        every = [one for entry in record for one in entry["effects"] if one["kind"] == "dispute"]
        every[0]["stays"] = True

    assert "although its dispute 1 stays it" in faults(stays)


def test_two_corrections_one_after_the_other() -> None:
    chest = in_debt(DISPUTED)
    objects(chest)
    ruled(chest)
    first = corrected(chest, 90_000)
    chest.act(ANEW_ACT, ANEW, "treasurer")
    objects(chest, claimed="110000")
    corrected(chest, 110_000, first.n)
    ruled(chest, dispute=2)
    chest.act(ANEW_ACT, {**ANEW, "dispute": 2}, "treasurer")
    owed = [ledger.balance(f"receivable/{one}").net for one in ("ghent", "leuven", "namur")]
    assert owed == [0, 0, 11_000_00]
    assert sum(one.amount_cents for one in CreditNote.objects.all()) == 3_200_00
    pay(chest, "B9", 11_000_00, "namur")
    assert_holds()
