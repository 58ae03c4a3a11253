"""What is read once for each request: a page that names it a hundred times asks the database once.

Outside a request (commands, jobs) nothing is remembered, but inside `during`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.core.signals import request_finished, request_started

from koinon.charter import queries as charters
from koinon.charter.document import Charter

T = TypeVar("T")

_kept: ContextVar[dict[str, Any] | None] = ContextVar("koinon_remembered", default=None)


def once(key: str, read: Callable[[], T]) -> T:
    """The value of `read`, asked for at most once in this request under this key."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    value: T = kept[key]
    return value


@contextmanager
def during() -> Iterator[None]:
    """Remember inside the block as in a request, for work that says the same names often."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def charter() -> Charter | None:
    """The charter in force; None before the founding."""
    return once("charter", _charter)


def _charter() -> Charter | None:
    try:
        return charters.in_force()
    except charters.NoCharter:
        return None


def forget(**_: object) -> None:
    """Remember nothing from here on, as outside a request."""
    _kept.set(None)


def _begin(**_: object) -> None:
    _kept.set({})


request_started.connect(_begin)
request_finished.connect(forget)
