"""A short verifier of plurality and approval results.

It goes through the ballots once for each option, where the count goes through them once for all,
and it asks of the elected no order of a sort but two inequalities.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from koinon.methods.counting.ballots import SEVERAL
from koinon.methods.counting.choosing_types import Approval, ChoosingResult, Plurality
from koinon.methods.counting.contests import Election, Irregular
from koinon.methods.counting.ties import Lots, Tie, lot_key


def recheck(result: ChoosingResult, election: Election) -> tuple[str, ...]:
    """The places where a result does not hold for these ballots; empty when all of it does."""
    return tuple(_Verifier(result, election).faults())


class _Verifier:
    def __init__(self, result: ChoosingResult, election: Election) -> None:
        self.result = result
        self.ballots = election.ballots
        self.seats = election.contest.seats
        options = election.contest.options
        self.still = tuple(at for at, option in enumerate(options) if not option.withdrawn)
        self.judged = [(*self.judge(vote), voters) for vote, voters in self.ballots]

    def judge(self, vote: object) -> tuple[tuple[int, ...], tuple[str, ...], bool]:
        """What a ballot counts for, what is irregular of it, and whether it is valid."""
        if isinstance(self.result.rule, Approval):
            assert isinstance(vote, tuple)
            most = self.result.rule.most
            kept = tuple(option for option in vote if option in self.still)
            if not kept:
                return (), ("withdrawn" if vote else "blank",), False
            if most is not None and len(kept) > most:
                return (), ("too_many",), False
            return kept, ("withdrawn",) if kept != vote else (), True
        if not isinstance(vote, tuple):
            if vote in self.still:
                return (int(str(vote)),), (), True
            reason = {None: "blank", SEVERAL[0]: "several"}.get(vote, "withdrawn")  # type: ignore[call-overload]
            return (), (reason,), False
        return self.judge_ranking(self.result.rule, vote)

    def judge_ranking(
        self, rule: Plurality, ranks: tuple[tuple[int, ...], ...]
    ) -> tuple[tuple[int, ...], tuple[str, ...], bool]:
        counts = [at for at, rank in enumerate(ranks) if {*rank} & {*self.still, *SEVERAL}]
        end = counts[0] if counts else len(ranks)
        if rule.skipped == "invalid" and () in ranks[:end]:
            return (), ("skipped",), False
        gone = any(set(rank) - set(self.still) for rank in ranks[: end + 1])
        if not counts:
            return (), ("withdrawn" if gone else "blank",), False
        kept = tuple(option for option in ranks[end] if option in self.still)
        if len(kept) != 1:
            return (), ("several",), False
        notes = (("skipped", () in ranks[:end]), ("withdrawn", gone))
        return kept, tuple(reason for reason, met in notes if met), True

    def faults(self) -> Iterator[str]:
        result, tally = self.result, self.result.tally
        if tally.ballots_sha256 != self.ballots.sha256:
            yield "tally.ballots_sha256"
        if tally.cast != sum(voters for *_, voters in self.judged):
            yield "tally.cast"
        if tally.valid != sum(voters for *_, valid, voters in self.judged if valid):
            yield "tally.valid"
        if tally.irregular != self.irregular():
            yield "tally.irregular"
        votes = {self.ballots.options[at]: self.votes(at) for at in self.still}
        said = [(one.option, one.votes) for one in result.votes]
        if dict(said) != votes or len(said) != len(votes):
            yield "votes"
            return
        paper = {id_: at for at, id_ in enumerate(self.ballots.options)}
        keys = [(-number, paper[option]) for option, number in said]
        if any(a > b for a, b in pairwise(keys)):
            yield "votes"
        if not set(result.elected) <= votes.keys():
            yield "elected"
            return
        yield from self.seat_faults(votes, paper)

    def irregular(self) -> tuple[Irregular, ...]:
        kinds = sorted({(reason, valid) for _, notes, valid, _ in self.judged for reason in notes})
        return tuple(
            Irregular(reason, sum(v for _, n, ok, v in self.judged if reason in n and ok == valid),
                      valid)
            for reason, valid in kinds
        )  # fmt: skip

    def votes(self, option: int) -> int:
        return sum(voters for kept, *_, voters in self.judged if option in kept)

    def seat_faults(self, votes: dict[str, int], paper: dict[str, int]) -> Iterator[str]:
        result, elected = self.result, self.result.elected
        rest = votes.keys() - set(elected)
        fewest = min((votes[id_] for id_ in elected), default=-1)
        most = max((votes[id_] for id_ in rest), default=None)
        if len(set(elected)) != len(elected) or len(elected) != min(self.seats, len(votes)):
            yield "elected"
        if any(votes[a] < votes[b] for a, b in pairwise(elected)):
            yield "elected"
        if most is not None and most > fewest:
            yield "elected"
        if result.fewest_elected != fewest:
            yield "fewest_elected"
        if result.most_others != most:
            yield "most_others"
        equal = sorted((id_ for id_ in votes if votes[id_] == fewest), key=paper.__getitem__)
        above = sorted((id_ for id_ in elected if votes[id_] > fewest),
                       key=lambda id_: (-votes[id_], paper[id_]))  # fmt: skip
        needs = most == fewest
        ties = self.ties_of(equal, len(elected) - len(above)) if needs else ()
        if result.ties != ties:
            yield "ties"
        if elected != (*above, *([tie.first for tie in ties] if needs else equal)):
            yield "elected"

    def ties_of(self, equal: list[str], seats: int) -> tuple[Tie, ...]:
        """The ties as they must have been met: one a seat, each by a lot of its own."""
        lots = Lots(self.result.lot, self.ballots.sha256)
        by = self.result.rule.last
        left, ties = list(equal), []
        for number in range(1, seats + 1):
            keys = {id_: lot_key(lots, number, id_) for id_ in left}
            first = left[0] if by == "paper" else min(left, key=keys.__getitem__)
            ties.append(Tie(1, "elected", tuple(left), by, first))
            left.remove(first)
        return tuple(ties)
