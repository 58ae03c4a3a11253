"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class CitiesConfig(AppConfig):
    """The room `cities`: it answers for members' legal limits and for the coalition's clock."""

    name = "koinon.cities"
    label = "cities"

    def ready(self) -> None:
        """Register the law and the clock's kind with the gate."""
        from koinon.acts.ports import provide
        from koinon.cities.law import law
        from koinon.cities.queries import clock_is_told

        provide(law=law, told_clock=clock_is_told)
