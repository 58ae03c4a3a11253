"""A copy of the record taken through the page, and the verifier run on it as the page says."""

from __future__ import annotations

import shlex
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def copy_of_record(walker: Any, folder: Path) -> Path:
    """Press the button on "Check it yourself" and unpack what comes; the folder of the copy."""
    with walker.tab.expect_download() as taken:
        walker.follow("Download the whole record (zip)")
    with zipfile.ZipFile(taken.value.path()) as packed:
        assert packed.testzip() is None
        packed.extractall(folder)
    return folder / str(taken.value.suggested_filename).removesuffix(".zip")


def as_told(folder: Path, command: str) -> tuple[int, str]:
    """Run a command of the page in a folder: its exit code and its words."""
    program, verb, *rest = shlex.split(command)
    assert (program, verb) == ("./koinon", "verify"), command
    return run_verifier(folder, *rest)


def run_verifier(folder: Path, *rest: str) -> tuple[int, str]:
    """Run `koinon verify` in a folder, in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "koinon"), "verify", *rest],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stderr == "", done.stderr
    return done.returncode, done.stdout
