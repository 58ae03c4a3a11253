"""The second table of a plan: a city's households by income."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from koinon.cities.roster import Mistake, RosterErrors, cells
from koinon.cities.roster.tables import (
    NAME_LIMIT,
    Columns,
    Record,
    Row,
    named_columns,
    read_csv,
    records,
)
from koinon.planner.places.place import Bracket, Brackets, Place, folded
from koinon.planner.places.reading import FIGURE_LIMIT, SOURCE_LIMIT, UNSTATED_LICENCE

HOUSEHOLDS_LIMIT: Final = 100_000_000
QUOTES: Final = ("unit", "year", "boundary", "source")
REQUIRED: Final = ("id", "up_to", "households", "income", *QUOTES)
COLUMNS: Final = (*REQUIRED, "licence")


def brackets_from_csv(data: bytes, filename: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Give cities their households by income, from CSV; cities not named there keep theirs.

    Raises:
        RosterErrors: with every mistake found; nothing was read.
    """
    rows, separator, mistakes = read_csv(data, filename)
    return brackets_from_rows(rows, filename, places, separator=separator, mistakes=mistakes)


def brackets_from_rows(
    rows: Sequence[Row],
    filename: str,
    places: tuple[Place, ...],
    *,
    separator: str = ",",
    mistakes: Iterable[Mistake] = (),
) -> tuple[Place, ...]:
    """The same from rows, the first of which names the columns.

    A city's bands stand in rising order; the last is open, its `up_to` empty. Each line repeats
    the city's unit, year, boundary, source and licence.

    Raises:
        RosterErrors: with every mistake found; nothing was read.
    """
    found = list(mistakes)
    named = named_columns(rows, Columns(COLUMNS, REQUIRED), filename, found)
    lines: dict[str, list[_Line]] = {}
    known = {place.id: place for place in places}
    for record in records(rows[1:], named, separator, found):
        line = _line(record, known)
        if line is not None:
            lines.setdefault(line.place, []).append(line)
    for of_place in lines.values():
        found.extend(_out_of_order(of_place))
        found.extend(_quoted_otherwise(of_place))
    if found:
        raise RosterErrors(filename, tuple(sorted(found, key=lambda one: one.line)))
    if not lines:
        raise RosterErrors(filename, (Mistake("no_members", 0),))
    return tuple(
        replace(place, brackets=_brackets(lines[place.id])) if place.id in lines else place
        for place in places
    )


@dataclass(frozen=True, slots=True)
class _Line:
    line: int
    place: str
    band: Bracket
    quotes: Brackets


def _line(record: Record, known: dict[str, Place]) -> _Line | None:
    """Read one band; None where anything in it is wrong."""
    before = len(record.mistakes)
    place = record.required("id", cells.short_name)
    up_to = record.optional("up_to", cells.whole(0, FIGURE_LIMIT))
    households = record.required("households", cells.whole(0, HOUSEHOLDS_LIMIT))
    income = record.required("income", cells.whole(0, FIGURE_LIMIT))
    unit = record.required("unit", cells.text(NAME_LIMIT))
    year = record.required("year", cells.year)
    boundary = record.required("boundary", cells.text(NAME_LIMIT))
    source = record.required("source", cells.text(SOURCE_LIMIT))
    licence = record.optional("licence", cells.text(NAME_LIMIT)) or UNSTATED_LICENCE
    if place is not None and place not in known:
        near = get_close_matches(place, known, 1, 0.6)
        facts = (("meant", near[0]),) if near else ()
        record.wrong("place_meant" if near else "place_unknown", "id", place, facts)
    if len(record.mistakes) > before:
        return None
    assert place is not None
    assert households is not None
    assert income is not None
    assert unit is not None
    assert year is not None
    assert boundary is not None
    assert source is not None
    quotes = Brackets((), unit, year, boundary, source, licence)
    return _Line(record.line, place, Bracket(up_to, households, income), quotes)


def _out_of_order(lines: list[_Line]) -> Iterable[Mistake]:
    """Bands that do not rise, do not end, or hold a mean income that lies outside them."""
    above = 0
    for at, one in enumerate(lines):
        top, last = one.band.up_to, at == len(lines) - 1
        if top is None and not last:
            yield Mistake("band_open_early", one.line, "up_to", one.place)
        elif top is not None and last:
            yield Mistake("band_not_open", one.line, "up_to", str(top))
        elif top is not None and top <= above:
            yield Mistake("band_falls", one.line, "up_to", str(top), (("above", above),))
        elif one.band.income < above or (top is not None and one.band.income > top):
            facts = (("least", above), ("most", "…" if top is None else top))
            yield Mistake("band_income", one.line, "income", str(one.band.income), facts)
        above = above if top is None else max(above, top)


def _quoted_otherwise(lines: list[_Line]) -> Iterable[Mistake]:
    """Lines of a city whose unit, year, boundary or source is not that of its first line."""
    first = lines[0]
    for one in lines[1:]:
        for name in QUOTES:
            was, stands = str(getattr(first.quotes, name)), str(getattr(one.quotes, name))
            if folded(was) != folded(stands):
                facts = (("first", first.line), ("unit", was))
                yield Mistake("unit_differs", one.line, name, stands, facts)


def _brackets(lines: list[_Line]) -> Brackets:
    return replace(lines[0].quotes, bands=tuple(one.band for one in lines))
