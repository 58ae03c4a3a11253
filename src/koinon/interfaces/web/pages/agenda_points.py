"""The items of an agenda as a form asks for them: titles by language, documents, their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from koinon.acts.act import DocumentRef
from koinon.assembly.queries_meetings import AgendaItem
from koinon.charter.document import Charter
from koinon.interfaces.shared import wording
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.web import uploads, words
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages.binding import Row
from koinon.interfaces.web.pages.meetings import papers
from koinon.interfaces.web.pages.proposing import languages_of
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.steps import Link
from koinon.record import canonical, store

ITEMS_LIMIT: Final = 60
FIRST_ITEMS: Final = 3
_PAPERS_LIMIT: Final = 20


@dataclass(slots=True, eq=False)
class Point:
    """An item as typed: its titles, the documents sent with it as JSON.

    Of an item that an agenda has already, `item` is its number, `stood` its place, `proposals` what
    was put under it. `where` is the place typed, `out` whether it is to be left out.
    """

    place: int
    titles: list[tuple[str, str]]
    papers: list[str] = field(default_factory=list)
    item: int | None = None
    stood: int | None = None
    proposals: tuple[int, ...] = ()
    where: str = ""
    out: bool = False
    error: str = ""

    @property
    def documents(self) -> list[tuple[str, Link, bool]]:
        """Each document as the form sends it, its link, whether it is public and can be opened."""
        named = [DocumentRef.model_validate_json(one) for one in self.papers]
        public = [store.is_named(one.sha256) for one in named]
        return list(zip(self.papers, papers(named), public, strict=True))

    def typed(self) -> bool:
        """Whether anything is in it."""
        return bool(self.papers) or any(text for _, text in self.titles)

    def plain(self) -> dict[str, Any]:
        """As the act takes it."""
        said = [{"language": code, "text": text} for code, text in self.titles if text]
        told = {"title": said, "documents": [read_json(one.encode()) for one in self.papers]}
        return told if self.item is None else {**told, "item": self.item}


def standing(items: Sequence[AgendaItem], charter: Charter) -> list[Point]:
    """The items of an agenda, for a form that begins from it."""
    points = []
    for place, one in enumerate(items, 1):
        titles = {**dict.fromkeys(languages_of(charter), ""), **dict(one.title)}
        documents = [canonical.dump(named.model_dump()).decode() for named in one.documents]
        points.append(
            Point(
                place=place,
                titles=list(titles.items()),
                papers=documents,
                item=one.item,
                stood=place,
                proposals=one.proposals,
                where=str(place),
            )
        )
    return points


def sent(agenda: Iterable[dict[str, Any]], charter: Charter) -> list[Point]:
    """The items of an act about to be done, for the way back to its form."""
    points = []
    for place, one in enumerate(agenda, 1):
        said = {str(each["language"]): str(each["text"]) for each in one["title"]}
        titles = {**dict.fromkeys(languages_of(charter), ""), **said}
        documents = [canonical.dump(named).decode() for named in one["documents"]]
        point = Point(place, list(titles.items()), documents, item=one.get("item"))
        point.where = str(place)
        points.append(point)
    return points


def read(request: HttpRequest, charter: Charter) -> tuple[list[Point], list[Error]]:
    """The items as typed, with room for one more where that was asked for."""
    count = number_in(request.POST, "count", FIRST_ITEMS, digits=2)
    count = min(max(count, 1) + ("add" in request.POST), ITEMS_LIMIT)
    points: list[Point] = []
    errors: list[Error] = []
    for place in range(1, count + 1):
        point = _point(request, charter, place)
        try:
            fresh = uploads.taken_in(request, f"paper-{place}")
        except uploads.Unfit as wrong:
            point.error = str(wrong)
            errors.append(Error(f"paper-{place}", point.error))
            fresh = None
        if fresh is not None:
            point.papers.append(canonical.dump(fresh).decode())
        points.append(point)
    return points, errors


def _point(request: HttpRequest, charter: Charter, place: int) -> Point:
    head = re.compile(rf"item-{place}-([a-z]{{2,3}}(-[A-Za-z0-9]{{1,8}})?)")
    further = sorted(match[1] for name in request.POST if (match := head.fullmatch(name)))
    codes = dict.fromkeys([*languages_of(charter), *further])
    kept = [one for one in request.POST.getlist(f"kept-{place}") if _is_document(one)]
    number = request.POST.get(f"number-{place}", "")
    return Point(
        place=place,
        titles=[(code, text_in(request, f"item-{place}-{code}")) for code in codes],
        papers=kept[:_PAPERS_LIMIT],
        item=int(number) if _is_number(number) else None,
        where=text_in(request, f"place-{place}")[:6],
        out=f"out-{place}" in request.POST,
    )


def _is_document(text: str) -> bool:
    """Whether the form sent a document as it had been given one."""
    try:
        DocumentRef.model_validate_json(text)
    except ValueError:
        return False
    return True


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0


def text_in(request: HttpRequest, name: str) -> str:
    """What was typed under a name, without blanks around it."""
    return request.POST.get(name, "").strip()[:400]


def row(label: str, one: Mapping[str, Any], more: str = "") -> Row:
    """An item of an act as an answer to check: its title, how many documents, what is added."""
    count = len(one["documents"])
    said = ngettext("{n} document", "{n} documents", count).format(n=wording.number(count))
    note = [f"({said})"] * bool(count) + [f"· {more}"] * bool(more)
    return Row(label, words.told(words.names_of(one["title"])), note=" ".join(note))


def faults(points: Sequence[Point], charter: Charter) -> list[Error]:
    """What is missing: a title where something else is typed, or any item at all."""
    first = languages_of(charter)[0]
    errors = []
    for one in points:
        if not dict(one.titles).get(first):
            one.error = gettext(
                "Write what the item is about in the charter's authoritative language."
            )
            errors.append(Error(f"item-{one.place}-{first}", one.error))
    if not points:
        errors.append(Error(f"item-1-{first}", gettext("Write at least one item of the agenda.")))
    return errors


def fields(points: Sequence[Point]) -> tuple[tuple[str, str], ...]:
    """The points as the form sends them, so that a way back shows them again."""
    told = [("count", str(len(points)))]
    for place, one in enumerate(points, 1):
        told += [(f"item-{place}-{code}", text) for code, text in one.titles]
        told += [(f"kept-{place}", paper) for paper in one.papers]
        told.append((f"place-{place}", one.where))
        if one.item is not None:
            told.append((f"number-{place}", str(one.item)))
        if one.out:
            told.append((f"out-{place}", "on"))
    return tuple(told)


def ordered(points: Iterable[Point]) -> list[Point]:
    """Each moved or new item at the place typed for it, the others around them in their order."""
    placed = sorted(points, key=lambda one: (one.stood or 0, one.place))
    moved = [one for one in placed if one.stood is None or int(one.where) != one.stood]
    still = [one for one in placed if one not in moved]
    moved.sort(key=lambda one: (int(one.where), one.place))
    order: list[Point] = []
    while moved or still:
        here = moved and (not still or int(moved[0].where) <= len(order) + 1)
        order.append((moved if here else still).pop(0))
    return order


def misplaced(points: Iterable[Point]) -> list[Error]:
    """The places that are no whole numbers."""
    errors = []
    for one in points:
        if not _is_number(one.where):
            one.error = gettext("Write the place as a whole number; 1 comes first.")
            errors.append(Error(f"place-{one.place}", one.error))
    return errors
