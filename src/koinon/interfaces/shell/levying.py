"""`koinon charter levy`: a levy worked out step by step, without founding anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from koinon.interfaces.shell import charters, trying
from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.tables import lined

if TYPE_CHECKING:
    from koinon.charter.document import Charter
    from koinon.charter.document_cases import Roster
    from koinon.charter.document_levies import LevyRule, LevyStep
    from koinon.charter.levy_trying import LevyTrial

_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9}|/[1-9][0-9]{0,8})?")


def worked_out(
    name: str,
    levy: str,
    members: str,
    *,
    need: str,
    figures: Sequence[str],
    limits: Sequence[str],
    language: str,
) -> int:
    """Print what every step of a levy comes to for each member, what each owes, and the total.

    `members` is a roster of the charter or a CSV file; amounts are in whole units of the
    charter's currency, figures in the units that it declares them in.
    """
    with charters.asked(language):
        found = charters.read_from(name, "charter levy")
    rule = charters.levy_of(found, levy)
    from koinon.charter.levy_trying import refuse_untried, try_levy
    from koinon.charter.trying import Untriable
    from koinon.methods.levies import LevyError

    with charters.speaking(found, language):
        roster = _roster(found, members)
        try:
            trial = try_levy(
                found,
                rule,
                roster,
                need_cents=_need(found, rule, need),
                figures=_figures(found, figures),
                limits=_limits(found, roster, limits),
            )
        except Untriable as error:
            raise Mistake(_sentence(error)) from None
        except LevyError as error:
            text = charters.text_of(name, "charter levy")
            with charters.mistakes_told():
                refuse_untried(error, found, rule, text, name)
        for line in _told(found, trial):
            print(line)
    return 0


def _roster(charter: Charter, name: str) -> Roster:
    from koinon.charter.document_cases import Roster, RosterMember

    ids, facts = trying.members_of(charter, name)
    rows = (
        RosterMember(id, tuple((fact, by[id]) for fact, by in facts.items() if id in by))
        for id in ids
    )
    return Roster(name, tuple(rows))


def _need(charter: Charter, rule: LevyRule, need: str) -> int:
    if not rule.need:
        if need:
            raise Mistake("--need: the steps of this levy say themselves what comes in; leave out.")
        return 0
    if not need:
        raise Mistake(f"--need: say what is to be raised, in {charter.currency}: --need 100000.")
    return _cents(charter, need, "--need")


def _cents(charter: Charter, text: str, place: str) -> int:
    from koinon.methods.currencies import EXPONENTS

    cents = _number(text, place) * 10 ** EXPONENTS[charter.currency]
    if cents.denominator != 1 or cents < 0:
        raise Mistake(
            f"{place}: {text} is no amount of {charter.currency} that could be paid; write zero or "
            "more, with no more decimals than the currency has."
        )
    return int(cents)


def _number(text: str, place: str) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise Mistake(
            f"{place}: '{text[:40]}' is no number; write 1000, 12.50 or a fraction such as 35/1000."
        )
    return Fraction(text)


def _pairs(words: Sequence[str], option: str, known: Sequence[str], what: str) -> Iterator[str]:
    """The names and values in `name=value`, checked against the names there are."""
    seen: set[str] = set()
    for word in words:
        name, _, value = word.partition("=")
        if name not in known:
            listed = ", ".join(known[:20]) or "none"
            raise Mistake(f"{option}: '{name[:60]}' is no {what}; there are {listed}.")
        if name in seen or not value:
            raise Mistake(f"{option}: write {name}=VALUE, once.")
        seen.add(name)
        yield word


def _figures(charter: Charter, words: Sequence[str]) -> tuple[tuple[str, Fraction], ...]:
    known = [one.id for one in charter.figures]
    found = []
    for word in _pairs(words, "--figure", known, "figure of this charter"):
        name, _, value = word.partition("=")
        found.append((name, _number(value, f"--figure {name}")))
    return tuple(sorted(found))


def _limits(
    charter: Charter, roster: Roster, words: Sequence[str]
) -> dict[str, tuple[tuple[str, Fraction], ...]]:
    from koinon.charter.levy_kinds import LIMITS

    found: dict[str, tuple[tuple[str, Fraction], ...]] = {}
    known = [member.id for member in roster.members]
    for word in _pairs(words, "--limit", known, "member here"):
        name, _, value = word.partition("=")
        found[name] = ((LIMITS[0], Fraction(_cents(charter, value, f"--limit {name}"))),)
    return found


def _sentence(error: Exception) -> str:
    from koinon.charter.trying import Untriable

    assert isinstance(error, Untriable)
    return {
        "no_fact": "--members: {member} has no {fact}, by which it is weighed; add it.",
        "unweighable": "--members: the weights of this levy cannot be given to these ({detail}).",
    }[error.code].format_map(error.facts)


def _told(charter: Charter, trial: LevyTrial) -> Iterator[str]:
    """What is the same for all, a row of steps for each member, the total, what is left."""
    from django.utils.translation import gettext

    from koinon.charter.document import name_in
    from koinon.interfaces.shared import wording

    found, currency = trial.assessment, charter.currency
    yield name_in(trial.rule.title, charters.spoken())
    if trial.rule.need:
        need = wording.money(found.need_cents, currency)
        yield gettext("To raise: {amount}.").format(amount=need)
    for one in trial.steps:
        if one.total is not None:
            yield f"{_title(one.step)}: {_value(charter, one.step, one.total)}"
    yield ""
    columns = [one for one in trial.steps if one.total is None]
    rows = [("", *(_title(one.step) for one in columns), gettext("Charge"))]
    for at, charge in enumerate(found.charges):
        cells = (_value(charter, one.step, one.values[at]) for one in columns)
        rows.append((charge.member, *cells, wording.money(charge.cents, currency)))
    total = wording.money(found.total_cents, currency)
    rows.append((gettext("All members"), *[""] * len(columns), total))
    yield from lined(rows)
    yield from _left(charter, trial)


def _left(charter: Charter, trial: LevyTrial) -> Iterator[str]:
    """What is not covered or comes in beyond, and what legal limits leave to nobody."""
    from django.utils.translation import gettext

    from koinon.interfaces.shared import wording
    from koinon.methods.levies import uncollected

    found = trial.assessment
    if trial.rule.need and found.left_cents:
        message = gettext("Not covered by this: {amount}.")
        if found.left_cents < 0:
            message = gettext("More than is to be raised: {amount}.")
        amount = wording.money(abs(found.left_cents), charter.currency)
        yield message.format(amount=amount)
    if short := uncollected(found):
        amount = wording.exact_money(short, charter.currency)
        message = gettext("{amount} cannot be collected: everyone is at its legal cap.")
        yield message.format(amount=amount)


def _title(step: LevyStep) -> str:
    from koinon.charter.document import name_in

    return name_in(step.title, charters.spoken()) if step.title else step.name


def _value(charter: Charter, step: LevyStep, value: Fraction) -> str:
    """A step's number: money with its currency, others with up to six decimals, cut."""
    from koinon.interfaces.shared import wording
    from koinon.methods.currencies import EXPONENTS

    if step.power == 1:
        return wording.exact_money(value, charter.currency)
    number = value / 10 ** (EXPONENTS[charter.currency] * step.power)
    more = "" if (number * 10**6).denominator == 1 else "…"
    return f"{wording.number(number, 6)}{more}"
