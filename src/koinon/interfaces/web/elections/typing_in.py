"""Ballot papers as a clerk types them, one a line, and as they are shown to be compared.

A paper is typed by the numbers beside the names on it: "3" or, where ranks are counted, "3 1 2"
from the first rank to the last; where several may be approved, "1 4"; where points are given,
"1:5 4:2". "1=2" are two at one rank, "-" is a rank left empty, "*" marks that cannot be told apart,
"0" a blank paper. "12 x 3 1" is twelve such papers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext

from koinon.assembly.queries_elections import ElectionView
from koinon.interfaces.shared import wording
from koinon.interfaces.web.counts.files import BadBallots
from koinon.methods.counting.ballots import (
    SEVERAL,
    Ballots,
    BallotsError,
    Form,
    gather_approvals,
    gather_choices,
    gather_points,
    gather_rankings,
)

LINES: Final = 5_000
"""Papers of one batch, at most."""
_TIMES: Final = re.compile(r"(\d{1,5})\s*[x×]\s*(.*)", re.DOTALL)
_POINTS: Final = re.compile(r"-?[0-9]{1,4}")
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
EMPTY: Final = "-"
UNCLEAR: Final = "*"
BLANK: Final = "0"


def _gather_points(options: Sequence[str], votes: Sequence[tuple[dict[int, int], int]]) -> Ballots:
    """Points from 0, or the fewest that were typed, to the most."""
    typed = [points for given, _ in votes for points in given.values()]
    return gather_points(options, votes, min([0, *typed]), max([1, *typed]))


_GATHER: Final[Mapping[Form, Callable[[Sequence[str], Any], Ballots]]] = {
    "choice": gather_choices,
    "rankings": gather_rankings,
    "approvals": gather_approvals,
    "points": _gather_points,
}


def form_of(election: ElectionView) -> Form | None:
    """The form in which papers of an election are typed; None where its rule is not known.

    Where several forms could be counted, projects are ranked or given points if the rule counts
    these, else approved.
    """
    forms = election.method.forms if election.method else ()
    if not election.is_budget:
        return next((form for form in _GATHER if form in forms), None)
    if not counts_points(election.rule):
        return "approvals"
    return "rankings" if election.rule["first"] else "points"


def counts_points(rule: Mapping[str, Any]) -> bool:
    """Whether a rule of budgets, in its plain form, counts points and not only support."""
    return rule.get("measure") == "points" or str(rule.get("worth", "")).startswith("points")


def read_papers(text: str, options: Sequence[str], form: Form) -> Ballots:
    """The papers that were typed. Raises BadBallots with the line of the first mistake."""
    votes: list[tuple[Any, int]] = []
    for number, line in enumerate(text.translate(_DIGITS).splitlines(), 1):
        if not line.strip():
            continue
        if len(votes) == LINES:
            said = gettext("These are more than {limit} lines; enter them in several batches.")
            raise BadBallots(said.format(limit=wording.number(LINES)))
        found = _TIMES.fullmatch(line.strip())
        times, marks = (int(found[1]), found[2]) if found else (1, line)
        if not times:
            raise BadBallots(
                gettext("Line {line}: 0 papers are none; leave the line out.").format(line=number)
            )
        votes.append((_paper(number, marks.replace(",", " ").split(), len(options), form), times))
    if not votes:
        raise BadBallots(gettext("Type at least one paper."))
    try:
        return _GATHER[form](options, votes)
    except BallotsError as error:
        raise BadBallots(str(error)) from None


def _paper(line: int, marks: list[str], count: int, form: Form) -> Any:
    if marks == [BLANK]:
        return None if form == "choice" else {} if form == "points" else ()
    if form == "choice":
        if marks == [UNCLEAR] or (len(marks) > 1 and [_option(line, m, count) for m in marks]):
            return SEVERAL[0]
        return _option(line, marks[0], count) if marks else _wrong(line, "", count)
    if form == "approvals":
        return [_option(line, mark, count) for mark in marks]
    if form == "points":
        return _points(line, marks, count)
    return tuple(_rank(line, mark, count) for mark in marks)


def _points(line: int, marks: list[str], count: int) -> dict[int, int]:
    given: dict[int, int] = {}
    for mark in marks:
        name, _, points = mark.partition(":")
        option = _option(line, name, count)
        if not _POINTS.fullmatch(points):
            said = gettext(
                "Line {line}: “{mark}” gives no points; write e.g. 3:5, five points for 3."
            )
            raise BadBallots(said.format(line=line, mark=mark[:40]))
        if option in given:
            said = gettext("Line {line}: {number} gets points twice; write it once.")
            raise BadBallots(said.format(line=line, number=wording.number(option + 1)))
        given[option] = int(points)
    return given


def _rank(line: int, mark: str, count: int) -> tuple[int, ...]:
    if mark == EMPTY:
        return ()
    if mark == UNCLEAR:
        return SEVERAL
    return tuple(sorted({_option(line, one, count) for one in mark.split("=")}))


def _option(line: int, mark: str, count: int) -> int:
    if mark.isascii() and mark.isdigit() and len(mark) < 5 and 1 <= int(mark) <= count:
        return int(mark) - 1
    return _wrong(line, mark, count)


def _wrong(line: int, mark: str, count: int) -> int:
    said = gettext(
        "Line {line}: “{mark}” is no number on the paper; write 1 to {last}, 0 for a blank paper."
    )
    raise BadBallots(said.format(line=line, mark=mark[:40], last=count))


def shown(ballot: Any, names: Sequence[str], form: Form) -> str:
    """A ballot in words: names in the order of rank, or those approved."""
    if form == "choice":
        if ballot is None:
            return gettext("blank")
        return names[ballot] if ballot >= 0 else gettext("several marks")
    if not ballot:
        return gettext("blank")
    if form == "approvals":
        return ", ".join(names[at] for at in ballot)
    if form == "points":
        return ", ".join(
            f"{names[at]}: {wording.number(points)}"
            for at, points in enumerate(ballot)
            if points is not None
        )
    return " › ".join(_rank_shown(rank, names) for rank in ballot)


def _rank_shown(rank: tuple[int, ...], names: Sequence[str]) -> str:
    if not rank:
        return gettext("(left empty)")
    if rank == SEVERAL:
        return gettext("(several marks)")
    return " = ".join(names[at] for at in rank)
