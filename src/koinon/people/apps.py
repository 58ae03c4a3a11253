"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room `people`: it keeps the vault the gate writes to."""

    name = "koinon.people"
    label = "people"

    def ready(self) -> None:
        """Register the vault with the gate."""
        from koinon.acts.ports import provide
        from koinon.people.access import keep_opening

        provide(vault=keep_opening)
