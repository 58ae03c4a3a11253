"""Several residents start an initiative together: each joins it from an account of their own."""

from __future__ import annotations

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.seats import acting_seat
from koinon.forum.acts.starting import Hex, InitiativeNumber
from koinon.forum.models import Initiative, Starter
from koinon.forum.standing import city_of, collecting, starters_of


@act("forum.join_starters/1")
class JoinStarters(Act):
    """Start an initiative together with whoever began it; with the last one it can be signed.

    `starter` is what one resident can make for this initiative and for no other.
    """

    initiative: InitiativeNumber
    starter: Hex

    def judge(self, moment: Moment) -> Consequence:
        """It lacks somebody to start it, and this resident is not among those who did."""
        found = collecting(self.initiative, moment.at)
        city = city_of(acting_seat(moment))
        if city is None:
            refuse("forum.residents_alone")
        there = starters_of(found)
        if self.starter in there:
            refuse("forum.joined_already", number=self.initiative)
        if len(there) >= found.starters:
            refuse("forum.starters_complete", number=self.initiative, count=found.starters)
        effect: Effect = {
            "kind": "initiative_starter",
            "initiative": self.initiative,
            "city": city,
            "mark": self.starter,
        }
        has = len(there) + 1
        return Consequence(
            result={"initiative": self.initiative, "starters": has, "needed": found.starters},
            effects=(effect,),
            plan=(found, city),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One of those who start it."""
        found: Initiative
        found, city = consequence.plan
        Starter.objects.create(
            id=moment.act_id,
            initiative_id=found.id,
            city=city,
            mark=self.starter,
            joined_n=moment.n,
        )
