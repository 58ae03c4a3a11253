"""Anyone's check in a real browser: an entry, a forged one, the running log, its fingerprint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from koinon.record import verify

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


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
