"""The Method of Equal Shares for participatory budgets decided by approval ballots.

Every voter holds an equal share of the budget. A project can be bought by those who approve it;
its price ρ is the smallest number such that they pay its cost when each pays ρ × cost, or all
she has left if that is less. The project with the smallest ρ is bought, and so on until nothing
can be bought. Utility is cost: a funded project is worth its cost to each who approves it.

Shares are usually not spent in full. Add-one completion lets every voter hold one unit more,
counts anew, and goes on until the outcome would cost more than the real budget.

Source: Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (NeurIPS 2021); the rule as used in Wieliczka in 2023 (equalshares.net). All arithmetic
is exact: money is integers over one common denominator that grows only as prices demand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.budgets import BudgetError, Greedy, Profile, Tie, greedy, tie_ranks
from koinon.methods.counting.shares import Market, Sale
from koinon.methods.counting.shares import run as shares_run
from koinon.methods.plain import digest, to_plain

MAX_RUNS = 100_000
"""Most runs an add-one completion may take; beyond it the step is too small for the money."""

Stopped: TypeAlias = Literal["one run", "overspent", "exhausted", "everything"]


@dataclass(frozen=True, slots=True)
class EqualShares:
    """The rule with all its options; there are no defaults, because each of them is law.

    start: what each voter holds in the first run: the budget over the voters as an exact
    fraction, or that rounded down to whole units.
    step: units every voter gains from one run to the next; 0 for a single run.
    stop: the last run kept is the one before the first that overspends the real budget; or, with
    "exhausted", it is already the first that leaves no approved project affordable, if earlier.
    then: "greedy" spends what is left by approvals, skipping what does not fit; or "nothing".
    ties: the order among projects of equal ρ, ending with "id".
    """

    KIND: ClassVar[str] = "equal_shares"
    start: Literal["exact share", "whole units"]
    step: int
    stop: Literal["overspent", "exhausted"]
    then: Literal["nothing", "greedy"]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Payment:
    """Each voter of ballot number `ballot` (its place in the profile, from 0) pays `each`."""

    ballot: int
    each: Fraction


@dataclass(frozen=True, slots=True)
class Round:
    """One purchase: the price ρ per unit of utility, who paid what, the money all have left."""

    project: str
    price: Fraction
    paid: tuple[Payment, ...]
    left: Fraction


@dataclass(frozen=True, slots=True)
class Run:
    """One count with `per_voter` in every hand: its purchases and their cost."""

    per_voter: Fraction
    rounds: tuple[Round, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is funded and why.

    run: the run that decided. overspent: the next one, whose cost exceeds the budget, where that
    is why the runs stopped. runs: how many were counted. added: bought by the greedy completion.
    selected: all funded projects, ids ascending. ballots_sha256: digest of the ballots' plain form.
    """

    rule: EqualShares
    budget: int
    ballots_sha256: str
    runs: int
    stopped: Stopped
    run: Run
    overspent: Run | None
    added: tuple[str, ...]
    selected: tuple[str, ...]
    cost: int


def equal_shares(rule: EqualShares, profile: Profile, budget: int) -> Outcome:
    """Count a participatory budget. BudgetError if there are no voters, or far too many runs."""
    if not profile.ballots or budget < 0 or rule.step < 0:
        raise BudgetError("a count needs a ballot, and a budget and a step from zero up.")
    count = _Count(rule, profile)
    share = Fraction(budget, profile.voters)
    start = share if rule.start == "exact share" else Fraction(floor(share))
    runs, stopped, purchases, too_much = _runs(count, start, budget)
    raises = runs - 1 if too_much is None else runs - 2
    run = count.explain(start + raises * rule.step, purchases)
    overspent = too_much and count.explain(run.per_voter + rule.step, too_much)
    funded = [round_.project for round_ in run.rounds]
    added: tuple[str, ...] = ()
    if rule.then == "greedy":
        added = greedy(Greedy("skip", rule.ties), profile, budget - run.cost, funded)
    costs = {project.id: project.cost for project in profile.projects}
    return Outcome(
        rule=rule,
        budget=budget,
        ballots_sha256=digest(to_plain(profile.ballots)),
        runs=runs,
        stopped=stopped,
        run=run,
        overspent=overspent or None,
        added=added,
        selected=tuple(sorted((*funded, *added))),
        cost=run.cost + sum(costs[id_] for id_ in added),
    )


