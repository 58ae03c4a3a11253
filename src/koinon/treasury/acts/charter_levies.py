"""Levies that the charter writes: adopted by their name, and kept as the charter then had them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import Cents, Exact, Slug
from koinon.acts.registry import act
from koinon.acts.stating import stated
from koinon.charter.document import Charter
from koinon.charter.document_levies import LevyRule
from koinon.charter.queries import in_force, version_at
from koinon.methods.plain import to_plain
from koinon.treasury.acts.budget import Year
from koinon.treasury.acts.levies import Instalment, check_charges, check_instalments, check_new
from koinon.treasury.levying import Terms, assessed, check_given, group_of, rule_named
from koinon.treasury.models import Levy as LevyRow

Named = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
"""The name that a charter gives to a levy."""


@dataclass(frozen=True, slots=True)
class _Adopted:
    rule: LevyRule
    charter_sha256: str
    terms: Terms


@act("treasury.adopt_levy/2")
class AdoptCharterLevy(Act):
    """Adopt a levy that the charter writes: for which year, to raise how much, due when.

    Formula, payers and title are the charter's of the moment of adoption; a later charter changes
    nothing of them. `need_cents` is given where the levy raises an amount, and `figures` are the
    charter's figures of the coalition that it goes by, each in the unit the charter declares.
    """

    charter_levy: Named
    code: Slug
    year: Year
    need_cents: Cents | None = None
    figures: Annotated[dict[str, Exact], Field(max_length=50, default_factory=dict)]
    instalments: Annotated[tuple[Instalment, ...], Field(min_length=1, max_length=12)]

    def charter_levies(self) -> tuple[str, ...]:
        """The one it names."""
        return (self.charter_levy,)

    def check_enclosed(self) -> None:
        """The charter has the levy, it asks for what is given, and the days follow each other."""
        self.terms(in_force())

    def terms(self, charter: Charter) -> Terms:
        """What the levy would be applied by under a charter; refuses what does not fit it."""
        rule = rule_named(charter, self.charter_levy)
        check_given(rule, self.need_cents, self.figures)
        check_instalments(self.code, self.instalments)
        return Terms(
            self.code,
            self.year,
            self.need_cents or 0,
            rule.levy,
            charter,
            tuple((name, Fraction(self.figures[name])) for name in sorted(self.figures)),
            group_of(charter, rule),
        )

    def judge(self, moment: Moment) -> Consequence:
        """The code is new; the levy can be charged to those who pay it of today's members."""
        check_new(self.code)
        charter = in_force()
        terms = self.terms(charter)
        check_charges(self.code, assessed(terms, moment.day))
        sha256 = version_at(moment.n).sha256
        formula, kept = stated(to_plain(terms.levy))
        effect: Effect = {
            "kind": "levy_adopted",
            "levy": self.code,
            "charter": sha256,
            "charter_levy": self.charter_levy,
            "formula": formula,
            "need_cents": terms.need_cents,
            "figures": to_plain(terms.figures),
            "payers": to_plain(terms.payers),
        }
        return Consequence(
            result={"levy": self.code},
            effects=(effect,),
            kept=kept,
            plan=_Adopted(charter.levy(self.charter_levy), sha256, terms),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row, which holds all that the charter says of it."""
        plan: _Adopted = consequence.plan
        LevyRow.objects.create(
            id=moment.act_id,
            code=self.code,
            year=self.year,
            title=[list(pair) for pair in plan.rule.title],
            need_cents=plan.terms.need_cents,
            formula=to_plain(plan.terms.levy),
            charter_levy=self.charter_levy,
            charter_sha256=plan.charter_sha256,
            payers=to_plain(plan.terms.payers),
            figures=to_plain(plan.terms.figures),
            instalments=[part.model_dump() for part in self.instalments],
            adopted_n=moment.n,
            decision_n=moment.grant.decision,
        )
