"""What elections wait for stands on the desk of whoever does it, and goes away when it is done."""

from __future__ import annotations

from datetime import date

import pytest
from tests.assembly.electing import (
    CLOSED,
    CODE,
    CONFIRM,
    CONFIRMED,
    COUNT,
    LATER,
    STAND,
    STANDING,
    VOTING,
    WHO,
    Electing,
    opening,
)
from tests.assembly.leagues import assert_holds

from koinon.acts.gate import tick
from koinon.assembly import queries_elections_desk as queries
from koinon.interfaces.web.desk import Task, laid
from koinon.methods.counting import methods
from koinon.methods.plain import to_plain

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

LOT = "The first draw of the national lottery after the close"


def adopted() -> Electing:
    """An election that the league has decided on, counted by plurality."""
    return Electing().adopted(opening(rule=to_plain(methods.find("plurality").rule)))


def tasks(seat: str, at: str) -> dict[str, Task]:
    """The to-dos about elections of a seat."""
    return {task.key: task for task in laid(seat, at) if CODE in task.key}


def test_the_paper_is_to_be_made_between_candidacies_and_the_vote() -> None:
    chamber = adopted()
    assert tasks("secretariat", CONFIRMED) == {}, "nobody stands"
    chamber.at = STANDING
    for one in WHO:
        chamber.act(STAND, chamber.stand_data(one), "secretariat")
    assert tasks("secretariat", STANDING) == {}
    (task,) = tasks("secretariat", CONFIRMED).values()
    assert task.key == f"paper-{CODE}"
    assert task.title == "Confirm the candidates of Ombudsperson, which makes the ballot paper"
    assert task.due == date(2025, 1, 16), "the day before the vote opens"
    assert task.link.address == f"/acts/{CONFIRM}?code={CODE}"
    assert tasks("clerk", CONFIRMED) == {}
    chamber.at = CONFIRMED
    chamber.act(CONFIRM, {"code": CODE}, "secretariat")
    assert tasks("secretariat", CONFIRMED) == {}
    assert_holds()


def test_ballots_are_to_be_brought_in_once_voting_has_opened() -> None:
    chamber = adopted().paper()
    assert tasks("secretariat", CONFIRMED) == {}
    for at in (VOTING, LATER):
        (task,) = tasks("secretariat", at).values()
        assert (task.key, task.due) == (f"election-ballots-{CODE}", date(2025, 1, 20))
        assert task.title == "Bring in the ballots of Ombudsperson"
        assert task.link.address == f"/decisions/elections/{CODE}/ballots/"
    assert tasks("clerk", VOTING) == {}
    chamber.bring({"jan": 5})
    assert tasks("secretariat", VOTING) == {}


def test_a_batch_waits_for_the_other_seat_and_then_for_both_where_they_differ() -> None:
    chamber = adopted().paper()
    chamber.type_in("secretariat", {"vera": 6, "jan": 2})
    assert tasks("secretariat", VOTING) == {}
    key = f"batch-{CODE}-ghent-box-1"
    (task,) = tasks("clerk", VOTING).values()
    assert (task.key, task.due) == (key, date(2025, 1, 20))
    assert task.title == (
        "Type batch box-1 of Ghent in Ombudsperson, which one seat has typed so far"
    )
    assert task.link.address == f"/decisions/elections/{CODE}/papers/ghent/box-1/"
    chamber.type_in("clerk", {"vera": 5, "jan": 3})
    for seat in ("secretariat", "clerk"):
        (task,) = tasks(seat, LATER).values()
        assert task.title == (
            "Compare the entries of batch box-1 of Ghent in Ombudsperson: they differ"
        )
    chamber.type_in("clerk", {"vera": 6, "jan": 2})
    assert tasks("clerk", LATER) == {}
    assert set(tasks("secretariat", LATER)) == {f"count-{CODE}"}
    assert tasks("secretariat", VOTING) == {}


def test_a_count_waits_until_it_is_done() -> None:
    chamber = adopted().paper()
    chamber.at = LATER
    chamber.bring({"vera": 5, "jan": 4})
    (task,) = tasks("secretariat", LATER).values()
    assert (task.key, task.title, task.due) == (
        f"count-{CODE}",
        "Count Ombudsperson",
        date(2025, 1, 20),
    )
    assert task.link.address == f"/acts/{COUNT}?code={CODE}"
    assert tasks("clerk", LATER) == {}
    chamber.act(COUNT, {"code": CODE}, "secretariat")
    assert tasks("secretariat", LATER) == {}
    assert_holds()


def test_a_count_that_needs_a_lot_says_between_whom_and_which() -> None:
    chamber = adopted().paper()
    chamber.bring({"vera": 4, "jan": 4, "amina": 1})
    tick(at=CLOSED)
    (task,) = tasks("secretariat", LATER).values()
    assert task.title == "Count Ombudsperson with a lot, which decides between vera, jan"
    assert LOT in task.otherwise
    chamber.at = LATER
    chamber.act(COUNT, {"code": CODE, "lot": "7 12 31"}, "secretariat")
    assert tasks("secretariat", LATER) == {}


def test_no_lot_is_sought_ahead_of_the_count_of_many_ballots(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chamber = adopted().paper()
    chamber.at = LATER
    chamber.bring({"vera": 4, "jan": 4})
    assert queries.to_count(LATER, 9)[0].tied == ("vera", "jan")
    monkeypatch.setattr(queries, "TRIED_VOTERS", 7)
    assert queries.to_count(LATER, 9)[0].tied == ()
