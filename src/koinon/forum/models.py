"""State of the room: what cities attest about their residents, initiatives and their signatures.

Nobody's name, address or account stands here: a signature is a city and a number that its signer
alone can make again.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State


class Attestation(State):
    """That a city has so many residents on a roll, or has sent so many codes by letter.

    `method` is "roll" or "letters"; `root` is the Merkle root over the salted commitments of its
    lines. Its entry, `attested_n`, names it. It holds until `ends_at`, unless `ended_n` ends it
    before.
    """

    id = models.UUIDField(primary_key=True)
    city = models.CharField(max_length=40)
    method = models.CharField(max_length=7)
    count = models.IntegerField()
    root = models.CharField(max_length=64)
    attested_n = models.BigIntegerField(unique=True)
    attested_at = models.CharField(max_length=27)
    ends_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)
    ended_at = models.CharField(max_length=27, null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["city", "attested_n"])]


class Initiative(State):
    """A question of residents to a body, with everything that was frozen when it started.

    `signatures` are needed from `cities` members that have `each` or more, before `closes_at`.
    `starter` is the SHA-256 of a key that whoever started it alone has; it can be signed once as
    many residents as `starters` have started it, that one and those of `Starter`. `status` is
    "collecting", "lapsed", "withdrawn", "turned away", "reached", "answered" or "unanswered"; one
    that is "unanswered" and gets its answer late is "answered" with its `silence_n`. `ended_n` is
    the entry that ended the collecting without success.
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    title = models.JSONField()
    text_sha256 = models.CharField(max_length=64)
    text_size = models.BigIntegerField()
    text_media = models.CharField(max_length=100)
    city = models.CharField(max_length=40)
    starter = models.CharField(max_length=64)
    starters = models.IntegerField(default=1)
    body = models.CharField(max_length=40)
    charter_sha256 = models.CharField(max_length=64)
    signatures = models.IntegerField()
    cities = models.IntegerField()
    each = models.IntegerField()
    started_n = models.BigIntegerField()
    started_at = models.CharField(max_length=27)
    closes_at = models.CharField(max_length=27)
    checked_until = models.CharField(max_length=27, null=True)
    status = models.CharField(max_length=11)
    ended_n = models.BigIntegerField(null=True)
    ended_at = models.CharField(max_length=27, null=True)
    ground = models.CharField(max_length=63, null=True)
    reason = models.CharField(max_length=200, null=True)
    reached_n = models.BigIntegerField(null=True)
    reached_at = models.CharField(max_length=27, null=True)
    answer_by = models.CharField(max_length=27, null=True)
    silence_n = models.BigIntegerField(null=True)
    answered_n = models.BigIntegerField(null=True)
    answered_at = models.CharField(max_length=27, null=True)
    outcome = models.CharField(max_length=20, null=True)
    answer_sha256 = models.CharField(max_length=64, null=True)
    proposal = models.IntegerField(null=True)
    decided_n = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["status", "closes_at", "number"]),
            models.Index(fields=["status", "answer_by", "number"]),
        ]


class Starter(State):
    """A resident who started an initiative after the first: the city, and SHA-256 of a key."""

    id = models.UUIDField(primary_key=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    mark = models.CharField(max_length=64)
    joined_n = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "mark"], name="a_mark_starts_once")
        ]


class Tally(State):
    """How many signatures of a city stand under an initiative."""

    id = models.UUIDField(primary_key=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    count = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "city"], name="one_tally_a_city")
        ]


class Signature(State):
    """A resident's signature, until `withdrawn_n`: its city, and SHA-256 of the signer's key."""

    id = models.UUIDField(primary_key=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    mark = models.CharField(max_length=64)
    signed_n = models.BigIntegerField()
    withdrawn_n = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["initiative", "mark"],
                condition=models.Q(withdrawn_n=None),
                name="a_mark_signs_once",
            )
        ]
