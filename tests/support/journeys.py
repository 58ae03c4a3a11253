"""A person on a way through the pages, who finds links and buttons by the words on them.

The words come from the catalogues, so a journey told once is walked in every language; figures
are written out by the journey itself.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, ngettext, override
from tests.support.browser import accessibility_faults
from tests.support.counting import read

SHOTS = os.environ.get("KOINON_SHOTS", "")
"""A folder for pictures of the main steps; they go to the test's own folder when it is empty."""
COUNTS = os.environ.get("KOINON_COUNTS", "")
"""A folder for what each walk in English asks of a person; nothing is counted when it is empty."""
PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1280, "height": 900}


@dataclass(slots=True)
class Walker:
    """Somebody with a browser, a language and a journey."""

    tab: Any
    journey: str
    language: str
    folder: Path
    twin: Any = None
    """A tab with scripts where `tab` has none: the accessibility checker is a script."""
    _steps: list[str] = field(default_factory=list)

    def words(self, message: str, **facts: object) -> str:
        """A message of the pages in this person's language; it must be translated."""
        with override(self.language):
            said = gettext(message)
        assert self.language == "en" or said != message, f"not translated: {message}"
        return _filled(said, facts)

    def counted(self, one: str, many: str, n: int, **facts: object) -> str:
        """A message with a number that decides its form."""
        with override(self.language):
            said = ngettext(one, many, n)
        assert self.language == "en" or said not in (one, many), f"not translated: {many}"
        return _filled(said, facts)

    def figure(self, english: str) -> str:
        """A figure as this language writes it: "540,000.00 EUR", "63.4%"."""
        if self.language in ("en", "ar"):
            return english
        return english.translate(str.maketrans(",.", " ,")).replace("%", " %")

    def follow(self, message: str, **facts: object) -> None:
        """Follow the one link with these words."""
        self.tab.get_by_role("link", name=self.words(message, **facts), exact=True).click()

    def press(self, message: str, **facts: object) -> None:
        """Press the one button with these words."""
        self.tab.get_by_role("button", name=self.words(message, **facts), exact=True).click()

    def go(self, section: str) -> None:
        """Follow the main navigation."""
        main = self.tab.get_by_role("navigation", name=self.words("Main"), exact=True)
        main.get_by_role("link", name=self.words(section), exact=True).click()

    def sign_in(self, token: str) -> None:
        """Sign in by a one-time link."""
        self.tab.goto(f"/enter/{token}")
        self.press("Sign in now")
        self.tab.wait_for_url("**/seats/")

    def read(self, selector: str = "main") -> str:
        """What stands there, with single blanks between words."""
        return _flat(self.tab.inner_text(selector))

    def text(self, place: Any) -> str:
        """What stands in a place, with single blanks between words."""
        return _flat(place.inner_text())

    def there(self, place: str | Any, count: int = 1) -> bool:
        """Whether so many of these stand on the page, or will when it has loaded."""
        from playwright.sync_api import expect  # type: ignore[import-not-found,unused-ignore]

        found = self.tab.locator(place) if isinstance(place, str) else place
        expect(found).to_have_count(count, timeout=60_000)
        return True

    def look(self, step: str) -> None:
        """Arrive at a main step: in this language, accessible, no wider than the screen.

        Where the tab runs no scripts, its address is read again in one that does.
        """
        read(self.tab)
        side = "rtl" if self.language == "ar" else "ltr"
        page = self.tab.locator("html")
        assert (page.get_attribute("lang"), page.get_attribute("dir")) == (self.language, side)
        self._steps.append(step)
        name = f"{self.journey}-{self.language}-{len(self._steps):02}-{step}.png"
        self.tab.screenshot(path=self.folder / name, full_page=True)
        wide = self.tab.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{step} is {wide} px too wide"
        if self.twin is not None:
            self.twin.context.add_cookies(self.tab.context.cookies())
            self.twin.goto(self.tab.url)
        faults = accessibility_faults(self.twin or self.tab)
        assert not faults, f"{step}: {faults}"


def _filled(said: str, facts: dict[str, object]) -> str:
    filled = said % facts if "%(" in said else said.format_map(facts)
    return _flat(filled)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
