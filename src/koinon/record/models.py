"""The record's tables: entries and documents, append-only by the database's own triggers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One line of the public record.

    `nodes` holds the hashes of the perfect subtrees this entry completes (see `merkle`), so that
    any root or proof is a lookup by primary key.
    """

    n = models.BigIntegerField(primary_key=True)
    act_id = models.UUIDField(unique=True)
    at = models.CharField(max_length=27)
    type = models.CharField(max_length=80, db_index=True)
    seat = models.CharField(max_length=81, null=True, db_index=True)
    cause = models.BigIntegerField(null=True, db_index=True)
    request = models.BinaryField(max_length=32)
    body = models.BinaryField(max_length=65_535)
    nodes = models.BinaryField(max_length=2_048)


class Document(models.Model):
    """Bytes an entry points to by SHA-256; `body` is empty once withheld or erased.

    `named_n` is the first entry that names the document. Until there is one it is a draft, which
    belongs to no record and is never published. `kept_at` is when it was checked in here, which is
    no part of the record.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media = models.CharField(max_length=100)
    body = models.BinaryField(null=True)
    named_n = models.BigIntegerField(null=True)
    withheld_because = models.CharField(max_length=200, default="")
    kept_at = models.DateTimeField(default=timezone.now)


class Cosignature(models.Model):
    """That a city's key countersigned the log of `size` entries; no part of the record.

    `key` is the verifier key, `time` in seconds since 1970; `signature` and `by_log`, the log's own
    of the same checkpoint, are base64 without their key ids.
    """

    key = models.CharField(max_length=300)
    size = models.BigIntegerField()
    time = models.BigIntegerField()
    signature = models.CharField(max_length=100)
    by_log = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "size"], name="one_cosignature_a_tree")
        ]
        indexes: ClassVar = [models.Index(fields=["size"])]
