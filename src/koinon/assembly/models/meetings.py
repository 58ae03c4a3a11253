"""State: meetings, what their agendas were, who was there, and their minutes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State


class Meeting(State):
    """A meeting of a body, with what was frozen when it was convened.

    `quorum` is the plain form of `koinon.methods.trees.Terms`, None for a second call, which needs
    none. `ends_at` is set for a written procedure alone: the close of its voting. `agenda` is the
    version in force. `status` is "convened", "ended", "without quorum", "cancelled" or, where
    members demanded a meeting instead of a vote in writing, "demanded".
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    body = models.CharField(max_length=40)
    title = models.JSONField()
    place = models.CharField(max_length=200, null=True)
    mode = models.CharField(max_length=7)
    begins_at = models.CharField(max_length=27)
    ends_at = models.CharField(max_length=27, null=True)
    charter_sha256 = models.CharField(max_length=64)
    second_call_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True
    )
    quorum = models.JSONField(null=True)
    agenda = models.IntegerField()
    status = models.CharField(max_length=14)
    convened_n = models.BigIntegerField()
    convened_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "begins_at", "number"])]


class Agenda(State):
    """A version of a meeting's agenda: [{item, title, documents}] in the order of the day."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField()
    items = models.JSONField()
    changed_n = models.BigIntegerField()
    changed_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "version"], name="one_agenda_of_a_version")
        ]


class OpenedItem(State):
    """An item of the agenda that was taken up."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    item = models.IntegerField()
    opened_n = models.BigIntegerField()
    opened_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "item"], name="an_item_opens_once")
        ]


class Attendance(State):
    """Who is present from an entry on: [[city, by, online, seat, instrument]] by city.

    `decision` is the quorum judged over them, None where none is needed.
    """

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    item = models.IntegerField(null=True)
    present = models.JSONField()
    decision = models.JSONField(null=True)
    met = models.BooleanField()
    recorded_n = models.BigIntegerField()
    recorded_at = models.CharField(max_length=27)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["meeting", "recorded_n"])]


class Demand(State):
    """A member's demand for a meeting instead of a vote in writing."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=81)
    made_n = models.BigIntegerField()
    made_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_demand_a_seat")
        ]


class Minutes(State):
    """Minutes of a meeting that were approved, in one language; the latest are in force."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media = models.CharField(max_length=100)
    approved_n = models.BigIntegerField()
    approved_at = models.CharField(max_length=27)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["meeting", "approved_n"])]


class MinutesSignature(State):
    """An office has signed minutes."""

    id = models.UUIDField(primary_key=True)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=81)
    signed_n = models.BigIntegerField()
    signed_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["minutes", "seat"], name="a_seat_signs_minutes_once")
        ]
