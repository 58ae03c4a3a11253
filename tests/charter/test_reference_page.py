"""The page about the language is true: its charter is one, and its lists are complete."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from koinon.charter.cases import run_cases
from koinon.charter.document import (
    Countersigning,
    Ground,
    Initiatives,
    Membership,
    Urgency,
    WrittenProcedure,
)
from koinon.charter.document_associates import Associates
from koinon.charter.document_leaving import ResidualRule
from koinon.charter.document_money import Arrears, Audit, Disputes
from koinon.charter.levy_cases import run_levy_case
from koinon.charter.levy_kinds import KINDS
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.parsing_statute import MAX_NOTE
from koinon.charter.reading_rules import _COMPOSED, _CONDITIONS, _KINDS
from koinon.charter.sections import MAX_ARTICLE, MAX_TEXT, NAME
from koinon.methods.levies import recheck
from koinon.methods.plain import to_plain
from koinon.methods.rules import All, Branch, Called, Count, Line
from koinon.methods.weights import weigh

PAGE = Path(__file__).parents[2] / "docs/reference/charter.md"
TEXT = PAGE.read_text(encoding="utf-8")
MAIN, *PARTS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)


def test_the_charter_on_the_page_decides_as_its_cases_say() -> None:
    charter = parse_charter(MAIN, file="charter.md")
    first, second = run_cases(charter)
    assert (first.agrees, second.agrees) == (True, True)
    shares = []
    for tree in (first.tree, second.tree):
        assert isinstance(tree, Branch)
        share = tree.parts[1]
        assert isinstance(share, Line)
        shares.append((share.measured, share.base))
    assert shares == [(18, 24), (17, 25)]
    assert charter.matter("ordinary").proxies_per_holder == 1
    assert [one.id for one in charter.programmes] == ["schools"]
    assert charter.statute is not None
    assert charter.statute.sources[0].read == "2026-02-01"
    rule = ResidualRule("commitments", "votes", 90)
    assert charter.membership == Membership("9", 180, "end of year", rule)
    title = (("en", "associate"), ("fr", "associé"))
    may = ("assembly.open_proposal/1",)
    assert charter.associates == Associates("9.4", title, ("council",), may)
    meetings = charter.meetings_of("council")
    assert meetings is not None
    assert (meetings.notice_days, meetings.agenda_days, meetings.objection_days) == (14, 7, 2)
    assert (meetings.second_call_days, meetings.alternates, meetings.written) == (
        1,
        True,
        WrittenProcedure("7.4", 7, 2),
    )
    assert meetings.casting_vote
    assert charter.arrears == Arrears(
        "10", 90, "end of days", 30, "voting", "not counted", "payment"
    )
    assert charter.urgency == Urgency(
        "8.1", "bureau", "bureau", 0, 2, ("schools",), 60, abstention="against"
    )
    assert charter.disputes == Disputes("11", 60, True, "all members", 30, "contested", 60)
    assert charter.audit == Audit("12", "auditor", 14, 21, 21, 120)
    assert charter.initiatives == Initiatives(
        article="13",
        body="council",
        signatures=2000,
        share=None,
        fact=None,
        cities=3,
        each=50,
        collect_days=180,
        answer_days=90,
        attested_days=730,
        check_days=14,
        grounds=(
            Ground(
                "powers",
                (("en", "outside the coalition's powers"), ("fr", "hors des compétences")),
                "13.2",
            ),
        ),
        starters=3,
    )
    assert charter.countersigning == Countersigning("14", 3, 7)
    assert [a.up_to_cents for a in charter.authority_for("treasury.pay/1")] == [500_000, None]


def test_the_experiment_on_the_page_names_what_ends() -> None:
    (tried,) = parse_charter(MAIN, file="charter.md").experiments
    assert (tried.until, tried.evaluated_by, tried.evaluate_by) == (
        "2028-12-31",
        "auditor",
        "2028-06-30",
    )
    assert tried.items() == (
        ("matter", "schools"),
        ("act", "forum.join_starters/1"),
        ("levy", "general"),
    )


def test_every_kind_of_weight_and_condition_is_on_the_page() -> None:
    for word in (*_KINDS, *_COMPOSED, *_CONDITIONS):
        assert f"`{word}" in TEXT, word


def test_the_second_vote_on_the_page_is_called_and_supersedes() -> None:
    (shown,) = re.findall(r"```\n(\[rules\.called\].*?)```", TEXT, re.DOTALL)
    text = MAIN.partition("[[cases]]")[0].replace('rule = "ordinary"', 'rule = "called"')
    case = """
