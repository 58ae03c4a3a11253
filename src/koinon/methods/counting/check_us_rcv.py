"""Recount ranked choice voting by walking every ballot in every round, from its first rank on.

It shares the types and the ballots with the count, and no step of counting: no ballot is remembered
by who holds it, only what parts of it past winners keep and since when it is inactive.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from koinon.methods.counting.check_us_ballots import (
    STATES,
    FreeBallot,
    read_ballot,
    tally_ballots,
)
from koinon.methods.counting.check_walks import differences
from koinon.methods.counting.contests import CountError, Election, Tally
from koinon.methods.counting.ties import Lots, Tie
from koinon.methods.counting.transfers.results import Move
from koinon.methods.counting.transfers.us_rules import (
    UsRankedChoice,
    UsResult,
    UsRound,
    check_us_rule,
)


@dataclass(slots=True)
class _Race:
    rule: UsRankedChoice
    ids: tuple[str, ...]
    seats: int
    racing: list[int]
    ballots: list[FreeBallot]
    lots: Lots
    entered: int
    won: list[int] = field(default_factory=list)
    out: list[int] = field(default_factory=list)
    kept: dict[int, int] = field(default_factory=dict)
    residual: int = 0
    rounds: list[UsRound] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)


def recheck_us(result: UsResult, election: Election) -> tuple[str, ...]:
    """The places where a result differs from the recount; none when it holds."""
    try:
        again = _recount(result, election)
    except CountError:
        return ("$",)
    return tuple(differences("$", result, again))


def _recount(result: UsResult, election: Election) -> UsResult:
    rule, contest = result.rule, election.contest
    check_us_rule(rule, contest)
    unit = 10**rule.decimals
    lots = Lots(result.lot, election.ballots.sha256)
    racing = [at for at, option in enumerate(contest.options) if not option.withdrawn]
    one_by_one = rule.mode == "multiPassIrv"
    rounds: list[UsRound] = []
    ties: list[Tie] = []
    elected: list[str] = []
    tally: Tally | None = None
    for number in range(1, (contest.seats if one_by_one else 1) + 1):
        if not racing:
            break
        ballots = [
            FreeBallot(tuple(list(ranks)[: rule.max_rankings]), voters, unit)
            for ranks, voters in election.ballots.rankings()
        ]
        race = _Race(rule, contest.ids, 1 if one_by_one else contest.seats, list(racing), ballots,
                     lots, len(racing))  # fmt: skip
        while _continues(race):
            _round(race, number, unit)
            if number == 1 and len(race.rounds) == 1:
                tally = tally_ballots(election, ballots)
        rounds += race.rounds
        ties += race.ties
        elected += [id_ for one in race.rounds for id_ in one.elected]
        racing = [at for at in racing if contest.ids[at] not in elected]
    if tally is None:
        raise CountError("no option stands.")
    return replace(result, tally=tally, scale=unit, rounds=tuple(rounds), elected=tuple(elected),
                   ties=tuple(ties))  # fmt: skip


def _continues(race: _Race) -> bool:
    rule, last = race.rule, race.rounds[-1] if race.rounds else None
    if not last or not (last.elected or last.eliminated):
        return not last
    if rule.stop_after is not None and len(race.rounds) >= rule.stop_after:
        return False
    if rule.until_two:
        more = len(race.out) + len(race.won) + 1 < race.entered
        return more or bool(last.eliminated)
    if rule.mode.startswith("bottomsUp"):
        return not race.won
    return len(race.won) < race.seats or (race.seats > 1 and bool(last.elected))


def _round(race: _Race, number: int, unit: int) -> None:
    rule, before = race.rule, race.rounds[-1] if race.rounds else None
    votes = dict.fromkeys(race.racing, 0)
    idle = dict.fromkeys(STATES, 0)
    flows: dict[int, list[int]] = {}
    lost: dict[int, int] = {}
    for ballot in race.ballots:
        worth = ballot.free * ballot.voters
        if not ballot.state and ballot.holder not in votes:
            source = ballot.holder
            ballot.holder, ballot.state = read_ballot(rule, ballot.ranks, votes)
            row = flows.setdefault(source, [0] * len(race.ids))
            if ballot.state:
                lost[source] = lost.get(source, 0) + worth
            else:
                row[ballot.holder] += worth
        if ballot.state:
            idle[ballot.state] += worth
        else:
            votes[ballot.holder] += worth
    moves = []
    gone = () if before is None else before.eliminated or (() if rule.until_two else before.elected)
    for source in sorted(race.ids.index(id_) for id_ in gone):
        back = 0
        if source in race.kept and before is not None:
            back = max(0, int(race.kept[source] - before.threshold * unit))
            race.kept[source] -= back
            race.residual += back
        gains = tuple(flows.get(source, [0] * len(race.ids)))
        moves.append(Move(race.ids[source], gains, lost.get(source, 0), back))
    bar = _threshold(race, votes, unit)
    winners = _winners(race, votes, bar * unit)
    losers = []
    if winners:
        race.won += winners
        if race.seats > 1 and not rule.mode.startswith("bottomsUp"):
            _hand_on(race, winners, votes, bar * unit, unit)
    elif votes and _must_eliminate(race):
        losers = _losers(race, votes, unit)
        race.out += losers
        race.racing = [at for at in race.racing if at not in losers]
    shown = race.kept | votes
    if winners and race.seats > 1:
        shown = {at: n for at, n in race.kept.items() if at not in winners} | votes
    race.rounds.append(
        UsRound(
            number, len(race.rounds) + 1, bar, tuple(map(shown.get, range(len(race.ids)))),
            idle["exhausted"], idle["overvoted"], idle["repeated"], idle["skipped"],
            idle["undervoted"], race.residual, tuple(moves),
            tuple(race.ids[at] for at in winners), tuple(race.ids[at] for at in losers),
        )
    )  # fmt: skip


def _threshold(race: _Race, votes: dict[int, int], unit: int) -> Fraction:
    rule = race.rule
    if race.rounds and (race.seats > 1 or rule.first_round):
        return race.rounds[-1].threshold
    active = Fraction(sum(votes.values()), unit)
    if rule.mode == "bottomsUpUsingPercentageThreshold":
        bar = active * rule.percentage
    else:
        step = Fraction(1, unit) if rule.fractional_threshold else Fraction(1)
        steps = active / (race.seats + (not rule.hare)) / step
        whole = steps.numerator // steps.denominator
        bar = step * (whole + (steps > whole if rule.hare else 1))
    return max(bar, Fraction(rule.minimum))


def _winners(race: _Race, votes: dict[int, int], bar: Fraction) -> list[int]:
    rule = race.rule
    undeclared = race.ids.index(rule.undeclared) if rule.undeclared else -1
    if not votes or votes.get(undeclared, 0) > 0:
        return []
    order = sorted(votes, key=lambda at: votes[at], reverse=True)
    if rule.mode == "bottomsUpUsingPercentageThreshold":
        return order if votes[order[-1]] > bar else []
    open_seats = race.seats - len(race.won)
    if open_seats <= 0 or not order:
        return []
    top = [at for at in order if votes[at] == votes[order[0]]]
    if len(order) <= open_seats:
        found = order
    elif rule.first_round and len(order) == race.seats + 1:
        found = top
    elif rule.mode == "bottomsUp":
        found = []
    else:
        found = [at for at in order if votes[at] >= bar and at != undeclared]
    single = rule.first_round or rule.mode == "multiWinnerAllowOnlyOneWinnerPerRound"
    minimum = rule.minimum * 10**rule.decimals
    level = race.seats == 1 and len(order) == 2 and not found and votes[order[1]] >= minimum
    if level or (single and len(found) > 1):
        return [_first(race, sorted(top), True)]
    return found


def _hand_on(
    race: _Race, winners: list[int], votes: dict[int, int], bar: Fraction, unit: int
) -> None:
    for winner in winners:
        over = int(votes[winner] - bar)
        part = over * unit // votes[winner] if over > 0 else 0
        kept = 0
        for ballot in race.ballots:
            if ballot.holder == winner and not ballot.state:
                passing = ballot.free * part // unit
                kept += (ballot.free - passing) * ballot.voters
                ballot.free = passing
        race.kept[winner] = kept
        race.racing.remove(winner)


def _must_eliminate(race: _Race) -> bool:
    if race.rule.mode == "bottomsUpUsingPercentageThreshold" or len(race.won) < race.seats:
        return True
    return race.rule.until_two and len(race.out) < race.entered - 2


def _losers(race: _Race, votes: dict[int, int], unit: int) -> list[int]:
    rule = race.rule
    if rule.undeclared and votes.get(race.ids.index(rule.undeclared), 0) > 0:
        return [race.ids.index(rule.undeclared)]
    order = sorted(sorted(votes), key=lambda at: votes[at])
    low = [at for at in order if votes[at] < rule.minimum * unit]
    if low:
        if len(low) == race.entered - bool(rule.undeclared):
            raise CountError("all are below the minimum.")
        return low
    if rule.batch:
        cuts = [
            cut
            for cut in range(1, len(order))
            if sum(votes[at] for at in order[:cut]) < votes[order[cut]]
        ]
        if rule.until_two and cuts and cuts[-1] + len(race.out) == race.entered - 1:
            cuts.pop()
        if cuts and cuts[-1] > 1:
            return order[: cuts[-1]]
    return [_first(race, sorted(at for at in order if votes[at] == votes[order[0]]), False)]


def _first(race: _Race, tied: list[int], elects: bool) -> int:
    if len(tied) == 1:
        return tied[0]
    rest, key = list(tied), ""
    paper = list(race.rule.order or race.ids)
    for key in race.rule.ties:
        if key == "earlier stages":
            for one in race.rounds[::-1]:
                seen = [one.votes[at] or 0 for at in rest]
                edge = max(seen) if elects else min(seen)
                rest = [at for at, had in zip(rest, seen, strict=True) if had == edge]
        elif key == "paper":
            rest.sort(key=lambda at: paper.index(race.ids[at]), reverse=not elects)
            rest = rest[:1]
        else:
            rest = [race.ids.index(race.lots.order([race.ids[at] for at in rest])[0])]
        if len(rest) == 1:
            break
    names = tuple(race.ids[at] for at in tied)
    what = "elect" if elects else "eliminate"
    race.ties.append(Tie(len(race.rounds) + 1, what, names, key, race.ids[rest[0]]))
    return rest[0]
