"""A meeting as it may go, beside a clerk's book that counts heads and residents naively."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.assembly.leagues import CITIES
from tests.assembly.meetings import CALLED, COUNTED, IN_ROOM, OFFICE, assembled
from tests.support import memos
from tests.support.replaying import assert_replays

from koinon.acts.act import Receipt
from koinon.acts.gate import enact
from koinon.assembly.models import Proposal, Vote
from koinon.assembly.queries_meetings import meeting

WORDS = ("yes", "no", "abstain")
cities = st.sampled_from(sorted(CITIES))
words = st.sampled_from(WORDS)


class Clerk:
    """What a clerk would write down: who is present, who voted how and where, what was called."""

    def __init__(self) -> None:
        self.present: set[str] = set()
        self.online: dict[str, str] = {}
        self.room: dict[str, str] = {}
        self.at_call: set[str] = set()
        self.called = False

    @property
    def quorum(self) -> bool:
        """Two thirds of the four cities, so three."""
        return len(self.present) >= 3

    def votes(self) -> dict[str, str]:
        """Every vote as it stands."""
        return {**self.online, **self.room}

    def passes(self) -> bool:
        """More cities for than against, and half of all residents in favour."""
        votes = self.votes()
        favour = [city for city in votes if votes[city] == "yes"]
        against = [city for city in votes if votes[city] == "no"]
        residents = sum(CITIES[city] for city in favour)
        return len(favour) > len(against) and 2 * residents >= sum(CITIES.values())


class Room(RuleBasedStateMachine):
    """Arrivals, votes, corrections; each is taken or refused as the book says."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.chamber = assembled()
        self.meeting = self.chamber.convene()
        self.asked = self.chamber.put(self.meeting)
        self.chamber.at = IN_ROOM
        self.chamber.open(self.meeting)
        self.clerk = Clerk()

    def teardown(self) -> None:
        try:
            self.count()
            with memos.checked():
                assert_replays()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def taken(self, name: str, seat: str, **data: Any) -> bool:
        """Whether an act is taken."""
        answer = enact(self.chamber.envelope(f"assembly.{name}", data, seat), at=self.chamber.at)
        return isinstance(answer, Receipt)

    @rule(present=st.sets(cities))
    def who_is_there(self, present: set[str]) -> None:
        rows = [{"city": city} for city in sorted(present)]
        data = {"meeting": self.meeting, "present": rows}
        assert self.taken("record_attendance/1", OFFICE, **data)
        self.clerk.present = present

    @rule(city=cities, word=words)
    def votes_online(self, city: str, word: str) -> None:
        data = {"proposal": self.asked, word: "1"}
        taken = self.taken("cast_vote/2", f"council/{city}", **data)
        assert taken == (not self.clerk.called)
        if taken:
            self.clerk.online[city] = word

    @rule(city=cities)
    def takes_back(self, city: str) -> None:
        taken = self.taken("withdraw_vote/1", f"council/{city}", proposal=self.asked)
        assert taken == (city in self.clerk.online and not self.clerk.called)
        if taken:
            del self.clerk.online[city]

    @rule(votes=st.dictionaries(cities, words))
    def is_called(self, votes: dict[str, str]) -> None:
        book = self.clerk
        taken = self.taken("record_roll_call/1", OFFICE, **self.chamber.called(self.asked, **votes))
        sound = votes.keys() <= book.present and not votes.keys() & book.online.keys()
        assert taken == (not book.called and book.quorum and sound)
        if taken:
            book.room, book.called, book.at_call = dict(votes), True, set(book.present)

    @rule(city=cities, word=st.sampled_from([*WORDS, None]))
    def is_corrected(self, city: str, word: str | None) -> None:
        data = {"proposal": self.asked, "city": city, "reason": "The list says otherwise"}
        taken = self.taken("correct_vote/1", OFFICE, **data, **({word: "1"} if word else {}))
        book = self.clerk
        able = city in book.room or (city not in book.online and city in book.at_call)
        assert taken == (book.called and able and book.room.get(city) != word)
        if taken and word is None:
            del book.room[city]
        elif taken and word is not None:
            book.room[city] = word

    @invariant()
    def the_votes_are_those_of_the_book(self) -> None:
        rows = Vote.objects.order_by("city")
        said = {row.city: next(w for w in WORDS if Fraction(getattr(row, w)) == 1) for row in rows}
        assert said == self.clerk.votes()
        found = meeting(self.meeting, CALLED)
        assert found is not None
        assert found.votes[0].decision.tree.met == self.clerk.passes()
        assert (found.attendance is not None and found.attendance.met) == self.clerk.quorum

    def count(self) -> None:
        """After the time for objections it is decided as the book says; uncalled, it lapses."""
        self.chamber.at = COUNTED
        assert self.taken("end_meeting/1", OFFICE, meeting=self.meeting)
        status = Proposal.objects.get(number=self.asked).status
        outcome = "adopted" if self.clerk.passes() else "rejected"
        assert status == (outcome if self.clerk.called else "lapsed")


@pytest.mark.django_db(databases=["default", "replay"])
def test_a_meeting_goes_as_a_clerk_would_write_it_down() -> None:
    run_state_machine_as_test(
        Room,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
