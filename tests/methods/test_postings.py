"""Double entry as a pure method, its effects and their checker."""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.methods.posting_effects import (
    PostingsError,
    check_postings,
    closed_plain,
    journal_document_plain,
    journal_leaves,
    journal_plain,
    opened_plain,
)
from koinon.methods.postings import (
    MAX_AMOUNT,
    Account,
    AccountClosed,
    Balance,
    Books,
    Fund,
    Journal,
    NoSuchAccount,
    NotReserved,
    NotReversible,
    Overdrawn,
    PeriodNotOpen,
    TooLarge,
    Transfer,
    Unit,
    mirrored,
)

AT = "2027-03-01T09:00:00.000000Z"
BANK = Account("bank", "general", "EUR", "1000", "asset", "credits_within_debits")
LEVY = Account("levy", "general", "EUR", "4000", "revenue")
COST = Account("cost", "general", "EUR", "5000", "expense", fiscal_year=2027)
OTHER = Account("other", "homes", "EUR", "1000", "asset")
OPENED = opened_plain(
    Unit("EUR", 2),
    Fund("general", ""),
    Fund("homes", "homes only"),
    "2027",
    BANK,
    LEVY,
    COST,
    OTHER,
)
INCOME = Transfer("general", "EUR", "bank", "levy", 1000)
SPENT = Transfer("general", "EUR", "cost", "bank", 300)
HELD = Transfer("general", "EUR", "cost", "bank", 300, "pending")


def books() -> Books:
    fresh = Books()
    assert check(fresh, 0, OPENED)
    return fresh


def journal(n: int, *transfers: Transfer, **more: Any) -> Journal:
    return Journal(n, "test", more.pop("period", "2027"), "2027-03-01", AT, "5", transfers, **more)


def root(leaves: Any) -> bytes:
    """Any commitment to the leaves will do here; the record passes its Merkle tree's."""
    return hashlib.sha256(b"".join(leaves)).digest()


def check(
    into: Books, n: int, effect: dict[str, Any], documents: dict[str, bytes] | None = None
) -> bool:
    return check_postings(into, n, AT, effect, document=(documents or {}).get, root=root)


def entered(into: Books, *journals: Journal) -> Books:
    for each in journals:
        outcome = into.judge(each)
        assert isinstance(outcome, dict), outcome
        into.enter(each, outcome)
    return into


def test_each_refusal_names_what_it_is_about() -> None:
    ledger = entered(books(), journal(1, INCOME), journal(2, HELD))
    ledger.closed.add("other")
    post = Transfer("general", "EUR", "cost", "bank", 301, "post", (2, 1))
    for wanted, refusal in (
        (journal(3, SPENT, period="2031"), PeriodNotOpen("2031")),
        (journal(3, SPENT, Transfer("general", "EUR", "bank", "x", 1)), NoSuchAccount(2, "x")),
        (journal(3, Transfer("homes", "EUR", "bank", "levy", 1)), NoSuchAccount(1, "bank")),
        (journal(3, Transfer("general", "EUR", "bank", "other", 1)), NoSuchAccount(1, "other")),
        (journal(3, Transfer("general", "EUR", "cost", "bank", 701)), Overdrawn("bank", 700, 1)),
        (journal(3, post), NotReserved(1)),
        (journal(3, INCOME, reverses=1), NotReversible(1)),
        (journal(3, SPENT, reverses=2), NotReversible(2)),
        (
            journal(3, Transfer("general", "EUR", "bank", "levy", MAX_AMOUNT)),
            TooLarge("bank"),
        ),
    ):
        before = copy.deepcopy(ledger)
        assert ledger.judge(wanted) == refusal
        assert ledger == before
    other = Account("third", "homes", "EUR", "1", "asset")
    ledger.add(other)
    wanted = journal(3, Transfer("homes", "EUR", "third", "other", 1))
    assert ledger.judge(wanted) == AccountClosed("other")


