"""Whether a server runs on this home folder: it holds a lock on a file there while it lives.

The kernel lets go of the lock with the process, whatever ends it: nothing has to be cleaned up.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from koinon.interfaces.shell.mistakes import Mistake

FILE = "server.lock"


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """Be the server of a home folder. Raises Mistake while another is, or while it is replaced."""
    with _locked(home, fcntl.LOCK_EX) as alone:
        if not alone:
            raise Mistake(
                f"another koinon serves {home}, or is restoring or upgrading it; stop it first, or "
                "name another folder with KOINON_HOME."
            )
        yield


@contextmanager
def stopped(home: Path, verb: str) -> Iterator[None]:
    """Let no server start meanwhile. Raises Mistake while one runs."""
    with _locked(home, fcntl.LOCK_EX) as alone:
        if not alone:
            raise Mistake(
                f"{verb}: the server runs; stop it first (systemctl stop koinon, or Ctrl-C where "
                "it was started), then say this again."
            )
        yield


def is_served(home: Path) -> bool:
    """Whether a server runs now."""
    if not (home / FILE).exists():
        return False
    with _locked(home, fcntl.LOCK_SH) as alone:
        return not alone


@contextmanager
def _locked(home: Path, kind: int) -> Iterator[bool]:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(home / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
