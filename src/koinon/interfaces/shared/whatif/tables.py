"""The user's own files: cities and households from CSV or a workbook, programmes, a charter."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext

from koinon.charter.document import Charter
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.texts import tell
from koinon.cities.roster import RosterErrors
from koinon.interfaces.shared.planning import read_brackets, read_places
from koinon.planner.places import Read
from koinon.planner.programmes import Programme, ProgrammeErrors, programmes_from_toml


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
    charter: File | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """The same read; `cities` and `charter` are None where none was given."""

    cities: Read | None = None
    programmes: tuple[Programme, ...] = ()
    charter: Charter | None = None
    charter_text: str = ""


def read_own(given: OwnTables) -> Own:
    """Read them. Raises Unread with every mistake found in the first file that has any."""
    try:
        cities = None if given.cities is None else read_places(given.cities.data, given.cities.name)
        if given.households is not None:
            if cities is None:
                said = gettext("Households belong to a table of cities: give that as well.")
                raise Unread((said,))
            file = given.households
            places = read_brackets(file.data, file.name, cities.places)
            cities = replace(cities, places=places)
    except RosterErrors as error:
        raise Unread(error.sentences(gettext)) from None
    programmes = () if given.programmes is None else _programmes(given.programmes)
    if given.charter is None:
        return Own(cities, programmes)
    text = _text(given.charter)
    return Own(cities, programmes, _charter(given.charter.name, text), text)


def _text(file: File) -> str:
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = gettext("{file} is not in UTF-8; save it as UTF-8 and give that file.")
        raise Unread((said.format(file=file.name),)) from None


def _charter(name: str, text: str) -> Charter:
    try:
        found = parse_charter(text, file=name)
    except CharterErrors as errors:
        raise Unread(tuple(tell(one, translation) for one in errors.mistakes)) from None
    if not found.matters:
        raise Unread((gettext("{file} decides nothing: it has no matter.").format(file=name),))
    return found


def _programmes(file: File) -> tuple[Programme, ...]:
    try:
        return programmes_from_toml(file.data, file.name)
    except ProgrammeErrors as error:
        raise Unread(error.sentences(gettext)) from None