def test_a_reservation_is_posted_in_part_and_the_rest_released() -> None:
    ledger = entered(books(), journal(1, INCOME), journal(2, HELD))
    assert ledger.balances["bank"] == Balance(1000, 0, 0, 300)
    assert ledger.balances["bank"].available(BANK.rule) == 700
    entered(ledger, journal(3, Transfer("general", "EUR", "cost", "bank", 250, "post", (2, 1))))
    assert ledger.balances["bank"] == Balance(1000, 250, 0, 0)
    again = journal(4, Transfer("general", "EUR", "cost", "bank", 50, "post", (2, 1)))
    assert ledger.judge(again) == NotReserved(1)


def test_a_journal_is_reversed_once() -> None:
    ledger = entered(books(), journal(1, INCOME, SPENT))
    mirror = mirrored((INCOME, SPENT))
    assert mirror is not None
    entered(ledger, journal(2, *mirror, reverses=1))
    assert ledger.balances["bank"] == Balance(1300, 1300)
    assert ledger.judge(journal(3, *mirror, reverses=1)) == NotReversible(1)
    assert mirrored((INCOME, HELD)) is None


@pytest.mark.parametrize("amount", [0, -1, 0.5, True, MAX_AMOUNT + 1, "7"])
def test_an_amount_is_a_whole_number_above_zero(amount: Any) -> None:
    with pytest.raises(ValueError, match="whole number"):
        Transfer("general", "EUR", "bank", "levy", amount)


def test_effects_say_everything_in_the_form_documented() -> None:
    plain = journal_plain(journal(5, INCOME, HELD, Transfer("homes", "EUR", "other", "x", 4)))
    assert plain == {
        "kind": "postings",
        "journal": {
            "kind": "test",
            "period": "2027",
            "effective": "2027-03-01",
            "authority": "5",
            "groups": [
                {
                    "fund": "general",
                    "unit": "EUR",
                    "lines": [
                        [1, "bank", "levy", 1000],
                        [2, "cost", "bank", 300, "pending"],
                    ],
                },
                {"fund": "homes", "unit": "EUR", "lines": [[3, "other", "x", 4]]},
            ],
        },
    }
    voided = journal(6, Transfer("general", "EUR", "cost", "bank", 300, "void", (5, 2)), reverses=2)
    assert journal_plain(voided)["journal"]["groups"][0]["lines"] == [
        [1, "cost", "bank", 300, "void", "5.2"]
    ]
    assert journal_plain(voided)["journal"]["reverses"] == 2


def test_the_checker_recomputes_the_balances() -> None:
    ledger = books()
    post = Transfer("general", "EUR", "cost", "bank", 250, "post", (2, 1))
    for each in (journal(1, INCOME), journal(2, HELD), journal(3, post)):
        assert check(ledger, each.n, json.loads(json.dumps(journal_plain(each))))
    assert ledger.balances["bank"] == Balance(1000, 250, 0, 0)
    assert check(ledger, 4, closed_plain(accounts=["other"], periods=["2027"]))
    assert ledger.closed == {"other"}
    with pytest.raises(PostingsError, match="PeriodNotOpen"):
        check(ledger, 5, journal_plain(journal(5, INCOME)))


def long_journal() -> Journal:
    return journal(1, *(Transfer("general", "EUR", "bank", "levy", i) for i in range(1, 602)))


