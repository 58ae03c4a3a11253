"""A short verifier of Schulze, ranked pairs and minimax results.

It finds strongest paths by letting links in, the strongest first, and asking who is reached when;
takes a locked order for right where it has no cycle, a skipped majority where its cycle stood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise, product

from koinon.methods.counting.ballots import SEVERAL, Ranks
from koinon.methods.counting.contests import Election, Irregular, Tally
from koinon.methods.counting.pairwise.types import (
    Duel,
    Link,
    Majority,
    MinimaxResult,
    RankedPairsResult,
    SchulzeResult,
    Worst,
)
from koinon.methods.counting.ties import Lots, Tie, lot_key

Result = SchulzeResult | RankedPairsResult | MinimaxResult
Strengths = dict[tuple[str, str], tuple[int, ...]]


def recheck(result: Result, election: Election) -> tuple[str, ...]:
    """The places where a result does not hold for these ballots; empty when all of it does."""
    kinds: dict[type[Result], type[_Paths | _Locked | _Worst]] = {
        SchulzeResult: _Paths, RankedPairsResult: _Locked, MinimaxResult: _Worst
    }  # fmt: skip
    verifier = kinds[type(result)](result, election)
    return (*verifier.faults(), *verifier.method_faults(), *verifier.seat_faults())


class _Verifier:
    def __init__(self, result: Result, election: Election) -> None:
        self.result = result
        self.election = election
        self.paper = election.contest.ids
        self.ids = [one.id for one in election.contest.options if not one.withdrawn]
        self.at = {option: at for at, option in enumerate(self.ids)}
        self.irregular: Counter[tuple[str, bool]] = Counter()
        self.lots = 0
        cast = election.ballots.voters
        self.lane = cast.bit_length() + 1
        self.unit = {option: 1 << self.lane * at for option, at in self.at.items()}
        self.all = sum(self.unit.values())
        self.below = dict.fromkeys(self.ids, 0)
        for ranks, voters in election.ballots.rankings():
            self.read(ranks, voters)
        one = (1 << self.lane) - 1
        pairs = product(self.ids, repeat=2)
        self.over = {(a, b): self.below[a] >> self.lane * self.at[b] & one for a, b in pairs}
        lost = sum(voters for (_, valid), voters in self.irregular.items() if not valid)
        irregular = tuple(Irregular(r, n, v) for (r, v), n in sorted(self.irregular.items()))
        self.tally = Tally(election.ballots.sha256, cast, cast - lost, irregular)

    def read(self, ranks: Ranks, voters: int) -> None:
        """Add what one ballot prefers, and what is irregular of it.

        What an option is preferred to is one long number, a lane of bits for each other option.
        """
        end = ranks.index(SEVERAL) if SEVERAL in ranks else len(ranks)
        named = [self.paper[option] for rank in ranks[:end] for option in rank]
        still = [option for option in named if option in self.at]
        met = ["several"] if end < len(ranks) else []
        met += ["withdrawn"] if len(still) < len(named) else []
        if not still:
            self.irregular[(met or ["blank"])[0], False] += voters
            return
        met += ["skipped"] if () in ranks[:end] else []
        met += ["repeated"] if len({*still}) < len(still) else []
        for reason in met:
            self.irregular[reason, True] += voters
        left = {option: self.unit[option] for option in still}
        rest = self.all if self.result.rule.unranked == "last" else sum(left.values())
        for rank in ranks[:end]:
            group = {self.paper[option] for option in rank} & left.keys()
            rest -= sum(left.pop(option) for option in group)
            for option in group:
                self.below[option] += voters * rest

    def faults(self) -> Iterator[str]:
        result, compared, ids = self.result, self.result.compared, self.ids
        for name in ("ballots_sha256", "cast", "valid", "irregular"):
            if getattr(result.tally, name) != getattr(self.tally, name):
                yield f"tally.{name}"
        if compared.options != tuple(ids):
            yield "compared.options"
        if compared.matrix != tuple(tuple(self.over[a, b] for b in ids) for a in ids):
            yield "compared.matrix"
        winners = [a for a in ids if all(self.wins(a, b) for b in ids if b != a)]
        if compared.condorcet_winner != (winners[0] if winners else None):
            yield "compared.condorcet_winner"
        if compared.smith != self.smith():
            yield "compared.smith"

    def wins(self, a: str, b: str) -> bool:
        return self.over[a, b] > self.over[b, a]

    def smith(self) -> tuple[str, ...]:
        """The smallest set closed under who is not beaten: the closure of some option."""
        open_ = {a: [b for b in self.ids if b != a and not self.wins(a, b)] for a in self.ids}
        closures = [_reached(a, open_) for a in self.ids]
        smallest = min(closures, key=lambda one: len(one))
        return tuple(sorted(smallest, key=self.at.__getitem__))

    def ordered(self, beaten_by: dict[str, set[str]]) -> tuple[tuple[str, ...], ...]:
        """Places by the longest line of those who beat each other down to an option."""
        depth: dict[str, int] = {}
        while len(depth) < len(self.ids):
            ready = [a for a in self.ids if a not in depth and beaten_by[a] <= depth.keys()]
            if not ready:
                return ()
            depth |= {a: max((depth[b] + 1 for b in beaten_by[a]), default=0) for a in ready}
        last = max(depth.values())
        return tuple(tuple(a for a in self.ids if depth[a] == at) for at in range(last + 1))

    def seat_faults(self) -> Iterator[str]:
        """Who has a seat follows from the places that the method's own check has found right."""
        result, elected = self.result, list[str]()
        ties: list[Tie] = []
        stage = len(result.majorities) + 1 if isinstance(result, RankedPairsResult) else 1
        for place in result.places:
            open_ = self.election.contest.seats - len(elected)
            if len(place) <= open_:
                elected += place
                continue
            left = list(place)
            for _ in range(open_):
                first = left[0] if result.rule.last == "paper" else self.drawn(left)[0]
                ties.append(Tie(stage, "elected", tuple(left), result.rule.last, first))
                left.remove(first)
                elected.append(first)
            break
        if result.elected != tuple(elected):
            yield "elected"
        if [one for one in result.ties if one.what != "majorities"] != ties:
            yield "ties"

    def drawn(self, options: list[str]) -> list[str]:
        self.lots += 1
        lots = Lots(self.result.lot, self.election.ballots.sha256)
        return sorted(options, key=lambda option: lot_key(lots, self.lots, option))


