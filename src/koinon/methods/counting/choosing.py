"""Most votes win: plurality and approval voting, for one seat or several.

Plurality gives a ballot's one vote to the option it chooses, or to the first mark of a ranking;
with several seats it is the single non-transferable vote. Approval gives one vote to every option
that a ballot approves; with at most as many marks as seats it is the block vote.
"""

from __future__ import annotations

from fractions import Fraction

from koinon.methods.counting.ballots import SEVERAL, Ranks
from koinon.methods.counting.check_choosing import recheck
from koinon.methods.counting.choosing_types import Approval, ChoosingResult, Plurality, Votes
from koinon.methods.counting.contests import Contest, Election
from koinon.methods.counting.sheets import Column, Sheet
from koinon.methods.counting.standings import (
    Faults,
    fill,
    grouped,
    standing,
    tally_sheet,
    ties_sheet,
)
from koinon.methods.counting.statements import Method, Statement
from koinon.methods.counting.ties import Lots


def count_plurality(rule: Plurality, election: Election, lot: str = "") -> ChoosingResult:
    """Count choices or the first marks of rankings. Raises CountError, LotNeeded."""
    ballots = election.ballots
    still = frozenset(standing(election.contest))
    faults = Faults()
    votes = [0] * len(ballots.options)
    if ballots.form == "choice":
        for option, voters in ballots.choices():
            if option is None or option == SEVERAL[0]:
                faults.add("blank" if option is None else "several", voters, valid=False)
            elif option not in still:
                faults.add("withdrawn", voters, valid=False)
            else:
                votes[option] += voters
    else:
        for ranks, voters in ballots.rankings():
            first = _first(ranks, rule, still, faults, voters)
            if first is not None:
                votes[first] += voters
    return _result(rule, election, lot, votes, faults)


def _first(
    ranks: Ranks, rule: Plurality, still: frozenset[int], faults: Faults, voters: int
) -> int | None:
    """The option that a ranking counts for; None, and a fault, where it counts for none."""
    passed: list[str] = []
    for rank in ranks:
        if not rank:
            if rule.skipped == "invalid":
                faults.add("skipped", voters, valid=False)
                return None
            passed.append("skipped")
            continue
        options = [option for option in rank if option in still]
        if len(options) > 1 or rank == SEVERAL:
            faults.add("several", voters, valid=False)
            return None
        if len(options) < len(rank):
            passed.append("withdrawn")
        if options:
            for reason in dict.fromkeys(passed):
                faults.add(reason, voters, valid=True)
            return options[0]
    faults.add("withdrawn" if "withdrawn" in passed else "blank", voters, valid=False)
    return None


def count_approval(rule: Approval, election: Election, lot: str = "") -> ChoosingResult:
    """Count approvals. Raises CountError, LotNeeded."""
    ballots = election.ballots
    still = frozenset(standing(election.contest))
    faults = Faults()
    votes = [0] * len(ballots.options)
    for approved, voters in ballots.approvals():
        options = [option for option in approved if option in still]
        if not options:
            faults.add("withdrawn" if approved else "blank", voters, valid=False)
        elif rule.most is not None and len(options) > rule.most:
            faults.add("too_many", voters, valid=False)
        else:
            if len(options) < len(approved):
                faults.add("withdrawn", voters, valid=True)
            for option in options:
                votes[option] += voters
    return _result(rule, election, lot, votes, faults)


def _result(
    rule: Plurality | Approval, election: Election, lot: str, votes: list[int], faults: Faults
) -> ChoosingResult:
    contest, ballots = election.contest, election.ballots
    groups = grouped(standing(contest), votes)
    elected, ties = fill(groups, contest, rule.last, Lots(lot, ballots.sha256))
    listed = tuple(Votes(ballots.options[at], votes[at]) for group in groups for at in group)
    return ChoosingResult(
        rule=rule,
        tally=faults.tally(ballots),
        votes=listed,
        fewest_elected=min(one.votes for one in listed if one.option in elected),
        most_others=max((one.votes for one in listed if one.option not in elected), default=None),
        elected=elected,
        ties=ties,
        lot=lot,
    )


def sheets(result: ChoosingResult, contest: Contest) -> tuple[Sheet, ...]:
    """Votes by option with their part of the valid ballots; the ballots; the ties."""
    valid = max(1, result.tally.valid)
    columns = (
        Column("option"), Column("votes"), Column("percent_of_valid", places=2), Column("elected")
    )  # fmt: skip
    rows = tuple(
        (
            one.option,
            one.votes,
            Fraction(100 * one.votes, valid),
            "elected" if one.option in result.elected else None,
        )
        for one in result.votes
    )
    return (
        Sheet("votes", columns, rows),
        tally_sheet(result.tally),
        *ties_sheet(result.ties),
    )


_TIES = (
    "Options with equal votes for the last seats: one seat after the other goes to the first of "
    "them on the ballot paper, or by a lot. Equals who are all elected need no breaking."
)
_STOP = "When every seat is filled, or every option that stands is elected."

METHODS = (
    Method(
        name="plurality",
        rule=Plurality(skipped="closed up", last="lot"),
        statement=Statement(
            title="Plurality",
            arithmetic="Whole ballots.",
            rounding="None.",
            ties=_TIES,
            stop=_STOP,
            irregular=(
                "A blank ballot, one with several marks at the rank that would count, and one "
                "whose marks are all for withdrawn options are invalid. An empty rank before the "
                "first mark is closed up or makes the ballot invalid, as stated; a ranking passes "
                "over withdrawn options."
            ),
            source=(
                "Representation of the People Act 1983 (UK), schedule 1, rules 18, 47, 49 and 50: "
                "most votes elect; void ballots; equal votes by lot."
            ),
        ),
        forms=("choice", "rankings"),
        result=ChoosingResult,
        count=count_plurality,
        recheck=recheck,
        sheets=sheets,
    ),
    Method(
        name="approval",
        rule=Approval(most=None, last="lot"),
        statement=Statement(
            title="Approval voting",
            arithmetic="Whole ballots.",
            rounding="None.",
            ties=_TIES,
            stop=_STOP,
            irregular=(
                "A ballot that approves nothing, or withdrawn options alone, or more options than "
                "is allowed is invalid. Approvals of withdrawn options do not count."
            ),
            source=(
                "S. Brams and P. Fishburn, Approval voting, American Political Science Review 72 "
                "(1978) 831."
            ),
        ),
        forms=("approvals",),
        result=ChoosingResult,
        count=count_approval,
        recheck=recheck,
        sheets=sheets,
    ),
)
