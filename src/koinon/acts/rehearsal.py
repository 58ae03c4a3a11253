"""Rehearsing an act: everything is done, looked at, and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction

from koinon.acts import locks, memo
from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import Batch
from koinon.acts.ports import ports
from koinon.acts.refused import Refused
from koinon.acts.state import current_database
from koinon.record import store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rehearsed(Generic[T]):
    """What an act would give: how many entries, and what was seen once it had taken effect."""

    entries: int
    seen: T


def rehearse(
    envelope: Envelope, documents: Iterable[tuple[bytes, str]], look: Callable[[Receipt], T]
) -> Rehearsed[T] | Refused:
    """Enact an act with its documents (bytes, media type), look at the state it leaves, undo all.

    Nothing is written: one transaction, which is rolled back. A refusal is the one the act itself
    would get now.
    """
    ports.require()
    alias = current_database()
    with locks.process_lock(alias), transaction.atomic(using=alias):
        locks.transaction_lock(alias)
        try:
            for data, media in documents:
                store.keep_document(data, media)
            with memo.remembering():
                batch = Batch(store.head(), None)
                answer = batch.take(envelope)
                if isinstance(answer, Refused):
                    return answer
                return Rehearsed(len(batch.drain()), look(answer))
        finally:
            transaction.set_rollback(True, using=alias)
