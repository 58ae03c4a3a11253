"""The editions of an installation: made once a night, kept by a rule, read by their day.

They lie in the home folder under `data/YYYY-MM-DD/`. An edition that stands is never changed. All
of the last 35 days are kept, and of each month before that the last one, for ever.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from koinon.interfaces.shared.opendata import edition
from koinon.record import store

NIGHT_HOUR: Final = 2
"""From which hour of the legal day an edition is made."""
DAYS_KEPT: Final = 35
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOKED: Final = "looked"
_UNFINISHED: Final = ".making-"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition by its day, in the legal calendar, and its folder."""

    day: str
    folder: Path

    def package(self) -> Any:
        """Its descriptor, a Data Package."""
        return json.loads((self.folder / edition.PACKAGE).read_text("utf-8"))

    def sums(self) -> dict[str, str]:
        """The hash of every file it has, by name; the list's own is its text's."""
        return sums(self.folder)


def sums(folder: Path) -> dict[str, str]:
    """What the file of hashes says, name → SHA-256, with its own and the archive's beside."""
    lines = (folder / edition.SUMS).read_text("utf-8").splitlines()
    found = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    own = edition.digest(folder / edition.SUMS)
    return {**found, edition.SUMS: own, edition.ZIP: f"zip-{own}"}


def home() -> Path:
    """Where the editions lie."""
    return Path(settings.HOME) / "data"


def editions() -> tuple[Edition, ...]:
    """Every edition, newest first."""
    if not home().is_dir():
        return ()
    found = [one for one in home().iterdir() if _DAY.fullmatch(one.name) and one.is_dir()]
    return tuple(Edition(one.name, one) for one in sorted(found, reverse=True))


def latest() -> Edition | None:
    """The newest edition."""
    return next(iter(editions()), None)


def of_day(day: str) -> Edition | None:
    """The edition of a day."""
    return next((one for one in editions() if one.day == day), None)


def due(now: datetime) -> bool:
    """Whether it is time: there is no edition at all, or this day's night has not been looked at.

    `now` is in the legal time zone.
    """
    today = now.date().isoformat()
    newest = latest()
    if newest is None:
        return store.head().size > 0
    return now.hour >= NIGHT_HOUR and _looked() < today and newest.day < today


def make(now: datetime) -> Edition | None:
    """Make the day's edition if the record has grown since the last; forget old ones.

    Call it where the database is read as at one moment. None where there is nothing new.
    """
    today, newest = now.date().isoformat(), latest()
    grown = newest is None or newest.package()["checkpoint"]["size"] != store.head().size
    made = _made(today, newest) if grown and of_day(today) is None else None
    if home().is_dir():
        (home() / _LOOKED).write_text(f"{today}\n", "utf-8")
        _forget()
    return made


def _looked() -> str:
    """The last day whose night was looked at; "" before the first."""
    file = home() / _LOOKED
    return file.read_text("utf-8").strip() if file.exists() else ""


def _made(day: str, before: Edition | None) -> Edition:
    home().mkdir(mode=0o755, parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=home()))
    try:
        edition.write(making, before.folder if before else None)
        for file in making.iterdir():
            _settle(file)
        making.chmod(0o755)
        _settle(making)
        making.rename(home() / day)
        _settle(home())
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return Edition(day, home() / day)


def _settle(path: Path) -> None:
    """Have a file or a folder on the disk before it gets its name."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def kept(days: list[str]) -> set[str]:
    """Those of these days, oldest first, whose editions are kept."""
    if not days:
        return set()
    since = date.fromisoformat(days[-1]) - timedelta(days=DAYS_KEPT)
    last_of_month = {day[:7]: day for day in days}
    recent = {day for day in days if date.fromisoformat(day) > since}
    return recent | set(last_of_month.values())


def _forget() -> None:
    """Remove the editions that are not kept, and what a crash left unfinished."""
    found = editions()
    staying = kept([one.day for one in reversed(found)])
    for one in found:
        if one.day not in staying:
            going = one.folder.with_name(f"{_UNFINISHED}gone-{one.day}")
            one.folder.rename(going)
    for left in home().glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
