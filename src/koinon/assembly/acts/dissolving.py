"""The coalition is dissolved: it decides that it ends, and from then on only winds up."""

from __future__ import annotations

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.calendar import local_day
from koinon.assembly.dissolving import dissolved
from koinon.assembly.models import Dissolution
from koinon.charter.queries import in_force


@act("assembly.dissolve/1")
class Dissolve(Act):
    """Dissolve the coalition: no city is admitted and no levy adopted any more.

    Only proposals of the matters that the charter names are still noticed. What was promised is
    still paid; then what is left is shared out (`treasury.share_out/1`). It cannot be taken back.
    """

    def judge(self, moment: Moment) -> Consequence:
        """The charter says how it ends, and it has not ended."""
        charter = in_force()
        if charter.dissolution is None:
            refuse("assembly.no_dissolution")
        earlier = dissolved()
        if earlier is not None:
            refuse("assembly.dissolved_already", n=earlier.n)
        day = moment.once("day", lambda: local_day(moment.at, charter.time_zone).isoformat())
        effect: Effect = {"kind": "dissolution", "article": charter.dissolution.article}
        return Consequence(result={"day": day}, effects=(effect,), plan=day)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        Dissolution.objects.create(
            id=moment.act_id,
            dissolved_n=moment.n,
            dissolved_at=moment.at,
            day=consequence.plan,
            decision_n=moment.grant.decision,
        )
