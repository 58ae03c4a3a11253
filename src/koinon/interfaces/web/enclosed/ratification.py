"""A ratification: the decision in urgency that it would let stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from koinon.assembly import queries as assembly
from koinon.charter.document import Names
from koinon.interfaces.web.enclosed.asking import Asked
from koinon.interfaces.web.instants import now


@dataclass(frozen=True, slots=True)
class RatificationTold:
    """The decision, and why it was taken in urgency."""

    number: int
    title: Names
    reason: str


def told(data: dict[str, Any], asked: Asked) -> RatificationTold | None:
    """The decision the act names; None where there is none of that number."""
    found = assembly.proposal(data["proposal"], now())
    if found is None or found.urgency is None:
        return None
    return RatificationTold(found.number, found.title, found.urgency.reason)
