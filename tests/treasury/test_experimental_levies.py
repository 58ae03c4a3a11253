"""A levy of the charter that was an experiment is neither proposed nor assessed after its day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from tests.assembly.leagues import assert_holds
from tests.assembly.meetings import IN_ROOM, RULED, assembled
from tests.support.money import CITIES, MONEY, Chest, levy
from tests.support.replaying import assert_replays

from koinon.charter.parsing import parse_charter
from koinon.methods.plain import to_plain
from koinon.treasury.models import Invoice

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

ADOPT = "treasury.adopt_levy/1"
ADOPT_NAMED = "treasury.adopt_levy/2"
Adopting: TypeAlias = Callable[[str, str], tuple[str, dict[str, Any]]]
OVER = "2025-01-31T23:00:00.000000Z"
DUES = """
[levies.{id}]
title = {{en = "Dues", fr = "Cotisations"}}
article = "6"
need = true
charge = "due"
steps = [{{ name = "due", kind = "quota", amount = "need", by = "{by}" }}]
"""
EXPERIMENT = """
[experiments.dues]
title = {en = "Dues by residents", fr = "Cotisations par habitant"}
article = "6.5"
until = "2025-01-31"
evaluated_by = "treasurer"
evaluate_by = "2025-01-31"
levies = ["by_residents"]

