"""The words of counts: codes of the counting house as English sentences, marked for translation.

The command line says them as they stand, pages in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from koinon.methods.counting.reasons import Reason


def gettext_noop(text: str) -> str:
    """Mark a text for translation; Django's own would load the settings that a count lacks."""
    return text


REASONS: Mapping[str, str] = {
    "quota": gettext_noop("Elected at stage {stage} with {votes}; the quota was {needed}."),
    "left": gettext_noop("Elected, as no more were left than seats."),
    "most": gettext_noop("Elected with {votes}."),
    "fewest": gettext_noop(
        "Excluded at stage {stage} with {votes}, the fewest; {other} came next with {other_votes}."
    ),
    "drawn": gettext_noop("Excluded at stage {stage} with {votes}, after a tie for the fewest."),
    "outvoted": gettext_noop("Not elected, with {votes}; {other}, elected, had {other_votes}."),
    "withdrawn": gettext_noop("Withdrew; no vote counted."),
    "first": gettext_noop("Elected, before all others in the order of the rule."),
    "beaten": gettext_noop("Not elected: {other} stands before in the order of the rule."),
    "alone": gettext_noop("Excluded at stage {stage} with {votes}, as the last in the running."),
}


def in_words(code: str) -> str:
    """A code as words: what catalogues translate."""
    text = code.replace("_", " ").replace(".", ": ")
    return text[:1].upper() + text[1:]


def decimals(value: Fraction | int, places: int) -> str:
    """A number cut to so many decimals, towards zero, as counting laws cut."""
    scaled = abs(value.numerator) * 10**places // value.denominator
    whole, part = divmod(scaled, 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{part:0{places}}" if places else f"{sign}{whole}"


def shown(value: Fraction | None) -> str:
    """Votes as short as they are: whole, or with as many decimals as say them, at most five."""
    if value is None:
        return ""
    return decimals(value, 5).rstrip("0").rstrip(".")


def reason_told(
    reason: Reason, name: Callable[[str], str], number: Callable[[Fraction | None], str] = shown
) -> tuple[str, dict[str, str]]:
    """The sentence of a reason, unfilled, and what fills it; `name` names an option."""
    code = "alone" if reason.code == "fewest" and not reason.other else reason.code
    facts = {
        "stage": str(reason.stage),
        "votes": number(reason.votes),
        "other": name(reason.other) if reason.other else "",
        "other_votes": number(reason.other_votes),
        "needed": number(reason.needed),
    }
    return REASONS[code], facts
