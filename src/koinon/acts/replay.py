"""Replay: re-enact the record into an empty database and compare every entry and every row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.db import models, transaction

from koinon.acts import locks, memo, registry
from koinon.acts.act import Auth, Envelope, Via
from koinon.acts.gate import POSTPONED, Batch
from koinon.acts.guard import writing
from koinon.acts.ports import ports
from koinon.acts.refused import Refused
from koinon.acts.state import state_models, using_database
from koinon.record import canonical, store
from koinon.record.canonical import JSON

TOGETHER = 500
"""Entries appended to the replayed record at once."""


class Differs(AssertionError):
    """The replay gave something else than the record says; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What the state of a database comes to: one hash per state table."""

    tables: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> str:
        """One hash over all tables (hexadecimal)."""
        return hashlib.sha256(repr(self.tables).encode()).hexdigest()

    def difference(self, other: Digest) -> tuple[str, ...]:
        """The tables that are not the same."""
        mine, theirs = dict(self.tables), dict(other.tables)
        return tuple(name for name in mine if mine[name] != theirs.get(name))


@dataclass(frozen=True, slots=True)
class Replayed:
    """How a replay ended: entries re-enacted and the digest of the rows they gave."""

    entries: int
    digest: Digest


def digest(alias: str = "default") -> Digest:
    """The digest of the state tables in one database."""
    with using_database(alias):
        return Digest(tuple((m._meta.db_table, _table(m)) for m in state_models()))


def _table(model: type[models.Model]) -> str:
    """SHA-256 over the rows as typed canonical lines, sorted as bytes."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._default_manager.values_list(*names).order_by()
    lines = sorted(canonical.dump([_typed(v) for v in row]) for row in rows.iterator())
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


