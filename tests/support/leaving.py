"""A league that says what a member owes on leaving, for tests of that."""

from __future__ import annotations

from typing import Any

from tests.support import pages
from tests.support.arrears import pay
from tests.support.money import MONEY, Chest, levy

from koinon.acts.gate import tick

RULES = MONEY.replace(
    "[authority]",
    """
[groups.towns]
title = {en = "Towns", fr = "Communes"}
members = ["leuven", "namur"]

[programmes.water]
title = {en = "Water", fr = "Eau"}
participants = "towns"

[membership]
article = "8"
leave_notice_days = 20
leave_at = "end of notice"
residual = {of = "commitments", by = "people", within_days = 60}

[authority]
"treasury.charge_residual/2" = {article = "8.3", seat = "treasurer"}
""",
    1,
)
CITIES = {"ghent": 260_000, "leuven": 100_000, "mons": 30_000, "namur": 110_000}


class Purse(Chest):
    """A league whose treasurer charges who leaves."""

    def charge(self, city: str) -> Any:
        return self.act("treasury.charge_residual/2", {"city": city}, "treasurer")

    def cannot_charge(self, city: str, seat: str = "treasurer") -> str:
        return self.refused("treasury.charge_residual/2", {"city": city}, seat).code

    def bill(self, commitment: int, cents: int, number: str) -> int:
        """A supplier's invoice is accepted; its number."""
        data = {"commitment": commitment, "amount_cents": cents, "supplier_number": number}
        return int(self.treasurer("accept_invoice", data).result["invoice"])

    def leave(self, *cities: str) -> None:
        """These announce it now, and a month and a day later they are gone."""
        for city in cities:
            self.act("assembly.announce_leaving/1", {"city": city}, f"council/{city}")
        month = int(self.at[5:7])
        self.at = f"{self.at[:5]}{month + 1:02d}-27T12:00:00.000000Z"
        tick(at=self.at)


def lines(*cents: int) -> tuple[str, dict[str, Any]]:
    """A budget with a line for all, and one for the towns alone."""
    names = (("heat", "energy", "Heat in schools"), ("pipes", "water", "Pipes"))
    return (
        "treasury.adopt_budget/1",
        {
            "year": 2025,
            "lines": [
                {
                    "code": code,
                    "programme": programme,
                    "title": [{"language": "en", "text": title}],
                    "amount_cents": amount,
                }
                for (code, programme, title), amount in zip(names, cents, strict=True)
            ],
        },
    )


def promised(charter: str = RULES, cities: dict[str, int] | None = None) -> Purse:
    """4,000.01 and 3,000 are promised for all, 2,100.01 for the towns; 1,000 of the first is paid.

    Of the 4,000.01 another 500 are invoiced and not paid. Open are 6,000.01 and 2,100.01.
    """
    purse = Purse()
    purse.found(cities or CITIES, charter)
    purse.decide(lines(20_000_00, 9_000_00), levy(50_000_00))
    purse.treasurer("assess_levy", {"levy": "dues-2025"})
    pay(purse, "A1", 26_000_00, "ghent")
    for line, cents in (("heat", 4_000_01), ("heat", 3_000_00), ("pipes", 2_100_01)):
        purse.commit(line, cents)
    paid = purse.bill(1, 1_000_00, "W-1")
    purse.treasurer("pay", {"invoice": paid})
    purse.bill(1, 500_00, "W-2")
    return purse


def recently() -> Purse:
    """A league of now: promised are 4,000 for all and 2,100 for the towns; Namur left a week ago.

    Announced twenty-eight days ago, with twenty days of notice; Leuven announced it yesterday.
    """
    purse = Purse(at=pages.days_ago(60))
    pages.found(purse, RULES.replace("notice_days = 2\nvoting", "notice_days = 0\nvoting"))
    number = purse.propose("Money", lines(20_000_00, 9_000_00))
    for city in pages.CITIES:
        purse.vote(number, city, "yes")
    purse.at = pages.days_ago(50)
    purse.commit("heat", 4_000_00)
    purse.commit("pipes", 2_100_00)
    for city, days in (("namur", 28), ("leuven", 1)):
        purse.at = pages.days_ago(days)
        purse.act("assembly.announce_leaving/1", {"city": city}, f"council/{city}")
    purse.at = pages.days_ago(0)
    tick(at=purse.at)
    return purse
