"""A translator finds a text on the desk, translates it; a delegate reviews; a reader reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.assembly.translating import BILINGUAL, TRAMS, french, reference
from tests.support import pages
from tests.support.coalition import League
from tests.support.journeys import Walker

pytestmark = pytest.mark.browser

RECORD = "act.assembly.record_translation/1"
REVIEW = "act.assembly.review_translation/1"
PARTS = ("# Tramways", "La ligue achète neuf tramways.", "Ils roulent dès 2027.")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_text_is_translated_reviewed_and_read(
    site: str, walker: Callable[..., Walker], language: str
) -> None:
    league = League(at=pages.days_ago(1))
    pages.found(league, BILINGUAL)
    league.propose("Trams", matter="ordinary", text=reference(league, TRAMS))
    desk = pages.person("desk@league.example", "secretariat")
    delegate = pages.person("delegate@ghent.example", "council/ghent")

    translator = walker(site, language)
    translator.sign_in(desk)
    it_is_translated(translator)
    assert french("proposal/1").state == "to review"
    reviewer = walker(site, language)
    reviewer.sign_in(delegate)
    it_is_reviewed(reviewer)
    assert french("proposal/1").state == "reviewed"
    it_is_read(walker(site, "fr"))


def it_is_translated(translator: Walker) -> None:
    """From the desk, paragraph by paragraph; a gap is said first."""
    translator.tab.goto("/desk/")
    translator.look("desk")
    translator.follow("Translate")
    for place, part in enumerate(PARTS[:2]):
        translator.tab.locator(f"#part-{place}").fill(part)
    translator.tab.locator("#made-0").check()
    translator.press("Check what is recorded")
    assert translator.words("Paragraph {n} is not translated yet.", n=3) in translator.read()
    translator.look("a-gap")
    translator.tab.locator("#part-2").fill(PARTS[2])
    translator.press("Check what is recorded")
    translator.look("check")
    translator.press("Do it: %(act)s", act=translator.words(RECORD))
    translator.follow("See the text and its translations")
    translator.look("text")
    assert PARTS[1] in translator.read()


def it_is_reviewed(reviewer: Walker) -> None:
    """Another seat reads both, and accepts."""
    reviewer.tab.goto("/desk/")
    reviewer.follow("Read both")
    reviewer.look("to-review")
    reviewer.press("Accept the translation")
    reviewer.press("Do it: %(act)s", act=reviewer.words(REVIEW))
    assert reviewer.read("h1") == reviewer.words("It is in the record")


def it_is_read(reader: Walker) -> None:
    """In their own language, with the plain note and the way to what counts."""
    reader.tab.goto("/decisions/1/")
    said = reader.read()
    note = "This is a translation. The text that counts is the one in {language}."
    assert reader.words(note, language="Anglais") in said
    reader.look("proposal")
    reader.follow("See both side by side")
    reader.look("side-by-side")
    assert "The league buys nine trams." in reader.read()
    assert PARTS[1] in reader.read()
