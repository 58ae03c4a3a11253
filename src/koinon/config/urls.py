"""Addresses: pages, accounts, API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("koinon.interfaces.web.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/", include("koinon.interfaces.api.urls")),
]
