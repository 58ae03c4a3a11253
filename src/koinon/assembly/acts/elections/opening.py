"""Opening an election: what is elected, by whom, by which rule, and when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue

from koinon.acts.act import Act, Consequence, Effect, Moment, Plain
from koinon.acts.fields import LARGEST, Day, Sentence, Slug, Translated, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly import elections
from koinon.assembly.calendar import midnight
from koinon.assembly.models import Candidate, Election
from koinon.charter.document import Charter
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.methods.counting.contests import CountError
from koinon.record import canonical
from koinon.record.canonical import JSON, CanonicalError
from koinon.record.elections import MAX_CANDIDATES, MAX_SEATS


class ElectionOption(Plain):
    """Something to choose that is no person: it stands on the paper from the opening on."""

    code: Slug
    title: Translated


@dataclass(frozen=True, slots=True)
class _Days:
    """The instants of an election; candidacies have none where options are given."""

    opens_at: str
    closes_at: str
    stand_from_at: str | None = None
    stand_until_at: str | None = None

    def said(self) -> dict[str, JSON]:
        """Those there are, by name."""
        names = ("stand_from_at", "stand_until_at", "opens_at", "closes_at")
        return {name: at for name in names if (at := getattr(self, name)) is not None}


def plain_rule(rule: dict[str, JsonValue]) -> Any:
    """The rule as canonical JSON holds it; a number with a point was refused before."""
    return canonical.load(canonical.dump(rule))


def voting_cities(named: tuple[str, ...], members: Collection[str]) -> tuple[str, ...]:
    """The members that have votes: the named ones, or all; refuses others and twins."""
    for city in named:
        if city not in members:
            refuse("cities.unknown", city=city)
        if named.count(city) > 1:
            refuse("cities.twice", city=city)
    return named or tuple(members)


@act("assembly.open_election/1")
class OpenElection(Act):
    """Let residents, or the delegates of a body, elect people or choose among options by ballot.

    Without `body` residents vote: those of `cities`, or of all members. With `options` there are no
    candidacies, and these are the ballot paper. `rule` is the plain form of a rule of counting with
    every option stated. `lot` says which public draw, held after the close, breaks a last tie.
    """

    code: Slug
    title: Translated
    seats: Annotated[int, Field(ge=1, le=MAX_SEATS)]
    body: Slug | None = None
    cities: Annotated[tuple[Slug, ...], Field(max_length=1_000)] = ()
    options: Annotated[tuple[ElectionOption, ...], Field(max_length=MAX_CANDIDATES)] = ()
    rule: dict[str, JsonValue]
    supporters: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    order: Literal["as entered", "lot"] = "as entered"
    stand_from: Day | None = None
    stand_until: Day | None = None
    opens_on: Day
    closes_on: Day
    lot: Sentence

    def check_enclosed(self) -> None:
        """A rule that counts no such election, and options that are named twice, stay so."""
        try:
            elections.check_rule(plain_rule(self.rule), self.seats)
        except (CanonicalError, CountError) as error:
            refuse("assembly.election_rule", election=self.code, why=str(error))
        codes = [option.code for option in self.options]
        for code in codes:
            if codes.count(code) > 1:
                refuse("assembly.candidate_exists", candidate=code, election=self.code)
        days = [day is not None for day in (self.stand_from, self.stand_until)]
        if any(days) if self.options else not all(days):
            refuse("assembly.election_who", election=self.code)

    def judge(self, moment: Moment) -> Consequence:
        """The code is new, the rule is known, cities vote, and the days lie ahead in order."""
        if Election.objects.filter(code=self.code).exists():
            refuse("assembly.election_exists", election=self.code)
        self.check_enclosed()
        charter = in_force()
        voting = self._cities(charter)
        days = self._days(moment, charter.time_zone)
        effect: Effect = {
            "kind": "election",
            "election": self.code,
            "seats": self.seats,
            "rule": plain_rule(self.rule),
            "cities": list(voting),
            "options": [option.code for option in self.options],
            "order": self.order,
            "supporters": self.supporters,
            **days.said(),
        }
        if self.body is not None:
            effect["body"] = self.body
        result: dict[str, JSON] = {"election": self.code, **days.said()}
        return Consequence(result=result, effects=(effect,), plan=(voting, days))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The election, and its options where it has any."""
        voting, days = consequence.plan
        Election.objects.create(
            id=moment.act_id,
            code=self.code,
            title=translations(self.title),
            seats=self.seats,
            body=self.body,
            cities=list(voting),
            rule=self.rule,
            supporters=self.supporters,
            order=self.order,
            lot=self.lot,
            stand_from_at=days.stand_from_at,
            stand_until_at=days.stand_until_at,
            opens_at=days.opens_at,
            closes_at=days.closes_at,
            opened_n=moment.n,
            decision_n=moment.grant.decision,
            confirmed_n=moment.n if self.options else None,
            paper_lot="",
            status="open",
        )
        Candidate.objects.bulk_create(
            Candidate(
                id=moment.row_id(k),
                election_id=moment.act_id,
                code=option.code,
                title=translations(option.title),
                supporters=0,
                stood_n=moment.n,
                place=k,
            )
            for k, option in enumerate(self.options, 1)
        )

    def _cities(self, charter: Charter) -> tuple[str, ...]:
        """The members that have votes: named ones, those of the body, or all."""
        members = cities.members()
        if self.body is not None:
            known = tuple(one.id for one in charter.bodies)
            if self.body not in known:
                refuse("assembly.election_body", body=self.body, known=known)
            members = charter.sitting(charter.body(self.body), members)
        return voting_cities(self.cities, members)

    def _days(self, moment: Moment, zone: str) -> _Days:
        """Days as instants, computed once and recorded; candidacies are over before the vote."""

        def start(name: str, day: str | None, later: int = 0) -> Any:
            if day is None:
                return None
            first = date.fromisoformat(day) + timedelta(days=later)
            return moment.once(name, lambda: midnight(first, zone))

        if self.closes_on < self.opens_on:
            refuse("assembly.voting_days", opens_on=self.opens_on, closes_on=self.closes_on)
        since, until = self.stand_from, self.stand_until
        if since and until and not since <= until < self.opens_on:
            refuse(
                "assembly.candidacy_days",
                election=self.code,
                opens_on=self.opens_on,
                stand_from=since,
                stand_until=until,
            )
        days = _Days(
            opens_at=start("opens_at", self.opens_on),
            closes_at=start("closes_at", self.closes_on, 1),
            stand_from_at=start("stand_from_at", self.stand_from),
            stand_until_at=start("stand_until_at", self.stand_until, 1),
        )
        if days.closes_at <= moment.at:
            refuse("assembly.election_past", closes_on=self.closes_on, election=self.code)
        return days
