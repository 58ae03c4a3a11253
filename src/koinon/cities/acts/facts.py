"""Acts about a member: certify a figure, correct one, record what its law allows."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Moment
from koinon.acts.fields import Cents, Day, Sentence, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.cities.acts.members import Measure, check_measure, fact_effect, member_id, write_fact
from koinon.cities.models import Fact, LegalLimit


@act("cities.certify_fact/1")
class CertifyFact(Act):
    """Certify a figure of a member with its unit, boundary, day, source and licence."""

    city: Slug
    fact: Measure

    def judge(self, moment: Moment) -> Consequence:
        """The city is a member and the day is not in the future."""
        city_id = member_id(self.city)
        check_measure(self.fact, moment.day)
        return Consequence(
            result={"city": self.city, "fact": self.fact.name},
            effects=(fact_effect(self.city, self.fact),),
            plan=city_id,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        write_fact(moment.act_id, consequence.plan, self.fact, moment)


@act("cities.correct_fact/1")
class CorrectFact(Act):
    """Correct a certified figure that was wrong: another value for the same day.

    The earlier one stays in the record. Levies charged by it stay as they are until they are
    computed anew.
    """

    city: Slug
    supersedes: Annotated[int, Field(ge=0, le=2**53 - 1)]
    fact: Measure

    def judge(self, moment: Moment) -> Consequence:
        """The entry certified that figure of that day, and nobody has corrected it yet."""
        city_id = member_id(self.city)
        rows = Fact.objects.filter(city_id=city_id, name=self.fact.name)
        earlier = rows.filter(certified_n=self.supersedes, on=self.fact.on).first()
        if earlier is None:
            refuse(
                "cities.nothing_superseded",
                city=self.city,
                n=self.supersedes,
                name=self.fact.name,
                on=self.fact.on,
            )
        later = rows.filter(supersedes_n=self.supersedes, on=self.fact.on).first()
        if later is not None:
            refuse("cities.corrected_already", n=self.supersedes, by_n=later.certified_n)
        effect = fact_effect(self.city, self.fact) | {"supersedes": self.supersedes}
        return Consequence(
            result={"city": self.city, "fact": self.fact.name}, effects=(effect,), plan=city_id
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        write_fact(moment.act_id, consequence.plan, self.fact, moment, supersedes=self.supersedes)


@act("cities.record_legal_limit/1")
class RecordLegalLimit(Act):
    """Record what the law lets a member pay, with its citation and who attests it."""

    city: Slug
    kind: Literal["levy_per_year"]
    amount_cents: Cents
    citation: Sentence
    on: Day
    attested_by: Sentence
    document: DocumentRef | None = None
    expires: Day | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The city is a member, the limit has begun and does not end before it begins."""
        city_id = member_id(self.city)
        if self.on > moment.day:
            refuse("cities.limit_in_future", on=self.on, today=moment.day)
        if self.expires is not None and self.expires <= self.on:
            refuse("cities.limit_ends_before", on=self.on, expires=self.expires)
        return Consequence(result={"city": self.city, "kind": self.kind}, plan=city_id)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        LegalLimit.objects.create(
            id=moment.act_id,
            city_id=consequence.plan,
            kind=self.kind,
            amount_cents=self.amount_cents,
            citation=self.citation,
            on=self.on,
            attested_by=self.attested_by,
            document_sha256=self.document.sha256 if self.document else None,
            expires=self.expires,
            recorded_n=moment.n,
        )
