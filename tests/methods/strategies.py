"""Small random electorates, votes and rules."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

from hypothesis import strategies as st

from koinon.methods.rules import (
    ABSTAIN,
    NO,
    YES,
    Abstention,
    All,
    AnyOf,
    Called,
    Count,
    Electorate,
    IncludesLargest,
    Jagiellonian,
    Opponents,
    Quorum,
    Rule,
    Share,
    Unless,
    Vote,
    electorate,
)

MEMBERS = "abcdefg"
BASES = st.sampled_from(["all", "present", "cast", "participating"])
ABSTENTIONS = st.sampled_from(get_args(Abstention))
HALVES = Vote(Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))
VOTES = st.sampled_from([YES, YES, NO, ABSTAIN, HALVES])


@st.composite
def electorates(draw: st.DrawFn) -> Electorate:
    members = list(MEMBERS[: draw(st.integers(1, 7))])
    columns = {
        name: dict(zip(members, draw(st.lists(weights, min_size=7, max_size=7)), strict=False))
        for name, weights in (
            ("votes", st.integers(1, 9)),
            ("people", st.fractions(0, 20, max_denominator=4)),
        )
    }
    subset = st.sets(st.sampled_from(members))
    return electorate(columns, groups={"coast": draw(subset)}, participating=draw(subset))


def ballots(members: tuple[str, ...]) -> st.SearchStrategy[dict[str, Vote]]:
    return st.dictionaries(st.sampled_from(members), VOTES)


_shares = st.fractions(0, 1, max_denominator=12)
_groups = st.sampled_from([None, None, "coast"])
_weights = st.sampled_from(["votes", "people"])


def _leaves() -> st.SearchStrategy[Rule]:
    positive = _shares.filter(bool)
    below_one = _shares.filter(lambda share: share < 1)
    return st.one_of(
        st.builds(Share, _weights, BASES, positive, st.just(False), _groups, st.booleans()),
        st.builds(Share, _weights, BASES, below_one, st.just(True), _groups, st.booleans()),
        st.just(Share("votes", "all", Jagiellonian(2), False)),
        st.builds(Quorum, _weights, positive, st.just(False), _groups),
        st.builds(Count, st.integers(1, 4), _groups, st.booleans()),
        st.builds(Opponents, st.integers(0, 3), BASES, _groups),
        st.builds(IncludesLargest, _weights, below_one, st.booleans()),
    )


def _blocking() -> st.SearchStrategy[Rule]:
    positive = _shares.filter(bool)
    leaves = st.one_of(
        st.builds(Share, _weights, BASES, positive, st.just(False), _groups, st.booleans()),
        st.builds(Count, st.integers(1, 4), _groups),
        st.builds(IncludesLargest, _weights, st.just(Fraction(1, 4)), st.booleans()),
    )
    return st.recursive(leaves, _composed, max_leaves=3)


def plain_rules() -> st.SearchStrategy[Rule]:
    """Rules without a second vote or a blocking minority."""
    return st.recursive(_leaves(), _composed, max_leaves=5)


def rules() -> st.SearchStrategy[Rule]:
    """Rules without a second vote."""
    unless = st.builds(Unless, _blocking())
    return st.recursive(st.one_of(_leaves(), unless), _composed, max_leaves=5)


def _composed(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    return st.builds(
        lambda kind, items: kind(tuple(items)),
        st.sampled_from([All, AnyOf]),
        st.lists(parts, min_size=1, max_size=3),
    )


def callable_rules() -> st.SearchStrategy[Rule]:
    """Rules in which members may call for a second vote."""
    calls = st.one_of(
        st.builds(Count, st.integers(1, 3), _groups),
        st.builds(Share, _weights, st.just("all"), _shares.filter(bool), st.booleans(), _groups),
    ).map(lambda rule: rule if getattr(rule, "threshold", 0) != 1 else Count(2))
    called = st.builds(Called, rules(), calls, plain_rules(), st.booleans())
    return st.one_of(called, _composed(st.one_of(called, _leaves())))
