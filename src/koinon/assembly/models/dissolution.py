"""State: the end of the coalition."""

from __future__ import annotations

from django.db import models

from koinon.acts.state import State


class Dissolution(State):
    """The coalition was dissolved, by the decision of entry `decision_n`; there is one row at most.

    `day` is that of the charter's time zone.
    """

    id = models.UUIDField(primary_key=True)
    dissolved_n = models.BigIntegerField()
    dissolved_at = models.CharField(max_length=27)
    day = models.CharField(max_length=10)
    decision_n = models.BigIntegerField(null=True)
