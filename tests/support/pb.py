"""Pabulib's .pb files as elections of the counting house, for tests of real outcomes."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from koinon.methods.counting.ballots import (
    Ballots,
    gather_approvals,
    gather_points,
    gather_rankings,
)
from koinon.methods.counting.contests import Contest, Election, Option

SECTIONS = ("META", "PROJECTS", "VOTES")


@dataclass(frozen=True, slots=True)
class Announced:
    """An election and who officially won; `partly`: projects with another mark than 0 or 1."""

    election: Election
    meta: dict[str, str]
    selected: frozenset[str]
    partly: frozenset[str]


def read(lines: Iterable[str]) -> Announced:
    """Read a file; costs and budget in the smallest unit that is needed."""
    tables: dict[str, list[list[str]]] = {name: [] for name in SECTIONS}
    section = ""
    for row in csv.reader(lines, delimiter=";"):
        name = row[0].strip().upper() if len(row) == 1 else ""
        if name in SECTIONS:
            section = name
        elif row:
            tables[section].append(row)
    meta = {row[0]: row[1] for row in tables["META"]}
    header, *rows = tables["PROJECTS"]
    projects = [dict(zip(header, row, strict=False)) for row in rows]
    ids = [project["project_id"] for project in projects]
    costs = [_number(project["cost"]) for project in projects]
    budget = _number(meta["budget"])
    unit = lcm(budget.denominator, *(cost.denominator for cost in costs))
    paper = tuple(
        Option(id_, project.get("name", ""), int(cost * unit))
        for id_, project, cost in zip(ids, projects, costs, strict=True)
    )
    header, *rows = tables["VOTES"]
    votes = [dict(zip(header, row, strict=False)) for row in rows]
    contest = Contest(meta["description"], paper, 0, int(budget * unit), unit)
    facts = tuple(meta.items())
    marks = {project["project_id"]: project.get("selected", "") for project in projects}
    return Announced(
        Election(contest, _ballots(meta, ids, votes), facts),
        meta,
        frozenset(id_ for id_, mark in marks.items() if mark == "1"),
        frozenset(id_ for id_, mark in marks.items() if mark not in ("0", "1")),
    )


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _ballots(meta: dict[str, str], ids: list[str], votes: list[dict[str, str]]) -> Ballots:
    number = {id_: at for at, id_ in enumerate(ids)}
    marked = [[number[id_] for id_ in vote["vote"].split(",") if id_] for vote in votes]
    kind = meta["vote_type"]
    if kind == "ordinal":
        return gather_rankings(ids, ((tuple((o,) for o in row), 1) for row in marked))
    if kind in ("cumulative", "scoring"):
        given: list[Any] = []
        for row, vote in zip(marked, votes, strict=True):
            points = [int(_number(text)) for text in vote["points"].split(",")]
            given.append((dict(zip(row, points, strict=True)), 1))
        top = max((p for row, _ in given for p in row.values()), default=0)
        return gather_points(
            ids, given, min([0, *(p for row, _ in given for p in row.values())]), top
        )
    return gather_approvals(ids, ((row, 1) for row in marked))
