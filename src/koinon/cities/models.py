"""State: the coalition, its cities, their certified facts and legal limits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State


class Coalition(State):
    """The one coalition of this database."""

    id = models.UUIDField(primary_key=True)
    origin = models.CharField(max_length=200)
    log_key = models.CharField(max_length=300)
    clock = models.CharField(max_length=4)
    fictional = models.BooleanField()
    founded_at = models.CharField(max_length=27)


class City(State):
    """A member, now or once. Coordinates are in ten-thousandths of a degree.

    `status` is "member", "leaving" (announced by entry `leaving_n`, a member until `leaves_at`) or
    "left" (since entry `left_n`).
    """

    id = models.UUIDField(primary_key=True)
    slug = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    country = models.CharField(max_length=2)
    latitude_e4 = models.IntegerField(null=True)
    longitude_e4 = models.IntegerField(null=True)
    status = models.CharField(max_length=20)
    joined_n = models.BigIntegerField()
    joined_at = models.CharField(max_length=27)
    accession_sha256 = models.CharField(max_length=64, null=True)
    leaving_n = models.BigIntegerField(null=True)
    leaves_at = models.CharField(max_length=27, null=True)
    left_n = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "leaves_at", "slug"])]


class Fact(State):
    """A certified figure of a city with all that makes it checkable."""

    id = models.UUIDField(primary_key=True)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=61)
    unit = models.CharField(max_length=40)
    boundary = models.CharField(max_length=100)
    on = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=100)
    certified_n = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["city", "name", "on", "certified_n"])]


class LegalLimit(State):
    """What the law lets a member pay or do, with its citation."""

    id = models.UUIDField(primary_key=True)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    amount_cents = models.BigIntegerField()
    citation = models.CharField(max_length=200)
    on = models.CharField(max_length=10)
    attested_by = models.CharField(max_length=200)
    document_sha256 = models.CharField(max_length=64, null=True)
    expires = models.CharField(max_length=10, null=True)
    recorded_n = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["city", "kind", "on", "recorded_n"])]
