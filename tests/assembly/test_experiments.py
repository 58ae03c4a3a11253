"""Experiments of the charter end with their day; they go on only once somebody evaluated them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.assembly.experimenting import (
    EVALUATE,
    EXPERIMENT,
    IN_FORCE,
    LIMIT,
    LIMITED,
    MATTER,
    OVER,
    TRIED,
    admission,
    trial,
)
from tests.assembly.leagues import assert_holds, entries, faults, founded
from tests.assembly.meetings import MEETINGS, RULED, assembled, in_the_room

from koinon.acts.gate import tick
from koinon.assembly import experiments
from koinon.assembly.models import Evaluation, Proposal
from koinon.assembly.queries_experiments import all_experiments
from koinon.charter import queries as charters
from koinon.charter.queries import in_force
from koinon.cities import queries as cities

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

LONGER = TRIED.replace('until = "2025-06-30"', 'until = "2025-12-31"')
LONGEST = TRIED.replace('until = "2025-06-30"', 'until = "2026-12-31"')
KEPT = TRIED.replace(EXPERIMENT, "")
DROPPED = (
    KEPT.replace(MATTER, "")
    .replace('acts = ["assembly.admit_city/1", ', "acts = [")
    .replace('"assembly.admit_city/1" = {article = "2", by = "decision"}\n', "")
    .replace('"cities.record_legal_limit/1" = {article = "3.2", seat = "secretariat"}\n', "")
)

EARLY = (
    EXPERIMENT.replace('"2025-06-30"', '"2025-01-10"')
    .replace('"2025-05-31"', '"2025-01-10"')
    .replace('matters = ["pilot"]\n', "")
    .replace('"auditor"', '"president"')
)
GRANTED = '"assembly.record_evaluation/1" = {article = "20.2", seat = "president"}\n'


def test_an_act_is_done_until_the_last_instant_of_the_day_and_not_after() -> None:
    chamber = trial()
    assert chamber.receipts[0].result["ends_at.pilot"] == OVER
    chamber.at = IN_FORCE
    chamber.act(LIMIT, LIMITED, "secretariat")
    chamber.at = OVER
    refused = chamber.refused(LIMIT, {**LIMITED, "city": "mons"}, "secretariat")
    assert refused.code == "authority.experiment_over"
    assert (refused.fact("article"), refused.fact("until")) == ("20", "2025-06-30")
    # Everything else goes on: only what the experiment names has ended.
    chamber.propose("Afterwards", matter="ordinary")
    assert_holds()


def test_the_day_is_that_of_the_charters_time_zone() -> None:
    west = TRIED.replace("Europe/Brussels", "America/Los_Angeles")
    chamber = trial(west)
    assert chamber.receipts[0].result["ends_at.pilot"] == "2025-07-01T07:00:00.000000Z"
    chamber.at = "2025-07-01T06:59:59.999999Z"
    chamber.act(LIMIT, LIMITED, "secretariat")
    chamber.at = "2025-07-01T07:00:00.000000Z"
    assert chamber.refused(LIMIT, LIMITED, "secretariat").code == "authority.experiment_over"
    assert_holds()


def test_nothing_experimental_is_noticed_any_more() -> None:
    chamber = trial()
    chamber.at = OVER
    assert chamber.refused_notice(matter="pilot") == "assembly.matter_over"
    assert chamber.refused_notice(admission()) == "authority.experiment_over"
    assert_holds()


def test_what_was_noticed_in_time_is_decided_and_takes_effect() -> None:
    chamber = trial()
    chamber.at = IN_FORCE
    pilot = chamber.propose("A pilot", matter="pilot")
    number = chamber.propose("Arlon joins", admission())
    chamber.at = "2025-06-30T22:30:00.000000Z"
    day = "2025-07-0{}T12:00:00.000000Z"
    chamber.at = day.format(3)
    for city in ("ghent", "leuven", "mons", "namur"):
        chamber.vote(number, city, "yes")
        chamber.vote(pilot, city, "yes")
    chamber.at = day.format(7)
    tick(at=chamber.at)
    assert set(Proposal.objects.values_list("status", flat=True)) == {"adopted"}
    assert "arlon" in cities.members()
    assert_holds()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('until = "2025-06-30"', 'until = "2025-07-01"'),
        (EXPERIMENT, ""),
        ('acts = ["assembly.admit_city/1", "cities.record_legal_limit/1"]\n', ""),
        (', "cities.record_legal_limit/1"]\n', "]\n"),
        ('matters = ["pilot"]\n', ""),
    ],
    ids=["a later day", "no experiment", "all acts", "one act", "the matter"],
)
def test_an_amendment_lets_nothing_go_on_that_nobody_evaluated(old: str, new: str) -> None:
    assert old in TRIED
    chamber = trial()
    assert chamber.turned_down(TRIED.replace(old, new)) == "assembly.not_evaluated"
    assert_holds()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[experiments.pilot]", "[experiments.other]"),
        ('until = "2025-06-30"', 'until = "2025-06-15"'),
        ('article = "20"\n', 'article = "21"\n'),
    ],
    ids=["another name", "an earlier day", "another article"],
)
def test_an_amendment_that_keeps_the_day_needs_no_evaluation(old: str, new: str) -> None:
    assert old in TRIED
    chamber = trial()
    chamber.amend(TRIED.replace(old, new))
    assert charters.versions()[0].number == 2
    assert_holds()


def test_an_experiment_is_given_up_without_an_evaluation() -> None:
    chamber = trial()
    chamber.amend(DROPPED)
    assert in_force().experiments == ()
    assert "pilot" not in {one.id for one in in_force().matters}
    assert chamber.refused(LIMIT, LIMITED, "secretariat").code == "authority.no_article"
    assert_holds()


def test_once_evaluated_it_goes_on_and_is_evaluated_again_before_the_next_time() -> None:
    chamber = trial()
    chamber.evaluate(conclusion="keep")
    chamber.amend(LONGER)
    assert in_force().experiments[0].until == "2025-12-31"
    assert entries()[-1]["result"] == {"ends_at.pilot": "2025-12-31T23:00:00.000000Z"}
    chamber.at = OVER
    chamber.act(LIMIT, LIMITED, "secretariat")
    chamber.propose("A pilot", matter="pilot")
    (view,) = all_experiments(chamber.at)
    assert (view.evaluation, view.state) == (None, "overdue")
    assert chamber.turned_down(LONGEST) == "assembly.not_evaluated"
    chamber.evaluate()
    chamber.amend(LONGEST)
    assert in_force().experiments[0].until == "2026-12-31"
    assert_holds()


def test_a_shorter_term_keeps_its_evaluation() -> None:
    chamber = trial()
    chamber.evaluate()
    chamber.amend(TRIED.replace('until = "2025-06-30"', 'until = "2025-06-15"'))
    (view,) = all_experiments(chamber.at)
    assert view.state == "evaluated"
    chamber.amend(KEPT)
    chamber.at = OVER
    chamber.act(LIMIT, LIMITED, "secretariat")
    assert_holds()


def test_it_is_evaluated_late_and_revived_after_its_end() -> None:
    chamber = trial()
    chamber.at = "2025-09-01T09:00:00.000000Z"
    assert chamber.turned_down(KEPT) == "assembly.not_evaluated"
    (view,) = all_experiments(chamber.at)
    assert (view.is_over, view.state) == (True, "overdue")
    chamber.evaluate(conclusion="keep")
    assert chamber.refused_notice(matter="pilot") == "assembly.matter_over"
    chamber.amend(KEPT)
    chamber.propose("A pilot", matter="pilot")
    chamber.act(LIMIT, LIMITED, "secretariat")
    assert_holds()


def test_a_decision_overtaken_by_a_prolongation_is_not_carried_out() -> None:
    chamber = trial()
    chamber.evaluate()
    first = chamber.propose("First", chamber.amendment(LONGER))
    second = chamber.propose("Second", chamber.amendment(LONGEST))
    chamber.at = "2025-01-04T12:00:00.000000Z"
    for city in ("ghent", "leuven", "mons", "namur"):
        chamber.vote(first, city, "yes")
        chamber.vote(second, city, "yes")
    chamber.at = "2025-01-08T12:00:00.000000Z"
    tick(at=chamber.at)
    assert in_force().experiments[0].until == "2025-12-31"
    (note,) = [one for one in entries() if one["type"] == "acts.note_not_executed/1"]
    assert note["data"]["refusal"] == "assembly.not_evaluated"
    assert_holds()


def test_only_the_seat_that_evaluates_records_it_and_the_last_one_counts() -> None:
    chamber = trial()
    text = chamber.document(b"Well", "text/plain").model_dump()
    data = {"experiment": "pilot", "text": text}
    assert chamber.refused(EVALUATE, data, "secretariat").code == "assembly.other_evaluates"
    assert chamber.refused(EVALUATE, data, "council/ghent").code == "authority.other_seat"
    unknown = chamber.refused(EVALUATE, {**data, "experiment": "none"}, "auditor")
    assert (unknown.code, unknown.fact("known")) == ("assembly.no_experiment", ("pilot",))
    chamber.evaluate(conclusion="end")
    last = chamber.evaluate(conclusion="change")
    assert Evaluation.objects.count() == 2
    (view,) = all_experiments(chamber.at)
    assert view.evaluation is not None
    assert (view.evaluation.n, view.evaluation.conclusion) == (last, "change")
    assert_holds()


def test_the_state_of_the_evaluation_goes_by_the_day_in_the_zone() -> None:
    chamber = trial()
    states = [
        all_experiments(at)[0].state
        for at in ("2025-05-31T21:59:59.999999Z", "2025-05-31T22:00:00.000000Z")
    ]
    assert states == ["due", "overdue"]
    chamber.at = "2025-05-31T22:00:00.000000Z"
    chamber.evaluate()
    assert all_experiments(chamber.at)[0].state == "evaluated"
    assert_holds()


def test_an_amendment_in_a_meeting_adds_nothing_that_is_over() -> None:
    tried = RULED.replace(MEETINGS, MEETINGS.replace("[authority]", f"{EARLY}[authority]"))
    chamber, _, number = in_the_room(charter=tried + GRANTED)
    kind, data = admission()
    refused = chamber.refusal(
        "ghent",
        "assembly.table_amendment/1",
        proposal=number,
        title=[{"language": "en", "text": "And admit Arlon"}],
        acts=[{"type": kind, "data": data}],
    )
    assert refused == "authority.experiment_over"
    assert_holds()


def test_an_amendment_changes_what_was_proposed_in_time() -> None:
    tried = RULED.replace(MEETINGS, MEETINGS.replace("[authority]", f"{EARLY}[authority]"))
    chamber = assembled(tried + GRANTED)
    chamber.convene()
    number = chamber.put(1, acts=[dict(zip(("type", "data"), admission(), strict=True))])
    chamber.at = "2025-01-20T09:30:00.000000Z"
    kind, data = admission("bastogne")
    assert chamber.amend("ghent", number, acts=[{"type": kind, "data": data}])
    assert_holds()


def test_whoever_checks_the_record_sees_a_forged_evaluation() -> None:
    chamber = trial()
    n = chamber.evaluate(conclusion="keep")

    def changed(**fields: Any) -> str:
        def change(record: list[dict[str, Any]]) -> None:
            record[n]["effects"][-1] |= fields

        return faults(change)

    assert changed() == ""
    assert "is no document of this record" in changed(evaluation="0" * 64)
    assert "malformed" in changed(conclusion="praise")
    assert "malformed" in changed(until="soon")
    assert "malformed" in changed(experiment="Pilot 2")

    def elsewhere(record: list[dict[str, Any]]) -> None:
        record[n]["by"]["seat"] = "nobody"

    assert faults(elsewhere) != ""


def test_a_charter_without_experiments_records_nothing_of_them() -> None:
    chamber = founded()
    assert chamber.receipts[0].result == {"members": 4}
    assert all_experiments(chamber.at) == ()


def test_a_replay_takes_the_instant_from_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    chamber = trial()
    chamber.at = IN_FORCE
    chamber.act(LIMIT, LIMITED, "secretariat")
    # As if the zone's rules had changed since: reckoned anew, the act would come too late.
    monkeypatch.setattr(experiments, "midnight", lambda day, zone: f"{day}T00:00:00.000000Z")
    monkeypatch.setattr(experiments, "timedelta", lambda days: timedelta(days=days - 2))
    assert_holds()
