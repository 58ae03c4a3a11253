"""Residents decide by ballots which projects are funded; anyone with the ballots counts again."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from tests.assembly.leagues import RULES, Chamber, assert_holds, entries, faults, recheck
from tests.support.coalition import population
from tests.support.replaying import assert_replays

from koinon.acts.act import DocumentRef
from koinon.acts.gate import tick
from koinon.assembly import counting
from koinon.assembly import queries_participatory as queries
from koinon.assembly.models import BudgetProject, ParticipatoryBudget, Proposal
from koinon.methods.equal_shares import Payers
from koinon.record import store
from koinon.record.canonical import dump
from koinon.treasury import queries as treasury

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

CITIES = {"ghent": 260_000, "leuven": 100_000}
CHARTER = (
    RULES.replace(
        'acts = ["assembly.admit',
        'acts = ["assembly.open_participatory_budget/1", "treasury.adopt_budget/1", '
        '"assembly.admit',
    )
    + """
"assembly.open_participatory_budget/1" = {article = "7.7", by = "decision"}
"treasury.adopt_budget/1" = {article = "7.1", by = "decision"}
"""
)
OPEN = "assembly.open_participatory_budget/1"
IMPORT = "assembly.import_ballots/1"
COUNT = "assembly.count_participatory_budget/1"

ADOPTED = "2025-01-07T08:00:00.000000Z"
VOTING = "2025-01-10T08:00:00.000000Z"
CLOSED = "2025-01-19T23:00:00.000000Z"
LATER = "2025-01-21T08:00:00.000000Z"

# Ten voters hold 100 each. By approvals alone trees and park would take 950 and leave the library's
# three voters nothing; by equal shares they get what their shares pay for.
BALLOTS = [[["library"], 3], [["park", "trees"], 5], [["trees"], 2]]
RULE = {
    "start": "exact share",
    "step_cents": 1,
    "stop": "exhausted",
    "then": "greedy",
    "ties": ["more approvals", "lower cost", "id"],
}


def project(code: str, cents: int, city: str | None = None) -> dict[str, Any]:
    line = {
        "code": code,
        "programme": "commons",
        "title": [{"language": "en", "text": code.title()}],
        "amount_cents": cents,
    }
    act = {"type": "treasury.adopt_budget/1", "data": {"year": 2025, "lines": [line]}}
    said: dict[str, Any] = {
        "code": code,
        "title": [{"language": "en", "text": code.title()}],
        "cost_cents": cents,
        "acts": [act],
    }
    return said if city is None else {**said, "city": city}


def opening(**changes: Any) -> dict[str, Any]:
    said = {
        "code": "commons-2025",
        "title": [{"language": "en", "text": "Commons"}],
        "year": 2025,
        "envelope_cents": 1_000,
        "projects": [
            project("trees", 500, "ghent"),
            project("park", 450),
            project("library", 290, "leuven"),
        ],
        "rule": RULE,
        "opens_on": "2025-01-10",
        "closes_on": "2025-01-19",
    }
    return {**said, **changes}


def adopted(*openings: dict[str, Any]) -> Chamber:
    """A league whose assembly has adopted these participatory budgets, each by a proposal."""
    chamber = Chamber()
    chamber.found(CITIES, CHARTER)
    acts = [(OPEN, one) for one in openings]
    chamber.decide("Commons", *acts, voted="2025-01-04T08:00:00.000000Z", adopted=ADOPTED)
    return chamber


def ballots(chamber: Chamber, rows: Any = BALLOTS, **more: Any) -> dict[str, Any]:
    data = rows if isinstance(rows, bytes) else dump(rows)
    document: DocumentRef = chamber.document(data, "application/json")
    return {"code": "commons-2025", "ballots": document.model_dump(), **more}


def refusals() -> list[str]:
    """Why adopted decisions could not be carried out."""
    return [e["data"]["refusal"] for e in entries() if e["type"] == "acts.note_not_executed/1"]


def test_the_clock_counts_what_was_imported_and_the_winners_acts_follow() -> None:
    chamber = adopted(opening())
    budget = ParticipatoryBudget.objects.get()
    assert (budget.opens_at, budget.closes_at) == ("2025-01-09T23:00:00.000000Z", CLOSED)
    chamber.at = VOTING
    turnout = [{"city": "ghent", "voters": 7}, {"city": "leuven", "voters": 3}]
    chamber.act(IMPORT, ballots(chamber, turnout=turnout), "secretariat")
    chamber.at = "2025-01-19T22:59:59.999999Z"
    early = chamber.refused(COUNT, {"code": "commons-2025"}, "secretariat")
    assert (early.code, early.fact("closes_at")) == ("assembly.budget_open", CLOSED)
    chamber.at = CLOSED
    (counted,) = tick(at=chamber.at)
    # Trees: 500 by 7 voters at 500/7 each. Then the library: 290 by its 3 at 290/3 of 100. The five
    # of the park keep 200/7 each, too little for 450, which the rest, 210, does not buy either.
    assert counted.result == {
        "budget": "commons-2025",
        "ballots": sha256(dump(BALLOTS)).hexdigest(),
        "voters": 10,
        "runs": 1,
        "stopped": "exhausted",
        "bought": ["trees", "library"],
        "added": [],
        "cost_cents": 790,
        "account": counted.result["account"],
    }
    funded = BudgetProject.objects.order_by("place").values_list("code", "funded")
    assert list(funded) == [("trees", True), ("park", False), ("library", True)]
    following = [e for e in entries() if e.get("cause", "").startswith(f"{counted.n}.")]
    assert [e["data"]["lines"][0]["code"] for e in following] == ["trees", "library"]
    assert {line.code for line in treasury.budget("EUR", 2025)} == {"trees", "library"}
    assert_holds()


def test_the_account_of_a_count_is_a_document_that_explains_it() -> None:
    chamber = adopted(opening())
    chamber.at = VOTING
    chamber.act(IMPORT, ballots(chamber), "secretariat")
    (counted,) = tick(at=CLOSED)
    document = counted.result["account"]
    assert isinstance(document, dict)
    assert entries()[counted.n]["effects"][0] == {"kind": "document", **document}
    assert [e["kind"] for e in entries()[counted.n]["effects"]] == ["document", "count"]
    account = queries.account("commons-2025")
    assert account is not None
    assert sha256(account.data).hexdigest() == document["sha256"]
    assert account.approvals == (("library", 3), ("park", 5), ("trees", 7))
    assert account.per_voter == 100
    assert [(p.project, p.price, p.payers, p.left) for p in account.bought] == [
        ("trees", Fraction(1, 7), 7, Fraction(500)),
        ("library", Fraction(1, 3), 3, Fraction(210)),
    ]
    assert account.cost_cents == 790


def test_pages_see_a_budget_in_every_phase() -> None:
    chamber = adopted(
        opening(), opening(code="later", opens_on="2025-02-01", closes_on="2025-02-02")
    )
    seen = []
    view = None
    for chamber.at in (ADOPTED, VOTING, LATER):
        view = queries.participatory_budget("commons-2025", chamber.at)
        assert view is not None
        seen.append(view.phase)
    assert view is not None
    assert seen == ["upcoming", "open", "closed"]
    assert [(p.code, p.city, p.funded) for p in view.projects] == [
        ("trees", "ghent", None),
        ("park", None, None),
        ("library", "leuven", None),
    ]
    (following,) = view.projects[0].acts
    assert (following.type, following.data["year"]) == ("treasury.adopt_budget/1", 2025)
    assert (view.turnout, view.cost_cents, queries.account("commons-2025")) == ((), None, None)
    assert queries.settled("commons-2025") is None
    turnout = [{"city": "leuven", "voters": 3}, {"city": "ghent", "voters": 7}]
    chamber.act(IMPORT, ballots(chamber, turnout=turnout), "secretariat")
    counted = chamber.act(COUNT, {"code": "commons-2025"}, "secretariat")
    listed = queries.participatory_budgets(LATER)
    later, line = listed.lines
    assert (listed.page, listed.pages, listed.total) == (1, 1, 2)
    assert (later.code, later.phase, later.projects, later.funded) == ("later", "upcoming", 3, None)
    assert (line.phase, line.voters, line.projects, line.funded) == ("counted", 10, 3, 2)
    assert (line.envelope_cents, line.cost_cents) == (1_000, 790)
    view = queries.participatory_budget("commons-2025", LATER)
    assert view is not None
    assert (view.phase, view.counted_n, view.cost_cents) == ("counted", counted.n, 790)
    assert (view.voters, view.turnout) == (10, (("ghent", 7), ("leuven", 3)))
    assert [p.funded for p in view.projects] == [True, False, True]
    assert queries.participatory_budget("moon", LATER) is None


def test_what_the_supporters_of_an_unfunded_project_lacked() -> None:
    chamber = adopted(opening())
    chamber.at = VOTING
    data = ballots(chamber)
    chamber.act(IMPORT, data, "secretariat")
    tick(at=CLOSED)
    settled = queries.settled("commons-2025")
    assert settled is not None
    # Seven paid 500/7 of 100 each for the trees; five of them are all who wanted the park for 450.
    assert settled.held == {"trees": 200, "park": Fraction(5 * 200, 7), "library": 10}
    assert settled.payers["trees"] == Payers(7, Fraction(500, 7), 0, Fraction(0), 0)
    store.withhold(data["ballots"]["sha256"], "too few voters")
    assert queries.settled("commons-2025") == settled, "what was worked out once is kept"
    counting._settled.cache_clear()
    assert queries.settled("commons-2025") is None


def test_ballots_that_come_after_the_close_are_counted_from_a_seat_and_may_be_replaced() -> None:
    chamber = adopted(opening())
    chamber.at = LATER
    count = (COUNT, {"code": "commons-2025"}, "secretariat")
    assert chamber.refused(*count).code == "assembly.no_ballots"
    chamber.act(IMPORT, ballots(chamber, [[["park"], 1]]), "secretariat")
    assert tick(at=LATER) == []
    chamber.act(IMPORT, ballots(chamber), "secretariat")
    counted = chamber.act(*count)
    assert counted.result["bought"] == ["trees", "library"]
    assert len(counted.then) == 2
    again = chamber.refused(*count)
    assert (again.code, again.fact("n")) == ("assembly.budget_counted", counted.n)
    assert chamber.refused(IMPORT, ballots(chamber), "secretariat").code == (
        "assembly.budget_counted"
    )
    assert_holds()


def test_an_act_of_a_project_is_decided_by_its_own_matters_rule_too() -> None:
    stricter = CHARTER.replace('"treasury.adopt_budget/1", "assembly.admit', '"assembly.admit')
    first = stricter.index("[matters.ordinary]")
    last = stricter.index("[membership]")
    money = (
        stricter[first:last]
        .replace("[matters.ordinary]", "[matters.money]")
        .replace("notice_days = 2", "notice_days = 20")
    )
    acts = money[money.index("acts = ") : money.index("]", money.index("acts = ")) + 1]
    money = money.replace(acts, 'acts = ["treasury.adopt_budget/1"]')
    chamber = Chamber()
    chamber.found(CITIES, stricter.replace("[membership]", money + "[membership]"))
    number = chamber.propose("Commons", (OPEN, opening()))
    row = Proposal.objects.get(number=number)
    assert row.matters == ["ordinary", "money"]
    assert row.opens_at == "2025-01-21T23:00:00.000000Z"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"projects": [project("trees", 500)] * 2}, "assembly.project_twice"),
        ({"projects": [project("trees", 1_001)]}, "assembly.project_too_dear"),
        ({"projects": [project("trees", 500, "arlon")]}, "cities.unknown"),
        ({"rule": {**RULE, "ties": ["lower cost"]}}, "assembly.ties"),
        ({"envelope_cents": 2_000_001}, "assembly.step"),
        ({"closes_on": "2025-01-09"}, "assembly.voting_days"),
        ({"opens_on": "2025-01-05", "closes_on": "2025-01-06"}, "assembly.voting_days_past"),
    ],
)
def test_a_budget_that_cannot_be_voted_on_is_not_opened(changes: dict[str, Any], code: str) -> None:
    adopted(opening(**changes))
    assert refusals() == [code]
    assert not ParticipatoryBudget.objects.exists()
    assert_holds()


def test_a_code_is_used_once_and_acts_are_limited() -> None:
    many = [{**project(f"p{k:02d}", 10), "acts": project("x", 10)["acts"] * 10} for k in range(21)]
    adopted(opening(), opening(), opening(code="many", projects=many))
    assert refusals() == ["assembly.budget_exists", "assembly.too_many_acts"]
    assert_holds()


def test_wrong_ballots_are_refused() -> None:
    chamber = adopted(opening())
    assert chamber.refused(IMPORT, ballots(chamber), "secretariat").code == (
        "assembly.budget_not_open"
    )
    chamber.at = VOTING
    told = {
        b'[[["trees"], 1]]': "canonical",
        dump({"trees": 1}): "not a list",
        dump([["trees", 1]]): "not [approved",
        dump([[["trees"], True]]): "not [approved",
        dump([[[1], 1]]): "no code",
        dump([[["trees"], 0]]): "at least one voter",
        dump([[["trees", "park"], 1]]): "ascending",
        dump([[["trees"], 1], [["park"], 1]]): "ascending",
        dump([[["trees"], 1], [["trees"], 1]]): "different",
        dump([[["moon"], 1]]): "unknown project",
        dump([]): "no ballot",
    }
    for data, why in told.items():
        refused = chamber.refused(IMPORT, ballots(chamber, data), "secretariat")
        assert refused.code == "assembly.ballots"
        assert why in str(refused.fact("why")), data
    wrong = [{"city": "ghent", "voters": 9}]
    for turnout, code in (
        (wrong, "assembly.turnout"),
        (wrong * 2, "cities.twice"),
        ([{"city": "arlon", "voters": 10}], "cities.unknown"),
    ):
        stated = ballots(chamber, turnout=turnout)
        assert chamber.refused(IMPORT, stated, "secretariat").code == code
    other = {**ballots(chamber), "code": "moon"}
    assert chamber.refused(IMPORT, other, "secretariat").code == "assembly.unknown_budget"
    absent = {"sha256": "0" * 64, "size": 2, "media": "application/json"}
    missing = {"code": "commons-2025", "ballots": absent}
    assert chamber.refused(IMPORT, missing, "secretariat").code == "acts.document_missing"
    assert_holds()


def test_the_record_replays_and_holds_without_its_ballots() -> None:
    chamber = adopted(opening())
    chamber.at = VOTING
    data = ballots(chamber)
    chamber.act(IMPORT, data, "secretariat")
    tick(at=CLOSED)
    store.withhold(data["ballots"]["sha256"], "too few voters")
    recheck(entries())
    assert_replays()


def test_ballots_withheld_before_the_count_hold_up_nobody() -> None:
    """The count is put off and says why; ballots imported anew are counted by the clock."""
    chamber = adopted(opening())
    chamber.at = VOTING
    data = ballots(chamber)
    chamber.act(IMPORT, data, "secretariat")
    store.withhold(data["ballots"]["sha256"], "They named a voter.")
    counting._counted.cache_clear()  # another process than the one that read them
    number = chamber.propose("Trees", matter="ordinary")
    chamber.at = LATER
    chamber.act("cities.certify_fact/1", {"city": "ghent", "fact": population(1)}, "secretariat")
    closed, note, fact = entries()[-3:]
    assert (closed["data"], fact["type"]) == ({"proposal": number}, "cities.certify_fact/1")
    assert note["type"] == "acts.note_postponed/1"
    assert note["data"] == {
        "what": COUNT,
        "data": {"code": "commons-2025"},
        "refusal": "acts.document_missing",
        "facts": [{"name": "sha256", "value": data["ballots"]["sha256"]}],
    }
    view = queries.participatory_budget("commons-2025", chamber.at)
    assert view is not None
    assert view.phase == "closed"
    assert_replays()
    chamber.act(IMPORT, ballots(chamber, [[["library"], 4]]), "secretariat")
    (counted,) = tick(at="2025-01-22T08:00:00.000000Z")
    assert (counted.type, counted.result["bought"]) == (COUNT, ["library"])
    assert tick(at="2026-01-22T08:00:00.000000Z") == []
    assert_replays()
    assert_holds()


def test_a_count_put_off_and_done_from_a_seat_is_done() -> None:
    chamber = adopted(opening())
    chamber.at = VOTING
    data = ballots(chamber)
    chamber.act(IMPORT, data, "secretariat")
    store.withhold(data["ballots"]["sha256"], "They named a voter.")
    counting._counted.cache_clear()
    tick(at=CLOSED)
    chamber.at = CLOSED
    chamber.act(IMPORT, ballots(chamber, [[["library"], 4]]), "secretariat")
    chamber.act(COUNT, {"code": "commons-2025"}, "secretariat")
    assert tick(at="2026-01-22T08:00:00.000000Z") == []
    assert_replays()


def test_whoever_has_the_ballots_sees_a_forged_count() -> None:
    chamber = adopted(opening())
    chamber.at = VOTING
    imported = chamber.act(IMPORT, ballots(chamber), "secretariat")
    (counted,) = tick(at=CLOSED)

    def effect(n: int, kind: str, **fields: Any) -> Any:
        def change(record: list[dict[str, Any]]) -> None:
            (found,) = [e for e in record[n]["effects"] if e["kind"] == kind]
            found.update(fields)

        return change

    opened = next(e["n"] for e in entries() if e["type"] == OPEN)
    assert faults(lambda record: None) == ""
    assert "states bought otherwise" in faults(effect(counted.n, "count", bought=["park"]))
    assert "states cost_cents otherwise" in faults(effect(counted.n, "count", cost_cents=1))
    assert "states runs otherwise" in faults(effect(counted.n, "count", runs=2))
    assert "other ballots" in faults(effect(counted.n, "count", voters=9))
    assert "another rule" in faults(effect(counted.n, "count", rule={}))
    assert "no document" in faults(effect(counted.n, "count", account="0" * 64))
    assert "10 voted" in faults(effect(imported.n, "ballots", voters=11))
    assert "otherwise" in faults(effect(opened, "participatory_budget", envelope_cents=1_300))
    assert "cannot be counted" in faults(effect(opened, "participatory_budget", rule={}))
    assert "over before it begins" in faults(
        effect(opened, "participatory_budget", closes_at=ADOPTED)
    )

    def earlier(record: list[dict[str, Any]]) -> None:
        for entry in record[counted.n :]:
            entry["at"] = VOTING

    def twice(record: list[dict[str, Any]]) -> None:
        record[counted.n]["effects"] *= 2

    assert "before its voting closed" in faults(earlier)
    assert "was counted before" in faults(twice)
