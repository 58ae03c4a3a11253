"""What is wrong with a file of ballots, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext

from koinon.methods.ballotfiles.errors import TEXTS, BallotFileError


class BadBallots(ValueError):
    """A file that holds no ballots; one sentence with the place, the rule and the remedy."""


def sentence(error: BallotFileError) -> str:
    """One sentence with the place, the rule and the remedy."""
    place = error.file
    if error.line:
        place = gettext("{file}, line {line}").format(file=place, line=error.line)
    if error.column:
        place = gettext("{place}, column {column}").format(place=place, column=error.column)
    return f"{place}: {gettext(TEXTS[error.code]).format(**error.facts)}"
