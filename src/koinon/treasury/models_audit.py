"""The tables of audits: what was planned, drawn, asked, answered, found and concluded."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State


class Audit(State):
    """An audit of a year's books; `opinion` is null until it is given (entry `opinion_n`)."""

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    year = models.IntegerField(db_index=True)
    scope = models.CharField(max_length=200)
    materiality_cents = models.BigIntegerField()
    basis = models.CharField(max_length=200)
    opened_n = models.BigIntegerField()
    opinion_due = models.CharField(max_length=10)
    opinion = models.CharField(max_length=20, null=True)
    opinion_basis = models.CharField(max_length=200, null=True)
    opinion_sha256 = models.CharField(max_length=64, null=True)
    opinion_n = models.BigIntegerField(null=True)

    class Meta:
        app_label = "treasury"


class AuditSample(State):
    """A sample as planned, and once drawn (`drawn_n`) the seed it was drawn from.

    `population_sha256` names the document of its population. The seed comes from the root over the
    first `seed_size` entries, or from the draw `draw_name` on `draw_on` with its `outcome`.
    `strata` are pairs: amounts from so many minor units on, and how many of them are drawn.
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="+")
    population = models.CharField(max_length=20)
    population_sha256 = models.CharField(max_length=64)
    items = models.IntegerField()
    total_cents = models.BigIntegerField()
    method = models.CharField(max_length=20)
    interval_cents = models.BigIntegerField(null=True)
    confidence_percent = models.IntegerField(null=True)
    strata = models.JSONField()
    seed_size = models.BigIntegerField(null=True)
    draw_name = models.CharField(max_length=200, null=True)
    draw_on = models.CharField(max_length=10, null=True)
    planned_n = models.BigIntegerField()
    outcome = models.CharField(max_length=100, null=True)
    seed = models.CharField(max_length=64, null=True)
    drawn_n = models.BigIntegerField(null=True)

    class Meta:
        app_label = "treasury"


class SampledItem(State):
    """A line of the ledger in a sample, why, and what it should have been once examined."""

    id = models.UUIDField(primary_key=True)
    sample = models.ForeignKey(AuditSample, models.PROTECT, related_name="+")
    n = models.BigIntegerField()
    line = models.IntegerField()
    cents = models.BigIntegerField()
    why = models.CharField(max_length=20)
    at = models.BigIntegerField()
    stratum = models.IntegerField()
    audited_cents = models.BigIntegerField(null=True)
    remark = models.CharField(max_length=200, null=True)
    examined_n = models.BigIntegerField(null=True)

    class Meta:
        app_label = "treasury"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "n", "line"], name="each_item_once")
        ]


class EvidenceRequest(State):
    """What the auditor asked a seat for about an entry.

    `status` is "open", "provided", "accepted" or "insufficient"; the last waits for more.
    `documents` are SHA-256s.
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="+")
    entry_n = models.BigIntegerField()
    what = models.CharField(max_length=200)
    seat = models.CharField(max_length=81)
    due = models.CharField(max_length=10)
    asked_n = models.BigIntegerField()
    status = models.CharField(max_length=20)
    documents = models.JSONField()
    note = models.CharField(max_length=200, null=True)
    provided_n = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, null=True)
    judged_n = models.BigIntegerField(null=True)

    class Meta:
        app_label = "treasury"
        indexes: ClassVar = [models.Index(fields=["seat", "status"])]


class Confirmation(State):
    """What a member is asked to confirm that it owes by the books on a day, and its answer.

    `balance_cents` is below zero where the coalition owes the member. `figure_cents` is the
    member's own figure where it disagrees; `misstated_cents` how much of the difference the
    auditor found to be wrong in the books.
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    on = models.CharField(max_length=10)
    balance_cents = models.BigIntegerField()
    due = models.CharField(max_length=10)
    asked_n = models.BigIntegerField()
    agrees = models.BooleanField(null=True)
    figure_cents = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, null=True)
    answered_n = models.BigIntegerField(null=True)
    explanation = models.CharField(max_length=200, null=True)
    misstated_cents = models.BigIntegerField(null=True)
    reconciled_n = models.BigIntegerField(null=True)

    class Meta:
        app_label = "treasury"
        indexes: ClassVar = [models.Index(fields=["city", "answered_n"])]


class Finding(State):
    """What the auditor found, the reply of the seat responsible, and what became of it."""

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    severity = models.CharField(max_length=20)
    amount_cents = models.BigIntegerField(null=True)
    entries = models.JSONField()
    seat = models.CharField(max_length=81)
    document_sha256 = models.CharField(max_length=64, null=True)
    due = models.CharField(max_length=10)
    recorded_n = models.BigIntegerField()
    accepts = models.BooleanField(null=True)
    reply = models.CharField(max_length=200, null=True)
    action_by = models.CharField(max_length=10, null=True)
    reply_sha256 = models.CharField(max_length=64, null=True)
    replied_n = models.BigIntegerField(null=True)
    status = models.CharField(max_length=20)
    follow_up = models.CharField(max_length=200, null=True)
    followed_n = models.BigIntegerField(null=True)

    class Meta:
        app_label = "treasury"
        indexes: ClassVar = [models.Index(fields=["seat", "status"])]
