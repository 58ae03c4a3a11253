"""`koinon` as a person at the keyboard runs it: another process, a home folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def koinon(home: Path, *words: str, **environment: str) -> list[object]:
    """Command and surroundings of a `koinon` with a home folder of its own."""
    surroundings = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "KOINON_HOME": str(home),
        **environment,
    }
    return [[sys.executable, "-m", "koinon.interfaces.shell.main", *words], surroundings]


def say(home: Path, *words: str, **environment: str) -> tuple[int, str, str]:
    command, surroundings = koinon(home, *words, **environment)
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr
