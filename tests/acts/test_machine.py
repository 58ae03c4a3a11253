"""The assembly's acts in any order, beside a model in plain Python; at the end, a replay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.support import memos
from tests.support.coalition import League, member, population
from tests.support.replaying import assert_replays

from koinon.acts.act import Receipt
from koinon.acts.gate import enact
from koinon.assembly.models import Proposal, Seat
from koinon.cities import queries as cities
from koinon.record import canonical, merkle, store

FOUNDERS = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}
JOINING = ("mons", "liege")
SIZES = {**FOUNDERS, "mons": 95_000, "liege": 195_000}
EVERYONE = (*FOUNDERS, *JOINING)
BRUSSELS = ZoneInfo("Europe/Brussels")
CHOICES = st.sampled_from(("yes", "yes", "yes", "no", "abstain", "stay away"))
BALLOT = st.lists(CHOICES, min_size=len(EVERYONE), max_size=len(EVERYONE))
FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass
class Question:
    """A proposal as a clerk would keep it."""

    opens: str
    closes: str
    people: dict[str, int]
    joining: str | None
    votes: dict[str, str] = field(default_factory=dict)
    outcome: str = "open"

    def passes(self) -> bool:
        """More yes than half of those cast, and yes by cities of half of all people."""
        yes = [city for city, choice in self.votes.items() if choice == "yes"]
        cast = [city for city, choice in self.votes.items() if choice != "abstain"]
        people = sum(self.people[city] for city in yes)
        return 2 * len(yes) > len(cast) and 2 * people >= sum(self.people.values())


@dataclass
class Clerk:
    """What the coalition should be, by the charter of tests.support.coalition."""

    people: dict[str, int] = field(default_factory=lambda: dict(FOUNDERS))
    questions: dict[int, Question] = field(default_factory=dict)
    entries: int = 1

    def let_time_pass(self, at: str) -> None:
        """Count what has closed, in order of closing; who is admitted joins."""
        due = [
            (q.closes, n)
            for n, q in self.questions.items()
            if q.outcome == "open" and q.closes <= at
        ]
        for _, number in sorted(due):
            question = self.questions[number]
            question.outcome = "adopted" if question.passes() else "rejected"
            self.entries += 1
            if question.outcome == "adopted" and question.joining is not None:
                self.entries += 1  # the admission, or the note that it could not be
                self.people.setdefault(question.joining, SIZES[question.joining])

    def notice(self, at: str, joining: str | None) -> None:
        """Two whole days of notice, three of voting, by the calendar of Brussels."""
        day = datetime.strptime(at, FORM).replace(tzinfo=UTC).astimezone(BRUSSELS).date()
        opens, closes = (
            datetime.combine(day + timedelta(days=days), time(0), BRUSSELS).astimezone(UTC)
            for days in (3, 6)
        )
        number = len(self.questions) + 1
        self.questions[number] = Question(
            opens.strftime(FORM), closes.strftime(FORM), dict(self.people), joining
        )

    def objection(self, number: int, city: str, at: str) -> str | None:
        """Why a vote is refused, if it is."""
        if city not in self.people:
            return "authority.unknown_seat"
        question = self.questions.get(number)
        if question is None:
            return "assembly.unknown_proposal"
        if city not in question.people:
            return "assembly.not_in_electorate"
        if at < question.opens:
            return "assembly.not_open_yet"
        return "assembly.closed" if question.outcome != "open" else None


class Assembly(RuleBasedStateMachine):
    """Acts and passing time; after each step the database is what the clerk's book says."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.league = League()
        self.league.found(FOUNDERS)
        self.clerk = Clerk()
        self.sent: list[Any] = []

    def teardown(self) -> None:
        try:
            with memos.checked():
                assert_replays()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def send(self, name: str, data: dict[str, Any], seat: str) -> Receipt | str:
        """Act; a receipt, or the code of the refusal."""
        self.clerk.let_time_pass(self.league.at)
        envelope = self.league.envelope(name, data, seat)
        answer = enact(envelope, at=self.league.at)
        if isinstance(answer, Receipt):
            self.clerk.entries += 1
            self.sent.append((envelope, answer))
            assert answer.at == self.league.at
            return answer
        return answer.code

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        later = datetime.strptime(self.league.at, FORM) + timedelta(hours=hours)  # noqa: DTZ007
        self.league.at = later.strftime(FORM)

    @rule(data=st.data(), edge=st.sampled_from(("opens", "closes")))
    def a_deadline_comes(self, data: st.DataObject, edge: str) -> None:
        instants = {getattr(question, edge) for question in self.clerk.questions.values()}
        coming = sorted(at for at in instants if at > self.league.at)
        if coming:
            self.league.at = data.draw(st.sampled_from(coming))

    @rule(city=st.sampled_from((None, *JOINING, "ghent")))
    def notice_is_given(self, city: str | None) -> None:
        acts = (
            [{"type": "assembly.admit_city/1", "data": {"member": member(city, SIZES[city])}}]
            if city
            else []
        )
        matter = {} if city else {"matter": "ordinary"}
        title = [{"language": "en", "text": f"About {city}"}]
        answer = self.send(
            "assembly.open_proposal/1", {"title": title, "acts": acts, **matter}, "secretariat"
        )
        assert isinstance(answer, Receipt), answer
        self.clerk.notice(self.league.at, city)
        newest = len(self.clerk.questions)
        question = self.clerk.questions[newest]
        assert answer.result == {
            "proposal": newest,
            "opens_at": question.opens,
            "closes_at": question.closes,
        }

    @rule(
        city=st.sampled_from((*JOINING, "ghent")),
        choices=BALLOT,
        second_thoughts=BALLOT,
        waits=st.booleans(),
    )
    def a_question_is_voted_on(
        self, city: str, choices: list[str], second_thoughts: list[str], waits: bool
    ) -> None:
        """Notice, the whole council's votes, votes changed, and perhaps the close."""
        self.notice_is_given(city)
        number = len(self.clerk.questions)
        question = self.clerk.questions[number]
        self.league.at = question.opens
        self.council_votes(number, choices)
        self.council_votes(number, second_thoughts)
        if waits:
            self.league.at = question.closes
            self.a_figure_is_certified("ghent", 260_000)

    @rule(data=st.data(), choices=BALLOT)
    def votes_are_cast(self, data: st.DataObject, choices: list[str]) -> None:
        """On a proposal that is there, open or not, or on the next one, which is not."""
        self.council_votes(data.draw(st.integers(1, len(self.clerk.questions) + 1)), choices)

    def council_votes(self, number: int, choices: list[str]) -> None:
        for city, choice in zip(EVERYONE, choices, strict=True):
            if choice != "stay away":
                self.vote(number, city, choice)

    def vote(self, number: int, city: str, choice: str) -> None:
        answer = self.send(
            "assembly.cast_vote/1", {"proposal": number, choice: "1"}, f"council/{city}"
        )
        objection = self.clerk.objection(number, city, self.league.at)
        assert (answer if isinstance(answer, str) else None) == objection
        if objection is None:
            self.clerk.questions[number].votes[city] = choice

    @rule(city=st.sampled_from(EVERYONE), people=st.integers(1, 10**6))
    def a_figure_is_certified(self, city: str, people: int) -> None:
        data = {"city": city, "fact": population(people, self.league.at[:10])}
        answer = self.send("cities.certify_fact/1", data, "secretariat")
        if city in self.clerk.people:
            assert isinstance(answer, Receipt)
            self.clerk.people[city] = people
        else:
            assert answer == "cities.unknown"

    @rule(data=st.data())
    def an_act_is_sent_again(self, data: st.DataObject) -> None:
        if self.sent:
            envelope, first = data.draw(st.sampled_from(self.sent))
            again = enact(envelope, at=self.league.at)
            assert isinstance(again, Receipt)
            assert again.repeated
            assert (again.n, again.leaf) == (first.n, first.leaf)

    @invariant()
    def the_book_and_the_database_agree(self) -> None:
        assert store.head().size == self.clerk.entries
        assert set(cities.members()) == set(self.clerk.people)
        seats = Seat.objects.filter(open=True, body="council").values_list("name", flat=True)
        assert set(seats) == {f"council/{city}" for city in self.clerk.people}
        outcomes = dict(Proposal.objects.values_list("number", "status"))
        assert outcomes == {n: q.outcome for n, q in self.clerk.questions.items()}

    @invariant()
    def the_record_is_a_tree_in_order(self) -> None:
        bodies = list(store.bodies())
        entries: list[Any] = [canonical.load(body) for body in bodies]
        assert [entry["n"] for entry in entries] == list(range(len(entries)))
        assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
        assert store.root() == merkle.tree_root([merkle.leaf_hash(body) for body in bodies])


@pytest.mark.django_db(databases=["default", "replay"])
def test_the_assembly_is_what_a_clerk_would_write_down() -> None:
    run_state_machine_as_test(
        Assembly,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
