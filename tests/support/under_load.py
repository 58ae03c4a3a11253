"""A server's writing half without its pages: four threads act as fast as they can, until killed.

    python -m tests.support.under_load ROUND

Runs the sequencer, the clock and the signer as the server does, over the database and the home
folder of the environment. Writes a line to standard output for each act that was acknowledged:
its number and its id. Whoever kills this process may rely on every line it has read.
"""

from __future__ import annotations

import os
import sys
import threading
from uuid import UUID, uuid5

THREADS = 4
ACTS_EACH = 2_000
SPACE = UUID("5e2bfb1e-9c5c-4a26-9a31-0d2f6c8f3a10")


def main(turn: int) -> None:
    """Serve until killed, or until every act is done."""
    import django

    django.setup()
    from koinon.interfaces.jobs import server

    running = server.start()
    threads = [threading.Thread(target=_act, args=(turn, i)) for i in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    running.stop()


def _act(turn: int, writer: int) -> None:
    from tests.support.coalition import population

    from koinon.acts.act import Envelope, Receipt
    from koinon.acts.gate import enact
    from koinon.acts.registry import find

    for i in range(ACTS_EACH):
        people = 1 + ACTS_EACH * (THREADS * turn + writer) + i
        act = find("cities.certify_fact/1").read({"city": "ghent", "fact": population(people)})
        answer = enact(Envelope(act, uuid5(SPACE, str(people)), "secretariat"))
        assert isinstance(answer, Receipt), answer
        os.write(1, f"{answer.n} {answer.act_id}\n".encode())


if __name__ == "__main__":
    main(int(sys.argv[1]))
