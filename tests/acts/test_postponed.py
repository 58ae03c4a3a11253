"""An act that breaks by our own fault, or cannot be done when it is due, holds nobody up."""

from __future__ import annotations

import errno
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError
from tests.assembly.leagues import founded
from tests.support.coalition import League, member, population
from tests.support.replaying import assert_replays

from koinon.acts import faults, gate, postponed
from koinon.acts.act import Act, Consequence, Grant, Moment
from koinon.acts.refused import Refusal
from koinon.acts.replay import Differs
from koinon.assembly.acts.founding import AdmitCity
from koinon.assembly.acts.leaving import LetLeave
from koinon.assembly.acts.voting import CloseVote
from koinon.assembly.models import Proposal, Seat
from koinon.cities import queries as cities
from koinon.cities.acts.facts import CertifyFact
from koinon.record import canonical, store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

CERTIFY = "cities.certify_fact/1"
FACT = {"city": "ghent", "fact": population(270_000)}
ADMIT = "assembly.admit_city/1"
CLOSE = "2025-01-06T23:00:00.000000Z"
DAY_AFTER = "2025-01-07T23:00:00.000000Z"
TWO_DAYS_LATER = "2025-01-08T23:00:00.000000Z"
FOUR_DAYS_LATER = "2025-01-10T23:00:00.000000Z"
ALWAYS = frozenset(range(100))


def entries(start: int = 0) -> list[Any]:
    return [canonical.load(body) for body in store.bodies(start)]


def breaking(
    monkeypatch: pytest.MonkeyPatch,
    kind: type[Act],
    fault: Exception,
    *,
    times: frozenset[int] = ALWAYS,
) -> None:
    """Let acts of a kind write their rows and then break, the times named (0 is the first)."""
    real, count = kind.apply, iter(range(100))

    def broken(self: Act, moment: Moment, consequence: Consequence) -> None:
        real(self, moment, consequence)
        if next(count) in times:
            raise fault

    monkeypatch.setattr(kind, "apply", broken)


def admitting(league: League, *slugs: str) -> int:
    """A proposal to admit cities, voted for by all."""
    number = league.propose("More", *((ADMIT, {"member": member(slug, 9)}) for slug in slugs))
    league.at = "2025-01-04T08:00:00.000000Z"
    for city in ("ghent", "leuven", "namur"):
        league.vote(number, city, "yes")
    return number


