"""State tables: what acts alone may write, and what replay must reproduce."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction


class State(models.Model):
    """Base of every table whose rows follow from the record alone.

    Rows carry identifiers taken from the act (never from a sequence), so that a replay into
    another database gives the same rows.
    """

    class Meta:
        abstract = True


def state_models() -> tuple[type[models.Model], ...]:
    """Every concrete state model, in the order of their table names."""
    found = [model for model in apps.get_models() if issubclass(model, State)]
    return tuple(sorted(found, key=lambda model: model._meta.db_table))


def next_number(model: type[models.Model]) -> int:
    """One more than the highest `number` of a model's rows; 1 for the first."""
    highest: int | None = model._default_manager.aggregate(highest=models.Max("number"))["highest"]
    return (highest or 0) + 1


_alias: ContextVar[str] = ContextVar("koinon_database", default="default")


def current_database() -> str:
    """The alias of the database that reads and writes go to."""
    return _alias.get()


@contextmanager
def one_moment(alias: str) -> Iterator[None]:
    """Read a database as it stands at one moment, while others go on writing; never write here."""
    connection: Any = connections[alias]
    if connection.vendor == "postgresql":
        with transaction.atomic(using=alias):
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
            yield
        return
    usual = connection.transaction_mode
    connection.transaction_mode = "DEFERRED"  # a writer's transaction would keep writers out
    try:
        with transaction.atomic(using=alias):
            yield
    finally:
        connection.transaction_mode = usual


@contextmanager
def using_database(alias: str) -> Iterator[None]:
    """Send every query inside the block to the database `alias` (replay uses this)."""
    token = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(token)
