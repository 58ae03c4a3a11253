"""The room's one table: what the clock could not do in time."""

from __future__ import annotations

from django.db import models

from koinon.acts.state import State


class Postponed(State):
    """An act of the clock, by `type` and `data`, that failed when it was due.

    `acts` are what a decision encloses and it is to carry out, each {type, data}; `since` is the
    instant at which they failed first, `until` the one at which the clock tries again.
    """

    id = models.UUIDField(primary_key=True)
    type = models.CharField(max_length=80)
    data = models.JSONField()
    acts = models.JSONField()
    since = models.CharField(max_length=27)
    until = models.CharField(max_length=27)
