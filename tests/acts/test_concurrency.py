"""Many writers at once: nothing lost, nothing twice, no gap, no deadlock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from tests.support.api import founded
from tests.support.coalition import League, population
from tests.support.databases import OwnDatabase
from tests.support.replaying import assert_replays

from koinon.acts import gate, sequencer
from koinon.acts.act import Envelope, Receipt
from koinon.acts.refused import Refused
from koinon.acts.sequencer import Sequencer
from koinon.record import canonical, logkeys, merkle, store
from koinon.record.export import export
from koinon.record.verify import verify

WRITERS = 8
ACTS_EACH = 12
LONG_ENOUGH_SECONDS = 60.0

Answers = dict[UUID, list[Receipt | Refused]]


@pytest.fixture
def league(own_database: OwnDatabase, tmp_path: Path, settings: Any) -> League:
    return founded(tmp_path, settings)


@pytest.fixture(params=["sequencer", "directly"])
def way(request: pytest.FixtureRequest, league: League) -> Iterator[str]:
    """Through the server's sequencer, or each thread on the lock as commands do."""
    if request.param == "directly":
        yield request.param
        return
    running = Sequencer(gate.enact_here)
    running.start()
    sequencer.install(running)
    yield request.param
    sequencer.install(None)
    running.stop()


def at_once(work: Callable[[int], None]) -> None:
    """Run one thread a writer; each has its own connection."""
    ready = threading.Barrier(WRITERS)
    faults: list[BaseException] = []

    def run(writer: int) -> None:
        try:
            ready.wait()
            work(writer)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(i,), daemon=True) for i in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_ENOUGH_SECONDS)
        assert not thread.is_alive(), "a writer waits for ever"
    assert faults == []


def certify(league: League, people: int) -> Envelope:
    data = {"city": "ghent", "fact": population(people)}
    return league.envelope("cities.certify_fact/1", data, "secretariat")


def check_record(answers: Answers) -> None:
    """Every answer stands in the record where it says, and nothing else does."""
    entries: list[Any] = [canonical.load(body) for body in store.bodies()]
    assert [entry["n"] for entry in entries] == list(range(len(entries)))
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    by_id = {UUID(entry["id"]): entry["n"] for entry in entries[1:]}
    assert len(by_id) == len(entries) - 1
    taken = {
        act_id: {one.n for one in given if isinstance(one, Receipt)}
        for act_id, given in answers.items()
    }
    assert {act_id: {n} for act_id, n in by_id.items()} == {i: ns for i, ns in taken.items() if ns}
    leaves = [merkle.leaf_hash(body) for body in store.bodies()]
    assert store.root() == merkle.tree_root(leaves)
    assert_replays()


def test_many_writers_lose_and_double_nothing(league: League, way: str) -> None:
    own = [[certify(league, 1000 * w + i) for i in range(ACTS_EACH)] for w in range(WRITERS)]
    shared = [certify(league, 1 + i) for i in range(ACTS_EACH)]
    answers: Answers = {one.act_id: [] for part in (*own, shared) for one in part}

    def work(writer: int) -> None:
        for mine, common in zip(own[writer], shared, strict=True):
            for envelope in (mine, common):
                answers[envelope.act_id].append(gate.enact(envelope))

    at_once(work)
    assert store.head().size == 1 + WRITERS * ACTS_EACH + ACTS_EACH
    check_record(answers)
    for envelope in shared:
        given = answers[envelope.act_id]
        assert len(given) == WRITERS
        assert sum(isinstance(one, Receipt) and not one.repeated for one in given) == 1


