"""The record's tables: entries and documents, append-only by the database's own triggers."""

from __future__ import annotations

from django.db import models


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
    belongs to no record and is never published.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media = models.CharField(max_length=100)
    body = models.BinaryField(null=True)
    named_n = models.BigIntegerField(null=True)
    withheld_because = models.CharField(max_length=200, default="")