def test_a_decision_whose_acts_break_stands_and_is_carried_out_later(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = admitting(league, "mons", "liege")
    other = league.propose("A tram", matter="ordinary")
    league.at = "2025-02-01T08:00:00.000000Z"
    n = store.head().size
    with monkeypatch.context() as patched:
        breaking(patched, AdmitCity, ZeroDivisionError("the software"), times=frozenset({1}))
        league.act(CERTIFY, FACT, "secretariat")
    closed, note, tram, fact = entries(n)
    assert closed["result"] == {"proposal": number, "outcome": "adopted"}
    assert (note["type"], note["cause"]) == ("acts.note_not_executed/1", f"{n}.0")
    assert note["data"] == {
        "decision": n,
        "refusal": "acts.own_fault",
        "facts": [{"name": "act", "value": ADMIT}],
    }
    assert (tram["data"], fact["type"]) == ({"proposal": other}, CERTIFY)
    assert Proposal.objects.get(number=number).status == "adopted"
    assert "mons" not in cities.members()  # the first of the two went well, and was undone
    assert not Seat.objects.filter(name="council/mons").exists()
    assert_replays()
    assert gate.tick(at="2025-02-02T07:59:59.999999Z") == []
    (carried,) = gate.tick(at="2025-02-02T08:00:00.000000Z")
    assert carried.type == "acts.carry_out/1"
    assert carried.then == (carried.n + 1, carried.n + 2)
    admitted = entries(carried.n + 1)
    assert [one["grant"] for one in admitted] == [{"kind": "decision", "decision": n}] * 2
    assert [one["cause"] for one in admitted] == [f"{carried.n}.0", f"{carried.n}.1"]
    assert {"mons", "liege"} <= set(cities.members())
    assert gate.tick(at="2026-02-02T08:00:00.000000Z") == []
    assert_replays()


def test_what_breaks_again_is_tried_less_and_less_often(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    admitting(league, "mons")
    n = store.head().size
    with monkeypatch.context() as patched:
        breaking(patched, AdmitCity, AssertionError("the software"))
        for at in (CLOSE, DAY_AFTER, TWO_DAYS_LATER):
            (one,) = gate.tick(at=at)
            assert one.not_executed == "acts.own_fault"
        assert gate.tick(at="2025-01-10T22:59:59.999999Z") == []
    notes = [one for one in entries() if one["type"] == "acts.note_not_executed/1"]
    assert [one["data"]["decision"] for one in notes] == [n, n, n]
    assert_replays()
    (done,) = gate.tick(at=FOUR_DAYS_LATER)
    assert (done.type, done.not_executed) == ("acts.carry_out/1", None)
    assert "mons" in cities.members()
    assert_replays()


def test_what_is_refused_when_it_is_tried_again_is_not_tried_for_ever(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile the same city was admitted by another decision."""
    numbers = [league.propose("More", (ADMIT, {"member": member("mons", 9)})) for _ in range(2)]
    league.at = "2025-01-04T08:00:00.000000Z"
    for number in numbers:
        for city in ("ghent", "leuven", "namur"):
            league.vote(number, city, "yes")
    n = store.head().size
    with monkeypatch.context() as patched:
        breaking(patched, AdmitCity, ZeroDivisionError(), times=frozenset({0}))
        first, second = gate.tick(at=CLOSE)
    assert (first.not_executed, second.not_executed) == ("acts.own_fault", None)
    assert [one.act for one in postponed.waiting()] == [postponed.CarryOut(decision=n)]
    (again,) = gate.tick(at=DAY_AFTER)
    assert again.not_executed == "cities.exists"
    assert postponed.waiting() == ()
    assert_replays()


def test_a_seats_act_whose_followers_break_stands_too(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        breaking(patched, CertifyFact, KeyError("the software"), times=frozenset({1}))
        sent = {"cities": ["ghent", "namur"]}
        receipt = league.act("trial.fan_out/1", sent, "secretariat")
    assert receipt.not_executed == "acts.own_fault"
    assert [len(cities.facts(city)) for city in ("ghent", "namur")] == [1, 1]
    assert_replays()
    league.at = "2025-01-02T09:00:00.000000Z"
    league.act(CERTIFY, FACT, "secretariat")
    assert [one["type"] for one in entries(3)] == ["acts.carry_out/1", CERTIFY, CERTIFY, CERTIFY]
    assert_replays()


def test_a_count_that_breaks_holds_up_neither_the_clock_nor_anybody(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = admitting(league, "mons")
    other = league.propose("A tram", matter="ordinary")
    n = store.head().size
    real = CloseVote.judge

    def broken(self: CloseVote, moment: Moment) -> Consequence:
        if self.proposal == number:
            raise RecursionError("the software")
        return real(self, moment)

    league.at = "2025-02-01T08:00:00.000000Z"
    with monkeypatch.context() as patched:
        patched.setattr(CloseVote, "judge", broken)
        league.act(CERTIFY, FACT, "secretariat")
    note, tram, fact = entries(n)
    assert note["by"] == {"seat": None, "via": "clock", "auth": "none"}
    assert note["type"] == "acts.note_postponed/1"
    assert note["data"] == {
        "what": "assembly.close_vote/1",
        "data": {"proposal": number},
        "refusal": "acts.own_fault",
        "facts": [{"name": "act", "value": "assembly.close_vote/1"}],
    }
    assert (tram["data"], fact["type"]) == ({"proposal": other}, CERTIFY)
    assert_replays()
    (closed,) = gate.tick(at="2025-02-02T08:00:00.000000Z")
    assert closed.result == {"proposal": number, "outcome": "adopted"}
    assert "mons" in cities.members()
    assert postponed.waiting() == ()
    assert_replays()


def test_a_leaver_whose_leaving_breaks_leaves_a_day_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    founded().delegate("namur", "assembly.announce_leaving/1", city="namur")
    leaves_at = str(cities.city("namur").leaves_at)  # type: ignore[union-attr]
    with monkeypatch.context() as patched:
        breaking(patched, LetLeave, ZeroDivisionError())
        (note,) = gate.tick(at=leaves_at)
    assert note.type == "acts.note_postponed/1"
    assert "namur" in cities.members()
    (left,) = gate.tick(at="2099-01-01T00:00:00.000000Z")
    assert left.type == "assembly.let_leave/1"
    assert "namur" not in cities.members()
    assert_replays()


@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "no space"), MemoryError(), OperationalError("disk full")]
)
def test_what_the_machine_did_is_not_put_on_record(
    league: League, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    admitting(league, "mons")
    size = store.head().size
    with monkeypatch.context() as patched:
        breaking(patched, AdmitCity, fault)
        with pytest.raises(type(fault)):
            gate.tick(at=CLOSE)
    assert store.head().size == size
    assert len(gate.tick(at=CLOSE)) == 1
    assert "mons" in cities.members()
    assert_replays()


def test_a_statement_no_database_takes_is_our_own_fault() -> None:
    from django.db import connection, transaction

    with pytest.raises(Exception) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select nothing from nowhere")
    assert faults.is_ours(caught.value)


def test_a_replay_that_breaks_by_itself_says_so(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what the record says broke is taken as broken."""
    admitting(league, "mons")
    gate.tick(at=CLOSE)
    breaking(monkeypatch, AdmitCity, ZeroDivisionError())
    with pytest.raises(Differs, match="cannot be re-enacted"):
        assert_replays()


def test_the_clock_alone_puts_off(league: League) -> None:
    for name, data, code in (
        (
            "acts.note_postponed/1",
            {"what": "assembly.close_vote/1", "data": {"proposal": 1}, "refusal": "x"},
            "acts.by_the_clock_alone",
        ),
        ("acts.carry_out/1", {"decision": 1}, "acts.nothing_to_carry_out"),
    ):
        assert league.refused(name, data, "secretariat").code == "authority.no_article"
        act = league.envelope(name, data).act
        moment = Moment(1, CLOSE, UUID(int=1), "secretariat", "shell", Grant("article"))
        with pytest.raises(Refusal) as refused:
            act.judge(moment)
        assert refused.value.refused.code == code
