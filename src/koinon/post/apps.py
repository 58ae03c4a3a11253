"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class PostConfig(AppConfig):
    """The room `post`: it takes down what people are to be told of."""

    name = "koinon.post"
    label = "post"

    def ready(self) -> None:
        """Register the outbox with the gate."""
        from koinon.acts.ports import provide
        from koinon.post.outbox import note

        provide(outbox=note)
