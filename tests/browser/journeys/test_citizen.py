"""A citizen reads what their city paid, what was bought, what was refused, and checks an entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.journeys import Walker

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_citizen_reads_three_sentences_and_checks_an_entry(
    demonstration: Any, walker: Callable[..., Walker], language: str
) -> None:
    """Serravonde's law lets it be charged 540,000 EUR a year; all is paid, half under protest.

    It had 131,870 residents and grew by one in a thousand: 540,000 / 132,001 = 4.09.
    """
    citizen = walker(demonstration.address, language)
    citizen.tab.goto("/")
    citizen.look("home")
    citizen.tab.get_by_label(citizen.words("Your city"), exact=True).select_option("Serravonde")
    citizen.press("Show")
    citizen.look("my-city")
    paid, bought, refused = citizen.tab.locator(".told > div").all()
    sentence = citizen.words(
        "%(city)s is charged %(amount)s for %(year)s: %(each)s for each resident.",
        city="Serravonde",
        amount=citizen.figure("540,000.00 EUR"),
        year=2026,
        each=citizen.figure("4.09 EUR"),
    )
    so_far = citizen.words("All of it is paid.")
    assert f"{sentence} {so_far}" in citizen.text(paid)
    # Half of the largest running contracts, 780,000 EUR, is paid twice a year.
    assert citizen.figure("390,000.00 EUR") in citizen.text(bought)
    title = {"en": "A common toll on the ring roads", "fr": "Un péage commun sur les rocades"}
    assert title[language] in citizen.text(refused)
    assert citizen.words("was not adopted, because this was missing:") in citizen.text(refused)
    assert citizen.figure("63.4%") in citizen.text(refused)

    refused.get_by_role("link").click()
    assert citizen.words("Not adopted") in citizen.read(".eyebrow")
    assert citizen.figure("63.4%") in citizen.read(".meter")
    citizen.look("refused")
    citizen.tab.goto("/")  # the city is remembered
    assert sentence in citizen.read(".told")
    told = citizen.tab.locator(".told")
    told.get_by_role("link", name=citizen.figure("390,000.00 EUR")).first.click()
    citizen.look("bought")
    payment = citizen.tab.locator(".strip > li").nth(1)
    assert citizen.figure("390,000.00 EUR") in citizen.text(payment)
    payment.get_by_role("link").click()
    citizen.tab.wait_for_selector(".verdict")
    said = citizen.words("Checked in this browser: everything holds.")
    assert citizen.read(".verdict") == said
    assert citizen.tab.locator(".checks .yes").count() == 4
    booked = citizen.words("The books are changed; the entry shows every line.")
    assert citizen.read().count(booked) == 1
    citizen.tab.get_by_text(citizen.words("The entry as it is recorded (JSON)")).click()
    assert '"amount_cents": 39000000' in citizen.read("details")
    citizen.look("entry")
