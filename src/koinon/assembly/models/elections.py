"""State: elections, who stands in them, who may vote, and the ballots as they came in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from koinon.acts.state import State


class Election(State):
    """An election by ballots: what is elected, by whom, by which rule, when.

    `body` is the body whose delegates vote; without it residents of `cities` do. `rule` is the
    plain form of a rule of `methods.counting`. `order` is how the paper is ordered, `lot` where the
    value of a lot comes from. `ballots_at` is when ballots last came in. `status` is "open" or
    "counted"; `result` is what the entry of the count answered.
    """

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    title = models.JSONField()
    seats = models.IntegerField()
    body = models.CharField(max_length=40, null=True)
    cities = models.JSONField()
    rule = models.JSONField()
    supporters = models.IntegerField()
    order = models.CharField(max_length=10)
    lot = models.CharField(max_length=200)
    stand_from_at = models.CharField(max_length=27, null=True)
    stand_until_at = models.CharField(max_length=27, null=True)
    opens_at = models.CharField(max_length=27)
    closes_at = models.CharField(max_length=27)
    opened_n = models.BigIntegerField()
    decision_n = models.BigIntegerField(null=True)
    confirmed_n = models.BigIntegerField(null=True)
    paper_lot = models.CharField(max_length=200)
    ballots_at = models.CharField(max_length=27, null=True)
    status = models.CharField(max_length=10)
    counted_n = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "closes_at", "code"])]


class Candidate(State):
    """Who or what can be elected: a person with a name in the vault, or an option with a title.

    `place` is the place on the ballot paper, None while there is no paper and for whoever withdrew
    before. `elected` is the place among the winners, None for others.
    """

    id = models.UUIDField(primary_key=True)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    title = models.JSONField(null=True)
    name = models.CharField(max_length=64, null=True)
    city = models.CharField(max_length=40, null=True)
    statement_sha256 = models.CharField(max_length=64, null=True)
    supporters = models.BigIntegerField()
    stood_n = models.BigIntegerField()
    withdrawn_n = models.BigIntegerField(null=True)
    place = models.IntegerField(null=True)
    elected = models.IntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "code"], name="one_candidate_of_a_code")
        ]


class ElectionRoll(State):
    """How many of a city are entitled to vote in an election, and got a paper."""

    id = models.UUIDField(primary_key=True)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    entitled = models.BigIntegerField()
    issued = models.BigIntegerField()
    stated_n = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "city"], name="one_roll_of_a_city")
        ]


class ElectionBallots(State):
    """Ballots as they came in: imported (`batch` and `seat` are ""), or typed from papers.

    `city` is "" for an import of all cities at once. Of a batch of papers each seat that typed it
    has one row.
    """

    id = models.UUIDField(primary_key=True)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=40)
    batch = models.CharField(max_length=40)
    seat = models.CharField(max_length=90)
    ballots_sha256 = models.CharField(max_length=64)
    voters = models.BigIntegerField()
    brought_n = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["election", "city", "batch", "seat"], name="one_entry_of_a_seat"
            )
        ]


class Vacancy(State):
    """A seat that somebody left after the count, and who took it by a countback.

    `vacated` and `elected` are codes; `unavailable` are those who did not consent to be elected.
    `result` is what the entry says of the document that holds the whole countback.
    """

    id = models.UUIDField(primary_key=True)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    vacated = models.CharField(max_length=40)
    unavailable = models.JSONField()
    lot = models.CharField(max_length=200)
    elected = models.CharField(max_length=40)
    result = models.JSONField()
    filled_n = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "vacated"], name="one_vacancy_of_a_member"),
            models.UniqueConstraint(fields=["election", "elected"], name="one_seat_of_a_successor"),
        ]
