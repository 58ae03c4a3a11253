"""A member leaves: it announces it, and when its notice has run out its seats close."""

from __future__ import annotations

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.founding import seat_changes, seat_names, write_seats
from koinon.assembly.acts.seats import acting_seat
from koinon.assembly.calendar import leaving_instant
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.cities.acts.members import write_leaving, write_left


@act("assembly.announce_leaving/1")
class AnnounceLeaving(Act):
    """Announce that a member leaves: its delegate does, or an office by its council's resolution.

    The charter says after how many days. Until then the city is a member in every respect, and
    nothing recalls the announcement. Proposals noticed before it left keep their electorate.
    """

    kept_when_suspended = True

    city: Slug
    resolution: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The member speaks for itself, has not announced it before, and is not the last one."""
        charter = in_force()
        terms = charter.membership
        if terms is None:
            refuse("assembly.no_leaving")
        own = acting_seat(moment).partition("/")[2]
        if own and own != self.city:
            refuse("assembly.not_your_city", city=self.city, own=own)
        if not own and self.resolution is None:
            refuse("assembly.resolution_missing", city=self.city)
        city = cities.city(self.city)
        if city is None:
            refuse("cities.unknown", city=self.city)
        if city.status == "associate":
            refuse("assembly.no_member", city=self.city)
        if city.leaves_at is not None:
            refuse("assembly.leaving_already", city=self.city, leaves_at=city.leaves_at)
        if not any(one.status == "member" and one.slug != self.city for one in cities.cities()):
            refuse("assembly.last_member", city=self.city)
        leaves_at = moment.once(
            "leaves_at",
            lambda: leaving_instant(
                moment.at,
                charter.time_zone,
                terms.leave_notice_days,
                year_end=terms.leave_at == "end of year",
            ),
        )
        effect: Effect = {
            "kind": "membership",
            "city": self.city,
            "status": "leaving",
            "leaves_at": leaves_at,
        }
        return Consequence(
            result={"city": self.city, "leaves_at": leaves_at}, effects=(effect,), plan=leaves_at
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The city's status and the instant of leaving."""
        write_leaving(self.city, consequence.plan, moment)


@act("assembly.let_leave/1")
class LetLeave(Act):
    """Let a member go when its notice has run out; the clock does this by itself.

    Its seats close, so that it casts no further vote; votes it has cast stay.
    """

    city: Slug

    def judge(self, moment: Moment) -> Consequence:
        """The member announced it and the instant has come."""
        city = cities.city(self.city)
        if city is None or city.status != "leaving":
            refuse("assembly.not_leaving", city=self.city)
        assert city.leaves_at is not None
        if moment.at < city.leaves_at:
            refuse("assembly.not_leaving_yet", city=self.city, leaves_at=city.leaves_at)
        rest = tuple(slug for slug in cities.members() if slug != self.city)
        seats = seat_changes(seat_names(in_force(), rest, cities.associates()))
        effect: Effect = {"kind": "membership", "city": self.city, "status": "left"}
        return Consequence(result={"city": self.city}, effects=(*seats, effect), plan=seats)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The city's status; its seats close."""
        write_left(self.city, moment)
        write_seats(consequence.plan, moment)
