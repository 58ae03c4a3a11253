"""The sentences about vacancies of elections: refusals, keys of the act, fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


VACANCY_REFUSALS: Final[Mapping[str, str]] = {
    "assembly.election_uncounted": gettext_noop(
        "The election {election} is not counted yet, so nobody holds a seat; count it first."
    ),
    "assembly.no_countback": gettext_noop(
        "The election {election} was counted by {rule}, and a countback follows scottish_stv/1 or "
        "wigm/1 alone; fill the seat by another election."
    ),
    "assembly.not_seated": gettext_noop(
        "{candidate} holds no seat from {election}; name one of those who do: {seated}."
    ),
    "assembly.not_unavailable": gettext_noop(
        "{candidate} could not be elected to a vacancy in {election}, or is named twice as "
        "unavailable; name once each candidate who could be and does not consent."
    ),
    "assembly.nobody_follows": gettext_noop(
        "Nobody on the ballot paper of {election} is left who could take the seat; fill it by "
        "another election."
    ),
}

VACANCY_LABELS: Final = (
    gettext_noop("act.assembly.fill_vacancy/1"),
    gettext_noop("about.assembly.fill_vacancy/1"),
    gettext_noop("says.assembly.fill_vacancy/1"),
    gettext_noop("act.assembly.fill_vacancy/1.code"),
    gettext_noop("act.assembly.fill_vacancy/1.vacated"),
    gettext_noop("act.assembly.fill_vacancy/1.unavailable"),
    gettext_noop("act.assembly.fill_vacancy/1.lot"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