def test_refusals_and_breakages_among_them_harm_nobody(
    league: League, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A group that fails as a whole is written one by one; who broke it hears of it."""
    broken = certify(league, 666)
    honest = type(broken.act).judge

    def judge(self: Any, moment: Any) -> Any:
        if self.fact.value == "666":
            raise ZeroDivisionError
        return honest(self, moment)

    monkeypatch.setattr(type(broken.act), "judge", judge)
    good = [certify(league, 1000 + i) for i in range(WRITERS)]
    unknown = [
        league.envelope(
            "cities.certify_fact/1", {"city": "mons", "fact": population(1)}, "secretariat"
        )
        for _ in range(WRITERS)
    ]
    answers: Answers = {one.act_id: [] for one in (*good, *unknown)}
    breakages: list[int] = []

    def work(writer: int) -> None:
        for envelope in (good[writer], unknown[writer]):
            try:
                gate.enact(broken)
            except ZeroDivisionError:
                breakages.append(writer)
            answers[envelope.act_id].append(gate.enact(envelope))

    at_once(work)
    assert sorted(breakages) == sorted([*range(WRITERS)] * 2)
    assert store.head().size == 1 + WRITERS
    assert all(isinstance(answers[one.act_id][0], Receipt) for one in good)
    assert all(
        answers[one.act_id] == [Refused("cities.unknown", (("city", "mons"),))] for one in unknown
    )
    check_record(answers)


def test_a_batch_is_answered_in_its_own_order(league: League, way: str) -> None:
    batches = [[certify(league, 100 * w + i) for i in range(5)] for w in range(WRITERS)]
    answers: Answers = {one.act_id: [] for batch in batches for one in batch}

    def work(writer: int) -> None:
        given = gate.enact_many(batches[writer])
        for envelope, answer in zip(batches[writer], given, strict=True):
            answers[envelope.act_id].append(answer)
        places = [one.n for one in given if isinstance(one, Receipt)]
        assert places == list(range(places[0], places[0] + 5))

    at_once(work)
    check_record(answers)


def test_readers_see_whole_commits_while_others_write(league: League, way: str) -> None:
    """A proof taken at any moment holds against the root of that moment."""
    own = [[certify(league, 100 * w + i) for i in range(ACTS_EACH)] for w in range(WRITERS)]
    done = threading.Event()
    seen: list[int] = []

    def write(writer: int) -> None:
        for envelope in own[writer]:
            gate.enact(envelope)

    def read() -> None:
        while not done.is_set():
            size = store.head().size
            proof = store.proof(size - 1, size)
            assert merkle.verify_inclusion(size - 1, size, proof.leaf, proof.path, proof.root)
            seen.append(size)

    def work(writer: int) -> None:
        if writer == 0:
            read()
            return
        try:
            write(writer)
        finally:
            if writer == 1:
                done.set()

    at_once(work)
    assert seen == sorted(seen)
    assert store.head().size == 1 + (WRITERS - 1) * ACTS_EACH


def test_an_export_taken_while_acts_are_written_is_whole(
    league: League, way: str, tmp_path: Path
) -> None:
    """Each run of it is sound, extends the one before, and names every document that it needs."""
    document = league.document(b"A resolution of the council.", "text/plain").model_dump()
    limit = {
        "city": "ghent",
        "kind": "levy_per_year",
        "amount_cents": 1,
        "citation": "Art. 1",
        "on": "2024-01-01",
        "attested_by": "The clerk",
        "document": document,
    }
    first = store.head().size
    own = [[certify(league, 1000 * w + i) for i in range(ACTS_EACH)] for w in range(WRITERS)]
    own[0].append(league.envelope("cities.record_legal_limit/1", limit, "secretariat"))
    sizes: list[int] = []
    kept = b""

    def work(writer: int) -> None:
        nonlocal kept
        if writer:
            for envelope in own[writer]:
                assert isinstance(gate.enact(envelope), Receipt)
            return
        while not sizes or sizes[-1] < first + (WRITERS - 1) * ACTS_EACH:
            export(tmp_path / "out", signer=logkeys.signer())
            report = verify(tmp_path / "out", checkpoint=kept or None)
            assert report.problems == ()
            assert report.checkpoint is not None
            sizes.append(report.checkpoint.size)
            kept = (tmp_path / "out/checkpoint").read_bytes()
        assert isinstance(gate.enact(own[0][-1]), Receipt)

    at_once(work)
    assert sizes == sorted(sizes)
    export(tmp_path / "out", signer=logkeys.signer())
    report = verify(tmp_path / "out", checkpoint=kept)
    assert (report.problems, report.documents) == ((), 2)
    assert_replays()
