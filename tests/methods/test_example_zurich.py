"""The Zürich example: what its README says is what the rule decides."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from examples.zurich import decide

from koinon.methods.rules import Branch, Line, evaluate

DISTRICT = {"6230": (8_390, 10_356), "6240": (6_440, 12_699), "6250": (13_082, 5_992)}
"""Yes and no votes of the district of Affoltern as the Federal Statistical Office gave them."""


@pytest.mark.parametrize(
    ("referendum", "favour", "yes", "cast", "adopted"),
    [
        ("6230", 1, 8_390, 18_746, False),
        ("6240", 0, 6_440, 19_139, False),
        ("6250", 14, 13_082, 19_074, True),
        ("6410", 1, 10_401, 23_604, False),
        ("6420", 1, 10_274, 23_558, False),
    ],
)
def test_both_majorities(referendum: str, favour: int, yes: int, cast: int, adopted: bool) -> None:
    tree = decide.decide(referendum)
    count, people = tree.parts
    assert isinstance(count, Line)
    assert isinstance(people, Line)
    assert (count.measured, count.base) == (Fraction(favour), Fraction(14))
    assert (people.measured, people.base) == (Fraction(yes), Fraction(cast))
    assert tree.met is adopted


@pytest.mark.parametrize(("referendum", "totals"), DISTRICT.items())
def test_the_lines_sum_to_the_published_district(referendum: str, totals: tuple[int, int]) -> None:
    answers = decide.results(referendum)
    assert (sum(a.yes for a in answers), sum(a.no for a in answers)) == totals


def test_every_referendum_has_its_fourteen_plausible_lines() -> None:
    for referendum in decide.referendums():
        answers = decide.results(referendum)
        assert len({answer.municipality for answer in answers}) == 14
        assert all(0 < a.yes + a.no <= a.entitled for a in answers)


def test_rifferswil_alone_wants_clean_water_by_one_vote() -> None:
    wanting = [a for a in decide.results("6410") if a.yes > a.no]
    assert [(a.municipality, a.yes - a.no) for a in wanting] == [("Rifferswil", 1)]


def test_a_large_municipality_cannot_carry_the_small_ones() -> None:
    """Were Affoltern, Bonstetten and Mettmenstetten all for clean water, members would refuse."""
    large = ("Affoltern am Albis", "Bonstetten", "Mettmenstetten")
    answers = tuple(
        replace(a, yes=a.yes + a.no, no=0) if a.municipality in large else a
        for a in decide.results("6410")
    )
    votes = decide.votes(answers)
    tree = evaluate(decide.double_majority(14), decide.members(answers), votes)
    assert isinstance(tree, Branch)
    assert [part.met for part in tree.parts] == [False, True]
    assert tree.met is False
    assert sum(Fraction(a.yes) for a in answers) * 2 > sum(a.yes + a.no for a in answers)


def test_the_main_programme_prints_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    decide.main()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert lines[2].endswith("14 of 14 municipalities, 13082 of 19074 voters: adopted")
