"""State: what is put to a body, how it is voted on and counted, and what was decided before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State
from koinon.assembly.models.meetings import Meeting


class Proposal(State):
    """A question put to a body, with everything that was frozen when notice was given.

    `acts` are the enclosed acts as {type, data}; `terms` and `decision` are the plain forms of
    `koinon.methods.trees`. Instants are as the record writes them. `status` is "open", "adopted",
    "rejected", "withdrawn", "lapsed" or "fallen"; `decided_n` is the entry that ended it. A seat
    casts at most `proxies_per_holder` votes of other members.

    One put to a `meeting` opens with its `item` and closes by the roll call, at `rolled_at`;
    `closes_at` is then the end of the time for objections. What is not known yet is
    `calendar.NOT_YET`. `casting` is the chair's vote on a tie, "for" or "against".

    An amendment is a proposal that `amends` another: it `replaces` its "text", its "acts" or both,
    is voted on in its `place`, and is "fallen" where `fallen_for`, another amendment, replaces the
    same. `amended_by` are the amendments carried as things stand.

    `urgent` is the reason of one that is decided in urgency. Once adopted it is to be ratified
    before `ratify_until_at`: `ratification` is "waiting", then "ratified" or "lapsed" by the entry
    `ratification_n`. One that `ratifies` another is put to the body that has the matter.
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
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+", null=True)
    item = models.IntegerField(null=True)
    rolled_at = models.CharField(max_length=27, null=True)
    casting = models.CharField(max_length=7, null=True)
    casting_n = models.BigIntegerField(null=True)
    amends = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    replaces = models.JSONField(null=True)
    place = models.IntegerField(null=True)
    fallen_for = models.IntegerField(null=True)
    amended_by = models.JSONField(null=True)
    status = models.CharField(max_length=10)
    decided_n = models.BigIntegerField(null=True)
    decision = models.JSONField(null=True)
    urgent = models.CharField(max_length=200, null=True)
    ratify_until_at = models.CharField(max_length=27, null=True)
    ratification = models.CharField(max_length=8, null=True)
    ratification_n = models.BigIntegerField(null=True)
    ratifies = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["ratification", "decided_n"]),
            models.Index(fields=["status", "closes_at", "number"]),
            models.Index(fields=["status", "opens_at", "number"]),
        ]


class Vote(State):
    """A member's vote, as it stands: parts for, against and abstaining that sum to 1.

    `seat` cast it: the member's own, or the one that held its proxy. `by` says who spoke for the
    member where the vote was recorded in a meeting ("delegate", "alternate" or "proxy"), None where
    the seat cast it itself; `corrected_n` is the entry that corrected it last.
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
    by = models.CharField(max_length=9, null=True)
    corrected_n = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "city"], name="one_vote_a_member")
        ]
        indexes: ClassVar = [models.Index(fields=["city", "cast_n"])]


class Call(State):
    """A member's call for the second vote that a rule provides; `seat` made or recorded it."""

    id = models.UUIDField(primary_key=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    seat = models.CharField(max_length=81)
    made_n = models.BigIntegerField()
    made_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "city"], name="one_call_a_member")
        ]


class RollCall(State):
    """The votes called in a meeting, [[city, yes, no, abstain, by, seat]], and the signed list."""

    id = models.UUIDField(primary_key=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    votes = models.JSONField()
    list_sha256 = models.CharField(max_length=64)
    recorded_n = models.BigIntegerField()
    recorded_at = models.CharField(max_length=27)


class Objection(State):
    """A member's sentence against how a vote was recorded; `answered_n` corrected it."""

    id = models.UUIDField(primary_key=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=81)
    reason = models.CharField(max_length=200)
    made_n = models.BigIntegerField()
    made_at = models.CharField(max_length=27)
    answered_n = models.BigIntegerField(null=True)


class Correction(State):
    """A vote recorded wrongly, and rightly: [yes, no, abstain], or None for no vote."""

    id = models.UUIDField(primary_key=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=200)
    document_sha256 = models.CharField(max_length=64, null=True)
    objection_n = models.BigIntegerField(null=True)
    made_n = models.BigIntegerField()
    made_at = models.CharField(max_length=27)


class PastDecision(State):
    """A decision taken before the coalition kept its record here; `outcome` as the papers say."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=100, unique=True)
    on = models.CharField(max_length=10)
    title = models.JSONField()
    outcome = models.CharField(max_length=10)
    document_sha256 = models.CharField(max_length=64, null=True)
    recorded_n = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["on", "number"])]
