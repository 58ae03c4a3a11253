"""Effects of participatory budgets: opened with projects and rule, ballots imported, counted.

The ballots are a document, so that nothing of a voter stands in an entry; whoever has it counts
again, by the same rule and by the second algorithm that only checks prices.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from koinon.methods.budgets import Ballot, BudgetError, Profile, Project, tie_ranks
from koinon.methods.equal_shares import EqualShares, Outcome, Stopped, equal_shares
from koinon.methods.equal_shares_check import check_equal_shares
from koinon.methods.plain import PlainError, from_plain, to_plain
from koinon.record import canonical
from koinon.record.canonical import CanonicalError
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

MAX_PROJECTS = 100
_NONE: frozenset[str] = frozenset()
_OPENED = frozenset(
    {"kind", "budget", "envelope_cents", "projects", "rule", "opens_at", "closes_at"}
)
_BALLOTS = frozenset({"kind", "budget", "ballots", "voters"})
_STATED = frozenset({"voters", "runs", "stopped", "bought", "added", "cost_cents", "account"})
_COUNT = _STATED | {"kind", "budget", "rule", "ballots"}
_CODE = re.compile(r"[a-z0-9-]{1,40}")


class CountError(ValueError):
    """Ballots that are not written as they must be, or cannot be counted; one sentence."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """One purchase: its price per unit of cost, how many voters paid, what all still hold."""

    project: str
    price: Fraction
    payers: int
    left: Fraction


@dataclass(frozen=True, slots=True)
class Account:
    """Why a count funds what it funds, told without what each ballot paid.

    `approvals` is how many voters approve each project, `per_voter` what each held in the run that
    decided, `bought` its purchases in order, `added` what the completion took after them. Money is
    in minor units.
    """

    rule: EqualShares
    envelope_cents: int
    voters: int
    approvals: tuple[tuple[str, int], ...]
    per_voter: Fraction
    runs: int
    stopped: Stopped
    bought: tuple[Purchase, ...]
    added: tuple[str, ...]
    cost_cents: int

    @property
    def data(self) -> bytes:
        """The account as the document that a count names."""
        return canonical.dump(to_plain(self))

    def stated(self) -> dict[str, Any]:
        """What the entry of the count states of it."""
        return {
            "voters": self.voters,
            "runs": self.runs,
            "stopped": self.stopped,
            "bought": [purchase.project for purchase in self.bought],
            "added": list(self.added),
            "cost_cents": self.cost_cents,
            "account": sha256(self.data).hexdigest(),
        }


def read_account(data: bytes) -> Account:
    """An account from its document. Raises CanonicalError or PlainError."""
    return from_plain(Account, canonical.load(data))


def read_ballots(data: bytes, projects: tuple[Project, ...]) -> Profile:
    """The profile of a ballot document over these projects (ids ascending).

    The document is the canonical JSON of a list of [approved projects, voters], approvals and the
    ballots themselves ascending and different. Raises CountError.
    """
    try:
        rows = canonical.load(data)
        if not isinstance(rows, list):
            raise CountError("The document is not a list of ballots.")
        profile = Profile(projects, tuple(map(_ballot, rows)))
    except (CanonicalError, BudgetError) as error:
        raise CountError(str(error)) from None
    if not profile.ballots:
        raise CountError("The document holds no ballot.")
    return profile


def _ballot(row: object) -> Ballot:
    if not isinstance(row, list) or len(row) != 2:
        raise CountError("A ballot is not [approved projects, voters].")
    approvals, weight = row
    if not isinstance(approvals, list) or type(weight) is not int:
        raise CountError("A ballot is not [approved projects, voters].")
    if not all(isinstance(code, str) for code in approvals):
        raise CountError("A ballot approves something that is no code of a project.")
    return Ballot(tuple(approvals), weight)


def count(rule: EqualShares, profile: Profile, envelope_cents: int) -> Account:
    """Count by equal shares. Raises CountError where the rule comes to no end."""
    try:
        return _account(equal_shares(rule, profile, envelope_cents), profile)
    except BudgetError as error:
        raise CountError(str(error)) from None


def _account(outcome: Outcome, profile: Profile) -> Account:
    weights = [ballot.weight for ballot in profile.ballots]
    return Account(
        rule=outcome.rule,
        envelope_cents=outcome.budget,
        voters=profile.voters,
        approvals=tuple(profile.approvals().items()),
        per_voter=outcome.run.per_voter,
        runs=outcome.runs,
        stopped=outcome.stopped,
        bought=tuple(
            Purchase(
                project=one.project,
                price=one.price,
                payers=sum(weights[payment.ballot] for payment in one.paid),
                left=one.left,
            )
            for one in outcome.run.rounds
        ),
        added=outcome.added,
        cost_cents=outcome.cost,
    )


# --- One function a kind -----------------------------------------------------------------------


@dataclass(slots=True)
class Budget:
    """A participatory budget: what was opened, the ballots imported last, whether it is counted."""

    envelope_cents: int
    projects: tuple[Project, ...]
    rule: Any
    opens_at: str
    closes_at: str
    ballots: str = ""
    voters: int = 0
    counted: bool = False


def check_opened(state: State, entry: Entry, effect: Effect) -> None:
    """A new participatory budget whose projects, rule and voting window can be counted by."""
    require_keys(effect, _OPENED, _NONE, "a participatory budget")
    code = require_form(effect["budget"], _CODE, "the code of a participatory budget")
    if code in state.budgets:
        raise EntryError(f"the participatory budget {code} was opened before.")
    opens_at, closes_at = require_voting(entry, effect)
    projects = _projects(code, effect["projects"])
    try:
        tie_ranks(Profile(projects, ()), from_plain(EqualShares, effect["rule"]).ties)
    except (BudgetError, PlainError) as error:
        raise EntryError(f"the participatory budget {code} cannot be counted: {error}") from None
    envelope = require_count(effect["envelope_cents"], "the envelope")
    state.budgets[code] = Budget(envelope, projects, effect["rule"], opens_at, closes_at)


def _projects(code: str, rows: Any) -> tuple[Project, ...]:
    if type(rows) is not list or not 0 < len(rows) <= MAX_PROJECTS:
        raise EntryError(f"the projects of {code} are not a list of 1 to {MAX_PROJECTS}.")
    for row in rows:
        if type(row) is not list or len(row) != 2:
            raise EntryError(f"a project of {code} is not [code, cost].")
    return tuple(
        Project(
            require_form(project, _CODE, "the code of a project"),
            require_count(cost, "the cost of a project"),
        )
        for project, cost in rows
    )


def check_ballots(state: State, entry: Entry, effect: Effect) -> None:
    """Ballots of an open budget; a later import takes the place of an earlier one."""
    require_keys(effect, _BALLOTS, _NONE, "an import of ballots")
    budget = _uncounted(state, effect)
    if entry["at"] < budget.opens_at:
        raise EntryError(f"ballots of {effect['budget']} are imported before its voting opened.")
    if effect["ballots"] not in state.documents:
        raise EntryError(f"the ballots {effect['ballots']!a} are no document of this record.")
    voters = require_count(effect["voters"], "the number of voters")
    data = state.read(effect["ballots"])
    if data is not None:
        try:
            profile = read_ballots(data, budget.projects)
        except CountError as error:
            raise EntryError(f"the ballots of {effect['budget']} do not read: {error}") from None
        if profile.voters != voters:
            raise EntryError(f"{profile.voters} voted on {effect['budget']}, not {voters}.")
    budget.ballots, budget.voters = effect["ballots"], voters


def check_count(state: State, entry: Entry, effect: Effect) -> None:
    """A count after the close, by the rule of the opening; recounted where the ballots are."""
    require_keys(effect, _COUNT, _NONE, "a count")
    code, budget = effect["budget"], _uncounted(state, effect)
    if entry["at"] < budget.closes_at:
        raise EntryError(f"the participatory budget {code} is counted before its voting closed.")
    if (effect["ballots"], effect["voters"]) != (budget.ballots, budget.voters):
        raise EntryError(f"{code} is counted from other ballots than were imported last.")
    if effect["rule"] != budget.rule:
        raise EntryError(f"{code} is counted by another rule than it was opened with.")
    if effect["account"] not in state.documents:
        raise EntryError(f"the account of the count of {code} is no document of this record.")
    data = state.read(budget.ballots)
    if data is not None:
        _recount(code, budget, effect, data)
    budget.counted = True


def _recount(code: str, budget: Budget, effect: Effect, data: bytes) -> None:
    """Count again, check the count by its prices alone, and compare what the entry states."""
    rule = from_plain(EqualShares, budget.rule)
    try:
        profile = read_ballots(data, budget.projects)
        outcome = equal_shares(rule, profile, budget.envelope_cents)
    except (CountError, BudgetError) as error:
        raise EntryError(f"{code} cannot be counted: {error}") from None
    faults = check_equal_shares(outcome, profile)
    if faults:
        raise EntryError(f"two ways of counting {code} disagree at {faults[0]}.")
    for name, value in _account(outcome, profile).stated().items():
        if effect[name] != value:
            raise EntryError(f"the count of {code} states {name} otherwise than its ballots do.")


def _uncounted(state: State, effect: Effect) -> Budget:
    code = require_form(effect["budget"], _CODE, "the code of a participatory budget")
    found: Budget | None = state.budgets.get(code)
    if found is None:
        raise EntryError(f"the participatory budget {code} was never opened.")
    if found.counted:
        raise EntryError(f"the participatory budget {code} was counted before.")
    return found


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {"participatory_budget": check_opened, "ballots": check_ballots, "count": check_count}
)
