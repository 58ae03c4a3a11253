"""Two acts for tests alone: one that others follow from, one that carries a private value."""

from __future__ import annotations

from typing import ClassVar

from tests.support.coalition import CHARTER, population

from koinon.acts.act import Act, Consequence, Moment
from koinon.acts.private import Private
from koinon.acts.refused import refuse
from koinon.assembly.models import Seat
from koinon.cities.acts.facts import CertifyFact
from koinon.cities.acts.members import Measure


class FanOut(Act):
    """Certify a figure of each city, one act after the other; refuse the last if asked to."""

    type: ClassVar[str] = "trial.fan_out/1"
    cities: tuple[str, ...]

    def judge(self, moment: Moment) -> Consequence:
        figure = Measure.model_validate(population(7))
        then = tuple(CertifyFact(city=city, fact=figure) for city in self.cities)
        return Consequence(result={"cities": len(then)}, then=then)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        Seat.objects.create(id=moment.act_id, name=f"trial-{moment.n}", open=False)


class KeepSecret(Act):
    """Keep a name that only its commitment may show."""

    type: ClassVar[str] = "trial.keep_secret/1"
    name: Private[str]
    also: tuple[Private[str], ...] = ()
    shout: bool = False

    def judge(self, moment: Moment) -> Consequence:
        if self.shout:
            refuse("trial.too_loud")
        return Consequence()

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        Seat.objects.create(id=moment.act_id, name=f"secret-{moment.n}", open=False)


TRIAL_CHARTER = f"""{CHARTER}
"trial.fan_out/1" = {{article = "99.1", seat = "secretariat"}}
"trial.keep_secret/1" = {{article = "99.2", seat = "secretariat"}}
"""
