"""A second vote that members call for, as a charter writes it: read, told, tried, or mistaken."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.charter.test_explaining import EVERY_KIND, PLAIN

from koinon.charter.cases import run_cases
from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say
from koinon.methods.rules import All, AnyOf, Called, Count, IncludesLargest, Share

CALLED = """
[weights.heads]
title = { en = "cities" }
kind = "equal"
[bodies.board_of_all]
title = { en = "Board of all" }
members = "all"
weight = "heads"
[rules.called]
title = { en = "weighted on call" }
article = "3"
first = { share = "heads", of = "present", over = "1/2" }
called_by = { any = [
  { all = [
    { members = "calling", at_least = 2 },
    { members = "calling", at_least = 1, group = "coast" },
  ] },
  { share = "shared", of = "all", over = "1/2" },
  { share = "shared", of = "participating", at_least = "1/2" },
  { largest = "shared" },
] }
supersede = { share = "shared", of = "all", at_least = "51/100" }
[matters.called]
title = { en = "called" }
article = "3"
body = "board_of_all"
rule = "called"
notice_days = 1
voting_days = 1
vote_from = "delegate"
abstention = "present"
[rosters.five]
bruges = { people = 200 }
ghent = { people = 300 }
lille = { people = 100 }
mons = { people = 100 }
namur = { people = 100 }
[[cases]]
title = "Two big ones lose by heads"
matter = "called"
members = "five"
yes = ["bruges", "ghent"]
no = ["lille", "mons", "namur"]
passes = false
[[cases]]
title = "Called by one of the coast and one other, they win by weight"
matter = "called"
members = "five"
yes = ["bruges", "ghent"]
no = ["lille", "mons", "namur"]
calling = ["bruges", "mons"]
passes = true
[[cases]]
title = "Nobody of the coast calls"
matter = "called"
members = "five"
yes = ["bruges", "ghent"]
no = ["lille", "mons", "namur"]
calling = ["lille", "mons"]
passes = false
"""
TEXT = EVERY_KIND + CALLED


def test_it_is_read_as_data_and_tried() -> None:
    charter = parse_charter(TEXT, file="x")
    hundred = Share("shared", "all", Fraction(51, 100), strict=False)
    assert charter.rule("called").rule == Called(
        Share("heads", "present", Fraction(1, 2), strict=True),
        AnyOf(
            (
                All((Count(2), Count(1, "coast"))),
                Share("shared", "all", Fraction(1, 2), strict=True),
                Share("shared", "participating", Fraction(1, 2), strict=False),
                IncludesLargest("shared", Fraction(0)),
            )
        ),
        hundred,
        stands=True,
    )
    ours = [one for one in run_cases(charter) if one.case.matter == "called"]
    assert [one.agrees for one in ours] == [True, True, True]
    assert ours[1].case.calling == ("bruges", "mons")
    decides = parse_charter(TEXT.replace("supersede =", "then ="), file="x").rule("called").rule
    assert isinstance(decides, Called)
    assert not decides.stands


def test_it_is_told_in_words_of_calling() -> None:
    said = [say(one, PLAIN, "en") for one in explain(parse_charter(TEXT, file="x"))]
    start = said.index("Article 3, weighted on call. A proposal passes when this holds:")
    assert said[start + 1 : start + 13] == [
        "a first vote, which decides unless a second is called for:",
        "counted by cities, more than 50 % of what is present is in favour;",
        "a second vote is called for when this holds:",
        "at least one of these holds:",
        "all of these hold:",
        "at least 2 members call;",
        "at least 1 member of coastal cities calls;",
        "counted by Hundred, the members that call have more than 50 % of the whole;",
        "counted by Hundred, the members that call have at least 50 % of what takes part in the "
        "programme;",
        "the member with the most, counted by Hundred, calls;",
        "the second vote, over the same votes, replaces the first result where this holds of the "
        "votes in favour (adopted) or of those against (rejected); else the first result stands:",
        "counted by Hundred, at least 51 % of the whole is in favour;",
    ]


CALL = "rules.called.called_by"
QUORUM = '{ quorum = "heads", over = "1/2" }'
OPPONENTS = '{ opponents = "against", at_most = 2 }'


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("supersede =", "followed_by =", "one_second_vote", "rules.called"),
        ("supersede =", f"then = {QUORUM}\nsupersede =", "one_second_vote", "rules.called"),
        (
            '"calling", at_least = 2',
            '"all", at_least = 2',
            "not_one_of",
            f"{CALL}.any[1].all[1].members",
        ),
        (
            '{ members = "calling", at_least = 2 }',
            OPPONENTS,
            "one_condition",
            f"{CALL}.any[1].all[1]",
        ),
        ('of = "participating", at', 'of = "present", at', "not_one_of", f"{CALL}.any[3].of"),
        (
            '{ largest = "shared" }',
            '{ largest = "shared", if_over = "1/2" }',
            "unknown_key",
            f"{CALL}.any[4].if_over",
        ),
        ("called_by = {", "called_off_by = {", "missing", CALL),
        ('calling = ["bruges", "mons"]', 'calling = ["oz"]', "no_such_member", "cases[2].calling"),
        ('group = "coast" },', 'group = "coats" },', "not_declared", f"{CALL}.any[1].all[2].group"),
    ],
)
def test_a_mistake_has_its_place(old: str, new: str, code: str, key: str) -> None:
    assert CALLED.count(old) == 1
    with pytest.raises(CharterErrors) as refused:
        parse_charter(EVERY_KIND + CALLED.replace(old, new), file="x")
    assert (code, key) in [(one.code, str(one.key)) for one in refused.value.mistakes]


def test_a_second_vote_is_no_quorum_of_a_meeting() -> None:
    quorum = '{ quorum = "heads", at_least = "1/2" }'
    call = '{ members = "calling", at_least = 1 }'
    meeting = f"""
[meetings.board_of_all]
article = "4"
notice_days = 1
quorum = {{ first = {quorum}, called_by = {call}, then = {quorum} }}
chair = "treasurer"
"""
    with pytest.raises(CharterErrors) as refused:
        parse_charter(TEXT + meeting, file="x")
    assert [one.code for one in refused.value.mistakes] == ["quorum_alone"]
