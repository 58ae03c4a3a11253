"""`koinon replay` beside a server that writes: it compares one moment with itself."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from tests.support.api import founded
from tests.support.coalition import League, population
from tests.support.databases import OwnDatabase

from koinon.acts import replay
from koinon.acts.state import one_moment
from koinon.interfaces.shell.main import run
from koinon.record import store


def act_elsewhere(league: League, people: int) -> None:
    """An act over a connection of its own, as the server's."""

    def act() -> None:
        try:
            league.act(
                "cities.certify_fact/1",
                {"city": "ghent", "fact": population(people)},
                "secretariat",
            )
        finally:
            connections.close_all()

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
    assert league.receipts[-1].n == store_size() - 1


def store_size() -> int:
    """The record's size as a fresh connection sees it."""
    seen: list[int] = []

    def look() -> None:
        try:
            seen.append(store.head().size)
        finally:
            connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return seen[0]


def test_acts_written_meanwhile_are_no_difference(
    own_database: OwnDatabase,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    league = founded(tmp_path, settings)
    act_elsewhere(league, 1)
    real = replay.replay

    def slow(*told: Any, **named: Any) -> replay.Replayed:
        replayed = real(*told, **named)
        act_elsewhere(league, 2)
        return replayed

    monkeypatch.setattr(replay, "replay", slow)
    assert run(["replay"]) == 0
    assert capsys.readouterr().out.startswith("2 entries told again gave the same rows in ")
    assert store.head().size == 3


def test_one_moment_stays_what_it_was(
    own_database: OwnDatabase, tmp_path: Path, settings: Any
) -> None:
    league = founded(tmp_path, settings)
    with one_moment("default"):
        before = replay.digest()
        act_elsewhere(league, 3)
        assert store.head().size == 1
        assert replay.digest() == before
    assert store.head().size == 2
    assert replay.digest() != before
    act_elsewhere(league, 4)
