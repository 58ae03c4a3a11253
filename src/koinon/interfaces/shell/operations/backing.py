"""The verb `backup`: everything that another machine needs to go on, in one file."""

from __future__ import annotations

import re
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake

if TYPE_CHECKING:
    from koinon.interfaces.shell.operations.archive import Manifest

NAME = re.compile(r"koinon-\d{8}T\d{6}Z(_\d+)?\.backup")
_MAX_PASSPHRASE_BYTES = 1_000
_LEAST_PASSPHRASE = 12


def backup(file: str, *, keep: int, passphrase_file: str, check: bool) -> int:
    """Write a backup, or check one; says what it holds."""
    passphrase = read_passphrase(passphrase_file)
    if check:
        return _check(file, passphrase)
    application.load()
    made = make(Path(file) if file else None, passphrase)
    for sentence in told(*made):
        print(sentence)
    for old in _drop_old(keep):
        print(f"Removed {old}, which is older than the {keep} kept.")
    return 0


def read_passphrase(file: str) -> bytes | None:
    """The first line of a file; None where no file is named."""
    if not file:
        return None
    try:
        with Path(file).open("rb") as source:
            line = source.read(_MAX_PASSPHRASE_BYTES).splitlines()[:1]
    except OSError as fault:
        raise Mistake(f"--passphrase-file: {file} cannot be read ({fault.strerror}).") from None
    if not line or len(line[0]) < _LEAST_PASSPHRASE:
        raise Mistake(
            f"--passphrase-file: the first line of {file} must hold {_LEAST_PASSPHRASE} characters "
            "or more; six random words make a good one."
        )
    return line[0]


def make(target: Path | None, passphrase: bytes | None, prefix: str = "") -> tuple[Path, Manifest]:
    """Write a backup to `target` (a new file in the folder `backups` where None) and check it."""
    from django.conf import settings
    from django.db import connection

    from koinon.interfaces.shell.operations import archive, copies, homes

    application.need_answer(connection)
    home, place = Path(settings.HOME), copies.Place.of(connection)
    made = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    if target is None:
        folder = home / homes.BACKUPS
        folder.mkdir(mode=0o700, exist_ok=True)
        target = homes.unused(folder / f"{prefix}koinon-{made}.backup")
    if not target.absolute().parent.is_dir():
        raise Mistake(f"backup: {target.absolute().parent} is no folder; make it first.")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".koinon-") as hidden:
            manifest = _write(target, Path(hidden), home, place, made, passphrase)
        checked(target, passphrase)
    except archive.ArchiveError as error:
        raise Mistake(f"backup: {error}", 1) from None
    _list_beside(home, target.absolute().parent)
    return target, manifest


def _list_beside(home: Path, folder: Path) -> None:
    """Put a copy of the list of what was erased beside a backup, which does not hold it."""
    from koinon.people import erased

    listed = home / erased.FILE
    if listed.is_file():
        copied = folder / f".{erased.FILE}.new"
        copied.write_bytes(listed.read_bytes())
        copied.chmod(0o600)
        copied.replace(folder / erased.FILE)


def _write(
    target: Path, hidden: Path, home: Path, place: object, made: str, passphrase: bytes | None
) -> Manifest:
    """Copy the database, gather the files, write them."""
    from django.conf import settings

    from koinon.interfaces.shell.operations import archive, copies, homes

    assert isinstance(place, copies.Place)
    database, secret = hidden / archive.DATABASE, hidden / homes.SECRET
    copies.copy(place, database)
    secret.write_text(settings.SECRET_KEY)
    own = place.name if place.vendor == "sqlite" else ""
    found = dict(homes.kept_files(home, own))
    sources = {archive.DATABASE: database, archive.HOME + homes.SECRET: secret}
    sources |= {archive.HOME + path: file for path, file in found.items()}
    contents = copies.look(database, place.vendor)
    members = tuple(archive.member(path, file, 0o600) for path, file in sources.items())
    manifest = archive.Manifest(made, installed_version(), place.vendor, contents, members)
    archive.write(target, manifest, sources, passphrase)
    return manifest


def installed_version() -> str:
    """Which Koinon this is."""
    try:
        return version("koinon")
    except PackageNotFoundError:
        return "source tree"


def checked(file: Path, passphrase: bytes | None) -> Manifest:
    """Read a backup to its end and hold its database against its manifest. Raises ArchiveError."""
    from koinon.interfaces.shell.operations import archive, copies

    with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".koinon-") as hidden:
        manifest = archive.unpack(file, Path(hidden), passphrase)
        found = copies.look(Path(hidden) / archive.DATABASE, manifest.vendor)
    if found != manifest.contents:
        raise archive.ArchiveError("its database is not the one that its manifest tells of.")
    return manifest


def _check(file: str, passphrase: bytes | None) -> int:
    from koinon.interfaces.shell.operations.archive import ArchiveError

    if not file:
        raise Mistake("--check: name the backup to check.")
    try:
        manifest = checked(Path(file), passphrase)
    except ArchiveError as error:
        raise Mistake(f"{file}: {error}", 1) from None
    for sentence in told(Path(file), manifest):
        print(sentence)
    print("Every file in it is as it was written, and every entry and document was read.")
    return 0


def told(file: Path, manifest: Manifest) -> list[str]:
    """What a backup holds, for a person."""
    inside = manifest.contents
    files = ", ".join(one.path.removeprefix("home/") for one in manifest.files[1:])
    lines = [
        f"{file}: {inside.size} entries, {inside.documents} documents, {inside.private} private "
        f"values, {inside.accounts} accounts ({manifest.vendor}, {manifest.made}).",
        f"With it: {files}.",
        "Whoever reads it reads all of that: keep it where only the secretariat can, or seal it "
        "with --passphrase-file. The signer's memory is not in it and is never restored.",
    ]
    if inside.size:
        lines.insert(1, f"Record {inside.origin}, root {inside.root}, last entry {inside.at}")
    return [*lines, f"Bring it back with: koinon restore {quote(str(file))}"]


def _drop_old(keep: int) -> list[Path]:
    """Remove all but the newest backups of the folder `backups`; 0 keeps all."""
    from django.conf import settings

    from koinon.interfaces.shell.operations import homes

    folder = Path(settings.HOME) / homes.BACKUPS
    found = sorted(file for file in folder.glob("*") if NAME.fullmatch(file.name))
    dropped = found[: -keep or len(found)] if keep else []
    for file in dropped:
        file.unlink()
    return dropped


def newest(home: Path) -> Path | None:
    """The newest backup in the folder `backups`."""
    from koinon.interfaces.shell.operations import homes

    found = [file for file in (home / homes.BACKUPS).glob("*.backup") if file.is_file()]
    return max(found, key=lambda file: file.stat().st_mtime, default=None)


def say_to_watchers(sentence: str) -> None:
    """Say what is being done, to a person who watches."""
    if sys.stderr.isatty():
        print(sentence, file=sys.stderr, flush=True)
