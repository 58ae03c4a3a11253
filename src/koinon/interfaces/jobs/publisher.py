"""The thread that makes the open data once a night."""

from __future__ import annotations

import logging

from koinon.acts import gate
from koinon.acts.state import one_moment
from koinon.interfaces.jobs.looking import Looking
from koinon.interfaces.shared import wording
from koinon.interfaces.shared.opendata import keeping

PAUSE_SECONDS = 60.0
"""Between two looks at the clock."""


class Publisher(Looking):
    """Makes the day's edition of the open data when the night has come."""

    def __init__(self) -> None:
        super().__init__("koinon-data", PAUSE_SECONDS, logging.getLogger("koinon.jobs"))

    def beat(self) -> None:
        """One look: is the night here, and has the record grown?"""
        now = wording.local(gate.now_utc())
        if keeping.due(now):
            with one_moment("default"):
                keeping.make(now)

    def described(self, fault: Exception) -> str:
        """What the log says of a fault."""
        return f"no open data is made: {type(fault).__name__}: {fault}"
