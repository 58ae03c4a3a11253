"""What a table of the open data set is, and what it is read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the tables are read from: the record up to `size` entries, amounts in `currency`."""

    size: int
    currency: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `row` is the frozen dataclass of its rows, `key` the columns that name one."""

    name: str
    title: str
    about: str
    row: type[Any]
    key: tuple[str, ...]
    read: Callable[[Snapshot], Iterator[Any]]
