"""The compiled twin of counting budgets and committees: the same results, faster; numba, numpy.

Runs of equal shares are decided by the filter of `shares_kernels`, whose bounds are proved there;
what it leaves open, and all that a result tells, is decided in whole numbers. A voter's money is
never stored exactly: it is the share less the price of every purchase she paid in full, or nothing
once she has paid all she had. So an exact price needs only counts: how many of those who cannot pay
in full paid for what. Phragmén's rule and Thiele's need counts alone. What does not fit in 53 bits
(costs, worth to all supporters) goes to the exact path whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from koinon.methods.counting import electorates as exact
from koinon.methods.counting import shares as market
from koinon.methods.counting.ballots import Ballots
from koinon.methods.counting.budgeting import counts as budgets
from koinon.methods.counting.committees import counts as committees
from koinon.methods.counting.contests import Election, Irregular, Tally
from koinon.methods.counting.supports import Measure, supports
from koinon.methods.fast import shares_kernels as kernels
from koinon.methods.fast.share_replays import Replay
from koinon.methods.fast.shares_kernels import Bools, Ints

SAFE = 2**53
CELLS = 2**28
"""Most ballots times options that are unpacked at once."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Supports in arrays, twice: by ballot (options ascending), and by option.

    Ballot g supports options[begins[g]:begins[g+1]] with `points`; option o has the supporters
    voters[by[o]:by[o+1]] with `given`.
    """

    weights: Ints
    begins: Ints
    options: Ints
    points: Ints
    by: Ints
    voters: Ints
    given: Ints


class FastElectorate:
    """An electorate in arrays."""

    def __init__(self, election: Election, measure: Measure, first: int) -> None:
        self.election, self.measure, self.first = election, measure, first
        ballots = election.ballots
        self.crowd: Crowd
        if ballots.form == "approvals":
            self._approved(ballots)
            return
        if ballots.form == "choice":
            self._set(*_choices(ballots), election)
            return
        read = supports(election, measure, first)
        rows = np.array([g for g, row in enumerate(read.points) for _ in row], np.int64)
        options = np.array([at for row in read.points for at, _ in row], np.int64)
        points = np.array([p for row in read.points for _, p in row], np.int64)
        weights = np.array(read.weights, np.int64)
        self.crowd = _crowd(weights, rows, options, points, len(read.ids))
        self.tally, self.given, self.votes = read.tally, read.given, read.votes

    def _approved(self, ballots: Ballots) -> None:
        """Take approvals straight from their bits; a matrix of them would be mostly zeros."""
        raw = np.frombuffer(ballots.rows, np.uint8).reshape(-1, ballots.width)
        code, n = 8 * ballots.words, len(ballots.options)
        weights = np.ascontiguousarray(raw[:, code:]).view(">i8").ravel().astype(np.int64)
        gone = np.array([option.withdrawn for option in self.election.contest.options], np.bool_)
        begins, by, votes, hit = kernels.marked(raw, 8 * code - n, gone, weights)
        options, voters = kernels.unpacked(raw, 8 * code - n, gone, begins, by)
        ones = np.ones(len(options), np.int64)
        self.crowd = Crowd(weights, begins, options, ones, by, voters, ones)
        self._say(weights, {"withdrawn": hit, "blank": ~hit & (np.diff(begins) == 0)})
        self.votes = self.given = tuple(votes.tolist())

    def _set(self, weights: Ints, marks: Bools, why: dict[str, Bools], election: Election) -> None:
        """Take marks (ballot by option) and the ballots that are irregular, by reason."""
        ballots = election.ballots
        gone: Bools = np.array([option.withdrawn for option in election.contest.options])
        why = dict(why)
        if gone.any():
            why["withdrawn"] = np.asarray(marks[:, gone].any(axis=1), np.bool_)
            marks = marks & ~gone
        empty: Bools = np.asarray(~marks.any(axis=1), np.bool_)
        for said in why.values():
            empty &= ~said
        why["blank"] = empty
        self._say(weights, why)
        keep = ~why["several_marks"] if "several_marks" in why else None
        if keep is not None:
            weights, marks = weights[keep], marks[keep]
        # One flat pass is several times as fast as numpy's own over two axes.
        flat = np.flatnonzero(np.ascontiguousarray(marks))
        rows, options = np.divmod(flat, marks.shape[1])
        points = np.ones(len(rows), np.int64)
        self.crowd = _crowd(weights, rows, options, points, len(ballots.options))
        crowd = self.crowd
        self.votes = self.given = tuple(
            int(weights[crowd.voters[a:b]].sum())
            for a, b in zip(crowd.by[:-1], crowd.by[1:], strict=True)
        )

    def _say(self, weights: Ints, why: dict[str, Bools]) -> None:
        """Tally the ballots, given those that are irregular by reason."""
        irregular = tuple(
            Irregular(reason, int(weights[said].sum()), reason != "several_marks")
            for reason, said in sorted(why.items())
            if said.any()
        )
        cast = int(weights.sum())
        lost = sum(one.ballots for one in irregular if not one.valid)
        self.tally = Tally(self.election.ballots.sha256, cast, cast - lost, irregular)

    def standings(self) -> FastStandings:
        """All voters in class 0."""
        return FastStandings(self)

    def deals(
        self,
        costs: Sequence[int],
        worth: exact.Worth,
        ranks: Sequence[int],
        choose: market.Chooser,
    ) -> exact.Deals:
        """A market of these projects; the exact one where a number has more than 53 bits."""
        crowd = self.crowd
        times = costs if "cost" in worth else [1] * len(costs)
        most = int(crowd.points.max(initial=1)) if worth[:6] == "points" else 1
        whole = int(crowd.weights.sum()) * most * max(times, default=1)
        if max(whole, *costs, 0) >= SAFE:
            read = supports(self.election, self.measure, self.first)
            return exact.ExactDeals(exact.market_of(read, costs, worth, ranks), choose)
        return FastDeals(crowd, costs, np.array(times, np.int64), ranks, choose)

    def preferring(self, one: Sequence[int], other: Sequence[int]) -> tuple[int, int]:
        """How many voters get more from one set of projects, by these values, than the other."""
        value = [a - b for a, b in zip(one, other, strict=True)]
        crowd = self.crowd
        most = int(crowd.points.max(initial=0)) * sum(map(abs, value))
        if most >= SAFE:
            read = supports(self.election, self.measure, self.first)
            return exact.ExactElectorate(read).preferring(one, other)
        given = np.array(value, np.int64)
        above, below = kernels.leads(
            crowd.weights, crowd.begins, crowd.options, crowd.points, given
        )
        return int(above), int(below)


def _choices(ballots: Ballots) -> tuple[Ints, Bools, dict[str, Bools]]:
    n = len(ballots.options)
    codes = np.fromiter(ballots.codes(), np.int64, ballots.different)
    weights = np.fromiter(ballots.weights(), np.int64, ballots.different)
    marks = codes[:, None] == np.arange(1, n + 1)
    return weights, marks, {"several_marks": codes > n}


def _crowd(weights: Ints, rows: Any, options: Any, points: Ints, n: int) -> Crowd:
    """Arrays by ballot, given in order, and by option."""
    begins = np.searchsorted(rows, np.arange(len(weights) + 1)).astype(np.int64)
    # Short numbers are sorted by their digits; there are at most MAX_OPTIONS options.
    order = np.argsort(options.astype(np.uint16), kind="stable")
    by = np.searchsorted(options[order], np.arange(n + 1)).astype(np.int64)
    return Crowd(
        weights, begins, options.astype(np.int64), points, by, rows[order].astype(np.int64),
        points[order],
    )  # fmt: skip


class FastStandings:
    """Classes counted in arrays; numbers of voters are below 2^62."""

    def __init__(self, of: FastElectorate) -> None:
        self.crowd = of.crowd
        self.place = np.zeros(len(self.crowd.weights), np.int64)
        self.rows = np.zeros((len(of.votes), 8), np.int64)
        self.rows[:, 0] = of.votes

    def row(self, option: int) -> dict[int, int]:
        """Voters who support the option, by class; no class without voters."""
        row = self.rows[option]
        return {at: int(row[at]) for at in np.flatnonzero(row).tolist()}

    def raise_to(self, option: int, to: int | None) -> None:
        """Put all who support the option in class `to`, or each one class higher."""
        crowd = self.crowd
        highest = int(self.place.max(initial=0)) + 1 if to is None else to
        if highest >= self.rows.shape[1]:
            more = np.zeros((len(self.rows), highest + 1), np.int64)
            self.rows = np.concatenate((self.rows, more), axis=1)
        voters = crowd.voters[crowd.by[option] : crowd.by[option + 1]]
        kernels.raise_to(
            voters,
            crowd.weights,
            crowd.begins,
            crowd.options,
            self.place,
            self.rows,
            -1 if to is None else to,
        )

    def copy(self) -> FastStandings:
        """Another like it, to go on apart from this one."""
        other = object.__new__(FastStandings)
        other.crowd = self.crowd
        other.place, other.rows = self.place.copy(), self.rows.copy()
        return other


class FastDeals:
    """A market: the filter decides runs, `Replay` what is open and what is told."""

    def __init__(
        self,
        crowd: Crowd,
        costs: Sequence[int],
        times: Ints,
        ranks: Sequence[int],
        choose: market.Chooser,
    ) -> None:
        self.crowd, self.costs, self.ranks, self.choose = crowd, tuple(costs), ranks, choose
        sizes = np.diff(crowd.by)
        self.worth = crowd.given * np.repeat(times, sizes)
        self.ballot_worth = crowd.points * times[crowd.options]
        self.prices = np.array(costs, np.float64)
        self.alive = (self.prices > 0) & (sizes > 0)
        mass = np.zeros(len(costs), np.int64)
        for p in np.flatnonzero(self.alive):
            own = slice(crowd.by[p], crowd.by[p + 1])
            mass[p] = int((crowd.weights[crowd.voters[own]] * self.worth[own]).sum())
        self.bounds = self.prices / np.maximum(mass, 1) * (1.0 - kernels.WIDER)
        self._told: dict[Fraction, Replay] = {}
        self._orders: dict[Fraction, tuple[int, ...]] = {}

    def order(self, per_voter: Fraction) -> tuple[int, ...]:
        """The projects bought, in order."""
        if per_voter not in self._orders:
            self._orders[per_voter] = self._order(per_voter)
        return self._orders[per_voter]

    def _order(self, per_voter: Fraction) -> tuple[int, ...]:
        near = float(per_voter)
        groups = len(self.crowd.weights)
        low = np.full(groups, near * (1.0 - kernels.WIDE))
        high = np.full(groups, near * (1.0 + kernels.WIDE))
        bounds, alive = self.bounds.copy(), self.alive.copy()
        bought = np.zeros(len(self.costs), np.int64)
        count = 0
        replay: Replay | None = None
        while True:
            done, ended = kernels.run(
                self.crowd.by,
                self.crowd.voters,
                self.worth,
                self.crowd.weights,
                self.prices,
                low,
                high,
                bounds,
                alive,
                bought,
                count,
            )
            count = int(done)
            if ended == kernels.DONE:
                return tuple(bought[:count].tolist())
            replay = replay or Replay(self, per_voter)
            for p in bought[len(replay.bought) : count].tolist():
                price = replay.price(p)
                assert price is not None
                replay.buy(p, price)
            found = replay.cheapest()
            if found is not None:
                bought[count] = self.choose(found[1]) if len(found[1]) > 1 else found[1][0]
                replay.buy(int(bought[count]), found[0])
                count += 1
            low, high = replay.low.copy(), replay.high.copy()
            bounds, alive = replay.bounds.copy(), replay.alive.copy()
            if found is None:
                return tuple(bought[:count].tolist())

    def explain(self, per_voter: Fraction) -> tuple[exact.Bought, ...]:
        """The purchases and who paid."""
        sequence = self.order(per_voter)
        replay = self._told[per_voter] = Replay(self, per_voter)
        told = []
        for p in sequence:
            price, tied, second = replay.cheapest_two(p)
            told.append(exact.Bought(p, price, tied, second, replay.levels(p, price)))
            replay.buy(p, price)
        return tuple(told)

    def held(self, per_voter: Fraction, passed: frozenset[int]) -> list[Fraction]:
        """What the supporters of each project hold at the end, but for those of `passed` ones."""
        if per_voter not in self._told:
            self.explain(per_voter)
        return self._told[per_voter].held(passed)


# The methods


def count_greedy(rule: Any, election: Election, lot: str = "") -> Any:
    """See `counting.budgeting.counts.count_greedy`."""
    return budgets.count_greedy(rule, election, lot, read)


def count_equal_shares(rule: Any, election: Election, lot: str = "") -> Any:
    """See `counting.budgeting.counts.count_equal_shares`."""
    return budgets.count_equal_shares(rule, election, lot, read)


def decide_equal_shares(rule: Any, election: Election, lot: str = "") -> tuple[str, ...]:
    """See `counting.budgeting.counts.decide_equal_shares`."""
    return budgets.decide_equal_shares(rule, election, lot, read)


def count_phragmen(rule: Any, election: Election, lot: str = "") -> Any:
    """See `counting.budgeting.counts.count_phragmen`."""
    return budgets.count_phragmen(rule, election, lot, read)


def count_seq_pav(rule: Any, election: Election, lot: str = "") -> Any:
    """See `counting.committees.counts.count_seq_pav`."""
    return committees.count_seq_pav(rule, election, lot, read)


def count_seq_phragmen(rule: Any, election: Election, lot: str = "") -> Any:
    """See `counting.committees.counts.count_seq_phragmen`."""
    return committees.count_seq_phragmen(rule, election, lot, read)


def count_equal_shares_committee(rule: Any, election: Election, lot: str = "") -> Any:
    """See `counting.committees.counts.count_equal_shares_committee`."""
    return committees.count_equal_shares_committee(rule, election, lot, read)


def read(election: Election, measure: Measure, first: int) -> exact.Electorate:
    """Read an election in arrays, or exactly where it is too large to be unpacked."""
    ballots = election.ballots
    if ballots.different * 64 * ballots.words > CELLS or _most(election) >= SAFE:
        return exact.read_exactly(election, measure, first)
    return FastElectorate(election, measure, first)


def _most(election: Election) -> int:
    """The most points that all ballots of an election could give to one option."""
    ballots = election.ballots
    return ballots.voters * max(abs(ballots.top), abs(ballots.lowest), 1)
