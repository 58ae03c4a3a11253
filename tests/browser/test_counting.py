"""What a walk counts, on a page whose words and keys are counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.support.counted import BEGIN, END, table, written
from tests.support.counting import Counts, keep, kept, read, watch

FORM = """<header>Not read</header><main><h1>Three words here</h1>
<label for="a">Name</label> <input id="a">
<select aria-label="Kind"><option>One<option>Two</select> <input id="f" type="file">
<details><summary>More</summary>hidden until it is opened</details><button>Go</button></main>"""


@pytest.mark.browser
def test_what_is_done_in_a_watched_tab_is_counted_once(
    new_page: Callable[..., Any], tmp_path: Path
) -> None:
    tab, other = new_page(), new_page()
    tally = watch(tab)
    for one in (tab, other):
        one.set_content(FORM)
        one.locator("#a").fill("Ghent")
        one.get_by_label("Kind").select_option("Two")
        one.locator("#f").set_input_files([])
        one.click("button")
    read(tab)
    # "Three words here", "Name", "More", "Go"; the choices and what is folded are not read.
    assert tally.counts == Counts(1, 6, 1, 1, 1, 5, 0)
    tab.get_by_text("More").click()
    read(tab)
    assert tally.counts == Counts(2, 11, 2, 1, 1, 5, 0)
    keep(tmp_path, "form--is_sent", [tally])
    assert kept(tmp_path) == {"form--is_sent": [tally.counts]}


def test_minutes_follow_from_the_counts() -> None:
    """238 words take a minute; a press 1.35 + 1.1 + 0.2 s; a field of ten letters 6.25 s."""
    assert Counts(words=238).seconds() == 60
    assert Counts(presses=100).seconds() == 265
    assert Counts(fields=4, letters=40).seconds() == 25
    assert Counts(choices=20).seconds() == 79
    assert Counts(files=4).seconds() == 21
    walks = {"form--is_sent": [Counts(words=238), Counts(1, 0, 100, 0, 2, 1)]}
    told = table(walks, date(2026, 1, 31))
    assert "Counted on 2026-01-31" in told
    row = "| [form](../../tests/browser/journeys/test_form.py): is sent | 2 | 1 | 238 | 100 | 0 |"
    assert told.endswith(f"{row} 2 (1) | 0 | 5:33 |\n")
    page = f"before\n{BEGIN}old\n{END}after\n"
    assert written(page, told) == f"before\n{BEGIN}{told}{END}after\n"
