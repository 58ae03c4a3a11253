"""The user's own tables: cities and households from CSV or a workbook, programmes from TOML."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from koinon.cities.roster import RosterErrors
from koinon.interfaces.shared.moving.workbook import first_sheet
from koinon.planner.places import (
    Place,
    Read,
    brackets_from_csv,
    brackets_from_rows,
    places_from_csv,
    places_from_rows,
)
from koinon.planner.programmes import Programme, ProgrammeErrors, programmes_from_toml

BYTES_LIMIT = 1_000_000
_ZIP = b"PK\x03\x04"


class Unread(ValueError):
    """Files that cannot be read as what they are given for; whole sentences, one a mistake."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was given."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class OwnTables:
    """What somebody gave of their own; each may be missing."""

    cities: File | None = None
    households: File | None = None
    programmes: File | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """The same read; `cities` is None where no table was given."""

    cities: Read | None = None
    programmes: tuple[Programme, ...] = ()


def read_own(given: OwnTables) -> Own:
    """Read them. Raises Unread with every mistake found in the first file that has any."""
    try:
        cities = None if given.cities is None else _cities(given.cities)
        if given.households is not None:
            if cities is None:
                said = gettext("Households belong to a table of cities: give that as well.")
                raise Unread((said,))
            cities = Read(_households(given.households, cities.places), cities.remarks)
    except RosterErrors as error:
        raise Unread(error.sentences(gettext)) from None
    programmes = () if given.programmes is None else _programmes(given.programmes)
    return Own(cities, programmes)


def _cities(file: File) -> Read:
    if file.data.startswith(_ZIP):
        table = first_sheet(file.name, file.data)
        return places_from_rows(table.rows, table.file, mistakes=table.mistakes)
    return places_from_csv(file.data, file.name)


def _households(file: File, places: tuple[Place, ...]) -> tuple[Place, ...]:
    if file.data.startswith(_ZIP):
        table = first_sheet(file.name, file.data)
        return brackets_from_rows(table.rows, table.file, places, mistakes=table.mistakes)
    return brackets_from_csv(file.data, file.name, places)


def _programmes(file: File) -> tuple[Programme, ...]:
    try:
        return programmes_from_toml(file.data, file.name)
    except ProgrammeErrors as error:
        raise Unread(error.sentences(gettext)) from None
