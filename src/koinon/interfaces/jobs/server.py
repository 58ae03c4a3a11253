"""What runs beside the pages in the server's process: sequencer, clock, signer, mail, open data.

The sequencer groups acts that wait (`koinon.acts.sequencer`). A second thread looks twice a
second whether something is due or whether the record has grown, and then lets the clock act or
signs the checkpoint. Neither decides anything: the gate enacts whatever is due before any later
act, and anyone may ask for a checkpoint at any time. A third sends mail (`postman`), a fourth
makes the night's open data (`publisher`), a fifth erases personal data whose time is over
(`keeper`).
"""

from __future__ import annotations

import atexit
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections

from koinon.acts import gate, sequencer
from koinon.acts.act import Envelope, Receipt
from koinon.acts.ports import ports
from koinon.acts.refused import Refused
from koinon.acts.sequencer import Sequencer
from koinon.interfaces.jobs.keeper import Keeper
from koinon.interfaces.jobs.looking import Looking
from koinon.interfaces.jobs.postman import Postman
from koinon.interfaces.jobs.publisher import Publisher
from koinon.record import logkeys, store
from koinon.record.signer import Signer, SignerError

PAUSE_SECONDS = 0.5
"""Between two looks: a deadline is met, and a commit signed, within this time."""

SHOWN_EVERY_SECONDS = 10
"""How often the file `pulse` in the home folder is touched; the verb `doctor` looks at it."""

log = logging.getLogger("koinon.jobs")


class Pulse(Looking):
    """The thread of the clock and of the checkpoints."""

    def __init__(self) -> None:
        super().__init__("koinon-pulse", PAUSE_SECONDS, log)
        self._signer: Signer | None = None
        self._settled = 0

    def beat(self) -> None:
        """Let the clock act if something is due; sign if the record has grown; show it lives."""
        assert ports.due is not None
        if ports.due(gate.now_utc()) is not None:
            gate.tick()
        size = store.head().size
        if size > self._settled:
            self._sign()
            self._settled = size
        _show_life()

    def _sign(self) -> None:
        """Sign the record as it stands; where this installation may not, say so once."""
        try:
            self._signer = self._signer or logkeys.signer()
            logkeys.sign_head(self._signer)
        except SignerError as refused:
            self._say(f"no checkpoint is signed: {refused}")


def _show_life() -> None:
    """Touch the file by which others see that the clock and the signer are at work."""
    file = Path(settings.HOME) / "pulse"
    if not file.exists() or time.time() - file.stat().st_mtime > SHOWN_EVERY_SECONDS:
        file.touch()


@dataclass(frozen=True, slots=True)
class Running:
    """The threads of one server process."""

    sequencer: Sequencer
    pulse: Pulse
    postman: Postman
    publisher: Publisher
    keeper: Keeper

    def stop(self) -> None:
        """End them; acts that wait are written first."""
        self.keeper.stop()
        self.publisher.stop()
        self.postman.stop()
        self.pulse.stop()
        sequencer.install(None)
        self.sequencer.stop()
        atexit.unregister(self.stop)


def start() -> Running:
    """Start the threads and make acts of this process queue; they end with the process."""
    running = Running(Sequencer(_enact), Pulse(), Postman(), Publisher(), Keeper())
    running.sequencer.start()
    running.pulse.start()
    running.postman.start()
    running.publisher.start()
    running.keeper.start()
    sequencer.install(running.sequencer)
    atexit.register(running.stop)
    return running


def _enact(envelopes: Sequence[Envelope], *, at: str | None) -> list[Receipt | Refused]:
    """Write in the sequencer's thread, over a connection that still stands."""
    close_old_connections()
    return gate.enact_here(envelopes, at=at)
