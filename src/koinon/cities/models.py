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
    """A member or an associate, now or once. Coordinates are in ten-thousandths of a degree.

    `status` is "associate" (since entry `associated_n`), "member" (since `joined_n`), "leaving"
    (announced by entry `leaving_n`, a member until `leaves_at`) or "left" (since entry `left_n`).
    `joined_n` is None while it never was a member, `associated_n` where it never was an associate.
    """

    id = models.UUIDField(primary_key=True)
    slug = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    country = models.CharField(max_length=2)
    latitude_e4 = models.IntegerField(null=True)
    longitude_e4 = models.IntegerField(null=True)
    status = models.CharField(max_length=20)
    associated_n = models.BigIntegerField(null=True)
    associated_at = models.CharField(max_length=27, null=True)
    joined_n = models.BigIntegerField(null=True)
    joined_at = models.CharField(max_length=27, null=True)
    accession_sha256 = models.CharField(max_length=64, null=True)
    leaving_n = models.BigIntegerField(null=True)
    leaves_at = models.CharField(max_length=27, null=True)
    left_n = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "leaves_at", "slug"])]


class Suspension(State):
    """Rights a member lost by not paying, since entry `since_n` until entry `ended_n`.

    `lost` is "voting" or "all rights", `electorate` whether it is "counted" among the members when
    a proposal is noticed, `restored_by` "payment" or "decision": what the charter said then.
    """

    id = models.UUIDField(primary_key=True)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    article = models.CharField(max_length=40)
    lost = models.CharField(max_length=20)
    electorate = models.CharField(max_length=20)
    restored_by = models.CharField(max_length=20)
    since_n = models.BigIntegerField()
    since_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)
    ended_at = models.CharField(max_length=27, null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ended_n", "city"])]


class WitnessKey(State):
    """A public key with which a city countersigns the record, from one entry until another.

    `key` is its verifier key (`record.note`), `public_key` its 32 bytes in base64url.
    """

    id = models.UUIDField(primary_key=True)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=200)
    public_key = models.CharField(max_length=43, unique=True)
    registered_n = models.BigIntegerField()
    registered_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)
    ended_at = models.CharField(max_length=27, null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["city", "registered_n"])]


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
    supersedes_n = models.BigIntegerField(null=True)

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


class FoundingFile(models.Model):
    """A file that somebody gave to found a coalition with and has not confirmed yet; private."""

    id = models.UUIDField(primary_key=True)
    filename = models.CharField(max_length=200)
    data = models.BinaryField()
    kept_at = models.DateTimeField()


class FoundingDraft(models.Model):
    """A coalition that cities are asked to found: what it would be, and when it begins.

    `answers` is what the founding page asks for, `condition` the plain form of
    `founding_drafts.Condition`; `code` stands in the public address; each change counts `version`.
    """

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    code = models.CharField(max_length=40, unique=True)
    answers = models.JSONField()
    condition = models.JSONField()
    deadline = models.CharField(max_length=10)


class InvitedCity(models.Model):
    """A city that is asked to join a founding; `member` is what the genesis would say of it."""

    id = models.UUIDField(primary_key=True)
    draft = models.ForeignKey(FoundingDraft, on_delete=models.CASCADE, related_name="+")
    version = models.IntegerField()
    slug = models.CharField(max_length=40)
    member = models.JSONField()
    resolution_sha256 = models.CharField(max_length=64, default="")
    resolution_size = models.IntegerField(default=0)
    resolved_on = models.CharField(max_length=10, default="")
    awaiting_until = models.CharField(max_length=10, default="")
    deemed = models.CharField(max_length=10, default="")
    approved_on = models.CharField(max_length=10, default="")
    withdrawn_on = models.CharField(max_length=10, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "slug"], name="one_invitation_a_city")
        ]
