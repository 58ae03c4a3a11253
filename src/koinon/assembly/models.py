"""State: seats, what is decided from them, proxies, and participatory budgets."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State


class Seat(State):
    """A place to act from. `name` is "secretariat", or "council/ghent" for a body's member seat."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=81, unique=True)
    body = models.CharField(max_length=40, null=True)
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+", null=True)
    open = models.BooleanField()


class Proposal(State):
    """A question put to a body, with everything that was frozen when notice was given.

    `acts` are the enclosed acts as {type, data}; `terms` and `decision` are the plain forms of
    `koinon.methods.trees`. Instants are as the record writes them. `status` is "open", "adopted",
    "rejected" or "withdrawn"; `decided_n` is the entry that ended it. A seat casts at most
    `proxies_per_holder` votes of other members.
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    opened_n = models.BigIntegerField()
    title = models.JSONField()
    text_sha256 = models.CharField(max_length=64, null=True)
    proposer = models.CharField(max_length=81)
    matters = models.JSONField()
    body = models.CharField(max_length=40)
    acts = models.JSONField()
    charter_sha256 = models.CharField(max_length=64)
    terms = models.JSONField()
    may_split = models.BooleanField()
    proxies_per_holder = models.IntegerField()
    noticed_at = models.CharField(max_length=27)
    opens_at = models.CharField(max_length=27)
    closes_at = models.CharField(max_length=27)
    status = models.CharField(max_length=10)
    decided_n = models.BigIntegerField(null=True)
    decision = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["status", "closes_at", "number"]),
            models.Index(fields=["status", "opens_at", "number"]),
        ]


class Vote(State):
    """A member's vote, as it stands: parts for, against and abstaining that sum to 1.

    `seat` cast it: the member's own, or the one that held its proxy.
    """

    id = models.UUIDField(primary_key=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    seat = models.CharField(max_length=81)
    yes = models.CharField(max_length=61)
    no = models.CharField(max_length=61)
    abstain = models.CharField(max_length=61)
    cast_n = models.BigIntegerField()
    cast_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "city"], name="one_vote_a_member")
        ]
        indexes: ClassVar = [models.Index(fields=["city", "cast_n"])]


class Proxy(State):
    """A seat's vote given to another of its body: on one proposal, or on all until an instant.

    It stands until the giver ends it, by revoking it or by voting itself (`ended_n`).
    """

    id = models.UUIDField(primary_key=True)
    giver = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+", null=True)
    until_at = models.CharField(max_length=27, null=True)
    given_n = models.BigIntegerField()
    given_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)


class ParticipatoryBudget(State):
    """Money whose use residents decide: the rule, the voting days, the ballots, the count.

    `rule` is the plain form of `methods.equal_shares.EqualShares`, `turnout` is {city: voters}.
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
