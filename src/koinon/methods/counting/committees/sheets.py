"""Elected committees in tables."""

from __future__ import annotations

from typing import Any

from koinon.methods.counting.budgeting.sheets import purchase_sheets
from koinon.methods.counting.committees.rules import (
    EqualSharesCommitteeResult,
    SeqPavResult,
    SeqPhragmenResult,
)
from koinon.methods.counting.contests import Contest
from koinon.methods.counting.sheets import Column, Sheet


def committee_sheets(result: Any, contest: Contest) -> tuple[Sheet, ...]:
    """The tables of an election: who is elected, and the stages."""
    names = {option.id: option.name for option in contest.options}
    who = (Column("candidate"), Column("name"))
    elected = Sheet("elected", who, tuple((id_, names[id_]) for id_ in result.elected))
    if isinstance(result, EqualSharesCommitteeResult):
        return (elected, *purchase_sheets(result.stages, names))
    if isinstance(result, SeqPavResult):
        gains = tuple(
            (one.option, names[one.option], one.gain, one.runner_up, one.runner_up_gain)
            for one in result.stages
        )
        runner = (Column("runner_up"), Column("runner_up_gain", places=4))
        return elected, Sheet("stages", (*who, Column("gain", places=4), *runner), gains)
    assert isinstance(result, SeqPhragmenResult)
    loads = tuple(
        (one.project, names[one.project], one.load, one.runner_up, one.runner_up_load)
        for one in result.stages
    )
    runner = (Column("runner_up"), Column("runner_up_load", places=6))
    return elected, Sheet("stages", (*who, Column("load", places=6), *runner), loads)
