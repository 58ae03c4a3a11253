"""Counting a participatory budget: what follows from its rule, its projects and its ballots."""

from __future__ import annotations

from functools import lru_cache

from koinon.assembly.models import BudgetProject, ParticipatoryBudget
from koinon.methods.budgets import Project
from koinon.methods.equal_shares import EqualShares, Settled, settle
from koinon.methods.plain import from_plain
from koinon.record import counts, store
from koinon.record.counts import Account


def counted(budget: ParticipatoryBudget, ballots_sha256: str) -> Account:
    """The count of a budget with these ballots.

    Raises LookupError when the ballots are not kept here, CountError when they cannot be counted.
    """
    rule = from_plain(EqualShares, budget.rule)
    return _counted(rule, _projects(budget), budget.envelope_cents, ballots_sha256)


def settled(budget: ParticipatoryBudget, ballots_sha256: str, account: Account) -> Settled:
    """Who paid for each project, and what supporters still held when the deciding run ended.

    In minor units, by the project's code. Raises LookupError when the ballots are not kept here.
    """
    return _settled(_projects(budget), ballots_sha256, account)


def _projects(budget: ParticipatoryBudget) -> tuple[Project, ...]:
    """The projects as the method takes them, by code."""
    rows = BudgetProject.objects.filter(budget_id=budget.id)
    costs = sorted(rows.values_list("code", "cost_cents"))
    return tuple(Project(code, cost) for code, cost in costs)


@lru_cache(maxsize=8)
def _counted(
    rule: EqualShares, projects: tuple[Project, ...], envelope_cents: int, ballots_sha256: str
) -> Account:
    """Counted once for the import, which must not let in what cannot be counted, and the count."""
    found = store.document(ballots_sha256)
    if found is None:
        raise LookupError(ballots_sha256)
    return counts.count(rule, counts.read_ballots(found[0], projects), envelope_cents)


@lru_cache(maxsize=8)
def _settled(projects: tuple[Project, ...], ballots_sha256: str, account: Account) -> Settled:
    found = store.document(ballots_sha256)
    if found is None:
        raise LookupError(ballots_sha256)
    profile = counts.read_ballots(found[0], projects)
    bought = ((one.project, one.price) for one in account.bought)
    return settle(account.per_voter, bought, profile)
