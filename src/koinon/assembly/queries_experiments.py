"""Reads of the charter's experiments: in force or over, evaluated, due or overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from koinon.assembly import experiments
from koinon.assembly.calendar import local_day
from koinon.assembly.experiments import over
from koinon.assembly.models import Evaluation
from koinon.charter import queries as charters
from koinon.charter.document_experiments import Experiment

__all__ = ["EvaluationView", "ExperimentView", "all_experiments", "over"]

Evaluated: TypeAlias = Literal["evaluated", "due", "overdue"]


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """An evaluation as entry `n` records it: its document, its conclusion (None without one)."""

    sha256: str
    conclusion: str | None
    seat: str
    n: int
    at: str


@dataclass(frozen=True, slots=True)
class ExperimentView:
    """An experiment at an instant: whether it is over, and where its evaluation stands.

    `ends_at` is the first instant after its last day. `evaluation` is the last one of it as it is;
    `state` is "overdue" once the day of the evaluation has passed without one.
    """

    experiment: Experiment
    ends_at: str
    is_over: bool
    state: Evaluated
    evaluation: EvaluationView | None


def all_experiments(at: str) -> tuple[ExperimentView, ...]:
    """The experiments of the charter in force at an instant, those that end first first.

    Raises NoCharter before the founding.
    """
    charter = charters.in_force()
    if not charter.experiments:
        return ()
    today, instants = local_day(at, charter.time_zone), experiments.ends()
    found = (_view(one, instants[one.id], at, today) for one in charter.experiments)
    return tuple(sorted(found, key=lambda one: (one.ends_at, one.experiment.id)))


def _view(one: Experiment, ends_at: str, at: str, today: date) -> ExperimentView:
    row = experiments.evaluation_of(one)
    late = today > date.fromisoformat(one.evaluate_by)
    state: Evaluated = "evaluated" if row else "overdue" if late else "due"
    return ExperimentView(one, ends_at, ends_at <= at, state, _evaluation(row) if row else None)


def _evaluation(row: Evaluation) -> EvaluationView:
    return EvaluationView(row.sha256, row.conclusion, row.seat, row.recorded_n, row.recorded_at)
