"""The casting vote: it carries exact ties and nothing else."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from koinon.methods.casting import tied, with_casting_vote
from koinon.methods.rules import (
    ABSTAIN,
    NO,
    YES,
    All,
    AnyOf,
    Count,
    Quorum,
    Rule,
    Share,
    Vote,
    electorate,
    evaluate,
)
from koinon.methods.trees import Terms

MEMBERS = ("a", "b", "c", "d")
OVER_HALF = Share("one", "cast", Fraction(1, 2), True)


def terms(rule: Rule, weights: tuple[int, ...] = (1, 1, 1, 1)) -> Terms:
    return Terms(rule, electorate({"one": dict(zip(MEMBERS, weights, strict=True))}), "present")


def test_two_against_two_is_a_tie_and_a_majority_is_none() -> None:
    assert tied(terms(OVER_HALF), {"a": YES, "b": YES, "c": NO, "d": NO})
    assert not tied(terms(OVER_HALF), {"a": YES, "b": YES, "c": YES, "d": NO})
    assert not tied(terms(OVER_HALF), {"a": YES, "b": NO, "c": NO, "d": NO})
    assert not tied(terms(OVER_HALF), {})


def test_other_conditions_are_not_helped() -> None:
    two_thirds = Share("one", "cast", Fraction(2, 3), True)
    assert with_casting_vote(two_thirds) == two_thirds
    both = All((OVER_HALF, Count(3)))
    assert not tied(terms(both), {"a": YES, "b": YES, "c": NO, "d": NO})
    quorum = Quorum("one", Fraction(1, 2), True)
    assert with_casting_vote(AnyOf((quorum, OVER_HALF))) == AnyOf(
        (quorum, Share("one", "cast", Fraction(1, 2), False))
    )


@given(
    st.tuples(*[st.integers(0, 5)] * 4),
    st.tuples(*[st.sampled_from([YES, NO, ABSTAIN, None])] * 4),
)
def test_a_tie_is_as_much_for_as_against(
    weights: tuple[int, ...], cast: tuple[Vote | None, ...]
) -> None:
    votes = {m: vote for m, vote in zip(MEMBERS, cast, strict=True) if vote is not None}
    weight = dict(zip(MEMBERS, weights, strict=True))
    favour = sum(weight[m] for m in votes if votes[m] == YES)
    against = sum(weight[m] for m in votes if votes[m] == NO)
    asked = terms(OVER_HALF, weights)
    assert tied(asked, votes) == (favour == against > 0)
    if not tied(asked, votes):
        plain = evaluate(OVER_HALF, asked.electorate, votes)
        other = evaluate(with_casting_vote(OVER_HALF), asked.electorate, votes)
        assert plain.met == other.met
