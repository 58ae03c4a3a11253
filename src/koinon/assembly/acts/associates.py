"""A city gets a voice without a vote, and gives it up or loses it again."""

from __future__ import annotations

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.founding import FIRST_MEMBER_ROW, seat_changes, voices, write_seats
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.cities.acts.members import (
    Member,
    check_new,
    fact_effect,
    write_left,
    write_members,
)


@act("assembly.admit_associate/1")
class AdmitAssociate(Act):
    """Admit a city as an associate: it has a voice in the bodies the charter names, and no vote.

    It is in no electorate, no quorum and no levy, so that it needs no certified figures.
    """

    opens = True

    associate: Member

    def judge(self, moment: Moment) -> Consequence:
        """The charter knows associates, and the city is new."""
        charter, slug = in_force(), self.associate.slug
        if charter.associates is None:
            refuse("assembly.no_associates")
        check_new((self.associate,), moment.day)
        seats = seat_changes(voices(charter, slug), slug)
        facts = [fact_effect(slug, measure) for measure in self.associate.facts]
        effect: Effect = {"kind": "membership", "city": slug, "status": "associate"}
        return Consequence(result={"city": slug}, effects=(effect, *seats, *facts), plan=seats)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The associate with its figures, and its seats."""
        write_members((self.associate,), moment, FIRST_MEMBER_ROW, associates=True)
        write_seats(consequence.plan, moment)


@act("assembly.end_association/1")
class EndAssociation(Act):
    """End the association of a city: a decision does, its delegate, or an office for it.

    An office does it by the resolution of the city's council. Its seats close at once; what it
    proposed stays.
    """

    city: Slug
    resolution: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The city is an associate; a delegate speaks for its own city alone."""
        seat = moment.seat or ""
        own = seat.partition("/")[2]
        if own and own != self.city:
            refuse("assembly.association_of_another", city=self.city, own=own)
        if seat and not own and self.resolution is None:
            refuse("assembly.association_resolution", city=self.city)
        if cities.city(self.city) is None:
            refuse("cities.unknown", city=self.city)
        if self.city not in cities.associates():
            refuse("assembly.no_associate", city=self.city)
        seats = seat_changes({}, self.city)
        effect: Effect = {"kind": "membership", "city": self.city, "status": "left"}
        return Consequence(result={"city": self.city}, effects=(*seats, effect), plan=seats)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The city's status; its seats close."""
        write_left(self.city, moment)
        write_seats(consequence.plan, moment)
