"""Two people change one agenda: what each of them changed is kept, what both changed is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from koinon.assembly.queries_meetings import AgendaItem
from koinon.charter.document import Charter
from koinon.interfaces.web import words
from koinon.interfaces.web.pages.agenda_points import Point, misplaced, ordered, standing
from koinon.interfaces.web.pages.voting import Error


@dataclass(frozen=True, slots=True)
class Merged:
    """The points of the form over the newer version, and the items that both sides changed."""

    points: list[Point]
    clashes: list[Error]


def merged(
    mine: Sequence[Point],
    before: Sequence[AgendaItem],
    after: Sequence[AgendaItem],
    charter: Charter,
) -> Merged:
    """What was typed over version `before`, carried over to the newer version `after`.

    An item that only the other side changed is taken as it now is; one that both changed keeps what
    was typed here, with an error that says what it is now; what the other side left out and was
    changed here stands as a new item. The other side's order holds where none was typed here.
    """
    began = {one.item: one for one in standing(before, charter) if one.item is not None}
    now = {one.item: one for one in standing(after, charter) if one.item is not None}
    placed = ordered(mine) if not misplaced(mine) else list(mine)
    follow = _order(placed, began) == [item for item in began if item in _items(placed)]
    points = [kept for one in placed if (kept := _carried(one, began, now)) is not None]
    points += [one for item, one in now.items() if item not in _items(mine) | set(began)]
    other = [item for item in now if item in began]
    if follow and other != [item for item in began if item in now]:
        points.sort(key=lambda one: (one.stood is None, one.stood or 0))
    for place, one in enumerate(points, 1):
        one.place, one.where = place, str(place)
    clashes = [Error(f"item-{one.place}-{one.titles[0][0]}", one.error) for one in points]
    return Merged(points, [one for one in clashes if one.error])


def _items(points: Iterable[Point]) -> set[int]:
    return {one.item for one in points if one.item is not None}


def _order(points: Iterable[Point], began: Mapping[int, Point]) -> list[int]:
    """The items that stood there before, in the order of the form."""
    return [one.item for one in points if one.item in began and one.item is not None]


def _carried(one: Point, began: Mapping[int, Point], now: Mapping[int, Point]) -> Point | None:
    """An item of the form over the newer version; None where the other side left it out."""
    if one.item is None:
        return one
    theirs, base = now.get(one.item), began.get(one.item)
    same_here = base is not None and not one.out and one.plain() == base.plain()
    if theirs is None:
        return None if same_here or one.out else _anew(one)
    one.proposals, one.stood = theirs.proposals, theirs.stood
    same_there = base is not None and theirs.plain() == base.plain()
    if same_there or theirs.plain() == one.plain():
        return one
    if same_here:
        one.titles, one.papers = theirs.titles, theirs.papers
        return one
    said = gettext(
        "Somebody else made item {number} “{title}” meanwhile; what you wrote stands here, and "
        "takes its place if you go on."
    )
    one.error = said.format(number=one.item, title=_title(theirs))
    return one


def _anew(one: Point) -> Point:
    said = gettext(
        "Somebody else left item {number} out meanwhile; what you wrote stands here as a new item."
    )
    one.error = said.format(number=one.item)
    one.item = one.stood = None
    return one


def _title(one: Point) -> str:
    said = [{"language": code, "text": text} for code, text in one.titles if text]
    return words.told(words.names_of(said))
