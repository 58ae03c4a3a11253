"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class CharterConfig(AppConfig):
    """The room `charter`."""

    name = "koinon.charter"
    label = "charter"
