"""Why each option won or did not in a count by transfer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from koinon.methods.counting.contests import Contest
from koinon.methods.counting.reasons import Code, Reason
from koinon.methods.counting.transfers.countback import CountbackResult
from koinon.methods.counting.transfers.results import MeekResult, TransferResult
from koinon.methods.counting.transfers.us_rules import UsResult


def transfer_reasons(result: TransferResult, contest: Contest) -> tuple[Reason, ...]:
    """One reason for each option, in the order of the paper."""
    history = _History(contest, result.scale, [stage.votes for stage in result.stages])
    return _by_stages(history, result)


def countback_reasons(result: CountbackResult, contest: Contest) -> tuple[Reason, ...]:
    """One reason for each option, in the order of the paper: most could not be elected at all."""
    history = _History(contest, result.scale, [stage.votes for stage in result.stages])
    standing = set(result.rule.consenting)
    for one in history.running - standing:
        code: Code = "seated" if one in result.seated else "not standing"
        code = "vacating" if one == result.rule.vacating else code
        history.found[one] = Reason(one, won=False, code=code)
    history.running = standing
    return _by_stages(history, result)


def _by_stages(history: _History, result: TransferResult | CountbackResult) -> tuple[Reason, ...]:
    """What each stage decided of whoever was in the running."""
    quota = Fraction(result.quota, result.scale)
    for stage in result.stages:
        if stage.action == "exclude":
            drawn = {one for tie in result.ties if tie.stage == stage.number for one in tie.tied}
            # Who leaves at this stage had what the stage before ended with.
            history.exclude(stage.of, stage.number, stage.number - 2, drawn)
        for one in stage.elected:
            history.elect(one, stage.number, stage.votes, quota)
    return history.finish(result.elected)


def meek_reasons(result: MeekResult, contest: Contest) -> tuple[Reason, ...]:
    """One reason for each option, in the order of the paper."""
    history = _History(contest, result.scale, [one.votes for one in result.rounds])
    for number, one in enumerate(result.rounds, 1):
        for id_ in one.elected:
            history.elect(id_, number, one.votes, Fraction(one.quota, result.scale))
        if one.excluded:
            drawn = {id_ for tie in result.ties if tie.stage == one.number for id_ in tie.tied}
            history.exclude((one.excluded,), number, number - 1, drawn)
    return history.finish(result.elected)


def us_reasons(result: UsResult, contest: Contest) -> tuple[Reason, ...]:
    """One reason for each option, in the order of the paper."""
    votes = [tuple(had or 0 for had in one.votes) for one in result.rounds]
    history = _History(contest, result.scale, votes)
    for at, one in enumerate(result.rounds):
        if at and one.number == 1:  # The next race: whoever is not elected runs again.
            history.run_again()
        equals = {id_ for tie in result.ties if tie.stage == one.number for id_ in tie.tied}
        for id_ in one.elected:
            history.elect(id_, at + 1, votes[at], one.threshold, equals)
        if one.eliminated:
            history.exclude(one.eliminated, at + 1, at, equals)
    return history.finish(result.elected)


class _History:
    """Who is still in the running as the stages pass, and what was decided of whom."""

    def __init__(self, contest: Contest, scale: int, votes: Sequence[tuple[int, ...]]) -> None:
        self.contest = contest
        self.scale = scale
        self.votes = votes
        self.place = {id_: at for at, id_ in enumerate(contest.ids)}
        self.running = {one.id for one in contest.options if not one.withdrawn}
        self.found: dict[str, Reason] = {
            one.id: Reason(one.id, won=False, code="withdrawn")
            for one in contest.options
            if one.withdrawn
        }

    def held(self, option: str, at: int) -> Fraction:
        """The votes of an option at the end of stage number `at`, from 0."""
        return Fraction(self.votes[at][self.place[option]], self.scale)

    def elect(
        self,
        option: str,
        stage: int,
        votes: tuple[int, ...],
        quota: Fraction,
        equals: Collection[str] = (),
    ) -> None:
        """An option reached the quota, or won without: of `equals`, or as no rival was left."""
        held = Fraction(votes[self.place[option]], self.scale)
        won = Reason(option, True, "quota", stage, held, needed=quota)
        if held < quota:
            rivals = self.running - {option}
            code: Code = "tied" if option in equals else "most" if rivals else "left"
            won = Reason(option, True, code, stage, held)
        self.running.discard(option)
        self.found[option] = won

    def run_again(self) -> None:
        """Everybody runs who is neither elected nor withdrawn."""
        self.running |= {id_ for id_, one in self.found.items() if one.code in ("fewest", "drawn")}

    def exclude(self, options: Sequence[str], stage: int, at: int, drawn: set[str]) -> None:
        """Options left, with what they held at stage number `at` (from 0)."""
        rest = self.running.difference(options)
        for one in options:
            rival = min(rest, key=lambda id_: (self.held(id_, at), self.place[id_]), default="")
            self.found[one] = Reason(
                one,
                won=False,
                code="drawn" if one in drawn else "fewest",
                stage=stage,
                votes=self.held(one, at),
                other=rival,
                other_votes=self.held(rival, at) if rival else None,
            )
        self.running = rest

    def finish(self, elected: Sequence[str]) -> tuple[Reason, ...]:
        """What became of those who were never excluded and never reached the quota."""
        last, end = len(self.votes), len(self.votes) - 1
        if not self.votes:  # As many options as seats: nothing was counted.
            self.found |= {one: Reason(one, won=True, code="left") for one in self.running}
            return tuple(self.found[id_] for id_ in self.contest.ids)
        winners = [id_ for id_ in elected if id_ in self.running] or list(elected[-1:])
        rival = min(winners, key=lambda id_: (self.held(id_, end), self.place[id_]), default="")
        for one in sorted(self.running, key=self.place.__getitem__):
            held = self.held(one, end)
            if one in elected:
                self.found[one] = Reason(one, True, "left", last, held)
            else:
                against = self.held(rival, end)
                drawn = rival not in self.running and self.found[rival].code == "tied"
                equal = drawn and held == against
                self.found[one] = Reason(
                    one, False, "tied" if equal else "outvoted", last, held, rival, against
                )
        return tuple(self.found[id_] for id_ in self.contest.ids)
