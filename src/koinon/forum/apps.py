"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """The room `forum`: residents act by it, its deadlines are the clock's, meetings carry it."""

    name = "koinon.forum"
    label = "forum"

    def ready(self) -> None:
        """Tell the rooms below who acts as residents, what falls due, and what is owed."""
        from koinon.assembly import authority, clock, meetings
        from koinon.forum.clock import next_due
        from koinon.forum.standing import attested, owed

        authority.also(attested)
        clock.also(next_due)
        meetings.also(owed)
