"""Loading the application: only verbs that need the database pay for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from koinon.interfaces.shell.mistakes import Mistake

SETTINGS = "koinon.config.settings"


def load() -> None:
    """Set Django up with the installation's settings, and speak the language of the keyboard.

    Raises Mistake when the environment names a database that is none, or a home folder that
    cannot be used.
    """
    import django
    from django.utils import translation

    from koinon.interfaces.shell.operations import homes, swapping

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        swapping.heal(homes.named())
        django.setup()
    except ValueError as fault:
        raise Mistake(str(fault)) from None
    except OSError as fault:
        raise Mistake(
            f"KOINON_HOME: {fault.filename} cannot be used ({fault.strerror}); name a folder "
            "that koinon may read and write."
        ) from None
    translation.activate(language(os.environ))


def language(environment: Mapping[str, str]) -> str:
    """The language the terminal asks for (LC_ALL, LC_MESSAGES, LANG), if we speak it; else en."""
    from django.conf import settings

    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    asked = next((environment[name] for name in names if environment.get(name)), "")[:2]
    return asked if asked in dict(settings.LANGUAGES) else "en"


def need_prepared() -> None:
    """Raise Mistake unless the database's tables are those of this version."""
    if unprepared():
        raise Mistake("the database is not prepared for this version; run `koinon upgrade` once.")


def unprepared() -> tuple[str, ...]:
    """The migrations that the database still lacks, as "room.step".

    Raises Mistake when it does not answer, or holds something else.
    """
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    need_answer(connection)
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as fault:
        raise _not_ours(fault) from None
    return tuple(f"{step.app_label}.{step.name}" for step, _ in plan)


def close_all() -> None:
    """Let go of every connection, those that wait in a pool too."""
    from django.db import connections

    connections.close_all()
    for connection in connections.all():
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]


def migrate(alias: str = "default") -> None:
    """Bring a database's tables up to date.

    Raises Mistake when the database does not answer, holds something else, cannot be written, or
    its ledger was touched.
    """
    from django.core.management import call_command
    from django.db import DatabaseError, connections

    from koinon.treasury.schema import NotInstalled

    need_answer(connections[alias])
    try:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    except NotInstalled as fault:
        raise Mistake(str(fault)) from None
    except DatabaseError as fault:
        raise _not_ours(fault) from None


def _not_ours(fault: Exception) -> Mistake:
    """The sentence for a database whose tables we can neither read nor prepare."""
    reason = str(fault).strip().splitlines()[0]
    return Mistake(
        f"the database cannot be prepared ({reason}); name one that is Koinon's own, or empty, "
        "and that koinon may write, with KOINON_DATABASE_URL."
    )


def need_answer(connection: Any) -> None:
    """Make a SQLite file's folder; ask PostgreSQL once, because its pool would ask for long.

    Raises Mistake when the database cannot be opened.
    """
    from django.db import DatabaseError

    said = connection.settings_dict
    try:
        if connection.vendor == "sqlite":
            Path(said["NAME"]).parent.mkdir(parents=True, exist_ok=True)
            connection.ensure_connection()
        else:
            parts = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
            given = {name: said[key] for name, key in parts.items() if said[key]}
            connection.Database.connect(dbname=said["NAME"], connect_timeout=5, **given).close()
    except (OSError, connection.Database.Error, DatabaseError) as fault:
        reason = str(fault).strip().splitlines()[0]
        raise Mistake(
            f"the database does not answer ({reason}); see KOINON_DATABASE_URL."
        ) from None
