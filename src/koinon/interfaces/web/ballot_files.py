"""Ballots as offices keep them, CSV, JSON or .pb, made the canonical document that is counted.

A CSV file has the columns approved (codes of projects, set apart by spaces) and voters; JSON is a
list of [approved projects, voters]; a .pb file (Pabulib) names its projects by these codes. Equal
ballots are added up, everything is sorted.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext

from koinon.acts.fields import LARGEST
from koinon.interfaces.web.counts.files import BadBallots, sentence
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.pabulib import read_pb
from koinon.record import canonical

COLUMNS: Final = ("approved", "voters")
Row: TypeAlias = tuple[str, Any, Any]
"""Where it stands, the approved codes, the voters; neither is checked yet."""


@dataclass(frozen=True, slots=True)
class Ballots:
    """The canonical document, and what it comes to: voters, different ballots, approvals."""

    data: bytes
    voters: int
    different: int
    approvals: tuple[tuple[str, int], ...]


def read_ballots(name: str, data: bytes, codes: Sequence[str]) -> Ballots:
    """The ballots of a file over the projects of these codes. Raises BadBallots."""
    rows = _pabulib(name, data) if name.lower().endswith(".pb") else _text_rows(name, data)
    cast: Counter[tuple[str, ...]] = Counter()
    for place, approved, voters in rows:
        cast[_approved(place, approved, codes)] += _voters(place, voters)
    total = sum(cast.values())
    if not 0 < total <= LARGEST:
        said = gettext("{file} holds no ballot; write one line for each kind of ballot.")
        raise BadBallots(said.format(file=name))
    approvals: Counter[str] = Counter()
    for approved, voters in cast.items():
        approvals.update(dict.fromkeys(approved, voters))
    return Ballots(
        canonical.dump([[list(approved), voters] for approved, voters in sorted(cast.items())]),
        total,
        len(cast),
        tuple((code, approvals[code]) for code in codes),
    )


def _pabulib(name: str, data: bytes) -> Iterator[Row]:
    """The approvals of a .pb file; one choice is an approval of one project."""
    try:
        election = read_pb(name, data)
    except BallotFileError as error:
        raise BadBallots(sentence(error)) from None
    ids, ballots = election.contest.ids, election.ballots
    if ballots.form not in ("approvals", "choice"):
        said = gettext("{file}: its ballots give points or ranks; this budget counts approvals.")
        raise BadBallots(said.format(file=name))
    for vote, voters in ballots:
        approved = vote if ballots.form == "approvals" else () if vote is None else (vote,)
        yield name, [ids[option] for option in approved if option >= 0], voters


def _text_rows(name: str, data: bytes) -> Iterator[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        said = gettext("{file}: byte {place} is not UTF-8; save the file as UTF-8.")
        raise BadBallots(said.format(file=name, place=error.start)) from None
    return _json(name, text) if text.lstrip().startswith("[") else _csv(name, text)


def _json(name: str, text: str) -> Iterator[Row]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        said = gettext("{file} is not JSON; write a list of [approved projects, voters].")
        raise BadBallots(said.format(file=name)) from None
    for number, row in enumerate(rows, 1):
        place = gettext("{file}, ballot {number}").format(file=name, number=number)
        if not isinstance(row, list) or len(row) != len(COLUMNS):
            said = gettext("{place}: write [approved projects, voters].")
            raise BadBallots(said.format(place=place))
        yield place, row[0], row[1]


def _csv(name: str, text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text))
    head = tuple(cell.strip().lower() for cell in next(reader, []))
    if head != COLUMNS:
        said = gettext("{file}, line 1: the columns must be “{columns}”; write them so.")
        raise BadBallots(said.format(file=name, columns=",".join(COLUMNS)))
    try:
        for row in reader:
            place = gettext("{file}, line {number}").format(file=name, number=reader.line_num)
            if len(row) != len(COLUMNS):
                said = gettext("{place}: there must be two fields; write approved,voters.")
                raise BadBallots(said.format(place=place))
            count = row[1].strip()
            yield place, row[0].split(), int(count) if _digits(count) else count
    except csv.Error as error:
        said = gettext("{file}, line {number}: this is not CSV ({why}); save the file anew.")
        told = said.format(file=name, number=reader.line_num, why=error)
        raise BadBallots(told) from None


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 17


def _approved(place: str, approved: Any, codes: Sequence[str]) -> tuple[str, ...]:
    found = list(approved) if isinstance(approved, list) else [approved]
    for code in found:
        if code not in codes:
            said = gettext(
                "{place}, approved: “{code}” is no project of this budget; write {known}."
            )
            known = ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")
            raise BadBallots(said.format(place=place, code=str(code)[:60], known=known))
        if found.count(code) > 1:
            said = gettext("{place}, approved: “{code}” stands there twice; write it once.")
            raise BadBallots(said.format(place=place, code=code))
    return tuple(sorted(found))


def _voters(place: str, voters: Any) -> int:
    if type(voters) is not int or not 0 < voters <= LARGEST:
        said = gettext("{place}, voters: “{typed}” is no number of voters; write digits, e.g. 125.")
        raise BadBallots(said.format(place=place, typed=str(voters)[:60]))
    return voters
