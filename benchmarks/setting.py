"""What every benchmark on the whole application begins with: a fresh, migrated installation."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def prepare(description: str | None, *, replay: bool = False, **counts: int) -> argparse.Namespace:
    """Read `--database` and these counts, and set Django up on an empty database.

    With `replay`, a second one is made under that alias: a file, or what KOINON_REPLAY_DATABASE_URL
    names. `folder` is the installation's home.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--database", default=None)
    for name, count in counts.items():
        parser.add_argument(f"--{name}", type=int, default=count)
    chosen = parser.parse_args()
    chosen.folder = Path(tempfile.mkdtemp(prefix="koinon-bench-"))
    os.environ["KOINON_HOME"] = str(chosen.folder)
    chosen.database = chosen.database or f"sqlite:///{chosen.folder / 'one.sqlite3'}"
    os.environ["KOINON_DATABASE_URL"] = chosen.database
    os.environ["DJANGO_SETTINGS_MODULE"] = "koinon.config.settings"
    if replay:
        other = f"sqlite:///{chosen.folder / 'two.sqlite3'}"
        os.environ.setdefault("KOINON_REPLAY_DATABASE_URL", other)
    import django

    django.setup()
    from django.core.management import call_command

    for alias in ("default", "replay") if replay else ("default",):
        call_command("migrate", database=alias, verbosity=0)
    return chosen


@dataclass(frozen=True, slots=True)
class Council:
    """Fifty cities with one proposal open; `vote(i, salt)` is a vote ready for the gate at `at`."""

    at: str
    vote: Callable[[int, int], Any]


def council() -> Council:
    """Found it in the empty database."""
    from tests.support.coalition import League

    from koinon.acts.act import Envelope
    from koinon.acts.registry import find
    from koinon.record import logkeys

    names = [f"city{i}" for i in range(50)]
    league = League()
    key = logkeys.signer().verifier_key("benchmark.example")
    league.found({name: 10_000 + i for i, name in enumerate(names)}, key=key)
    number = league.propose("Ordinary", matter="ordinary")
    cast = find("assembly.cast_vote/1")

    def vote(i: int, salt: int) -> Envelope:
        act = cast.read({"proposal": number, "yes" if (i + salt) % 3 else "no": "1"})
        return Envelope(act, UUID(int=salt * 10**9 + i), f"council/{names[i % 50]}")

    return Council("2025-01-04T08:00:00.000000Z", vote)
