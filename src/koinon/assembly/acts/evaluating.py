"""Record the evaluation of an experiment of the charter, before its members let it go on or not."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.seats import acting_seat
from koinon.assembly.models import Evaluation
from koinon.charter.queries import in_force
from koinon.record.canonical import JSON


@act("assembly.record_evaluation/1")
class RecordEvaluation(Act):
    """Record the evaluation of an experiment: its text, and whether to keep, change or end it.

    A later one takes its place. It binds nobody; but without one no amendment of the charter lets
    the experiment go on. It can be recorded late, even when the experiment is over.
    """

    experiment: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
    text: DocumentRef
    conclusion: Literal["keep", "change", "end"] | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The charter in force has the experiment, and this office evaluates it."""
        seat = acting_seat(moment)
        known = {one.id: one for one in in_force().experiments}
        if self.experiment not in known:
            refuse(
                "assembly.no_experiment",
                experiment=self.experiment,
                known=tuple(known) or ("–",),
            )
        found = known[self.experiment]
        if found.evaluated_by != seat:
            refuse(
                "assembly.other_evaluates",
                article=found.article,
                holders=(found.evaluated_by,),
            )
        effect: Effect = {
            "kind": "evaluation",
            "experiment": found.id,
            "until": found.until,
            "evaluation": self.text.sha256,
        }
        if self.conclusion is not None:
            effect["conclusion"] = self.conclusion
        result: dict[str, JSON] = {"experiment": found.id, "until": found.until}
        return Consequence(result=result, effects=(effect,), plan=(found, seat))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        found, seat = consequence.plan
        Evaluation.objects.create(
            id=moment.act_id,
            experiment=found.id,
            until=found.until,
            sha256=self.text.sha256,
            conclusion=self.conclusion,
            seat=seat,
            recorded_n=moment.n,
            recorded_at=moment.at,
        )
