"""The verb `data`: the open data set written into a folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake


def data(folder: str) -> int:
    """Write an edition of the open data into `folder`, which is new or empty."""
    into = Path(folder)
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Mistake(f"data: {folder!a} is there and not an empty folder; name a new one.")
    application.load()
    application.need_prepared()
    from koinon.acts.state import one_moment
    from koinon.interfaces.shared.opendata import edition
    from koinon.interfaces.shared.opendata.tables import TABLES

    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=into.parent) as making:
            whole = Path(making) / "whole"
            whole.mkdir()
            with one_moment("default"):
                done = edition.write(whole)
            whole.rename(into)
    except edition.NothingToSay:
        raise Mistake("data: the record is empty; found a coalition first.") from None
    except OSError as fault:
        place = fault.filename or folder
        raise Mistake(f"data: {place} cannot be written ({fault.strerror}).") from None
    print(
        f"{folder}: {len(TABLES)} tables of the record's {done.size} entries, under "
        f"{done.licence.name}."
    )
    print(f"Root of the record: {done.root}")
    return 0
