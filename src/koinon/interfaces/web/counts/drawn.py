"""The flow of votes in a count by transfer, as a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext

from koinon.interfaces.shared.charts import FlowStage, FlowWords, Frame, flow
from koinon.interfaces.shared.charts.flow import Standing
from koinon.methods.counting.transfers.results import Stage, TransferResult

MOST_STAGES = 60
"""Longer counts have their tables alone: nobody follows so many bands."""


def drawn(result: Any, names: Mapping[str, str]) -> SafeString | None:
    """The drawing of a count; None where nothing flows, or too long to be followed."""
    if not isinstance(result, TransferResult) or not 1 < len(result.stages) <= MOST_STAGES:
        return None
    ids = list(names)
    frame = Frame(
        "flow",
        gettext("Who holds the votes at each stage"),
        gettext(
            "One bar a stage. Each part is an option’s votes; the bands between bars are the votes "
            "that pass on. The table of stages says the same in numbers."
        ),
        "rtl" if get_language_bidi() else "ltr",
    )
    words = FlowWords(
        gettext("in the running"), gettext("elected"), gettext("not transferred"),
        gettext("passed on"),
    )  # fmt: skip
    holders = [*(names[id_] for id_ in ids), gettext("not transferred")]
    stages = _stages(result, ids, names)
    return mark_safe(flow(frame, holders, stages, words))  # noqa: S308 (made here, escaped there)


def _stages(result: TransferResult, ids: list[str], names: Mapping[str, str]) -> list[FlowStage]:
    won: set[str] = set()
    found = []
    for at, stage in enumerate(result.stages):
        won.update(stage.elected)
        standing: list[Standing] = ["won" if id_ in won else "in" for id_ in ids]
        spent = stage.non_transferable + stage.rounding
        following = result.stages[at + 1] if at + 1 < len(result.stages) else None
        found.append(
            FlowStage(
                _title(stage, names),
                tuple(Fraction(votes, result.scale) for votes in (*stage.votes, spent)),
                (*standing, "out"),
                _moves(following, ids, result.scale) if following else (),
            )
        )
    return found


def _moves(stage: Stage, ids: list[str], scale: int) -> tuple[tuple[int, int, Fraction], ...]:
    """What left its holders when a stage was made, by places; what is lost goes to the last."""
    found = []
    for move in stage.moves:
        source = ids.index(move.source)
        found += [
            (source, target, Fraction(votes, scale))
            for target, votes in enumerate(move.votes)
            if votes
        ]
        if lost := move.non_transferable + move.rounding:
            found.append((source, len(ids), Fraction(lost, scale)))
    return tuple(found)


def _title(stage: Stage, names: Mapping[str, str]) -> str:
    whose = ", ".join(names[id_] for id_ in stage.of)
    said = {
        "first": gettext("{n}. First preferences"),
        "surplus": gettext("{n}. Surplus of {whose} passes on"),
        "exclude": gettext("{n}. Excluded: {whose}"),
    }[stage.action]
    return said.format(n=stage.number, whose=whose)
