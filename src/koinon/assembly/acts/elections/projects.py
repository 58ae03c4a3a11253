"""Participatory budgets whose ballots come in as those of an election, counted by any budget rule.

Rolls, imports, papers typed twice, lots and the count are those of elections; what a project sets
going when it is funded is that of every participatory budget.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from koinon.acts.act import Consequence, Effect, Moment
from koinon.acts.fields import Cents, Day, Sentence, Slug, Translated, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.elections.opening import plain_rule, voting_cities
from koinon.assembly.acts.enclosing import Enclosed, Encloses
from koinon.assembly.acts.participatory import (
    BudgetedProject,
    check_cities,
    check_follow_ups,
    check_projects,
    project_rows,
    voting_days,
)
from koinon.assembly.models import BudgetProject, Candidate, Election, ParticipatoryBudget
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.methods.counting.contests import CountError
from koinon.methods.currencies import minor_units
from koinon.record.canonical import JSON, CanonicalError
from koinon.record.elections import Money, contest_of
from koinon.record.project_votes import KIND, MAX_PROJECTS, check_rule


@act("assembly.open_participatory_budget/2")
class OpenProjectVote(Encloses):
    """Let residents share out an amount of money among projects, by the rule that is decided.

    `budget_rule` is the plain form of a rule of counting budgets with every option stated; it says
    whether voters approve projects, choose one, rank them or give points. Residents of `cities`
    vote, or of all members. What a funded project sets going is decided here. `lot` says which
    public draw, held after the close, breaks a last tie.
    """

    code: Slug
    title: Translated
    year: Annotated[int, Field(ge=1900, le=9999)]
    envelope_cents: Cents
    projects: Annotated[tuple[BudgetedProject, ...], Field(min_length=1, max_length=MAX_PROJECTS)]
    cities: Annotated[tuple[Slug, ...], Field(max_length=1_000)] = ()
    budget_rule: dict[str, JsonValue]
    opens_on: Day
    closes_on: Day
    lot: Sentence

    def enclosed(self) -> tuple[Enclosed, ...]:
        """The acts of all projects."""
        return tuple(one for project in self.projects for one in project.acts)

    def check_enclosed(self) -> None:
        """Projects that can never be funded, and a rule that counts none of them, stay so."""
        check_projects(self.projects, self.envelope_cents)
        try:
            contest = contest_of(self.code, 0, self._codes(), (), self._money())
            check_rule(plain_rule(self.budget_rule), contest)
        except (CanonicalError, CountError) as error:
            refuse("assembly.budget_rule", budget=self.code, why=str(error))

    def judge(self, moment: Moment) -> Consequence:
        """The code is new; every project can win; the rule can be counted; voting lies ahead."""
        if ParticipatoryBudget.objects.filter(code=self.code).exists():
            refuse("assembly.budget_exists", budget=self.code)
        if Election.objects.filter(code=self.code).exists():
            refuse("assembly.election_exists", election=self.code)
        charter = in_force()
        self.check_enclosed()
        check_follow_ups(self, self.code, charter)
        check_cities(self.projects)
        voting = voting_cities(self.cities, cities.members())
        window = voting_days(moment, self.code, self.opens_on, self.closes_on, charter.time_zone)
        money = self._money()
        projects: list[JSON] = [[one.code, one.cost_cents] for one in self.projects]
        effect: Effect = {
            "kind": KIND,
            "election": self.code,
            "envelope_cents": money.envelope_cents,
            "unit": money.unit,
            "projects": projects,
            "rule": plain_rule(self.budget_rule),
            "cities": list(voting),
            "opens_at": window.opens_at,
            "closes_at": window.closes_at,
        }
        result: dict[str, JSON] = {
            "budget": self.code,
            "opens_at": window.opens_at,
            "closes_at": window.closes_at,
        }
        return Consequence(result=result, effects=(effect,), plan=(window, voting, money))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The vote and its paper, the money and the projects."""
        window, voting, money = consequence.plan
        shared = {
            "code": self.code,
            "title": translations(self.title),
            "rule": plain_rule(self.budget_rule),
            "opens_at": window.opens_at,
            "closes_at": window.closes_at,
            "opened_n": moment.n,
            "decision_n": moment.grant.decision,
            "status": "open",
        }
        Election.objects.create(
            id=moment.act_id,
            seats=len(self.projects),
            cities=list(voting),
            supporters=0,
            order="as entered",
            lot=self.lot,
            confirmed_n=moment.n,
            paper_lot="",
            **shared,
        )
        ParticipatoryBudget.objects.create(
            id=moment.act_id,
            year=self.year,
            envelope_cents=self.envelope_cents,
            election_id=moment.act_id,
            unit=money.unit,
            **shared,
        )
        BudgetProject.objects.bulk_create(project_rows(moment, self.projects))
        Candidate.objects.bulk_create(
            Candidate(
                id=moment.row_id(k),
                election_id=moment.act_id,
                code=project.code,
                title=translations(project.title),
                city=project.city,
                supporters=0,
                stood_n=moment.n,
                place=k,
            )
            for k, project in enumerate(self.projects, 1)
        )

    def _codes(self) -> tuple[str, ...]:
        return tuple(project.code for project in self.projects)

    def _money(self) -> Money:
        costs = tuple(project.cost_cents for project in self.projects)
        return Money(self.envelope_cents, minor_units(in_force().currency), costs)
