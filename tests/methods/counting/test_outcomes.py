"""Readings of the fields by which Pabulib's files name their rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.support.supports import approving

from koinon.methods.counting.ballots import gather_points, gather_rankings
from koinon.methods.counting.budgeting.outcomes import compare, reading
from koinon.methods.counting.budgeting.rules import EqualSharesBudget, GreedyBudget
from koinon.methods.counting.contests import CountError, Election


def with_facts(election: Election, **facts: str) -> Election:
    return Election(election.contest, election.ballots, tuple(facts.items()))


EQUALS = approving([60, 50, 5], [((0,), 5), ((1,), 5), ((2,), 1)], budget=70)


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"rule": "greedy"}, {"when_short": "skip", "threshold": 0}),
        (
            {"rule": "greedy-threshold", "min_project_score_threshold": "23"},
            {"when_short": "skip", "threshold": 23},
        ),
        ({"rule": "greedy-no-skip"}, {"when_short": "stop"}),
        ({"rule": "greedy-custom"}, {"when_short": "stop"}),
        ({"rule": "equalshares/add1"}, {"step": 1, "stop": "overspent", "compare": "nothing"}),
        ({"rule": "equalshares/add1-comparison"}, {"compare": "greedy"}),
    ],
)
def test_a_named_rule_is_read(facts: dict[str, str], wanted: dict[str, Any]) -> None:
    rule = reading(with_facts(EQUALS, **facts))
    assert isinstance(rule, GreedyBudget | EqualSharesBudget)
    assert {name: getattr(rule, name) for name in wanted} == wanted


def test_points_and_ranks_are_scores() -> None:
    ids = list(EQUALS.contest.ids)
    points = replace(EQUALS, ballots=gather_points(ids, [({0: 3}, 1)], 0, 5))
    assert getattr(reading(with_facts(points, rule="greedy")), "measure", "") == "points"
    ranks = replace(EQUALS, ballots=gather_rankings(ids, [(((0,), (1,)), 1)]))
    assert getattr(reading(with_facts(ranks, rule="greedy")), "first", 0) == 2
    five = reading(with_facts(ranks, rule="greedy", max_length="5"))
    assert getattr(five, "first", 0) == 5


def test_an_outcome_tells_what_differs_and_which_order_of_ties_explains_it() -> None:
    election = with_facts(EQUALS, rule="greedy")
    usual = compare(election, ["p1", "p2"])
    assert (usual.matches, usual.tied) == (True, True)
    dear = compare(election, {"p0", "p2"})
    assert dear.matches
    assert dear.rule is not None
    assert dear.rule.ties == ("higher cost", "paper")
    other = compare(election, ["p0", "p1"])
    assert (other.matches, other.missing, other.extra) == (False, ("p0",), ("p2",))
    assert not compare(with_facts(EQUALS, rule="unknown"), ["p0"]).matches


@pytest.mark.parametrize("text", ["ten", "-1", "1.5", "9" * 19])
def test_a_threshold_that_is_no_number_is_refused(text: str) -> None:
    election = with_facts(EQUALS, rule="greedy", min_project_score_threshold=text)
    with pytest.raises(CountError, match="write digits only"):
        reading(election)
