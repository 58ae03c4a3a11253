"""A chair's casting vote: what it changes in a rule, and when votes are tied at all.

A vote is tied where just half of a base is in favour and more than half is asked. The chair's vote
in favour makes just half suffice there, and nowhere else; one against leaves the rule as it is. So
a decision with a casting vote is an ordinary one, by a rule that states what the vote did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from koinon.methods.rules import All, AnyOf, Called, Electorate, Rule, Share, Votes, evaluate
from koinon.methods.trees import Terms

HALF = Fraction(1, 2)


def with_casting_vote(rule: Rule) -> Rule:
    """The rule with just half sufficing wherever it asks for more than half."""
    if isinstance(rule, All | AnyOf):
        return replace(rule, parts=tuple(map(with_casting_vote, rule.parts)))
    if isinstance(rule, Called):
        first, then = with_casting_vote(rule.first), with_casting_vote(rule.then)
        return replace(rule, first=first, then=then)
    if isinstance(rule, Share) and rule.threshold == HALF:
        return replace(rule, strict=False)
    return rule


def tied(terms: Terms, votes: Votes, calls: Iterable[str] = ()) -> bool:
    """Whether a casting vote in favour would carry what fails without it."""
    with_it = with_casting_vote(terms.rule)
    called = tuple(calls)
    return not _met(terms.rule, terms, votes, called) and _met(with_it, terms, votes, called)


def _met(rule: Rule, terms: Terms, votes: Votes, calls: tuple[str, ...]) -> bool:
    electorate: Electorate = terms.electorate
    return evaluate(rule, electorate, votes, terms.abstention, calls).met
