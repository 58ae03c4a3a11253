"""The effect that lets residents share money out among projects, by ballots as in an election.

Rolls, ballots, papers and the count are those of elections (`elections`): only the opening differs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from koinon.methods.counting import ballots as canonical_ballots
from koinon.methods.counting import methods as counting
from koinon.methods.counting.ballots import Ballots, Form
from koinon.methods.counting.budgeting.counts import MAX_RUNS
from koinon.methods.counting.budgeting.rules import BudgetRule, EqualSharesBudget
from koinon.methods.counting.contests import Contest, CountError, Election
from koinon.record import canonical
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_count,
    require_form,
    require_keys,
    require_voting,
)
from koinon.record.elections import MAX_CANDIDATES, Money, Vote, contest_of, read_rule

KIND = "project_vote"
MAX_PROJECTS = MAX_CANDIDATES
_OPENED = frozenset(
    {"kind", "election", "envelope_cents", "unit", "projects", "rule", "cities"}
    | {"opens_at", "closes_at"}
)
_CODE = re.compile(r"[a-z0-9-]{1,40}")
_UNITS = tuple(10**places for places in range(5))


def least_step(costs: tuple[int, ...]) -> int:
    """The least step of shares with which equal shares come to an end whoever votes for what.

    Once every voter holds the cost of the dearest project, all that anybody supports are bought; so
    many steps lead there at most.
    """
    return -(-max(costs) // (MAX_RUNS - 2))


def check_rule(rule: Any, contest: Contest) -> None:
    """Try a rule's plain form on these projects with one ballot of each form. Raises CountError.

    What elects people, names projects that there are not, or might never end counts no budget,
    whatever the ballots are.
    """
    method, found = read_rule(rule)
    if not isinstance(found, BudgetRule):
        raise CountError(f"{method.name} elects, and shares out no money.")
    least = least_step(tuple(option.cost or 0 for option in contest.options))
    if isinstance(found, EqualSharesBudget) and 0 < found.step < least:
        raise CountError(f"with a step below {least} the count might not end.")
    check_form(rule, contest, method.forms[0])


def check_form(rule: Any, contest: Contest, form: Form) -> None:
    """Try a rule's plain form on one ballot of a form. Raises CountError."""
    _try(canonical.dump(rule), contest, form)


@lru_cache(maxsize=16)
def _try(rule: bytes, contest: Contest, form: Form) -> None:
    _, found = read_rule(canonical.load(rule))
    counting.count(found, Election(contest, _one_ballot(contest.ids, form)), "trial")


def _one_ballot(ids: tuple[str, ...], form: Form) -> Ballots:
    """A ballot for the first project."""
    match form:
        case "rankings":
            return canonical_ballots.gather_rankings(ids, [(((0,),), 1)])
        case "approvals":
            return canonical_ballots.gather_approvals(ids, [((0,), 1)])
        case "choice":
            return canonical_ballots.gather_choices(ids, [(0, 1)])
    return canonical_ballots.gather_points(ids, [({0: 1}, 1)], 0, 1)


def check_opened(state: State, entry: Entry, effect: Effect) -> None:
    """A new vote on projects that a known rule counts, whose paper is made with the opening."""
    require_keys(effect, _OPENED, frozenset(), "a vote on projects")
    code = require_form(effect["election"], _CODE, "the code of a vote on projects")
    if code in state.elections or code in state.budgets:
        raise EntryError(f"the vote {code} was opened before.")
    opens_at, closes_at = require_voting(entry, effect)
    if effect["unit"] not in _UNITS or type(effect["unit"]) is not int:
        raise EntryError(f"the vote {code} counts money in {effect['unit']!a}ths of a unit.")
    options, costs = _projects(code, effect["projects"])
    money = Money(
        require_count(effect["envelope_cents"], "the money of a vote"), effect["unit"], costs
    )
    if max(costs) > money.envelope_cents:
        raise EntryError(f"a project of {code} costs more than all its money.")
    try:
        check_rule(effect["rule"], contest_of(code, 0, options, (), money))
    except CountError as error:
        raise EntryError(f"the vote {code} cannot be counted: {error}") from None
    cities = effect["cities"]
    if type(cities) is not list or not cities or len(set(map(str, cities))) < len(cities):
        raise EntryError(f"the cities of {code} are no list of different ones.")
    state.elections[code] = Vote(
        seats=len(options),
        rule=effect["rule"],
        cities=tuple(require_form(city, _CODE, "a city that votes") for city in cities),
        order="as entered",
        supporters=0,
        stand_from_at="",
        stand_until_at="",
        opens_at=opens_at,
        closes_at=closes_at,
        options=options,
        candidates=dict.fromkeys(options, True),
        money=money,
    )


def _projects(code: str, rows: Any) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Codes and costs, in the order of the paper."""
    if type(rows) is not list or not 0 < len(rows) <= MAX_PROJECTS:
        raise EntryError(f"the projects of {code} are not a list of 1 to {MAX_PROJECTS}.")
    options, costs = [], []
    for row in rows:
        if type(row) is not list or len(row) != 2:
            raise EntryError(f"a project of {code} is not [code, cost].")
        options.append(require_form(row[0], _CODE, "the code of a project"))
        costs.append(require_count(row[1], "the cost of a project"))
    if len(set(options)) < len(options) or min(costs) < 1:
        raise EntryError(f"projects of {code} are named twice, or cost nothing.")
    return tuple(options), tuple(costs)


CHECKERS: Mapping[str, Checker] = MappingProxyType({KIND: check_opened})
