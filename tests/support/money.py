"""A small coalition with a treasurer, a budget and a levy, for tests of its money."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from tests.support.coalition import CHARTER, SPACE, League

from koinon.acts.act import Envelope
from koinon.acts.gate import enact
from koinon.acts.private import Sealer
from koinon.acts.registry import find

MONEY = (
    CHARTER.replace(
        'acts = ["assembly.admit_city/1", "assembly.amend_charter/1"]',
        'acts = ["assembly.admit_city/1", "assembly.amend_charter/1", "treasury.adopt_budget/1",'
        ' "treasury.adopt_levy/1", "treasury.commit/1"]',
    ).replace(
        "[rules.double]",
        '[seats.treasurer]\ntitle = {en = "Treasurer", fr = "Trésorier"}\n\n[rules.double]',
    )
    + """
"treasury.adopt_budget/1" = {article = "7.1", by = "decision"}
"treasury.adopt_levy/1" = {article = "6.1", by = "decision"}
"treasury.assess_levy/1" = {article = "6.2", seat = "treasurer"}
"treasury.accept_invoice/1" = {article = "7.3", seat = "treasurer"}
"treasury.pay/1" = {article = "7.4", seat = "treasurer"}
"treasury.pay_unavoidable/1" = {article = "7.6", seat = "treasurer", up_to = 500}
"treasury.record_receipt/1" = {article = "7.5", seat = "treasurer"}
"treasury.record_bank_debit/1" = {article = "7.5", seat = "treasurer"}
"treasury.correct_receipt/1" = {article = "7.5", seat = "treasurer"}
"treasury.apply_credit/1" = {article = "7.5", seat = "treasurer"}
"treasury.explain_debit/1" = {article = "7.6", seat = "treasurer", up_to = 500}
"treasury.close_year/1" = {article = "8", seat = "treasurer"}

[[authority."treasury.commit/1"]]
article = "7.2"
seat = "treasurer"
up_to = 20000

[[authority."treasury.commit/1"]]
article = "7.2"
by = "decision"
"""
)
CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}
QUOTA = {
    "amount": {
        "kind": "legal_cap",
        "of": {
            "kind": "quota",
            "amount": {"kind": "need"},
            "by": {"kind": "indicator", "name": "weight:people"},
        },
        "limit": "levy_per_year",
        "rest": "redistribute",
    },
    "rounding": {"unit_cents": 1, "ties": "id"},
}


class Chest(League):
    """A league with a treasurer."""

    def treasurer(self, name: str, data: dict[str, Any]) -> Any:
        return self.act(f"treasury.{name}/1", data, "treasurer")

    def decide(self, *acts: tuple[str, dict[str, Any]]) -> None:
        """Propose, vote unanimously, and let the clock count on the day after."""
        number = self.propose("Money", *acts)
        day = int(self.at[8:10])
        self.at = f"{self.at[:8]}{day + 3:02d}T12:00:00.000000Z"
        for city in CITIES:
            self.vote(number, city, "yes")
        self.at = f"{self.at[:8]}{day + 7:02d}T12:00:00.000000Z"

    def commit(self, line: str, cents: int) -> Any:
        """Commit money of a line as treasurer, with a sealed payee."""
        self.count += 1
        act_id = uuid5(SPACE, str(self.count))
        data = {
            "year": 2025,
            "line": line,
            "title": "Heat pumps",
            "amount_cents": cents,
            "payee": "Warm Ltd",
        }
        act = find("treasury.commit/1").model_validate(
            data, context={"seal": Sealer(b"key", act_id)}
        )
        return enact(Envelope(act, act_id, "treasurer"), at=self.at)


def founded() -> Chest:
    chest = Chest()
    chest.found(CITIES, MONEY)
    return chest


def budget(cents: int) -> tuple[str, dict[str, Any]]:
    line = {
        "code": "heat",
        "programme": "energy",
        "title": [{"language": "en", "text": "Heat in schools"}],
        "amount_cents": cents,
    }
    return ("treasury.adopt_budget/1", {"year": 2025, "lines": [line]})


def levy(cents: int) -> tuple[str, dict[str, Any]]:
    return (
        "treasury.adopt_levy/1",
        {
            "code": "dues-2025",
            "year": 2025,
            "title": [{"language": "en", "text": "Dues"}],
            "need_cents": cents,
            "formula": QUOTA,
            "instalments": [
                {"due": "2025-02-01", "share": "1/3"},
                {"due": "2025-08-01", "share": "2/3"},
            ],
        },
    )


def assessed(cents: int) -> Chest:
    chest = founded()
    chest.decide(budget(90_000_00), levy(cents))
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    return chest


def receipt(reference: str, cents: int, **who: str) -> dict[str, Any]:
    return {"bank_reference": reference, "on": "2025-01-08", "amount_cents": cents, **who}


def capped() -> Chest:
    """A new league in which the law lets Namur pay 20,000 a year and no more."""
    chest = founded()
    chest.act(
        "cities.record_legal_limit/1",
        {
            "city": "namur",
            "kind": "levy_per_year",
            "amount_cents": 20_000_00,
            "citation": "Municipal finance act, art. 12",
            "on": "2025-01-01",
            "attested_by": "City of Namur",
        },
        "secretariat",
    )
    return chest


def midyear() -> Chest:
    """94,000 levied under a cap, 15,000 committed, one invoice of it paid and one to pay."""
    chest = capped()
    chest.decide(budget(90_000_00), levy(94_000_00))
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    chest.treasurer("record_receipt", receipt("B1", 60_000_00, city="ghent"))
    chest.treasurer("record_receipt", receipt("B2", 1_00))
    chest.commit("heat", 15_000_00)
    for number, cents in (("W-1", 9_000_00), ("W-2", 1_000_00)):
        bill = {"commitment": 1, "amount_cents": cents, "supplier_number": number}
        chest.treasurer("accept_invoice", bill)
    chest.treasurer("pay", {"invoice": 1})
    return chest
