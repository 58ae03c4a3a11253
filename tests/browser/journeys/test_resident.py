"""A resident makes an account, enters the code of a letter, starts an initiative and signs it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from pypdf import PdfReader
from tests.support.journeys import Walker

pytestmark = pytest.mark.browser

TITLE = {
    "en": "Night trains between our cities",
    "ar": "قطارات ليلية بين مدننا",
}
TEXT = {
    "en": "We ask the Council to order night trains, and to say by when.",
    "ar": "نطلب من المجلس أن يوفر قطارات ليلية وأن يقول متى.",
}


def letter_code(clerk: Walker) -> str:
    """The delegate of Krestamont has two letters made; the code of the first."""
    clerk.tab.goto("/residents/attest/")
    clerk.look("attest")
    clerk.tab.locator("#count").fill("2")
    clerk.tab.locator("#count").press("Enter")
    clerk.look("letters")
    with clerk.tab.expect_download() as coming:
        clerk.tab.locator("main form button.button").click()
    with open(coming.value.path(), "rb") as file:
        reader = PdfReader(io.BytesIO(file.read()))
    assert len(reader.pages) == 2
    found = re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", reader.pages[0].extract_text())
    assert len(found) == 1
    return str(found[0])


def mailed_code() -> str:
    found = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_resident_starts_an_initiative_and_signs_it(
    demonstration: Any, walker: Callable[..., Walker], language: str
) -> None:
    clerk = walker(demonstration.address, language)
    clerk.sign_in(demonstration.links["krestamont"])
    code = letter_code(clerk)

    one = walker(demonstration.address, language)
    one.tab.goto("/")
    one.tab.get_by_role("link", name=one.words("Say where you live, to sign")).first.click()
    one.look("account")
    one.tab.get_by_label(one.words("Your e-mail address")).fill("ada@krestamont.example")
    one.press("Send me a code")
    one.tab.locator("#id_code").fill(mailed_code())
    one.press("Sign in")
    one.tab.wait_for_url("**/residents/")
    one.look("residence")
    one.tab.get_by_label(one.words("Code of the letter")).fill(code.lower().replace("-", " "))
    one.press("Enter the code")
    city = "Krestamont"
    said = one.words("{city} attests that you live there. You can sign initiatives now.", city=city)
    assert said in one.read()
    one.look("attested")
    one.follow("See the initiatives")
    one.follow("Start an initiative")
    one.tab.get_by_label(one.words("Language you write in")).select_option(language)
    one.tab.locator("#title").fill(TITLE[language])
    one.tab.locator("#text").fill(TEXT[language])
    one.look("start")
    one.press("Continue")
    one.look("check")
    one.press("Start this initiative")
    one.follow("See the initiative")
    one.look("initiative")
    one.follow("Sign this initiative")
    one.look("sign")
    one.press("Sign this initiative")
    one.look("receipt")
    one.follow("See the initiative")
    assert one.text(one.tab.locator("h1")) == TITLE[language]
    assert one.words("Take my signature back") in one.read()
    row = one.text(one.tab.locator("tbody tr").first)
    assert row.startswith(f"{city} 1 ")
    one.look("signed")
