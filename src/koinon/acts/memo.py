"""What does not change while a batch of acts is taken is read once.

A batch opens a memo; every act that may change charter, seats, members or proposals clears it
(see `Act.clears_memo`), so that what it answers is always what the database would.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_memo: ContextVar[dict[Hashable, Any] | None] = ContextVar("koinon_memo", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember what `once` computes, until the end of the block."""
    token = _memo.set({})
    try:
        yield
    finally:
        _memo.reset(token)


def once(key: Hashable, compute: Callable[[], T]) -> T:
    """What `compute` gives, computed at most once while it is remembered."""
    known = _memo.get()
    if known is None:
        return compute()
    if key not in known:
        known[key] = compute()
    found: T = known[key]
    return found


def forget() -> None:
    """Forget everything: an act may have changed it."""
    known = _memo.get()
    if known is not None:
        known.clear()
