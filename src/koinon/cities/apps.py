"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class CitiesConfig(AppConfig):
    """The room `cities`: it answers for members' legal limits, the coalition's clock and log."""

    name = "koinon.cities"
    label = "cities"

    def ready(self) -> None:
        """Register with the gate what it asks, and publish who countersigns."""
        from koinon.acts.ports import provide
        from koinon.cities.law import law
        from koinon.cities.queries import clock_is_told, origin, policy_file
        from koinon.record import beside

        beside.provide("policy", policy_file)
        provide(law=law, told_clock=clock_is_told, origin=origin)