[authority]"""
TRIED = (
    MONEY.replace(
        "\n[authority]",
        DUES.format(id="by_residents", by="population")
        + DUES.format(id="equal", by="weight:one")
        + EXPERIMENT,
    )
    + '\n[[authority."assembly.record_evaluation/1"]]\narticle = "6.6"\nseat = "treasurer"\n'
)


def tried(charter: str = TRIED) -> Chest:
    chest = Chest()
    chest.found(CITIES, charter)
    return chest


def named(name: str, code: str, charter: str = TRIED) -> tuple[str, dict[str, Any]]:
    """Adopt a levy of the charter, by its formula."""
    kind, data = levy(60_000_00)
    formula = to_plain(parse_charter(charter, file="charter").levy(name).levy)
    return kind, {**data, "code": code, "formula": formula}


def notice(*acts: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": [{"language": "en", "text": "Dues"}],
        "acts": [{"type": kind, "data": data} for kind, data in acts],
    }


def test_it_is_proposed_until_its_day_and_not_after() -> None:
    chest = tried()
    chest.decide(named("by_residents", "first"))
    chest.treasurer("assess_levy", {"levy": "first"})
    chest.at = OVER
    refused = chest.refused(
        "assembly.open_proposal/1", notice(named("by_residents", "second")), "secretariat"
    )
    assert refused.code == "authority.levy_over"
    assert refused.fact("charter_levy") == "by_residents"
    chest.at = "2025-02-02T12:00:00.000000Z"
    chest.decide(named("equal", "third"))
    chest.treasurer("assess_levy", {"levy": "third"})
    assert set(Invoice.objects.values_list("levy__code", flat=True)) == {"first", "third"}
    assert_replays()


def granting(charter: str) -> str:
    """The charter that lets a decision adopt levies by their name as well."""
    listed = charter.replace(f' "{ADOPT}",', f' "{ADOPT}", "{ADOPT_NAMED}",')
    grant = f'"{ADOPT}" = '
    assert (listed.count(ADOPT_NAMED), listed.count(grant)) == (1, 1)
    named_too = f'"{ADOPT_NAMED}" = {{article = "6.1", by = "decision"}}\n'
    return listed.replace(grant, named_too + grant)


def by_name(name: str, code: str) -> tuple[str, dict[str, Any]]:
    """Adopt a levy of the charter, by its name in it."""
    _, data = levy(60_000_00)
    kept = {key: data[key] for key in ("year", "need_cents", "instalments")}
    return ADOPT_NAMED, {**kept, "charter_levy": name, "code": code}


def test_one_that_is_named_is_over_whatever_others_have_its_formula() -> None:
    same = DUES.format(id="same", by="population")
    chest = tried(granting(TRIED.replace(EXPERIMENT, f"{same}{EXPERIMENT}")))
    chest.decide(by_name("by_residents", "first"))
    chest.at = OVER
    data = {"levy": "first"}
    assert chest.refused("treasury.assess_levy/1", data, "treasurer").code == "authority.levy_over"
    named_again = notice(by_name("by_residents", "second"))
    refused = chest.refused("assembly.open_proposal/1", named_again, "secretariat")
    assert refused.code == "authority.levy_over"
    chest.at = "2025-02-02T12:00:00.000000Z"
    chest.decide(by_name("same", "third"))
    chest.treasurer("assess_levy", {"levy": "third"})
    assert_replays()


@pytest.mark.parametrize("adopting", [named, by_name])
def test_one_that_was_adopted_is_not_assessed_after_it(adopting: Adopting) -> None:
    chest = tried(granting(TRIED))
    chest.decide(adopting("by_residents", "first"))
    chest.at = OVER
    data = {"levy": "first"}
    assert chest.refused("treasury.assess_levy/1", data, "treasurer").code == "authority.levy_over"
    unknown = chest.refused("treasury.assess_levy/1", {"levy": "none"}, "treasurer")
    assert unknown.code == "treasury.unknown_levy"
    assert not Invoice.objects.exists()
    assert_replays()


def test_one_proposed_in_time_is_adopted_after_it() -> None:
    chest = tried()
    chest.at = "2025-01-31T22:59:59.999999Z"
    number = chest.propose("In time", named("by_residents", "first"))
    chest.at = "2025-02-04T12:00:00.000000Z"
    for city in CITIES:
        chest.vote(number, city, "yes")
    chest.at = "2025-02-08T12:00:00.000000Z"
    assert chest.refused("treasury.assess_levy/1", {"levy": "first"}, "treasurer").code == (
        "authority.levy_over"
    )
    assert_replays()


def test_a_formula_that_another_levy_in_force_shares_stays() -> None:
    shared = TRIED.replace('by = "weight:one"', 'by = "population"')
    chest = tried(shared)
    chest.at = OVER
    chest.propose("Dues", named("by_residents", "first", shared))
    assert_replays()


def test_a_formula_that_does_not_read_is_refused_as_such() -> None:
    chest = tried()
    chest.at = OVER
    kind, data = levy(60_000_00)
    broken = notice((kind, {**data, "formula": {"amount": "nothing"}}))
    refused = chest.refused("assembly.open_proposal/1", broken, "secretariat")
    assert refused.code == "treasury.formula"


def test_an_amendment_puts_no_levy_that_is_over_in_the_place_of_another() -> None:
    experiment = EXPERIMENT.replace("2025-01-31", "2025-01-10").replace("treasurer", "president")
    levies = DUES.format(id="by_residents", by="population") + DUES.format(
        id="equal", by="weight:one"
    )
    charter = (
        RULED.replace('"assembly.amend_charter/1"]', f'"assembly.amend_charter/1", "{ADOPT}"]')
        .replace("\n[authority]", levies + experiment, 1)
        .replace("[authority]", f'[authority]\n"{ADOPT}" = {{article = "6.1", by = "decision"}}', 1)
        + '"assembly.record_evaluation/1" = {article = "6.6", seat = "president"}\n'
    )
    chamber = assembled(charter)
    chamber.convene()
    over, other = (_enclosed(named(id, "dues", charter)) for id in ("by_residents", "equal"))
    both, one = chamber.put(1, acts=[over, other]), chamber.put(1, acts=[other])
    chamber.at = IN_ROOM
    assert chamber.amend("ghent", both, acts=[over])
    swapped = {"title": [{"language": "en", "text": "Swap"}], "acts": [over]}
    refused = chamber.refusal("ghent", "assembly.table_amendment/1", proposal=one, **swapped)
    assert refused == "authority.levy_over"
    assert_holds()


def _enclosed(act: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    return dict(zip(("type", "data"), act, strict=True))
