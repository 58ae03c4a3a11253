"""Rules that share out a participatory budget, in words and as people choose one by its name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop, ngettext

from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.steps import money
from koinon.methods.counting.budgeting.rules import (
    BudgetRule,
    EqualSharesBudget,
    GreedyBudget,
    PhragmenBudget,
)
from koinon.methods.counting.methods import find
from koinon.methods.currencies import minor_units
from koinon.methods.plain import to_plain

NAMES: Final = {
    "shares": gettext_noop("Method of Equal Shares, raised step by step (Add1); the rest by votes"),
    "shares-points": gettext_noop("Method of Equal Shares from points; the rest by votes"),
    "votes": gettext_noop("Most votes first, while the money lasts"),
    "points": gettext_noop("Most points first, while the money lasts"),
    "phragmen": gettext_noop("Sequential Phragmén, passing over what does not fit"),
}
"""Rules that are known by a name; others are written out."""


def offered() -> tuple[tuple[str, str], ...]:
    """The rules that a participatory budget can be counted by, each with its name in words."""
    return tuple((name, gettext(title)) for name, title in NAMES.items())


def rule_of(name: str) -> Any:
    """The plain form of the rule of this name; None for no such rule."""
    rule = _rules().get(name)
    return None if rule is None else to_plain(rule)


def name_of(plain: Any) -> str:
    """The name of the rule of this plain form; "" for another rule."""
    return next((name for name, rule in _rules().items() if to_plain(rule) == plain), "")


def _rules() -> dict[str, Any]:
    """The rules by name; a step is one unit of the charter's currency."""
    charter = words.charter()
    step = minor_units(charter.currency) if charter else 1
    shares = replace(find("equal-shares-budget").rule, step=step, then="greedy")
    greedy = find("greedy-budget").rule
    return {
        "shares": shares,
        "shares-points": replace(shares, worth="points"),
        "votes": greedy,
        "points": replace(greedy, measure="points"),
        "phragmen": replace(find("phragmen-budget").rule, when_short="skip"),
    }


def sentences(rule: BudgetRule, envelope_cents: int) -> list[str]:
    """A rule in plain words, one sentence a part; money in minor units."""
    if isinstance(rule, EqualSharesBudget):
        found = _equal_shares(rule, envelope_cents)
    elif isinstance(rule, PhragmenBudget):
        found = _phragmen(rule)
    else:
        found = _greedy(rule)
    keys = ", ".join(map(words.fixed, rule.ties))
    found.append(gettext("Of equal projects the first is chosen by: {keys}.").format(keys=keys))
    return found


def _marks(first: int, *, points: bool) -> str:
    """What a voter does."""
    if not points:
        return gettext("Each voter approves as many projects as she likes.")
    if not first:
        return gettext("Each voter gives points to projects.")
    said = ngettext(
        "Each voter ranks projects; the first has {n} point, and each next one fewer.",
        "Each voter ranks projects; the first has {n} points, and each next one fewer.",
        first,
    )
    return said.format(n=wording.number(first))


def _short(when_short: str) -> str:
    if when_short == "skip":
        return gettext("A project that costs more than is left is passed over.")
    return gettext("At the first project that costs more than is left, funding ends.")


def _greedy(rule: GreedyBudget) -> list[str]:
    points = rule.measure == "points"
    found = [_marks(rule.first, points=points)]
    found.append(
        gettext("Projects are funded by their points, most first, while the money lasts.")
        if points
        else gettext("Projects are funded by their votes, most first, while the money lasts.")
    )
    found.append(_short(rule.when_short))
    if rule.threshold:
        said = gettext("A project below {n} is not funded.")
        found.append(said.format(n=wording.number(rule.threshold)))
    if rule.exclusive:
        groups = "; ".join(", ".join(group) for group in rule.exclusive)
        said = gettext("Of each of these groups one project at most is funded: {groups}.")
        found.append(said.format(groups=groups))
    return found


def _equal_shares(rule: EqualSharesBudget, envelope_cents: int) -> list[str]:
    points = rule.worth.startswith("points")
    shares = gettext("All voters have equal shares of {envelope}.")
    found = [_marks(rule.first, points=points), shares.format(envelope=money(envelope_cents))]
    if rule.start == "whole units":
        found.append(gettext("At first a share is rounded down to a whole unit of the currency."))
    found.append(gettext(_PAYING[rule.worth]))
    if rule.step:
        said = gettext(
            "As long as that leaves money, every share is raised by {step} and all is counted "
            "anew (Add1)."
        )
        found.append(said.format(step=money(rule.step)))
        if rule.stop == "exhausted":
            found.append(
                gettext("It ends as soon as no project that anybody supports fits into the rest.")
            )
    if rule.then == "greedy":
        found.append(
            gettext("What is left then goes to the most approved projects that it still pays for.")
        )
    if rule.then == "phragmen":
        found.append(
            gettext("What is left is then spent by Phragmén’s rule from what voters still hold.")
        )
    if rule.compare == "greedy":
        found.append(
            gettext("If more voters get more from funding by votes alone, that is funded instead.")
        )
    return found


_PAYING: Final = {
    "cost": gettext_noop(
        "A project is paid by those who approve it, in equal parts; who has less left pays all "
        "of it. The project that costs its supporters least for each unit of its cost comes "
        "first, then the next, until no supporters can pay for theirs."
    ),
    "one": gettext_noop(
        "A project is paid by those who approve it, in equal parts; who has less left pays all "
        "of it. The project that costs each supporter least comes first, then the next, until no "
        "supporters can pay for theirs."
    ),
    "points": gettext_noop(
        "A project is paid by those who give it points, in proportion to these; who has less left "
        "pays all of it. The project that costs its supporters least for each point comes first, "
        "then the next, until no supporters can pay for theirs."
    ),
    "points times cost": gettext_noop(
        "A project is paid by those who give it points, in proportion to these; who has less left "
        "pays all of it. The project that costs its supporters least for each point and each unit "
        "of its cost comes first, then the next, until no supporters can pay for theirs."
    ),
}


def _phragmen(rule: PhragmenBudget) -> list[str]:
    earning = gettext(
        "All voters earn money at one pace; a project is bought as soon as those who approve it "
        "can pay for it together, and then begin to earn anew."
    )
    return [_marks(0, points=False), earning, _short(rule.when_short)]
