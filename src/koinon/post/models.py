"""Private tables: what is to be told, to whom it was sent, and what a person does without.

None of this is state: the record knows that notice was given, never to which address.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Outgoing(models.Model):
    """Something people are to be told of, once: an entry, or a moment in the life of a proposal.

    `about` is "entry/12" or "proposal/7". `spread` is when its deliveries were made; `lapsed` says
    that it was too old by then, and nobody was written to.
    """

    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=60)
    n = models.BigIntegerField(null=True)
    made = models.DateTimeField(auto_now_add=True)
    spread = models.DateTimeField(null=True)
    lapsed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "about"], name="told_of_once")
        ]
        indexes: ClassVar = [models.Index(fields=["spread", "id"])]


class Delivery(models.Model):
    """One letter to whoever holds one seat, and how it fared.

    `subject` is what it is about for whoever looks for proof: "proposal/7", "levy/dues-2026".
    `status` is "waiting", "sending", "accepted", "written" (into a file, where no mail server is
    set), "refused" (by the server, for good), "failed" (given up), "declined" (by the person's own
    choice) or "vacant" (nobody held the seat). `letter` is the plain form of `letters.Letter`.
    `interrupted` counts how often nobody noted how sending ended, so that it was sent again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    outgoing = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=60)
    seat = models.CharField(max_length=81)
    account = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, related_name="+", null=True
    )
    address = models.CharField(max_length=254, default="")
    language = models.CharField(max_length=10, default="")
    letter = models.JSONField(null=True)
    status = models.CharField(max_length=10)
    made = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    interrupted = models.IntegerField(default=0)
    fault = models.CharField(max_length=20, default="")
    reply = models.CharField(max_length=300, default="")
    opened = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["status", "next_at"]),
            models.Index(fields=["subject", "kind"]),
            models.Index(fields=["-made", "id"]),
        ]


class Declined(models.Model):
    """That a person does without a kind of mail."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind"], name="declined_once")
        ]
