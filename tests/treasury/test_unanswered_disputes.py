"""An objection that nobody answers: the last day, and what the charter makes of silence."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import assert_holds, entries, faults
from tests.support.arrears import DISPUTED, in_debt
from tests.treasury.test_disputes import (
    ANEW,
    ANEW_ACT,
    ANSWER,
    CONTEST,
    OBJECT,
    corrected,
    objects,
    ruled,
)

from koinon.acts.gate import tick
from koinon.treasury import queries

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

SILENCE = "treasury.note_unanswered/1"
BY_CLOCK = '"treasury.note_unanswered/1" = {article = "6.8", by = "clock"}\n'


def daily(unanswered: str) -> str:
    """A charter that sets ten days for the answer and five for the ruling."""
    days = f"answer_days = 10\nruling_days = 5\n{unanswered}\n"
    charter = DISPUTED.replace("stays_suspension", f"{days}stays_suspension")
    return charter.replace("[authority]\n", f"[authority]\n{BY_CLOCK}", 1)


@pytest.mark.parametrize(("counts_as", "status"), [("contested", "open"), ("granted", "settled")])
def test_silence_past_the_day_is_recorded_and_counts_as_the_charter_says(
    counts_as: str, status: str
) -> None:
    chest = in_debt(daily(f'unanswered = "{counts_as}"'))
    raised = objects(chest).result
    # Raised on 8 January; ten whole days for the answer, 9 to 18, then five for the ruling, to 23.
    over = "2025-01-18T23:00:00.000000Z"
    assert (raised["answer_by"], raised["rule_by"]) == (over, "2025-01-23T23:00:00.000000Z")
    noted = {"dispute": 1}
    assert chest.refused(SILENCE, noted, "treasurer").code == "authority.by_clock"
    chest.at = "2025-01-18T22:59:59.999999Z"
    assert tick(at=chest.at) == []
    chest.at = over
    (receipt,) = tick(at=chest.at)
    assert (receipt.type, receipt.result) == (SILENCE, {"dispute": 1, "answer": counts_as})
    found = queries.dispute(1)
    assert found is not None
    assert (found.silent, found.status, found.answered_n) == (True, status, receipt.n)
    late = chest.refused(ANSWER, CONTEST, "treasurer").code
    if counts_as == "granted":
        assert late == "treasury.dispute_over"
        corrected(chest)
        chest.act(ANEW_ACT, ANEW, "treasurer")
    else:
        assert late == "treasury.answered_already"
        ruled(chest, "rejected")
    assert_holds()


def test_an_answer_in_time_leaves_the_clock_nothing_to_say() -> None:
    chest = in_debt(daily('unanswered = "granted"'))
    objects(chest)
    chest.act(ANSWER, CONTEST, "treasurer")
    chest.at = "2025-01-25T09:00:00.000000Z"
    assert tick(at=chest.at) == []
    ruled(chest)
    assert_holds()


def test_where_the_charter_makes_nothing_of_silence_it_is_only_late() -> None:
    charter = daily("").replace(BY_CLOCK, BY_CLOCK.replace('by = "clock"', 'seat = "treasurer"'))
    chest = in_debt(charter)
    assert objects(chest).result["answer_by"] == "2025-01-18T23:00:00.000000Z"
    chest.at = "2025-01-25T09:00:00.000000Z"
    assert tick(at=chest.at) == []
    refused = chest.refused(SILENCE, {"dispute": 1}, "treasurer")
    assert refused.code == "treasury.silence_is_shown"
    chest.act(ANSWER, CONTEST, "treasurer")
    assert_holds()


def test_whoever_checks_the_record_sees_a_false_silence() -> None:
    granted = BY_CLOCK.replace('by = "clock"', 'seat = "treasurer"')
    chest = in_debt(daily('unanswered = "granted"').replace(BY_CLOCK, granted))
    objects(chest)
    early = chest.refused(SILENCE, {"dispute": 1}, "treasurer")
    assert early.code == "treasury.time_to_answer"
    chest.at = "2025-01-18T23:00:00.000000Z"
    tick(at=chest.at)
    places = {one["type"]: one["n"] for one in entries()}
    assert faults(lambda record: None) == ""

    def said(**changed: Any) -> str:
        def change(record: list[dict[str, Any]]) -> None:
            record[places[OBJECT]]["effects"][0].update(changed)

        return faults(change)

    assert "no silence grants it" in said(unanswered="contested")
    assert "no silence grants it" in said(answer_by="2025-01-19T23:00:00.000000Z")
    assert "that is known" in said(unanswered="withdrawn")
    assert "that is known" in said(answer_by="2025-01-01T23:00:00.000000Z")
