"""A league, founded some weeks ago, whose members were charged and have not paid: to object in."""

from __future__ import annotations

from datetime import date, timedelta

from tests.support import pages
from tests.support.arrears import DISPUTED
from tests.support.money import QUOTA, Chest

NEED_CENTS = 479_077_00
"""One euro for each of 262,219 + 102,851 + 114,007 residents."""


def charged(charter: str = DISPUTED, *, days: int = 30) -> Chest:
    """Levied by residents, one euro each; due in one sum twenty-four days ago (if `days` is 30)."""
    chest = Chest(at=pages.days_ago(days))
    pages.found(chest, charter.replace("notice_days = 2", "notice_days = 0"))
    due = (date.fromisoformat(chest.at[:10]) + timedelta(days=6)).isoformat()
    levy = {
        "code": "dues",
        "year": int(due[:4]),
        "title": [
            {"language": "en", "text": "Dues"},
            {"language": "fr", "text": "Contributions"},
        ],
        "need_cents": NEED_CENTS,
        "formula": QUOTA,
        "instalments": [{"due": due, "share": "1"}],
    }
    number = chest.propose("Dues", ("treasury.adopt_levy/1", levy))
    for city in pages.CITIES:
        chest.vote(number, city, "yes")
    chest.at = pages.days_ago(days - 5)
    chest.treasurer("assess_levy", {"levy": "dues"})
    return chest
