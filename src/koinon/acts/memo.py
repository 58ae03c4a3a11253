"""What does not change from one act to the next is read once.

State is a function of the record: nothing but an act changes a row, and every act leaves an entry.
So what was read when the record ended at an entry still holds while it ends there, in the next
transaction too. Each answer names the models it was read from, and every write to one of their
tables (the guard sees them all) forgets it: what the memo answers is what the database would.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connections, transaction
from django.db.models import Model

from koinon.record.store import Head, Nodes

T = TypeVar("T")


class Known:
    """Answers by key, and for each table which of them were read from it."""

    __slots__ = ("_answers", "_from")

    def __init__(self) -> None:
        self._answers: dict[Hashable, Any] = {}
        self._from: dict[str, set[Hashable]] = {}

    def once(self, key: Hashable, compute: Callable[[], T], models: tuple[type[Model], ...]) -> T:
        """See the function of this name."""
        if key not in self._answers:
            self._answers[key] = compute()
            for model in models:
                self._from.setdefault(model._meta.db_table, set()).add(key)
        found: T = self._answers[key]
        return found

    def written(self, table: str) -> None:
        """Forget what was read from a table."""
        for key in self._from.pop(table, ()):
            self._answers.pop(key, None)

    def forget(self) -> None:
        """Forget everything."""
        self._answers.clear()
        self._from.clear()


class _Commit:
    """Told when a transaction commits; undone with it or with its savepoint, it is dropped."""

    __slots__ = ("_using", "done")

    def __init__(self, using: str) -> None:
        self._using = using
        self.done = False
        transaction.on_commit(self, using=using)  # at once where no transaction is open

    def __call__(self) -> None:
        self.done = True

    def stands(self) -> bool:
        """Whether it came, or is still to come in the transaction this thread has open."""
        waiting = connections[self._using].run_on_commit
        return self.done or any(told is self for _, told, *_ in reversed(waiting))


class Memory:
    """What is known of one database, and where its record ended when it was known."""

    __slots__ = ("_alias", "_commit", "_head", "held_against", "known", "nodes")

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._head: tuple[Head, str] | None = None
        self._commit: _Commit | None = None
        self.known = Known()
        self.nodes: Nodes = {}
        """The tree's hashes that the next entries will ask for."""
        self.held_against: tuple[int, int] | None = None
        """The state of the signer's memory that this record was found to extend."""

    def begin(self, head: Head) -> None:
        """The record ends at `head`: forget everything when that is not where it was left."""
        stands = self._commit is not None and self._commit.stands()
        if not stands or self._head != self._place(head):
            self.known, self.nodes, self.held_against = Known(), {}, None
        self._head = None  # until `end` is told: a transaction that fails leaves nothing behind

    def end(self, head: Head) -> None:
        """What is known holds while the record ends at `head`; to be told after the commit.

        Inside an outer transaction it holds for the acts that follow in it, and beyond it only
        once that has been committed.
        """
        self._head, self._commit = self._place(head), _Commit(self._alias)

    def _place(self, head: Head) -> tuple[Head, str]:
        return head, str(connections[self._alias].settings_dict["NAME"])


_memories: dict[str, Memory] = {}
_memo: ContextVar[Known | None] = ContextVar("koinon_memo", default=None)


def memory(alias: str) -> Memory:
    """What is remembered of a database; only who holds its lock may ask."""
    return _memories.setdefault(alias, Memory(alias))


def forget_all() -> None:
    """Forget every database, as a new process would."""
    _memories.clear()


@contextmanager
def remembering(known: Known | None = None) -> Iterator[None]:
    """Remember what `once` computes, until the end of the block, or in `known`."""
    token = _memo.set(Known() if known is None else known)
    try:
        yield
    finally:
        _memo.reset(token)


def once(key: Hashable, compute: Callable[[], T], *models: type[Model]) -> T:
    """What `compute` gives, computed again only after a write to one of the models it reads.

    The value is shared by everyone who asks: nobody changes it. It may depend on nothing but the
    key and the rows of these models. Outside a batch of acts nothing is remembered.
    """
    known = _memo.get()
    return compute() if known is None else known.once(key, compute, models)


def written(table: str) -> None:
    """A table is being written: forget what was read from it."""
    known = _memo.get()
    if known is not None:
        known.written(table)


def forget() -> None:
    """Forget everything: rows went back to what they were, or may have been written."""
    known = _memo.get()
    if known is not None:
        known.forget()
