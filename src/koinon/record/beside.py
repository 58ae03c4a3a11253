"""Files beside the record that rooms above it provide: they are published and prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_PROVIDED: Final[dict[str, Callable[[], bytes]]] = {}


def provide(path: str, make: Callable[[], bytes]) -> None:
    """Publish what `make` gives under `path` (once, when Django starts)."""
    _PROVIDED[path] = make


def paths() -> tuple[str, ...]:
    """Where such files are."""
    return tuple(sorted(_PROVIDED))


def file(path: str) -> bytes:
    """One of them, as it is now."""
    return _PROVIDED[path]()
