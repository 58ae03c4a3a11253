"""The list of all acts. What is not here cannot change state."""

from __future__ import annotations

import re
from typing import TypeVar

from django.utils.module_loading import autodiscover_modules

from koinon.acts.act import Act

A = TypeVar("A", bound=type[Act])

_NAME = re.compile(r"^[a-z]+\.[a-z_]+/[1-9]\d*$")
_acts: dict[str, type[Act]] = {}


class UnknownAct(LookupError):
    """There is no act of this name."""


def act(name: str) -> _Register:
    """Class decorator: register an act under its versioned name, e.g. "assembly.admit_city/1"."""
    return _Register(name)


class _Register:
    def __init__(self, name: str) -> None:
        assert _NAME.match(name), name
        assert name not in _acts, f"{name} is registered twice"
        self.name = name

    def __call__(self, cls: A) -> A:
        assert cls.__doc__, f"{self.name} says nothing of itself"
        cls.type = self.name
        _acts[self.name] = cls
        return cls


def discover() -> None:
    """Import every room's acts."""
    autodiscover_modules("acts")


def all_acts() -> tuple[type[Act], ...]:
    """Every registered act, by name."""
    return tuple(_acts[name] for name in sorted(_acts))


def find(name: str) -> type[Act]:
    """The act of this versioned name. Raises UnknownAct."""
    try:
        return _acts[name]
    except KeyError:
        raise UnknownAct(name) from None
