"""Django's registration of the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def refuse_what_was_touched(using: str, plan: Sequence[object] = (), **_: Any) -> None:
    """Refuse the start when nothing is to be migrated and yet the ledger's rules are not ours.

    Every start passes here. With migrations to run, what differs may be an older version's.
    """
    from koinon.treasury import schema

    if not plan and schema.tables_exist(connections[using]):
        schema.require_installed(connections[using])


def put_in_place(using: str, plan: Sequence[object] = (), **_: Any) -> None:
    """After migrations: the triggers again, and then all rules must stand."""
    from koinon.treasury import schema

    if plan and schema.tables_exist(connections[using]):
        schema.install_triggers(connections[using])
        schema.require_installed(connections[using])


class TreasuryConfig(AppConfig):
    """The room `treasury`: it watches over the ledger's rules whenever the database is prepared."""

    name = "koinon.treasury"
    label = "treasury"

    def ready(self) -> None:
        """Watch migrations: Django's SQLite editor drops triggers silently. Tell the clock."""
        from koinon.assembly import clock
        from koinon.treasury.clock import next_due

        clock.also(next_due)
        pre_migrate.connect(refuse_what_was_touched, self, dispatch_uid="koinon.treasury.touched")
        post_migrate.connect(put_in_place, self, dispatch_uid="koinon.treasury.in_place")
