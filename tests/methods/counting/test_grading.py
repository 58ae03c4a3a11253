"""Score, STAR, majority judgment: against sums by hand, literal removal of medians, papers."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.graded_elections import elections, pointed
from tests.support.planted_faults import planted
from tests.support.ranked_elections import contest

from koinon.methods.counting.ballots import gather_points
from koinon.methods.counting.contests import Contest, CountError, Election, Irregular, Option
from koinon.methods.counting.grading.judging import majority_value
from koinon.methods.counting.grading.types import MajorityJudgment, Parting, Runoff, Score, Star
from koinon.methods.counting.methods import count, find, read_result, recheck
from koinon.methods.counting.ties import LotNeeded, Tie
from koinon.methods.plain import to_plain

OFFICIAL = Star(("head-to-head", "top points"), ("total", "top points"), "paper")
RULES: tuple[Any, ...] = (
    *(Score(by, empty, quorum, most, last) for by in ("total", "average")
      for empty in ("zero", "left out") for quorum in (None, Fraction(1, 2))
      for most in (None, 5) for last in ("paper", "lot")),
    OFFICIAL, replace(OFFICIAL, last="lot"), Star((), (), "paper"),
    Star(("two head-to-head", "top points"), ("top points",), "lot"),
    *(MajorityJudgment(empty, last) for empty in ("lowest", "invalid")
      for last in ("paper", "lot")),
)  # fmt: skip
some_rule = st.sampled_from(RULES)
scores = st.sampled_from([rule for rule in RULES if isinstance(rule, Score)])
judgments = st.sampled_from([rule for rule in RULES if isinstance(rule, MajorityJudgment)])


def ballots_of(rule: Any, election: Election) -> list[dict[str, int]]:
    """Every valid ballot by itself: what it gives to standing options."""
    still = [one.id for one in election.contest.options if not one.withdrawn]
    found = []
    for points, voters in election.ballots.points():
        paired = zip(election.contest.ids, points, strict=True)
        kept = {id_: p for id_, p in paired if p is not None and id_ in still}
        most = getattr(rule, "sum_at_most", None)
        strict = getattr(rule, "empty", "") == "invalid"
        if kept and not (most is not None and sum(kept.values()) > most):
            found += [kept] * voters if not (strict and len(kept) < len(still)) else []
    return found


def test_a_ballot_that_does_not_count_is_told_once() -> None:
    paper = (Option("a", "A", withdrawn=True), Option("b", "B"), Option("c", "C"))
    cast = gather_points(("a", "b", "c"), [({0: 0, 1: 0}, 1), ({0: 0, 1: 0, 2: 0}, 2)], 0, 0)
    election = Election(Contest("", paper, 1), cast)
    result = count(MajorityJudgment("invalid", "paper"), election)
    assert result.tally.irregular == (
        Irregular("incomplete", 1, valid=False),
        Irregular("withdrawn", 2, valid=True),
    )
    assert recheck(result, election) == ()


@given(elections(), some_rule)
def test_every_result_is_whole_and_rechecked(election: Election, rule: Any) -> None:
    result = count(rule, election, "a draw")
    assert recheck(result, election) == ()
    assert read_result(to_plain(result))[1] == result
    assert result.tally.cast == election.ballots.voters
    assert result.tally.valid == len(ballots_of(rule, election))
    invalid = sum(one.ballots for one in result.tally.irregular if not one.valid)
    assert result.tally.cast - result.tally.valid == invalid
    standing = sum(not one.withdrawn for one in election.contest.options)
    if getattr(rule, "quorum", None) is None:
        assert len(result.elected) == min(election.contest.seats, standing)


@given(elections(), scores)
def test_points_are_those_added_by_hand(election: Election, rule: Score) -> None:
    result = count(rule, election, "a draw")
    ballots = ballots_of(rule, election)
    values = {}
    for one in result.points:
        given_ = [ballot[one.option] for ballot in ballots if one.option in ballot]
        assert (one.total, one.ballots) == (sum(given_), len(given_))
        by = len(ballots) if rule.empty == "zero" else len(given_)
        average = Fraction(sum(given_), by) if by else None
        assert one.value == (sum(given_) if rule.by == "total" else average)
        assert one.quorate == (rule.quorum is None or 2 * len(given_) >= len(ballots))
        values[one.option] = (one.value is not None, one.value or 0)
    able = {one.option for one in result.points if one.quorate}
    assert set(result.elected) <= able
    for other in able - set(result.elected):
        assert all(values[one] >= values[other] for one in result.elected)


@given(elections(), st.sampled_from([rule for rule in RULES if isinstance(rule, Star)]))
def test_star_is_score_then_runoff(election: Election, rule: Star) -> None:
    result = count(rule, election, "a draw")
    ballots = ballots_of(rule, election)
    total = {one.option: one.total for one in result.stars}
    assert total == {id_: sum(b.get(id_, 0) for b in ballots) for id_ in total}
    left = set(total)
    for one in result.runoffs:
        assert {one.first, one.second} - {None} <= left
        if one.second is not None:
            rest = left - {one.first, one.second}
            assert all(total[one.first] >= total[one.second] >= total[id_] for id_ in rest)
            lead = [b.get(one.first, 0) - b.get(one.second, 0) for b in ballots]
            sides = sum(x > 0 for x in lead), sum(x < 0 for x in lead), lead.count(0)
            assert (one.for_first, one.for_second, one.for_neither) == sides
            if one.for_first != one.for_second:
                assert one.winner == (one.first if one.for_first > one.for_second else one.second)
        left.remove(one.winner)


def removed_medians(grades: list[int]) -> list[int]:
    """The majority value as Balinski and Laraki define it: remove the (lower) median, again."""
    left = sorted(grades)
    return [left.pop((len(left) - 1) // 2) for _ in range(len(left))]


@given(elections(), judgments)
def test_judgment_is_the_literal_removal_of_medians(
    election: Election, rule: MajorityJudgment
) -> None:
    result = count(rule, election, "a draw")
    ballots, lowest = ballots_of(rule, election), election.ballots.lowest
    values = {
        one.option: removed_medians([b.get(one.option, lowest) for b in ballots])
        for one in result.grades
    }
    order = [one.option for one in result.grades]
    assert [values[id_] for id_ in order] == sorted(values.values(), reverse=True)
    for place in result.places:
        assert len({tuple(values[id_]) for id_ in place}) == 1
    for one in result.partings:
        mine, theirs = values[one.option], values[one.other]
        assert mine[: one.removed] == theirs[: one.removed]
        if one.grade is None:
            assert mine == theirs
        else:
            assert (mine[one.removed], theirs[one.removed]) == (one.grade, one.other_grade)
    for one in result.grades:
        medians = values[one.option]
        assert one.median == (medians[0] if medians else lowest)
        assert one.above == sum(grade > one.median for grade in medians)
        assert one.below == sum(grade < one.median for grade in medians)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_the_closed_form_is_the_removal_written_in_runs(counts: list[int]) -> None:
    line = majority_value(counts)
    read = [line.middle] if line.middle >= 0 else []
    read += [grade for below, above, often in line.runs for grade in (below, above) * often]
    assert read == removed_medians([g for g, often in enumerate(counts) for _ in range(often)])


@given(elections(), some_rule, st.randoms())
def test_order_and_grouping_of_ballots_do_not_matter(
    election: Election, rule: Any, chance: random.Random
) -> None:
    single = [({at: p for at, p in enumerate(points) if p is not None}, 1)
              for points, voters in election.ballots for _ in range(voters)]  # fmt: skip
    chance.shuffle(single)
    ballots = election.ballots
    again = gather_points(ballots.options, single, ballots.lowest, ballots.top)
    assert count(rule, Election(election.contest, again), "lot") == count(rule, election, "lot")


@given(elections(), st.sampled_from([
    rule for rule in RULES
    if rule.last == "paper" and not isinstance(rule, Star) and getattr(rule, "empty", "") == "zero"
    and rule.sum_at_most is None and rule.quorum is None
] + [MajorityJudgment("lowest", "paper")]), st.integers(0, 6))  # fmt: skip
def test_a_winner_who_is_graded_higher_still_wins(election: Election, rule: Any, at: int) -> None:
    ballots = election.ballots
    votes = [({o: p for o, p in enumerate(points) if p is not None}, voters)
             for points, voters in ballots]  # fmt: skip
    winner = election.contest.ids.index(count(rule, election).elected[0])
    raised = [vote for vote in votes if winner in vote[0]]
    if not raised:
        return
    vote, voters = raised[at % len(raised)]
    votes[votes.index((vote, voters))] = ({**vote, winner: ballots.top}, voters)
    again = gather_points(ballots.options, votes, ballots.lowest, ballots.top)
    assert count(rule, Election(election.contest, again)).elected[0] == ballots.options[winner]


# Papers and published examples


def test_majority_judgment_of_the_article_on_it() -> None:
    """X (Good, Good, Fair, Poor) against Y (Excellent, Fair, Fair, Fair): X by the second median.

    Poor 0, Fair 1, Good 2, Excellent 3 (Wikipedia, Majority judgment).
    """
    election = pointed("xy", "1 23, 1 21, 1 11, 1 01", 0, 3)
    result = count("majority-judgment", election)
    assert result.elected == ("x",)
    assert {one.option: one.median for one in result.grades} == {"x": 1, "y": 1}
    (part,) = result.partings
    assert (part.removed, part.grade, part.other_grade) == (1, 2, 1)


def test_tennessee_by_grades_elects_nashville() -> None:
    """Nashville 17, 57, 26 of grades 1 to 3, Chattanooga 42, 43, 15: both have median 2, and when
    eight medians of each half are gone Chattanooga's is 1.
    """
    election = pointed("mnck", "42 3210, 26 0321, 15 0232, 17 0123", 0, 3)
    result = count("majority-judgment", election)
    assert [(one.option, one.median) for one in result.grades] == [
        ("n", 2), ("c", 2), ("k", 1), ("m", 0)
    ]  # fmt: skip
    assert result.grades[0].counts == (0, 17, 57, 26)
    assert result.partings[0] == Parting("n", "c", 16, 2, 1)
    assert result.elected == ("n",)


def test_star_of_tennessee_sends_nashville_to_the_runoff() -> None:
    election = pointed("mnck", "42 5210, 26 0521, 15 0254, 17 0245", 0, 5)
    result = count("star", election)
    assert [one.total for one in result.stars] == [
        5 * 42, 2 * 42 + 5 * 26 + 2 * 15 + 2 * 17, 42 + 2 * 26 + 5 * 15 + 4 * 17,
        26 + 4 * 15 + 5 * 17,
    ]  # fmt: skip
    assert result.runoffs == (Runoff("n", "c", 68, 32, 0, "n"),)


# Ties, irregular ballots, refusals, tables, the verifier


def test_a_tie_in_the_runoff_goes_to_the_most_top_points() -> None:
    """Amy 3, Brian and Chuck 12 points, preferred once each; Chuck has two fives, Brian one.

    The figures of starvote 2.1, election "breakable tie in automatic runoff round using max score
    count round"; those of the next test are its "unbreakable tie for second in score round".
    """
    tied = pointed("abc", "1 055, 1 142, 1 235", 0, 5)
    result = count(OFFICIAL, tied)
    assert {one.option: one.total for one in result.stars} == {"a": 3, "b": 12, "c": 12}
    assert result.runoffs[0] == Runoff("b", "c", 1, 1, 1, "c")
    assert result.ties == (Tie(1, "runoff", ("b", "c"), "top points", "c"),)


def test_a_tie_for_the_runoff_that_no_ballot_breaks_needs_a_lot() -> None:
    """Chuck 15, Amy and Brian 6 each, preferred once each, and no fives."""
    with pytest.raises(LotNeeded, match="between a, b"):
        count("star", pointed("abc", "1 315, 1 135, 1 225", 0, 5))


def test_a_tie_for_the_runoff_goes_to_who_loses_fewest_comparisons() -> None:
    election = pointed("abcd", "2 5210, 2 5201, 3 5012, 2 5130", 0, 5)
    result = count(OFFICIAL, election)
    assert result.runoffs[0].first == "a"
    tie = pointed("abc", "1 521, 1 512, 1 521, 1 512", 0, 5)
    with pytest.raises(LotNeeded, match="between b, c"):
        count("star", tie)
    paper = count(OFFICIAL, tie)
    assert paper.ties[0] == Tie(1, "finalist", ("b", "c"), "paper", "b")
    lean = count(OFFICIAL, pointed("abc", "1 512, 1 512, 1 530", 0, 5))
    assert lean.ties == ()
    led = count(OFFICIAL, pointed("abc", "1 512, 1 512, 1 531, 1 510", 0, 5))
    assert led.stars[1].total > led.stars[2].total
    even = count(OFFICIAL, pointed("abc", "1 512, 1 512, 1 520", 0, 5))
    assert even.ties == (Tie(1, "finalist", ("b", "c"), "head-to-head", "c"),)


def test_equals_left_that_all_fit_go_to_the_runoff_together() -> None:
    """Three with 8 points; e alone loses to another, so c and d meet, and no lot is drawn for it.

    (Who wins between c and d, equal in all, is for the last key.)
    """
    result = count(OFFICIAL, pointed("abcde", "1 30020, 1 22443, 1 10425", 0, 5))
    assert result.ties == (
        Tie(1, "finalist", ("c", "d", "e"), "head-to-head", "c"),
        Tie(1, "finalist", ("c", "d", "e"), "head-to-head", "d"),
        Tie(1, "runoff", ("c", "d"), "paper", "c"),
    )
    assert result.runoffs == (Runoff("c", "d", 1, 1, 1, "c"),)


def test_bloc_star_fills_one_seat_after_the_other() -> None:
    result = count(OFFICIAL, pointed("abcd", "3 5410, 2 4510, 1 0035", 0, 5, 2))
    assert result.elected == ("a", "b")
    assert [one.winner for one in result.runoffs] == ["a", "b"]
    assert count(OFFICIAL, pointed("a", "1 5", 0, 5, 2)).runoffs == (
        Runoff("a", None, 0, 0, 1, "a"),
    )


def test_a_quorum_bars_the_little_known() -> None:
    election = pointed("ab", "9 3-, 1 05", 0, 5)
    rule = Score("average", "left out", None, None, "paper")
    assert count(rule, election).elected == ("b",)
    barred = count(replace(rule, quorum=Fraction(1, 2)), election)
    assert barred.elected == ("a",)
    assert [(one.option, one.quorate) for one in barred.points] == [("b", False), ("a", True)]


def test_cumulative_votes_are_points_with_a_limit() -> None:
    election = pointed("abc", "2 300, 1 111, 1 220, 1 ---", 0, 3)
    result = count(Score("total", "zero", None, 3, "paper"), election)
    assert {one.option: one.total for one in result.points} == {"a": 7, "b": 1, "c": 1}
    assert result.tally.irregular == (
        Irregular("blank", 1, False), Irregular("too_many", 1, False)
    )  # fmt: skip


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(CountError, match="not from 0 to 1"):
        Score("total", "zero", Fraction(3, 2), None, "paper")
    wide = Election(contest("ab"), gather_points("ab", [({0: 1}, 1)], 0, 1000))
    with pytest.raises(CountError, match="1001 grades are more than 1000"):
        count("majority-judgment", wide)


def test_tables_have_a_cell_for_every_column() -> None:
    election = pointed("abc", "2 521, 2 152, 1 -25", 0, 5, 2)
    for name in ("score", "star", "majority-judgment"):
        made = find(name).sheets(count(name, election, "x"), election.contest)
        assert all(len(row) == len(sheet.columns) for sheet in made for row in sheet.rows)
        assert made[0].rows


PLANTED = (
    pointed("abcd", "2 5210, 2 1520, 1 -254, 1 00-5, 3 3333, 1 ----", 0, 5, 2),
    pointed("abc", "1 512, 1 521, 1 251, 1 215, 1 152, 1 125", 0, 5, 2),
)


@pytest.mark.parametrize("election", PLANTED)
@pytest.mark.parametrize("rule", RULES)
def test_planted_faults_are_caught(election: Election, rule: Any) -> None:
    result = count(rule, election, "a draw")
    assert recheck(result, election) == ()
    faults = list(planted(result))
    assert len(faults) > 40
    assert [fault for fault in faults if not recheck(fault, election)] == []
    one = Contest("A vote", election.contest.options, 1)
    assert recheck(result, Election(one, election.ballots)) != () or len(result.elected) < 2
