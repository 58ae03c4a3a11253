"""State: when experiments of the charter end, and their evaluations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State


class ExperimentEnd(State):
    """The last day of an experiment of the charter that began with an entry, and its instant."""

    id = models.UUIDField(primary_key=True)
    experiment = models.CharField(max_length=63)
    until = models.CharField(max_length=10)
    ends_at = models.CharField(max_length=27)
    since_n = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["since_n", "experiment"], name="experiment_ends_once")
        ]


class Evaluation(State):
    """An evaluation of an experiment, whose last day was `until` then; `conclusion` may be None."""

    id = models.UUIDField(primary_key=True)
    experiment = models.CharField(max_length=63)
    until = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    conclusion = models.CharField(max_length=10, null=True)
    seat = models.CharField(max_length=81)
    recorded_n = models.BigIntegerField(unique=True)
    recorded_at = models.CharField(max_length=27)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["experiment", "recorded_n"], name="assembly_evaluation_ix")
        ]
