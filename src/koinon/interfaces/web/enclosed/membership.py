"""A city that is admitted: its figures with their sources, and what it resolved itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from koinon.interfaces.web.enclosed.asking import Asked
from koinon.interfaces.web.enclosed.papers import Paper, paper


@dataclass(frozen=True, slots=True)
class AdmissionTold:
    """The city as it joins; coordinates in degrees, as text ("" where they are not given)."""

    slug: str
    name: str
    country: str
    latitude: str
    longitude: str
    facts: tuple[dict[str, Any], ...]
    accession: Paper | None


def told(data: dict[str, Any], asked: Asked) -> AdmissionTold:
    """The city the act names."""
    city = data["member"] if "member" in data else data["associate"]
    return AdmissionTold(
        slug=city["slug"],
        name=city["name"],
        country=city["country"],
        latitude=_degrees(city.get("latitude_e4")),
        longitude=_degrees(city.get("longitude_e4")),
        facts=tuple(city.get("facts", ())),
        accession=paper(city.get("accession")),
    )


def _degrees(ten_thousandths: int | None) -> str:
    return "" if ten_thousandths is None else f"{ten_thousandths / 10_000:.4f}"
