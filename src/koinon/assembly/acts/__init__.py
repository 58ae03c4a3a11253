"""The acts of the room."""

from __future__ import annotations

from koinon.assembly.acts import (
    amending,
    amendments,
    attending,
    calling,
    evaluating,
    founding,
    history,
    keys,
    leaving,
    mandates,
    meetings,
    minutes,
    participatory,
    proposing,
    proxies,
    referendums,
    roll_calls,
    service,
    translating,
    voting,
)

__all__ = [
    "amending",
    "amendments",
    "attending",
    "calling",
    "evaluating",
    "founding",
    "history",
    "keys",
    "leaving",
    "mandates",
    "meetings",
    "minutes",
    "participatory",
    "proposing",
    "proxies",
    "referendums",
    "roll_calls",
    "service",
    "translating",
    "voting",
]
