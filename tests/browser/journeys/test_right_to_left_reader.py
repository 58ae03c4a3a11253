"""A reader from right to left, on a phone without scripts: home, decisions, money, record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.journeys import PHONE, Walker

pytestmark = pytest.mark.browser

LUNCH = {"ar": "غداء ساخن في كل مدرسة ابتدائية", "en": "A warm lunch in every primary school"}
COURSES = {"ar": "دروس مسائية ومطابخ مدرسية", "en": "Evening courses and school kitchens"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_reader_on_a_phone_without_scripts_reads_everything(
    demonstration: Any, walker: Callable[..., Walker], language: str
) -> None:
    """The English reader walks the same way and finds the same figures on the other side."""
    reader = walker(demonstration.address, language, viewport=PHONE, java_script_enabled=False)
    tab = reader.tab
    tab.goto("/")
    assert tab.evaluate("getComputedStyle(document.body).direction") == side(language)
    the_menu_begins_at_the_reading_side(reader)
    reader.look("home")
    tab.get_by_label(reader.words("Your city"), exact=True).select_option("Krestamont")
    reader.press("Show")
    # Its 9,127 residents became 8 in a thousand fewer: 54,166.87 EUR over 9,053. Half is paid.
    assert "54,166.87 EUR" in reader.read(".told")
    assert "5.98 EUR" in reader.read(".told")
    reader.look("my-city")

    reader.go("Decisions")
    reader.look("decisions")
    tab.get_by_role("link", name=LUNCH[language], exact=True).click()
    assert reader.words("Open now") in reader.read(".eyebrow")
    assert reader.words("Not met") in reader.read(".meter")
    nothing_is_out_of_reach(reader)
    meter = tab.locator(".meter .scroll")
    assert meter.evaluate("it => it.scrollWidth - it.clientWidth") == 0, "the meter is cut off"
    reader.look("proposal")

    reader.go("Money")
    assert "3,629,100.67 EUR" in reader.read(".figures")
    nothing_is_out_of_reach(reader)
    reader.look("money")
    tab.get_by_role("link", name=COURSES[language], exact=True).click()
    assert "1,500,000.00 EUR" in reader.read(".figures")
    reader.look("line")

    reader.go("Record")
    first = reader.text(tab.locator(".entries .n").first)
    assert first == reader.words("Entry %(n)s", n=demonstration.entries - 1)
    reader.look("record")
    tab.locator("#q").fill("440")
    reader.press("Search")
    assert reader.read("h1") == reader.words("Entry %(n)s", n=440)
    assert tab.locator(".verdict").count() == 0
    assert tab.evaluate("getComputedStyle(document.querySelector('#leaf')).direction") == "ltr"
    reader.look("entry")


def side(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def the_menu_begins_at_the_reading_side(reader: Walker) -> None:
    """The mark stands at the side where reading begins."""
    mark = reader.tab.locator(".wordmark img").bounding_box()
    middle = mark["x"] + mark["width"] / 2
    assert (middle > PHONE["width"] / 2) == (reader.language == "ar")


def nothing_is_out_of_reach(reader: Walker) -> None:
    """What is wider than the screen scrolls in its own place, and begins at the reading side."""
    tables = reader.tab.locator(".scroll").all()
    assert tables
    for table in tables:
        assert table.evaluate("it => it.scrollLeft") == 0
        heading = table.locator("th").first.bounding_box()
        if reader.language == "ar":
            assert heading["x"] + heading["width"] > PHONE["width"] / 2
        else:
            assert heading["x"] < PHONE["width"] / 2
