"""Participatory budgets counted by any rule, on their pages: proposed, voted on, typed, counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.assembly.leagues import Chamber
from tests.assembly.test_project_votes import CITIES, CODE, OPEN, POINTS, RULES, opening
from tests.interfaces.web.test_budgets import day
from tests.interfaces.web.test_elections import confirmed, signed_in, upload
from tests.interfaces.web.test_pages import words
from tests.support.pages import days_ago

from koinon.acts.registry import find
from koinon.assembly import queries_participatory as queries
from koinon.assembly.elections import contest_of
from koinon.assembly.models import Election
from koinon.interfaces.web import budget_rules
from koinon.interfaces.web.counts.files import BadBallots
from koinon.interfaces.web.derived import Reading, fields_of
from koinon.interfaces.web.elections.typing_in import read_papers
from koinon.interfaces.web.retyped import retyped
from koinon.methods.counting import methods
from koinon.methods.counting.ballots import gather_points
from koinon.methods.plain import to_plain
from koinon.record.project_votes import check_rule

pytestmark = pytest.mark.django_db

PAGE = f"/decisions/budgets/{CODE}/"
ELECTION = f"/decisions/elections/{CODE}/"
FILE = f"{ELECTION}ballots/"
PAPERS = f"{ELECTION}papers/"
FORM = f"/decisions/new/{OPEN}"
NODES = fields_of(find(OPEN))
CSV = "approved:trees,approved:park,approved:library,weight\n0,0,1,3\n1,1,0,5\n1,0,0,2\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def held(first: int, last: int, **changes: Any) -> Chamber:
    """A budget adopted a month ago, with voting between two days from today."""
    chamber = Chamber()
    chamber.at = days_ago(60)
    chamber.found(CITIES, RULES)
    said = opening(opens_on=day(first), closes_on=day(last), **changes)
    chamber.decide("Commons", (OPEN, said), voted=days_ago(57), adopted=days_ago(53))
    return chamber


def test_from_the_ballots_to_the_lines_of_the_budget() -> None:
    held(-20, -10)
    desk = signed_in("secretariat")
    assert desk.get(ELECTION)["Location"] == PAGE
    waiting = words(desk.get(PAGE))
    assert "Waiting for the ballots" in waiting
    assert "Voting closed" in waiting
    assert "Count the ballots" not in waiting
    assert "All voters have equal shares of 1,000.00 EUR." in waiting
    assert "every share is raised by 1.00 EUR and all is counted anew" in waiting
    check = desk.post(FILE, {"city": "ghent", "ballots": upload(CSV)})
    assert "Trees, Park 5" in words(check)
    confirmed(desk, check, "assembly.import_election_ballots/1")
    ready = words(desk.get(PAGE))
    assert "Waiting for the count" in ready
    assert "10 ballots are in." in ready
    check = desk.post("/acts/assembly.count_election/1", {"code": CODE, "step": "check"})
    confirmed(desk, check, "assembly.count_election/1")
    said = words(Client().get(PAGE))
    assert "10 residents voted. The projects funded cost 790.00 EUR of 1,000.00 EUR." in said
    assert "Trees – 500.00 EUR Funded Budget line Trees" in said
    assert "Park – 450.00 EUR Not funded" in said
    assert "Why did the others not win?" in said
    assert "\u2068Park\u2069 Not funded: its supporters still held" in said
    assert "it costs 450" in said
    assert "2 projects are funded." in said
    assert "2 funded projects are lines of the budget of 2025." in said
    # Who paid for what, in euros, cut: seven voters 500/7 each, three 290/3.
    assert "7 71.4285 0 0" in said
    assert "3 96.6666 0 0" in said
    assert "What the residents decide: Commons" in words(Client().get("/decisions/1/"))
    assert "2 projects are funded, for 790.00 EUR" in words(Client().get("/decisions/budgets/"))
    assert "Commons" not in words(Client().get("/decisions/elections/")).split("Elections")[-1]


def test_points_are_typed_twice_by_two_seats() -> None:
    held(-20, -10, budget_rule=POINTS)
    desk, clerk = signed_in("secretariat"), signed_in("clerk")
    shown = words(desk.get(PAPERS))
    assert "The numbers of the names with their points" in shown
    typed = {"city": "ghent", "batch": "box-1", "papers": "3 x 1:1 3:5\n2 x 2:1"}
    for who in (desk, clerk):
        confirmed(who, who.post(PAPERS, typed), "assembly.enter_papers/1")
    check = desk.post("/acts/assembly.count_election/1", {"code": CODE, "step": "check"})
    confirmed(desk, check, "assembly.count_election/1")
    view = queries.participatory_budget(CODE, days_ago(0))
    assert view is not None
    assert [one.code for one in view.projects if one.funded] == ["trees", "library"]
    said = words(Client().get(PAGE))
    assert "Projects are funded by their points, most first, while the money lasts." in said


def test_points_as_they_are_typed() -> None:
    papers = read_papers("1:5 2:-1\n0\n2 x 3:4", ("a", "b", "c"), "points")
    assert papers == gather_points(
        ("a", "b", "c"), [({0: 5, 1: -1}, 1), ({}, 1), ({2: 4}, 2)], -1, 5
    )
    for text, said in (
        ("1", "gives no points"),
        ("1:x", "gives no points"),
        ("4:1", "is no number on the paper"),
        ("1:1 1:2", "gets points twice"),
    ):
        with pytest.raises(BadBallots, match=said):
            read_papers(text, ("a", "b", "c"), "points")


def test_ballots_of_two_forms_are_not_mixed() -> None:
    held(-20, -10, budget_rule=to_plain(methods.find("greedy-budget").rule))
    desk = signed_in("secretariat")
    check = desk.post(FILE, {"city": "ghent", "ballots": upload(CSV)})
    confirmed(desk, check, "assembly.import_election_ballots/1")
    check = desk.post(FILE, {"city": "leuven", "ballots": upload("choice,weight\ntrees,2\n")})
    hidden = {"data": check.context["data"], "id": check.context["act_id"]}
    refused = desk.post("/acts/assembly.import_election_ballots/1", hidden)
    assert "came in before are approvals, and these are choice" in words(refused)


def test_the_rule_is_chosen_by_its_name_and_told_before_the_vote() -> None:
    held(20, 30)
    page = signed_in("secretariat").get(FORM).content.decode()
    for name, title in budget_rules.offered():
        assert f'<option value="{name}">{title}</option>' in page
    told = words(Client().get("/decisions/1/"))
    assert "Projects that residents would vote on" in told
    assert "All voters have equal shares of 1,000.00 EUR." in told
    assert "its value comes from: The first draw" in told


@pytest.mark.parametrize("name", list(budget_rules.NAMES))
def test_a_form_begun_from_a_budget_chooses_its_rule(name: str) -> None:
    data = {"budget_rule": budget_rules.rule_of(name)}
    typed = retyped(NODES, data, "EUR")
    assert typed == {"budget_rule.method": name}
    assert Reading(NODES, typed, lambda _: None, "EUR").data["budget_rule"] == data["budget_rule"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "points", "first": 5, "threshold": 3, "exclusive": (("a", "b"),)},
        {"when_short": "stop", "ties": ("lot",)},
    ],
)
def test_every_option_of_the_greedy_rule_is_told(language: str, changes: dict[str, Any]) -> None:
    plain = replace(methods.find("greedy-budget").rule, **changes)
    default = methods.find("greedy-budget").rule
    with translation.override(language):
        assert set(budget_rules.sentences(plain, 100)) - set(budget_rules.sentences(default, 100))


@pytest.mark.parametrize(
    "changes",
    [
        {"worth": "one"},
        {"worth": "points"},
        {"worth": "points times cost"},
        {"start": "whole units"},
        {"step": 100},
        {"step": 100, "stop": "exhausted"},
        {"then": "greedy"},
        {"then": "phragmen"},
        {"compare": "greedy"},
        {"ties": ("lower cost", "lot")},
    ],
)
def test_every_option_of_equal_shares_is_told(changes: dict[str, Any]) -> None:
    held(20, 30)
    default = replace(methods.find("equal-shares-budget").rule, step=0)
    told = budget_rules.sentences(replace(default, **changes), 100)
    assert set(told) - set(budget_rules.sentences(default, 100))


def test_rules_that_are_offered_can_be_counted() -> None:
    held(20, 30)
    for name in budget_rules.NAMES:
        plain = budget_rules.rule_of(name)
        assert budget_rules.name_of(plain) == name
        check_rule(plain, contest_of(Election.objects.get()))
