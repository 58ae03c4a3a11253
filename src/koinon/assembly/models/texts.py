"""State: translations of texts, and who was handed which paper."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State


class TextTranslation(State):
    """A translation of a text (`translated` says how texts are named), of one version of it.

    `verdict` is "accepted" or "refused", with the `reason`, once another seat has reviewed it.
    """

    id = models.UUIDField(primary_key=True)
    text = models.CharField(max_length=40)
    source_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media = models.CharField(max_length=100)
    made = models.CharField(max_length=30)
    translated_by = models.CharField(max_length=81)
    translated_n = models.BigIntegerField(unique=True)
    translated_at = models.CharField(max_length=27)
    verdict = models.CharField(max_length=10, null=True)
    reason = models.CharField(max_length=200, null=True)
    reviewed_by = models.CharField(max_length=81, null=True)
    reviewed_n = models.BigIntegerField(null=True)
    reviewed_at = models.CharField(max_length=27, null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["text", "language", "translated_n"], name="assembly_te_text_transl_ix"
            )
        ]


class Service(State):
    """That notice of a proposal or a meeting (`what`, `number`) reached a seat: how, which day."""

    id = models.UUIDField(primary_key=True)
    what = models.CharField(max_length=8)
    number = models.IntegerField()
    seat = models.CharField(max_length=81)
    how = models.CharField(max_length=10)
    on = models.CharField(max_length=10)
    evidence_sha256 = models.CharField(max_length=64, null=True)
    attested_n = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["what", "number", "seat"])]


class Acknowledgement(State):
    """That a seat acknowledged the notice of a proposal or a meeting (`what`, `number`)."""

    id = models.UUIDField(primary_key=True)
    what = models.CharField(max_length=8)
    number = models.IntegerField()
    seat = models.CharField(max_length=81)
    acknowledged_n = models.BigIntegerField()
    acknowledged_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["what", "number", "seat"], name="acknowledged_once")
        ]
