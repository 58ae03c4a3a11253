"""Refusals: which article, law or balance said no, as a value with its facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

Fact = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """An act that was not taken. Nothing changed; `code` has one translated sentence."""

    code: str
    facts: tuple[tuple[str, Fact], ...] = ()

    def fact(self, name: str) -> Fact | None:
        """One fact by its name."""
        return dict(self.facts).get(name)


class Refusal(Exception):
    """Carries a refusal out of nested code to the gate, which turns it into a value."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


def refuse(code: str, **facts: Fact) -> NoReturn:
    """Stop judging the act and refuse it."""
    raise Refusal(Refused(code, tuple(sorted(facts.items()))))
