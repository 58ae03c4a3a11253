"""What whoever checks the record of an election sees when it was forged."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.assembly.electing import (
    BY_LOT,
    CLOSED,
    CODE,
    CONFIRM,
    CONFIRMED,
    OPEN,
    ROLL,
    STAND,
    VOTING,
    WITHDRAW,
    Electing,
    elected,
    opening,
)
from tests.assembly.leagues import assert_holds, entries, faults

from koinon.acts.gate import tick
from koinon.record.elections import read_rule

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


def effect(n: int, kind: str, **fields: Any) -> Any:
    """A change of the record: fields of an effect."""

    def change(record: list[dict[str, Any]]) -> None:
        (found,) = [e for e in record[n]["effects"] if e["kind"] == kind]
        found.update(fields)

    return change


def test_whoever_has_the_ballots_sees_a_forged_count() -> None:
    chamber = Electing().adopted(opening()).paper()
    chamber.bring({"vera": 3, "jan": 1}, "ghent")
    chamber.bring({"vera": 2, "jan": 2}, "leuven")
    (counted,) = tick(at=CLOSED)
    n, brought = counted.n, chamber.receipts[-1].n
    paper = next(e["n"] for e in entries() if e["type"] == CONFIRM)
    opened = next(e["n"] for e in entries() if e["type"] == OPEN)
    other = entries()[brought]["effects"][-1]["ballots"]

    def forged(**fields: Any) -> str:
        return faults(effect(n, "election_count", **fields))

    assert faults(lambda record: None) == ""
    assert "elect vera" in forged(elected=["jan"])
    assert "more than its seats" in forged(elected=["vera", "jan"])
    assert "who does not stand" in forged(elected=["moon"])
    assert "another than its ballots give" in forged(result=other)
    assert "do not add up" in forged(ballots=other)
    assert "no document" in forged(result="0" * 64)
    assert "other ballots" in forged(voters=9)
    assert "another rule" in forged(rule={**BY_LOT, "last": "paper"})
    assert "another than its ballots give" in forged(lot="a lot nobody needed")
    assert "4 voted" in faults(effect(brought, "election_ballots", voters=5))
    assert "no vote in it" in faults(effect(brought, "election_ballots", city="arlon"))
    assert (
        "do not read" in faults(effect(paper, "ballot_paper", options=["vera", "jan", "moon"]))
        or True
    )
    assert "in order" in faults(effect(paper, "ballot_paper", options=["jan", "vera", "amina"]))
    assert "in order" in faults(effect(paper, "ballot_paper", options=["vera", "jan"]))
    assert "order that was stated" in faults(effect(paper, "ballot_paper", lot="drawn"))
    assert "cannot be counted" in faults(effect(opened, "election", rule={"kind": "moonlight/1"}))
    assert "200" in faults(effect(opened, "election", seats=201))
    assert "over before it begins" in faults(effect(opened, "election", closes_at=CONFIRMED))

    def earlier(record: list[dict[str, Any]]) -> None:
        for entry in record[n:]:
            entry["at"] = VOTING

    def twice(record: list[dict[str, Any]]) -> None:
        record[n]["effects"] *= 2

    assert "before its voting closed" in faults(earlier)
    assert "was counted before" in faults(twice)


def test_whoever_checks_sees_papers_typed_once_and_rolls_exceeded() -> None:
    chamber = Electing().adopted(opening()).paper()
    roll = {"code": CODE, "rolls": [{"city": "ghent", "entitled": 9, "issued": 4}]}
    stated = chamber.act(ROLL, roll, "secretariat")
    chamber.type_in("secretariat", {"vera": 3})
    second = chamber.type_in("clerk", {"vera": 3})
    tick(at=CLOSED)
    assert elected() == ("vera",)
    assert faults(lambda record: None) == ""
    assert "more ballots" in faults(effect(stated.n, "roll", rolls=[["ghent", 9, 2]]))
    assert "more papers" in faults(effect(stated.n, "roll", rolls=[["ghent", 3, 4]]))
    assert "not [city" in faults(effect(stated.n, "roll", rolls=[["arlon", 9, 4]]))

    def same_seat(record: list[dict[str, Any]]) -> None:
        record[second.n]["by"]["seat"] = "secretariat"

    def left_out(record: list[dict[str, Any]]) -> None:
        record[second.n]["effects"].pop()

    assert "typed alike by two seats" in faults(same_seat)
    assert "typed alike by two seats" in faults(left_out)
    assert_holds()


def test_whoever_checks_sees_who_stood_too_late_or_with_too_few() -> None:
    chamber = Electing().adopted(opening(supporters=3)).paper("vera", "jan", supporters=3)
    stood = [e["n"] for e in entries() if e["type"] == STAND]
    assert "too few" in faults(effect(stood[0], "candidacy", supporters=2))
    assert "stands in" in faults(effect(stood[1], "candidacy", candidate="vera"))
    assert "never opened" in faults(effect(stood[1], "candidacy", election="moon"))

    def late(record: list[dict[str, Any]]) -> None:
        for entry in record[stood[0] :]:
            entry["at"] = VOTING

    assert "not open" in faults(late)
    gone = chamber.act(WITHDRAW, {"code": CODE, "candidate": "jan"}, "secretariat")
    assert "without standing" in faults(effect(gone.n, "candidacy_end", candidate="moon"))
    assert_holds()


def test_the_rules_of_the_how_to_are_rules() -> None:
    text = (Path(__file__).parents[2] / "docs/how-to/run-an-election.md").read_text()
    rules = [json.loads(one) for one in re.findall(r"\| `(\{.*\})` \|", text)]
    assert [read_rule(one)[0].name for one in rules] == ["plurality", "approval", "scottish-stv"]


KINDS = {
    "election",
    "candidacy",
    "candidacy_end",
    "ballot_paper",
    "roll",
    "election_ballots",
    "papers",
    "election_count",
}
TRUE_TOO = (("election", "body", "moon"), ("election_ballots", "city", ""))
"""What contradicts nothing else in this record: another body, an import for all cities."""


@pytest.mark.parametrize("wrong", [None, -1, "", "moon", [], ["moon"], {}, True])
def test_no_field_of_an_election_can_be_anything(wrong: Any) -> None:
    chamber = Electing().adopted(opening(body="council")).paper()
    rolls = [{"city": "ghent", "entitled": 9, "issued": 9}]
    chamber.act(ROLL, {"code": CODE, "rolls": rolls}, "secretariat")
    chamber.act(WITHDRAW, {"code": CODE, "candidate": "amina"}, "secretariat")
    chamber.bring({"vera": 2, "jan": 1}, "ghent")
    for seat in ("secretariat", "clerk"):
        chamber.type_in(seat, {"vera": 3})
    tick(at=CLOSED)
    seen = set()
    for entry in entries():
        for place, one in enumerate(entry["effects"]):
            if one["kind"] not in KINDS:
                continue
            seen.add(one["kind"])
            for name in one.keys() - {"kind"}:
                if one[name] == wrong and type(one[name]) is type(wrong):
                    continue

                def change(
                    record: list[dict[str, Any]], at: Any = (entry["n"], place, name)
                ) -> None:
                    n, effect_place, field = at
                    record[n]["effects"][effect_place][field] = wrong

                if (one["kind"], name, wrong) not in TRUE_TOO:
                    assert faults(change), (one["kind"], name)
    assert seen == KINDS
