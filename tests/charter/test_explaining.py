"""Charters and their mistakes in plain sentences: whole, in order, in the reader's language."""

from __future__ import annotations

import re
from gettext import NullTranslations
from pathlib import Path

from tests.charter.test_templates import TEMPLATES, read

import koinon.charter
from koinon.charter.cases import UNTRIED
from koinon.charter.explaining import explain
from koinon.charter.mistakes import CharterMistake
from koinon.charter.parsing import parse_charter
from koinon.charter.statements import say
from koinon.charter.texts import EXPLANATIONS, MISTAKES, tell
from koinon.charter.texts_remarks import REMARKS

PLAIN = NullTranslations()
SOURCES = "".join(
    path.read_text()
    for path in Path(koinon.charter.__file__).parent.glob("*.py")
    if path.name != "texts.py"
)


def told(path_name: str, language: str = "en") -> list[str]:
    (path,) = [path for path in TEMPLATES if path.stem == path_name]
    return ["  " * s.depth + say(s, PLAIN, language) for s in explain(read(path))]


def test_a_charter_explains_itself_article_by_article() -> None:
    assert told("double-majority")[9:15] == [
        "Article 5.1, ordinary decision. A proposal passes when this holds:",
        "  all of these hold:",
        "    counted by cities, at least 55 % of the whole is in favour;",
        "    at least one of these holds:",
        "      counted by inhabitants, at least 65 % of the whole is in favour;",
        "      at most 3 members are not in favour, absent members counting;",
    ]


def test_titles_are_in_the_readers_language() -> None:
    assert "مجلس" in "".join(told("square-root", "ar"))
    assert any(
        "voix: a member's votes are the square root" in line for line in told("square-root", "fr")
    )


def test_a_share_that_is_no_whole_per_cent_is_told_as_a_fraction() -> None:
    assert "  counted by cities, at least 2/3 of the whole is in favour;" in told(
        "one-city-one-vote"
    )


EVERY_LEVY = Path(__file__).with_name("every_levy.toml").read_text(encoding="utf-8")
EVERY_KIND = """
format = "koinon-charter/1"
[coalition]
name = { en = "League" }
noun = { en = "league" }
languages = ["en"]
authoritative = "en"
time_zone = "UTC"
currency = "TND"
[facts.people]
title = { en = "people" }
unit = "inhabitants"
boundary = "legal municipality"
[weights.tier]
title = { en = "Tiers" }
kind = "tier"
fact = "people"
steps = [{ up_to = 1000, votes = 1 }, { votes = "5/2" }]
[weights.table]
title = { en = "Annex" }
kind = "table"
votes = { ghent = 3, mons = "1/2" }
[weights.shared]
title = { en = "Hundred" }
kind = "apportioned"
fact = "people"
method = "sainte_lague"
votes = 100
minimum = 1
ceiling = 40
[weights.unit]
title = { en = "Units" }
kind = "unit"
fact = "people"
size = 20000
[groups.coast]
title = { en = "coastal cities" }
members = ["ghent", "bruges"]
[bodies.board]
title = { en = "Board" }
members = "coast"
weight = "unit"
seats = "one per 5 votes"
[seats.treasurer]
title = { en = "Treasurer" }
[programmes.schools]
title = { en = "Schools" }
[rules.mixed]
title = { en = "mixed" }
article = "1"
all = [
  { members = "in favour", at_least = 1, group = "coast" },
  { largest = "table", if_over = "1/4" },
  { quorum = "tier", over = "1/2" },
  { opponents = "against", at_most = 2 },
]
[authority]
"treasury.pay/1" = [
  { article = "7.1", seat = "treasurer", up_to = 5000 },
  { article = "7.2", body = "board", signed = "passkey" },
  { article = "7.3", seat = "treasurer", signed = true },
  { article = "7.4", seat = "treasurer", signed = "verified passkey" },
]
"treasury.close_year/1" = { article = "8", by = "clock" }
"""


def test_every_kind_of_weight_rule_and_authority_has_its_sentence() -> None:
    charter = parse_charter(EVERY_KIND, file="every.toml")
    assert charter.authority[0].up_to_cents == 5_000_000
    assert [say(s, PLAIN, "en") for s in explain(charter)][1:] == [
        "Tiers: a member's votes follow steps of its people (inhabitants, legal municipality).",
        "up to 1000: 1",
        "above: 5/2",
        "Annex: the charter lists the votes of each member.",
        "ghent: 3",
        "mons: 1/2",
        "Hundred: 100 votes are shared out by people (inhabitants, legal municipality) by the "
        "method of Sainte-Laguë (Webster); equal claims go in the order of ids.",
        "every member has at least 1 vote",
        "no member has more than 40 votes",
        "Units: a member has one vote for every 20000 of its people (inhabitants, legal "
        "municipality), begun ones counting.",
        "coastal cities: bruges, ghent.",
        "Board: coastal cities sit in it, with one delegate for each 5 votes begun.",
        "Treasurer is an office.",
        "Schools is a programme of the budget (schools).",
        "Article 1, mixed. A proposal passes when this holds:",
        "all of these hold:",
        "among coastal cities only:",
        "at least 1 member is in favour;",
        "the member with the most, counted by Annex, is in favour, if it has more than 25 % of the "
        "whole;",
        "counted by Tiers, more than 50 % of the whole takes part;",
        "at most 2 members vote against;",
        "Article 7.1: Treasurer may do treasury.pay/1 up to 5000 TND.",
        "Article 7.2: every delegate in Board may do treasury.pay/1.",
        "It must be signed with a passkey registered for the seat.",
        "Article 7.3: Treasurer may do treasury.pay/1.",
        "It must be signed with a key registered for the seat.",
        "Article 7.4: Treasurer may do treasury.pay/1.",
        "It must be signed with a passkey registered for the seat that recognises its owner by "
        "PIN, fingerprint or face.",
        "Article 8: treasury.close_year/1 happens by itself when it is due.",
    ]