class _Paths(_Verifier):
    result: SchulzeResult

    def key(self, a: str, b: str) -> tuple[int, ...]:
        """Schulze 2011, 2.1: victories before ties before defeats, then as the rule states."""
        won, lost = self.over[a, b], self.over[b, a]
        if self.result.rule.strength == "margins":
            return (won - lost,)
        if won == lost:
            return (0, 0, 0)
        votes_first = (won > lost) is (self.result.rule.strength == "winning votes")
        rest = (won, -lost) if votes_first else (-lost, won)
        return (1 if won > lost else -1, *rest)

    def strongest(self) -> Strengths:
        """Let links in, the strongest first; when b is first reached from a, that is its path's."""
        keys = {(a, b): self.key(a, b) for a in self.ids for b in self.ids if a != b}
        reach = {a: 1 << self.at[a] for a in self.ids}
        found: Strengths = {}
        for a, b in sorted(keys, key=keys.__getitem__, reverse=True):
            for start in self.ids:
                new = reach[b] & ~reach[start] if reach[start] >> self.at[a] & 1 else 0
                reach[start] |= new
                for end in self.ids if new else ():
                    if new >> self.at[end] & 1:
                        found[start, end] = keys[a, b]
        return found

    def method_faults(self) -> Iterator[str]:
        best = self.strongest()
        pairs = [(one.option, one.other) for one in self.result.duels]
        known = [sorted(self.at.get(option, -1) for option in pair) for pair in pairs]
        if known != sorted([a, b] for b in self.at.values() for a in range(b)):
            yield "duels"
            return
        for at, duel in enumerate(self.result.duels):
            yield from self.duel_faults(duel, best, f"duels[{at}]")
        ids = self.ids
        beaten_by = {b: {a for a in ids if a != b and best[a, b] > best[b, a]} for b in ids}
        if self.result.places != self.ordered(beaten_by):
            yield "places"

    def duel_faults(self, duel: Duel, best: Strengths, place: str) -> Iterator[str]:
        a, b = duel.option, duel.other
        there, back = best[a, b], best[b, a]
        if there < back or (there == back and self.at[a] > self.at[b]):
            yield f"{place}.option"
        if duel.tied != (there == back):
            yield f"{place}.tied"
        first = ("path", duel.path, duel.weakest, (a, b), there)
        second = ("back", duel.back, duel.weakest_back, (b, a), back)
        for name, path, weakest, ends, strength in (first, second):
            right = len(path) > 1 and (path[0], path[-1]) == ends and len({*path}) == len(path)
            links = [link for link in pairwise(path) if right and {*path} <= self.at.keys()]
            if not links or min(self.key(*link) for link in links) != strength:
                yield f"{place}.{name}"
                continue
            x, y = next(link for link in links if self.key(*link) == strength)
            if weakest != Link(self.over[x, y], self.over[y, x]):
                yield f"{place}.weakest"