def test_a_long_journal_stands_in_a_document() -> None:
    leaves = journal_leaves(long_journal())
    assert leaves[0] == b'[1,"general","EUR","bank","levy",1]'
    body = b"\n".join((*leaves, b""))
    sha256 = hashlib.sha256(body).hexdigest()
    effect = journal_document_plain(long_journal(), sha256, root(leaves))
    ledger = books()
    assert check(ledger, 1, effect, {sha256: body})
    assert ledger.balances["bank"] == Balance(601 * 602 // 2)
    assert check(books(), 1, effect) is False  # withheld: unknown, not wrong
    for broken in (
        body[:-1],
        body.replace(b'[7,"general"', b'[8,"general"'),
        body.replace(b",601]", b", 601]"),
        body.replace(b",601]", b",602]"),
        body + b"[]\n",
    ):
        with pytest.raises(PostingsError):
            check(books(), 1, effect, {sha256: broken})
    honest = dict(effect["journal"]["document"], root=root([b"x"]).hex())
    with pytest.raises(PostingsError, match="root"):
        check(
            books(),
            1,
            {"kind": "postings", "journal": {**effect["journal"], "document": honest}},
            {sha256: body},
        )


GOOD = json.dumps([OPENED, journal_plain(journal(1, INCOME, SPENT))])
BROKEN = [
    ('"exponent": 2', '"exponent": 5'),
    ('"code": "EUR"', '"code": "euro"'),
    ('"what": "unit"', '"what": "coin"'),
    ('"rule": "none"', '"rule": "any"'),
    ('"kind": "revenue"', '"kind": "income"'),
    (
        '"fund": "general", "unit": "EUR", "code": "4000"',
        '"fund": "x", "unit": "EUR", "code": "4000"',
    ),
    ('"code": "4000"', '"code": "1000"'),
    ('"id": "levy"', '"id": "bank"'),
    ('"fiscal_year": 2027', '"fiscal_year": "2027"'),
    ('"programme": ""', '"programme": 7'),
    ('[1, "bank", "levy", 1000]', '[2, "bank", "levy", 1000]'),
    ('[1, "bank", "levy", 1000]', '[1, "bank", "levy", 1000.5]'),
    ('[1, "bank", "levy", 1000]', '[1, "bank", "levy", 299]'),
    ('[1, "bank", "levy", 1000]', '[1, "bank", "bank", 1000]'),
    ('[1, "bank", "levy", 1000]', '[1, "bank", "levy"]'),
    ('[1, "bank", "levy", 1000]', '[1, "bank", "levy", 1000, "post"]'),
    ('[1, "bank", "levy", 1000]', '[1, "bank", "levy", 1000, "posted"]'),
    ('[1, "bank", "levy", 1000]', '[1, "bank", "levy", 1000, "void", "0.1"]'),
    ('[1, "bank", "levy", 1000]', '[1, "bank", "levy", 1000, "post", "1.1"]'),
    ('[1, "bank", "levy", 1000]', '"12345"'),
    ('"effective": "2027-03-01"', '"effective": "2027-02-30"'),
    ('"effective": "2027-03-01"', '"effective": "2100-02-29"'),
    ('"effective": "2027-03-01"', '"effective": "2027-3-1"'),
    ('"effective": "2027-03-01"', '"effective": 20270301'),
    ('"authority": "5"', '"authority": ""'),
    ('"period": "2027"', '"period": "2028"'),
    ('"groups"', '"group"'),
    ('"journal"', '"journals"'),
    ('"opened"', '"closed"'),
]


@pytest.mark.parametrize("day", ["2028-02-29", "2000-02-29", "2027-12-31"])
def test_the_calendar_knows_leap_years(day: str) -> None:
    for n, effect in enumerate(json.loads(GOOD.replace("2027-03-01", day))):
        assert check(Books() if n == 0 else books(), n, effect)


def test_the_good_one_is_good() -> None:
    ledger = Books()
    for n, effect in enumerate(json.loads(GOOD)):
        assert check(ledger, n, effect)
    assert ledger.balances["bank"] == Balance(1000, 300)


@pytest.mark.parametrize(("part", "other"), BROKEN)
def test_each_broken_effect_is_refused(part: str, other: str) -> None:
    assert part in GOOD
    ledger = Books()
    with pytest.raises(PostingsError):
        for n, effect in enumerate(json.loads(GOOD.replace(part, other, 1))):
            check(ledger, n, effect)


NAMES = st.sampled_from(["bank", "levy", "cost"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES, st.integers(1, 100)), min_size=1, max_size=30))
def test_what_is_entered_balances_and_no_rule_is_broken(moves: list[tuple[str, str, int]]) -> None:
    ledger = books()
    for n, (debit, credit, amount) in enumerate(moves, 1):
        if debit == credit:
            continue
        wanted = journal(n, Transfer("general", "EUR", debit, credit, amount))
        outcome = ledger.judge(wanted)
        if isinstance(outcome, dict):
            ledger.enter(wanted, outcome)
        else:
            assert isinstance(outcome, Overdrawn)
            assert outcome.short == amount - outcome.available
    kept = ledger.balances.values()
    assert sum(b.posted_debits for b in kept) == sum(b.posted_credits for b in kept)
    assert ledger.balances["bank"].net >= 0
