"""One writer at a time: a process mutex, then a lock between processes.

On SQLite the second lock is `flock` on a file beside the database (two threads that share a
descriptor would both enter it, hence the mutex first); on PostgreSQL an advisory lock taken in a
statement of its own, so that later statements see what the previous writer committed.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

_mutex = threading.RLock()
_KEY = 0x6B6F696E6F6E
"""The advisory lock's number: "koinon" in ASCII."""


@contextmanager
def process_lock(alias: str) -> Iterator[None]:
    """Hold the mutex, and on SQLite the file lock, around a whole transaction."""
    with _mutex:
        connection = connections[alias]
        if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]
            yield
            return
        name = connection.settings_dict["NAME"]
        descriptor = os.open(f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def transaction_lock(alias: str) -> None:
    """Inside the transaction, on PostgreSQL: wait for the other writers to finish."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_KEY])
