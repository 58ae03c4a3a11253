"""The verb `replay`: the record told again to an empty database must give the same rows."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake

T = TypeVar("T")

SCHEMES = ("sqlite:", "postgresql:", "postgres:")


def replay(database: str) -> int:
    """Replay into `database` (a temporary SQLite file when ""); 0 when every row is the same."""
    if database and not database.startswith(SCHEMES):
        raise Mistake(
            f"--database: '{database}' is no address of a database; write sqlite:///PATH or "
            "postgresql://user@host:port/name."
        )
    with tempfile.TemporaryDirectory(prefix="koinon-replay-") as folder:
        url = database or f"sqlite:///{Path(folder) / 'replay.sqlite3'}"
        os.environ["KOINON_REPLAY_DATABASE_URL"] = url
        application.load()
        application.need_prepared()
        application.migrate("replay")
        from koinon.acts.state import one_moment

        with one_moment("default"):
            return _compare()


def _compare() -> int:
    from koinon.acts import replay as retelling
    from koinon.record import store

    kept = from_default(store.documents())
    documents = ((one.body, one.media) for one in kept if one.body is not None)
    bodies = _counted(from_default(store.bodies()), store.head().size)
    try:
        retold = retelling.replay(bodies, documents, alias="replay")
    except retelling.Differs as difference:
        raise Mistake(f"the replay differs: {difference}.", 1) from None
    different = retelling.digest().difference(retold.digest)
    if different:
        raise Mistake(f"after the replay these tables differ: {', '.join(different)}.", 1)
    tables = len(retold.digest.tables)
    print(f"{retold.entries} entries told again gave the same rows in {tables} tables.")
    print(f"State {retold.digest.whole}")
    return 0


def from_default(rows: Iterator[T]) -> Iterator[T]:
    """Draw rows from the default database while the replay has another one in use."""
    from koinon.acts.state import using_database

    while True:
        with using_database("default"):
            try:
                row = next(rows)
            except StopIteration:
                return
        yield row


def _counted(bodies: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Say how far it is, to a person who watches."""
    for done, body in enumerate(bodies, 1):
        yield body
        if sys.stderr.isatty() and (done % 500 == 0 or done == size):
            end = "\n" if done == size else ""
            print(f"\r{done} of {size} entries", end=end, file=sys.stderr, flush=True)
