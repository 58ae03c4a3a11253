"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ActsConfig(AppConfig):
    """The room `acts`: it watches the database connections and gathers every room's acts."""

    name = "koinon.acts"
    label = "acts"

    def ready(self) -> None:
        """Install the guard and discover the acts."""
        from koinon.acts import guard, not_executed, postponed, registry  # noqa: F401 (their acts)

        connection_created.connect(guard.install, dispatch_uid="koinon.acts.guard")
        registry.discover()
