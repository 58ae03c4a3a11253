"""A coalition ends: it is dissolved by decision, settles, and shares out what it has, exactly."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from tests.assembly.leagues import faults
from tests.support.arrears import pay
from tests.support.coalition import member
from tests.support.dissolving import DISSOLVE, RULES, Ending, levied
from tests.support.money import levy
from tests.support.replaying import assert_replays

from koinon.assembly.models import Proposal
from koinon.assembly.queries_dissolution import dissolved
from koinon.cities import queries as cities
from koinon.methods.plain import to_plain
from koinon.methods.sharing import share_out
from koinon.treasury import queries as treasury
from koinon.treasury.models import Invoice

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


def shares() -> dict[str, int]:
    found = treasury.sharing_out("EUR")
    assert found is not None
    assert found.sharing is not None
    return {one.member: one.cents for one in found.sharing.shares}


def credits() -> dict[str, int]:
    return {city: treasury.statement("EUR", city).credit_cents for city in cities.members()}


def test_what_is_there_is_shared_by_what_each_paid() -> None:
    ending = levied()
    ending.decide(DISSOLVE)
    ended = dissolved()
    assert ended is None, "the clock counts with the next act"
    ending.treasurer(
        "pay_unavoidable",
        {
            "year": 2025,
            "line": "fees",
            "title": "Bank charges",
            "amount_cents": 500_00,
        },
    )
    assert dissolved() is not None
    # At the bank 35,000.01 less 500; owed by Leuven 5,000, by Namur 6,999.99: together 46,500.
    # Paid were 26,000.00, 5,000.00 and 4,000.01 of 35,000.01.
    answer = ending.share_out()
    assert answer.result["total_cents"] == 46_500_00
    whole = 35_000_01
    exact = {
        city: Fraction(46_500_00 * paid, whole)
        for city, paid in (("ghent", 26_000_00), ("leuven", 5_000_00), ("namur", 4_000_01))
    }
    assert [int(exact[city]) for city in sorted(exact)] == [34_542_84, 6_642_85, 5_314_29]
    # 2 cents are left; of the fractions 0.727, 0.524 and 0.748 the largest are served.
    assert sum(map(int, exact.values())) == 46_500_00 - 2
    assert shares() == {"ghent": 34_542_85, "leuven": 6_642_85, "namur": 5_314_30}
    assert credits() == {"ghent": 34_542_85, "leuven": 1_642_85, "namur": 0}
    assert treasury.statement("EUR", "namur").open_cents == 6_999_99 - 5_314_30
    assert treasury.statement("EUR", "leuven").open_cents == 0
    leuven = ending.treasurer("repay_credit", {"city": "leuven"})
    assert leuven.result["repaid_cents"] == 1_642_85
    short = ending.refused("treasury.repay_credit/1", {"city": "ghent"}, "treasurer")
    assert short.code == "treasury.overdrawn", "Namur still has to pay"
    paid = {"bank_reference": "B1", "on": ending.at[:10], "amount_cents": 1_685_69, "city": "namur"}
    ending.treasurer("record_receipt", paid)
    ending.treasurer("repay_credit", {"city": "ghent"})
    chest = treasury.chest("EUR")
    assert (chest.bank_cents, chest.receivable_cents, chest.advances_cents) == (0, 0, 0)
    assert_replays()


def test_nothing_is_shared_while_anything_is_open_and_what_is_open_is_named() -> None:
    ending = levied()
    ending.commit("heat", 1_000_00)
    ending.decide(DISSOLVE)
    refused = ending.refused("treasury.share_out/1", {}, "treasurer")
    assert (refused.code, dict(refused.facts)) == ("treasury.commitments_open", {"numbers": "1"})
    number = ending.bill(1, 1_000_00, "W-1")
    refused = ending.refused("treasury.share_out/1", {}, "treasurer")
    assert (refused.code, dict(refused.facts)) == ("treasury.suppliers_unpaid", {"numbers": "1"})
    ending.treasurer("pay", {"invoice": number})
    bank = {"bank_reference": "D1", "on": ending.at[:10], "amount_cents": 7_00, "text": "Charges"}
    ending.treasurer("record_bank_debit", bank)
    refused = ending.refused("treasury.share_out/1", {}, "treasurer")
    assert refused.code == "treasury.bank_unexplained"
    assert dict(refused.facts) == {"amount_cents": 7_00, "references": "D1"}
    ending.treasurer(
        "explain_debit", {"bank_reference": "D1", "year": 2025, "line": "fees", "title": "Fees"}
    )
    assert ending.share_out().result["total_cents"] == 45_993_00
    assert_replays()


def test_it_is_shared_once_by_who_may_after_the_dissolution() -> None:
    ending = levied()
    assert ending.cannot_share_out() == "treasury.not_dissolved"
    assert ending.cannot_share_out("secretariat") == "authority.other_seat"
    assert ending.refused("assembly.dissolve/1", {}, "treasurer").code == "authority.by_decision"
    ending.decide(DISSOLVE)
    ending.share_out()
    assert ending.cannot_share_out() == "treasury.shared_out_already"
    assert (
        ending.refused(
            "treasury.pay_unavoidable/1",
            {
                "year": 2025,
                "line": "fees",
                "title": "More",
                "amount_cents": 1_00,
            },
            "treasurer",
        ).code
        == "treasury.shared_out"
    )
    refused = ending.commit("heat", 1_00)
    assert refused.code == "treasury.shared_out"
    assert_replays()


def test_from_the_dissolution_on_it_only_winds_up() -> None:
    ending = levied()
    again = ending.propose("Twice", DISSOLVE)
    join = ending.propose(
        "Mons joins", ("assembly.admit_city/1", {"member": member("mons", 95_000)})
    )
    late = ending.propose("More dues", levy(1_000_00))
    ending.decide(DISSOLVE)
    before = ending.at
    ending.at = ending.at[:8] + "12T12:00:00.000000Z"
    for number in (again, join, late):
        for city in ("ghent", "leuven", "namur"):
            ending.vote(number, city, "yes")
    ending.at = before
    refused = ending.refused(
        "assembly.open_proposal/1",
        {"title": [{"language": "en", "text": "Business"}], "matter": "ordinary", "acts": []},
        "secretariat",
    )
    assert (refused.code, dict(refused.facts)["article"]) == ("assembly.dissolved_matter", "16.1")
    ending.propose("Sell the desks", matter="winding")
    statuses = {row.number: row.status for row in Proposal.objects.order_by("number")}
    assert statuses[join] == statuses[late] == statuses[again] == "adopted"
    assert cities.members() == ("ghent", "leuven", "namur"), "adopted, not executed"
    assert [one.code for one in treasury.levies()] == ["dues-2025"]
    assert_replays()


LENT = RULES.replace('by = "contributions"', 'by = "people"', 1).replace(
    '"treasury.explain_debit/1" = {article = "7.6", seat = "treasurer", up_to = 500}',
    '"treasury.explain_debit/1" = {article = "7.6", seat = "treasurer"}',
)


def lost(charter: str = LENT) -> Ending:
    """All is paid, and the bank took 100.01 more than there was."""
    ending = levied(charter)
    for place, (city, cents) in enumerate((("leuven", 5_000_00), ("namur", 6_999_99))):
        pay(ending, f"B{place}", cents, city)
    taken = {
        "bank_reference": "D1",
        "on": ending.at[:10],
        "amount_cents": 47_100_01,
        "text": "Loss",
    }
    ending.treasurer("record_bank_debit", taken)
    ending.treasurer(
        "explain_debit", {"bank_reference": "D1", "year": 2025, "line": "loss", "title": "Loss"}
    )
    ending.decide(DISSOLVE)
    return ending


def test_what_is_lacking_is_charged_in_the_same_proportion() -> None:
    ending = lost()
    answer = ending.share_out()
    # 100.01 by 26, 10 and 11 of 47: 5,532 and 18/47, 2,127 and 41/47, 2,340 and 31/47 cents.
    assert answer.result["total_cents"] == -100_01
    assert shares() == {"ghent": -55_32, "leuven": -21_28, "namur": -23_41}
    charged = [one for city in cities.members() for one in treasury.invoices(city) if one.lacking]
    assert [(one.city, one.amount_cents) for one in charged] == [
        ("ghent", 55_32),
        ("leuven", 21_28),
        ("namur", 23_41),
    ]
    assert {one.due for one in charged} == {answer.result["due"]}
    assert treasury.residual_charged(cities.members()) == frozenset()
    for one in charged:
        pay(ending, f"C{one.number}", one.amount_cents, one.city)
    chest = treasury.chest("EUR")
    assert chest.bank_cents == chest.overdraft_cents == 100_01, "what the bank lent is covered"
    assert_replays()


def test_a_members_law_limits_what_it_is_charged_at_the_end() -> None:
    ending = levied(LENT)
    limit = {
        "city": "namur",
        "kind": "levy_per_year",
        "amount_cents": 11_000_00,
        "citation": "Municipal finance act, art. 12",
        "on": "2025-01-01",
        "attested_by": "Ministry",
    }
    ending.act("cities.record_legal_limit/1", limit, "secretariat")
    for place, (city, cents) in enumerate((("leuven", 5_000_00), ("namur", 6_999_99))):
        pay(ending, f"B{place}", cents, city)
    taken = {
        "bank_reference": "D1",
        "on": ending.at[:10],
        "amount_cents": 47_100_01,
        "text": "Loss",
    }
    ending.treasurer("record_bank_debit", taken)
    ending.treasurer(
        "explain_debit", {"bank_reference": "D1", "year": 2025, "line": "loss", "title": "Loss"}
    )
    ending.decide(DISSOLVE)
    assert ending.cannot_share_out() == "law.levy_limit"
    assert Invoice.objects.filter(city="namur").count() == 2, "nothing is written"
    assert_replays()


def test_who_has_left_has_no_share() -> None:
    ending = levied()
    ending.leave("namur")
    ending.charge("namur")
    ending.at = "2025-03-01T12:00:00.000000Z"
    number = ending.propose("The end", DISSOLVE)
    ending.at = "2025-03-04T12:00:00.000000Z"
    for city in ("ghent", "leuven"):
        ending.vote(number, city, "yes")
    ending.at = "2025-03-10T12:00:00.000000Z"
    ending.share_out()
    assert set(shares()) == {"ghent", "leuven"}
    assert sum(shares().values()) == 47_000_00, "what Namur owes is part of it"
    assert_replays()


def changed(place: str, to: Any) -> Callable[[list[dict[str, Any]]], None]:
    def change(record: list[dict[str, Any]]) -> None:
        (effect,) = [one for one in record[-1]["effects"] if one["kind"] == "share_out"]
        *way, last = place.split(".")
        at: Any = effect
        for step in way:
            at = at[int(step)] if step.isdigit() else at[step]
        at[last] = to

    return change


def test_whoever_checks_the_record_shares_once_more() -> None:
    ending = levied()
    ending.decide(DISSOLVE)
    ending.share_out()
    assert faults(lambda record: None) == ""
    assert "its shares" in faults(changed("sharing.shares.0.cents", 1))
    assert "its shares" in faults(changed("sharing.total_cents", 47_000_01))
    assert "does not read" in faults(changed("sharing.shares.0.key", 1))
    assert "the weighting of a sharing out" in faults(changed("by", 7))

    def twice(record: list[dict[str, Any]]) -> None:
        record[-1]["effects"].insert(1, record[-1]["effects"][0])

    def more(record: list[dict[str, Any]]) -> None:
        sharing = record[-1]["effects"][0]["sharing"]
        keys = {one["member"]: Fraction(one["key"]) for one in sharing["shares"]}
        record[-1]["effects"][0]["sharing"] = to_plain(share_out(47_000_01, keys))

    def other(record: list[dict[str, Any]]) -> None:
        sharing = record[-1]["effects"][0]["sharing"]
        keys = {one["member"]: Fraction(1) for one in sharing["shares"]}
        record[-1]["effects"][0]["sharing"] = to_plain(share_out(47_000_00, keys))

    def undissolved(record: list[dict[str, Any]]) -> None:
        for one in record:
            one["effects"] = [e for e in one["effects"] if e["kind"] != "dissolution"]

    def ended_twice(record: list[dict[str, Any]]) -> None:
        for one in record:
            one["effects"] += [e for e in one["effects"] if e["kind"] == "dissolution"]

    assert "or twice" in faults(twice)
    assert "the books hold 4700000" in faults(more)
    assert "books other shares" in faults(other)
    assert "undissolved" in faults(undissolved)
    assert "dissolved twice" in faults(ended_twice)
