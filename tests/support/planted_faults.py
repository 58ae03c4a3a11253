"""Results of counts with one fault planted, everywhere a fault can stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any


def planted(value: Any, skip: frozenset[str] = frozenset({"rule", "lot"})) -> Iterator[Any]:
    """Each value that differs from the given one in a single leaf, or in the length of a tuple.

    The rule and the lot are what a result is checked by; they are left as they are.
    """
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if one.name not in skip:
                for other in planted(getattr(value, one.name), frozenset()):
                    yield replace(value, **{one.name: other})
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield value[:at] + value[at + 1 :]
            yield (*value[:at], item, *value[at:])
            yield from ((*value[:at], other, *value[at + 1 :]) for other in planted(item))
            if at and item != value[at - 1]:
                yield (*value[: at - 1], item, value[at - 1], *value[at + 1 :])
    else:
        yield from _others(value)


def _others(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | Fraction):
        yield value + 1
        yield value - 1
    elif isinstance(value, str):
        yield value + "x"
        yield ""
    elif value is None:
        yield 0
    else:
        raise AssertionError(type(value))
