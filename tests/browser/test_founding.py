"""A founder starts a new coalition from a CSV file and a template, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.browser import accessibility_faults

from koinon.cities import queries as cities
from koinon.interfaces.shared.founding import founder_token
from koinon.people.models import Account
from koinon.record import store

pytestmark = pytest.mark.browser
HEADER = "name,country,population,population_on,population_source\n"


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_founder_is_told_every_mistake_then_founds(
    site: str, new_page: Callable[..., Any], tmp_path: Path, locale: str
) -> None:
    spoilt, good = tmp_path / "spoilt.csv", tmp_path / "members.csv"
    spoilt.write_text(HEADER + "Ghent,BE,many,2024-01-01,Statbel\nLeuven,B,1,2024-01-01,Statbel\n")
    good.write_text(
        HEADER + "Ghent,BE,262219,2024-01-01,Statbel\nLeuven,BE,102851,2024-01-01,Statbel\n"
    )
    address = f"/found/{founder_token()}/"
    page = new_page(base_url=site, locale=locale, java_script_enabled=False)
    page.goto(address)
    page.locator("#name-en").fill("Two Rivers")
    page.locator("#origin").fill("rivers.example/record")
    page.locator("#email").fill("clerk@example.org")
    page.locator("#members").set_input_files(spoilt)
    page.locator("main button").click()
    summary = page.get_by_role("alert").inner_text()
    assert "spoilt.csv" in summary
    assert "2" in summary
    assert "population" in summary
    assert store.head().size == 0

    page.locator("#members").set_input_files(good)
    page.locator("main button").click()
    assert page.url.endswith("/check/")
    assert "Two Rivers" in page.locator("main").inner_text()
    assert "365" in page.locator("caption").inner_text()
    page.locator("main form button").click()
    page.wait_for_url("**/record/0/")
    assert cities.members() == ("ghent", "leuven")
    assert Account.objects.get().email == "clerk@example.org"
    founded = new_page(base_url=site)
    assert founded.goto(address).status == 404


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_founding_page_is_accessible(
    site: str, new_page: Callable[..., Any], locale: str
) -> None:
    page = new_page(base_url=site, locale=locale)
    page.goto(f"/found/{founder_token()}/")
    assert accessibility_faults(page) == []
    page.locator("main button").click()
    assert accessibility_faults(page) == []


def test_without_the_token_there_is_no_such_page(site: str, new_page: Callable[..., Any]) -> None:
    page = new_page(base_url=site)
    assert page.goto("/found/guess/").status == 404
