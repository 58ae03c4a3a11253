"""The pages of arrears in a real browser: a member warned, and then suspended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.browser.test_pages_for_everyone import look
from tests.support import pages
from tests.support.arrears import RULES
from tests.support.money import QUOTA, Chest

from koinon.acts.gate import tick

pytestmark = pytest.mark.browser

PATHS = ["/money/arrears/", "/cities/namur/", "/money/"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_read_who_is_in_arrears(
    site: str, new_page: Callable[..., Any], language: str
) -> None:
    chest = Chest(at=pages.days_ago(60))
    pages.found(chest, RULES.replace("notice_days = 2", "notice_days = 0"))
    due = (date.fromisoformat(chest.at[:10]) + timedelta(days=6)).isoformat()
    levy = {
        "code": "dues",
        "year": int(due[:4]),
        "title": [{"language": "en", "text": "Dues"}],
        "need_cents": 47_000_00,
        "formula": QUOTA,
        "instalments": [{"due": due, "share": "1"}],
    }
    number = chest.propose("Dues", ("treasury.adopt_levy/1", levy))
    for city in pages.CITIES:
        chest.vote(number, city, "yes")
    chest.at = pages.days_ago(55)
    chest.treasurer("assess_levy", {"levy": "dues"})
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    chest.at = pages.days_ago(38)
    tick(at=chest.at)
    assert look(tab, PATHS) == {}
    chest.at = pages.days_ago(1)
    tick(at=chest.at)
    assert tab.goto("/cities/namur/").ok
    assert tab.locator("#rights li").count() == 1
    assert look(tab, PATHS) == {}
