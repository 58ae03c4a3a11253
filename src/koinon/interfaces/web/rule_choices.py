"""Which rules a field of an act is chosen from by their names: of elections, or of budgets."""

from __future__ import annotations

from typing import Any, Protocol

from koinon.interfaces.web import budget_rules, count_rules


class Choices(Protocol):
    """Rules that are known by a name."""

    def offered(self) -> tuple[tuple[str, str], ...]:
        """Each rule's name, and its title in the reader's language."""

    def rule_of(self, name: str) -> Any:
        """The plain form of the rule of this name, every option stated; None for no such rule."""

    def name_of(self, plain: Any) -> str:
        """The name of the rule of this plain form; "" for another rule."""


_BY_FIELD: dict[str, Choices] = {"rule": count_rules, "budget_rule": budget_rules}


def is_chosen(field: str) -> bool:
    """Whether a field of this name holds a rule of counting."""
    return field in _BY_FIELD


def of_field(field: str) -> Choices:
    """The rules that a field of this name is chosen from."""
    return _BY_FIELD[field]
