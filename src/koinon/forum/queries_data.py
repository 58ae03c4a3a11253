"""What the room publishes as tables: how many are attested and have signed, never who."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from koinon.acts.rows import rows
from koinon.forum.models import Attestation, Initiative, Tally

Titles: TypeAlias = "list[list[str]]"
"""[language, text]."""


@dataclass(frozen=True, slots=True)
class AttestationRow:
    """How many residents a city attested, and how long that held."""

    attested_n: int
    city: str
    method: str
    residents: int
    attested_at: str
    ends_at: str
    ended_n: int | None


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """A question of residents, what it needs, and what became of it."""

    initiative: int
    title: Titles
    city: str
    body: str
    text_sha256: str
    status: str
    signatures_needed: int
    cities_needed: int
    each: int
    starters: int
    started_n: int
    started_at: str
    closes_at: str
    ended_n: int | None
    reached_n: int | None
    answer_by_at: str | None
    silence_n: int | None
    answered_n: int | None
    outcome: str | None
    answer_sha256: str | None
    proposal: int | None


@dataclass(frozen=True, slots=True)
class TallyRow:
    """How many signatures of a city stand under an initiative."""

    initiative: int
    city: str
    signatures: int


def attestations() -> Iterator[AttestationRow]:
    """Everything that cities attested about their residents, in the order of the record."""
    columns = ("attested_n", "city", "method", "count", "attested_at", "ends_at", "ended_n")
    return rows(AttestationRow, Attestation.objects.order_by("attested_n"), *columns)


def initiatives() -> Iterator[InitiativeRow]:
    """Every initiative."""
    columns = ("number", "title", "city", "body", "text_sha256", "status", "signatures", "cities")
    more = ("each", "starters", "started_n", "started_at", "closes_at", "ended_n", "reached_n")
    end = ("answer_by", "silence_n", "answered_n", "outcome", "answer_sha256", "proposal")
    return rows(InitiativeRow, Initiative.objects.order_by("number"), *columns, *more, *end)


def signatures() -> Iterator[TallyRow]:
    """The signatures of each city under each initiative that stand."""
    found = Tally.objects.filter(count__gt=0).order_by("initiative__number", "city")
    return rows(TallyRow, found, "initiative__number", "city", "count")