def test_proxies_and_leaving_have_their_sentences() -> None:
    lines = told("double-majority")
    assert "  A delegate may also cast the vote of 1 other member that gave it a proxy." in lines
    assert (
        "Article 9.1. A member leaves at the end of the year in which 180 days have passed since "
        "it announced it." in lines
    )
    (path,) = [path for path in TEMPLATES if path.stem == "double-majority"]
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("proxies_per_holder = 1", "proxies_per_holder = 2"),
        ("leave_notice_days = 180", "leave_notice_days = 1"),
        ("end of year", "end of notice"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    lines = [say(s, PLAIN, "en") for s in explain(parse_charter(text, file="changed.toml"))]
    assert "A delegate may also cast the votes of 2 other members that gave it a proxy." in lines
    assert "Article 9.1. A member leaves 1 day after it has announced it." in lines


def test_a_mistake_is_one_sentence_with_its_place_and_remedy() -> None:
    mistake = CharterMistake(
        "decimal",
        "league.toml",
        41,
        "rules.ordinary.at_least",
        (("remedy", "55/100"), ("value", "0.55")),
    )
    assert tell(mistake, PLAIN) == (
        "league.toml, line 41, rules.ordinary.at_least: 0.55 is a decimal number, which "
        "computers round; write the exact fraction as text, such as “55/100”."
    )


def test_meetings_have_their_sentences() -> None:
    lines = told("double-majority")
    first = lines.index("Article 10.1. Council meets by these rules:")
    assert lines[first + 1 : first + 11] == [
        "  It is convened 14 whole days before the meeting at the latest.",
        "  Its agenda can be changed until 7 whole days before the meeting.",
        "  It can decide when, of those present:",
        "    counted by cities, at least 50 % of the whole takes part;",
        "  Without that, a second meeting 2 whole days later or more can decide with whoever "
        "comes.",
        "  Presidency chairs it and decides a tie.",
        "  A vote recorded in the room can be objected to for 2 days before it is counted.",
        "  An alternate with a written appointment may sit in.",
        "  Article 10.4. It may decide in writing, with 7 days to vote.",
        "  2 members can demand a meeting instead.",
    ]
    (path,) = [path for path in TEMPLATES if path.stem == "double-majority"]
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("objection_days = 2", ""),
        ("casting_vote = true", ""),
        ("alternates = true", "alternates = false"),
        ("days = 7, objectors = 2", "days = 5, objectors = 1"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    lines = [say(s, PLAIN, "en") for s in explain(parse_charter(text, file="changed.toml"))]
    assert {
        "Presidency chairs it.",
        "A vote recorded in the room is counted at once.",
        "No alternate may sit in for a delegate.",
        "Article 10.4. It may decide in writing, with 5 days to vote.",
        "1 member can demand a meeting instead.",
    } <= set(lines)


def test_every_code_noted_has_a_sentence_and_every_sentence_a_code() -> None:
    noted = set(re.findall(r'(?:note|add|TomlError)\(\s*"([a-z_]+)"', SOURCES))
    noted |= {code for code, _ in UNTRIED.values()}
    assert noted == {
        code
        for code in (*MISTAKES, *REMARKS)
        if not code.endswith(".near") and not code.startswith(("levy_fault.", "unused_"))
    }
    assert all(message for message in EXPLANATIONS.values())


def test_initiatives_are_told_with_their_numbers_and_their_grounds() -> None:
    template = read(next(path for path in TEMPLATES if path.stem == "square-root"))
    said = [say(s, PLAIN, "en") for s in explain(template) if s.code.startswith("initiatives")]
    assert said == [
        "Article 13.1. Residents of the cities can start an initiative, a question that Council "
        "answers:",
        "It needs the signatures of 0.5 % of all inhabitants, counted by population.",
        "They come from 3 cities at least.",
        "A city counts from 25 signatures on.",
        "They are collected for 180 days.",
        "Council then has 90 days to answer; if it does not, its silence is recorded.",
        "What a city attests about its residents holds for 730 days.",
        "Within 14 days of its start it can be turned away, on these grounds alone:",
        "it is outside what the members have put in common (article 13.2).",
        "it attacks rights that the law protects (article 13.2).",
        "it asks nothing that could be answered (article 13.2).",
    ]


def test_a_number_of_signatures_that_nobody_checks_is_told_so() -> None:
    more = """
[initiatives]
article = "13"
answered_by = "board"
signatures = 2000
cities = 1
collect_days = 30
answer_days = 30
attested_days = 365
[authority]
"forum.sign_initiative/1" = { article = "13", by = "residents" }
"""
    charter = parse_charter(EVERY_KIND.replace("[authority]\n", more, 1), file="every.toml")
    said = [say(s, PLAIN, "en") for s in explain(charter)]
    assert "It needs the signatures of 2000 residents." in said
    assert "They come from 1 city at least." in said
    assert "A city counts from 1 signature on." in said
    assert "Nobody can turn it away." in said
    assert "Article 13: residents of the cities do forum.sign_initiative/1 themselves." in said
