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
    "tied": gettext_noop("Not elected, with {votes}, after a tie with {other}."),
    "tied won": gettext_noop("Elected at stage {stage} with {votes}, after a tie."),
    "outvoted": gettext_noop("Not elected, with {votes}; {other}, elected, had {other_votes}."),
    "withdrawn": gettext_noop("Withdrew; no vote counted."),
    "first": gettext_noop("Elected: stands first in the order of the rule."),
    "beaten": gettext_noop("Not elected: {other} stands before in the order of the rule."),
    "path": gettext_noop(
        "Not elected: the strongest path from {other} is worth {other_votes} votes, the one back "
        "{votes}."
    ),
    "locked": gettext_noop(
        "Not elected: {other_votes} ballots prefer {other} and {votes} the contrary, and that "
        "majority was locked."
    ),
    "worst": gettext_noop(
        "Not elected: the worst comparison counts {votes}, that of {other}, elected, {other_votes}."
    ),
    "quorum": gettext_noop("Not elected: too few ballots gave points."),
    "runoff": gettext_noop(
        "In the runoff for seat {stage} with {votes}; {other} won it with {other_votes}."
    ),
    "runoff won": gettext_noop("Elected in the runoff for seat {stage}, with {votes}."),
    "no runoff": gettext_noop(
        "Not in a runoff, with {votes} points; {other}, in it, had {other_votes}."
    ),
    "median won": gettext_noop("Elected; the median grade is {votes}."),
    "median": gettext_noop(
        "Not elected: the median grade is {votes}; that of {other}, elected, is {other_votes}."
    ),
    "same median": gettext_noop(
        "Not elected: the median grade, {votes}, is that of {other} too; taking away median grades "
        "one by one puts {other} before."
    ),
    "seat": gettext_noop("Elected to seat {stage}."),
    "funded": gettext_noop("Funded, at place {stage}."),
    "lacked": gettext_noop("Not funded: its supporters still held {votes}; it costs {needed}."),
    "too dear": gettext_noop("Not funded: it costs {needed}, and {votes} were left."),
    "after the stop": gettext_noop("Not funded: funding had stopped before its turn."),
    "threshold": gettext_noop("Not funded: {votes} votes, and {needed} are needed."),
    "exclusive": gettext_noop("Not funded: another project of its group is."),
    "no votes": gettext_noop("Not funded: nobody voted for it."),
    "compared": gettext_noop("Not funded: more voters get more from the other way of counting."),
    "vacating": gettext_noop("Not elected: these are the papers that once filled its seat."),
    "seated": gettext_noop("Not elected: the first count elected it already."),
    "not standing": gettext_noop("Not elected: did not consent, or had a seat already."),
    "alone": gettext_noop("Excluded at stage {stage} with {votes}, as the last in the running."),
}


def in_words(code: str) -> str:
    """A code as words: what catalogues translate."""
    text = code.replace("_", " ").replace(".", ": ")
    return text[:1].upper() + text[1:]


def called(text: str, names: Mapping[str, str]) -> str:
    """An option's name; of a path or pair of options ("a > b"), all their names."""
    return names.get(text) or " > ".join(names.get(one, one) for one in text.split(" > "))


def is_options(text: str, names: Mapping[str, str]) -> bool:
    """Whether a text is an option, or a path or pair of them."""
    return all(one in names for one in text.split(" > "))


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
    code: str = reason.code
    if code == "fewest" and not reason.other:
        code = "alone"
    if f"{code} won" in REASONS and reason.won:
        code = f"{code} won"
    facts = {
        "stage": str(reason.stage),
        "votes": number(reason.votes),
        "other": name(reason.other) if reason.other else "",
        "other_votes": number(reason.other_votes),
        "needed": number(reason.needed),
    }
    return REASONS[code], facts
