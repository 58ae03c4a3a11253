"""Filling a seat that somebody left: the papers that filled it are counted again."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import Sentence, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly import vacancies
from koinon.assembly.acts.elections.counting import JSON_MEDIA, count, result_document
from koinon.assembly.acts.elections.finding import counted, recorded
from koinon.assembly.models import Election, Vacancy
from koinon.record import vacancies as rules
from koinon.record.canonical import JSON
from koinon.record.elections import MAX_CANDIDATES, Counted


@act("assembly.fill_vacancy/1")
class FillVacancy(Act):
    """Fill the seat of somebody elected who left, by a countback of the papers that filled it.

    `vacated` is who left. `unavailable` are those who could be elected and do not consent; whoever
    was elected before is not elected again. `lot` is the value drawn if a tie needs one. A
    countback follows counts by Scottish STV and by the weighted inclusive Gregory method.
    """

    code: Slug
    vacated: Slug
    unavailable: Annotated[tuple[Slug, ...], Field(max_length=MAX_CANDIDATES)] = ()
    lot: Sentence | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The election is counted by a rule with piles; who left sat, and somebody may follow."""
        election = counted(self.code)
        if not rules.can_follow(election.rule):
            refuse("assembly.no_countback", election=self.code, rule=election.rule["kind"])
        sitting = vacancies.sitting(election)
        if self.vacated not in sitting:
            refuse(
                "assembly.not_seated",
                candidate=self.vacated,
                election=self.code,
                seated=tuple(sitting),
            )
        able = vacancies.able(election)
        for code in self.unavailable:
            if code not in able or self.unavailable.count(code) > 1:
                refuse("assembly.not_unavailable", candidate=code, election=self.code)
        if len(self.unavailable) == len(able):
            refuse("assembly.nobody_follows", election=self.code)
        found = self._count(election, moment)
        result = recorded(moment) if found is None else self._result(found)
        elected, document = result["elected"], result["result"]
        assert isinstance(elected, list)
        assert isinstance(document, dict)
        vacancy: Effect = {
            "kind": "vacancy",
            "unavailable": list(self.unavailable),
            "rule": vacancies.rule_of(election, self.vacated, self.unavailable),
            **result,
            "result": document["sha256"],
        }
        named: Effect = {"kind": "document", **document}
        return Consequence(
            result=result,
            effects=(named, vacancy)
            if found is None
            else (vacancy,),  # the gate names what it keeps
            kept=() if found is None else ((found.data, JSON_MEDIA),),
            plan=(election.id, elected[0], document),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        election_id, elected, document = consequence.plan
        Vacancy.objects.create(
            id=moment.act_id,
            election_id=election_id,
            vacated=self.vacated,
            unavailable=list(self.unavailable),
            lot=self.lot or "",
            elected=elected,
            result=document,
            filled_n=moment.n,
        )

    def _count(self, election: Election, moment: Moment) -> Counted | None:
        """The countback; None where a replay elsewhere does without the ballots."""
        found = count(
            election,
            moment,
            lambda: vacancies.counted(election, self.vacated, self.unavailable, self.lot or ""),
        )
        assert found is None or len(found.elected) == 1
        return found

    def _result(self, found: Counted) -> dict[str, JSON]:
        """What the entry answers: who takes the seat, and `result` as a document."""
        return {
            "election": self.code,
            "vacated": self.vacated,
            "lot": self.lot or "",
            "elected": list(found.elected),
            "result": result_document(found),
        }
