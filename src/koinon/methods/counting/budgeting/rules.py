"""Rules of participatory budgets and their results, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

from koinon.methods.counting.contests import Tally
from koinon.methods.counting.electorates import Worth
from koinon.methods.counting.orders import Key
from koinon.methods.counting.supports import Measure
from koinon.methods.counting.ties import Tie

WhenShort: TypeAlias = Literal["skip", "stop"]
"""A project that does not fit in what is left: pass it over, or fund nothing more."""

Stopped: TypeAlias = Literal["one run", "overspent", "exhausted", "everything"]

Decision: TypeAlias = Literal[
    "funded", "too dear", "after the stop", "below the threshold", "excluded", "no votes"
]


@dataclass(frozen=True, slots=True)
class GreedyBudget:
    """Projects by score, most first, while the money lasts.

    measure: what a ballot gives, votes or its points. first: points of the first rank of a ranking
    (0: none are rankings). threshold: the least score that is funded; none is funded without one
    above zero. exclusive: groups of ids of which one is funded at most.
    """

    KIND: ClassVar[str] = "greedy_budget/1"
    measure: Measure
    first: int
    threshold: int
    when_short: WhenShort
    exclusive: tuple[tuple[str, ...], ...]
    ties: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class EqualSharesBudget:
    """The Method of Equal Shares.

    worth: of a funded project to each who supports it. first: points of the first rank of a ranking
    (0: none are rankings). start: what each voter holds in the first run: the budget over all valid
    ballots exactly, or rounded down to whole currency units. step: what each gains from run to run,
    in the unit of the contest; 0 for a single run. stop: the last run kept is the one before the
    first that overspends the budget; or, with "exhausted", already the first after which no
    supported project fits in the budget, if that is earlier. then: how what is left is spent:
    "greedy" by votes, or "phragmen" from what voters still hold, both skipping what does not fit.
    compare: "greedy" funds as the greedy rule would, by votes and skipping, if more voters get more
    worth from that than less.
    """

    KIND: ClassVar[str] = "equal_shares_budget/1"
    worth: Worth
    first: int
    start: Literal["exact share", "whole units"]
    step: int
    stop: Literal["overspent", "exhausted"]
    then: Literal["nothing", "greedy", "phragmen"]
    compare: Literal["nothing", "greedy"]
    ties: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class PhragmenBudget:
    """Sequential Phragmén: voters earn at one pace, and supporters buy what they can pay."""

    KIND: ClassVar[str] = "phragmen_budget/1"
    when_short: WhenShort
    ties: tuple[Key, ...]


BudgetRule: TypeAlias = GreedyBudget | EqualSharesBudget | PhragmenBudget
"""A rule that shares out money among projects."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A project in the order of the greedy rule; `left` is the money after it was looked at."""

    KIND: ClassVar[str] = "pick"
    project: str
    score: int
    cost: int
    decision: Decision
    left: int


@dataclass(frozen=True, slots=True)
class GreedyResult:
    """What the greedy rule funds, and what became of every project."""

    KIND: ClassVar[str] = "greedy_budget_result/1"
    rule: GreedyBudget
    tally: Tally
    budget: int
    stages: tuple[Pick, ...]
    elected: tuple[str, ...]
    cost: int
    left: int
    ties: tuple[Tie, ...]
    lot: str


@dataclass(frozen=True, slots=True)
class Payers:
    """Supporters to whom a project is worth the same.

    full: voters who pay `each`, the price times the worth. part: voters who pay all they have,
    which is less, `part_paid` together.
    """

    KIND: ClassVar[str] = "payers"
    worth: int
    full: int
    each: Fraction
    part: int
    part_paid: Fraction


@dataclass(frozen=True, slots=True)
class Purchase:
    """One purchase in equal shares.

    price: ρ, money for each unit of worth. effective_votes: the cost over the most that anyone
    pays: as many voters paying in full would buy it at this price. left: what all voters hold
    afterwards. runner_up: the project of next higher or equal price at that moment ("" where no
    other can be paid), and its price.
    """

    KIND: ClassVar[str] = "purchase"
    project: str
    price: Fraction
    effective_votes: Fraction
    payers: tuple[Payers, ...]
    left: Fraction
    runner_up: str
    runner_up_price: Fraction | None


@dataclass(frozen=True, slots=True)
class Priced:
    """A purchase of the run that overspent."""

    KIND: ClassVar[str] = "priced"
    project: str
    price: Fraction


@dataclass(frozen=True, slots=True)
class Unfunded:
    """A supported project that is not funded: its supporters held `held`, and `lacked` the rest."""

    KIND: ClassVar[str] = "unfunded"
    project: str
    votes: int
    cost: int
    held: Fraction
    lacked: Fraction


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison with the greedy rule.

    greedy: what it funds. for_shares, for_greedy: voters to whom one of the two is worth more.
    """

    KIND: ClassVar[str] = "compared"
    greedy: tuple[str, ...]
    for_shares: int
    for_greedy: int
    kept: Literal["shares", "greedy"]


@dataclass(frozen=True, slots=True)
class EqualSharesResult:
    """What equal shares fund and why.

    per_voter, stages: the run that decided. overspent: the one after it, where that is why the runs
    stopped, and its cost. added: bought by the completion. unfunded: with the money at the end of
    the deciding run; empty of projects that were added. elected: in order of purchase, or the
    greedy rule's where the comparison says so.
    """

    KIND: ClassVar[str] = "equal_shares_budget_result/1"
    rule: EqualSharesBudget
    tally: Tally
    budget: int
    runs: int
    stopped: Stopped
    per_voter: Fraction
    stages: tuple[Purchase, ...]
    overspent: tuple[Priced, ...]
    overspent_cost: int
    added: tuple[str, ...]
    compared: Compared | None
    unfunded: tuple[Unfunded, ...]
    elected: tuple[str, ...]
    cost: int
    left: int
    ties: tuple[Tie, ...]
    lot: str


@dataclass(frozen=True, slots=True)
class Share:
    """Voters who pay alike for a project: all they earned since stage `since` (0: from the start).

    each: what each of them pays.
    """

    KIND: ClassVar[str] = "share"
    since: int
    voters: int
    each: Fraction


@dataclass(frozen=True, slots=True)
class Loading:
    """One purchase in Phragmén's rule, at the moment `load`, when every voter has earned `load`.

    runner_up: the project that could be bought next at that moment, and when.
    """

    KIND: ClassVar[str] = "loading"
    project: str
    load: Fraction
    shares: tuple[Share, ...]
    left: int
    runner_up: str
    runner_up_load: Fraction | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A project that was not bought, and the moment from which its supporters could pay it."""

    KIND: ClassVar[str] = "waiting"
    project: str
    votes: int
    cost: int
    load: Fraction


@dataclass(frozen=True, slots=True)
class PhragmenResult:
    """What Phragmén's rule funds and why."""

    KIND: ClassVar[str] = "phragmen_budget_result/1"
    rule: PhragmenBudget
    tally: Tally
    budget: int
    stages: tuple[Loading, ...]
    unfunded: tuple[Waiting, ...]
    elected: tuple[str, ...]
    cost: int
    left: int
    ties: tuple[Tie, ...]
    lot: str
