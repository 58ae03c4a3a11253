"""What a city announced beside what its own rule gives: readings of Pabulib's META fields.

A file names its rule in `rule`; the words mean (pabulib.org/format, and what the announced winners
of 739 files bear out):

==================== ==========================================================================
greedy               by score; what does not fit is passed over
greedy-threshold     the same, where the score reaches `min_project_score_threshold`
greedy-no-skip       by score, and nothing after the first that does not fit
greedy-exclusive     greedy; which projects exclude each other is told in words, not in a field
greedy-custom        greedy-no-skip; the next project may then be paid in part from elsewhere, and
                     is marked 2 or 3 instead of 1 in `selected`
equalshares/add1     equal shares with one currency unit more from run to run, until overspending
…-comparison         the same, and greedy instead where more voters get more from it
==================== ==========================================================================

A threshold holds for every rule whose file states one. Scores are votes, or points for cumulative
and scoring ballots; a ranking gives `max_length` points to its first rank. `fully_funded` says that
money was left; `leftover_budget` says in words what became of what is left (in Amsterdam one more
project was paid in part): both are decisions outside the count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from koinon.methods.counting.budgeting.rules import EqualSharesBudget, GreedyBudget
from koinon.methods.counting.contests import CountError, Election
from koinon.methods.counting.methods import count
from koinon.methods.counting.orders import Key

Rule: TypeAlias = GreedyBudget | EqualSharesBudget

TIES: tuple[tuple[Key, ...], ...] = (
    ("lower cost", "paper"),
    ("higher cost", "paper"),
    ("paper",),
)
"""Orders of ties that cities use and files do not name; the first is the usual one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A named rule's count beside what was announced.

    named: the rule's name in the file. rule: its reading, with the order of ties that gives what
    was announced if one of `TIES` does. missing: announced and not funded by the count; extra: the
    other way about. tied: whether the count met ties.
    """

    title: str
    named: str
    rule: Rule | None
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    tied: bool

    @property
    def matches(self) -> bool:
        """Whether the rule gives what was announced."""
        return self.rule is not None and not self.missing and not self.extra


def reading(election: Election) -> Rule | None:
    """The rule that an election's facts name; None where they name none. Raises CountError."""
    facts = dict(election.facts)
    form = election.ballots.form
    if facts.get("rule", "").startswith("equalshares/add1"):
        compare: Any = "greedy" if facts["rule"].endswith("-comparison") else "nothing"
        ties: tuple[Key, ...] = ("more votes", "lower cost", "paper")
        unit = election.contest.unit
        return EqualSharesBudget(
            "cost", 0, "exact share", unit, "overspent", "nothing", compare, ties
        )
    stops = {
        "greedy": False,
        "greedy-threshold": False,
        "greedy-exclusive": False,
        "greedy-no-skip": True,
        "greedy-custom": True,
    }
    named = facts.get("rule", "")
    if named not in stops:
        return None
    first = 0
    if form == "rankings":
        longest = max((len(ranks) for ranks, _ in election.ballots.rankings()), default=1)
        first = _whole(facts, "max_length") or longest
    threshold = _whole(facts, "min_project_score_threshold")
    when_short: Any = "stop" if stops[named] else "skip"
    measure: Any = "points" if form in ("points", "rankings") else "votes"
    return GreedyBudget(measure, first, threshold, when_short, (), TIES[0])


def _whole(facts: dict[str, str], name: str) -> int:
    text = facts.get(name, "").strip() or "0"
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise CountError(f"{name} is {text[:20]!r} and no whole number; write digits only.")
    return int(text)


def compare(
    election: Election,
    announced: Collection[str],
    counting: Callable[[Rule, Election], Any] = count,
) -> Outcome:
    """Count by the rule that the election's facts name, and tell what differs. Raises CountError.

    Where ties were met and the usual order does not give what was announced, the other orders of
    `TIES` are tried.
    """
    title, named = election.contest.title, dict(election.facts).get("rule", "")
    rule = reading(election)
    if rule is None:
        return Outcome(title, named, None, tuple(sorted(announced)), (), False)
    told: list[Outcome] = []
    for ties in TIES if isinstance(rule, GreedyBudget) else (rule.ties,):
        tried = replace(rule, ties=ties)
        result = counting(tried, election)
        funded = set(result.elected)
        missing = tuple(sorted(set(announced) - funded))
        extra = tuple(sorted(funded - set(announced)))
        told.append(Outcome(title, named, tried, missing, extra, bool(result.ties)))
        if told[-1].matches or not result.ties:
            break
    return told[-1] if told[-1].matches else told[0]
