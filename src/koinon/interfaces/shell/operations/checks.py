"""What the verb `doctor` looks at: each check gives what is wrong, and what to do about it.

A check that finds nothing wrong says what it saw. None changes anything.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from koinon.interfaces.shared import providers
from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.operations import backing, homes, presence

LEAST_SQLITE: Final = (3, 37, 0)
LEAST_FREE_BYTES: Final = 1_000_000_000
OLDEST_BACKUP_SECONDS: Final = 36 * 3600
"""A nightly backup that failed once is noticed the next day."""
OLDEST_PULSE_SECONDS: Final = 60
MOST_SKEW_SECONDS: Final = 120
PULSE: Final = "pulse"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's answer: whether it is well, what was seen, and the remedy where it is not."""

    check: str
    well: bool
    saw: str
    remedy: str = ""


def well(check: str, saw: str) -> Iterator[Finding]:
    """Nothing is wrong."""
    yield Finding(check, True, saw)


def fault(check: str, saw: str, remedy: str) -> Finding:
    """Something is wrong."""
    return Finding(check, False, saw, remedy)


# The machine


def python(home: Path) -> Iterator[Finding]:
    """The interpreter, and the SQLite it brings: the ledger's tables are strict."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        yield fault(
            "python",
            f"its SQLite is {sqlite3.sqlite_version}, and {'.'.join(map(str, LEAST_SQLITE))} is "
            "needed",
            "install a newer Python, or use PostgreSQL (KOINON_DATABASE_URL)",
        )
        return
    yield from well("python", f"{version} with SQLite {sqlite3.sqlite_version}")


def disk(home: Path) -> Iterator[Finding]:
    """Room for the record and a backup of it."""
    free = shutil.disk_usage(home).free
    used = sum(file.stat().st_size for file in home.glob("*.sqlite3*"))
    if free < LEAST_FREE_BYTES + 2 * used:
        yield fault(
            "disk",
            f"{free // 1_000_000} MB are free at {home}, and a backup needs room beside the record",
            "remove old backups, or give it a larger disk",
        )
        return
    yield from well("disk", f"{free // 1_000_000} MB free")


def permissions(home: Path) -> Iterator[Finding]:
    """What only the server's own user may read."""
    wrong = False
    for path, mode in ((home, 0o700), *((home / name, 0o600) for name in _secrets(home))):
        found = path.stat()
        if found.st_mode & 0o077:
            wrong = True
            yield fault(
                "permissions", f"{path} can be read by others", f"run: chmod {mode:o} {path}"
            )
        if found.st_uid != os.geteuid():
            wrong = True
            yield fault(
                "permissions",
                f"{path} belongs to another user than the one who asks",
                f"run koinon as its owner, or as root: chown -R USER {home}",
            )
    if not wrong:
        yield from well("permissions", f"{home} is readable by its owner alone")


def _secrets(home: Path) -> list[str]:
    names = (homes.SECRET, homes.KEY, "log/signed", providers.FILE)
    return [name for name in names if (home / name).exists()]


def clock(home: Path) -> Iterator[Finding]:
    """The machine's time must not be before the record's last instant."""
    from koinon.acts import gate
    from koinon.record import store

    at, now = store.head().at, gate.now_utc()
    if at and _seconds(at) - _seconds(now) > MOST_SKEW_SECONDS:
        yield fault(
            "clock",
            f"it is {now} here and the record's last entry is of {at}",
            "set the clock by NTP (timedatectl set-ntp true); until then entries bear that instant",
        )
        return
    yield from well("clock", f"{now}, the last entry is of {at or 'never'}")


def _seconds(at: str) -> int:
    return int(datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC).timestamp())


def time_zones(home: Path) -> Iterator[Finding]:
    """Deadlines are computed in the charter's legal zone."""
    from koinon.charter import queries
    from koinon.record import store

    name = queries.in_force().time_zone if store.head().size else "Europe/Brussels"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        yield fault("time zones", f"{name} is unknown here", "run: pip install tzdata")
        return
    yield from well("time zones", f"{name} is known")


# The database


def migrations(home: Path) -> Iterator[Finding]:
    """The tables must be those of this version, and the ledger's rules stand."""
    missing = application.unprepared()
    if missing:
        yield fault(
            "migrations", f"the database lacks {len(missing)} steps, the first {missing[0]}",
            "run: koinon upgrade",
        )  # fmt: skip
        return
    yield from well("migrations", "the database is of this version")


