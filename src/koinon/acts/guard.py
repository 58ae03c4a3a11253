"""Refuses writes to state and record tables outside the gate: a help to developers.

The enforcement itself is the database's (triggers, roles); this names the mistake at once. It also
tells the memo which tables the gate writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from koinon.acts import memo
from koinon.acts.state import state_models

_open: ContextVar[bool] = ContextVar("koinon_gate_open", default=False)
_WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)"?', re.I)
_READ = re.compile(r"\s*(?:SELECT|SAVEPOINT|RELEASE|BEGIN|SET)\b", re.I)


class OutsideTheGate(RuntimeError):
    """State was about to be written by something that is not an act."""


@contextmanager
def writing() -> Iterator[None]:
    """Only the gate enters this."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


@cache
def _tables() -> frozenset[str]:
    return frozenset({model._meta.db_table for model in state_models()} | {"record_entry"})


def _check(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not _READ.match(sql):
        found = _WRITE.match(sql)
        if found is None:  # a rollback to a savepoint, or nothing we know
            memo.forget()
        elif found[1] in _tables() and not _open.get():
            raise OutsideTheGate(f"{found[1]} is written by acts only, through the gate")
        else:
            memo.written(found[1])
    return execute(sql, params, many, context)


def install(connection: Any, **_: Any) -> None:
    """Watch a database connection (called for each new one)."""
    if _check not in connection.execute_wrappers:
        connection.execute_wrappers.append(_check)
