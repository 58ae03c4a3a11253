"""Counting a participatory budget: what follows from its rule, its projects and its ballots."""

from __future__ import annotations

from functools import lru_cache

from koinon.assembly.models import BudgetProject, ParticipatoryBudget
from koinon.methods.budgets import Project
from koinon.methods.equal_shares import EqualShares
from koinon.methods.plain import from_plain
from koinon.record import counts, store
from koinon.record.counts import Account


def counted(budget: ParticipatoryBudget, ballots_sha256: str) -> Account:
    """The count of a budget with these ballots.

    Raises LookupError when the ballots are not kept here, CountError when they cannot be counted.
    """
    rows = BudgetProject.objects.filter(budget_id=budget.id)
    costs = sorted(rows.values_list("code", "cost_cents"))
    projects = tuple(Project(code, cost) for code, cost in costs)
    rule = from_plain(EqualShares, budget.rule)
    return _counted(rule, projects, budget.envelope_cents, ballots_sha256)


@lru_cache(maxsize=8)
def _counted(
    rule: EqualShares, projects: tuple[Project, ...], envelope_cents: int, ballots_sha256: str
) -> Account:
    """Counted once for the import, which must not let in what cannot be counted, and the count."""
    found = store.document(ballots_sha256)
    if found is None:
        raise LookupError(ballots_sha256)
    return counts.count(rule, counts.read_ballots(found[0], projects), envelope_cents)
