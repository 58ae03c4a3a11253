"""Participatory budgets: opened by a decision, voted on in the cities, counted by equal shares.

Ballots carry no identity: they come as one document of approved projects and numbers of voters.
What every participatory budget owes its projects is here as well; those that are counted by other
rules, from ballots as elections have them, are opened in `elections.projects`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from koinon.acts import registry
from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment, Plain
from koinon.acts.fields import LARGEST, Cents, Day, Slug, Translated, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.enclosing import ENCLOSED_LIMIT, Enclosed, Encloses
from koinon.assembly.calendar import Window, midnight
from koinon.assembly.counting import counted
from koinon.assembly.models import BudgetProject, ParticipatoryBudget
from koinon.charter.document import Charter
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.methods.budgets import BudgetError, Profile, Project, Tie, tie_ranks
from koinon.methods.equal_shares import EqualShares
from koinon.methods.plain import to_plain
from koinon.record.canonical import JSON
from koinon.record.counts import MAX_PROJECTS, Account, CountError

STEPS_LIMIT = 1_000_000
"""How many steps make the envelope at most: the work of a count grows with their number."""
JSON_MEDIA = "application/json"


class EqualSharesRule(Plain):
    """The Method of Equal Shares with every option stated (see `methods.equal_shares`).

    `start`: what each voter holds first. `step_cents`: what each gains from one run to the next
    until the money is spent (Add1; 0: a single run). `stop`: whether the run before the first that
    overspends decides, or already the first after which nothing more fits. `then`: what is left
    goes to the most approved projects that fit, or to nothing. `ties`: the order among equals.
    """

    kind: Literal["equal_shares"] = "equal_shares"
    start: Literal["exact share", "whole units"]
    step_cents: Annotated[int, Field(ge=0, le=LARGEST)]
    stop: Literal["overspent", "exhausted"]
    then: Literal["nothing", "greedy"]
    ties: Annotated[tuple[Tie, ...], Field(min_length=1, max_length=4)]

    def method(self) -> EqualShares:
        """The rule as the method takes it."""
        return EqualShares(self.start, self.step_cents, self.stop, self.then, self.ties)


class BudgetedProject(Plain):
    """A project to vote on, funded whole or not at all, and the acts that follow if it is."""

    code: Slug
    title: Translated
    city: Slug | None = None
    cost_cents: Cents
    acts: Annotated[tuple[Enclosed, ...], Field(max_length=10)] = ()


def check_projects(projects: Sequence[BudgetedProject], envelope_cents: int) -> None:
    """Refuse a project that is named twice, or costs more than all the money."""
    codes = [project.code for project in projects]
    for project in projects:
        if codes.count(project.code) > 1:
            refuse("assembly.project_twice", project=project.code)
        if project.cost_cents > envelope_cents:
            refuse(
                "assembly.project_too_dear",
                cost_cents=project.cost_cents,
                envelope_cents=envelope_cents,
                project=project.code,
            )


def check_cities(projects: Sequence[BudgetedProject]) -> None:
    """Refuse a project of a city that is no member."""
    members = cities.members()
    for project in projects:
        if project.city is not None and project.city not in members:
            refuse("cities.unknown", city=project.city)


def check_follow_ups(opening: Encloses, code: str, charter: Charter) -> None:
    """Refuse acts of projects that are too many, unknown, malformed, or not by a decision."""
    if len(opening.enclosed()) > ENCLOSED_LIMIT:
        refuse("assembly.too_many_acts", budget=code, limit=ENCLOSED_LIMIT)
    opening.read_enclosed(charter)


def voting_days(moment: Moment, code: str, opens_on: str, closes_on: str, zone: str) -> Window:
    """The voting days as instants, computed once and recorded; refuses days that are past."""
    if closes_on < opens_on:
        refuse("assembly.voting_days", opens_on=opens_on, closes_on=closes_on)
    first = date.fromisoformat(opens_on)
    after = date.fromisoformat(closes_on) + timedelta(days=1)
    window = Window(
        moment.once("opens_at", lambda: midnight(first, zone)),
        moment.once("closes_at", lambda: midnight(after, zone)),
    )
    if window.closes_at <= moment.at:
        refuse("assembly.voting_days_past", budget=code, closes_on=closes_on)
    return window


def project_rows(moment: Moment, projects: Sequence[BudgetedProject]) -> Iterator[BudgetProject]:
    """The rows of a new budget's projects, in the order of the ballot paper."""
    for k, project in enumerate(projects, 1):
        yield BudgetProject(
            id=moment.row_id(k),
            budget_id=moment.act_id,
            place=k,
            code=project.code,
            title=translations(project.title),
            city=project.city,
            cost_cents=project.cost_cents,
            acts=[one.model_dump(mode="json") for one in project.acts],
        )


