"""A founder starts a coalition from a CSV file and a template, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.journeys import Walker

from koinon.cities import queries as cities
from koinon.interfaces.shared.founding import founder_token
from koinon.people.models import Account
from koinon.record import store

pytestmark = pytest.mark.browser
LANGUAGES = ("English", "Français", "Español", "العربية")
"""As the foot of every page writes them."""
HEADER = "name,country,population,population_on,population_source\n"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_founder_is_told_every_mistake_then_founds(
    site: str, walker: Callable[..., Walker], tmp_path: Path, language: str
) -> None:
    """262,219 and 102,851 residents are 365,070 together."""
    address = f"/found/{founder_token()}/"
    founder = walker(site, language)
    founder.tab.goto(address)
    founder.look("empty")
    founder.press("Continue")
    founder.look("nothing-said")
    mistakes_are_told_with_their_place(founder, tmp_path)
    assert store.head().size == 0

    good = "Ghent,BE,262219,2024-01-01,Statbel\nLeuven,BE,102851,2024-01-01,Statbel\n"
    upload(founder, tmp_path / "members.csv", good)
    assert founder.tab.url.endswith("/check/")
    assert "Two Rivers" in founder.read()
    assert founder.figure("365,070") in founder.read("caption")
    template = "Most of the cities and most of the people must agree."
    assert founder.words(template) in founder.read()
    founder.look("check")
    founder.press("Found the coalition")
    founder.tab.wait_for_url("**/seats/?next=/desk/")
    founder.tab.goto("/record/0/")
    founder.tab.wait_for_selector(".verdict")
    assert founder.read(".verdict") == founder.words("Checked in this browser: everything holds.")
    founder.look("founded")
    assert cities.members() == ("ghent", "leuven")
    assert Account.objects.get().email == "clerk@example.org"
    the_founder_goes_to_work(founder)

    late = walker(site, language)
    assert late.tab.goto(address).status == 404


def the_founder_goes_to_work(founder: Walker) -> None:
    """Of the charter's offices the founder holds all; one is chosen to act from."""
    founder.tab.goto("/desk/")
    founder.look("offices")
    founder.tab.locator('[name="seat"][value="secretariat"]').check()
    founder.press("Act from this seat")
    assert founder.read("h1") == founder.words("To do")
    founder.go("Decisions")
    founder.follow("Open a proposal")
    labels = founder.tab.locator("label[for^=title-]").all()
    assert [founder.text(one).split()[0] for one in labels] == list(LANGUAGES)
    founder.look("first-proposal")


def mistakes_are_told_with_their_place(founder: Walker, folder: Path) -> None:
    """Two lines of the file are wrong: each is named, with its column."""
    page = founder.tab
    page.locator("#name-en").fill("Two Rivers")
    page.locator("#origin").fill("rivers.example/record")
    page.locator("#email").fill("clerk@example.org")
    wrong = "Ghent,BE,many,2024-01-01,Statbel\nLeuven,B,1,2024-01-01,Statbel\n"
    upload(founder, folder / "spoilt.csv", wrong)
    told = founder.text(page.get_by_role("alert"))
    assert told.count("spoilt.csv") == 2
    if founder.language == "ar":  # names of files and columns do not drag quotes to their side
        assert "\u2068population\u2069: «many»" in told
    assert "population" in told
    assert "country" in told
    founder.look("mistakes")


def upload(founder: Walker, file: Path, rows: str) -> None:
    """Choose a file of cities and go on."""
    file.write_text(HEADER + rows)
    founder.tab.locator("#members").set_input_files(file)
    founder.press("Continue")


def test_without_scripts_a_founder_sees_what_would_be_founded(
    site: str, walker: Callable[..., Walker], tmp_path: Path
) -> None:
    founder = walker(site, "es", java_script_enabled=False)
    founder.tab.goto(f"/found/{founder_token()}/")
    founder.look("no-scripts")
    founder.tab.locator("#name-en").fill("Two Rivers")
    founder.tab.locator("#origin").fill("rivers.example/record")
    founder.tab.locator("#email").fill("clerk@example.org")
    upload(founder, tmp_path / "members.csv", "Ghent,BE,262219,2024-01-01,Statbel\n")
    assert founder.tab.url.endswith("/check/")
    assert founder.figure("262,219") in founder.read("caption")


def test_without_the_token_there_is_no_such_page(site: str, walker: Callable[..., Walker]) -> None:
    assert walker(site, "en").tab.goto("/found/guess/").status == 404
