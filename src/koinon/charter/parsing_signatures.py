"""What a charter demands of signatures: `signed` in a line of [authority]."""

from __future__ import annotations

from typing import Final

from koinon.charter.document import Demand
from koinon.charter.sections import Section

DEMANDS: Final[tuple[Demand, ...]] = ("any", "passkey", "verified passkey")


def read_demand(section: Section) -> Demand | None:
    """The signature that an act must bear under this article; `true` asks for any."""
    if not section.has("signed"):
        return None
    if section.is_true("signed"):
        return "any"
    return section.choice("signed", DEMANDS)
