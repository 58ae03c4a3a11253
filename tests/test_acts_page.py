"""The reference page of acts lists every act there is, in its own words."""

from __future__ import annotations

from tests.support import acts_page

from koinon.acts.registry import all_acts


def test_the_page_lists_every_act() -> None:
    page = acts_page.PAGE.read_text(encoding="utf-8")
    missing = [act.type for act in all_acts() if f"| `{act.type}` |" not in page]
    assert missing == [], "run `.venv/bin/python -m tests.support.acts_page --write`"
    assert page == acts_page.text(), "run `.venv/bin/python -m tests.support.acts_page --write`"
    assert "| `treasury.pay/1` | Order the bank to pay an accepted invoice. | amount |" in page
