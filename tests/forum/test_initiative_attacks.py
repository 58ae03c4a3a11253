"""Records of initiatives that somebody changed: what was changed is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.assembly.leagues import entries, faults
from tests.forum.forums import NOTICED, agenda, forum, reached
from tests.record.exports import bodies, write_export

from koinon.acts.gate import tick
from koinon.forum.models import Initiative
from koinon.record.verify import verify

pytestmark = pytest.mark.django_db

SIGN, ANSWER = "forum.sign_initiative/1", "forum.answer_initiative/1"
TAKEN_UP = {"initiative": 1, "outcome": "taken up"}


def attacked() -> None:
    """An initiative that five have signed: entries 4 (start), 5 to 9 (signatures)."""
    made = forum()
    reached(made)
    assert [one["type"] for one in entries()][4:] == ["forum.start_initiative/1", *[SIGN] * 5]


def test_a_signature_counted_twice_is_found() -> None:
    attacked()

    def twice(record: list[dict[str, Any]]) -> None:
        record[6]["effects"][0]["mark"] = record[5]["effects"][0]["mark"]

    assert "has signed initiative 1 already" in faults(twice)


def test_a_city_left_out_is_found() -> None:
    attacked()

    def left_out(record: list[dict[str, Any]]) -> None:
        record[9]["effects"][1]["by_city"] = [["ghent", 3]]

    assert "the signatures under initiative 1 are [['ghent', 3], ['leuven', 2]]" in faults(left_out)


def test_a_threshold_denied_or_claimed_is_found() -> None:
    attacked()

    def denied(record: list[dict[str, Any]]) -> None:
        del record[9]["effects"][1]

    def claimed(record: list[dict[str, Any]]) -> None:
        record[8]["effects"].append(
            {**record[9]["effects"][1], "by_city": [["ghent", 3], ["leuven", 1]]}
        )

    assert "what initiative 1 needs is reached and denied" in faults(denied)
    assert "claimed without them" in faults(claimed)


def test_more_signatures_than_residents_are_found() -> None:
    attacked()

    def fewer(record: list[dict[str, Any]]) -> None:
        for one in record[1:4]:
            one["effects"][-1]["count"] = 2

    assert "more residents of ghent sign initiative 1 than are attested" in faults(fewer)


def test_residents_that_nobody_attested_are_found() -> None:
    attacked()

    def foreign(record: list[dict[str, Any]]) -> None:
        record[5]["by"]["seat"] = "residents/mons"

    def moved(record: list[dict[str, Any]]) -> None:
        record[5]["by"]["seat"] = "residents/leuven"

    assert "the acting seat residents/mons does not exist" in faults(foreign)
    assert "acts for them" in faults(moved)


def test_a_signature_that_another_takes_back_is_found() -> None:
    made = forum()
    number = made.start("ghent-1")
    made.sign(number, "ghent-1", "ghent-2")
    made.unsign(number, "ghent-1")

    def stolen(record: list[dict[str, Any]]) -> None:
        record[-1]["effects"][0]["key"] = "11" * 32

    assert "nobody signed initiative 1 with this key" in faults(stolen)


def test_an_answer_or_a_silence_before_its_time_is_found() -> None:
    made = forum()
    reached(made)
    made.at = NOTICED
    tick(at=made.at)

    def early(record: list[dict[str, Any]]) -> None:
        record[-1]["at"] = "2025-01-10T00:00:00.000000Z"

    assert "is not overdue" in faults(early)
    text = made.document(b"Yes.", "text/plain").model_dump()
    made.act(ANSWER, {**TAKEN_UP, "text": text}, "president")

    def punctual(record: list[dict[str, Any]]) -> None:
        record[-1]["effects"][-1]["late"] = False

    assert "not said to be as late" in faults(punctual)


CONVENE, CHANGE = "assembly.convene_meeting/1", "assembly.change_agenda/1"


def carried_and_changed() -> None:
    """A meeting that carries what is owed (entry 10), its agenda changed (11), a second (12)."""
    made = forum()
    reached(made)
    text = Initiative.objects.get(number=1).text_sha256
    first = made.act(CONVENE, agenda(text), "secretariat")
    again = {"meeting": first.result["meeting"], "based_on": 1, "agenda": agenda(text)["agenda"]}
    made.act(CHANGE, again, "secretariat")
    made.act(CONVENE, agenda(), "secretariat")
    assert [one["type"] for one in entries()][10:] == [CONVENE, CHANGE, CONVENE]
    assert faults(lambda record: None) == ""


def left_off(n: int) -> Callable[[list[dict[str, Any]]], None]:
    """Take the documents off the agenda that an entry holds."""

    def change(record: list[dict[str, Any]]) -> None:
        for point in record[n]["data"]["agenda"]:
            point["documents"] = []

    return change


def test_an_agenda_that_omits_an_owed_initiative_is_found() -> None:
    carried_and_changed()
    said = "the agenda of meeting 1 leaves out initiative 1, which the body council has to answer"
    assert said in faults(left_off(10))
    assert said in faults(left_off(11))

    def second_call(record: list[dict[str, Any]]) -> None:
        left_off(10)(record)
        record[10]["effects"][-1]["second_call_of"] = 1

    def nothing(record: list[dict[str, Any]]) -> None:
        record[10]["data"] = {"agenda": "none"}

    assert said in faults(second_call)
    assert said in faults(nothing)


def test_a_meeting_that_was_not_held_carries_nothing_for_another() -> None:
    made = forum()
    reached(made)
    text = Initiative.objects.get(number=1).text_sha256
    made.act(CONVENE, agenda(text), "secretariat")
    made.act("assembly.cancel_meeting/1", {"meeting": 1, "reason": "Storm"}, "secretariat")
    made.act(CONVENE, agenda(text), "secretariat")
    assert "the agenda of meeting 2 leaves out initiative 1" in faults(left_off(12))


def test_verify_names_the_entry_whose_agenda_omits_an_initiative(tmp_path: Path) -> None:
    carried_and_changed()
    record = entries()
    left_off(10)(record)
    found = verify(write_export(tmp_path, bodies(record))).problems
    said = "entry 10: effect 1: the agenda of meeting 1 leaves out initiative 1, which the body"
    assert any(one.startswith(said) for one in found), found
