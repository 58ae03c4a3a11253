"""The secretariat gives notice: nobody votes before it has run out, and then everybody can."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.clock import local
from tests.support.journeys import Walker

from koinon.record import store

pytestmark = pytest.mark.browser

TITLE = {"en": "A radio studio in every school", "fr": "Un studio de radio dans chaque école"}
OPENS = {
    "en": "5 December 2026, 00:00 (Europe/Brussels time)",
    "fr": "5 décembre 2026 à 00:00 (heure de Europe/Brussels)",
}
"""Notice on 20 November, fourteen whole days between (article 6.1)."""
CLOSES = {
    "en": "11 December 2026, 24:00 (Europe/Brussels time)",
    "fr": "11 décembre 2026 à 24:00 (heure de Europe/Brussels)",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_secretariat_gives_notice_and_the_clock_opens_the_vote(
    demonstration: Any, walker: Callable[..., Walker], language: str, tmp_path: Path
) -> None:
    secretariat = walker(demonstration.address, language)
    secretariat.sign_in(demonstration.links["secretariat"])
    draft(secretariat, tmp_path)
    the_notice_is_told_and_given(secretariat)

    delegate = walker(demonstration.address, language)
    delegate.sign_in(demonstration.links["valdorene"])
    demonstration.clock.strike(local(date(2026, 12, 5)) - timedelta(seconds=1))
    a_vote_before_the_day_is_refused(delegate)
    demonstration.clock.strike(local(date(2026, 12, 5)))
    delegate.tab.goto("/")
    open_now = delegate.tab.locator("section", has=delegate.tab.locator("#open-title"))
    assert TITLE[language] in delegate.text(open_now.locator("> .cards").first)
    delegate.look("home-open")
    secretariat.tab.goto("/decisions/22/")
    assert secretariat.words("Open now") in secretariat.read(".eyebrow")
    assert CLOSES[language] in secretariat.read(".lede")
    delegate.tab.goto("/decisions/22/")
    delegate.follow("Cast %(city)s’s vote", city="Valdorène")
    vote(delegate)
    cast = delegate.words("%(city)s’s vote is cast", city="Valdorène")
    assert delegate.read("h1") == cast


def draft(secretariat: Walker, folder: Path) -> None:
    """A title in two languages, a text, and an act: 60,000 EUR of the evening courses."""
    tab = secretariat.tab
    secretariat.go("Decisions")
    secretariat.follow("Open a proposal")
    for language, title in TITLE.items():
        tab.locator(f"#title-{language}").fill(title)
    text = folder / "studios.txt"
    text.write_text("The Council has a studio built in every school.")
    tab.locator("#text").set_input_files(text)
    act = secretariat.words("act.treasury.commit/1")
    chosen = secretariat.words("Enclose an act that takes effect when the proposal is adopted")
    tab.get_by_label(chosen, exact=True).select_option(act)
    secretariat.look("draft")
    secretariat.press("Continue")
    typed = {"year": "2026", "line": "evening-courses", "title": "Studios"}
    for name, said in {**typed, "amount_cents": "60000", "payee": "Radio Workshop"}.items():
        tab.locator(f"#field-{name}").fill(said)
    secretariat.look("act")
    secretariat.press("Enclose it in the proposal")
    secretariat.press("Continue")


def the_notice_is_told_and_given(secretariat: Walker) -> None:
    language = secretariat.language
    said = secretariat.read()
    notice = secretariat.counted(
        "Article %(articles)s asks for %(days)s whole day of notice, and nobody can shorten it.",
        "Article %(articles)s asks for %(days)s whole days of notice, and nobody can shorten them.",
        14,
        articles="6.1",
        days=14,
    )
    assert notice in said
    assert (
        secretariat.words(
            "If notice is given now: from %(opens)s until %(closes)s",
            opens=OPENS[language],
            closes=CLOSES[language],
        )
        in said
    )
    secretariat.look("check")
    secretariat.press("Give notice of the proposal")
    assert secretariat.read("h1") == secretariat.words("It is in the record")
    secretariat.look("receipt")
    secretariat.follow("See the proposal")
    assert secretariat.tab.url.endswith("/decisions/22/")
    assert secretariat.words("Upcoming") in secretariat.read(".eyebrow")
    assert OPENS[language] in secretariat.read(".lede")
    secretariat.look("upcoming")


def a_vote_before_the_day_is_refused(delegate: Walker) -> None:
    """In one sentence that says when; nothing enters the record."""
    size = store.head().size
    delegate.tab.goto("/decisions/22/")
    cast = delegate.words("Cast %(city)s’s vote", city="Valdorène")
    assert delegate.tab.get_by_role("link", name=cast).count() == 0
    delegate.tab.goto("/decisions/22/vote/")
    vote(delegate)
    refusal = delegate.words(
        "Voting on proposal {number} opens on {opens_at}; come back then.",
        number=22,
        opens_at=OPENS[delegate.language],
    )
    assert delegate.text(delegate.tab.get_by_role("alert")).endswith(refusal)
    delegate.look("too-early")
    assert store.head().size == size


def vote(delegate: Walker) -> None:
    delegate.tab.get_by_label(delegate.words("In favour"), exact=True).check()
    delegate.press("Continue")
    delegate.press("Cast %(city)s’s vote", city="Valdorène")
