"""The parts of a formula, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass


def parts_of(node: object, seen: set[int] | None = None) -> Iterator[object]:
    """Every node of a formula from the whole to its leaves; what is shared is given once."""
    seen = set() if seen is None else seen
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, tuple):
        for item in node:
            yield from parts_of(item, seen)
    elif is_dataclass(node):
        yield node
        for field in fields(node):
            yield from parts_of(getattr(node, field.name), seen)
