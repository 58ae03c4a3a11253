"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    """The room `assembly`: it answers for authority and for what is due."""

    name = "koinon.assembly"
    label = "assembly"

    def ready(self) -> None:
        """Register authority and the clock's acts with the gate."""
        from koinon.acts.ports import provide
        from koinon.assembly.authority import authority
        from koinon.assembly.clock import due

        provide(authority=authority, due=due)
