"""An electorate that nothing could be decided in is refused at notice, never met at the count."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from tests.assembly.leagues import assert_holds
from tests.support.coalition import CHARTER, KEY, League, member, population

from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.assembly.queries import proposal
from koinon.methods.plain import to_plain
from koinon.methods.rules import Branch, Jagiellonian, Line, Share, electorate, evaluate
from koinon.methods.trees import decide, recheck

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}
PEOPLE = 'kind = "metric"\nfact = "population"'
ROOT = 'kind = "square_root"\nfact = "population"\ndigits = 2'
SEATS = 'kind = "apportioned"\nfact = "population"\nmethod = "sainte_lague"\nvotes = 2\nminimum = 1'


def refusal(weighting: str, *facts: dict[str, Any], cities: dict[str, int] = CITIES) -> Refused:
    """What opening an ordinary proposal comes to under a weighting, with these facts certified."""
    assert CHARTER.count(PEOPLE) == 1
    league = League()
    league.found(cities, CHARTER.replace(PEOPLE, weighting))
    for fact in facts:
        league.act("cities.certify_fact/1", {"city": "ghent", "fact": fact}, "secretariat")
    asked = {"title": [{"language": "en", "text": "Ordinary"}], "matter": "ordinary"}
    answer = enact(league.envelope("assembly.open_proposal/1", asked, "secretariat"), at=league.at)
    assert isinstance(answer, Refused), answer
    return answer


def test_a_root_of_a_broken_number_is_refused() -> None:
    told = refusal(ROOT, population(1) | {"value": "1/3"})
    assert told.code == "assembly.fact_not_whole"
    assert (told.fact("city"), told.fact("fact")) == ("ghent", "population")


def test_a_negative_figure_weighs_nobody() -> None:
    assert refusal(PEOPLE, population(-5)).code == "assembly.fact_negative"


@pytest.mark.parametrize("weighting", [PEOPLE, ROOT, SEATS], ids=["metric", "root", "apportioned"])
def test_members_without_any_vote_decide_nothing(weighting: str) -> None:
    told = refusal(weighting, cities=dict.fromkeys(CITIES, 0))
    assert told.code == "assembly.weightless"
    assert told.fact("body") == "council"


def test_fewer_votes_than_members_cannot_be_shared_out() -> None:
    told = refusal(SEATS)
    assert told.code == "assembly.votes_do_not_fit"
    assert told.fact("members") == 3


def test_a_quota_among_members_without_votes_is_never_reached() -> None:
    """A group may have no votes although others have."""
    voters = electorate(
        {"votes": {"aster": 4, "birch": 0, "cedar": 0}}, groups={"small": ["birch", "cedar"]}
    )
    rule = Share("votes", "all", Jagiellonian(0), strict=False, group="small")
    decision = decide(rule, voters, {}, "ignored")
    assert not decision.tree.met
    recheck(to_plain(decision))
    assert evaluate(rule, voters, {}, "ignored") == decision.tree


HOTELS = """
[facts.hotels]
title = {en = "Hotels", fr = "Hôtels"}
unit = "rooms"
boundary = "legal municipality"

[weights.one]"""
HALVES = """kind = "mix"
votes = 100
parts = [
  {part = "1/2", kind = "metric", fact = "population"},
  {part = "1/2", kind = "metric", fact = "hotels"},
]"""


def test_a_weight_of_two_facts_asks_for_both_and_decides_by_both() -> None:
    """Leuven and Namur have most residents of the three, but nearly no hotels."""
    league = League()
    text = league.document(
        CHARTER.replace("[weights.one]", HOTELS).replace(PEOPLE, HALVES).encode()
    )
    people, rooms = {**CITIES, "ghent": 200_000}, {"ghent": 98, "leuven": 1, "namur": 1}
    members = [member(slug, count) for slug, count in people.items()]
    data = {
        "origin": KEY.name,
        "log_key": str(KEY),
        "charter": text.model_dump(),
        "clock": "told",
        "fictional": True,
        "members": members,
    }
    missing = league.refused("assembly.found_coalition/1", data)
    assert (missing.code, missing.fact("name")) == ("cities.fact_missing", "hotels")
    for one in members:
        hotels = population(rooms[one["slug"]]) | {"name": "hotels", "unit": "rooms"}
        one["facts"].append(hotels)
    league.act("assembly.found_coalition/1", data)
    number = league.propose("Ordinary", matter="ordinary")
    league.at = "2025-01-04T08:00:00.000000Z"
    for city, choice in (("ghent", "no"), ("leuven", "yes"), ("namur", "yes")):
        league.vote(number, city, choice)
    league.at = "2025-01-10T08:00:00.000000Z"
    league.act("cities.certify_fact/1", {"city": "ghent", "fact": population(1)}, "secretariat")
    counted = proposal(number, league.at)
    assert counted is not None
    assert counted.phase == "rejected"
    tree = counted.decision.tree
    assert isinstance(tree, Branch)
    measured = [part.measured for part in tree.parts if isinstance(part, Line)]
    assert measured == [2, Fraction(50 * 210, 410) + 1]
    assert_holds()
