"""Trying votes and comparing charters on the pages: nothing is recorded, everything is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from tests.assembly.test_compared import HEADS, decided
from tests.interfaces.web.test_pages import words
from tests.support.coalition import League, population

from koinon.charter.parsing import parse_charter
from koinon.interfaces.shared.charters_chosen import choices, chosen
from koinon.interfaces.web.pages import trying
from koinon.record import store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


@pytest.fixture
def league(tmp_path: Path, settings: Any) -> League:
    settings.HOME = tmp_path
    return decided()


def said(address: str) -> str:
    answer = Client(headers={"accept-language": "en"}).get(address)
    assert answer.status_code == 200, address
    return words(answer)


def test_a_vote_of_todays_members_is_tried_and_nothing_recorded(league: League) -> None:
    before = store.head().size
    start = said("/charter/try/")
    assert "Version 1, in force" in start
    assert "It does not pass; 2 more votes in favour would do" in start
    address = "/charter/try/?charter=version-1&matter=ordinary&members=present"
    voted = said(f"{address}&v-leuven=yes&v-namur=yes&v-mons=yes&v-ghent=no")
    assert "What article 5.1 says of it" in voted
    assert "With these votes it passes." in voted, "Ghent has 90,000 of 395,000 residents now"
    assert "77.2% 305,000 of 395,000 at least 50% Met" in voted
    lost = said(f"{address}&v-leuven=no&v-namur=no&v-mons=no&v-oz=yes&v-ghent=perhaps")
    assert "It does not pass, and could not even with everybody else in favour." in lost
    assert store.head().size == before


def test_templates_and_imagined_members_are_tried(league: League) -> None:
    address = "/charter/try/?charter=template-double-majority&matter=accession&members=five"
    voted = said(f"{address}&v-aster=yes&v-birch=yes&v-cedar=yes&v-dahlia=yes&v-elm=abstain")
    assert "With these votes it passes." in voted
    assert "aster" in voted
    today = said("/charter/try/?charter=template-square-root&matter=ordinary&members=present")
    assert "Ghent" in today
    unknown = said("/charter/try/?charter=template-square-root&matter=nothing&members=nobody")
    assert "ordinary matters" in unknown, "what is not there gives way to the first there is"


def test_a_charter_whose_figures_nobody_certified_says_so(league: League) -> None:
    facts = HEADS.replace(
        "[weights.one]",
        '[facts.hotels]\ntitle = {en = "Hotels", fr = "Hôtels"}\nunit = "rooms"\n'
        'boundary = "city"\n\n[weights.one]',
    ).replace('kind = "equal"', 'kind = "metric"\nfact = "hotels"')
    charter = parse_charter(facts, file="hotels")
    untried = trying.tried(charter, "ordinary", trying.PRESENT, QueryDict())
    assert untried == "Ghent has no figure for “Hotels”, by which this charter weighs it."
    nobody = trying.tried(charter, "ordinary", "nobody", QueryDict())
    assert nobody == "None of these members sits in the body that decides."


@pytest.mark.parametrize("id", ["version-7", "template-none", "statute-none", "no", "version-"])
def test_a_charter_that_is_not_there_is_not_found(league: League, id: str) -> None:
    assert Client().get(f"/charter/try/?charter={id}").status_code == 404
    assert Client().get(f"/charter/compare/?before={id}").status_code == 404
    assert Client().get(f"/charter/compare/?after={id}").status_code == 404
    assert chosen(id) is None


def test_all_that_can_be_chosen_is_there(league: League) -> None:
    assert all(chosen(one.id) is not None for one in choices())
    assert choices()[0].id == "version-1"


def amend(league: League, charter: str) -> int:
    """The council adopts another charter."""
    document = league.document(charter.encode()).model_dump()
    number = league.propose("Heads alone", ("assembly.amend_charter/1", {"charter": document}))
    league.at = "2025-01-09T23:30:00.000000Z"
    for city in ("ghent", "leuven", "namur"):
        league.vote(number, city, "yes")
    league.at = "2025-01-13T00:00:00.000000Z"
    league.act(
        "cities.certify_fact/1",
        {"city": "ghent", "fact": population(91_000, "2024-06-01")},
        "secretariat",
    )
    return number


def test_versions_are_compared_with_what_they_would_have_decided(league: League) -> None:
    amend(league, HEADS)
    told = said("/charter/compare/?before=version-1&after=version-2")
    assert "Removed counted by By residents, at least 50% of the whole is in favour;" in told
    assert "3 decisions are judged anew" in told
    assert "Say yes – it was not adopted, and would have been" in told
    assert "Every case comes out the same." in told
    same = said("/charter/compare/?before=version-2&after=version-2")
    assert "The plain sentences stay as they are." in same
    other = said("/charter/compare/?before=version-2&after=template-square-root")
    assert "decisions cannot be judged anew" in other or "are judged anew" in other


def test_an_amendment_says_which_decisions_it_would_have_changed(league: League) -> None:
    document = league.document(HEADS.encode()).model_dump()
    number = league.propose("Heads alone", ("assembly.amend_charter/1", {"charter": document}))
    told = said(f"/decisions/{number}/")
    assert "Past decisions under the new charter 2 decisions are judged anew" in told
    assert "it was not adopted, and would have been" in told


def test_before_the_founding_there_is_nothing_of_ones_own(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    assert next(one.id for one in choices()) == "template-double-majority"
