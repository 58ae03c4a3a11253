"""The verb `export`: the public record as files that anyone can mirror and verify."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake


def export(folder: str) -> int:
    """Write or bring up to date the export in `folder`; says what it holds and how to check it."""
    application.load()
    application.need_prepared()
    from koinon.record import logkeys
    from koinon.record.export import ExportError
    from koinon.record.export import export as write
    from koinon.record.signer import SignerError

    try:
        done = write(
            Path(folder), signer=logkeys.signer(), progress=_show if sys.stderr.isatty() else None
        )
    except (ExportError, SignerError) as fault:
        raise Mistake(f"export: {fault}") from None
    except OSError as fault:
        place = fault.filename or folder
        raise Mistake(f"export: {place} cannot be read or written ({fault.strerror}).") from None
    print(
        f"{folder}: {done.checkpoint.size} entries, {done.documents} documents, "
        f"{done.withheld} withheld; {done.added} files written."
    )
    print(f"Check it with: koinon verify {quote(folder)}")
    return 0


def _show(done: int, total: int) -> None:
    end = "\n" if done == total else ""
    print(f"\r{done} of {total} tiles", end=end, file=sys.stderr, flush=True)
