"""Django's registration of the room."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _reinstall(using: str, **_: Any) -> None:
    from koinon.treasury import schema

    if schema.tables_exist(connections[using]):
        schema.install_triggers(connections[using])


class TreasuryConfig(AppConfig):
    """The room `treasury`: after every migration the ledger's triggers are put in place again."""

    name = "koinon.treasury"
    label = "treasury"

    def ready(self) -> None:
        """Watch for the end of migrations: Django's SQLite editor drops triggers silently."""
        post_migrate.connect(_reinstall, sender=self, dispatch_uid="koinon.treasury.schema")
