"""Weights made of others, as a charter writes them: half cantons, dominance, keys, counties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.charter.test_explaining import EVERY_KIND, PLAIN

from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say
from koinon.methods.apportionment import Method
from koinon.methods.weights import Apportioned, Dominant, Equal, Metric, Mix, Nested, Table

COMPOSED = EVERY_KIND.replace(
    "[groups.coast]",
    """[weights.standing]
title = { en = "Standing" }
kind = "table"
votes = { mons = "1/2" }
others = 1
[weights.forty]
title = { en = "Forty" }
kind = "apportioned"
fact = "people"
method = "largest_remainder"
votes = 100
dominant = { at_least = "2/5", votes = 40 }
[weights.keys]
title = { en = "Keys" }
kind = "mix"
votes = 1000
parts = [{ part = "1/2", kind = "metric", fact = "people" }, { part = "1/2", kind = "equal" }]
[weights.counties]
title = { en = "Counties" }
kind = "nested"
fact = "people"
votes = 1000
head = "1/3"
groups = [{ head = "bruges", group = "coast" }]
[groups.coast]""",
)
PART = 'part = "1/2", kind = "equal"'
GROUP = 'group = "coast" }]'


def test_they_are_read_as_data() -> None:
    charter = parse_charter(COMPOSED, file="x")
    found = [charter.weighting(name).weights for name in ("standing", "forty", "keys", "counties")]
    assert found == [
        Table((("mons", Fraction(1, 2)),), Fraction(1)),
        Apportioned("people", Method("largest_remainder"), 100, Dominant(Fraction(2, 5), 40)),
        Mix(Fraction(1000), ((Fraction(1, 2), Metric("people")), (Fraction(1, 2), Equal()))),
        Nested("people", Fraction(1000), Fraction(1, 3), (("bruges", ("bruges", "ghent")),)),
    ]


def test_they_are_said_in_plain_sentences() -> None:
    said = [say(one, PLAIN, "en") for one in explain(parse_charter(COMPOSED, file="x"))]
    start = said.index("Standing: the charter lists the votes of each member.")
    assert said[start + 1 : start + 13] == [
        "mons: 1/2",
        "every other member: 1",
        "Forty: 100 votes are shared out by people (inhabitants, legal municipality) with the "
        "method largest_remainder; equal claims go in the order of ids.",
        "a member with 40 % of it or more has exactly 40 votes; the others share the rest",
        "Keys: 1000 votes are shared out in these parts, each in proportion to a statement.",
        "50 % of them in proportion to this:",
        "Keys: a member has as many votes as its people (inhabitants, legal municipality).",
        "50 % of them in proportion to this:",
        "Keys: every member has one vote.",
        "Counties: 1000 votes are shared among groups by the people (inhabitants, legal "
        "municipality) of the member that heads each; the head holds 1/3 of its group's votes, "
        "the others the rest in proportion to theirs.",
        "bruges heads: bruges, ghent",
        "coastal cities: bruges, ghent.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        (PART, 'part = "1/3", kind = "equal"', "parts_not_whole", "weights.keys.parts"),
        (PART, 'part = "1/2", kind = "mix"', "not_one_of", "weights.keys.parts[2].kind"),
        (PART, 'kind = "equal"', "missing", "weights.keys.parts[2].part"),
        (PART, 'part = "1/2", kind = "metric"', "missing", "weights.keys.parts[2].fact"),
        (GROUP, 'group = "coats" }]', "not_declared", "weights.counties.groups[1].group"),
        (
            GROUP,
            'group = "coast" }, { head = "bruges", group = "coast" }]',
            "twice",
            "weights.counties.groups[2].head",
        ),
        ('groups = [{ head = "bruges", group = "coast" }]', "", "empty", "weights.counties.groups"),
        ('at_least = "2/5", votes', "votes", "missing", "weights.forty.dominant.at_least"),
        ("others = 1", 'others = "one"', "wrong_type", "weights.standing.others"),
    ],
)
def test_what_is_wrong_in_one_has_its_place(old: str, new: str, code: str, where: str) -> None:
    assert COMPOSED.count(old) == 1
    with pytest.raises(CharterErrors) as caught:
        parse_charter(COMPOSED.replace(old, new), file="x")
    found = [(one.code, str(one.key)) for one in caught.value.mistakes]
    assert (code, where) in found, found
