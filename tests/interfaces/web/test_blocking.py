"""What a visitor reads of a proposal that silence lets pass and a minority can block."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_pages import words
from tests.support.coalition import CHARTER, League
from tests.support.replaying import assert_replays

from koinon.acts.gate import tick
from koinon.assembly import queries as assembly

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

DOUBLE = """all = [
  {share = "one", of = "cast", over = "1/2"},
  {share = "people", of = "all", at_least = "1/2"},
]"""
BLOCKED = """all = [
  {members = "taking part", at_least = 1},
  {every = "people", over = "1/2"},
  {blocked_by = {all = [
    {members = "against", at_least = 2},
    {share = "people", of = "all", at_least = "1/3"},
  ]}},
]"""
RULES = CHARTER.replace(DOUBLE, BLOCKED).replace(
    'abstention = "ignored"', 'abstention = "present"\nabsent = "in favour"'
)
CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}


def test_silence_lets_it_pass_and_those_against_block_it(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    league = League()
    league.found(CITIES, RULES)
    number = league.propose("Planning", matter="ordinary")
    league.at = "2025-01-05T08:00:00.000000Z"
    league.vote(number, "namur", "no")
    said = words(Client().get(f"/decisions/{number}/"))
    assert "Members taking part 1 of 3 at least 1 Met" in said
    assert "Every member with more than 50% by “By residents” in favour" in said
    assert "Not blocked by members against, who would have to meet this: Met" in said
    assert "Members against 1 of 3 at least 2 Not met" in said
    assert "The silence of a member that is absent counts as a vote in favour" in said
    league.vote(number, "leuven", "no")
    said = words(Client().get(f"/decisions/{number}/"))
    assert "Not blocked by members against, who would have to meet this: Not met" in said
    (counted,) = tick(at="2025-01-08T08:00:00.000000Z")
    assert counted.type == "assembly.close_vote/1"
    found = assembly.proposal(number, "2025-01-08T08:00:00.000000Z")
    assert found is not None
    assert found.phase == "rejected"
    assert_replays()