[[cases]]
title = "Ghent, Bruges and Ostend have 24 of 29 votes, and half of the members are no majority"
matter = "ordinary"
members = "four"
yes = ["ghent", "bruges"]
no = ["mons", "ostend"]
passes = false
"""
    charter = parse_charter(text + shown + case, file="page")
    rule = charter.rule("called").rule
    assert isinstance(rule, Called)
    assert rule.stands
    assert rule.call == All((Count(2), Count(1, "coast")))
    calling = case.replace('no = ["mons"', 'calling = ["ghent", "ostend"]\nno = ["mons"')
    parse_charter(text + shown + calling, file="page")
    three = calling.replace("yes = [", 'yes = ["ostend", ').replace(
        ', "ostend"]\npasses = false', "]\npasses = true"
    )
    parse_charter(text + shown + three, file="page")


GROUPS = {
    "king_county": '["seattle"]',
    "kitsap_county": '["bremerton"]',
    "inland": '["seattle", "kitsap"]',
}


def test_the_weights_on_the_page_are_read_and_hand_out_every_vote() -> None:
    (shown,) = re.findall(r"```\n(\[weights\.standing\].*?)```", TEXT, re.DOTALL)
    further = """
[facts.hotels]
title = { en = "hotels", fr = "hôtels" }
unit = "rooms"
boundary = "legal municipality"
[facts.contribution]
title = { en = "contribution", fr = "contribution" }
unit = "EUR"
boundary = "legal municipality"
"""
    for group, members in GROUPS.items():
        title = f'title = {{ en = "{group}", fr = "{group}" }}'
        further += f"[groups.{group}]\n{title}\nmembers = {members}\n"
    charter = parse_charter(MAIN.partition("[rosters")[0] + further + shown, file="page")
    cities = {"king": 2_000, "kitsap": 500, "seattle": 700, "bremerton": 40}
    residents = {name: Fraction(count) for name, count in cities.items()}
    once = dict.fromkeys(cities, Fraction(1))
    facts = {"population": residents, "hotels": once, "contribution": once}
    for name in ("tourism", "region"):
        assert sum(weigh(charter.weighting(name).weights, cities, facts).values()) == 1000
    votes = [charter.weighting(name).weights for name in ("council", "money_paid", "dues")]
    assert [sum(weigh(one, cities, facts).values()) for one in votes] == [41, 100, 2]
    cantons = weigh(charter.weighting("standing").weights, ["bern", "obwalden"], {})
    assert cantons == {"bern": 1, "obwalden": Fraction(1, 2)}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.split("\n")[0])
def test_every_further_charter_on_the_page_charges_as_its_cases_say(part: str) -> None:
    charter = parse_charter(MAIN.partition("[rosters")[0] + part, file="charter.md")
    assert len(charter.levy_cases) > 0
    assert {case.levy for case in charter.levy_cases} == {
        levy.id for levy in charter.levies if levy.id != "general"
    }
    for case in charter.levy_cases:
        assert recheck(to_plain(run_levy_case(charter, case))) == ()


def test_every_kind_of_step_is_on_the_page_with_an_example() -> None:
    for word in KINDS:
        assert f"| `{word}` |" in TEXT, word
        assert any(f'kind = "{word}"' in part for part in PARTS), word


def test_what_the_page_says_may_be_left_out_may_be() -> None:
    """Only the format and the coalition have to be there."""
    head = MAIN[: MAIN.index("[statute]")]
    assert parse_charter(head, file="charter.md").matters == ()
    with pytest.raises(CharterErrors) as caught:
        parse_charter("", file="charter.md")
    assert [one.key for one in caught.value.mistakes] == ["format", "coalition"]


@pytest.mark.parametrize("share", ["0.5", '"0.5"', '"50%"', '"50 %"'])
def test_what_the_page_says_is_no_share_is_refused(share: str) -> None:
    text = MAIN.replace('over = "1/2" },\n  { any', f"over = {share} }},\n  {{ any")
    assert text != MAIN
    with pytest.raises(CharterErrors) as caught:
        parse_charter(text, file="charter.md")
    assert [one.key for one in caught.value.mistakes] == ["rules.ordinary.all[2].over"]


def test_the_lengths_on_the_page_are_those_that_hold() -> None:
    said = " ".join(TEXT.split())
    assert f"An `article` has at most {MAX_ARTICLE} characters" in said
    assert (
        f"most {MAX_TEXT}, the `note` of a statute at most {MAX_NOTE:,}; an id at most 63" in said
    )
    assert NAME.fullmatch("a" * 63)
    assert not NAME.fullmatch("a" * 64)
