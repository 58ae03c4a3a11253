"""The .pb format of participatory budgets (Pabulib, https://pabulib.org/format)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from koinon.methods.ballotfiles.errors import BallotFileError, gathering
from koinon.methods.ballotfiles.source import different, limited, rows_of, text_of, whole
from koinon.methods.counting.ballots import (
    Ballots,
    gather_approvals,
    gather_choices,
    gather_points,
    gather_rankings,
)
from koinon.methods.counting.contests import Contest, Election, Option

FORMS: Final = {
    "approval": "approvals",
    "choose-1": "choice",
    "cumulative": "points",
    "scoring": "points",
    "ordinal": "rankings",
}
"""The form of ballots of each vote type."""

MAX_POINTS = 10**9
_PLACES = 6
_MONEY = re.compile(r"(\d{1,15})(?:\.(\d{1,20}))?")
_SECTIONS = ("META", "PROJECTS", "VOTES")

Row = tuple[int, list[str]]


@dataclass(slots=True)
class Sections:
    """The rows of the three sections, each with its line; VOTES may be left to the caller."""

    file: str
    meta: dict[str, str] = field(default_factory=dict)
    projects: list[Row] = field(default_factory=list)
    votes: list[Row] = field(default_factory=list)


def read_pb(file: str, data: bytes) -> Election:
    """Read a .pb file. Raises BallotFileError."""
    sections = split(file, text_of(file, data))
    contest, facts = contest_of(sections)
    return Election(contest, _ballots(sections, contest), facts)


def split(file: str, text: str) -> Sections:
    """The rows by section."""
    found = Sections(file)
    tables: dict[str, list[Row]] = {name: [] for name in _SECTIONS}
    section = ""
    for line, row in rows_of(file, text, ";"):
        name = row[0].strip().upper() if row and not any(row[1:]) else ""
        if name in _SECTIONS:
            section = name
        elif section:
            if any(row):
                tables[section].append((line, row))
        elif any(row):
            raise BallotFileError("unexpected", file, line, 1, found=row[0], what="META")
    for name in _SECTIONS:
        if not tables[name]:
            raise BallotFileError("section_missing", file, what=name)
    for line, row in tables["META"]:
        key = row[0].strip()
        if key == "key" and len(row) > 1 and row[1].strip() == "value":
            continue
        if key in found.meta:
            raise BallotFileError("option_twice", file, line, 1, found=key, what="META")
        found.meta[key] = row[1].strip() if len(row) > 1 else ""
    if len(found.meta) > 1000:
        raise BallotFileError("too_many_facts", file, limit=1000)
    found.projects, found.votes = tables["PROJECTS"], tables["VOTES"]
    return found


# The contest


def contest_of(sections: Sections) -> tuple[Contest, tuple[tuple[str, str], ...]]:
    """The contest, and the facts: META, and `projects.…`, a JSON list for each other column."""
    file, meta = sections.file, sections.meta
    if meta.get("vote_type", "") not in FORMS:
        raise BallotFileError("not_known", file, found=f"vote_type {meta.get('vote_type', '')}",
                              known=", ".join(FORMS))  # fmt: skip
    if "budget" not in meta:
        raise BallotFileError("fact_missing", file, what="budget")
    (line, header), *rows = sections.projects
    at = _columns(file, line, header, ("project_id", "cost"))
    limited(file, len(rows), line)
    cells = {name: [_cell(row, column) for _, row in rows] for name, column in at.items()}
    ids = cells.pop("project_id")
    different(file, ids, "PROJECTS", lambda number: rows[number][0])
    for number, id_ in enumerate(ids):
        if not id_ or "," in id_:
            raise BallotFileError("unexpected", file, rows[number][0], at["project_id"] + 1,
                                  found=id_, what="a project_id")  # fmt: skip
    said = [_money(file, meta["budget"], 0, 0)]
    said += [
        _money(file, cost, rows[number][0], at["cost"] + 1)
        for number, cost in enumerate(cells.pop("cost"))
    ]
    places = max(len(decimals) for _, decimals in said)
    if places > _PLACES:
        raise BallotFileError("not_money", file, found=f"an amount of {places} decimals")
    unit = 1 if not places else 100 if places <= 2 else 10**places
    money = [units * unit + int(part.ljust(len(str(unit)) - 1, "0") or 0) for units, part in said]
    names = cells.pop("name", ids)
    options = tuple(map(Option, ids, (n or i for n, i in zip(names, ids, strict=True)), money[1:]))
    facts = [*meta.items()]
    facts += [(f"projects.{name}", _list(values)) for name, values in cells.items()]
    title = meta.get("description") or file
    return Contest(title, options, 0, money[0], unit), tuple(facts)


def official(election: Election) -> tuple[str, ...]:
    """The ids of the projects that the file says were selected, in paper order; none if silent.

    Pabulib's `selected` is 1 for these; 2 (selected from another budget) and 3 are kept in the
    fact `projects.selected`.
    """
    text = dict(election.facts).get("projects.selected", "[]")
    said = json.loads(text)
    return tuple(id_ for id_, one in zip(election.contest.ids, said, strict=False) if one == "1")


def _list(values: Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _columns(file: str, line: int, header: Sequence[str], due: Sequence[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    for name in due:
        if name not in names:
            raise BallotFileError("column_missing", file, line, what=name)
    return {name: at for at, name in reversed(list(enumerate(names))) if name}


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _money(file: str, text: str, line: int, column: int) -> tuple[int, str]:
    """An amount: whole currency units, and the decimals without zeros at their end."""
    found = _MONEY.fullmatch(text)
    if not found:
        raise BallotFileError("not_money", file, line, column, found=text)
    return int(found[1]), (found[2] or "").rstrip("0")


# The votes


def _ballots(sections: Sections, contest: Contest) -> Ballots:
    file, kind = sections.file, sections.meta["vote_type"]
    (line, header), *rows = sections.votes
    due = ("vote", "points") if FORMS[kind] == "points" else ("vote",)
    at = _columns(file, line, header, due)
    votes = _Votes(file, {id_: number for number, id_ in enumerate(contest.ids)}, at)
    with gathering(file):
        if kind == "approval":
            sets = ((votes.options(row), 1) for row in rows)
            return gather_approvals(contest.ids, sets)
        if kind == "ordinal":
            orders = ((tuple((o,) for o in votes.options(row)), 1) for row in rows)
            return gather_rankings(contest.ids, orders)
        if kind == "choose-1":
            return gather_choices(contest.ids, ((votes.choice(row), 1) for row in rows))
        given = [votes.points(row) for row in rows]
        seen = [points for one in given for points in one.values()]
        lowest, top = bounds(sections.meta, seen)
        return gather_points(contest.ids, ((one, 1) for one in given), lowest, top)


def bounds(meta: Mapping[str, str], seen: Sequence[int]) -> tuple[int, int]:
    """The fewest and most points of a ballot: as META says, wide enough for those given."""
    said = [meta.get(name, "") for name in ("min_points", "max_points")]
    lowest, top = (
        int(text) if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else None for text in said
    )
    least, most = min(seen, default=0), max(seen, default=0)
    lowest = min(0, least) if lowest is None else min(lowest, least) if seen else lowest
    return lowest, max(lowest, most if top is None else max(top, most) if seen else top)


@dataclass(slots=True)
class _Votes:
    """Reads the cells of a row of VOTES."""

    file: str
    numbers: Mapping[str, int]
    at: Mapping[str, int]
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def options(self, row: Row) -> tuple[int, ...]:
        """The projects of a vote, in its order."""
        line, cells = row
        text = _cell(cells, self.at["vote"])
        found = self.known.get(text)
        if found is None:
            found = self.known[text] = self._read(text, line)
        return found

    def _read(self, text: str, line: int) -> tuple[int, ...]:
        numbers = []
        for part in text.split(",") if text else ():
            number = self.numbers.get(part.strip())
            if number is None:
                raise BallotFileError("unknown_option", self.file, line, self.at["vote"] + 1,
                                      found=part.strip())  # fmt: skip
            numbers.append(number)
        return tuple(numbers)

    def choice(self, row: Row) -> int | None:
        """The one project of a vote; -1 where there are several."""
        found = self.options(row)
        return None if not found else found[0] if len(found) == 1 else -1

    def points(self, row: Row) -> dict[int, int]:
        """Points by project."""
        options = self.options(row)
        line, cells = row
        column = self.at["points"]
        text = _cell(cells, column)
        parts = text.split(",") if text else []
        if len(parts) != len(options):
            raise BallotFileError("lengths_differ", self.file, line, column + 1, found=len(parts),
                                  what="points", due=f"{len(options)} projects")  # fmt: skip
        given: dict[int, int] = {}
        for option, part in zip(options, parts, strict=True):
            if option in given:
                twice = next(id_ for id_, one in self.numbers.items() if one == option)
                raise BallotFileError(
                    "option_twice", self.file, line, self.at["vote"] + 1,
                    found=twice, what="one vote",
                )  # fmt: skip
            digits = part.strip().removesuffix(".0")
            given[option] = whole(self.file, digits, -MAX_POINTS, MAX_POINTS, line, column + 1)
        return given


# Writing


def write_pb(election: Election) -> bytes:
    """Write a .pb file: META from the facts, one row for each voter, voter_id 1, 2, 3, ….

    Raises BallotFileError for ballots that the format cannot hold: ranks that are shared, empty or
    not known, and ids with a comma.
    """
    contest, ballots, facts = election.contest, election.ballots, dict(election.facts)
    for id_ in (name for name in facts if name.strip().upper() in _SECTIONS):
        raise BallotFileError("ids_not_held", ".pb", found=id_)
    for id_ in contest.ids:
        if "," in id_ or id_ != id_.strip() or any(ord(letter) < 32 for letter in id_):
            raise BallotFileError("ids_not_held", ".pb", found=id_)
    kinds = [kind for kind, form in FORMS.items() if form == ballots.form]
    kind = facts.get("vote_type", "") if facts.get("vote_type") in kinds else kinds[0]
    meta = {name: text for name, text in facts.items() if not name.startswith("projects.")}
    meta |= {
        "description": contest.title,
        "num_projects": str(len(contest.options)),
        "num_votes": str(ballots.voters),
        "budget": _amount(contest.budget or 0, contest.unit),
        "vote_type": kind,
    }
    if ballots.form == "points":
        meta |= {"min_points": str(ballots.lowest), "max_points": str(ballots.top)}
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([["META"], ["key", "value"], *meta.items()])
    writer.writerows(_project_rows(contest, facts))
    points = ["points"] if ballots.form == "points" else []
    writer.writerows([["VOTES"], ["voter_id", "vote", *points]])
    voter = 0
    for vote, weight in ballots:
        cells = _WRITERS[ballots.form](contest.ids, vote)
        for _ in range(weight):
            voter += 1
            writer.writerow([voter, *cells])
    return out.getvalue().encode()


def _project_rows(contest: Contest, facts: Mapping[str, str]) -> Iterator[list[str]]:
    more = {name[9:]: json.loads(text) for name, text in facts.items() if name[:9] == "projects."}
    yield ["PROJECTS"]
    yield ["project_id", "cost", "name", *more]
    for number, option in enumerate(contest.options):
        rest = [str(values[number]) for values in more.values()]
        yield [option.id, _amount(option.cost or 0, contest.unit), option.name, *rest]


def _amount(money: int, unit: int) -> str:
    units, part = divmod(money, unit)
    return f"{units}.{part:0{len(str(unit)) - 1}d}" if unit > 1 else str(units)


def _order(ids: Sequence[str], ranks: Any) -> list[str]:
    if any(len(rank) != 1 or rank[0] < 0 for rank in ranks):
        raise BallotFileError("marks_not_held", ".pb", found="ranks that are shared or empty",
                              known="the ballots as CSV")  # fmt: skip
    return [",".join(ids[rank[0]] for rank in ranks)]


def _one(ids: Sequence[str], option: int | None) -> list[str]:
    if option == -1:
        if len(ids) < 2:
            raise BallotFileError("marks_not_held", ".pb", found="choices of several",
                                  known="the ballots as CSV")  # fmt: skip
        return [f"{ids[0]},{ids[1]}"]
    return [""] if option is None else [ids[option]]


def _score(ids: Sequence[str], row: Sequence[int | None]) -> list[str]:
    given = [(id_, points) for id_, points in zip(ids, row, strict=True) if points is not None]
    return [",".join(id_ for id_, _ in given), ",".join(str(points) for _, points in given)]


_WRITERS: Mapping[str, Callable[[Sequence[str], Any], list[str]]] = {
    "approvals": lambda ids, vote: [",".join(ids[option] for option in vote)],
    "rankings": _order,
    "choice": _one,
    "points": _score,
}