def ledger(home: Path) -> Iterator[Finding]:
    """The ledger's rules in the database."""
    from django.db import connection

    from koinon.treasury import schema

    if not schema.tables_exist(connection):
        yield fault("ledger", "the ledger's tables are not there", "run: koinon upgrade")
        return
    differences = schema.check_installed(connection)
    if differences:
        yield fault(
            "ledger",
            f"its rules in the database are not this version's ({differences[0][:120]})",
            "find out who changed them, then see docs/reference/ledger.md",
        )
        return
    yield from well("ledger", "its rules stand in the database")


def triggers(home: Path) -> Iterator[Finding]:
    """The record's own rules in the database."""
    from django.db import connection

    from koinon.record import rules

    missing = rules.missing(connection)
    if missing:
        yield fault(
            "record",
            f"the database does not keep the record append-only: it lacks {', '.join(missing)}",
            "restore a backup from before they were removed, and find out who removed them",
        )
        return
    yield from well("record", "the database keeps it append-only")


def erasures(home: Path) -> Iterator[Finding]:
    """What was erased on request must not be there again, as an older backup brings it."""
    from koinon.people import erased

    if application.unprepared():
        return  # the tables are not these yet; `migrations` says so
    if back := sum(one.count for one in erased.back()):
        yield fault(
            "erasures",
            f"{back} rows or documents that were erased are there again: an older backup was "
            "restored",
            "press “Erase them again” at /privacy/keeping/, or let the server run through a night",
        )
        return
    yield from well("erasures", "nothing that was erased is there again")


# The log


def signer(home: Path) -> Iterator[Finding]:
    """The record must extend what its key has signed."""
    from koinon.record import logkeys, store

    size = store.head().size
    if not size:
        yield from well("signer", "nothing is founded yet")
        return
    standing = logkeys.standing(size)
    if standing.kind == "agrees":
        yield from well("signer", f"it has signed {standing.signed} of {size} entries")
        return
    saw, remedy = _STANDINGS[standing.kind]
    yield fault("signer", saw.format(size=size, signed=standing.signed), remedy)


_STANDINGS: Final[Mapping[str, tuple[str, str]]] = {
    "behind": (
        "the record holds {size} entries and its key has signed {signed}, so acts are refused",
        "run: koinon recover --from EXPORT|ADDRESS",
    ),
    "differs": (
        "the record is not the one of {signed} entries that its key has signed",
        "restore a backup of the right one, then run: koinon recover --from EXPORT|ADDRESS",
    ),
    "forgotten": (
        "it is not known what the record's key signed last, so acts are refused",
        "run: koinon recover --from EXPORT|ADDRESS",
    ),
    "elsewhere": (
        "the record's log key is not here, so nothing is signed",
        "put key.pem back into the folder log of the home folder; see keep-the-log-key",
    ),
}


# The server


def pulse(home: Path) -> Iterator[Finding]:
    """A server that runs lets the clock act and signs."""
    if not presence.is_served(home):
        yield from well("server", "it does not run now")
        return
    try:
        age = time.time() - (home / PULSE).stat().st_mtime
    except OSError:
        age = OLDEST_PULSE_SECONDS + 1.0
    if age > OLDEST_PULSE_SECONDS:
        yield fault(
            "server",
            "it runs, and what lets the clock act and signs has not moved for a minute",
            "read its journal (journalctl -u koinon) and start it again",
        )
        return
    yield from well("server", "it runs, and its clock moves")


def backups(home: Path) -> Iterator[Finding]:
    """There is a backup, and it is not old."""
    from koinon.record import store

    found = backing.newest(home)
    if found is None:
        if store.head().size:
            yield fault(
                "backups",
                f"there is none in {home / homes.BACKUPS}",
                "run: koinon backup, and let a timer do so (koinon unit timer)",
            )
            return
        yield from well("backups", "there is nothing to back up yet")
        return
    hours = int(time.time() - found.stat().st_mtime) // 3600
    if hours * 3600 > OLDEST_BACKUP_SECONDS:
        yield fault(
            "backups", f"the newest, {found.name}, is {hours} hours old", "run: koinon backup"
        )
        return
    yield from well("backups", f"the newest, {found.name}, is {hours} hours old")


