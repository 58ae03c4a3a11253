"""Whole tables as frozen values, one row after another, for whoever publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")

CHUNK = 2_000
"""Rows the database hands over at a time."""


def rows(kind: type[T], found: QuerySet[Any], *columns: str) -> Iterator[T]:
    """One `kind` for each row, its fields filled from these columns in their order."""
    for values in found.values_list(*columns).iterator(chunk_size=CHUNK):
        yield kind(*values)
