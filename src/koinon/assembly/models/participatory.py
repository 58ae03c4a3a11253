"""State: participatory budgets and what they are to pay for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State
from koinon.assembly.models.elections import Election


class ParticipatoryBudget(State):
    """Money whose use residents decide: the rule, the voting days, the ballots, the count.

    Where there is an `election`, its ballots are this budget's: `rule` is that of the election, and
    `unit` is how many minor units make a whole one. Else `rule` is the plain form of
    `methods.equal_shares.EqualShares`, `turnout` is {city: voters}, and the ballots are here.
    `status` is "open" or "counted"; `result` is what the entry of the count answered.
    """

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    title = models.JSONField()
    year = models.IntegerField()
    envelope_cents = models.BigIntegerField()
    rule = models.JSONField()
    opens_at = models.CharField(max_length=27)
    closes_at = models.CharField(max_length=27)
    opened_n = models.BigIntegerField()
    decision_n = models.BigIntegerField(null=True)
    election = models.OneToOneField(Election, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.IntegerField(null=True)
    ballots_sha256 = models.CharField(max_length=64, null=True)
    voters = models.BigIntegerField(null=True)
    turnout = models.JSONField(null=True)
    imported_n = models.BigIntegerField(null=True)
    imported_at = models.CharField(max_length=27, null=True)
    status = models.CharField(max_length=10)
    counted_n = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "closes_at", "code"])]


class BudgetProject(State):
    """A project of a participatory budget; `funded` is None until the count.

    `acts` follow when it is funded, as {type, data}; `place` is its place on the ballot paper.
    """

    id = models.UUIDField(primary_key=True)
    budget = models.ForeignKey(ParticipatoryBudget, on_delete=models.PROTECT, related_name="+")
    place = models.IntegerField()
    code = models.CharField(max_length=40)
    title = models.JSONField()
    city = models.CharField(max_length=40, null=True)
    cost_cents = models.BigIntegerField()
    acts = models.JSONField()
    funded = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["budget", "code"], name="one_project_of_a_code")
        ]
