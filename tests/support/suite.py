"""`./koinon test`: state tests on PostgreSQL where there is one, then all tests on SQLite.

Journeys in a browser and what is marked `once`, the slowest tests, run once: what they do to state,
tests of state do on both databases. The whole suite runs last so that the last line on the screen
is pytest's own count of everything; if the state tests fail on PostgreSQL the run ends with their
line instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from tests.support import needs, postgresql

WORKERS = 4
"""At most so many processes at once; each makes databases of its own."""
ON_POSTGRESQL = ["-m", "state and not browser and not once"]
NOTHING_COLLECTED = 5
"""pytest's exit code when no test was chosen."""


def main(arguments: Sequence[str]) -> int:
    """Run both passes; pytest's exit code, 130 when interrupted."""
    try:
        with postgresql.server() as server:
            return _passes(list(arguments), server)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _passes(arguments: list[str], server: str | None) -> int:
    if server is None and needs.all_required():
        print("koinon: PostgreSQL is required here and neither runs nor is installed.")
        return 1
    if server is not None:
        _say("state tests on PostgreSQL")
        code = _pytest([*ON_POSTGRESQL, *arguments], "postgresql", server)
        if code not in (0, NOTHING_COLLECTED):
            return code
    _say("all tests, state on SQLite")
    code = _pytest(arguments, "sqlite", server)
    if server is None:
        print("koinon: skipped the state tests on PostgreSQL: it neither runs nor is installed.")
    return code


def _pytest(arguments: list[str], kind: str, server: str | None) -> int:
    """One pass. Without options of the caller's own it spreads over the processor's cores."""
    chosen = {"KOINON_TEST_DATABASE": kind, **({"KOINON_TEST_PG": server} if server else {})}
    own_options = arguments not in ([], ON_POSTGRESQL)
    cores = min(len(os.sched_getaffinity(0)), WORKERS) if not own_options else 1
    spread = ["-n", str(cores)] if cores > 1 else []
    command = [sys.executable, "-m", "pytest", *spread, *arguments]
    started = subprocess.Popen(command, env={**os.environ, **chosen})
    try:
        return started.wait()
    except KeyboardInterrupt:
        started.wait()  # it heard the same key and is putting its databases away
        raise


def _say(sentence: str) -> None:
    print(f"koinon: {sentence}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
