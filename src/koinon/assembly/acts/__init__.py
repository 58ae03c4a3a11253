"""The acts of the room."""

from __future__ import annotations

from koinon.assembly.acts import (
    amending,
    founding,
    leaving,
    participatory,
    proposing,
    proxies,
    voting,
)

__all__ = [
    "amending",
    "founding",
    "leaving",
    "participatory",
    "proposing",
    "proxies",
    "voting",
]
