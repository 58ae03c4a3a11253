"""An audit from its opening to the opinion."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Moment
from koinon.acts.fields import LARGEST, Cents, Sentence
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.treasury.acts.budget import Year
from koinon.treasury.auditing import due_day, open_audit, terms
from koinon.treasury.models import Audit, SampledItem

AuditNumber = Annotated[int, Field(ge=1, le=LARGEST)]
Opinion = Literal["unmodified", "qualified", "adverse", "disclaimer"]
"""The forms of an opinion: ISA 700 and 705, ISSAI 1705."""


@act("treasury.open_audit/1")
class OpenAudit(Act):
    """Open the audit of a year's books: what is examined, and from what amount an error matters."""

    year: Year
    scope: Sentence
    materiality_cents: Cents
    basis: Sentence

    def judge(self, moment: Moment) -> Consequence:
        """The year has begun, and no audit of it is open."""
        said = terms()
        if self.year > int(moment.day[:4]):
            refuse("treasury.audit_of_the_future", year=self.year)
        running = Audit.objects.filter(year=self.year, opinion_n=None).first()
        if running is not None:
            refuse("treasury.audit_runs", year=self.year, number=running.number)
        due = due_day(moment, "opinion_due", said.opinion_days)
        number = next_number(Audit)
        return Consequence(result={"audit": number, "opinion_due": due}, plan=(number, due))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        number, due = consequence.plan
        Audit.objects.create(
            id=moment.act_id,
            number=number,
            year=self.year,
            scope=self.scope,
            materiality_cents=self.materiality_cents,
            basis=self.basis,
            opened_n=moment.n,
            opinion_due=due,
        )


@act("treasury.give_opinion/1")
class GiveOpinion(Act):
    """Give the opinion on a year's books, with the report; the audit is then over.

    Replies to its findings and what becomes of them are still recorded.
    """

    audit: AuditNumber
    opinion: Opinion
    basis: Sentence
    document: DocumentRef

    def judge(self, moment: Moment) -> Consequence:
        """No opinion is given yet, and what was drawn was examined, unless none can be given."""
        found = open_audit(self.audit)
        left = SampledItem.objects.filter(sample__audit=found, examined_n=None).count()
        if left and self.opinion != "disclaimer":
            refuse("treasury.items_not_examined", number=self.audit, left=left)
        return Consequence(
            result={"audit": self.audit, "year": found.year, "opinion": self.opinion},
            plan=found.id,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The audit's row."""
        Audit.objects.filter(id=consequence.plan).update(
            opinion=self.opinion,
            opinion_basis=self.basis,
            opinion_sha256=self.document.sha256,
            opinion_n=moment.n,
        )
