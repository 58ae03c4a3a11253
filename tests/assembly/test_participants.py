"""Matters of a service, on which only those vote that take part in it (British Columbia)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import assert_holds
from tests.assembly.test_second_votes import DOUBLE
from tests.charter.test_explaining import PLAIN
from tests.support.coalition import CHARTER, League

from koinon.assembly.queries import proposal
from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

WATER = """
[groups.river]
title = {en = "cities on the river", fr = "villes du fleuve"}
members = ["ghent", "mons", "ostend"]

[programmes.water]
title = {en = "Water", fr = "Eau"}
participants = "river"

[rules.stakeholders]
title = {en = "By those who take part", fr = "Par les participants"}
article = "5.8"
all = [
  {share = "one", of = "all", over = "1/2"},
  {share = "people", of = "participating", at_least = "1/2"},
]

[matters.water]
title = {en = "Water", fr = "Eau"}
article = "5.8"
body = "council"
rule = "stakeholders"
notice_days = 2
voting_days = 3
vote_from = "delegate"
abstention = "ignored"
programme = "water"
voters = "participants"

[rules.double]"""
CITIES = {"ghent": 260_000, "leuven": 100_000, "mons": 95_000, "namur": 110_000}
TEXT = CHARTER.replace("[rules.double]", WATER, 1)
VOTING = "2025-01-04T08:00:00.000000Z"


def ask(charter: str, matter: str = "water") -> tuple[League, int]:
    league = League()
    league.found(CITIES, charter)
    number = league.propose("New pipes", matter=matter)
    league.at = VOTING
    return league, number


def test_only_those_who_take_part_vote_and_count() -> None:
    league, number = ask(TEXT)
    found = proposal(number, VOTING)
    assert found is not None
    assert found.terms.electorate.members == ("ghent", "mons"), "Ostend is no member"
    out = league.refused("assembly.cast_vote/1", {"proposal": number, "yes": "1"}, "council/leuven")
    assert out.code == "assembly.not_in_electorate"
    league.vote(number, "ghent", "yes")
    league.vote(number, "mons", "yes")
    found = proposal(number, VOTING)
    assert found is not None
    assert found.decision.tree.met
    assert_holds()


def test_where_all_vote_those_who_take_part_are_a_base_of_their_own() -> None:
    everybody = TEXT.replace('voters = "participants"', "")
    league, number = ask(everybody)
    league.vote(number, "leuven", "yes")
    league.vote(number, "namur", "yes")
    league.vote(number, "mons", "yes")
    found = proposal(number, VOTING)
    assert found is not None
    assert found.terms.electorate.members == ("ghent", "leuven", "mons", "namur")
    assert found.terms.electorate.participating == ("ghent", "mons")
    heads, people = found.decision.tree.parts  # type: ignore[union-attr]
    assert (heads.met, people.met) == (True, False)
    assert (people.measured, people.base) == (95_000, 355_000)  # type: ignore[union-attr]
    league.vote(number, "ghent", "yes")
    assert_holds()


def test_nobody_takes_part_and_nothing_is_decided() -> None:
    league = League()
    nobody = TEXT.replace('["ghent", "mons", "ostend"]', '["ostend"]')
    league.found(CITIES, nobody)
    asked = {"title": [{"language": "en", "text": "New pipes"}], "matter": "water"}
    refused = league.refused("assembly.open_proposal/1", asked, "secretariat")
    assert refused.code == "assembly.weightless"
    assert_holds()


def test_matters_of_different_voters_do_not_mix() -> None:
    mixed = TEXT.replace(
        'voters = "participants"', 'voters = "participants"\nacts = ["cities.certify_fact/1"]'
    ).replace(
        '"cities.certify_fact/1" = {article = "3", seat = "secretariat"}',
        '"cities.certify_fact/1" = {article = "3", by = "decision"}',
    )
    league = League()
    league.found(CITIES, mixed)
    fact = {"city": "ghent", "fact": FACT}
    asked = {
        "title": [{"language": "en", "text": "Both"}],
        "acts": [{"type": "cities.certify_fact/1", "data": fact}],
        "matter": "ordinary",
    }
    refused = league.refused("assembly.open_proposal/1", asked, "secretariat")
    assert refused.code == "assembly.mixture"


FACT: dict[str, Any] = {
    "name": "population",
    "value": "1",
    "unit": "people",
    "boundary": "legal municipality",
    "on": "2024-01-01",
    "source": "Register",
    "licence": "CC0",
}


def test_it_is_told_and_its_mistakes_are_named() -> None:
    said = [say(one, PLAIN, "en") for one in explain(parse_charter(TEXT, file="x"))]
    assert "cities on the river take part in it." in said
    only = "It is about the programme “Water”, and only the members that take part in it vote."
    assert only in said
    everybody = TEXT.replace('voters = "participants"', "")
    said = [say(one, PLAIN, "en") for one in explain(parse_charter(everybody, file="x"))]
    assert "It is about the programme “Water”." in said
    for old, new, code in (
        ('programme = "water"\n', "", "participants_of_what"),
        ('programme = "water"\n', 'programme = "fire"\n', "not_declared"),
        ('participants = "river"', 'participants = "lake"', "not_declared"),
        ('voters = "participants"', 'voters = "some"', "not_one_of"),
    ):
        with pytest.raises(CharterErrors) as refused:
            parse_charter(TEXT.replace(old, new), file="x")
        assert [one.code for one in refused.value.mistakes] == [code]
    assert DOUBLE in TEXT
