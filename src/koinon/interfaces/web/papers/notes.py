"""The secretary's notes for minutes: kept at every saving, and merged when two people write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from django.db import IntegrityError, transaction

from koinon.interfaces.web.models import MinutesNote

NOTE_LIMIT: Final = 20_000
"""Characters of one note."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands; `version` is 0 where nothing was written yet."""

    text: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A note as somebody sent it: the version they began from, and what they made of it."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people changed the same lines: what stands, what was sent, and both put together."""

    place: str
    theirs: str
    mine: str
    merged: str
    version: int


def notes(meeting: int) -> dict[str, Note]:
    """The notes of a meeting as they stand, by place."""
    rows = MinutesNote.objects.filter(meeting=meeting).order_by("id")
    return {row.place: Note(row.text, row.pk) for row in rows}


def save(meeting: int, sent: Mapping[str, Written], account: Any) -> tuple[Clash, ...]:
    """Save what was sent; changes that do not touch the same lines are merged.

    Where they do, nothing is saved at that place and both are given back.
    """
    found = (_save(meeting, place, written, account) for place, written in sent.items())
    return tuple(one for one in found if one is not None)


def _save(meeting: int, place: str, written: Written, account: Any) -> Clash | None:
    while True:
        now = notes(meeting).get(place, Note())
        text, clean = merged(_base(meeting, place, written.version), written.text, now.text)
        if not clean:
            return Clash(place, now.text, written.text, text, now.version)
        if text == now.text:
            return None
        try:
            with transaction.atomic():
                MinutesNote.objects.create(
                    meeting=meeting, place=place, text=text, after=now.version, account=account
                )
        except IntegrityError:  # somebody saved in between: merge with that
            continue
        return None


def _base(meeting: int, place: str, version: int) -> str:
    """The text somebody began from."""
    row = MinutesNote.objects.filter(meeting=meeting, place=place, pk=version).first()
    return row.text if row else ""


def merged(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    """Two changed versions of a text put together, line by line; whether they kept apart.

    Where both changed the same lines, theirs stand first and mine after them.
    """
    if mine in (base, theirs):
        return theirs, True
    if theirs == base:
        return mine, True
    old = base.splitlines()
    edits = [*_edits(old, theirs, "theirs"), *_edits(old, mine, "mine")]
    made: list[str] = []
    at, clean = 0, True
    for group in _touching(sorted(edits, key=lambda one: (one.first, one.last))):
        start, end = group[0].first, max(one.last for one in group)
        made += old[at:start]
        at = end
        left, right = (_applied(old, start, end, group, whose) for whose in ("theirs", "mine"))
        if len({one.whose for one in group}) == 1:
            made += left if group[0].whose == "theirs" else right
        else:
            made += [*left, *(line for line in right if line not in left)]
            clean = clean and left == right
    return "\n".join([*made, *old[at:]]), clean


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines [first, last) of the old text became these."""

    first: int
    last: int
    lines: tuple[str, ...]
    whose: str


def _edits(old: list[str], text: str, whose: str) -> list[_Edit]:
    new = text.splitlines()
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [_Edit(a, b, tuple(new[c:d]), whose) for tag, a, b, c, d in found if tag != "equal"]


def _touching(edits: list[_Edit]) -> list[list[_Edit]]:
    """Edits by the stretch of lines they change together."""
    groups: list[list[_Edit]] = []
    for one in edits:
        if groups and one.first <= max(before.last for before in groups[-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _applied(old: list[str], start: int, end: int, edits: list[_Edit], whose: str) -> list[str]:
    """The stretch [start, end) with the edits of one side."""
    made, at = [], start
    for one in edits:
        if one.whose == whose:
            made += [*old[at : one.first], *one.lines]
            at = one.last
    return [*made, *old[at:end]]
