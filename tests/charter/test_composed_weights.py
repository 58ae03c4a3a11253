"""Weights made of others, as a charter writes them: half cantons, dominance, keys, counties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.charter.test_explaining import EVERY_KIND, PLAIN

from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say
from koinon.methods.apportionment import Method
from koinon.methods.weights import (
    Apportioned,
    Band,
    Dominant,
    Equal,
    Incentive,
    Metric,
    Mix,
    Nested,
    Sizes,
    Table,
)

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
[weights.council]
title = { en = "Council" }
kind = "apportioned"
fact = "people"
method = "dhondt"
votes = [{ up_to = 3499, votes = 16 }, { votes = 130 }]
of_right = 1
none_above = "1/2"
[weights.paid]
title = { en = "Paid" }
kind = "incentive"
fact = "people"
votes = 100
each = 5
together = 30
method = "sainte_lague"
minimum = 1
[weights.bands]
title = { en = "Bands" }
kind = "band"
fact = "people"
classes = [{ group = "coast", steps = [{ up_to = 9, votes = 1 }, { votes = 2 }] }]
[groups.coast]""",
)
PART = 'part = "1/2", kind = "equal"'
CLASS = '{ group = "coast", steps = [{ up_to = 9, votes = 1 }, { votes = 2 }] }'
GROUP = 'group = "coast" }]'


def test_they_are_read_as_data() -> None:
    charter = parse_charter(COMPOSED, file="x")
    names = ("standing", "forty", "keys", "counties", "council", "paid", "bands")
    found = [charter.weighting(name).weights for name in names]
    assert found == [
        Table((("mons", Fraction(1, 2)),), Fraction(1)),
        Apportioned("people", Method("largest_remainder"), 100, Dominant(Fraction(2, 5), 40)),
        Mix(Fraction(1000), ((Fraction(1, 2), Metric("people")), (Fraction(1, 2), Equal()))),
        Nested("people", Fraction(1000), Fraction(1, 3), (("bruges", ("bruges", "ghent")),)),
        Apportioned(
            "people", Method("dhondt"), Sizes(((3499, 16), (None, 130))), None, 1, Fraction(1, 2)
        ),
        Incentive("people", 100, Fraction(5), Fraction(30), Method("sainte_lague", 1)),
        Band("people", ((("bruges", "ghent"), ((9, Fraction(1)), (None, Fraction(2)))),)),
    ]


def test_they_are_said_in_plain_sentences() -> None:
    said = [say(one, PLAIN, "en") for one in explain(parse_charter(COMPOSED, file="x"))]
    start = said.index("Standing: the charter lists the votes of each member.")
    assert said[start + 1 : start + 25] == [
        "mons: 1/2",
        "every other member: 1",
        "Forty: 100 votes are shared out by people (inhabitants, legal municipality) by the method "
        "of largest remainders (Hamilton); equal claims go in the order of ids.",
        "a member with 40 % of it or more has exactly 40 votes; the others share the rest",
        "Keys: 1000 votes are shared out in these parts, each in proportion to a statement.",
        "50 % of them in proportion to this:",
        "a member has as many votes as its people (inhabitants, legal municipality).",
        "50 % of them in proportion to this:",
        "every member has one vote.",
        "Counties: 1000 votes are shared among groups by the people (inhabitants, legal "
        "municipality) of the member that heads each; the head holds 1/3 of its group's votes, "
        "the others the rest in proportion to theirs.",
        "bruges heads: bruges, ghent",
        "Council: votes are shared out by people (inhabitants, legal municipality) by the method "
        "of D'Hondt (Jefferson); equal claims go in the order of ids. How many votes there are "
        "follows from the people of all members together:",
        "up to 3499: 16",
        "above: 130",
        "a member that gets fewer has 1 vote of right, on top of the others",
        "a member with more than 50 % of all these keeps that part, rounded down; the others share "
        "what it loses by the same method",
        "Paid: of 100 votes every member has 5, or an equal part of 30 where these would be more; "
        "the rest is shared in proportion to people (inhabitants, legal municipality).",
        "the sums become whole votes by the method of Sainte-Laguë (Webster)",
        "every member has at least 1 vote",
        "Bands: a member's votes follow steps of its people (inhabitants, legal municipality), "
        "with other steps for each class; who is in no class has none.",
        "class of bruges, ghent:",
        "up to 9: 1",
        "above: 2",
        "coastal cities: bruges, ghent.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        (PART, 'part = "1/3", kind = "equal"', "parts_not_whole", "weights.keys.parts"),
        (PART, 'part = "1/2", kind = "mixed"', "not_one_of", "weights.keys.parts[2].kind"),
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
        ("up_to = 3499, ", "", "steps_not_rising", "weights.council.votes"),
        ("votes = 130", 'votes = "1/2"', "wrong_type", "weights.council.votes[2].votes"),
        ('none_above = "1/2"', "none_above = 0", "not_a_share", "weights.council.none_above"),
        ("together = 30", "together = 101", "out_of_range", "weights.paid.together"),
        ("each = 5", "", "missing", "weights.paid.each"),
        (CLASS, CLASS + ", " + CLASS, "twice", "weights.bands.classes[2].group"),
        (f"classes = [{CLASS}]", "", "empty", "weights.bands.classes"),
    ],
)
def test_what_is_wrong_in_one_has_its_place(old: str, new: str, code: str, where: str) -> None:
    assert COMPOSED.count(old) == 1
    with pytest.raises(CharterErrors) as caught:
        parse_charter(COMPOSED.replace(old, new), file="x")
    found = [(one.code, str(one.key)) for one in caught.value.mistakes]
    assert (code, where) in found, found
