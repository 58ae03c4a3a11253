"""Writing to the ledger from tests as the gate would: entries beside journals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from koinon.acts.guard import writing
from koinon.methods.postings import Journal
from koinon.record import store
from koinon.treasury import ledger


@contextmanager
def inside() -> Iterator[None]:
    """As if inside the gate."""
    with writing():
        yield


def entry(n: int) -> None:
    """The record's entry `n`, that a journal of the same number belongs to."""
    at = "2027-05-01T00:00:00.000000Z"
    store.append(
        [store.Line(n, UUID(int=n), at, "test.test/1", None, None, bytes(32), b'{"n":%d}' % n)]
    )


def write_unjudged(journal: Journal) -> None:
    """Write a journal without asking first, as faulty code would."""
    judge = ledger.judge
    ledger.judge = lambda *_, **__: {}
    try:
        ledger.post(journal)
    finally:
        ledger.judge = judge