def _typed(value: Any) -> JSON:
    """A column's value in a form that is the same whichever database it came from."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return {"i": str(value)}
    if isinstance(value, str):
        return value
    if isinstance(value, UUID):
        return {"u": str(value)}
    if isinstance(value, bytes | memoryview):
        return {"b": bytes(value).hex()}
    if isinstance(value, list | tuple):
        return [_typed(item) for item in value]
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} has no place in a state table")


def replay(
    bodies: Iterable[bytes],
    documents: Iterable[tuple[bytes, str]],
    *,
    alias: str,
    keep: bool = False,
) -> Replayed:
    """Re-enact a record into the empty database `alias`, with its documents (bytes, media type).

    Everything happens in one transaction that is rolled back at the end, unless `keep`. Raises
    Differs at the first entry whose re-enactment is not the same to the byte.
    """
    ports.require()
    with using_database(alias), locks.process_lock(alias), transaction.atomic(using=alias):
        locks.transaction_lock(alias)
        if store.head().size:
            raise Differs("the database to replay into is not empty")
        for data, media in documents:
            store.keep_document(data, media)
        with memo.remembering():
            entries = _Replay().run(iter(bodies))
        result = Replayed(entries, digest(alias))
        if not keep:
            transaction.set_rollback(True, using=alias)
    return result


def go_on(
    bodies: Iterable[bytes],
    *,
    prepare: Callable[[], None],
    prove: Callable[[], None],
    alias: str = "default",
) -> int:
    """Re-enact the entries that follow the end of a record, and keep them: how many there were.

    For a database that lost its latest entries, which others hold. `prepare` keeps the documents
    they name, `prove` raises unless the record is then the right one. All in one transaction;
    raises Differs, and changes nothing, when an entry does not come out the same to the byte.
    """
    ports.require()
    with using_database(alias), locks.process_lock(alias), transaction.atomic(using=alias):
        locks.transaction_lock(alias)
        head = store.head()
        prepare()
        with memo.remembering():
            end = _Replay(head.size, head.at).run(iter(bodies))
        prove()
    return end - head.size


def commitments(bodies: Iterable[bytes]) -> Iterator[str]:
    """The commitments to private values in the data of these entries, each once."""
    seen: set[str] = set()
    waiting: list[JSON] = []
    for body in bodies:
        waiting.append(_object(canonical.load(body))["data"])
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                if set(value) == {"private"} and str(value["private"]) not in seen:
                    seen.add(str(value["private"]))
                    yield str(value["private"])
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value


def _groups(
    bodies: Iterator[bytes], start: int = 0
) -> Iterator[list[tuple[bytes, dict[str, JSON]]]]:
    """Each entry with those right after it that name a cause: one act and what followed."""
    group: list[tuple[bytes, dict[str, JSON]]] = []
    for n, body in enumerate(bodies, start):
        try:
            entry = _object(canonical.load(body))
        except ValueError as fault:
            raise Differs(f"entry {n} cannot be read: {fault}") from fault
        if group and "cause" not in entry:
            yield group
            group = []
        group.append((body, entry))
    if group:
        yield group


def _object(value: JSON) -> dict[str, JSON]:
    if not isinstance(value, dict):
        raise ValueError("it is no object")
    return value


def _sender(entry: dict[str, JSON]) -> tuple[str | None, Via, Auth]:
    """Who an entry says it came from: seat, door and authentication."""
    by = entry["by"]
    assert isinstance(by, dict)
    return by["seat"], by["via"], by["auth"]  # type: ignore[return-value]


class _Replay:
    """Walks the entries; each act re-enacted must give the very next entries of the record."""

    def __init__(self, n: int = 0, at: str = "") -> None:
        self._n = n
        self._at = at
        self._waiting: list[store.Line] = []

    def run(self, bodies: Iterator[bytes]) -> int:
        """Re-enact the record, or the rest of it; the number of its entries."""
        for group in _groups(bodies, self._n):
            try:
                self._one(group)
            except Differs:
                raise
            except Exception as fault:  # whatever a record that was tampered with may cause
                what = f"{type(fault).__name__}: {fault}"
                raise Differs(f"entry {self._n} cannot be re-enacted ({what})") from fault
            if len(self._waiting) >= TOGETHER:
                self._append()
        self._append()
        return self._n

    def _append(self) -> None:
        """Append what was re-enacted since the last time."""
        with writing():
            store.append(self._waiting)
        self._waiting = []

    def _one(self, group: list[tuple[bytes, dict[str, JSON]]]) -> None:
        """Re-enact an entry; it must give the whole group, to the byte."""
        first = group[0][1]
        at = str(first["at"])
        recorded = {(n, str(entry["type"])): entry for n, (_, entry) in enumerate(group, self._n)}
        batch = Batch(store.Head(self._n, self._at), at, replaying=True, recorded=recorded)
        self._enact(batch, first, at)
        lines = batch.drain()
        for line, body in zip_longest(lines, (body for body, _ in group)):
            if line is None:
                raise Differs(f"entry {self._n} does not follow when its cause is re-enacted")
            if line.body != body:
                raise Differs(f"entry {line.n} ({line.type}) is another when re-enacted")
            self._n, self._at = line.n + 1, line.at
        self._waiting += lines

    def _enact(self, batch: Batch, entry: dict[str, JSON], at: str) -> None:
        n, name = self._n, str(entry["type"])
        seat, via, auth = _sender(entry)
        assert ports.due is not None
        due = ports.due(at) if n else None
        if via == "clock":
            if due is None or name not in (due.type, POSTPONED):
                raise Differs(f"entry {n} ({name}): nothing of the kind was due at {at}")
            batch.clock_act(due, at)
            return
        if due is not None:
            raise Differs(f"entry {n} ({name}): {due.type} was due before it")
        act = registry.find(name).read(entry["data"])
        act_id, door = UUID(str(entry["id"])), "shell" if not n else via
        envelope = Envelope(act, act_id, seat, door, auth, entry.get("signed"))
        answer = batch.take(envelope)
        if isinstance(answer, Refused):
            raise Differs(f"entry {n} ({name}) is refused when re-enacted: {answer.code}")
