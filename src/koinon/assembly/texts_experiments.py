"""The sentences about experiments of the charter: refusals, keys of acts, fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


EXPERIMENT_REFUSALS: Final[Mapping[str, str]] = {
    "authority.experiment_over": gettext_noop(
        "Article {article} was an experiment until {until}: nobody does the act “{act}” any more, "
        "and no new proposal encloses it; amend the charter if it is to go on."
    ),
    "authority.levy_over": gettext_noop(
        "Article {article} was an experiment until {until}: the levy “{charter_levy}” is neither "
        "proposed nor assessed any more; amend the charter if it is to go on."
    ),
    "assembly.matter_over": gettext_noop(
        "Article {article} was an experiment until {until}: nothing more is proposed under its "
        "matter “{matter}”; amend the charter if it is to go on."
    ),
    "assembly.no_experiment": gettext_noop(
        "The charter in force has no experiment “{experiment}”; it has: {known}. Name one of these."
    ),
    "assembly.not_evaluated": gettext_noop(
        "Article {article}, “{experiment}”, is an experiment until {until} and not evaluated, so "
        "that no amendment of the charter lets it go on; have its evaluation recorded first, by "
        "{holders}."
    ),
    "assembly.other_evaluates": gettext_noop(
        "By article {article} the evaluation is recorded by {holders}; ask whoever holds that seat."
    ),
}

EXPERIMENT_LABELS: Final = (
    gettext_noop("act.assembly.record_evaluation/1"),
    gettext_noop("about.assembly.record_evaluation/1"),
    gettext_noop("says.assembly.record_evaluation/1"),
    gettext_noop("act.assembly.record_evaluation/1.experiment"),
    gettext_noop("act.assembly.record_evaluation/1.text"),
    gettext_noop("act.assembly.record_evaluation/1.conclusion"),
    gettext_noop("value.keep"),
    gettext_noop("value.change"),
    gettext_noop("value.end"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
