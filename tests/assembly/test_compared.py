"""Past decisions under another charter: the same votes, members and figures; only rules differ."""

from __future__ import annotations

import pytest
from tests.assembly.leagues import assert_holds
from tests.assembly.test_second_votes import DOUBLE, with_second_vote
from tests.support.coalition import CHARTER, League, member, population

from koinon.assembly.queries_compared import decided_under
from koinon.charter.parsing import parse_charter

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}
HEADS = CHARTER.replace(DOUBLE, 'share = "one"\nof = "cast"\nover = "1/2"')


def decided() -> League:
    """Two decisions: one that heads carry and people do not, and one that both do."""
    league = League()
    league.found(CITIES)
    first = league.propose("Say yes", matter="ordinary")
    second = league.propose(
        "Admit Mons", ("assembly.admit_city/1", {"member": member("mons", 95_000)})
    )
    league.at = "2025-01-04T08:00:00.000000Z"
    for city, choices in (("ghent", ("no", "yes")), ("leuven", ("yes", "yes"))):
        for number, choice in zip((first, second), choices, strict=True):
            league.vote(number, city, choice)
    league.vote(first, "namur", "yes")
    league.at = "2025-01-07T00:00:00.000000Z"
    league.act(
        "cities.certify_fact/1", {"city": "ghent", "fact": population(90_000)}, "secretariat"
    )
    return league


def outcomes(charter: str) -> list[tuple[int, bool, bool | None, bool]]:
    found = decided_under(parse_charter(charter, file="other"))
    return [(one.number, one.adopted, one.would and one.would.tree.met, one.flips) for one in found]


def test_the_charter_in_force_decides_as_it_did() -> None:
    decided()
    assert outcomes(CHARTER) == [(2, True, True, False), (1, False, False, False)]
    assert_holds()


def test_a_rule_of_heads_would_have_adopted_what_the_people_stopped() -> None:
    decided()
    assert outcomes(HEADS) == [(2, True, True, False), (1, False, True, True)]
    assert decided_under(parse_charter(HEADS, file="other"), 1)[0].number == 2


def test_a_second_vote_nobody_called_leaves_the_first() -> None:
    decided()
    assert outcomes(with_second_vote(CHARTER))[1] == (1, False, True, True)


def test_what_the_other_charter_cannot_decide_is_said_with_its_reason() -> None:
    decided()
    elsewhere = CHARTER.replace("[matters.ordinary]", "[matters.other]").replace(
        'acts = ["assembly.admit_city/1", "assembly.amend_charter/1"]', "acts = []"
    )
    for act in ("admit_city", "amend_charter"):
        article = {"admit_city": "2", "amend_charter": "9"}[act]
        elsewhere = elsewhere.replace(
            f'"assembly.{act}/1" = {{article = "{article}", by = "decision"}}\n', ""
        )
    found = decided_under(parse_charter(elsewhere, file="other"))
    assert [one.would for one in found] == [None, None]
    assert [one.why.code for one in found if one.why] == [
        "assembly.no_matter",
        "assembly.which_matter",
    ]
    group = CHARTER.replace(
        "[bodies.council]",
        '[groups.far]\ntitle = {en = "Far", fr = "Loin"}\nmembers = ["oz"]\n\n[bodies.council]',
    ).replace('members = "all"', 'members = "far"')
    far = decided_under(parse_charter(group, file="other"))
    assert {one.why.code for one in far if one.why} == {"assembly.nobody_sits"}
    facts = CHARTER.replace(
        "[weights.one]",
        '[facts.hotels]\ntitle = {en = "Hotels", fr = "Hôtels"}\nunit = "rooms"\n'
        'boundary = "city"\n\n[weights.one]',
    ).replace('fact = "population"', 'fact = "hotels"')
    without = decided_under(parse_charter(facts, file="other"))
    assert {one.why.code for one in without if one.why} == {"cities.fact_missing"}
