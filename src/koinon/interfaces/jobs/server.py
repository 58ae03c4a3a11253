"""What runs beside the pages in the server's process: the sequencer, the clock, the signer.

The sequencer groups acts that wait (`koinon.acts.sequencer`). A second thread looks twice a
second whether something is due or whether the record has grown, and then lets the clock act or
signs the checkpoint. Neither decides anything: the gate enacts whatever is due before any later
act, and anyone may ask for a checkpoint at any time.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import close_old_connections, connections

from koinon.acts import gate, sequencer
from koinon.acts.act import Envelope, Receipt
from koinon.acts.ports import ports
from koinon.acts.refused import Refused
from koinon.acts.sequencer import Sequencer
from koinon.record import logkeys, store
from koinon.record.signer import Signer, SignerError

PAUSE_SECONDS = 0.5
"""Between two looks: a deadline is met, and a commit signed, within this time."""
FAULT_PAUSE_SECONDS = 5.0
"""After a fault, such as a database that is away."""

log = logging.getLogger("koinon.jobs")


class Pulse:
    """The thread of the clock and of the checkpoints."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="koinon-pulse", daemon=True)
        self._signer: Signer | None = None
        self._settled = 0
        self._said = ""

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being done, then end."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        pause = 0.0
        while not self._ending.wait(pause):
            close_old_connections()
            try:
                self.beat()
                pause = PAUSE_SECONDS
            except Exception as fault:
                pause = FAULT_PAUSE_SECONDS
                self._say(f"{type(fault).__name__}: {fault}")
        connections.close_all()

    def beat(self) -> None:
        """Let the clock act if something is due; sign if the record has grown."""
        assert ports.due is not None
        if ports.due(gate.now_utc()) is not None:
            gate.tick()
        size = store.head().size
        if size > self._settled:
            self._sign()
            self._settled = size

    def _sign(self) -> None:
        """Sign the record as it stands; where this installation may not, say so once."""
        try:
            self._signer = self._signer or logkeys.signer()
            logkeys.sign_head(self._signer)
        except SignerError as refused:
            self._say(f"no checkpoint is signed: {refused}")

    def _say(self, sentence: str) -> None:
        """Log a sentence, but not again and again."""
        if sentence != self._said:
            log.error(sentence)
        self._said = sentence


@dataclass(frozen=True, slots=True)
class Running:
    """The threads of one server process."""

    sequencer: Sequencer
    pulse: Pulse

    def stop(self) -> None:
        """End both; acts that wait are written first."""
        self.pulse.stop()
        sequencer.install(None)
        self.sequencer.stop()
        atexit.unregister(self.stop)


def start() -> Running:
    """Start both threads and make acts of this process queue; they end with the process."""
    running = Running(Sequencer(_enact), Pulse())
    running.sequencer.start()
    running.pulse.start()
    sequencer.install(running.sequencer)
    atexit.register(running.stop)
    return running


def _enact(envelopes: Sequence[Envelope], *, at: str | None) -> list[Receipt | Refused]:
    """Write in the sequencer's thread, over a connection that still stands."""
    close_old_connections()
    return gate.enact_here(envelopes, at=at)
