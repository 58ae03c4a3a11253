"""A proposal is withdrawn by the seat that opened it, before anyone can have voted."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import RULES, assert_holds, faults, founded
from tests.support.coalition import member

from koinon.assembly.models import Proposal
from koinon.cities import queries as cities
from koinon.record import store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

VOTING = "2025-01-04T08:00:00.000000Z"
CLOSED = "2025-01-07T08:00:00.000000Z"
WITHDRAW = "assembly.withdraw_proposal/1"


def test_a_withdrawn_proposal_stays_visible_and_decides_nothing() -> None:
    chamber = founded()
    joining = ("assembly.admit_city/1", {"member": member("arlon", 30_000)})
    number = chamber.propose("Admit Arlon", joining)
    withdrawn = chamber.act(WITHDRAW, {"proposal": number}, "secretariat")
    chamber.at = VOTING
    assert chamber.refusal("ghent", "assembly.cast_vote/2", proposal=number, yes="1") == (
        "assembly.withdrawn"
    )
    assert chamber.refusal(
        "ghent", "assembly.give_proxy/1", holder="council/mons", proposal=number
    ) == ("assembly.withdrawn")
    chamber.at = CLOSED
    assert chamber.propose("Again", matter="ordinary") == number + 1
    row = Proposal.objects.get(number=number)
    assert (row.status, row.decided_n, row.decision) == ("withdrawn", withdrawn.n, None)
    assert cities.city("arlon") is None
    assert_holds()


def test_wrong_withdrawals_are_refused() -> None:
    chamber = founded()
    first, second = (chamber.propose(title, matter="ordinary") for title in ("One", "Two"))
    assert chamber.refused(WITHDRAW, {"proposal": first}, "council/ghent").code == (
        "authority.other_seat"
    )
    assert chamber.refused(WITHDRAW, {"proposal": 9}, "secretariat").code == (
        "assembly.unknown_proposal"
    )
    chamber.act(WITHDRAW, {"proposal": first}, "secretariat")
    assert chamber.refused(WITHDRAW, {"proposal": first}, "secretariat").code == (
        "assembly.withdrawn"
    )
    for chamber.at in (VOTING, CLOSED):
        assert chamber.refused(WITHDRAW, {"proposal": second}, "secretariat").code == (
            "assembly.voting_began"
        )
    assert_holds()


def test_only_the_seat_that_opened_it_withdraws_it() -> None:
    mine = '"assembly.withdraw_proposal/1" = {article = "5.2", seat = "secretariat"}'
    both = mine.replace("{", "[{").replace("}", '}, {article = "5.2", body = "council"}]')
    chamber = founded(RULES.replace(mine, both))
    number = chamber.propose("Mine", matter="ordinary")
    assert chamber.refusal("ghent", "assembly.withdraw_proposal/1", proposal=number) == (
        "assembly.not_the_proposer"
    )
    taken = chamber.act(WITHDRAW, {"proposal": number}, "secretariat")

    def other_seat(record: list[dict[str, Any]]) -> None:
        record[taken.n]["by"]["seat"] = "council/ghent"

    def later(record: list[dict[str, Any]]) -> None:
        record[taken.n]["at"] = VOTING

    assert "by a seat that did not open it" in faults(other_seat)
    assert "after its voting opened" in faults(later)


def test_an_enclosed_act_names_only_documents_that_are_there() -> None:
    chamber = founded()
    absent = {"sha256": "0" * 64, "size": 5, "media": "application/toml"}
    refused = chamber.refused(
        "assembly.open_proposal/1",
        {
            "title": [{"language": "en", "text": "Amend"}],
            "acts": [{"type": "assembly.amend_charter/1", "data": {"charter": absent}}],
        },
        "secretariat",
    )
    assert (refused.code, refused.fact("sha256")) == ("acts.document_missing", "0" * 64)
    assert store.head().size == 1
