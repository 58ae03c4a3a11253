"""A commitment: of which line, how much, what is left of it, and the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from koinon.interfaces.web.enclosed.asking import Asked
from koinon.interfaces.web.enclosed.papers import Paper, paper
from koinon.interfaces.web.pages.money_words import currency
from koinon.treasury import queries as treasury


@dataclass(frozen=True, slots=True)
class CommitmentTold:
    """Money to be promised, in minor units. `line` is None where the year has no such line."""

    title: str
    year: int
    code: str
    line: treasury.LineView | None
    amount_cents: int
    ahead: bool
    contract: Paper | None

    @property
    def left_cents(self) -> int:
        """What would be left of the line; below zero where it does not cover the commitment."""
        return (self.line.available_cents if self.line else 0) - self.amount_cents


def told(data: dict[str, Any], asked: Asked) -> CommitmentTold:
    """The commitment and its line as it stands."""
    line = treasury.line(currency(), data["year"], data["line"])
    return CommitmentTold(
        title=data["title"],
        year=data["year"],
        code=data["line"],
        line=line if line is not None and line.adopted_n is not None else None,
        amount_cents=data["amount_cents"],
        ahead=asked.ahead,
        contract=paper(data.get("contract")),
    )