@dataclass(frozen=True, slots=True)
class Payers:
    """Who paid for a purchase, in numbers of voters.

    full: paid `each`, the most that anybody pays. part: had less left and paid all of it,
    `part_paid` together. nothing: support it, and had nothing left.
    """

    full: int
    each: Fraction
    part: int
    part_paid: Fraction
    nothing: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What a run's purchases come to: who paid for each, and what supporters of all hold at last.

    Of a project that the run did not buy what is held is less than its cost; the difference is
    what it lacked.
    """

    payers: Mapping[str, Payers]
    held: Mapping[str, Fraction]


def settle(
    per_voter: Fraction, bought: Iterable[tuple[str, Fraction]], profile: Profile
) -> Settled:
    """Let voters pay for a run's purchases, given as (project, price ρ)."""
    costs = {project.id: project.cost for project in profile.projects}
    supporters: dict[str, list[int]] = {project.id: [] for project in profile.projects}
    for at, ballot in enumerate(profile.ballots):
        for id_ in ballot.approvals:
            supporters[id_].append(at)
    weights = [ballot.weight for ballot in profile.ballots]
    money = [per_voter] * len(weights)
    payers: dict[str, Payers] = {}
    for id_, price in bought:
        each = price * costs[id_]
        able = [at for at in supporters[id_] if money[at] >= each]
        part = [at for at in supporters[id_] if 0 < money[at] < each]
        full, some = (sum(weights[at] for at in group) for group in (able, part))
        part_paid = sum((money[at] * weights[at] for at in part), Fraction(0))
        voters = sum(weights[at] for at in supporters[id_])
        payers[id_] = Payers(full, each, some, part_paid, voters - full - some)
        for at in supporters[id_]:
            money[at] -= min(money[at], each)
    held = {
        id_: sum((money[at] * weights[at] for at in own), Fraction(0))
        for id_, own in supporters.items()
    }
    return Settled(payers, held)


def _runs(
    count: _Count, per_voter: Fraction, budget: int
) -> tuple[int, Stopped, list[Sale], list[Sale] | None]:
    """How many runs were counted, why they stopped, the deciding run, the one that overspent."""
    rule = count.rule
    kept = count.run(per_voter)
    for runs in range(1, MAX_RUNS + 1):
        if not rule.step:
            return runs, "one run", kept, None
        if len(kept) == count.approved:
            return runs, "everything", kept, None
        if rule.stop == "exhausted" and count.exhausts(kept, budget):
            return runs, "exhausted", kept, None
        per_voter += rule.step
        following = count.run(per_voter)
        if count.cost(following) > budget:
            return runs + 1, "overspent", kept, following
        kept = following
    raise BudgetError(f"{MAX_RUNS} runs did not spend the money; let the rule's step be greater.")


class _Count:
    """A profile prepared for many runs: everything by number instead of by name."""

    def __init__(self, rule: EqualShares, profile: Profile) -> None:
        self.rule = rule
        self.profile = profile
        self.costs = tuple(project.cost for project in profile.projects)
        weights = tuple(ballot.weight for ballot in profile.ballots)
        named = tie_ranks(profile, rule.ties)
        ranks = tuple(named[project.id] for project in profile.projects)
        number = {project.id: at for at, project in enumerate(profile.projects)}
        supporters: list[list[int]] = [[] for _ in profile.projects]
        for at, ballot in enumerate(profile.ballots):
            for id_ in ballot.approvals:
                supporters[number[id_]].append(at)
        groups = tuple(map(tuple, supporters))
        self.market = Market(self.costs, weights, groups, self.costs, ranks)
        self.wanted = self.market.wanted()
        self.approved = len(self.wanted)

    def cost(self, purchases: list[Sale]) -> int:
        """What the purchases cost."""
        return sum(self.costs[purchase.project] for purchase in purchases)

    def exhausts(self, purchases: list[Sale], budget: int) -> bool:
        """Whether no further approved project fits in the real budget."""
        left = budget - self.cost(purchases)
        bought = {purchase.project for purchase in purchases}
        rest = (p for p in self.wanted if p not in bought)
        return all(self.costs[p] > left for p in rest)

    def run(self, per_voter: Fraction) -> list[Sale]:
        """One run: the purchases in order; of equal prices the first in the order of ties."""
        return shares_run(self.market, per_voter, lambda tied: tied[0])

    def explain(self, per_voter: Fraction, purchases: list[Sale]) -> Run:
        """A run in names and exact fractions."""
        return Run(per_voter, tuple(self._rounds(per_voter, purchases)), self.cost(purchases))

    def _rounds(self, per_voter: Fraction, purchases: list[Sale]) -> Iterator[Round]:
        left = per_voter * self.profile.voters
        for purchase in purchases:
            left -= self.costs[purchase.project]
            paid = tuple(
                Payment(g, Fraction(amount, purchase.unit))
                for g, amount in purchase.amounts
                if amount
            )
            yield Round(self.profile.projects[purchase.project].id, purchase.price, paid, left)
