"""Reading participatory budgets in Pabulib's .pb format, well enough for tests of real outcomes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from koinon.methods.budgets import Profile, Project, canonical_ballots

SECTIONS = {"META", "PROJECTS", "VOTES"}


@dataclass(frozen=True, slots=True)
class Instance:
    """One election: approval profile, budget in currency units, and who officially won."""

    rule: str
    budget: int
    profile: Profile
    selected: tuple[str, ...]


def read(path: Path) -> Instance:
    """Read a file whose votes are lists of project ids (approval and choose-1)."""
    tables: dict[str, list[list[str]]] = {name: [] for name in SECTIONS}
    section = ""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            name = row[0].strip().upper() if len(row) == 1 else ""
            if name in SECTIONS:
                section = name
            elif row:
                tables[section].append(row)
    meta = {row[0]: row[1] for row in tables["META"]}
    assert meta["vote_type"] in ("approval", "choose-1"), path.name
    header, *rows = tables["PROJECTS"]
    projects = [dict(zip(header, row, strict=False)) for row in rows]
    header, *rows = tables["VOTES"]
    at = header.index("vote")
    ids = sorted(projects, key=lambda project: project["project_id"])
    return Instance(
        rule=meta["rule"],
        budget=int(meta["budget"]),
        profile=Profile(
            tuple(Project(project["project_id"], int(project["cost"])) for project in ids),
            canonical_ballots(row[at].split(",") for row in rows),
        ),
        selected=tuple(p["project_id"] for p in ids if p["selected"] == "1"),
    )