class _Locked(_Verifier):
    result: RankedPairsResult

    def key(self, one: Majority) -> tuple[int, int]:
        by_votes = self.result.rule.strength == "winning votes"
        strength = one.votes if by_votes else one.votes - one.against
        smaller = self.result.rule.equal == "smaller losing side"
        return -strength, one.against if smaller else -one.against

    def method_faults(self) -> Iterator[str]:
        result = self.result
        over = self.over
        wins = {(a, b): (n, over[b, a]) for (a, b), n in over.items() if n > over[b, a]}
        said = {(one.option, one.other): (one.votes, one.against) for one in result.majorities}
        keys = [self.key(one) for one in result.majorities]
        if said != wins or len(keys) != len(wins) or keys != sorted(keys):
            yield "majorities"
            return
        below: dict[str, list[str]] = {a: [] for a in self.ids}
        ties: list[Tie] = []
        taken = 0
        for _, group in groupby(result.majorities, key=self.key):
            equals = list(group)
            if tuple(equals) != self.in_order(equals, below, taken, ties):
                yield f"majorities[{taken}]"
            for one in equals:
                joins = (one.cycle or ("", ""))[0] == one.other and one.cycle[-1] == one.option
                stands = joins and all(b in below.get(a, ()) for a, b in pairwise(one.cycle))
                if one.locked is bool(one.cycle) or (one.cycle and not stands):
                    yield f"majorities[{taken}].cycle"
                if one.locked:
                    below[one.option].append(one.other)
                taken += 1
        of_majorities = [one for one in result.ties if one.what == "majorities"]
        if of_majorities != ties or list(result.ties[: len(ties)]) != ties:
            yield "ties"
        places = self.ordered({b: {a for a in self.ids if b in below[a]} for b in self.ids})
        if not places or result.places != places:
            yield "places"

    def in_order(
        self, equals: list[Majority], below: dict[str, list[str]], taken: int, ties: list[Tie]
    ) -> tuple[Majority, ...]:
        """Majorities of equal strength as they must be taken, and the tie where it matters."""
        on_paper = sorted(equals, key=lambda one: (self.at[one.option], self.at[one.other]))
        free = [one for one in on_paper if one.option not in _reached(one.other, below)]
        both = {a: [*below[a], *(one.other for one in free if one.option == a)] for a in self.ids}
        circling = [one for one in free if one.option in _reached(one.other, both)]
        order = self.ids
        if circling and self.result.rule.last == "lot":
            self.lots = 0
            order = self.drawn(self.ids)
        at = {option: number for number, option in enumerate(order)}
        sorted_ = sorted(equals, key=lambda one: (at[one.option], -at[one.other]))
        if circling:
            names = tuple(f"{one.option} > {one.other}" for one in circling)
            first = next(f"{x.option} > {x.other}" for x in sorted_ if x in circling)
            ties.append(Tie(taken + 1, "majorities", names, self.result.rule.last, first))
        return tuple(sorted_)


class _Worst(_Verifier):
    result: MinimaxResult

    def method_faults(self) -> Iterator[str]:
        worst = [self.worst(a) for a in self.ids]
        if list(self.result.worst) != worst:
            yield "worst"
        levels = sorted({one.strength for one in worst})
        places = [tuple(one.option for one in worst if one.strength == it) for it in levels]
        if list(self.result.places) != places:
            yield "places"

    def worst(self, a: str) -> Worst:
        kind = self.result.rule.strength
        rest = [b for b in self.ids if b != a and (kind != "winning votes" or self.wins(b, a))]
        against = [self.over[b, a] - (self.over[a, b] if kind == "margins" else 0) for b in rest]
        most = max(against, default=0)
        return Worst(a, rest[against.index(most)] if rest else None, most)


def _reached(start: str, to: dict[str, list[str]]) -> set[str]:
    found, left = {start}, [start]
    while left:
        new = set(to[left.pop()]) - found
        found |= new
        left += new
    return found
