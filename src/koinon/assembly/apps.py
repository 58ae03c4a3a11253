"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    """The room `assembly`: it answers for authority, for what is due and for keys that sign."""

    name = "koinon.assembly"
    label = "assembly"

    def ready(self) -> None:
        """Register authority, the clock's acts and the seats' keys with the gate."""
        from koinon.acts.ports import provide
        from koinon.assembly.authority import authority
        from koinon.assembly.clock import due
        from koinon.assembly.signing import signing_key

        provide(authority=authority, due=due, signing_key=signing_key)
