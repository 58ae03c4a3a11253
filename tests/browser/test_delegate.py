"""A delegate's journey, and anyone's check, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.pages import sign_in

from koinon.record import verify

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


def test_a_delegate_votes_without_scripts_and_sees_the_meter_move(
    site: str,
    links: dict[str, str],
    new_page: Open,
) -> None:
    tab = new_page(base_url=site, locale="en", java_script_enabled=False)
    sign_in(tab, links["ghent"])
    tab.get_by_role("link", name="Decisions").click()
    tab.get_by_role("link", name="Admit Mechelen to the league").click()
    tab.wait_for_url("**/decisions/2/")
    assert "17.8%" in tab.inner_text(".meter")
    assert "one more vote in favour would do: Ghent." in tab.inner_text(".meter")
    tab.get_by_role("link", name="Cast Ghent’s vote").click()
    tab.get_by_role("button", name="Continue").click()
    tab.wait_for_selector(".errors")
    assert tab.title().startswith("Error:")
    tab.get_by_role("link", name="Choose how Ghent votes.").click()
    tab.get_by_label("Split the vote").check()
    tab.get_by_label("Part in favour").fill("2 of 3")
    tab.get_by_label("Part against").fill("1 of 3")
    tab.get_by_role("button", name="Continue").click()
    tab.wait_for_url("**/check/**")
    assert "In favour 66.6%, against 33.3%, abstaining 0%" in tab.inner_text("main")
    tab.get_by_role("button", name="Cast Ghent’s vote").click()
    tab.wait_for_url("**/receipts/**")
    assert tab.inner_text("h1") == "Ghent’s vote is cast"
    tab.get_by_role("link", name="See the proposal").click()
    tab.wait_for_url("**/decisions/2/")
    # (102,851 + 2/3 of 262,219) of 575,313 residents are 48.26...%
    assert "48.2%" in tab.inner_text(".meter")
    tab.get_by_role("link", name="Change Ghent’s vote").click()
    tab.get_by_label("In favour", exact=True).check()
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Cast Ghent’s vote").click()
    tab.get_by_role("link", name="See the proposal").click()
    tab.wait_for_url("**/decisions/2/")
    assert "63.4%" in tab.inner_text(".meter")
    assert "the proposal would be adopted" in tab.inner_text(".meter")


def test_the_browser_checks_an_entry_by_itself(
    site: str,
    links: dict[str, str],
    new_page: Open,
) -> None:
    tab = new_page(base_url=site, locale="en")
    tab.goto("/record/3/")
    tab.wait_for_selector(".verdict")
    assert tab.inner_text(".verdict") == "Checked in this browser: everything holds."
    assert tab.locator(".checks .yes").count() == 4


def test_the_browser_sees_a_forged_entry(
    site: str,
    links: dict[str, str],
    new_page: Open,
) -> None:
    tab = new_page(base_url=site, locale="en")

    def forge(route: Any) -> None:
        answer = route.fetch()
        # The first character of the entry's base64 in the data for the script ("{" becomes "s").
        route.fulfill(response=answer, body=answer.text().replace('"body": "e', '"body": "c', 1))

    tab.route("**/record/3/", forge)
    tab.goto("/record/3/")
    tab.wait_for_selector(".verdict")
    assert "something does not hold" in tab.inner_text(".verdict")
    assert tab.locator(".checks .no").count() == 2


def test_a_stranger_verifies_the_running_log(site: str, links: dict[str, str]) -> None:
    report = verify.verify(f"{site}/log/")
    assert report.problems == ()
    assert report.checkpoint is not None
    assert report.checkpoint.size >= 9


def test_the_page_prints_the_fingerprint_the_verifier_prints(
    site: str,
    links: dict[str, str],
    new_page: Open,
) -> None:
    tab = new_page(base_url=site, locale="en")
    tab.goto("/record/verify/")
    assert tab.inner_text(".fingerprint") == verify.verify(f"{site}/log/").fingerprint
