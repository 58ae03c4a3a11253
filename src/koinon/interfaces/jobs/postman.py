"""The thread that empties the outbox; a mail server that is slow keeps nothing else waiting."""

from __future__ import annotations

import logging

from django.utils import timezone

from koinon.acts import gate
from koinon.interfaces.jobs.looking import Looking
from koinon.interfaces.shared.mail import sending
from koinon.post import delivering
from koinon.record import store

PAUSE_SECONDS = 2.0
"""Between two looks into the outbox."""
ROUNDS_BETWEEN_MOMENTS = 15
"""Looks between two searches for votings that opened or close soon."""


class Postman(Looking):
    """Makes deliveries of what the outbox holds, and sends what is due."""

    def __init__(self) -> None:
        super().__init__("koinon-post", PAUSE_SECONDS, logging.getLogger("koinon.jobs"))
        self._round = 0

    def beat(self) -> None:
        """One look: what was interrupted, what is new, what is due."""
        now = timezone.now()
        delivering.resume(now)
        at = max(gate.now_utc(), store.head().at)
        if self._round % ROUNDS_BETWEEN_MOMENTS == 0:
            sending.note_moments(at)
        self._round += 1
        sending.spread(now, at)
        sending.send_due(now)

    def described(self, fault: Exception) -> str:
        """The kind of fault alone: its words may hold somebody's address."""
        return f"mail: {type(fault).__name__}"
