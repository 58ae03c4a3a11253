"""An initiative as it may go, beside a citizen's own sheet of who has signed from where."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.assembly.leagues import CITIES
from tests.forum.forums import ANSWER_BY, CIVIC, CLOSES, Forum, residents
from tests.support import memos
from tests.support.replaying import assert_replays

from koinon.acts.act import Receipt
from koinon.acts.gate import enact, tick
from koinon.forum.models import Initiative, Signature

ATTESTED = {"ghent": 3, "leuven": 3, "namur": 2}
people = st.sampled_from(
    [f"{city}-{n}" for city in ("ghent", "leuven", "namur") for n in (1, 2, 3, 4)]
)


class Street(RuleBasedStateMachine):
    """Signatures given, repeated and taken back, by residents and by others; time goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.forum = Forum()
        self.forum.found(CITIES, CIVIC)
        for city, count in ATTESTED.items():
            self.forum.attest(city, count)
        self.number = self.forum.start("ghent-1")
        self.sheet: dict[str, str] = {}
        self.over = ""

    def teardown(self) -> None:
        try:
            with memos.checked():
                assert_replays()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def counts(self) -> dict[str, int]:
        """The sheet by city."""
        cities = list(self.sheet.values())
        return {city: cities.count(city) for city in sorted(set(cities))}

    @rule(person=people)
    def sign(self, person: str) -> None:
        city = person.partition("-")[0]
        free = self.counts().get(city, 0) < ATTESTED[city]
        act = self.forum.envelope(
            "forum.sign_initiative/1", self.forum.signing(person, self.number), residents(person)
        )
        taken = isinstance(enact(act, at=self.forum.at), Receipt)
        assert taken == (not self.over and free and person not in self.sheet)
        if taken:
            self.sheet[person] = city
            counts = self.counts()
            if sum(counts.values()) >= 5 and sum(n >= 2 for n in counts.values()) >= 2:
                self.over = "reached"

    @rule(person=people)
    def take_back(self, person: str) -> None:
        data = {"initiative": self.number, "proof": self.forum.key(person, self.number)}
        act = self.forum.envelope("forum.withdraw_signature/1", data, residents(person))
        taken = isinstance(enact(act, at=self.forum.at), Receipt)
        assert taken == (not self.over and person in self.sheet)
        if taken:
            del self.sheet[person]

    @rule()
    def wait(self) -> None:
        """The time to sign, or to answer, runs out."""
        self.forum.at = max(self.forum.at, ANSWER_BY if self.over == "reached" else CLOSES)
        tick(at=self.forum.at)
        if self.over in ("", "reached"):
            self.over = "lapsed" if not self.over else "unanswered"

    @invariant()
    def as_the_sheet_says(self) -> None:
        standing = Signature.objects.filter(withdrawn_n=None)
        found = {city: standing.filter(city=city).count() for city in ATTESTED}
        assert {city: n for city, n in found.items() if n} == self.counts()
        assert Initiative.objects.get().status == (self.over or "collecting")


@pytest.mark.django_db(databases=["default", "replay"])
def test_an_initiative_goes_as_the_sheet_says() -> None:
    run_state_machine_as_test(
        Street,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
