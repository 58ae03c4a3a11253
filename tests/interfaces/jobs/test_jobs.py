"""The server's own threads: the clock acts when it is time, commits are signed, nothing is lost."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections
from tests.support.api import founded
from tests.support.coalition import League, population
from tests.support.databases import OwnDatabase

from koinon.acts import gate, sequencer
from koinon.acts.act import Receipt
from koinon.assembly.models import Proposal
from koinon.interfaces.jobs import looking, server
from koinon.interfaces.jobs.publisher import Publisher
from koinon.interfaces.shared.opendata import keeping
from koinon.record import logkeys, store

LONG_ENOUGH_SECONDS = 20.0


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG_ENOUGH_SECONDS
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


@pytest.fixture
def league(own_database: OwnDatabase, tmp_path: Path, settings: Any) -> League:
    return founded(tmp_path, settings)


@pytest.fixture
def running(league: League) -> Iterator[server.Running]:
    started = server.start()
    yield started
    started.stop()


def test_commits_are_signed_soon(league: League, running: server.Running) -> None:
    signer = logkeys.signer()
    for people in range(3):
        league.act(
            "cities.certify_fact/1", {"city": "ghent", "fact": population(people)}, "secretariat"
        )
        size = store.head().size
        wait_until(lambda size=size: (last := signer.last()) is not None and last.size == size)
        last = signer.last()
        assert last is not None
        assert last.root == store.root(size)


def test_the_clock_counts_a_vote_when_it_closes(
    league: League, running: server.Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = league.propose("A tram", matter="ordinary")
    closes_at = Proposal.objects.get(number=number).closes_at
    monkeypatch.setattr(gate, "now_utc", lambda: closes_at)
    wait_until(lambda: Proposal.objects.get(number=number).status == "rejected")
    assert store.head().at == closes_at


def test_acts_go_through_the_sequencer_while_it_runs(
    league: League, running: server.Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sequencer.current() is running.sequencer
    writers: list[str] = []
    honest = store.append

    def append(*told: Any) -> None:
        writers.append(threading.current_thread().name)
        honest(*told)

    monkeypatch.setattr(store, "append", append)
    league.act("cities.certify_fact/1", {"city": "ghent", "fact": population(1)}, "secretariat")
    running.stop()
    assert sequencer.current() is None
    league.act("cities.certify_fact/1", {"city": "ghent", "fact": population(2)}, "secretariat")
    assert writers == ["koinon-sequencer", threading.current_thread().name]


def test_a_fault_is_said_once_and_outlived(
    league: League, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(looking, "FAULT_PAUSE_SECONDS", 0.01)
    honest = store.head
    faults = iter(range(5))

    def head() -> Any:
        if next(faults, None) is not None:
            raise OperationalError("the database is away")
        return honest()

    monkeypatch.setattr(store, "head", head)
    pulse = server.Pulse()
    signer = logkeys.signer()
    with caplog.at_level(logging.ERROR, "koinon.jobs"):
        pulse.start()
        wait_until(lambda: signer.last() is not None)
        pulse.stop()
    said = [record.getMessage() for record in caplog.records]
    assert said == ["OperationalError: the database is away"]


def test_a_record_that_may_not_be_signed_is_said_once(
    own_database: OwnDatabase, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.HOME = tmp_path
    logkeys.signer()  # has a key, and the league is founded with another
    league = League()
    league.found({"ghent": 2, "namur": 1})
    pulse = server.Pulse()
    with caplog.at_level(logging.ERROR, "koinon.jobs"):
        pulse.beat()
        league.act("cities.certify_fact/1", {"city": "ghent", "fact": population(1)}, "secretariat")
        pulse.beat()
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 1
    assert "no checkpoint is signed: this record was founded with the log key" in said[0]


def test_who_waits_while_the_sequencer_stops_is_answered(league: League) -> None:
    """No act is left waiting for ever, whichever side of the stop it falls on."""
    started = server.start()
    envelopes = [
        league.envelope(
            "cities.certify_fact/1", {"city": "ghent", "fact": population(n)}, "secretariat"
        )
        for n in range(40)
    ]
    answers: list[Any] = []

    def send(part: list[Any]) -> None:
        for envelope in part:
            answers.append(started.sequencer.submit([envelope], league.at)[0])
        connections.close_all()

    threads = [threading.Thread(target=send, args=(envelopes[i::4],)) for i in range(4)]
    for thread in threads:
        thread.start()
    started.stop()
    for thread in threads:
        thread.join(LONG_ENOUGH_SECONDS)
        assert not thread.is_alive()
    assert sorted(answer.n for answer in answers if isinstance(answer, Receipt)) == list(
        range(1, 41)
    )


def test_the_night_s_open_data_is_made_once(league: League) -> None:
    publisher = Publisher()
    publisher.beat()
    (made,) = keeping.editions()
    assert made.package()["checkpoint"]["size"] == store.head().size
    league.act("cities.certify_fact/1", {"city": "ghent", "fact": population(1)}, "secretariat")
    publisher.beat()
    assert [one.folder for one in keeping.editions()] == [made.folder]
