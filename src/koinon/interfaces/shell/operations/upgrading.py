"""The verb `upgrade`: a copy first, then the tables of this version, then proof that all is there.

Whatever fails, the copy brings back what was; the command that does so is said.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake, told
from koinon.interfaces.shell.operations import backing, homes, presence
from koinon.interfaces.shell.operations.backing import say_to_watchers

if TYPE_CHECKING:
    from koinon.interfaces.shell.operations.archive import Contents

SAMPLE = 5_000
"""How many entries are re-enacted after an upgrade; `replay` re-enacts all of them."""


def upgrade(*, passphrase_file: str) -> int:
    """Bring the database to this version; 0 when it is, 1 when that failed and can be undone."""
    passphrase = backing.read_passphrase(passphrase_file)
    with tempfile.TemporaryDirectory(prefix="koinon-upgrade-") as folder:
        url = f"sqlite:///{Path(folder) / 'replay.sqlite3'}"
        os.environ.setdefault("KOINON_REPLAY_DATABASE_URL", url)
        with presence.stopped(homes.named(), "upgrade"):
            application.load()
            missing = application.unprepared()
            if not missing:
                print("The database is of this version already; nothing was changed.")
                return 0
            if not _has_tables():
                application.migrate()
                print("The database was empty; it is prepared now. `koinon up` serves it.")
                return 0
            say_to_watchers("koinon: copying first ...")
            file, manifest = backing.make(None, passphrase, "before-upgrade-")
            print(f"A copy of what was lies in {file}.", flush=True)
            _upgrade(file, manifest.contents)
    print(f"{len(missing)} steps were taken, the last {missing[-1]}; the server can be started.")
    return 0


def _has_tables() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        return "record_entry" in connection.introspection.table_names(cursor)


def _upgrade(file: Path, before: Contents) -> None:
    """Migrate and prove; a fault of whatever kind says how to go back."""
    try:
        say_to_watchers("koinon: preparing the database ...")
        application.migrate()
        application.migrate("replay")
        for sentence in _proved(before):
            print(sentence)
    except Exception as fault:
        why = str(fault) if isinstance(fault, Mistake) else told(fault)
        back = f"koinon restore {quote(str(file))} --replace"
        raise Mistake(
            f"upgrade: {(why or f'{type(fault).__name__}: {fault}').rstrip('.')}. Go back with: "
            f"{back} and start the version before.",
            1,
        ) from fault


def _proved(before: Contents) -> Iterator[str]:
    """The record is what it was, follows its own rules, and gives the same rows when told again."""
    from koinon.acts.state import one_moment
    from koinon.record import canonical, store
    from koinon.record.effects import State
    from koinon.record.entries import check_entry

    with one_moment("default"):
        if (store.head().size, store.root().hex()) != (before.size, before.root):
            raise Mistake("the record is not the one that was copied")
        state = State(read=lambda sha256: (store.document(sha256) or (None,))[0])
        for body in store.bodies():
            check_entry(state, canonical.load(body))
        yield f"{state.size} entries were verified."
        if before.size:
            yield _replayed(before.size)


def _replayed(size: int) -> str:
    """Re-enact the beginning of the record, all of it where it is short, and compare."""
    from koinon.acts import replay
    from koinon.interfaces.shell import retelling
    from koinon.record import store

    kept = retelling.from_default(store.documents())
    documents = ((one.body, one.media) for one in kept if one.body is not None)
    bodies = retelling.from_default(_whole_acts(SAMPLE))
    try:
        retold = replay.replay(bodies, documents, alias="replay")
    except replay.Differs as difference:
        raise Mistake(f"the replay differs: {difference}") from None
    if retold.entries < size:
        return f"The first {retold.entries} of them, told again, came out the same."
    different = replay.digest().difference(retold.digest)
    if different:
        raise Mistake(f"after a replay these tables differ: {', '.join(different)}")
    return "All of them, told again, gave the same rows."


def _whole_acts(count: int) -> Iterator[bytes]:
    """The first `count` entries, and those that followed from the last of them."""
    from koinon.record import canonical, store

    bodies = store.bodies()
    yield from islice(bodies, count)
    for body in bodies:
        entry = canonical.load(body)
        assert isinstance(entry, dict)
        if "cause" not in entry:
            return
        yield body
