"""The statutes of real bodies that ship: each read, told, true to its cases and tables."""

from __future__ import annotations

import re
from fractions import Fraction
from gettext import NullTranslations
from pathlib import Path
from random import Random

import pytest

from koinon.charter.cases import run_cases
from koinon.charter.document import Charter
from koinon.charter.drafting import statute, statute_names
from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say
from koinon.methods.weights import weigh

NAMES = statute_names()
PAGE = Path(__file__).parents[2] / "docs/reference/statutes.md"
_PASSES = re.compile(r"^passes = (true|false)$", re.MULTILINE)

METRO_VANCOUVER = {
    "vancouver": 32,
    "surrey": 26,
    "burnaby": 12,
    "richmond": 10,
    "coquitlam": 7,
    "delta": 6,
    "langley-township": 6,
    "maple-ridge": 5,
    "north-vancouver-district": 5,
    "new-westminster": 4,
    "north-vancouver-city": 3,
    "port-coquitlam": 3,
    "west-vancouver": 3,
    "langley-city": 2,
    "port-moody": 2,
    "anmore": 1,
    "belcarra": 1,
}
SANDAG_2022 = [42, 15, 8, 5, 4, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1]
BUNDESRAT = {
    "baden-wuerttemberg": 6,
    "bavaria": 6,
    "berlin": 4,
    "brandenburg": 4,
    "bremen": 3,
    "hamburg": 3,
    "hesse": 5,
    "lower-saxony": 6,
    "mecklenburg-vorpommern": 3,
    "north-rhine-westphalia": 6,
    "rhineland-palatinate": 4,
    "saarland": 3,
    "saxony": 4,
    "saxony-anhalt": 4,
    "schleswig-holstein": 4,
    "thuringia": 4,
}
SEATS_BY_SIZE = [
    (3499, 16),
    (4999, 18),
    (9999, 22),
    (19999, 26),
    (29999, 30),
    (39999, 34),
    (49999, 38),
    (74999, 40),
    (99999, 42),
    (149999, 48),
    (199999, 56),
    (249999, 64),
    (349999, 72),
    (499999, 80),
    (699999, 90),
    (1000000, 100),
    (1000001, 130),
]


def read(name: str) -> Charter:
    return parse_charter(statute(name), file=f"{name}.toml")


def weighed(name: str, weight: str, roster: int = 0) -> dict[str, Fraction]:
    """The weights of a statute's members, of the roster that stands at that place."""
    charter = read(name)
    members = charter.rosters[roster].members
    return weigh(charter.weighting(weight).weights, [m.id for m in members], facts(charter, roster))


def facts(charter: Charter, roster: int) -> dict[str, dict[str, Fraction]]:
    """The figures of a roster's members, by fact."""
    members = charter.rosters[roster].members
    return {kind.id: {m.id: dict(m.facts)[kind.id] for m in members} for kind in charter.facts}


def test_there_are_statutes_and_a_name_that_is_none_is_refused() -> None:
    assert len(NAMES) >= 25
    assert list(NAMES) == sorted(NAMES)
    with pytest.raises(KeyError):
        statute("atlantis")


@pytest.mark.parametrize("name", NAMES)
def test_it_says_whose_it_is_and_is_tried_at_its_edges(name: str) -> None:
    charter = read(name)
    assert charter.statute is not None
    assert charter.statute.sources
    assert all(source.read == "2026-11-30" for source in charter.statute.sources)
    results = run_cases(charter)
    assert all(result.agrees for result in results)
    assert len(results) >= 3
    assert {result.case.passes for result in results} == {True, False}
    assert len({result.case.title for result in results}) == len(results)
    assert {rule.id for rule in charter.rules} == {matter.rule for matter in charter.matters}
    head = statute(name).partition("format =")[0].replace("#", " ")
    assert "left out" in " ".join(head.split()).lower()


