"""The published voting table of Metro Vancouver, found again from populations and the charter."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

from koinon.charter.cases import run_cases
from koinon.charter.parsing import parse_charter
from koinon.methods.weights import check_weights, weigh

FOLDER = Path(__file__).parents[2] / "examples/metro-vancouver-2018"


def test_votes_and_directors_are_the_published_ones() -> None:
    charter = parse_charter((FOLDER / "charter.toml").read_text(), file="charter.toml")
    with (FOLDER / "members.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    facts = {"population": {row["member"]: Fraction(row["population"]) for row in rows}}
    members = facts["population"].keys()
    votes = weigh(charter.weighting("votes").weights, members, facts)
    assert [votes[row["member"]] for row in rows] == [int(row["votes"]) for row in rows]
    assert sum(votes.values()) == 128
    assert check_weights(charter.weighting("votes").weights, facts, votes)
    directors = weigh(charter.weighting("directors").weights, members, facts)
    published = {row["member"]: int(row["directors"]) for row in rows if row["directors"]}
    assert {member: directors[member] for member in published} == published
    per_seat = charter.body("board").votes_per_seat
    assert per_seat == 5
    assert all(directors[m] == -(-votes[m] // per_seat) for m in members)
    assert sum(directors.values()) == 34


def test_its_charter_decides_as_its_cases_say() -> None:
    charter = parse_charter((FOLDER / "charter.toml").read_text(), file="charter.toml")
    results = {result.case.matter: result for result in run_cases(charter)}
    assert all(result.agrees for result in results.values())
    roster = {member.id: dict(member.facts)["population"] for member in charter.rosters[0].members}
    with (FOLDER / "members.csv").open(encoding="utf-8", newline="") as file:
        assert roster == {row["member"]: int(row["population"]) for row in csv.DictReader(file)}
    money, bylaws = results["money"].tree, results["bylaws"].tree
    assert (money.measured, money.base) == (70, 128)  # type: ignore[union-attr]
    assert (bylaws.measured, bylaws.base) == (16, 34)  # type: ignore[union-attr]
