"""What the gate remembers from one act to the next is what the database says."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.support import memos
from tests.support.coalition import CHARTER, League, population
from tests.support.databases import OwnDatabase
from tests.support.money import MONEY

from koinon.acts import gate, memo
from koinon.acts.act import Receipt
from koinon.acts.guard import writing
from koinon.acts.memo import Known
from koinon.assembly.models import Proposal, Seat
from koinon.record import store

SOURCES = Path(memo.__file__).parents[1]
CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}
PROXIES = MONEY.replace("voting_days = 3", "voting_days = 3\nproxies_per_holder = 1").replace(
    '"assembly.cast_vote/1"',
    '"assembly.give_proxy/1" = {article = "5.5", body = "council"}\n"assembly.cast_vote/1"',
)
OPEN = "2025-01-05T08:00:00.000000Z"
CLOSED = "2025-01-08T08:00:00.000000Z"


def league(charter: str = CHARTER) -> League:
    league = League()
    league.found(CITIES, charter)
    return league


def remembered() -> Known:
    return memo.memory("default").known


def answered(key: Hashable) -> Any:
    return remembered()._answers.get(key)


def test_a_year_of_acts_never_meets_a_stale_answer(own_database: OwnDatabase) -> None:
    with memos.checked() as asked:
        told = league(PROXIES)
        first = told.propose("Ordinary", matter="ordinary")
        joining = {"slug": "mons", "name": "Mons", "country": "BE", "facts": [population(95_000)]}
        admit = told.propose("Mons", ("assembly.admit_city/1", {"member": joining}))
        again = told.propose("Mons again", ("assembly.admit_city/1", {"member": joining}))
        given = {"holder": "council/ghent", "proposal": first}
        told.act("assembly.give_proxy/1", given, "council/leuven")
        told.at = OPEN
        told.act(
            "assembly.cast_vote/2",
            {"proposal": first, "yes": "1", "for_city": "leuven"},
            "council/ghent",
        )
        told.vote(first, "leuven", "no")  # ends the proxy
        told.refused(
            "assembly.cast_vote/2",
            {"proposal": first, "yes": "1", "for_city": "leuven"},
            "council/ghent",
        )
        for number in (first, admit, again):
            for city in CITIES:
                told.vote(number, city, "yes")
        told.refused("assembly.cast_vote/1", {"proposal": first, "yes": "1"}, "council/mons")
        told.at = CLOSED
        last = told.propose("With Mons", matter="ordinary")
        told.at = "2025-01-11T08:00:00.000000Z"
        told.vote(last, "mons", "yes")
    assert {row.number: row.status for row in Proposal.objects.all()} == {
        first: "adopted",
        admit: "adopted",
        again: "adopted",
        last: "open",
    }
    assert {"charter in force", "told clock", ("next to close", ()), "proxies"} <= set(asked)
    assert ("seat", "council/ghent") in asked


def test_what_was_read_is_kept_until_the_next_act(own_database: OwnDatabase) -> None:
    told = league()
    number = told.propose("Ordinary", matter="ordinary")
    told.at = OPEN
    told.vote(number, "ghent", "yes")
    proposal = answered(("proposal", number))
    told.vote(number, "leuven", "yes")
    assert answered(("proposal", number)) is proposal
    told.propose("Another", matter="ordinary")
    assert answered(("proposal", number)) is None


def test_a_record_that_another_process_has_moved_is_read_anew(own_database: OwnDatabase) -> None:
    told = league()
    told.act("cities.certify_fact/1", {"city": "ghent", "fact": population(1)}, "secretariat")
    kept = remembered()
    elsewhere = memo.Memory("default")
    memo._memories["default"] = elsewhere
    told.act("cities.certify_fact/1", {"city": "ghent", "fact": population(2)}, "secretariat")
    assert elsewhere.known is not kept
    before = memo.Memory("default")
    before.known, before._head = kept, (store.Head(2, told.at), "elsewhere")
    before.begin(store.head())
    assert before.known is not kept


def test_a_transaction_that_fails_leaves_nothing_behind(
    own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = league()
    wanted = told.envelope(
        "cities.certify_fact/1", {"city": "ghent", "fact": population(3)}, "secretariat"
    )

    def fail(*_: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="the disk is full"):
        patch.setattr(store, "append", fail)
        gate.enact(wanted, at=told.at)
    kept = remembered()
    assert isinstance(gate.enact(wanted, at=told.at), Receipt)
    assert remembered() is not kept
    assert store.head().size == 2


def test_inside_an_outer_transaction_it_holds_as_long_as_that_does(
    own_database: OwnDatabase,
) -> None:
    told = league()

    def certified(people: int) -> Known:
        fact = population(people)
        told.act("cities.certify_fact/1", {"city": "ghent", "fact": fact}, "secretariat")
        return remembered()

    with memos.checked(), transaction.atomic():
        first = certified(3)
        assert certified(4) is first
        with transaction.atomic():
            assert certified(5) is first
            transaction.set_rollback(True)
        second = certified(6)
        assert second is not first, "a savepoint was undone"
    assert certified(7) is second, "it was committed"
    with transaction.atomic():
        assert certified(8) is second
        transaction.set_rollback(True)
    assert certified(9) is not second, "the whole was undone"
    assert store.head().size == 6


def test_the_same_end_after_another_history_is_not_taken_for_the_one_that_was_undone(
    own_database: OwnDatabase,
) -> None:
    told = league()
    same = told.envelope(
        "cities.certify_fact/1", {"city": "ghent", "fact": population(1)}, "secretariat"
    )

    def history(people: int) -> Known:
        fact = population(people)
        told.act("cities.certify_fact/1", {"city": "leuven", "fact": fact}, "secretariat")
        assert isinstance(gate.enact(same, at=told.at), Receipt)
        return remembered()

    with transaction.atomic():
        kept, end = history(10), store.head()
        transaction.set_rollback(True)
    with memos.checked(), transaction.atomic():
        assert history(20) is not kept
        assert store.head() == end
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_write_forgets_what_was_read_from_its_table_and_a_rollback_everything() -> None:
    seat = {"id": "00000000-0000-0000-0000-000000000001", "name": "registrar", "open": True}

    def seats() -> int:
        return memo.once("seats", Seat.objects.count, Seat)

    def proposals() -> int:
        return memo.once("proposals", Proposal.objects.count, Proposal)

    known = Known()
    with memo.remembering(known), writing():
        assert (seats(), proposals()) == (0, 0)
        with pytest.raises(RuntimeError), transaction.atomic():
            Seat.objects.create(**seat)
            assert set(known._answers) == {"proposals"}
            assert seats() == 1
            raise RuntimeError
        assert not known._answers
        assert seats() == 0
    assert memo.once("seats", lambda: 7, Seat) == 7


def test_no_two_rooms_remember_different_things_under_one_key() -> None:
    """A key is known to the whole gate: two files that use one would answer each other."""
    found: dict[str, set[str]] = {}
    for file in SOURCES.rglob("*.py"):
        for key in re.findall(r'memo\.once\(\s*\(?"([^"]+)"', file.read_text(encoding="utf-8")):
            found.setdefault(key, set()).add(str(file))
    assert len(found) > 10
    assert {key: files for key, files in found.items() if len(files) > 1} == {}
