"""State: seats, meetings, what is decided, proxies, and participatory budgets."""

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


class Meeting(State):
    """A meeting of a body, with what was frozen when it was convened.

    `quorum` is the plain form of `koinon.methods.trees.Terms`, None for a second call, which needs
    none. `ends_at` is set for a written procedure alone: the close of its voting. `agenda` is the
    version in force. `status` is "convened", "ended", "without quorum", "cancelled" or, where
    members demanded a meeting instead of a vote in writing, "demanded".
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    body = models.CharField(max_length=40)
    title = models.JSONField()
    place = models.CharField(max_length=200, null=True)
    mode = models.CharField(max_length=7)
    begins_at = models.CharField(max_length=27)
    ends_at = models.CharField(max_length=27, null=True)
    charter_sha256 = models.CharField(max_length=64)
    second_call_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True
    )
    quorum = models.JSONField(null=True)
    agenda = models.IntegerField()
    status = models.CharField(max_length=14)
    convened_n = models.BigIntegerField()
    convened_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "begins_at", "number"])]


class Agenda(State):
    """A version of a meeting's agenda: [{item, title, documents}] in the order of the day."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField()
    items = models.JSONField()
    changed_n = models.BigIntegerField()
    changed_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "version"], name="one_agenda_of_a_version")
        ]


class OpenedItem(State):
    """An item of the agenda that was taken up."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    item = models.IntegerField()
    opened_n = models.BigIntegerField()
    opened_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "item"], name="an_item_opens_once")
        ]


class Attendance(State):
    """Who is present from an entry on: [[city, by, online, seat, instrument]] by city.

    `decision` is the quorum judged over them, None where none is needed.
    """

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    item = models.IntegerField(null=True)
    present = models.JSONField()
    decision = models.JSONField(null=True)
    met = models.BooleanField()
    recorded_n = models.BigIntegerField()
    recorded_at = models.CharField(max_length=27)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["meeting", "recorded_n"])]


class Mandate(State):
    """That somebody holds a seat, for some time; who it is, only the vault knows.

    `appointed_n`, the entry that gave it, names it. It stands from `begins_at` to `ends_at`, itself
    excluded; `begins_at` is None as long as the mandate it comes `after` has no end. `until` is
    the last day as people say it. `ended_n` is the entry that ended it before its term, in the
    way `ended_how`; `over_n` the one with which it was over.
    """

    id = models.UUIDField(primary_key=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)
    holder = models.CharField(max_length=64)
    begins_at = models.CharField(max_length=27, null=True)
    after = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    ends_at = models.CharField(max_length=27, null=True)
    until = models.CharField(max_length=10, null=True)
    how = models.CharField(max_length=200)
    instrument_sha256 = models.CharField(max_length=64, null=True)
    appointed_n = models.BigIntegerField(unique=True)
    appointed_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)
    ended_how = models.CharField(max_length=20, null=True)
    over_n = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["seat", "appointed_n"]),
            models.Index(fields=["over_n", "ends_at", "appointed_n"]),
        ]


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

    class Meta:
        indexes: ClassVar = [
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


class Proxy(State):
    """A seat's vote given to another of its body: on one proposal, or on all until an instant.

    Or on all that a `meeting` votes on, or on what it votes on under one `item`. It stands until
    the giver ends it, by revoking it or by voting itself (`ended_n`). `instrument_sha256` is the
    paper by which it was given, if one is named.
    """

    id = models.UUIDField(primary_key=True)
    giver = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+", null=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+", null=True)
    item = models.IntegerField(null=True)
    instrument_sha256 = models.CharField(max_length=64, null=True)
    until_at = models.CharField(max_length=27, null=True)
    given_n = models.BigIntegerField()
    given_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)


class Demand(State):
    """A member's demand for a meeting instead of a vote in writing."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=81)
    made_n = models.BigIntegerField()
    made_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_demand_a_seat")
        ]


class Minutes(State):
    """Minutes of a meeting that were approved, in one language; the latest are in force."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media = models.CharField(max_length=100)
    approved_n = models.BigIntegerField()
    approved_at = models.CharField(max_length=27)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["meeting", "approved_n"])]


class MinutesSignature(State):
    """An office has signed minutes."""

    id = models.UUIDField(primary_key=True)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=81)
    signed_n = models.BigIntegerField()
    signed_at = models.CharField(max_length=27)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["minutes", "seat"], name="a_seat_signs_minutes_once")
        ]


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


class SigningKey(State):
    """A public key that signs the acts of a seat, from one entry until another.

    `public_key` is as the record writes it (`record.signatures`); `rp_id` and `site` are of a
    passkey, None of a key file.
    """

    id = models.UUIDField(primary_key=True)
    seat = models.CharField(max_length=81)
    fingerprint = models.CharField(max_length=64)
    public_key = models.CharField(max_length=800)
    rp_id = models.CharField(max_length=200, null=True)
    site = models.CharField(max_length=200, null=True)
    registered_n = models.BigIntegerField()
    registered_at = models.CharField(max_length=27)
    ended_n = models.BigIntegerField(null=True)
    ended_at = models.CharField(max_length=27, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seat", "fingerprint"],
                condition=models.Q(ended_n=None),
                name="one_standing_key_a_seat",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["seat", "registered_n"])]


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
