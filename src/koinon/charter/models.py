"""State: which charter text is in force from which entry on."""

from __future__ import annotations

from django.db import models

from koinon.acts.state import State


class CharterVersion(State):
    """A version of the charter; the text is the document `sha256`."""

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    since_n = models.BigIntegerField(unique=True)
    since_at = models.CharField(max_length=27)
