"""The verb `archive`: a package that an archive takes in, as a folder."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from io import StringIO
from pathlib import Path
from shlex import quote

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake


def archive(folder: str, first: str, last: str) -> int:
    """Write a bag (RFC 8493) into `folder`, which is new or empty; whole or not at all."""
    days = _day(first, "from"), _day(last, "until")
    if days[0] and days[1] and days[0] > days[1]:
        raise Mistake(f"archive: {first} is after {last}; give the earlier day with --from.")
    into = Path(folder)
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Mistake(f"archive: {folder!a} is there and not an empty folder; name a new one.")
    application.load()
    application.need_prepared()
    from django.core.management import CommandError, call_command

    said = StringIO()
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".archiving-", dir=into.parent) as making:
            whole = Path(making) / into.name
            whole.mkdir()
            call_command("archive", folder=whole, first=days[0], last=days[1], stdout=said)
            whole.rename(into)
    except CommandError as fault:
        raise Mistake(f"archive: {fault}") from None
    except OSError as fault:
        place = fault.filename or folder
        raise Mistake(f"archive: {place} cannot be written ({fault.strerror}).") from None
    print(said.getvalue().strip())
    print(f"Check it with: cd {quote(folder)} && sha256sum --check --quiet manifest-sha256.txt")
    print(f"          and: koinon verify {quote(str(into / 'data/record'))}", file=sys.stdout)
    return 0


def _day(text: str, option: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Mistake(
            f"archive: --{option} {text[:20]!a} is no day; write one such as 2026-01-31."
        ) from None