def static_files(home: Path) -> Iterator[Finding]:
    """Style sheets and scripts that the pages need."""
    from django.contrib.staticfiles import finders

    if finders.find(STYLE) is None:
        yield fault("static files", f"{STYLE} is not there", "install koinon again, whole")
        return
    yield from well("static files", "they are there")


def catalogues(home: Path) -> Iterator[Finding]:
    """Every language's compiled messages."""
    from django.conf import settings

    folder = Path(settings.LOCALE_PATHS[0])
    wanted = [folder / code / "LC_MESSAGES/django.mo" for code, _ in settings.LANGUAGES]
    if missing := [file for file in wanted if not file.is_file()]:
        yield fault("catalogues", f"{missing[0]} is not there", "install koinon again, whole")
        return
    yield from well("catalogues", f"{len(wanted)} languages")


STYLE: Final = "koinon/style.css"


# Settings


def https(home: Path) -> Iterator[Finding]:
    """Hosts, origins and HTTPS must speak of one address."""
    from django.conf import settings

    hosts = [host for host in settings.ALLOWED_HOSTS if host not in _LOCAL]
    origins, secure = list(settings.CSRF_TRUSTED_ORIGINS), settings.SESSION_COOKIE_SECURE
    faults = [*_https_faults(hosts, origins, secure)]
    yield from faults
    if not faults:
        yield from well("https", ", ".join(origins) if hosts else "for this machine alone")


_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_ORIGIN: Final = re.compile(r"(https?)://([^/:]+)(:\d+)?")


def _https_faults(hosts: list[str], origins: list[str], secure: bool) -> Iterator[Finding]:
    if "*" in hosts:
        yield fault("https", "KOINON_HOSTS allows every name", "name the hosts, with commas")
    if hosts and not secure:
        yield fault(
            "https",
            f"KOINON_HOSTS names {hosts[0]}, and KOINON_HTTPS is not 1",
            "set KOINON_HTTPS=1 behind a proxy that speaks HTTPS; passkeys need it too",
        )
    if secure and not hosts:
        yield fault(
            "https", "KOINON_HTTPS is 1, and KOINON_HOSTS names no host", "set KOINON_HOSTS=HOST"
        )
    for host in hosts if secure else ():
        if host != "*" and f"https://{host}" not in origins:
            yield fault(
                "https",
                f"KOINON_ORIGINS does not name https://{host}",
                f"set KOINON_ORIGINS=https://{host}, or forms are refused behind the proxy",
            )
    for origin in origins:
        match = _ORIGIN.fullmatch(origin)
        if match is None or (secure and match[1] != "https"):
            yield fault(
                "https", f"KOINON_ORIGINS holds {origin}", "write https://HOST, without a path"
            )


def mail(home: Path) -> Iterator[Finding]:
    """Where mail goes; `mail test` sends one."""
    from django.conf import settings

    if "filebased" in settings.EMAIL_BACKEND:
        if settings.SESSION_COOKIE_SECURE:  # a server for others, not a trial
            yield fault(
                "mail",
                f"mail is written into {settings.EMAIL_FILE_PATH} and reaches nobody",
                "set KOINON_SMTP_HOST, then koinon mail test ADDRESS; see docs/how-to/send-mail.md",
            )
            return
        yield from well("mail", f"it is written into {settings.EMAIL_FILE_PATH}")
        return
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield fault(
            "mail",
            f"mail would come from {settings.DEFAULT_FROM_EMAIL}, which servers refuse",
            "set KOINON_FROM to an address of your own, then run: koinon mail test ADDRESS",
        )
        return
    yield from well("mail", f"from {settings.DEFAULT_FROM_EMAIL} through {settings.EMAIL_HOST}")


Check = Callable[[Path], Iterator[Finding]]

ALONE: Final[tuple[Check, ...]] = (
    python, disk, permissions, catalogues, static_files, https, mail,
)  # fmt: skip
"""Checks that need no database."""
WITH_DATABASE: Final[tuple[Check, ...]] = (
    migrations, triggers, ledger, erasures, clock, time_zones, signer, backups, pulse,
)  # fmt: skip


def reachable() -> Finding | None:
    """The fault of a database that does not answer; None when it does."""
    from django.db import connection

    try:
        application.need_answer(connection)
    except Mistake as mistake:
        return fault("database", str(mistake), "start it, or mend KOINON_DATABASE_URL")
    return None
