"""Initiatives on a phone: every state of one, and the pages of residents and of their cities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.test_pages_for_everyone import look
from tests.forum.forums import CIVIC, Forum
from tests.support.pages import days_ago, found, person, sign_in

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/decisions/",
    "/accounts/login/",
    "/residents/",
    "/initiatives/",
    *(f"/initiatives/{number}/" for number in (1, 2, 3, 4)),
]
RESIDENT = ["/residents/", "/initiatives/"]
CITY = ["/residents/attest/", "/desk/"]
OFFICE = ["/residents/attest/", "/desk/", "/initiatives/1/", "/initiatives/4/"]


def told() -> Forum:
    """One unanswered, one lapsed, one turned away, one that collects."""
    forum = Forum(at=days_ago(60))
    found(forum, CIVIC)
    for city in ("ghent", "leuven"):
        forum.attest(city)
    first = forum.start("ghent-1", "Night trains between our cities")
    forum.sign(first, "ghent-1", "ghent-2", "ghent-3", "leuven-1", "leuven-2")
    forum.start("ghent-2", "Shade at every stop")
    third = forum.start("leuven-1", "Another moon")
    away = {"initiative": third, "ground": "powers", "reason": "The moon is not ours."}
    forum.act("forum.turn_away_initiative/1", away, "secretariat")
    forum.at = days_ago(1)
    fourth = forum.start("ghent-3", "Swimming for every child")
    forum.sign(fourth, "ghent-1", "leuven-1")
    return forum


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_use_the_pages_of_initiatives(
    site: str, new_page: Callable[..., Any], language: str
) -> None:
    told()
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    assert look(tab, PUBLIC) == {}
    for who, seats, paths in (
        ("ada@ghent.example", (), RESIDENT),
        ("clerk@ghent.example", ("council/ghent",), CITY),
        ("desk@league.example", ("secretariat",), OFFICE),
    ):
        tab.context.clear_cookies()
        sign_in(tab, person(who, *seats))
        assert look(tab, paths) == {}
