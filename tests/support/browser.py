"""A real browser on the real pages, with and without JavaScript, in any of the languages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from tests.support.needs import BROWSERS, program

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSTANT = (
    "all",
    "all_inner_texts",
    "count",
    "evaluate_all",
    "inner_text",
    "input_value",
    "is_checked",
    "is_visible",
)
"""What Playwright answers from as much of a page as has arrived when it is asked."""
ACCESSIBLE = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@contextmanager
def launched() -> Iterator[Any]:
    """The machine's Chromium under Playwright, which downloads nothing."""
    path = program(*BROWSERS)
    from playwright.sync_api import sync_playwright  # type: ignore[import-not-found,unused-ignore]

    _be_patient()
    # Playwright keeps an event loop in this thread; Django would take the test for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


def _be_patient() -> None:
    """Let what is read at once be read of whole pages.

    A click returns when the next page starts to arrive; on a busy machine the rest comes later.
    """
    from playwright.sync_api import Locator, Page

    for name in INSTANT:
        _read_whole(Locator, name, lambda place: place.page)
    for name in ("inner_text", "title"):
        _read_whole(Page, name, lambda tab: tab)


def _read_whole(owner: Any, name: str, tab_of: Callable[[Any], Any]) -> None:
    instant = getattr(owner, name)
    if hasattr(instant, "__wrapped__"):
        return

    @wraps(instant)
    def read(place: Any, *args: Any, **options: Any) -> Any:
        tab_of(place).wait_for_load_state("domcontentloaded")
        return instant(place, *args, **options)

    setattr(owner, name, read)


@contextmanager
def page(browser: Any, **context: Any) -> Iterator[Any]:
    """A page in a fresh context; a script error or a breach of the content policy fails the test.

    Options are Playwright's: `locale="ar"`, `java_script_enabled=False`, `base_url=...`.
    """
    faults: list[str] = []
    fresh = browser.new_context(**context)
    tab = fresh.new_page()
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda said: _hear(said, faults))
    yield tab
    fresh.close()
    assert not faults, f"the page complained: {faults}"


def _hear(said: Any, faults: list[str]) -> None:
    if said.type == "error" and "Content Security Policy" in said.text:
        faults.append(said.text)


def accessibility_faults(tab: Any, *more: str) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA: one line a rule, with the first place.

    `more` names further sets of axe's rules.
    """
    from axe_playwright_python.sync_playwright import Axe

    tags = [*ACCESSIBLE, *more]
    found = Axe().run(tab, options={"runOnly": {"type": "tag", "values": tags}})
    return [
        f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:120]})"
        for one in found.response["violations"]
    ]
