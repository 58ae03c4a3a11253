"""The canton of Zürich as a coalition: 171 members, each voting as its people voted, 77 times.

The folder of real data (tests/support/field.py) holds
`deliberation/zurich-votes/votedata.csv`: the yes-shares of
171 counting circles (municipalities, the cities of Zürich and Winterthur by district; four
districts of Zürich are not in the table) in 77 federal and cantonal referendums, from the
cantonal statistical office (open government data).

The table has shares, not votes. A share is a fraction with the valid votes, or a divisor of them,
below the line, and the double it is printed as gives that fraction back exactly. So the greatest
denominator of a circle is a number of valid votes proved for it; that is the weight of its people
here. Results of the whole canton therefore differ a little from the official ones.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from math import lcm
from typing import TypeAlias

import pytest
from examples.zurich import decide
from tests.support.field import DATA

from koinon.methods.rules import Branch, Line, Vote, electorate, evaluate

FILE = DATA / "deliberation" / "zurich-votes" / "votedata.csv"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(
        not FILE.is_file(), reason=f"no Zürich referendums at {FILE}; set KOINON_FIELD_DATA"
    ),
]

Table: TypeAlias = dict[str, dict[str, str]]
MOST_VOTERS = 60_000
HALF = Fraction(1, 2)


@pytest.fixture(scope="module")
def table() -> Table:
    """Yes-share in percent, as text, by referendum and counting circle; absent where unknown."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in ("gemeinde", "v_gemwkid")]
    return {name: {r["gemeinde"]: r[name] for r in rows if r[name]} for name in names}


def share(text: str) -> Fraction:
    """The fraction of valid votes that was printed as this percentage."""
    printed = Fraction(text) / 100
    found = printed.limit_denominator(MOST_VOTERS)
    assert abs(found - printed) < Fraction(1, 10**14), text
    return found


@pytest.fixture(scope="module")
def people(table: Table) -> dict[str, int]:
    """The valid votes proved for each circle."""
    most: dict[str, int] = {}
    for column in table.values():
        for circle, text in column.items():
            most[circle] = max(most.get(circle, 0), share(text).denominator)
    return most


def judged(column: dict[str, str], people: dict[str, int]) -> tuple[Line, Line, bool]:
    members = electorate({"valid votes": people})
    votes = {c: Vote(s := share(text), 1 - s, Fraction(0)) for c, text in column.items()}
    tree = evaluate(decide.double_majority(len(people)), members, votes)
    assert isinstance(tree, Branch)
    count, persons = tree.parts
    assert isinstance(count, Line)
    assert isinstance(persons, Line)
    return count, persons, tree.met


def by_hand(column: dict[str, str], people: dict[str, int]) -> tuple[int, int, int, int]:
    """Members in favour, and yes votes, all votes, and their common scale, in integers alone."""
    favour = sum(Fraction(text) > 50 for text in column.values())
    parts = [(people[circle], *share(text).as_integer_ratio()) for circle, text in column.items()]
    scale = lcm(*(below for _, _, below in parts))
    yes = sum(weight * above * (scale // below) for weight, above, below in parts)
    return favour, yes, sum(weight for weight, _, _ in parts), scale


def test_the_table_is_the_one_described(table: Table, people: dict[str, int]) -> None:
    assert (len(table), len(people), sum(people.values())) == (77, 171, 508_488)
    assert {name for name, column in table.items() if len(column) < 171} == {"Eidg1", "Kant1"}


def test_every_outcome_is_that_of_the_count_by_hand(table: Table, people: dict[str, int]) -> None:
    for name, column in table.items():
        count, persons, adopted = judged(column, people)
        favour, yes, cast, scale = by_hand(column, people)
        assert (count.measured, count.base, count.needed) == tuple(map(Fraction, (favour, 171, 86)))
        assert (persons.measured, persons.base) == (Fraction(yes, scale), Fraction(cast)), name
        assert adopted == (favour >= 86 and 2 * yes > cast * scale), name


def test_three_of_77_referendums_divide_the_members_from_the_people(
    table: Table, people: dict[str, int]
) -> None:
    """30 majorities of the people, 31 of the members, 29 of both."""
    met = {name: judged(column, people) for name, column in table.items()}
    by_people = {name for name, (_, persons, _) in met.items() if persons.met}
    by_members = {name for name, (count, _, _) in met.items() if count.met}
    adopted = {name for name, (_, _, both) in met.items() if both}
    assert (len(by_people), len(by_members), len(adopted)) == (30, 31, 29)
    assert adopted == by_people & by_members
    assert by_people - adopted == {"v_2464"}
    assert by_members - adopted == {"v_2435", "v_2461"}
    assert met["v_2464"][0].measured == 72
    assert met["v_2435"][0].measured == 86


def test_the_example_restates_three_of_these_referendums(table: Table) -> None:
    """The counted votes of the fourteen municipalities give exactly the shares of the table."""
    columns = {"6230": "v_2483", "6240": "v_2484", "6250": "v_2485"}
    for referendum, name in columns.items():
        for each in decide.results(referendum):
            found = share(table[name][each.municipality])
            assert found == Fraction(each.yes, each.yes + each.no)
