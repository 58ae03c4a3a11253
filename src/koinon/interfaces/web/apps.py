"""Django's registration of the web interface."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates, static files and message catalogues."""

    name = "koinon.interfaces.web"
    label = "web"
