"""The sentences of a charter on experiments: mistakes in it, and what it says, explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


EXPERIMENT_MISTAKES: Final[Mapping[str, str]] = {
    "day_too_far": gettext_noop(
        "“{value}” is out of range; write a day of the years {low} to {high}."
    ),
    "evaluated_after": gettext_noop(
        "the evaluation would come after the end of the experiment; write {until} or an earlier "
        "day."
    ),
    "evaluator_without_power": gettext_noop(
        "no article lets {seat} do {value}, so that nobody could evaluate the experiment; add it "
        "to [authority]."
    ),
    "experiment_by_clock": gettext_noop(
        "{value} is done by the clock, which leaves nothing undone that is due; make the acts of "
        "people experimental."
    ),
    "experiment_empty": gettext_noop(
        "nothing is experimental here; write matters, acts or levies, whichever ends with it."
    ),
    "experiment_needed": gettext_noop(
        "without {value} nobody could evaluate the experiment, or decide whether it goes on; "
        "make something else experimental."
    ),
    "experiment_needed_matter": gettext_noop(
        "proposals under “{value}” amend the charter or carry out what a decision about it needs; "
        "give the experiment a matter of its own."
    ),
    "two_experiments": gettext_noop(
        "“{value}” belongs to the experiment “{other}” already; leave one."
    ),
}

EXPERIMENTS: Final[Mapping[str, str]] = {
    "experiment": gettext_noop("Article {article}, {title}: an experiment until the end of {day}."),
    "experiment.matter": gettext_noop("Later, nothing more is proposed under “{matter}”."),
    "experiment.act": gettext_noop(
        "Later, nobody does {act} any more, and no new proposal encloses it."
    ),
    "experiment.levy": gettext_noop(
        "Later, the levy “{levy}” is neither proposed nor assessed any more."
    ),
    "experiment.evaluated": gettext_noop("{seat} evaluates it by {day}."),
    "experiment.kept": gettext_noop(
        "Without an evaluation no amendment of the charter lets it go on."
    ),
}