@pytest.mark.parametrize("name", NAMES)
def test_it_is_told_in_all_its_languages(name: str) -> None:
    charter = read(name)
    told = explain(charter)
    for language in charter.coalition.languages:
        lines = [say(statement, NullTranslations(), language) for statement in told]
        assert all(line.strip() for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_in_whatever_order_its_members_are_named_they_weigh_the_same(name: str) -> None:
    charter, random = read(name), Random(name)
    for place, roster in enumerate(charter.rosters):
        members = [member.id for member in roster.members]
        for one in charter.weights:
            as_written = weigh(one.weights, members, facts(charter, place))
            mixed = random.sample(members, len(members))
            assert weigh(one.weights, mixed, facts(charter, place)) == as_written


@pytest.mark.parametrize("name", NAMES)
def test_a_case_that_expects_otherwise_is_refused_with_its_line(name: str) -> None:
    text = statute(name)
    places = list(_PASSES.finditer(text))
    assert len(places) == len(read(name).cases)
    for place in places:
        other = "false" if place[1] == "true" else "true"
        changed = text[: place.start(1)] + other + text[place.end(1) :]
        with pytest.raises(CharterErrors) as refused:
            parse_charter(changed, file="changed.toml")
        (mistake,) = refused.value.mistakes
        assert mistake.code == ("case_adopted" if other == "false" else "case_rejected")
        assert mistake.line == text[: place.start()].count("\n") + 1


def test_metro_vancouver_has_the_published_votes_and_directors() -> None:
    votes = weighed("metro-vancouver-2018", "votes")
    assert votes == METRO_VANCOUVER
    assert sum(votes.values()) == 128
    directors = weighed("metro-vancouver-2018", "directors")
    assert all(directors[member] == -(-votes[member] // 5) for member in votes)
    assert sum(directors.values()) == 34


def test_sandag_has_the_published_votes_of_2022_and_had_forty_for_san_diego() -> None:
    votes = weighed("sandag-2018", "votes")
    assert sorted(votes.values(), reverse=True) == SANDAG_2022
    largest = ["san-diego", "county", "chula-vista", "oceanside", "escondido"]
    assert [votes[member] for member in largest] == [42, 15, 8, 5, 4]
    before = weighed("sandag-2017", "votes")
    assert (before["san-diego"], sum(before.values()), min(before.values())) == (40, 100, 1)
    assert all(vote.denominator == 1 for vote in before.values())


def test_san_diegos_transit_has_fifty_forty_nine_and_one() -> None:
    votes = weighed("san-diego-mts", "weighted")
    assert (votes["san-diego"], votes["chair"], sum(votes.values())) == (50, 1, 100)
    members = weighed("san-diego-mts", "members")
    assert (members["san-diego"], sum(members.values())) == (4, 15)


def test_bundesrat_has_its_sixty_nine_votes() -> None:
    votes = weighed("bundesrat", "votes")
    assert votes == BUNDESRAT
    assert sum(votes.values()) == 69


def test_twenty_three_lycian_cities_and_swiss_cantonal_votes_and_twenty_seven_states() -> None:
    lycian = weighed("lycian-league", "votes")
    assert len(lycian) == 23
    named = ("xanthos", "patara", "pinara", "olympos", "myra", "tlos")
    assert [lycian[city] for city in named] == [3] * 6
    assert set(lycian.values()) == {1, 2, 3}
    assert sum(lycian.values()) == 42
    cantons = weighed("swiss-double-majority", "cantons")
    assert (len(cantons), sum(cantons.values())) == (26, 23)
    assert list(cantons.values()).count(Fraction(1, 2)) == 6
    people = weighed("eu-council", "people")
    assert (len(people), sum(people.values())) == (27, 446834579)


def test_half_of_a_countys_votes_are_its_governments() -> None:
    votes = weighed("puget-sound", "votes")
    assert sum(votes.values()) == 1000
    assert votes["king"] == votes["seattle"] + votes["bellevue"] + votes["kent"]
    assert sum(votes[county] for county in ("king", "pierce", "snohomish", "kitsap")) == 500


def test_kansais_keys_share_out_what_a_programme_costs() -> None:
    for key in ("tourism", "culture", "industry"):
        assert sum(weighed("kansai-union", key).values()) == 1000
    assert len(set(weighed("kansai-union", "equal").values())) == 1


def test_sacramentos_votes_are_thirty_by_head_and_seventy_by_money() -> None:
    votes = weighed("sacramento-rt", "votes")
    assert sum(votes.values()) == 100
    assert all(vote.denominator == 1 and vote >= 5 for vote in votes.values())
    assert votes["sacramento"] == 47


@pytest.mark.parametrize(("people", "seats"), SEATS_BY_SIZE)
def test_a_french_council_has_the_seats_of_its_size(people: int, seats: int) -> None:
    weights = read("epci-droit-commun").weighting("seats").weights
    facts = {"population": {"a": Fraction(people - people // 2), "b": Fraction(people // 2)}}
    assert sum(weigh(weights, ["a", "b"], facts).values()) == seats


def test_in_a_french_council_nobody_has_more_than_half_and_everybody_a_seat() -> None:
    seats = weighed("epci-droit-commun", "seats")
    assert sum(seats.values()) == 44
    assert seats["grandville"] == 22
    assert (seats["ormes"], seats["sainte-croix"]) == (1, 1)


def test_the_page_lists_exactly_the_statutes_that_ship() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    listed = [(row[0].strip("`"), row[3], row[4]) for row in rows]
    shipped = []
    for name in NAMES:
        about = read(name).statute
        assert about is not None
        shipped.append((name, about.as_of, about.confidence))
    assert listed == shipped
