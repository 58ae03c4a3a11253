"""Ranked choice voting in rounds: ballots move only when their option is elected or eliminated."""

from __future__ import annotations

from fractions import Fraction

from koinon.methods.counting.ballots import SEVERAL, Ranks
from koinon.methods.counting.contests import CountError, Election, Irregular, Tally
from koinon.methods.counting.ties import Lots, Tie
from koinon.methods.counting.transfers.results import Move
from koinon.methods.counting.transfers.us_rules import (
    UsRankedChoice,
    UsResult,
    UsRound,
    check_us_rule,
)

ACTIVE, EXHAUSTED, OVERVOTED, REPEATED, SKIPPED, UNDERVOTED = range(6)
_INVALID = {
    EXHAUSTED: "no option that counts",
    OVERVOTED: "overvote",
    REPEATED: "option ranked twice",
    SKIPPED: "ranks left empty",
    UNDERVOTED: "blank",
}


def count_us(rule: UsRankedChoice, election: Election, lot: str = "") -> UsResult:
    """Count in rounds; one race after another where winners are found so. Raises CountError."""
    check_us_rule(rule, election.contest)
    lots = Lots(lot, election.ballots.sha256)
    ballots = [(ranks[: rule.max_rankings], n) for ranks, n in election.ballots.rankings()]
    standing = {at for at, one in enumerate(election.contest.options) if not one.withdrawn}
    races = election.contest.seats if rule.mode == "multiPassIrv" else 1
    rounds: list[UsRound] = []
    ties: list[Tie] = []
    elected: list[str] = []
    tally = None
    for number in range(1, races + 1):
        if not standing:
            break
        seats = 1 if rule.mode == "multiPassIrv" else election.contest.seats
        race = Race(rule, election, seats, standing, ballots, lots)
        race.run(number)
        tally = tally or race.tally(election)
        rounds += race.rounds
        ties += race.ties
        won = race.won()
        elected += won
        standing = standing - {election.contest.ids.index(id_) for id_ in won}
    if tally is None:
        raise CountError("no option stands; there is nobody to elect.")
    return UsResult(rule, tally, 10**rule.decimals, tuple(rounds), tuple(elected), tuple(ties), lot)


def follow(rule: UsRankedChoice, ranks: Ranks, going: set[int]) -> tuple[int, int]:
    """The option that a ballot counts for, or -1 and why for none.

    Read from the first rank each time, for what an overvote is depends on who is still going.
    """
    last = max((at for at, rank in enumerate(ranks, 1) if rank), default=0)
    before = 0
    seen: set[int] = set()
    for at, rank in enumerate(ranks, 1):
        if not rank:
            continue
        if rule.max_skipped is not None and at - before > rule.max_skipped + 1:
            return -1, SKIPPED
        before = at
        known = () if rank == SEVERAL else rank
        if rule.exhaust_on_duplicate:
            if seen.intersection(known):
                return -1, REPEATED
            seen.update(known)
        still = [option for option in known if option in going]
        if len(rank) > 1 or rank == SEVERAL:
            if rule.overvote == "alwaysSkipToNextRank":
                if at == last:
                    return -1, EXHAUSTED
                continue
            if rule.overvote == "exhaustImmediately" or len(still) > 1:
                return -1, OVERVOTED
            if rank == SEVERAL:
                raise CountError("a ballot has an overvote whose marks are not known; choose an "
                                 "overvote rule that does not ask who continues.")  # fmt: skip
        if still:
            return still[0], ACTIVE
    return -1, EXHAUSTED if last else UNDERVOTED


