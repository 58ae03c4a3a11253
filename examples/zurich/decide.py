"""Fourteen municipalities decide by their own referendums, under a double majority.

Run it from the top of the source tree: PYTHONPATH=src python examples/zurich/decide.py
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from koinon.methods.rules import All, Branch, Count, Electorate, Share, Vote, electorate, evaluate

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Result:
    """What the people of one municipality answered; `entitled` could have voted."""

    municipality: str
    entitled: int
    yes: int
    no: int


def referendums() -> dict[str, str]:
    """Title of each referendum, by its official number."""
    with (FOLDER / "referendums.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["title"] for row in csv.DictReader(file)}


def results(referendum: str) -> tuple[Result, ...]:
    """The municipalities' answers to one referendum."""
    with (FOLDER / "results.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Result(row["name"], int(row["entitled"]), int(row["yes"]), int(row["no"]))
            for row in csv.DictReader(file)
            if row["referendum"] == referendum
        )


def double_majority(members: int) -> All:
    """More than half of the members, and more than half of the votes of their people."""
    people = Share("valid votes", base="cast", threshold=Fraction(1, 2), strict=True)
    return All((Count(at_least=members // 2 + 1), people))


def members(answers: tuple[Result, ...]) -> Electorate:
    """The municipalities, weighing as many votes as were validly cast in them."""
    return electorate({"valid votes": {each.municipality: each.yes + each.no for each in answers}})


def votes(answers: tuple[Result, ...]) -> dict[str, Vote]:
    """Each member's vote: its people's answer, split as they split it."""
    return {
        each.municipality: Vote(
            Fraction(each.yes, each.yes + each.no),
            Fraction(each.no, each.yes + each.no),
            Fraction(0),
        )
        for each in answers
    }


def decide(referendum: str) -> Branch:
    """The judged double majority: first the count of members, then the share of the people."""
    answers = results(referendum)
    tree = evaluate(double_majority(len(answers)), members(answers), votes(answers))
    if not isinstance(tree, Branch):
        raise TypeError("a double majority is judged as a branch of two lines")
    return tree


def main() -> None:
    """Print every referendum with both majorities."""
    for referendum, title in referendums().items():
        tree = decide(referendum)
        count, people = (part for part in tree.parts if not isinstance(part, Branch))
        print(
            f"{title}: {count.measured} of {count.base} municipalities, "
            f"{people.measured} of {people.base} voters: {'adopted' if tree.met else 'rejected'}"
        )


if __name__ == "__main__":
    main()
