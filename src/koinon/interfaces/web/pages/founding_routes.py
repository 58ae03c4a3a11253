"""Addresses of founding: from a list of cities, from a workbook, as councils resolve."""

from __future__ import annotations

from django.urls import path

from koinon.interfaces.web.pages import founding, history, moving, resolving

urlpatterns = [
    path("found/<str:said>/", founding.found, name="found"),
    path("found/<str:said>/check/", founding.found_check, name="found_check"),
    path("found/<str:said>/move-in/", moving.move, name="move"),
    path("found/<str:said>/move-in/check/", moving.move_check, name="move_check"),
    path("found/<str:said>/move-in/<slug:which>.xlsx", moving.move_template, name="move_template"),
    path("found/<str:said>/resolve/", resolving.draft_page, name="resolve"),
    path("found/<str:said>/resolve/found/", resolving.found_page, name="resolve_found"),
    path("found/<str:said>/resolve/<slug:slug>/", resolving.city_page, name="resolve_city"),
    path("founding/<str:code>/", resolving.counter, name="counter"),
    path("decisions/before/", history.past_decisions, name="past_decisions"),
]
