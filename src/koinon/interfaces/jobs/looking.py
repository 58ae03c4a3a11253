"""A thread that looks again and again whether there is something to do, and outlives its faults."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections, connections

FAULT_PAUSE_SECONDS = 5.0
"""After a fault, such as a database that is away."""


class Looking:
    """Calls `beat` with a pause in between, until it is stopped."""

    def __init__(self, name: str, pause_seconds: float, log: logging.Logger) -> None:
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._pause_seconds = pause_seconds
        self._log = log
        self._said = ""

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being done, then end."""
        self._ending.set()
        self._thread.join()

    def beat(self) -> None:
        """One look."""
        raise NotImplementedError

    def _run(self) -> None:
        pause = 0.0
        while not self._ending.wait(pause):
            close_old_connections()
            try:
                self.beat()
                pause = self._pause_seconds
            except Exception as fault:
                pause = FAULT_PAUSE_SECONDS
                self._say(self.described(fault))
        connections.close_all()

    def described(self, fault: Exception) -> str:
        """What the log says of a fault."""
        return f"{type(fault).__name__}: {fault}"

    def _say(self, sentence: str) -> None:
        """Log a sentence, but not again and again."""
        if sentence != self._said:
            self._log.error(sentence)
        self._said = sentence
