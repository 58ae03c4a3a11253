"""What legal limits of everyone leave uncollected, and minimums and maximums, on the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_money_pages import text
from tests.support.money import CITIES, Chest, founded, levy
from tests.support.replaying import assert_replays

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

LEFT = "10,000.00 EUR cannot be collected: everyone is at its legal cap."


def limited() -> Chest:
    """A league in which every city's law lets it pay 20,000 a year."""
    chest = founded()
    for city in CITIES:
        limit = {
            "city": city,
            "kind": "levy_per_year",
            "amount_cents": 20_000_00,
            "citation": "Municipal finance act, art. 12",
            "on": "2025-01-01",
            "attested_by": "The city",
        }
        chest.act("cities.record_legal_limit/1", limit, "secretariat")
    return chest


def test_what_everyones_limit_leaves_is_told_before_and_after_it_is_charged(
    client: Client,
) -> None:
    chest = limited()
    number = chest.propose("Money", levy(70_000_00))
    said = text(client, f"/decisions/{number}/")
    assert f"Not covered by this: 10,000.00 EUR. {LEFT}" in said
    day = int(chest.at[8:10])
    chest.at = f"{chest.at[:8]}{day + 3:02d}T12:00:00.000000Z"
    for city in CITIES:
        chest.vote(number, city, "yes")
    chest.at = f"{chest.at[:8]}{day + 7:02d}T12:00:00.000000Z"
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    said = text(client, "/money/levies/dues-2025/?city=ghent")
    assert "Not covered 10,000.00 EUR" in said
    assert said.count(LEFT) == 2
    assert "لا يمكن تحصيل" in text(
        client, "/money/levies/dues-2025/", headers={"accept-language": "ar"}
    )
    assert_replays()


def bounded() -> tuple[str, dict[str, Any]]:
    """A tenth of a euro for each resident, but 12,000 at least, and no more than is needed."""
    name, data = levy(25_000_00)
    flat = {"kind": "flat", "amount": {"kind": "fixed", "value": "1200000"}}
    heads = {"kind": "rate", "rate": "10", "base": {"kind": "indicator", "name": "weight:people"}}
    most = {"kind": "extreme_total", "which": "smallest"}
    most |= {"parts": [{"kind": "need"}, {"kind": "fixed", "value": "9000000"}]}
    least = {"kind": "extreme", "which": "greatest", "terms": [heads, flat]}
    amount = {
        "kind": "extreme",
        "which": "smallest",
        "terms": [least, {"kind": "flat", "amount": most}],
    }
    return name, {**data, "formula": {**data["formula"], "amount": amount}}


def test_a_minimum_and_a_maximum_are_charged_told_and_rechecked(client: Client) -> None:
    chest = founded()
    chest.decide(bounded())
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    said = text(client, "/money/levies/dues-2025/?city=leuven")
    assert "The smallest of these: The greatest of these:" in said
    assert "Ghent 260,000 25,000.00 EUR" in said
    assert "Leuven 100,000 12,000.00 EUR" in said
    assert "Namur 110,000 12,000.00 EUR" in said
    assert "cannot be collected" not in said
    assert_replays()
