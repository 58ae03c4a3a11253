"""What a plan was worked out from, as JSON."""

from __future__ import annotations

from typing import Any

from koinon.interfaces.shared.whatif.made import Made, sha256
from koinon.planner.deciding import main_matter
from koinon.planner.places import Brackets, Place, Rate
from koinon.planner.plan import Plan
from koinon.planner.programmes import Range
from koinon.planner.raising import LevyTerms


def inputs(plan: Plan, made: Made) -> dict[str, Any]:
    """Cities, charter, programmes, levy and sharing, each number with its source."""
    how = plan.sharing
    return {
        "fields": made.fields,
        "files": [
            {"option": option, "name": file.name, "sha256": sha256(file.data)}
            for option, file in made.files
        ],
        "charter": _charter(plan, made),
        "cities": [_city(place) for place in plan.places],
        "others": [_city(place) for place in plan.others],
        "programmes": [
            {
                "id": one.id,
                "title": one.title,
                "driver": one.driver,
                "currency": one.currency,
                "assumed": [_assumed(name, assumed) for name, assumed in one.ranges],
            }
            for one in plan.programmes
        ],
        "levy": None if plan.levy is None else _levy(plan.levy),
        "sharing": {"rule": how.rule, "ability": how.ability, "part": str(how.part)},
    }


def _charter(plan: Plan, made: Made) -> dict[str, Any]:
    matter = main_matter(plan.charter, plan.matter)
    rule = plan.charter.rule(matter.rule)
    return {
        "asked": made.charter,
        "names": dict(plan.charter.names),
        "sha256": made.charter_sha256,
        "matter": matter.id,
        "rule": rule.id,
        "article": rule.article,
    }


def _city(place: Place) -> dict[str, Any]:
    seats = place.national_seats
    return {
        "id": place.id,
        "name": place.name,
        "country": place.country,
        "latitude_e4": place.latitude_e4,
        "longitude_e4": place.longitude_e4,
        "figures": [
            {
                "name": name,
                "value": str(one.value),
                "unit": one.unit,
                "boundary": one.boundary,
                "year": one.year,
                "source": one.source,
                "licence": one.licence,
            }
            for name, one in place.figures
        ],
        "preferences": [_rate(axis, rate) for axis, rate in place.preferences],
        "national_seats": None if seats is None else _rate("national_seats", seats),
        "brackets": None if place.brackets is None else _brackets(place.brackets),
    }


def _rate(name: str, rate: Rate) -> dict[str, Any]:
    return {
        "name": name,
        "value": str(rate.value),
        "unit": "",
        "boundary": rate.boundary,
        "year": rate.year,
        "source": rate.source,
        "licence": rate.licence,
    }


def _brackets(found: Brackets) -> dict[str, Any]:
    return {
        "bands": [
            {"up_to": band.up_to, "households": band.households, "income": band.income}
            for band in found.bands
        ],
        "unit": found.unit,
        "year": found.year,
        "boundary": found.boundary,
        "source": found.source,
        "licence": found.licence,
    }


def _assumed(name: str, one: Range) -> dict[str, Any]:
    return {
        "name": name,
        "low": str(one.low),
        "mid": str(one.mid),
        "high": str(one.high),
        "grounds": one.grounds.value,
        "evidence": one.evidence,
        "source": one.source,
    }


def _levy(terms: LevyTerms) -> dict[str, Any]:
    return {
        "base": terms.base,
        "rate": str(terms.rate),
        "exempt_per_head": terms.exempt_per_head,
        "cap_per_head": terms.cap_per_head,
        "response": _assumed("response", terms.response),
        "collection": _assumed("collection", terms.collection),
    }
