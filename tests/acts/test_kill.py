"""kill -9 at any moment: what was acknowledged is there, and the record is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from django.db import connections
from tests.support.api import founded
from tests.support.databases import OwnDatabase
from tests.support.replaying import assert_replays

from koinon.record import canonical, logkeys, store
from koinon.record.export import export
from koinon.record.verify import verify

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("KOINON_KILL_ROUNDS", "3"))
"""How often the process is killed; a nightly run takes 50."""


def test_a_killed_server_loses_nothing_it_acknowledged(
    own_database: OwnDatabase, tmp_path: Path, settings: Any
) -> None:
    founded(tmp_path, settings)
    connections.close_all()
    chance = Random(1)
    acknowledged: dict[UUID, int] = {}
    for turn in range(ROUNDS):
        lines = run_and_kill(own_database, tmp_path, turn, after=chance.randint(1, 60))
        assert lines, "the server acknowledged nothing before it was killed"
        acknowledged |= {UUID(act_id): int(n) for n, act_id in lines}
    entries: list[Any] = [canonical.load(body) for body in store.bodies()]
    recorded = {UUID(entry["id"]): entry["n"] for entry in entries}
    assert [entry["n"] for entry in entries] == list(range(len(entries)))
    assert {act_id: recorded.get(act_id) for act_id in acknowledged} == acknowledged
    assert len(recorded) == len(entries)
    export(tmp_path / "out", signer=logkeys.signer())
    assert verify(tmp_path / "out").problems == ()
    assert_replays()


def run_and_kill(database: OwnDatabase, home: Path, turn: int, after: int) -> list[tuple[str, str]]:
    """Start the server under load, kill it after so many answers; every answer it gave."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "koinon.config.settings",
        "KOINON_DATABASE_URL": database.address,
        "KOINON_HOME": str(home),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.support.under_load", str(turn)],
        env=environment,
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    read = [server.stdout.readline() for _ in range(after)]
    server.send_signal(signal.SIGKILL)
    said = [*read, *server.stdout.readlines()]
    assert server.wait() == -signal.SIGKILL, "the server ended by itself"
    whole = [line.decode().split() for line in said if line.endswith(b"\n")]
    return [(n, act_id) for n, act_id in whole]
