"""A short verifier of equal-shares outcomes.

It shares with the count the order of ties and nothing else, and it searches for nothing. Each
purchase carries its price ρ; the verifier lets everyone pay at that price and asks whether the
cost is met, and whether the same price would have bought any other project as well or better.
One pass per project, no sorting.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from koinon.methods.budgets import Profile, tie_ranks
from koinon.methods.equal_shares import Outcome, Round, Run
from koinon.methods.plain import digest, to_plain

ZERO = Fraction(0)


def check_equal_shares(outcome: Outcome, profile: Profile) -> tuple[str, ...]:
    """The places where an outcome does not hold for these ballots; empty when all of it does.

    Verified: every purchase of the deciding run and of the run that overspent, why the runs
    stopped, and the completion. The runs before the deciding one are verified by counting again
    (`equal_shares`), which is as long a work as the count was.
    """
    return tuple(_Verifier(outcome, profile).faults())


class _Verifier:
    def __init__(self, outcome: Outcome, profile: Profile) -> None:
        self.outcome = outcome
        self.profile = profile
        self.costs = {project.id: project.cost for project in profile.projects}
        self.ranks = tie_ranks(profile, outcome.rule.ties)
        self.votes = profile.approvals()
        self.supporters: dict[str, list[int]] = {id_: [] for id_ in self.costs}
        for at, ballot in enumerate(profile.ballots):
            for id_ in ballot.approvals:
                self.supporters[id_].append(at)

    def faults(self) -> Iterator[str]:
        outcome = self.outcome
        if digest(to_plain(self.profile.ballots)) != outcome.ballots_sha256:
            yield "ballots_sha256"
        if not self.starts_well():
            yield "run.per_voter"
        yield from self.run_faults(outcome.run, "run")
        if outcome.overspent:
            yield from self.run_faults(outcome.overspent, "overspent")
        if not self.stops_well():
            yield "stopped"
        if outcome.added != (self.completion() if outcome.rule.then == "greedy" else ()):
            yield "added"
        selected = [*(round_.project for round_ in outcome.run.rounds), *outcome.added]
        if outcome.selected != tuple(sorted(selected)):
            yield "selected"
        if (
            outcome.cost != sum(self.costs[id_] for id_ in selected)
            or outcome.cost > outcome.budget
        ):
            yield "cost"

    def starts_well(self) -> bool:
        """The deciding run stands the stated number of steps above the share of the budget."""
        outcome, rule = self.outcome, self.outcome.rule
        share = Fraction(outcome.budget, self.profile.voters)
        start = share if rule.start == "exact share" else Fraction(floor(share))
        raises = outcome.runs - (2 if outcome.overspent else 1)
        following = outcome.overspent or outcome.run
        gap = rule.step if outcome.overspent else 0
        right = outcome.run.per_voter == start + raises * rule.step
        return right and following.per_voter == outcome.run.per_voter + gap

    def run_faults(self, run: Run, place: str) -> Iterator[str]:
        """The purchases that are not right, and money that could have bought more at the end."""
        money = [run.per_voter] * len(self.profile.ballots)
        rest = {id_ for id_, votes in self.votes.items() if votes}
        for at, round_ in enumerate(run.rounds):
            if round_.project not in rest or not self.is_right(round_, money, rest):
                yield f"{place}.rounds.{at}"
                return
            for payment in round_.paid:
                money[payment.ballot] -= payment.each
            rest.remove(round_.project)
            if round_.left != self.held(money, range(len(money))):
                yield f"{place}.rounds.{at}.left"
        if any(self.held(money, self.supporters[id_]) >= self.costs[id_] for id_ in rest):
            yield f"{place}.rounds"
        if run.cost != sum(self.costs[round_.project] for round_ in run.rounds):
            yield f"{place}.cost"

    def held(self, money: list[Fraction], ballots: range | list[int]) -> Fraction:
        """What the voters of these ballots hold together."""
        return sum((money[g] * self.profile.ballots[g].weight for g in ballots), ZERO)

    def is_right(self, round_: Round, money: list[Fraction], rest: set[str]) -> bool:
        """All pay what the price demands, the cost is met, and no other project comes first."""
        most = round_.price * self.costs[round_.project]
        due = {g: min(money[g], most) for g in self.supporters[round_.project]}
        paid = {payment.ballot: payment.each for payment in round_.paid}
        if paid != {g: each for g, each in due.items() if each}:
            return False
        # Somebody pays in full, so that no smaller price would do.
        if self.given(due) != self.costs[round_.project] or max(due.values()) < most:
            return False
        others = (id_ for id_ in rest if id_ != round_.project)
        return not any(self.comes_first(id_, round_, money) for id_ in others)

    def given(self, each: dict[int, Fraction]) -> Fraction:
        return sum((amount * self.profile.ballots[g].weight for g, amount in each.items()), ZERO)

    def comes_first(self, id_: str, round_: Round, money: list[Fraction]) -> bool:
        """Whether another project has a smaller price, or the same and a better tie rank."""
        most = round_.price * self.costs[id_]
        offered = {g: min(money[g], most) for g in self.supporters[id_]}
        surplus = self.given(offered) - self.costs[id_]
        if surplus or max(offered.values()) < most:
            return surplus >= 0
        return self.ranks[id_] < self.ranks[round_.project]

    def stops_well(self) -> bool:
        """The stated reason for stopping holds, and is one that the rule knows."""
        outcome = self.outcome
        if (outcome.stopped == "overspent") != (outcome.overspent is not None):
            return False
        bought = {round_.project for round_ in outcome.run.rounds}
        rest = [id_ for id_, votes in self.votes.items() if votes and id_ not in bought]
        left = outcome.budget - outcome.run.cost
        holds = {
            "one run": outcome.rule.step == 0 and outcome.runs == 1,
            "everything": not rest,
            "exhausted": outcome.rule.stop == "exhausted"
            and all(self.costs[id_] > left for id_ in rest),
            "overspent": outcome.overspent is not None and outcome.overspent.cost > outcome.budget,
        }
        return holds[outcome.stopped] and left >= 0

    def completion(self) -> tuple[str, ...]:
        """What the greedy completion takes: again and again the most approved that still fits."""
        left = self.outcome.budget - self.outcome.run.cost
        rest = {id_ for id_, votes in self.votes.items() if votes}
        rest -= {round_.project for round_ in self.outcome.run.rounds}
        taken: list[str] = []
        while fitting := [id_ for id_ in rest if self.costs[id_] <= left]:
            best = min(fitting, key=lambda id_: (-self.votes[id_], self.ranks[id_]))
            taken.append(best)
            rest.remove(best)
            left -= self.costs[best]
        return tuple(taken)
