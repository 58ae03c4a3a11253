"""A vote tried under a charter, and two charters compared by their cases."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.charter.test_calls import TEXT
from tests.methods.strategies import ABSTENTIONS, ballots, callable_rules, electorates

from koinon.charter.cases import run_cases
from koinon.charter.comparing import flipped_cases
from koinon.charter.document import Weighting
from koinon.charter.parsing import parse_charter
from koinon.charter.statements import stated
from koinon.charter.trying import Untriable, judged, roster_facts, try_case, try_vote
from koinon.methods.rules import NO, YES, Called, Electorate, Line, Rule, Tree, evaluate
from koinon.methods.weights import Equal

CHARTER = parse_charter(TEXT, file="x")
(ROSTER,) = [one for one in CHARTER.rosters if one.id == "five"]
MEMBERS = [one.id for one in ROSTER.members]


def test_a_case_and_the_same_vote_by_hand_come_to_the_same() -> None:
    (case,) = [one for one in CHARTER.cases if one.calling == ("bruges", "mons")]
    by_hand = try_vote(
        CHARTER,
        "called",
        MEMBERS,
        roster_facts(ROSTER),
        {"bruges": YES, "ghent": YES, "lille": NO, "mons": NO, "namur": NO},
        ["mons", "bruges"],
    )
    assert try_case(CHARTER, case, ROSTER) == by_hand
    assert by_hand.tree.met
    assert by_hand.hint() is None
    without = try_vote(CHARTER, "called", MEMBERS, roster_facts(ROSTER), {"lille": YES})
    hint = without.hint()
    assert not without.tree.met or hint is None


@pytest.mark.parametrize(
    ("matter", "members", "votes", "calling", "code"),
    [
        ("war", MEMBERS, {}, [], "no_matter"),
        ("called", ["oz"], {}, [], "no_fact"),
        ("called", [], {}, [], "nobody"),
        ("called", MEMBERS, {"oz": YES}, [], "stranger"),
        ("called", MEMBERS, {}, ["oz"], "stranger"),
        ("called", [*MEMBERS, "zero"], {}, [], "unweighable"),
    ],
)
def test_what_cannot_be_tried_says_why(
    matter: str, members: list[str], votes: dict[str, object], calling: list[str], code: str
) -> None:
    facts = roster_facts(ROSTER)
    facts["people"]["zero"] = Fraction(-1)
    with pytest.raises(Untriable) as refused:
        try_vote(CHARTER, matter, members, facts, votes, calling)  # type: ignore[arg-type]
    assert refused.value.code == code


@given(electorates(), callable_rules(), ABSTENTIONS, st.data())
def test_every_condition_is_told_once_with_what_came_of_it(
    voters: Electorate, rule: Rule, abstention: str, data: st.DataObject
) -> None:
    """Whatever the rule: as many sentences as it has, each beside its own measure."""
    tree = evaluate(rule, voters, data.draw(ballots(voters.members)), abstention)  # type: ignore[arg-type]
    title = (("en", "votes"),)
    weights = tuple(Weighting(name, title, Equal()) for name in ("people", "votes"))
    charter = replace(CHARTER, weights=weights)
    told = list(judged(charter, tree))
    measured = [one.line for one in told if one.line is not None]
    assert measured == lines_told(tree)
    for one in told:
        if one.line is not None:
            assert one.met == one.line.met
            assert one.statement != stated("rule.all")


def lines_told(tree: Tree) -> list[Line]:
    if isinstance(tree, Line):
        return [tree]
    parts = tree.parts[:3] if isinstance(tree.rule, Called) else tree.parts
    return [line for part in parts for line in lines_told(part)]


def test_cases_flip_where_the_rule_changes_and_nowhere_else() -> None:
    harder = TEXT.partition("[[cases]]")[0].replace('at_least = "51/100"', 'at_least = "2/3"')
    other = parse_charter(harder, file="other")
    flips = flipped_cases(CHARTER, other)
    assert [(one.case.title, one.passes) for one in flips] == [
        ("Called by one of the coast and one other, they win by weight", False)
    ]
    assert flipped_cases(CHARTER, CHARTER) == ()
    gone = parse_charter(harder.replace("[matters.called]", "[matters.gone]"), file="gone")
    assert [one.passes for one in flipped_cases(CHARTER, gone)] == [None, None, None]
    assert all(one.agrees for one in run_cases(CHARTER))
