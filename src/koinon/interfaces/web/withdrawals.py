"""Who withdrew a proposal and when, as its entry says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from koinon.interfaces.shared import remembered
from koinon.record import canonical, search, store

WITHDRAW: Final = "assembly.withdraw_proposal/1"
RECENT: Final = 200
"""How many of the latest withdrawals are read at once, so that a list asks for them once."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The seat that withdrew a proposal, the instant, and the entry."""

    seat: str
    at: str
    n: int


def withdrawal(n: int) -> Withdrawal:
    """The withdrawal that entry `n` is."""
    found = remembered.once("withdrawals", _recent).get(n)
    if found is not None:
        return found
    content: Any = canonical.load(store.body(n))
    return Withdrawal(content["by"]["seat"], content["at"], n)


def _recent() -> dict[int, Withdrawal]:
    found = search.search(types=[WITHDRAW], limit=RECENT).entries
    return {one.n: Withdrawal(one.seat or "", one.at, one.n) for one in found}
