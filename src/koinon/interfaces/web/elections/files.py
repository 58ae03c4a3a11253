"""Ballots as offices keep them, made the canonical document over an election's ballot paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop

from koinon.interfaces.web.counts.files import BadBallots, sentence
from koinon.methods.ballotfiles import reading
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.tables import TableOptions, read_table
from koinon.methods.counting import ballots as canonical
from koinon.methods.counting.ballots import Ballots, BallotsError, Form
from koinon.methods.counting.contests import Option

TABLES: Final = (".csv", ".tsv", ".txt", ".xlsx")
KINDS: Final[Mapping[Form, str]] = {
    "rankings": gettext_noop("rankings"),
    "approvals": gettext_noop("approvals"),
    "points": gettext_noop("points"),
    "choice": gettext_noop("one choice each"),
}
"""What is on a ballot of each form."""


def read_ballots(
    name: str, data: bytes, options: Sequence[Option], forms: Sequence[Form]
) -> Ballots:
    """The ballots of a file over a paper, of a form that the rule counts. Raises BadBallots."""
    try:
        found = _read(name, data, options)
    except BallotFileError as error:
        raise BadBallots(sentence(error)) from None
    except BallotsError as error:
        raise BadBallots(str(error)) from None
    if found.form not in forms:
        said = gettext("{file} holds ballots of another kind than this election counts: {forms}.")
        kinds = ", ".join(gettext(KINDS[form]) for form in forms)
        raise BadBallots(said.format(file=name, forms=kinds))
    return found


def _read(name: str, data: bytes, options: Sequence[Option]) -> Ballots:
    """The ballots of a file, on the paper. Raises BallotFileError, BallotsError or BadBallots."""
    is_table = PurePath(name).suffix.lower() in TABLES or data[:2] == b"PK"
    if is_table and not reading.is_canonical(data):
        election = read_table(name, data, TableOptions(options=tuple(options)))
    else:
        election = reading.read(name, data)
    called = {option.id: option.name for option in election.contest.options}
    return onto(name, election.ballots, called, options)


def onto(
    name: str, found: Ballots, called: Mapping[str, str], options: Sequence[Option]
) -> Ballots:
    """The same ballots with the options of a paper, in its order, found by code or by name."""
    ids = tuple(option.id for option in options)
    if found.options == ids:
        return found
    places = {option.id: at for at, option in enumerate(options)}
    named = {option.name: at for at, option in enumerate(options)}
    numbers = []
    for option in found.options:
        at = places.get(option, named.get(called.get(option, ""), -1))
        if at < 0 or at in numbers:
            said = gettext("{file}: “{option}” is not on the ballot paper; write one of {known}.")
            known = ", ".join(ids[:5]) + (" …" if len(ids) > 5 else "")
            raise BadBallots(said.format(file=name, option=option[:60], known=known))
        numbers.append(at)
    return _gathered(found, ids, numbers)


def _gathered(found: Ballots, ids: Sequence[str], numbers: Sequence[int]) -> Ballots:
    match found.form:
        case "rankings":
            return canonical.gather_rankings(ids, _ranked(found, numbers))
        case "approvals":
            sets = (([numbers[at] for at in one], n) for one, n in found.approvals())
            return canonical.gather_approvals(ids, sets)
        case "choice":
            ones = (
                (one if one is None or one < 0 else numbers[one], n) for one, n in found.choices()
            )
            return canonical.gather_choices(ids, ones)
    given = (
        ({numbers[at]: points for at, points in enumerate(row) if points is not None}, n)
        for row, n in found.points()
    )
    return canonical.gather_points(ids, given, found.lowest, found.top)


def _ranked(found: Ballots, numbers: Sequence[int]) -> Iterator[tuple[Any, int]]:
    for ranks, voters in found.rankings():
        moved = tuple(
            rank if rank == canonical.SEVERAL else tuple(sorted(numbers[at] for at in rank))
            for rank in ranks
        )
        yield moved, voters