@act("assembly.open_participatory_budget/1")
class OpenParticipatoryBudget(Encloses):
    """Let residents decide by approval ballots which projects an amount of money is spent on.

    Voting lasts from the first of the voting days to the last, in the charter's time zone. What a
    funded project sets going is decided here: its acts follow when the ballots are counted.
    """

    code: Slug
    title: Translated
    year: Annotated[int, Field(ge=1900, le=9999)]
    envelope_cents: Cents
    projects: Annotated[tuple[BudgetedProject, ...], Field(min_length=1, max_length=MAX_PROJECTS)]
    rule: EqualSharesRule
    opens_on: Day
    closes_on: Day

    def enclosed(self) -> tuple[Enclosed, ...]:
        """The acts of all projects."""
        return tuple(one for project in self.projects for one in project.acts)

    def judge(self, moment: Moment) -> Consequence:
        """The code is new; every project can win; the rule can be counted; voting lies ahead."""
        if ParticipatoryBudget.objects.filter(code=self.code).exists():
            refuse("assembly.budget_exists", budget=self.code)
        check_projects(self.projects, self.envelope_cents)
        check_cities(self.projects)
        self._check_rule()
        charter = in_force()
        check_follow_ups(self, self.code, charter)
        window = voting_days(moment, self.code, self.opens_on, self.closes_on, charter.time_zone)
        projects: list[JSON] = [[project.id, project.cost] for project in self._sorted()]
        effect: Effect = {
            "kind": "participatory_budget",
            "budget": self.code,
            "envelope_cents": self.envelope_cents,
            "projects": projects,
            "rule": to_plain(self.rule.method()),
            "opens_at": window.opens_at,
            "closes_at": window.closes_at,
        }
        return Consequence(
            result={
                "budget": self.code,
                "opens_at": window.opens_at,
                "closes_at": window.closes_at,
            },
            effects=(effect,),
            plan=window,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The budget and its projects."""
        window: Window = consequence.plan
        ParticipatoryBudget.objects.create(
            id=moment.act_id,
            code=self.code,
            title=translations(self.title),
            year=self.year,
            envelope_cents=self.envelope_cents,
            rule=to_plain(self.rule.method()),
            opens_at=window.opens_at,
            closes_at=window.closes_at,
            opened_n=moment.n,
            decision_n=moment.grant.decision,
            status="open",
        )
        BudgetProject.objects.bulk_create(project_rows(moment, self.projects))

    def _sorted(self) -> tuple[Project, ...]:
        return tuple(
            Project(project.code, project.cost_cents)
            for project in sorted(self.projects, key=lambda project: project.code)
        )

    def _check_rule(self) -> None:
        try:
            tie_ranks(Profile(self._sorted(), ()), self.rule.ties)
        except BudgetError:
            refuse("assembly.ties", ties=self.rule.ties)
        least = -(-self.envelope_cents // STEPS_LIMIT)
        if 0 < self.rule.step_cents < least:
            refuse("assembly.step", least_cents=least, step_cents=self.rule.step_cents)


class Turnout(Plain):
    """How many residents of a city voted."""

    city: Slug
    voters: Annotated[int, Field(ge=0, le=LARGEST)]


@act("assembly.import_ballots/1")
class ImportBallots(Act):
    """Bring in the ballots of a participatory budget; a later import replaces an earlier one.

    The document is canonical JSON, a list of [approved projects, voters], the codes of a ballot and
    the ballots themselves sorted and different. Its SHA-256 commits to them. The turnout by city,
    where it is stated, adds up to all voters.
    """

    code: Slug
    ballots: DocumentRef
    turnout: Annotated[tuple[Turnout, ...], Field(max_length=1_000)] = ()

    def judge(self, moment: Moment) -> Consequence:
        """Voting has opened and is not counted; the ballots read, add up and can be counted."""
        budget = _uncounted(self.code)
        if moment.at < budget.opens_at:
            refuse("assembly.budget_not_open", budget=self.code, opens_at=budget.opens_at)
        account = _account(budget, self.ballots.sha256, moment)
        voters = _recorded(moment)["voters"] if account is None else account.voters
        assert isinstance(voters, int)
        self._check_turnout(voters)
        effect: Effect = {
            "kind": "ballots",
            "budget": self.code,
            "ballots": self.ballots.sha256,
            "voters": voters,
        }
        return Consequence(
            result={"budget": self.code, "voters": voters},
            effects=(effect,),
            plan=(budget.id, voters),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """What was imported last, and when."""
        budget_id, voters = consequence.plan
        ParticipatoryBudget.objects.filter(id=budget_id).update(
            ballots_sha256=self.ballots.sha256,
            voters=voters,
            turnout={one.city: one.voters for one in self.turnout},
            imported_n=moment.n,
            imported_at=moment.at,
        )

    def _check_turnout(self, voters: int) -> None:
        known = {city.slug for city in cities.cities() if city.joined_n is not None}
        named = [one.city for one in self.turnout]
        for city in named:
            if city not in known:
                refuse("cities.unknown", city=city)
            if named.count(city) > 1:
                refuse("cities.twice", city=city)
        total = sum(one.voters for one in self.turnout)
        if self.turnout and total != voters:
            refuse("assembly.turnout", total=total, voters=voters)


@dataclass(frozen=True, slots=True)
class _Counted:
    budget: ParticipatoryBudget
    funded: tuple[str, ...]
    result: dict[str, JSON]


@act("assembly.count_participatory_budget/1")
class CountParticipatoryBudget(Act):
    """Count a participatory budget whose voting has closed; the acts of funded projects follow.

    The clock counts at the close what was imported before; ballots that come later are counted
    from a seat.
    """

    code: Slug

    def judge(self, moment: Moment) -> Consequence:
        """Voting has closed and ballots are there; the count is the same whoever repeats it."""
        budget = _uncounted(self.code)
        if moment.at < budget.closes_at:
            refuse("assembly.budget_open", budget=self.code, closes_at=budget.closes_at)
        if budget.ballots_sha256 is None:
            refuse("assembly.no_ballots", budget=self.code)
        account = _account(budget, budget.ballots_sha256, moment)
        if account is None:
            result = _recorded(moment)
        else:
            result = _result(self.code, budget.ballots_sha256, account)
        document = result["account"]
        bought, added = result["bought"], result["added"]
        assert isinstance(document, dict)
        assert isinstance(bought, list)
        assert isinstance(added, list)
        funded = tuple(str(code) for code in (*bought, *added))
        count: Effect = {
            "kind": "count",
            "rule": budget.rule,
            **result,
            "account": document["sha256"],
        }
        named: Effect = {"kind": "document", **document}
        return Consequence(
            result=result,
            effects=(named, count) if account is None else (count,),  # the gate names what is kept
            then=following(budget, funded),
            kept=() if account is None else ((account.data, JSON_MEDIA),),
            plan=_Counted(budget, funded, result),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The result, and which projects are funded."""
        plan: _Counted = consequence.plan
        note_count(plan.budget, plan.funded, plan.result, moment)


def _uncounted(code: str) -> ParticipatoryBudget:
    budget = ParticipatoryBudget.objects.filter(code=code).first()
    if budget is None:
        refuse("assembly.unknown_budget", budget=code)
    if budget.status != "open":
        refuse("assembly.budget_counted", budget=code, n=budget.counted_n or 0)
    if budget.election_id is not None:
        refuse("assembly.budget_of_election", budget=code)
    return budget


def _account(budget: ParticipatoryBudget, sha256: str, moment: Moment) -> Account | None:
    """The count of these ballots; None where a replay elsewhere does without the document."""
    try:
        return counted(budget, sha256)
    except LookupError:
        if moment.replaying:
            return None
        refuse("acts.document_missing", sha256=sha256)
    except CountError as error:
        refuse("assembly.ballots", budget=budget.code, why=str(error))


def _recorded(moment: Moment) -> dict[str, JSON]:
    """What the record says came of the act."""
    assert moment.recorded is not None
    return dict(moment.recorded)


def _result(code: str, ballots: str, account: Account) -> dict[str, JSON]:
    stated = account.stated()
    document: JSON = {
        "sha256": stated["account"],
        "size": len(account.data),
        "media": JSON_MEDIA,
    }
    return {"budget": code, "ballots": ballots, **stated, "account": document}


def note_count(
    budget: ParticipatoryBudget, funded: Sequence[str], result: dict[str, JSON], moment: Moment
) -> None:
    """Write what a count came to, and which projects are funded."""
    ParticipatoryBudget.objects.filter(id=budget.id).update(
        status="counted", counted_n=moment.n, voters=result["voters"], result=result
    )
    projects = BudgetProject.objects.filter(budget_id=budget.id)
    projects.update(funded=False)
    projects.filter(code__in=funded).update(funded=True)


def following(budget: ParticipatoryBudget, funded: Sequence[str]) -> tuple[Act, ...]:
    """The acts of the funded projects, in the order in which these were funded."""
    rows = BudgetProject.objects.filter(budget_id=budget.id, code__in=funded)
    acts = dict(rows.order_by("code").values_list("code", "acts"))
    return tuple(
        registry.find(one["type"]).read(one["data"]) for code in funded for one in acts[code]
    )