class Race:
    """One race: who holds each ballot, at what value, and the rounds so far."""

    def __init__(
        self,
        rule: UsRankedChoice,
        election: Election,
        seats: int,
        standing: set[int],
        ballots: list[tuple[Ranks, int]],
        lots: Lots,
    ) -> None:
        self.rule, self.seats, self.lots = rule, seats, lots
        self.ids = election.contest.ids
        self.scale = 10**rule.decimals
        self.going = set(standing)
        self.number = len(standing)
        self.undeclared = self.ids.index(rule.undeclared) if rule.undeclared else -1
        self.ballots = ballots
        self.values = [self.scale] * len(ballots)
        self.held: dict[int, list[int]] = {at: [] for at in standing}
        self.inactive = [0] * 6
        self.first_faults = [0] * 6
        self.residual = 0
        self.winners: dict[int, int] = {}
        self.losers: dict[int, int] = {}
        self.settled: dict[int, int] = {}
        self.rounds: list[UsRound] = []
        self.ties: list[Tie] = []
        self.votes: dict[int, int] = {}
        self.threshold = Fraction(0)

    def won(self) -> list[str]:
        """Winners in order: by round, then by votes, then by the paper."""
        return [id_ for one in self.rounds for id_ in one.elected]

    def run(self, race: int) -> None:
        """All rounds."""
        leaving: list[int] = []
        while self._goes_on():
            number = len(self.rounds) + 1
            moves = self._place(leaving, number)
            self.votes = {at: self._sum(at) for at in sorted(self.going)}
            self._set_threshold(number)
            elected = self._find_winners(number)
            eliminated: list[int] = []
            if elected:
                self._elect(elected, number)
            elif self._eliminates():
                eliminated = self._find_losers(number)
                self.losers.update(dict.fromkeys(eliminated, number))
                self.going.difference_update(eliminated)
            self._write(race, number, moves, elected, eliminated)
            if not elected and not eliminated and (not self.going or self._goes_on()):
                break
            leaving = eliminated or ([] if self.rule.until_two else elected)

    def _goes_on(self) -> bool:
        number, rule = len(self.rounds), self.rule
        if number == 0:
            return True
        if rule.stop_after is not None and number >= rule.stop_after:
            return False
        if rule.until_two:
            out = len(self.losers) + len(self.winners) + 1 < self.number
            return out or number in self.losers.values()
        if rule.mode in ("bottomsUp", "bottomsUpUsingPercentageThreshold"):
            return not self.winners
        shows = self.seats > 1 and number in self.winners.values()
        return len(self.winners) < self.seats or shows

    def _sum(self, option: int) -> int:
        return sum(self.values[at] * self.ballots[at][1] for at in self.held[option])

    def _place(self, leaving: list[int], number: int) -> tuple[Move, ...]:
        """Put the ballots of those who left to whom they count for now."""
        if number == 1:
            self._put(list(range(len(self.ballots))))
            self.first_faults = [n // self.scale for n in self.inactive]
            return ()
        moves = []
        for source in sorted(leaving):
            held = self.held.pop(source)
            gains, lost = self._put(held)
            residual = 0
            if source in self.winners:
                residual = self._settle(source)
            moves.append(Move(self.ids[source], tuple(gains), lost, residual))
        return tuple(moves)

    def _put(self, ballots: list[int]) -> tuple[list[int], int]:
        gains, lost = [0] * len(self.ids), 0
        for at in ballots:
            ranks, voters = self.ballots[at]
            option, status = follow(self.rule, ranks, self.going)
            worth = self.values[at] * voters
            if status == ACTIVE:
                self.held[option].append(at)
                gains[option] += worth
            else:
                self.inactive[status] += worth
                lost += worth
        return gains, lost

    def _settle(self, winner: int) -> int:
        """What an elected option keeps: the threshold; the rest of a surplus is residual."""
        left = Fraction(self.settled[winner]) - self.threshold * self.scale
        if left <= 0:
            return 0
        residual = int(left)
        self.settled[winner] -= residual
        self.residual += residual
        return residual

    def _set_threshold(self, number: int) -> None:
        if number > 1 and (self.seats > 1 or self.rule.first_round):
            return
        active, rule = sum(self.votes.values()), self.rule
        if rule.mode == "bottomsUpUsingPercentageThreshold":
            threshold = Fraction(active, self.scale) * rule.percentage
        else:
            unit = self.scale if rule.fractional_threshold else 1
            whole = active * unit // self.scale if rule.fractional_threshold else active
            base = whole if rule.fractional_threshold else Fraction(active, self.scale)
            share = base / Fraction(self.seats if rule.hare else self.seats + 1)
            units = -(-share // 1) if rule.hare else share // 1 + 1
            threshold = Fraction(units, unit)
        self.threshold = max(threshold, Fraction(rule.minimum))

    def _find_winners(self, number: int) -> list[int]:
        rule, votes = self.rule, self.votes
        if votes.get(self.undeclared):
            return []
        bar = self.threshold * self.scale
        if rule.mode == "bottomsUpUsingPercentageThreshold":
            order = sorted(votes, key=lambda at: (-votes[at], at))
            return order if all(value > bar for value in votes.values()) else []
        unfilled = self.seats - len(self.winners)
        racing = [at for at in votes if at not in self.winners]
        chosen: list[int] = []
        top = max(votes.values(), default=0)
        if unfilled > 0:
            if len(votes) <= unfilled:
                chosen = racing
            elif rule.first_round and len(votes) - 1 == self.seats:
                chosen = [at for at in racing if votes[at] == top]
            elif rule.mode != "bottomsUp":
                chosen = [at for at in racing if votes[at] >= bar and at != self.undeclared]
        one = rule.mode == "multiWinnerAllowOnlyOneWinnerPerRound" or rule.first_round
        level = (
            self.seats == 1
            and not chosen
            and len(votes) == 2
            and unfilled == 1
            and all(value >= rule.minimum * self.scale for value in votes.values())
        )
        if (len(chosen) > 1 and one) or level:
            best = [at for at in racing if votes[at] == top]
            chosen = [self._pick(best, number, "elect")]
        return sorted(chosen, key=lambda at: (-votes[at], at))

    def _elect(self, elected: list[int], number: int) -> None:
        for at in elected:
            self.winners[at] = number
        if self.seats == 1 or self.rule.mode in ("bottomsUp", "bottomsUpUsingPercentageThreshold"):
            return
        for option in elected:
            self.going.discard(option)
            votes = self.votes[option]
            extra = max(0, int(votes - self.threshold * self.scale))
            fraction = extra * self.scale // votes if votes else 0
            kept = 0
            for at in self.held[option]:
                moves = self.values[at] * fraction // self.scale
                kept += (self.values[at] - moves) * self.ballots[at][1]
                self.values[at] = moves
            self.settled[option] = kept

    def _eliminates(self) -> bool:
        rule = self.rule
        return bool(self.votes) and (
            len(self.winners) < self.seats
            or (rule.until_two and len(self.losers) < self.number - 2)
            or rule.mode == "bottomsUpUsingPercentageThreshold"
        )

    def _find_losers(self, number: int) -> list[int]:
        votes = self.votes
        if votes.get(self.undeclared):
            return [self.undeclared]
        order = sorted(votes, key=lambda at: (votes[at], at))
        below = [at for at in order if votes[at] < self.rule.minimum * self.scale]
        if below and len(below) == self.number - (self.undeclared >= 0):
            raise CountError("every option is below the minimum of votes; lower the minimum.")
        if below:
            return below
        together = self._cannot_catch_up(order) if self.rule.batch else []
        if len(together) > 1:
            return together
        lowest = [at for at in order if votes[at] == votes[order[0]]]
        return [self._pick(lowest, number, "eliminate")]

    def _cannot_catch_up(self, order: list[int]) -> list[int]:
        """The lowest whose votes together stay below those of the next (but see until_two)."""
        total, found, before = 0, 0, 0
        for place, at in enumerate(order):
            tied_with_last = place and self.votes[at] == self.votes[order[place - 1]]
            if not tied_with_last and total < self.votes[at] and place > found:
                before, found = found, place
            total += self.votes[at]
        if self.rule.until_two and found + len(self.losers) == self.number - 1:
            found = before
        return order[:found]

    def _pick(self, tied: list[int], number: int, what: str) -> int:
        """Who of the tied is elected, or eliminated."""
        if len(tied) == 1:
            return tied[0]
        names = tuple(self.ids[at] for at in tied)
        best = max if what == "elect" else min
        paper = self.rule.order or self.ids
        for key in self.rule.ties:
            if key == "earlier stages":
                for one in reversed(self.rounds):
                    held = {at: one.votes[at] or 0 for at in tied}
                    tied = [at for at in tied if held[at] == best(held.values())]
            elif key == "lot":
                tied = [self.ids.index(self.lots.order([self.ids[at] for at in tied])[0])]
            else:
                by_paper = sorted(tied, key=lambda at: paper.index(self.ids[at]))
                tied = by_paper[:1] if what == "elect" else by_paper[-1:]
            if len(tied) == 1:
                self.ties.append(Tie(number, what, names, key, self.ids[tied[0]]))
                return tied[0]
        raise AssertionError("the last key leaves no tie open")

    def _write(
        self,
        race: int,
        number: int,
        moves: tuple[Move, ...],
        elected: list[int],
        eliminated: list[int],
    ) -> None:
        shown = {**self.settled, **self.votes}
        exhausted, overvoted, repeated, skipped, undervoted = self.inactive[EXHAUSTED:]
        self.rounds.append(
            UsRound(
                race,
                number,
                self.threshold,
                tuple(shown.get(at) for at in range(len(self.ids))),
                exhausted,
                overvoted,
                repeated,
                skipped,
                undervoted,
                self.residual,
                moves,
                tuple(self.ids[at] for at in elected),
                tuple(self.ids[at] for at in eliminated),
            )
        )

    def tally(self, election: Election) -> Tally:
        """What the ballots were at the first round; faults of those that count are listed too."""
        cast = sum(voters for _, voters in self.ballots)
        found = {_INVALID[at]: (n, False) for at, n in enumerate(self.first_faults) if n}
        everyone = {at for at, one in enumerate(election.contest.options) if not one.withdrawn}
        for ranks, voters in self.ballots:
            reason = _fault(ranks)
            if reason and follow(self.rule, ranks, everyone)[1] == ACTIVE:
                found[reason] = (found.get(reason, (0, True))[0] + voters, True)
        order = (*_INVALID.values(), *_FAULTS)
        irregular = tuple(Irregular(name, *found[name]) for name in order if name in found)
        valid = cast - sum(self.first_faults)
        return Tally(election.ballots.sha256, cast, valid, irregular)


_FAULTS = ("counted with an overvote", "counted with an empty rank", "counted with a repeat")


def _fault(ranks: Ranks) -> str:
    """The first kind of fault that a ballot has, wherever it stands."""
    if any(len(rank) > 1 or rank == SEVERAL for rank in ranks):
        return _FAULTS[0]
    if not all(ranks):
        return _FAULTS[1]
    return _FAULTS[2] if len(set(ranks)) < len(ranks) else ""
