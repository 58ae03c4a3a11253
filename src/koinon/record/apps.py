"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The room `record`."""

    name = "koinon.record"
    label = "record"
