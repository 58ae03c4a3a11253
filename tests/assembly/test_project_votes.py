"""Residents share out money by any rule of counting: ballots, papers and lots as in elections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.assembly.electing import CHARTER, CITIES, COUNT, IMPORT, PAPERS, ROLL, WITHDRAW
from tests.assembly.leagues import Chamber, assert_holds, entries, faults
from tests.support.replaying import assert_replays

from koinon.acts.gate import tick
from koinon.assembly import queries_elections as elections
from koinon.assembly import queries_participatory as queries
from koinon.assembly.models import BudgetProject, Election, ParticipatoryBudget
from koinon.methods.counting.ballots import (
    Ballots,
    gather_approvals,
    gather_points,
    gather_rankings,
)
from koinon.methods.counting.methods import find as method
from koinon.methods.plain import to_plain
from koinon.record.elections import BALLOTS_MEDIA
from koinon.treasury import queries as treasury

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

OPEN = "assembly.open_participatory_budget/2"
RULES = (
    CHARTER.replace(
        'acts = ["assembly.open_election/1"',
        f'acts = ["{OPEN}", "treasury.adopt_budget/1", "assembly.open_election/1"',
    )
    + f"""
"{OPEN}" = {{article = "7.7", by = "decision"}}
"treasury.adopt_budget/1" = {{article = "7.1", by = "decision"}}
"""
)
CODE = "commons-2025"
PAPER = ("trees", "park", "library")
COSTS = {"trees": 50_000, "park": 45_000, "library": 29_000}
ADOPTED = "2025-01-07T08:00:00.000000Z"
VOTING = "2025-01-10T08:00:00.000000Z"
CLOSED = "2025-01-19T23:00:00.000000Z"

SHARES: Any = to_plain(
    replace(method("equal-shares-budget").rule, step=100, then="greedy", stop="exhausted")
)
GREEDY: Any = to_plain(method("greedy-budget").rule)
POINTS: Any = to_plain(replace(method("greedy-budget").rule, measure="points"))
PHRAGMEN: Any = to_plain(replace(method("phragmen-budget").rule, when_short="skip"))
BY_LOT: Any = to_plain(replace(method("greedy-budget").rule, ties=("lot",)))

# Ten voters hold 100.00 each. By approvals alone trees and park would take 950.00 and leave the
# library's three voters nothing; by equal shares they get what their shares pay for.
CAST = gather_approvals(PAPER, [((2,), 3), ((0, 1), 5), ((0,), 2)])


def project(code: str) -> dict[str, Any]:
    line = {
        "code": code,
        "programme": "commons",
        "title": [{"language": "en", "text": code.title()}],
        "amount_cents": COSTS[code],
    }
    return {
        "code": code,
        "title": [{"language": "en", "text": code.title()}],
        "cost_cents": COSTS[code],
        "acts": [{"type": "treasury.adopt_budget/1", "data": {"year": 2025, "lines": [line]}}],
    }


def opening(**changes: Any) -> dict[str, Any]:
    said = {
        "code": CODE,
        "title": [{"language": "en", "text": "Commons"}],
        "year": 2025,
        "envelope_cents": 100_000,
        "projects": [project(code) for code in PAPER],
        "budget_rule": SHARES,
        "opens_on": "2025-01-10",
        "closes_on": "2025-01-19",
        "lot": "The first draw of the national lottery after the close",
    }
    return {**said, **changes}


def adopted(*openings: dict[str, Any]) -> Chamber:
    """A league whose assembly has adopted these participatory budgets, each by a proposal."""
    chamber = Chamber()
    chamber.found(CITIES, RULES)
    acts = [(OPEN, one) for one in openings]
    chamber.decide("Commons", *acts, voted="2025-01-04T08:00:00.000000Z", adopted=ADOPTED)
    chamber.at = VOTING
    return chamber


def brought(chamber: Chamber, ballots: Ballots, **more: Any) -> dict[str, Any]:
    """What brings these ballots in."""
    document = chamber.document(ballots.dump(), BALLOTS_MEDIA)
    return {"code": CODE, "ballots": document.model_dump(), **more}


def funded() -> list[str]:
    """The codes of the funded projects, in the order of the paper."""
    rows = BudgetProject.objects.filter(funded=True).order_by("place")
    return list(rows.values_list("code", flat=True))


def test_the_clock_counts_equal_shares_and_the_winners_acts_follow() -> None:
    chamber = adopted(opening())
    chamber.act(IMPORT, brought(chamber, CAST), "secretariat")
    early = chamber.refused(COUNT, {"code": CODE}, "secretariat")
    assert early.code == "assembly.election_open"
    chamber.at = CLOSED
    (counted,) = tick(at=chamber.at)
    # Trees: 500.00 by 7 voters. Then the library: 290.00 by its 3, each with 100.00. The five
    # of the park keep 28.57 each, too little for 450.00, which the rest does not buy either.
    assert counted.result["elected"] == ["trees", "library"]
    assert funded() == ["trees", "library"]
    following = [e for e in entries() if e.get("cause", "").startswith(f"{counted.n}.")]
    assert [e["data"]["lines"][0]["code"] for e in following] == ["trees", "library"]
    assert {line.code for line in treasury.budget("EUR", 2025)} == {"trees", "library"}
    view = queries.participatory_budget(CODE, CLOSED)
    assert view is not None
    assert (view.by_ballot, view.voters, view.cost_cents) == (True, 10, 79_000)
    result = elections.result(CODE)
    assert result is not None
    assert (result.contest.budget, result.contest.unit) == (100_000, 100)
    assert elections.elections(CLOSED).total == 0
    assert_holds()


@pytest.mark.parametrize(
    ("rule", "ballots", "won"),
    [
        (GREEDY, CAST, ["trees", "park"]),
        (PHRAGMEN, CAST, ["trees", "library"]),
        (
            POINTS,
            gather_points(PAPER, [({0: 1, 2: 5}, 3), ({1: 1}, 2)], 0, 5),
            ["trees", "library"],
        ),
        (
            to_plain(replace(method("greedy-budget").rule, measure="points", first=3)),
            gather_rankings(PAPER, [(((2,), (1,)), 3), (((0,),), 2)]),
            ["park", "library"],
        ),
    ],
)
def test_other_rules_and_other_ballots(rule: Any, ballots: Ballots, won: list[str]) -> None:
    chamber = adopted(opening(budget_rule=rule))
    chamber.act(IMPORT, brought(chamber, ballots), "secretariat")
    chamber.at = CLOSED
    tick(at=chamber.at)
    assert funded() == won
    assert_replays()
    assert_holds()


def test_papers_are_typed_twice_and_rolls_limit_them() -> None:
    chamber = adopted(opening(budget_rule=GREEDY))
    roll = [{"city": "ghent", "entitled": 20, "issued": 6}]
    chamber.act(ROLL, {"code": CODE, "rolls": roll}, "secretariat")
    chamber.act(IMPORT, brought(chamber, CAST, city="leuven"), "secretariat")
    box = gather_approvals(PAPER, [((1,), 4)])
    typed = {"city": "ghent", "batch": "box-1"}
    chamber.act(PAPERS, brought(chamber, box, **typed), "secretariat")
    chamber.at = CLOSED
    (noted,) = tick(at=chamber.at)  # the clock waits for the second seat
    assert noted.result["refusal"] == "assembly.batch_differs"
    assert chamber.refused(COUNT, {"code": CODE}, "secretariat").code == "assembly.batch_differs"
    more = gather_approvals(PAPER, [((1,), 7)])
    chamber.act(PAPERS, brought(chamber, more, **typed), "secretariat")  # not alike: it waits
    over = chamber.refused(PAPERS, brought(chamber, more, **typed), "clerk")
    assert over.code == "assembly.more_ballots"
    for seat in ("secretariat", "clerk"):
        chamber.act(PAPERS, brought(chamber, box, **typed), seat)
    chamber.act(COUNT, {"code": CODE}, "secretariat")
    assert ParticipatoryBudget.objects.get().voters == 14
    assert funded() == ["trees", "park"]
    assert_holds()


def test_a_project_that_is_withdrawn_gets_nothing() -> None:
    chamber = adopted(opening(budget_rule=GREEDY))
    chamber.act(IMPORT, brought(chamber, CAST), "secretariat")
    chamber.act(WITHDRAW, {"code": CODE, "candidate": "trees"}, "secretariat")
    chamber.at = CLOSED
    tick(at=chamber.at)
    assert funded() == ["park", "library"]
    assert_holds()


def test_a_lot_decides_only_where_a_tie_needs_it() -> None:
    chamber = adopted(opening(budget_rule=BY_LOT))
    chamber.act(IMPORT, brought(chamber, gather_approvals(PAPER, [((0, 1, 2), 5)])), "secretariat")
    chamber.at = CLOSED
    (noted,) = tick(at=chamber.at)
    assert noted.result["refusal"] == "assembly.lot_needed"
    needed = chamber.refused(COUNT, {"code": CODE}, "secretariat")
    assert needed.code == "assembly.lot_needed"
    chamber.act(COUNT, {"code": CODE, "lot": "7 21 33"}, "secretariat")
    assert len(funded()) == 2
    assert_holds()


def test_openings_that_could_never_be_counted_are_refused() -> None:
    chamber = Chamber()
    chamber.found(CITIES, RULES)

    def why(**changes: Any) -> tuple[str, str]:
        title = [{"language": "en", "text": "Commons"}]
        acts = [{"type": OPEN, "data": opening(**changes)}]
        data = {"title": title, "acts": acts}
        refusal = chamber.refused("assembly.open_proposal/1", data, "secretariat")
        return refusal.code, str(dict(refusal.facts).get("why", ""))

    code, said = why(budget_rule=to_plain(method("scottish-stv").rule))
    assert (code, "shares out no money" in said) == ("assembly.budget_rule", True)
    endless = to_plain(replace(method("equal-shares-budget").rule, step=1))
    dear = [{**project("trees"), "cost_cents": 900_000_000}]
    code, said = why(budget_rule=endless, envelope_cents=10**9, projects=dear)
    assert (code, "might not end" in said) == ("assembly.budget_rule", True)
    unknown = to_plain(replace(method("greedy-budget").rule, exclusive=(("trees", "moon"),)))
    assert why(budget_rule=unknown)[0] == "assembly.budget_rule"
    assert why(budget_rule={"kind": "greedy_budget/1"})[0] == "assembly.budget_rule"
    assert why(envelope_cents=49_999)[0] == "assembly.project_too_dear"
    assert why(projects=[project("trees"), project("trees")])[0] == "assembly.project_twice"


def test_ballots_that_the_rule_cannot_count_are_refused_when_they_come() -> None:
    points: Any = to_plain(replace(method("equal-shares-budget").rule, worth="points"))
    chamber = adopted(opening(budget_rule=points))
    ranked = gather_rankings(PAPER, [(((0,),), 1)])
    refusal = chamber.refused(IMPORT, brought(chamber, ranked), "secretariat")
    assert refusal.code == "assembly.election_ballots"
    other = gather_approvals(("trees", "park"), [((0,), 1)])
    assert chamber.refused(IMPORT, brought(chamber, other), "secretariat").code == (
        "assembly.election_ballots"
    )
    assert Election.objects.get().ballots_at is None


def test_a_forged_count_is_found_from_the_ballots() -> None:
    chamber = adopted(opening())
    chamber.act(IMPORT, brought(chamber, CAST), "secretariat")
    chamber.at = CLOSED
    tick(at=chamber.at)
    n = next(entry["n"] for entry in entries() if entry["type"] == COUNT)

    def elects(*codes: str) -> Callable[[list[dict[str, Any]]], None]:
        def change(record: list[dict[str, Any]]) -> None:
            (found,) = [e for e in record[n]["effects"] if e["kind"] == "election_count"]
            found["elected"] = list(codes)

        return change

    assert faults(elects("trees", "library")) == ""
    assert "elect trees, library" in faults(elects("trees", "park"))
    assert "cost more than its money" in faults(elects("trees", "park", "library"))
    assert "elect trees, library" in faults(elects("trees"))


def test_a_forged_opening_is_found() -> None:
    adopted(opening())
    n = next(entry["n"] for entry in entries() if entry["type"] == OPEN)

    def opens(**fields: Any) -> Callable[[list[dict[str, Any]]], None]:
        def change(record: list[dict[str, Any]]) -> None:
            (found,) = [e for e in record[n]["effects"] if e["kind"] == "project_vote"]
            found.update(fields)

        return change

    assert faults(opens()) == ""
    assert "costs more than all its money" in faults(opens(envelope_cents=1))
    assert "named twice" in faults(opens(projects=[["trees", 1], ["trees", 1]]))
    assert "cannot be counted" in faults(opens(rule={"kind": "moonlight/1"}))
    assert "of a unit" in faults(opens(unit=7))
    assert "different ones" in faults(opens(cities=["ghent", "ghent"]))
    assert "is not [code, cost]" in faults(opens(projects=[["trees"]]))


def test_acts_of_the_other_kind_of_budget_are_refused() -> None:
    chamber = adopted(opening())
    document = chamber.document(b'[[["trees"],1]]', "application/json")
    for act, more in (
        ("assembly.import_ballots/1", {"ballots": document.model_dump()}),
        ("assembly.count_participatory_budget/1", {}),
    ):
        refusal = chamber.refused(act, {"code": CODE, **more}, "secretariat")
        assert refusal.code == "assembly.budget_of_election"
