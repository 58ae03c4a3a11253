"""State: seats, who holds them, whose vote another casts, and the keys they sign with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State
from koinon.assembly.models.meetings import Meeting
from koinon.assembly.models.proposals import Proposal


class Seat(State):
    """A place to act from. `name` is "secretariat", or "council/ghent" for a body's member seat."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=81, unique=True)
    body = models.CharField(max_length=40, null=True)
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+", null=True)
    open = models.BooleanField()


class Mandate(State):
    """That somebody holds a seat, for some time; who it is, only the vault knows.

    `appointed_n`, the entry that gave it, names it. It stands from `begins_at` to `ends_at`, itself
    excluded; `begins_at` is None as long as the mandate it comes `after` has no end. `until` is
    the last day as people say it. `ended_n` is the entry that ended it before its term, in the
    way `ended_how`; `over_n` the one with which it was over.
    """

    id = models.UUIDField(primary_key=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)
    holder = models.CharField(max_length=64)
    begins_at = models.CharField(max_length=27, null=True)
    after = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    ends_at = models.CharField(max_length=27, null=True)
    until = models.CharField(max_length=10, null=True)
    how = models.CharField(max_length=200)
    instrument_sha256 = models.CharField(max_length=64, null=True)
    appointed_n = models.BigIntegerField(unique=True)
    appointed_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)
    ended_how = models.CharField(max_length=20, null=True)
    over_n = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["seat", "appointed_n"]),
            models.Index(fields=["over_n", "ends_at", "appointed_n"]),
        ]


class Proxy(State):
    """A seat's vote given to another of its body: on one proposal, or on all until an instant.

    Or on all that a `meeting` votes on, or on what it votes on under one `item`. It stands until
    the giver ends it, by revoking it or by voting itself (`ended_n`). `instrument_sha256` is the
    paper by which it was given, if one is named.
    """

    id = models.UUIDField(primary_key=True)
    giver = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+", null=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+", null=True)
    item = models.IntegerField(null=True)
    instrument_sha256 = models.CharField(max_length=64, null=True)
    until_at = models.CharField(max_length=27, null=True)
    given_n = models.BigIntegerField()
    given_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)


class SigningKey(State):
    """A public key that signs the acts of a seat, from one entry until another.

    `public_key` is as the record writes it (`record.signatures`); `rp_id` and `site` are of a
    passkey, None of a key file.
    """

    id = models.UUIDField(primary_key=True)
    seat = models.CharField(max_length=81)
    fingerprint = models.CharField(max_length=64)
    public_key = models.CharField(max_length=800)
    rp_id = models.CharField(max_length=200, null=True)
    site = models.CharField(max_length=200, null=True)
    registered_n = models.BigIntegerField()
    registered_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)
    ended_at = models.CharField(max_length=27, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seat", "fingerprint"],
                condition=models.Q(ended_n=None),
                name="one_standing_key_a_seat",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["seat", "registered_n"])]
