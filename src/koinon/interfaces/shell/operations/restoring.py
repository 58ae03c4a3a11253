"""The verb `restore`: a home folder and a database as a backup has them.

The signer's memory is not in a backup and stays where it is. So a restored old copy is noticed:
the memory has signed more than the copy holds, and no act is taken until `recover` has brought
the rest back. In a new home there is no memory, and what others hold has to be asked first.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.operations import backing, homes, presence, swapping
from koinon.interfaces.shell.operations.archive import (
    DATABASE,
    HOME,
    ArchiveError,
    Manifest,
    synchronise,
)
from koinon.interfaces.shell.operations.swapping import Move

if TYPE_CHECKING:
    from koinon.interfaces.shell.operations.copies import Place


def restore(file: str, *, replace: bool, passphrase_file: str) -> int:
    """Put back what a backup holds; what is there now is moved aside, never removed."""
    passphrase = backing.read_passphrase(passphrase_file)
    home = homes.named()
    swapping.heal(home)
    with presence.stopped(home, "restore"):
        prepared = swapping.begin(home)
        try:
            manifest = _unpacked(Path(file), prepared, passphrase)
            application.load()
            kept = _replace(home, prepared, manifest, replace)
        except BaseException:
            if prepared.exists() and not swapping.is_decided(home):
                swapping.abandon(home)
            raise
    for sentence in _told(file, manifest, kept):
        print(sentence)
    return 0


def _unpacked(file: Path, prepared: Path, passphrase: bytes | None) -> Manifest:
    """Everything in the backup, held against its manifest."""
    from koinon.interfaces.shell.operations import archive, copies

    try:
        manifest = archive.unpack(file, prepared, passphrase)
        if copies.look(prepared / DATABASE, manifest.vendor) != manifest.contents:
            raise ArchiveError("its database is not the one that its manifest tells of.")
    except ArchiveError as error:
        raise Mistake(f"{file}: {error}", 1) from None
    return manifest


def _replace(home: Path, prepared: Path, manifest: Manifest, replace: bool) -> list[str]:
    """Exchange the present for what was prepared; where the present went."""
    from django.db import connection

    from koinon.interfaces.shell.operations.copies import Place

    application.need_answer(connection)
    place = Place.of(connection)
    _require_fit(manifest, place)
    present = _present_size(connection)
    if present and not replace:
        raise Mistake(
            f"restore: there is a record of {present} entries already; say --replace to move it "
            "aside, or name another folder with KOINON_HOME."
        )
    application.close_all()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = homes.unused(home / f"{homes.ASIDE}{stamp}")
    moves = _file_moves(home, prepared, manifest, aside)
    kept = []
    if place.vendor == "sqlite":
        moves = [*_database_moves(prepared, Path(place.name), aside, home, stamp), *moves]
    else:
        kept = _load(prepared, place, present)
    swapping.exchange(home, moves)
    gone = sorted({_top(Path(move.aside), aside) for move in moves if Path(move.aside).exists()})
    return [*kept, *gone] if present else kept


def _top(path: Path, aside: Path) -> str:
    """The folder that things were moved aside into, or where a file lies outside of it."""
    return str(aside if path.is_relative_to(aside) else path)


def _require_fit(manifest: Manifest, place: Place) -> None:
    """The backup must be of this kind of database and of no newer version."""
    from django.db.migrations.loader import MigrationLoader

    if manifest.vendor != place.vendor:
        raise Mistake(
            f"restore: the backup is of {manifest.vendor} and KOINON_DATABASE_URL names "
            f"{place.vendor}; name an empty database of the same kind."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    newer = set(manifest.contents.migrations) - {f"{app}.{name}" for app, name in known}
    if newer:
        raise Mistake(
            f"restore: the backup was made by a newer koinon (it knows {min(newer)}); install that "
            "version first."
        )


def _present_size(connection: Any) -> int:
    """How many entries the present record has; 0 where there is none, whatever its version."""
    with connection.cursor() as cursor:
        if "record_entry" not in connection.introspection.table_names(cursor):
            return 0
        cursor.execute("select count(*) from record_entry")
        return int(cursor.fetchone()[0])


def _load(prepared: Path, place: Place, present: int) -> list[str]:
    """Replace a PostgreSQL database, of which a backup is made first if it holds a record."""
    from koinon.interfaces.shell.operations import copies

    kept = [str(backing.make(None, None, "before-restore-")[0])] if present else []
    application.close_all()
    if others := copies.others(place):
        raise Mistake(
            f"restore: {others} other connections use the database {place.name}; stop whatever "
            "holds them."
        )
    copies.load(prepared / DATABASE, place)
    return kept


def _database_moves(
    prepared: Path, target: Path, aside: Path, home: Path, stamp: str
) -> list[Move]:
    """The present SQLite file with what belongs to it goes aside, the copy takes its place."""
    inside = target.resolve().is_relative_to(home.resolve())
    source = prepared / DATABASE
    if not inside:  # perhaps another disk: there the exchange needs the copy beside its place
        source = target.with_name(f"{target.name}.{homes.PENDING}")
        source.unlink(missing_ok=True)
        shutil.copy2(prepared / DATABASE, source)
        synchronise(source.parent)

    def gone(path: Path) -> str:
        return str(aside / path.name if inside else path.with_name(f"{path.name}.{stamp}"))

    besides = [target.with_name(f"{target.name}{end}") for end in ("-wal", "-shm")]
    moves = [Move("", str(path), gone(path)) for path in besides]
    return [*moves, Move(str(source), str(target), gone(target))]


def _file_moves(home: Path, prepared: Path, manifest: Manifest, aside: Path) -> list[Move]:
    """The files that differ; another log's key takes its memory aside with it."""
    moves = []
    for one in manifest.files[1:]:
        path = one.path.removeprefix(HOME)
        source, target = prepared / one.path, home / path
        if target.exists() and target.read_bytes() == source.read_bytes():
            continue
        moves.append(Move(str(source), str(target), str(aside / path)))
        if path == homes.KEY and target.exists():
            memory = target.with_name("signed")
            moves.append(Move("", str(memory), str(aside / "log" / memory.name)))
    return moves


