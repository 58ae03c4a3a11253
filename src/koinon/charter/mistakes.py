"""Mistakes in a charter: found here as codes and facts, told in `koinon.charter.texts`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from koinon.charter.toml import Path, Toml

MAX_MISTAKES = 50
"""Most mistakes told at once; a text with more is rather the wrong file."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class CharterMistake:
    """One mistake: what (code), where (file, line, key path) and the facts of its sentence."""

    code: str
    file: str
    line: int
    key: str
    facts: tuple[tuple[str, str], ...]


class CharterErrors(Exception):
    """The text is no charter; every mistake found, in the order of lines."""

    def __init__(self, mistakes: tuple[CharterMistake, ...]) -> None:
        assert mistakes
        super().__init__("; ".join(f"line {m.line}, {m.key}: {m.code}" for m in mistakes))
        self.mistakes = mistakes


class Mistakes:
    """Collects mistakes while a charter is read, so that a person can mend all at once."""

    def __init__(self, toml: Toml, file: str) -> None:
        self._toml = toml
        self._file = file
        self._found: list[CharterMistake] = []

    def add(self, code: str, path: Path, **facts: str) -> None:
        """Note a mistake at a key path."""
        line = self.line(path)
        told = tuple(sorted(facts.items()))
        self._found.append(CharterMistake(code, self._file, line, key_text(path), told))

    def line(self, path: Path) -> int:
        """Give the line of a key path, for facts that name another place."""
        return self._toml.line(path)

    def raise_if_any(self) -> None:
        """Raise CharterErrors with the mistakes noted so far, if there are any."""
        if self._found:
            raise CharterErrors(self.noted())

    def noted(self) -> tuple[CharterMistake, ...]:
        """What was noted so far, in the order of lines; no more than MAX_MISTAKES."""
        ordered = sorted(self._found, key=lambda mistake: mistake.line)
        return tuple(ordered[:MAX_MISTAKES])


def key_text(path: Path) -> str:
    """Write a key path as a person would: rules.ordinary.all[2].share (counted from 1).

    Nothing is written for the whole charter.
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            name = part if _BARE.fullmatch(part) else f'"{part}"'
            text += f".{name}" if text else name
    return text


def near(word: str, known: Iterable[str]) -> str:
    """Give the known word most like this one, or "" when none is close."""
    return next(iter(difflib.get_close_matches(word, sorted(known), n=1)), "")
