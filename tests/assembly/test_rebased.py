"""Weights that are fixed for a year on the figures of one day of it."""

from __future__ import annotations

import pytest
from tests.assembly.leagues import assert_holds
from tests.charter.test_explaining import PLAIN
from tests.support.coalition import CHARTER, League, member, population

from koinon.assembly.electorates import weigh_members
from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

PEOPLE = 'kind = "metric"\nfact = "population"'
REBASED = CHARTER.replace(PEOPLE, f'{PEOPLE}\nrebased = "07-01"')


def certify(league: League, city: str, people: int, on: str) -> None:
    data = {"city": city, "fact": population(people, on)}
    league.act("cities.certify_fact/1", data, "secretariat")


def people(day: str, *members: str) -> dict[str, int]:
    charter = parse_charter(REBASED, file="x")
    return {m: int(v) for m, v in weigh_members(charter, "people", list(members), day).items()}


def test_figures_hold_from_one_first_of_july_to_the_next() -> None:
    league = League()
    league.found({"ghent": 260_000, "leuven": 100_000}, REBASED)
    league.at = "2025-10-01T09:00:00.000000Z"
    certify(league, "ghent", 270_000, "2025-03-01")
    certify(league, "leuven", 101_000, "2025-07-01")
    certify(league, "ghent", 280_000, "2025-09-01")
    both = ("ghent", "leuven")
    assert people("2025-06-30", *both) == {"ghent": 260_000, "leuven": 100_000}
    assert people("2025-07-01", *both) == {"ghent": 270_000, "leuven": 101_000}
    assert people("2026-06-30", *both) == {"ghent": 270_000, "leuven": 101_000}
    assert people("2026-07-01", *both) == {"ghent": 280_000, "leuven": 101_000}
    assert_holds()


def test_a_member_that_joined_since_is_weighed_by_its_first_figure() -> None:
    league = League()
    league.found({"ghent": 260_000, "leuven": 100_000}, REBASED)
    joining = member("mons", 95_000)
    joining["facts"] = [population(95_000, "2024-09-01")]
    number = league.propose("Admit Mons", ("assembly.admit_city/1", {"member": joining}))
    league.at = "2025-01-04T08:00:00.000000Z"
    for city in ("ghent", "leuven"):
        league.vote(number, city, "yes")
    league.at = "2025-01-07T00:00:00.000000Z"
    certify(league, "mons", 96_000, "2024-09-01")
    certify(league, "mons", 97_000, "2025-01-01")
    assert people("2025-02-01", "mons") == {"mons": 96_000}, "corrected, and not by the next one"
    assert people("2025-07-01", "mons") == {"mons": 97_000}
    assert_holds()


def test_it_is_told_and_no_leap_day_is_taken() -> None:
    said = [say(one, PLAIN, "en") for one in explain(parse_charter(REBASED, file="x"))]
    assert (
        "figures are those that counted on 07-01 (month-day) last; a member that had none then is "
        "weighed by its first since"
    ) in said
    for wrong in ("02-29", "13-01", "7-1", "July"):
        with pytest.raises(CharterErrors) as refused:
            parse_charter(REBASED.replace("07-01", wrong), file="x")
        assert [one.code for one in refused.value.mistakes] == ["no_day_of_year"]
