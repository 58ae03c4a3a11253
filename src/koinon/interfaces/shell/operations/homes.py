"""What of a home folder goes into a backup, and what never does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path, PurePosixPath

from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.operations.archive import can_hold

BACKUPS = "backups"
"""The folder of the backups made without a name."""
SECRET = "secret.key"  # noqa: S105 (a file's name)
KEY = "log/key.pem"
ASIDE = "before-restore-"
"""What the folders begin with that a restore moves the present into."""
PENDING = "restoring"
"""The folder that a restore prepares everything in."""

_LEFT_OUT = frozenset({"static", BACKUPS, PENDING})
_NEVER = frozenset({"log/signed", "erased", "pulse"})
"""The signer's memory and the list of what was erased: old ones forget what was signed and erased
since (see `record.signer`, `people.erased`). And what the server writes to show that it lives."""


def named() -> Path:
    """The home folder that the environment names, before the settings are read (they hold it
    too): what was interrupted there is finished first.
    """
    return Path(os.environ.get("KOINON_HOME", "var")).resolve()


def unused(path: Path) -> Path:
    """This path, or the first of those numbered from 2 that names nothing yet.

    Two backups or restores within one second of the clock must not meet; in the order of names
    the later stands after the earlier.
    """
    names = chain([path.name], (f"{path.stem}_{n}{path.suffix}" for n in count(2)))
    return next(one for one in map(path.with_name, names) if not one.exists())


def kept_files(home: Path, database: str) -> Iterator[tuple[str, Path]]:
    """The files of a home folder that a backup takes beside the database, by their name there.

    Left out are the database itself, the signer's memory, what can be made again, what earlier
    backups and restores put there, locks, half-written and hidden files. Raises Mistake for any
    other file that cannot be taken, so that nothing is left out in silence.
    """
    for folder, folders, files in os.walk(home):
        inside = Path(folder).relative_to(home)
        folders[:] = sorted(name for name in folders if _is_entered(inside / name))
        for name in folders:
            if (Path(folder) / name).is_symlink():
                raise _not_plain(Path(folder) / name)
        for name in sorted(files):
            file, path = Path(folder) / name, (inside / name).as_posix()
            if _is_taken(path, file, database):
                if file.is_symlink() or not file.is_file() or not can_hold(path):
                    raise _not_plain(file)
                yield path, file


def _not_plain(file: Path) -> Mistake:
    return Mistake(
        f"backup: {file} is no plain file with a plain name; move it out of the home folder, "
        "which is koinon's own."
    )


def _is_entered(path: Path) -> bool:
    top = path.parts[0]
    return top not in _LEFT_OUT and not top.startswith(ASIDE) and not path.name.startswith(".")


def _is_taken(path: str, file: Path, database: str) -> bool:
    name = PurePosixPath(path).name
    if path in _NEVER or path == SECRET or name.startswith("."):
        return False  # hidden files are a shell's, never ours
    if name.endswith((".lock", ".new", ".upload", "-journal")):
        return False
    own = Path(database).resolve() if database else None
    copies = {own, *(Path(f"{own}{end}") for end in ("-wal", "-shm"))} if own else set()
    return file.resolve() not in copies
