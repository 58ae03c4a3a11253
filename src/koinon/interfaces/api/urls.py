"""Addresses of the API, below /api/."""

from __future__ import annotations

from django.urls import path

from koinon.interfaces.api.api import build

urlpatterns = [path("", build().urls)]
