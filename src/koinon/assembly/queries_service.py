"""Reads of the proof of service: which seats a notice reached, and which acknowledged it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from koinon.assembly.models import Acknowledgement, Service

Notice: TypeAlias = Literal["proposal", "meeting"]


@dataclass(frozen=True, slots=True)
class ServedView:
    """That notice reached a seat on a day, as entry `n` attests; `evidence` is a document."""

    seat: str
    how: str
    on: str
    evidence: str | None
    n: int


@dataclass(frozen=True, slots=True)
class AcknowledgedView:
    """That a seat acknowledged the notice, in entry `n`."""

    seat: str
    n: int
    at: str


def served(what: Notice, number: int) -> tuple[ServedView, ...]:
    """Every attestation about a notice, by seat and entry."""
    rows = Service.objects.filter(what=what, number=number).order_by("seat", "attested_n")
    return tuple(
        ServedView(row.seat, row.how, row.on, row.evidence_sha256, row.attested_n) for row in rows
    )


def reached(what: Notice, number: int) -> frozenset[str]:
    """The seats that a notice reached for certain: service is attested, or they acknowledged it."""
    about = {"what": what, "number": number}
    attested = Service.objects.filter(**about).values_list("seat", flat=True)
    confirmed = Acknowledgement.objects.filter(**about).values_list("seat", flat=True)
    return frozenset(attested) | frozenset(confirmed)


def acknowledged(what: Notice, number: int) -> tuple[AcknowledgedView, ...]:
    """Every acknowledgement of a notice, by seat."""
    rows = Acknowledgement.objects.filter(what=what, number=number).order_by("seat")
    return tuple(
        AcknowledgedView(row.seat, row.acknowledged_n, row.acknowledged_at) for row in rows
    )
