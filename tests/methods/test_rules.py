"""Rules judged by hand, condition by condition, and against a naive second reading."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.methods.strategies import ABSTENTIONS, ballots, electorates, rules

from koinon.methods.rules import (
    ABSTAIN,
    NO,
    YES,
    All,
    AnyOf,
    Branch,
    Count,
    Electorate,
    IncludesLargest,
    Line,
    Opponents,
    Quorum,
    Rule,
    Share,
    Vote,
    electorate,
    evaluate,
    leaves,
    weight_names,
)

THREE = electorate({"votes": {"ghent": 5, "lille": 3, "namur": 2}}, groups={"south": ["namur"]})
HALF = Fraction(1, 2)


def line(rule: Rule, votes: dict[str, Vote], abstention: str = "present") -> Line:
    judged = evaluate(rule, THREE, votes, abstention)  # type: ignore[arg-type]
    assert isinstance(judged, Line)
    return judged


@pytest.mark.parametrize(
    ("base", "abstention", "out_of"),
    [
        ("all", "ignored", 10),
        ("present", "present", 8),
        ("present", "ignored", 5),
        ("cast", "present", 5),
        ("cast", "against", 8),
        ("participating", "present", 10),
    ],
)
def test_the_base_of_a_share_is_the_one_the_charter_names(
    base: str, abstention: str, out_of: int
) -> None:
    rule = Share("votes", base, HALF, strict=False)  # type: ignore[arg-type]
    judged = line(rule, {"ghent": YES, "lille": ABSTAIN}, abstention)
    assert (judged.measured, judged.base) == (5, out_of)
    assert judged.ratio == Fraction(5, out_of)
    assert judged.met


def test_more_than_half_and_at_least_half_part_at_exactly_half() -> None:
    votes = {"ghent": YES, "lille": NO, "namur": NO}
    assert line(Share("votes", "all", HALF, strict=False), votes).met
    assert not line(Share("votes", "all", HALF, strict=True), votes).met


def test_nothing_is_no_share_of_nothing() -> None:
    judged = line(Share("votes", "cast", HALF, strict=False), {"ghent": ABSTAIN})
    assert (judged.base, judged.ratio, judged.met) == (0, None, False)


def test_a_split_vote_counts_in_its_parts() -> None:
    split = Vote(Fraction(2, 5), Fraction(2, 5), Fraction(1, 5))
    judged = line(Share("votes", "cast", HALF, strict=False), {"ghent": split, "namur": YES})
    assert (judged.measured, judged.base) == (4, 6)
    assert line(Count(1), {"ghent": split}).measured == 0
    with pytest.raises(ValueError, match="sum to 1"):
        Vote(HALF, HALF, HALF)


def test_a_split_vote_counts_whole_where_the_charter_says_so() -> None:
    mostly = Vote(Fraction(3, 5), Fraction(2, 5), Fraction(0))
    votes = {"ghent": mostly, "lille": Vote(HALF, HALF, Fraction(0)), "namur": ABSTAIN}
    judged = line(Share("votes", "cast", HALF, strict=True, whole=True), votes)
    assert (judged.measured, judged.base, judged.met) == (5, 8, True)


def test_a_group_and_the_participants_narrow_what_is_looked_at() -> None:
    judged = line(Share("votes", "all", HALF, strict=False, group="south"), {"namur": YES})
    assert (judged.measured, judged.base) == (2, 2)
    joint = electorate({"votes": {"ghent": 5, "lille": 3}}, participating=["lille"])
    found = evaluate(
        Share("votes", "participating", HALF, strict=False), joint, {"ghent": YES, "lille": NO}
    )
    assert isinstance(found, Line)
    assert (found.measured, found.base, found.met) == (0, 3, False)


def test_a_quorum_counts_everyone_who_voted_in_any_way() -> None:
    votes = {"lille": ABSTAIN, "namur": NO}
    judged = line(Quorum("votes", HALF, strict=False), votes, "ignored")
    assert (judged.measured, judged.base, judged.met) == (5, 10, True)
    assert not line(Quorum("votes", HALF, strict=True), votes).met


def test_opponents_are_absent_members_too_unless_only_votes_cast_count() -> None:
    votes = {"ghent": YES, "lille": NO}
    assert line(Opponents(1, "all"), votes).measured == 2
    assert line(Opponents(1, "cast"), votes).measured == 1
    assert not line(Opponents(1, "all"), votes).met
    assert line(Opponents(1, "cast"), votes).met


def test_the_largest_must_agree_only_above_its_share() -> None:
    votes = {"lille": YES, "namur": YES}
    above = line(IncludesLargest("votes", Fraction(1, 4)), votes)
    assert (above.about, above.needed, above.measured, above.met) == (("ghent",), 5, 0, False)
    assert line(IncludesLargest("votes", HALF), votes).met


def test_all_that_are_tied_for_largest_must_agree() -> None:
    pair = electorate({"votes": {"a": 4, "b": 4, "c": 1}})
    found = evaluate(IncludesLargest("votes", Fraction(0)), pair, {"a": YES})
    assert isinstance(found, Line)
    assert (found.about, found.measured, found.needed) == (("a", "b"), 4, 8)


def test_every_part_is_judged_even_when_the_outcome_is_clear() -> None:
    rule = All((Count(3), AnyOf((Count(1), Count(2)))))
    tree = evaluate(rule, THREE, {"ghent": YES})
    assert isinstance(tree, Branch)
    assert not tree.met
    assert isinstance(tree.parts[1], Branch)
    assert [part.met for part in tree.parts[1].parts] == [True, False]
    assert leaves(rule) == (Count(3), Count(1), Count(2))
    assert weight_names(All((Count(1), Quorum("b", HALF, strict=False)))) == ("b",)


def test_what_cannot_be_judged_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="is not in the electorate"):
        evaluate(Count(1), THREE, {"paris": YES})
    with pytest.raises(ValueError, match="no weight people"):
        evaluate(Quorum("people", HALF, strict=False), THREE, {})
    with pytest.raises(ValueError, match="no group north"):
        evaluate(Count(1, "north"), THREE, {})
    with pytest.raises(ValueError, match="same members"):
        electorate({"votes": {"a": 1}, "people": {"b": 1}})
    with pytest.raises(ValueError, match="sorted, distinct"):
        Electorate(("b", "a"), ())


@given(electorates(), rules(), ABSTENTIONS, st.data())
def test_a_vote_in_favour_never_hurts(
    voters: Electorate, rule: Rule, abstention: str, data: st.DataObject
) -> None:
    votes = data.draw(ballots(voters.members))
    member = data.draw(st.sampled_from(voters.members))
    if not evaluate(rule, voters, votes, abstention).met:  # type: ignore[arg-type]
        return
    more = votes | {member: YES}
    assert evaluate(rule, voters, more, abstention).met  # type: ignore[arg-type]
