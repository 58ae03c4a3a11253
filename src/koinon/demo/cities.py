"""The eighteen cities of Lysmara and their figures. None of them exists.

The country code is ZZ, which ISO 3166-1 leaves to users, and the cities have no coordinates: an
invented place is on no map.
"""

from __future__ import annotations

from dataclasses import dataclass

COUNTRY = "ZZ"
BOUNDARY = "legal municipality"
SOURCE = "Fictional register of Lysmara"
LICENCE = "CC0-1.0"
PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class Town:
    """A city: residents at the founding, yearly growth in permille, tax base in EUR a head."""

    slug: str
    name: str
    population: int
    growth_permille: int
    tax_base_per_head: int

    def residents(self, years: int) -> int:
        """Residents so many years after the founding."""
        grown = self.population
        for _ in range(years):
            grown += grown * self.growth_permille // PERMILLE
        return grown

    def tax_base(self, years: int) -> int:
        """The yearly tax base, whole EUR; a head's share grows by 2 % a year."""
        return self.residents(years) * self.tax_base_per_head * (100 + 2 * years) // 100


TOWNS = (
    Town("valdorene", "Valdorène", 639_814, 7, 24_300),
    Town("osterquell", "Osterquell", 412_377, 5, 26_100),
    Town("castrevane", "Castrevane", 331_046, 4, 21_800),
    Town("mirelune", "Mirelune", 268_591, 9, 23_900),
    Town("lindorsk", "Lindorsk", 214_208, -3, 19_400),
    Town("pontaverre", "Pontaverre", 187_432, 6, 22_700),
    Town("quillanor", "Quillanor", 154_119, 2, 20_600),
    Town("serravonde", "Serravonde", 131_870, 1, 31_500),
    Town("tolvermark", "Tolvermark", 112_046, -5, 18_200),
    Town("ruscadel", "Ruscadel", 96_283, 8, 17_900),
    Town("ebbenstrand", "Ebbenstrand", 81_655, 3, 21_200),
    Town("marisolde", "Marisolde", 67_940, 11, 20_100),
    Town("veltrazzo", "Veltrazzo", 54_307, 0, 22_400),
    Town("haldrumsey", "Haldrumsey", 43_218, -2, 16_800),
    Town("orbelleux", "Orbelleux", 31_762, 4, 19_700),
    Town("zellavik", "Zellavik", 22_095, 6, 18_900),
    Town("seraulde", "Séraulde", 14_483, -4, 17_300),
    Town("krestamont", "Krestamont", 9_127, -8, 16_100),
)
ALL = tuple(town.slug for town in TOWNS)
LEAVING = "veltrazzo"
STAYING = tuple(city for city in ALL if city != LEAVING)
MISTYPED = {"haldrumsey": 34_218}
"""What the founding act says of a city's residents by mistake; it is corrected in the story."""


def measure(name: str, value: int, unit: str, on: object) -> dict[str, object]:
    """A certified figure in the plain form of `cities.Measure`; `on` is a day or a `Later`."""
    return {
        "name": name,
        "value": str(value),
        "unit": unit,
        "boundary": BOUNDARY,
        "on": on,
        "source": SOURCE,
        "licence": LICENCE,
    }


def population(residents: int, on: object) -> dict[str, object]:
    """The figure of a city's residents on a day."""
    return measure("population", residents, "inhabitants", on)


def tax_base(town: Town, years: int, on: object) -> dict[str, object]:
    """The figure of a city's tax base on a day, some years after the founding."""
    return measure("tax_base", town.tax_base(years), "EUR a year", on)


def founder(town: Town, on: object) -> dict[str, object]:
    """A city as it joins at the founding, with its figures of a day."""
    residents = MISTYPED.get(town.slug, town.population)
    return {
        "slug": town.slug,
        "name": town.name,
        "country": COUNTRY,
        "facts": [population(residents, on), tax_base(town, 0, on)],
    }
