"""Private tables of the pages: what is drafted before it is a document or an act.

None of this is state; nothing here is ever in the record.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class MinutesNote(models.Model):
    """A free text at a place of a meeting's minutes; the newest of a place stands, none is lost.

    `place` is "opening", "closing" or "item-3". `after` is the note it replaces (0: the first), so
    that two savings at once cannot both replace the same.
    """

    meeting = models.PositiveIntegerField()
    place = models.CharField(max_length=20)
    text = models.TextField()
    after = models.PositiveBigIntegerField(default=0)
    saved = models.DateTimeField(auto_now_add=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "place", "after"], name="one_note_after")
        ]


class FrozenMinutes(models.Model):
    """Minutes as they were frozen in one language: the documents, by hash, in three forms."""

    meeting = models.PositiveIntegerField(db_index=True)
    language = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    pdf_sha256 = models.CharField(max_length=64)
    docx_sha256 = models.CharField(max_length=64)
    html_sha256 = models.CharField(max_length=64)
    frozen = models.DateTimeField(auto_now_add=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )


class Letterhead(models.Model):
    """The address and the account on the coalition's letters; the newest row counts."""

    address = models.CharField(max_length=300, blank=True)
    holder = models.CharField(max_length=140)
    account = models.CharField(max_length=60)
    bank = models.CharField(max_length=140, blank=True)
    saved = models.DateTimeField(auto_now_add=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
