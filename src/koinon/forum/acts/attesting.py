"""A city attests who its residents are; the record holds how many and a commitment."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import LARGEST, Sentence, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.seats import acting_seat
from koinon.assembly.calendar import local_day, midnight
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.forum.models import Attestation
from koinon.forum.standing import terms_in_force

MOST = 1_000_000
"""Residents in one attestation, at most."""
EntryNumber = Annotated[int, Field(ge=1, le=LARGEST)]
Root = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@act("forum.attest_residents/1")
class AttestResidents(Act):
    """Attest that a city has so many residents on a roll, or has sent so many codes by letter.

    `root` commits to every line of it; who they are stays with the city and in the private tables.
    With `replaces`, an earlier attestation of the city, named by its entry, ends.
    """

    city: Slug
    method: Literal["roll", "letters"]
    count: Annotated[int, Field(ge=1, le=MOST)]
    root: Root
    replaces: EntryNumber | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The city speaks for itself, is a member, and what is replaced is its own and stands."""
        terms = terms_in_force()
        _check_speaker(moment, self.city)
        if self.city not in cities.members():
            refuse("cities.unknown", city=self.city)
        replaced = _standing(self.replaces, self.city) if self.replaces else None
        zone = in_force().time_zone
        last = local_day(moment.at, zone) + timedelta(days=terms.attested_days)
        ends_at = moment.once("ends_at", lambda: midnight(last + timedelta(days=1), zone))
        ended = (_end(replaced),) if replaced else ()
        effect: Effect = {
            "kind": "attestation",
            "city": self.city,
            "method": self.method,
            "count": self.count,
            "root": self.root,
            "ends_at": ends_at,
        }
        return Consequence(
            result={"city": self.city, "count": self.count, "ends_at": ends_at},
            effects=(*ended, effect),
            plan=(ends_at, replaced),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row; what it replaces has ended."""
        ends_at, replaced = consequence.plan
        if replaced is not None:
            _write_end(replaced, moment)
        Attestation.objects.create(
            id=moment.act_id,
            city=self.city,
            method=self.method,
            count=self.count,
            root=self.root,
            attested_n=moment.n,
            attested_at=moment.at,
            ends_at=ends_at,
        )


@act("forum.end_attestation/1")
class EndAttestation(Act):
    """End what a city attested about its residents; signatures given until then stay."""

    attestation: EntryNumber
    reason: Sentence

    def judge(self, moment: Moment) -> Consequence:
        """It stands, and is the city's own."""
        row = Attestation.objects.filter(attested_n=self.attestation).first()
        if row is None:
            refuse("forum.unknown_attestation", n=self.attestation)
        _check_speaker(moment, row.city)
        found = _standing(self.attestation, row.city)
        return Consequence(
            result={"city": found.city, "attestation": self.attestation},
            effects=(_end(found),),
            plan=found,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """It has ended."""
        _write_end(consequence.plan, moment)


def _check_speaker(moment: Moment, city: str) -> None:
    """A member's seat speaks for its own city only; an office for any."""
    own = acting_seat(moment).partition("/")[2]
    if own and own != city:
        refuse("forum.other_citys_residents", city=city, own=own)


def _standing(n: int, city: str) -> Attestation:
    found = Attestation.objects.filter(attested_n=n, city=city).first()
    if found is None:
        refuse("forum.unknown_attestation", n=n)
    if found.ended_n is not None:
        refuse("forum.attestation_over", n=n, ended_n=found.ended_n)
    return found


def _end(row: Attestation) -> Effect:
    return {"kind": "attestation_end", "attestation": row.attested_n}


def _write_end(row: Attestation, moment: Moment) -> None:
    Attestation.objects.filter(id=row.id).update(ended_n=moment.n, ended_at=moment.at)
