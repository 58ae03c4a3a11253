"""The budget of a year: what the assembly lets the coalition spend, line by line."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Moment, Plain
from koinon.acts.fields import Cents, Slug, Translated, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly import queries_urgency as urgencies
from koinon.charter.queries import in_force
from koinon.treasury import chart
from koinon.treasury.models import BudgetLine
from koinon.treasury.posting import Move, prepare

Year = Annotated[int, Field(ge=1900, le=9999)]


class Line(Plain):
    """One line of a budget: a programme, what it is for and how much, in minor units."""

    code: Slug
    programme: Slug
    title: Translated
    amount_cents: Cents


@act("treasury.adopt_budget/1")
class AdoptBudget(Act):
    """Adopt the budget of a year, or add lines and amounts to it."""

    year: Year
    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=400)]

    def check_enclosed(self) -> None:
        """Each line once."""
        counted = Counter(line.code for line in self.lines)
        for code in (code for code, times in counted.items() if times > 1):
            refuse("treasury.line_twice", line=code)

    def check_urgent(self) -> None:
        """Every line is new: what was added to another could not be told from it at a lapse."""
        for code in self._known():
            refuse("treasury.urgent_line", line=code, year=self.year)

    def judge(self, moment: Moment) -> Consequence:
        """Each line once; a line that exists keeps its programme, and its decision stands."""
        self.check_enclosed()
        known = self._known()
        if urgencies.decided_in_urgency(moment.grant.decision):
            self.check_urgent()
        for row in known.values():
            check_stands(row)
        for line in self.lines:
            if line.code in known and known[line.code].programme != line.programme:
                refuse(
                    "treasury.other_programme",
                    line=line.code,
                    programme=known[line.code].programme,
                )
        prepared = prepare(moment, "budget", self._moves(), year=self.year)
        total = sum(line.amount_cents for line in self.lines)
        return Consequence(
            result={"year": self.year, "total_cents": total},
            effects=prepared.effects,
            kept=prepared.kept,
            plan=(prepared, set(known)),
        )

    def _known(self) -> dict[str, BudgetLine]:
        """The lines that exist already."""
        codes = [line.code for line in self.lines]
        rows = BudgetLine.objects.filter(year=self.year, code__in=codes).order_by("code")
        return {row.code: row for row in rows}

    def _moves(self) -> list[Move]:
        currency = in_force().currency
        return [
            (
                chart.authority(currency, self.year),
                chart.available(currency, self.year, line.code),
                line.amount_cents,
            )
            for line in self.lines
        ]

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The lines that are new, and the journal that makes the money available."""
        prepared, known = consequence.plan
        fresh = [line for line in self.lines if line.code not in known]
        BudgetLine.objects.bulk_create(
            BudgetLine(
                id=moment.row_id(k),
                year=self.year,
                code=line.code,
                programme=line.programme,
                title=translations(line.title),
                adopted_n=moment.n,
                decision_n=moment.grant.decision,
            )
            for k, line in enumerate(fresh)
        )
        prepared.write()


def check_stands(line: BudgetLine) -> None:
    """Refuse anything new on a line whose decision, taken in urgency, was not ratified."""
    over = urgencies.lapsed(line.decision_n)
    if over is not None:
        refuse("treasury.line_lapsed", line=line.code, year=line.year, number=over.number, n=over.n)
