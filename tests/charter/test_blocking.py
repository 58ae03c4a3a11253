"""Minorities that block, large members that must agree, numbers that take part, and silence."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.charter.test_explaining import PLAIN

from koinon.charter.document import Charter
from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say
from koinon.charter.trying import Trial, Untriable, roster_facts, try_vote
from koinon.methods.plain import to_plain
from koinon.methods.rules import NO, YES, All, Count, IncludesLargest, Share, Unless, Vote
from koinon.methods.trees import recheck

# Loi ALUR of 24 March 2014, article 136 II: the transfer of planning to a community does not come
# about if a quarter of the communes with a fifth of the people oppose it. CGCT L5211-5, II.
COMMUNES = """
format = "koinon-charter/1"
[coalition]
languages = ["en"]
authoritative = "en"
time_zone = "Europe/Paris"
currency = "EUR"
name = { en = "Community" }
noun = { en = "community" }
[facts.people]
title = { en = "people" }
unit = "inhabitants"
boundary = "commune"
[weights.communes]
title = { en = "communes" }
kind = "equal"
[weights.people]
title = { en = "people" }
kind = "metric"
fact = "people"
[groups.valley]
title = { en = "valley" }
members = ["c", "d"]
[bodies.communes]
title = { en = "Communes" }
members = "all"
weight = "communes"
[rules.transfer]
title = { en = "transfer" }
article = "136"
blocked_by = { all = [
  { share = "communes", of = "all", at_least = "1/4" },
  { share = "people", of = "all", at_least = "1/5" },
] }
[rules.creation]
title = { en = "creation" }
article = "L5211-5"
all = [
  { members = "taking part", at_least = 3 },
  { share = "communes", of = "all", at_least = "1/2" },
  { every = "people", over = "1/4" },
]
[matters.transfer]
title = { en = "transfers" }
article = "136"
body = "communes"
rule = "transfer"
notice_days = 90
voting_days = 1
vote_from = "delegate"
abstention = "ignored"
acts = []
[matters.creation]
title = { en = "creations" }
article = "L5211-5"
body = "communes"
rule = "creation"
notice_days = 90
voting_days = 1
vote_from = "delegate"
abstention = "ABSTENTION"
acts = []
[rosters.five]
a = { people = 3000 }
b = { people = 2800 }
c = { people = 1800 }
d = { people = 1400 }
e = { people = 1000 }
"""
CONSENT = 'in favour"\nabsent = "in favour'
REFUSAL = 'against"\nabsent = "against'
SILENT = Vote(Fraction(0), Fraction(0), Fraction(1))


def read(abstention: str = "present", old: str = "", new: str = "", more: str = "") -> Charter:
    text = COMMUNES.replace("ABSTENTION", abstention)
    assert text.count(old) == 1 or not old
    return parse_charter((text.replace(old, new) if old else text) + more, file="x")


def tried(charter: Charter, matter: str, yes: str, no: str = "", abstain: str = "") -> Trial:
    votes = dict.fromkeys(yes, YES) | dict.fromkeys(no, NO) | dict.fromkeys(abstain, SILENT)
    facts = roster_facts(charter.rosters[0])
    trial = try_vote(charter, matter, "abcde", facts, votes)
    recheck(to_plain(trial.decision))
    return trial


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "passes"),
    [
        ("", "", "", True),  # nobody opposes: silence is consent
        ("abcd", "e", "", True),  # one of five is a fifth of the communes
        ("abc", "de", "", False),  # two of five, and 24 % of the people
        ("", "de", "abc", False),
        ("ab", "ce", "d", False),  # 28 %
        ("", "", "abcde", True),
    ],
)
def test_a_quarter_of_the_communes_with_a_fifth_of_the_people_refuse(
    yes: str, no: str, abstain: str, passes: bool
) -> None:
    assert tried(read(), "transfer", yes, no, abstain).tree.met is passes


def test_two_communes_with_less_than_a_fifth_do_not() -> None:
    charter = read(old="d = { people = 1400 }", new="d = { people = 400 }")
    assert tried(charter, "transfer", "", "de").tree.met  # 1,400 of 9,000


def test_every_commune_above_a_quarter_agrees_not_the_largest_alone() -> None:
    charter = read()
    assert tried(charter, "creation", "abc").tree.met
    without = tried(charter, "creation", "acd", "b")  # b has 28 % and is not the largest
    assert not without.tree.met
    line = without.tree.parts[2]  # type: ignore[union-attr]
    assert (line.about, line.measured, line.needed) == (("a", "b"), 3000, 5800)  # type: ignore[union-attr]


def test_so_many_members_take_part_however_they_vote() -> None:
    charter = read(old='"1/2" },\n  { every', new='"1/5" },\n  { every')
    assert not tried(charter, "creation", "ab").tree.met
    assert tried(charter, "creation", "ab", "c").tree.met
    assert tried(charter, "creation", "ab", "", "e").tree.met


@pytest.mark.parametrize(
    ("abstention", "abstain", "passes"),
    [
        ("present", "c", False),
        ("against", "c", False),
        ("in favour", "c", True),
        ('against"\nabsent = "in favour', "c", True),
        ('in favour"\nabsent = "against', "c", True),
        ('against"\nabsent = "against', "c", False),
    ],
)
def test_an_abstention_counts_as_the_charter_says(
    abstention: str, abstain: str, passes: bool
) -> None:
    assert tried(read(abstention), "creation", "ab", "", abstain).tree.met is passes


def test_silence_counts_where_the_charter_says_so_but_towards_no_number_that_takes_part() -> None:
    asked = 'share = "communes", of = "all", at_least = "1/2"'
    cast = 'share = "communes", of = "cast", over = "1/2"'
    assert not tried(read(CONSENT), "creation", "ab").tree.met  # two take part
    charter = read(CONSENT, asked, cast)
    line = tried(charter, "creation", "ab", "c").tree.parts[1]  # type: ignore[union-attr]
    assert (line.measured, line.base) == (4, 5)  # type: ignore[union-attr]
    line = tried(read(REFUSAL, asked, cast), "creation", "ab").tree.parts[1]  # type: ignore[union-attr]
    assert (line.measured, line.base) == (2, 5)  # type: ignore[union-attr]


def test_a_blocked_vote_says_what_would_pass_it() -> None:
    charter = read(old='of = "all", at_least = "1/4"', new='of = "cast", at_least = "1/2"')
    blocked = tried(charter, "transfer", "", "de")
    hint = blocked.hint()
    assert hint is not None
    assert (hint.outcome, hint.enough) == ("enough", ("a", "b", "c"))
    hopeless = tried(read(), "transfer", "", "de").hint()
    assert hopeless is not None
    assert hopeless.outcome == "out of reach"
    assert tried(read(), "transfer", "", "e").hint() is None


def test_they_are_data_and_sentences() -> None:
    charter = read(CONSENT)
    both = (
        Share("communes", "all", Fraction(1, 4), False),
        Share("people", "all", Fraction(1, 5), False),
    )
    assert charter.rule("transfer").rule == Unless(All(both))
    assert charter.rule("creation").rule == All(
        (
            Count(3, taking_part=True),
            Share("communes", "all", Fraction(1, 2), False),
            IncludesLargest("people", Fraction(1, 4), each=True),
        )
    )
    said = [say(one, PLAIN, "en") for one in explain(charter)]
    start = said.index("Article 136, transfer. A proposal passes when this holds:")
    assert said[start + 1 : start + 5] == [
        "it is not blocked by members against, of whom this would have to hold:",
        "all of these hold:",
        "counted by communes, at least 25 % of all are against;",
        "counted by people, at least 20 % of all are against;",
    ]
    assert "at least 3 members take part;" in said
    assert "every member that has more than 25 % of the people is in favour;" in said
    start = said.index("An abstention counts as a vote in favour.")
    assert said[start + 1] == "The silence of a member that is absent counts as a vote in favour."


def test_every_way_to_block_has_its_sentence() -> None:
    ways = """blocked_by = { any = [
  { members = "against", at_least = 2, group = "valley" },
  { members = "against", at_least = 1 },
  { largest = "people", if_over = "1/4" },
  { every = "people", over = "1/5" },
  { share = "people", of = "cast", over = "1/3" },
  { share = "people", of = "present", over = "1/3", whole = true },
  { share = "people", of = "participating", at_least = "1/3" },
] }
[rules.creation]"""
    old = COMMUNES[COMMUNES.index("blocked_by") : COMMUNES.index("[rules.creation]") + 16]
    said = [say(one, PLAIN, "en") for one in explain(read(old=old, new=ways))]
    start = said.index("at least one of these holds:")
    assert said[start + 1 : start + 10] == [
        "among valley only:",
        "at least 2 members are against;",
        "at least 1 member is against;",
        "the member with the most people is against, if it has more than 25 % of them;",
        "every member that has more than 20 % of the people is against;",
        "counted by people, more than 1/3 of what is cast for or against is against;",
        "with each member's vote counted whole, on the side that prevails:",
        "counted by people, more than 1/3 of those present are against;",
        "counted by people, at least 1/3 of those taking part in the programme are against;",
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ('"taking part"', '"taking parts"', "not_one_of", "rules.creation.all[1].members"),
        ('"people", over = "1/4"', '"people"', "missing", "rules.creation.all[3].over"),
        (
            '{ share = "communes", of = "all", at_least = "1/4" },',
            '{ quorum = "communes", at_least = "1/4" },',
            "one_condition",
            "rules.transfer.blocked_by.all[1]",
        ),
        (
            '{ share = "communes", of = "all", at_least = "1/4" },',
            '{ members = "in favour", at_least = 1 },',
            "not_one_of",
            "rules.transfer.blocked_by.all[1].members",
        ),
        (
            '{ every = "people", over = "1/4" },',
            '{ first = { members = "in favour", at_least = 1 }, called_by = { members = "calling", '
            'at_least = 1 }, supersede = { blocked_by = { members = "against", at_least = 1 } } },',
            "blocked_twice",
            "rules.creation.all[3].supersede",
        ),
    ],
)
def test_what_is_wrong_in_one_has_its_place(old: str, new: str, code: str, where: str) -> None:
    with pytest.raises(CharterErrors) as caught:
        read(old=old, new=new)
    found = [(one.code, str(one.key)) for one in caught.value.mistakes]
    assert (code, where) in found, found


CASE = """
[[cases]]
title = "tried"
matter = "transfer"
members = "five"
"""


@pytest.mark.parametrize(
    ("case", "code", "where"),
    [
        ('split = { a = { yes = "1/2", no = "1/2" } }', "case_splits", "cases[1].split"),
        ('yes = ["b"]\ncalling = ["a"]', "case_calls", "cases[1].calling"),
    ],
)
def test_a_case_votes_and_calls_as_its_matter_lets_it(case: str, code: str, where: str) -> None:
    with pytest.raises(CharterErrors) as caught:
        read(old="[rosters.five]", new=f"{CASE}{case}\npasses = true\n[rosters.five]")
    assert [(one.code, str(one.key)) for one in caught.value.mistakes] == [(code, where)]


@pytest.mark.parametrize(
    ("bounds", "code"),
    [("minimum = 3", "too_few"), ("ceiling = 1", "too_many"), ('none_above = "1/6"', "too_many")],
)
def test_votes_that_cannot_be_given_out_say_which_way(bounds: str, code: str) -> None:
    old = '[weights.people]\ntitle = { en = "people" }\nkind = "metric"\n'
    new = f'{old.replace("metric", "apportioned")}votes = 12\nmethod = "dhondt"\n{bounds}\n'
    charter = read(old=old, new=new)
    with pytest.raises(Untriable) as caught:
        tried(charter, "transfer", "a")
    assert (caught.value.code, caught.value.facts["weight"]) == (code, "people")
    with pytest.raises(CharterErrors) as errors:
        read(old=old, new=new, more=f"{CASE}passes = true\n")
    assert [one.code for one in errors.value.mistakes] == [f"case_{code}"]
