"""Why each option won or did not where the most votes win."""

from __future__ import annotations

from fractions import Fraction

from koinon.methods.counting.choosing_types import ChoosingResult
from koinon.methods.counting.contests import Contest
from koinon.methods.counting.reasons import Reason, by_votes


def choosing_reasons(result: ChoosingResult, contest: Contest) -> tuple[Reason, ...]:
    """One reason for each option, in the order of the paper."""
    votes = {one.option: Fraction(one.votes) for one in result.votes}
    return by_votes(contest, votes, result.elected)