def _told(file: str, manifest: Manifest, kept: list[str]) -> list[str]:
    """What was put back, where the present went, and what is to be done next."""
    from koinon.people import erased
    from koinon.record import logkeys

    inside = manifest.contents
    lines = [f"Restored {file}: {inside.size} entries, {inside.documents} documents."]
    lines += [f"What was there before lies in {place}." for place in kept]
    if application.unprepared():
        lines.append("It is of an older version; run koinon upgrade before anything else.")
    erased.merge(Path(file).absolute().parent / erased.FILE)
    made = datetime.strptime(manifest.made, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if later := erased.since(made):
        lines.append(_ERASED.format(later=later))
    if not inside.size:
        return lines
    standing = logkeys.standing(inside.size, (inside.origin, inside.log_key))
    return [*lines, _NEXT[standing.kind].format(signed=standing.signed, size=inside.size)]


_ERASED = (
    "After this backup {later} rows or documents were erased for good: the server erases them "
    "again in its first night, and whoever answers for privacy at once, under “What goes when”."
)
_NEXT = {
    "agrees": "Its key has signed nothing that is not in it; the server can be started.",
    "behind": "Its key has signed {signed} entries and it holds {size}: acts are refused until "
    "koinon recover --from EXPORT|ADDRESS has brought back the rest.",
    "differs": "It is not the record of {signed} entries that its key has signed, so acts are "
    "refused; restore a backup of the right one.",
    "forgotten": "What its key signed last is not known here; acts are refused until koinon "
    "recover --from EXPORT|ADDRESS has compared it with what others hold.",
    "elsewhere": "Its log key is not here; put key.pem into the folder log, or nothing is signed.",
}
