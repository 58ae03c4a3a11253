"""A coalition that lives already is taken over: all of it in balance, or nothing at all."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.coalition import KEY, League, member
from tests.support.money import MONEY
from tests.support.replaying import assert_replays

from koinon.acts.act import Act, Receipt
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.acts.registry import find
from koinon.acts.rehearsal import Rehearsed, rehearse
from koinon.assembly.acts.founding import opening_document
from koinon.assembly.queries_history import past_decisions
from koinon.cities import queries as cities
from koinon.record import canonical, store
from koinon.record.effects import EntryError, State
from koinon.record.entries import check_entry
from koinon.treasury import ledger
from koinon.treasury import queries as treasury

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

ON = "2025-01-01"
SEAL = {"private": "ab" * 32}


def titled(text: str) -> list[dict[str, str]]:
    return [{"language": "en", "text": text}]


def dues(city: str, year: int, charged: int, paid: int) -> dict[str, Any]:
    facts = {"city": city, "year": year, "charged_cents": charged, "paid_cents": paid}
    return {**facts, "title": titled("Dues"), "due": f"{year}-06-30"}


def contract(title: str, whole: int, invoiced: int, unpaid: int, **more: Any) -> dict[str, Any]:
    return {
        "on": ON,
        "year": 2025,
        "line": "works",
        "programme": "services",
        "line_title": titled("Works"),
        "title": title,
        "payee": SEAL,
        "amount_cents": whole,
        "invoiced_cents": invoiced,
        "unpaid_cents": unpaid,
        **({"supplier_number": "R-7"} if unpaid else {}),
        **more,
    }


def balance(**more: Any) -> dict[str, Any]:
    """A bank account of 50,000.00, a van of 12,000.00, a loan of 20,000.00, a reserve."""
    lines = [
        {"account": "bank", "amount_cents": 50_000_00},
        {"account": "asset", "code": "van", "title": titled("Van"), "amount_cents": 12_000_00},
        {
            "account": "liability",
            "code": "loan",
            "title": titled("Loan"),
            "amount_cents": 20_000_00,
        },
        {"account": "reserve", "code": "roof", "title": titled("Roof"), "amount_cents": 9_000_00},
    ]
    return {"on": ON, "lines": lines, **more}


EARLIER = {
    "number": "2024/7",
    "on": "2024-05-02",
    "title": titled("Buy a van"),
    "outcome": "adopted",
}
WHOLE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("assembly.admit_city/1", {"member": member("namur", 110_000)}),
    (
        "treasury.take_over_dues/1",
        {
            "on": ON,
            "dues": [
                dues("ghent", 2023, 10_000_00, 9_250_00),
                dues("ghent", 2024, 11_000_00, 11_000_00),
                dues("leuven", 2024, 4_000_00, 4_500_00),
                dues("namur", 2024, 4_400_00, 0),
            ],
        },
    ),
    ("treasury.take_over_contract/1", contract("Heat pumps", 30_000_00, 21_000_00, 6_000_00)),
    ("treasury.take_over_contract/1", contract("Advice", 5_000_00, 0, 0)),
    ("assembly.take_over_decisions/1", {"decisions": [EARLIER]}),
    ("treasury.open_books/1", balance()),
)
NET_CENTS = 50_000_00 + 12_000_00 + (750_00 + 4_400_00) - 500_00 - 6_000_00 - 20_000_00 - 9_000_00
"""Assets and what members owe, less credits, unpaid invoices, the loan and the reserve."""


class Mover(League):
    """Founds with acts enclosed."""

    def genesis(self, acts: tuple[tuple[str, dict[str, Any]], ...]) -> dict[str, Any]:
        """The fields of a genesis that encloses these acts."""
        read: list[Act] = [find(name).read(data) for name, data in acts]
        then = self.document(opening_document(read), "application/json")
        return {
            "origin": KEY.name,
            "log_key": str(KEY),
            "charter": self.document(MONEY.encode()).model_dump(),
            "clock": "told",
            "members": [member("ghent", 260_000), member("leuven", 100_000)],
            "then": then.model_dump(),
        }

    def move_in(self, *acts: tuple[str, dict[str, Any]]) -> Receipt | Refused:
        """Found with these acts."""
        envelope = self.envelope("assembly.take_over_coalition/1", self.genesis(acts))
        return enact(envelope, at=self.at)


def without(name: str) -> list[tuple[str, dict[str, Any]]]:
    return [one for one in WHOLE if one[0] != name]


def test_a_whole_coalition_moves_in() -> None:
    mover = Mover()
    answer = mover.move_in(*WHOLE)
    assert isinstance(answer, Receipt)
    assert answer.then == (1, 2, 3, 4, 5, 6)
    assert answer.not_executed is None
    assert cities.members() == ("ghent", "leuven", "namur")

    nets = {row.account: row.net_cents for row in treasury.trial_balance("EUR")}
    assert nets["opening"] == 0
    assert nets["bank"] == 50_000_00
    assert nets["receivable/ghent"] == 750_00
    assert nets["receivable/namur"] == 4_400_00
    assert nets["advance/leuven"] == -500_00
    assert nets["payable"] == -6_000_00
    assert nets["asset/van"] == 12_000_00
    assert nets["liability/loan"] == -20_000_00
    assert nets["reserve/roof"] == -9_000_00
    assert NET_CENTS == 31_650_00
    assert nets["net_assets"] == -NET_CENTS
    assert nets["2025/works/committed/1"] == -9_000_00
    assert nets["2025/works/committed/2"] == -5_000_00
    assert nets["2025/works/accrued"] == -6_000_00
    assert nets["2025/works/available"] == 0
    assert treasury.account_titles() == {
        "asset/van": {"en": "Van"},
        "liability/loan": {"en": "Loan"},
        "reserve/roof": {"en": "Roof"},
    }
    (line,) = past_decisions().lines
    assert (line.number, line.outcome, line.recorded_n) == ("2024/7", "adopted", 5)
    assert_replays()


def test_what_was_taken_over_is_paid_and_used_like_anything_else() -> None:
    mover = Mover()
    mover.move_in(*WHOLE)
    paid = {"bank_reference": "B1", "on": ON, "amount_cents": 5_000_00, "city": "namur"}
    receipt = mover.act("treasury.record_receipt/1", paid, "treasurer")
    assert receipt.result["settled_cents"] == 4_400_00
    owed = {one.city: one.open_cents for one in treasury.invoices() if one.open_cents}
    assert owed == {"ghent": 750_00}
    assert treasury.statement("EUR", "namur").credit_cents == 600_00
    mover.act("treasury.pay/1", {"invoice": 1}, "treasurer")
    more = {"commitment": 1, "amount_cents": 9_000_00, "supplier_number": "R-8"}
    mover.act("treasury.accept_invoice/1", more, "treasurer")
    beyond = mover.refused("treasury.accept_invoice/1", {**more, "amount_cents": 1}, "treasurer")
    assert beyond.code == "treasury.beyond_commitment"
    assert ledger.balance("bank").net == 50_000_00 + 5_000_00 - 6_000_00
    assert treasury.charged(2024)[0].charged_cents == 11_000_00
    assert_replays()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"net_assets_cents": NET_CENTS + 1}, "treasury.not_balanced"),
        ({"receivable_cents": 5_149_99}, "treasury.opening_receivable"),
        ({"advance_cents": 0}, "treasury.opening_advance"),
        ({"payable_cents": 6_000_01}, "treasury.opening_payable"),
        ({"on": "2025-01-02"}, "treasury.opening_future"),
    ],
)
def test_a_balance_sheet_that_does_not_agree_founds_nothing(
    changed: dict[str, Any], code: str
) -> None:
    answer = Mover().move_in(
        *without("treasury.open_books/1"), ("treasury.open_books/1", balance(**changed))
    )
    assert isinstance(answer, Refused)
    assert answer.code == code
    assert store.head().size == 0
    assert cities.members() == ()


def test_totals_that_agree_are_taken() -> None:
    totals = balance(
        receivable_cents=5_150_00,
        advance_cents=500_00,
        payable_cents=6_000_00,
        net_assets_cents=NET_CENTS,
    )
    mover = Mover()
    answer = mover.move_in(*without("treasury.open_books/1"), ("treasury.open_books/1", totals))
    assert isinstance(answer, Receipt)
    assert_replays()


TWICE = {"on": ON, "dues": [dues("ghent", 2024, 1, 0), dues("ghent", 2024, 2, 0)]}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        (
            "treasury.take_over_dues/1",
            {"on": ON, "dues": [dues("paris", 2024, 1, 0)]},
            "cities.unknown",
        ),
        ("treasury.take_over_dues/1", TWICE, "treasury.dues_twice"),
        ("treasury.take_over_contract/1", contract("C", 100, 101, 0), "treasury.contract_parts"),
        ("treasury.take_over_contract/1", contract("C", 100, 10, 11), "treasury.contract_parts"),
        ("treasury.take_over_contract/1", contract("C", 100, 100, 0), "treasury.contract_over"),
        (
            "treasury.take_over_contract/1",
            {k: v for k, v in contract("C", 9, 9, 9).items() if k != "supplier_number"},
            "treasury.contract_number",
        ),
        (
            "assembly.take_over_decisions/1",
            {"decisions": [EARLIER, EARLIER]},
            "assembly.decided_twice",
        ),
        (
            "assembly.take_over_decisions/1",
            {"decisions": [{**EARLIER, "on": "2025-01-02"}]},
            "assembly.decided_in_future",
        ),
        ("treasury.pay/1", {"invoice": 1}, "assembly.not_at_founding"),
        (
            "treasury.open_books/1",
            balance(lines=[{"account": "bank", "amount_cents": 1}] * 2),
            "treasury.balance_twice",
        ),
        (
            "treasury.open_books/1",
            balance(lines=[{"account": "reserve", "amount_cents": 1}]),
            "treasury.balance_title",
        ),
    ],
)
def test_what_cannot_be_taken_over_founds_nothing(
    name: str, data: dict[str, Any], code: str
) -> None:
    answer = Mover().move_in((name, data))
    assert isinstance(answer, Refused)
    assert answer.code == code
    assert store.head().size == 0


def test_books_are_opened_once_and_only_at_the_founding() -> None:
    twice = Mover().move_in(*WHOLE, ("treasury.open_books/1", balance()))
    assert isinstance(twice, Refused)
    assert twice.code == "treasury.opened_already"
    mover = Mover()
    mover.move_in(*WHOLE)
    for seat in ("secretariat", "treasurer"):
        refused = mover.refused("treasury.open_books/1", balance(), seat)
        assert refused.code == "authority.no_article"


def test_a_rehearsal_shows_everything_and_writes_nothing() -> None:
    mover = Mover()
    envelope = mover.envelope("assembly.take_over_coalition/1", mover.genesis(WHOLE))
    real = envelope.act.model_copy(update={"clock": "real"})
    shown = rehearse(
        type(envelope)(real, envelope.act_id), (), lambda receipt: treasury.chest("EUR").bank_cents
    )
    assert shown == Rehearsed(7, 50_000_00)
    assert store.head().size == 0
    assert cities.members() == ()
    assert ledger.read(["bank"]).accounts == {}
    assert isinstance(mover.move_in(*WHOLE), Receipt)


def test_a_rehearsal_gives_the_refusal() -> None:
    mover = Mover()
    bad = (("treasury.take_over_dues/1", TWICE),)
    envelope = mover.envelope("assembly.take_over_coalition/1", mover.genesis(bad))
    shown = rehearse(envelope, (), lambda receipt: None)
    assert isinstance(shown, Refused)
    assert store.head().size == 0


def test_a_document_that_holds_no_acts_founds_nothing() -> None:
    for data in (b"[]", b"{}", b"not json", b'[{"type":"x.y/1"}]', b"[ ]"):
        mover = Mover()
        fields = mover.genesis(WHOLE)
        fields["then"] = mover.document(data, "application/json").model_dump()
        answer = mover.refused("assembly.take_over_coalition/1", fields)
        assert answer.code == "assembly.opening_form"
    fields["then"] = mover.document(b'[{"data":{},"type":"x.y/1"}]', "text/x").model_dump()
    assert mover.refused("assembly.take_over_coalition/1", fields).code == "assembly.unknown_act"
    bad = b'[{"data":{},"type":"treasury.open_books/1"}]'
    fields["then"] = mover.document(bad, "text/x").model_dump()
    assert mover.refused("assembly.take_over_coalition/1", fields).code == "assembly.bad_act"


def attacked(n: int, **changed: Any) -> str:
    """What the verifier says of the record of a move with entry `n` changed."""
    state = State(read=lambda sha256: (store.document(sha256) or (None,))[0])
    with pytest.raises(EntryError) as caught:
        for k, body in enumerate(store.bodies()):
            entry: Any = canonical.load(body)
            check_entry(state, {**entry, **changed} if k == n else entry)
    return str(caught.value)


def test_a_verifier_sees_what_the_founding_did_not_enclose() -> None:
    mover = Mover()
    mover.move_in(*WHOLE)
    paid = {"bank_reference": "B1", "on": ON, "amount_cents": 1_00, "city": "namur"}
    mover.act("treasury.record_receipt/1", paid, "treasurer")
    fifth: Any = canonical.load(store.body(5))
    other = {"decisions": [{**fifth["data"]["decisions"][0], "outcome": "rejected"}]}
    assert "not the act that the genesis encloses at place 4" in attacked(5, data=other)
    assert "by the genesis it is '0.4'" in attacked(5, cause="0.5")
    article = {"kind": "article", "article": "7"}
    assert "nothing else" in attacked(5, grant=article, by={**fifth["by"], "seat": "secretariat"})
    last = store.head().size - 1
    assert "nothing else" in attacked(last, grant={"kind": "decision", "decision": 0})
    assert "by the genesis it is None" in attacked(last, cause="0.6")
