"""A league that elects: its charter, an election opened in it, ballots and papers for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.assembly.leagues import RULES, Chamber

from koinon.acts.act import Receipt
from koinon.acts.private import Sealer
from koinon.acts.registry import find
from koinon.assembly import elections
from koinon.assembly.models import Election
from koinon.methods.counting.ballots import Ballots, gather_choices
from koinon.methods.counting.methods import find as method
from koinon.methods.plain import to_plain
from koinon.record.elections import BALLOTS_MEDIA

BY_LOT: Any = to_plain(replace(method("plurality").rule, last="lot"))
"""Most votes win, and a lot breaks the last tie."""

CITIES = {"ghent": 260_000, "leuven": 100_000}
CHARTER = (
    RULES.replace(
        'acts = ["assembly.admit', 'acts = ["assembly.open_election/1", "assembly.admit'
    ).replace(
        "[rules.double]",
        '[seats.clerk]\ntitle = {en = "Clerk", fr = "Greffe"}\n\n[rules.double]',
    )
    + """
"assembly.open_election/1" = {article = "7.9", by = "decision"}
"assembly.stand/1" = {article = "7.9", seat = "secretariat"}
"assembly.withdraw_candidacy/1" = {article = "7.9", seat = "secretariat"}
"assembly.confirm_candidates/1" = {article = "7.9", seat = "secretariat"}
"assembly.state_roll/1" = {article = "7.9", seat = "secretariat"}
"assembly.import_election_ballots/1" = {article = "7.9", seat = "secretariat"}
"assembly.enter_papers/1" = [
  {article = "7.9", seat = "secretariat"},
  {article = "7.9", seat = "clerk"},
]
"assembly.count_election/1" = [
  {article = "7.9", by = "clock"},
  {article = "7.9", seat = "secretariat"},
]
"assembly.fill_vacancy/1" = {article = "7.9", seat = "secretariat"}
"""
)
OPEN = "assembly.open_election/1"
STAND = "assembly.stand/1"
WITHDRAW = "assembly.withdraw_candidacy/1"
CONFIRM = "assembly.confirm_candidates/1"
ROLL = "assembly.state_roll/1"
IMPORT = "assembly.import_election_ballots/1"
PAPERS = "assembly.enter_papers/1"
COUNT = "assembly.count_election/1"
FILL = "assembly.fill_vacancy/1"

ADOPTED = "2025-01-07T08:00:00.000000Z"
STANDING = "2025-01-11T08:00:00.000000Z"
CONFIRMED = "2025-01-15T08:00:00.000000Z"
VOTING = "2025-01-18T08:00:00.000000Z"
CLOSED = "2025-01-20T23:00:00.000000Z"
LATER = "2025-01-22T08:00:00.000000Z"
CODE = "ombud-2025"
WHO = ("vera", "jan", "amina")


def opening(**changes: Any) -> dict[str, Any]:
    """One seat by most votes; candidacies from the 10th to the 13th, voting until the 20th."""
    said = {
        "code": CODE,
        "title": [{"language": "en", "text": "Ombudsperson"}],
        "seats": 1,
        "rule": BY_LOT,
        "stand_from": "2025-01-10",
        "stand_until": "2025-01-13",
        "opens_on": "2025-01-17",
        "closes_on": "2025-01-20",
        "lot": "The first draw of the national lottery after the close",
    }
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


def options(*codes: str) -> dict[str, Any]:
    """What an opening says to let voters choose among options instead of people."""
    named = [{"code": c, "title": [{"language": "en", "text": c.title()}]} for c in codes]
    return {"options": named, "stand_from": None, "stand_until": None}


class Electing(Chamber):
    """A chamber with shorthands for an election."""

    def adopted(self, *openings: dict[str, Any]) -> Electing:
        """Found the league and let its assembly open these elections, each by a proposal."""
        self.found(CITIES, CHARTER)
        acts = [(OPEN, one) for one in openings]
        self.decide("Election", *acts, voted="2025-01-04T08:00:00.000000Z", adopted=ADOPTED)
        return self

    def stand_data(self, candidate: str, **more: Any) -> dict[str, Any]:
        """A candidacy with its name sealed, as it comes from an interface."""
        said = {"code": CODE, "candidate": candidate, "name": candidate.title(), **more}
        sealer = Sealer(b"k" * 32, self.envelope(COUNT, {"code": CODE}).act_id)
        return dict(find(STAND).model_validate_json(_dump(said), context={"seal": sealer}).plain())

    def paper(self, *candidates: str, **more: Any) -> Electing:
        """Let these stand, and make the ballot paper."""
        self.at = STANDING
        for one in candidates or WHO:
            self.act(STAND, self.stand_data(one, **more), "secretariat")
        self.at = CONFIRMED
        self.act(CONFIRM, {"code": CODE}, "secretariat")
        self.at = VOTING
        return self

    def ballots(self, votes: dict[str, int], invalid: int = 0) -> Ballots:
        """Choices with so many votes for each candidate."""
        ids = elections.paper_of(Election.objects.get(code=CODE))
        cast: list[tuple[int | None, int]] = [(ids.index(one), n) for one, n in votes.items() if n]
        return gather_choices(ids, [*cast, (-1, invalid)] if invalid else cast)

    def document_of(self, ballots: Ballots) -> dict[str, Any]:
        """A document of ballots, checked in."""
        return self.document(ballots.dump(), BALLOTS_MEDIA).model_dump()

    def bring(self, votes: dict[str, int], city: str | None = None, **more: Any) -> Receipt:
        """Import the ballots of a city, or of all."""
        data = {"code": CODE, "ballots": self.document_of(self.ballots(votes, **more))}
        return self.act(IMPORT, data if city is None else {**data, "city": city}, "secretariat")

    def type_in(
        self, seat: str, votes: dict[str, int], batch: str = "box-1", city: str = "ghent"
    ) -> Receipt:
        """Enter a batch of papers from a seat."""
        document = self.document_of(self.ballots(votes))
        return self.act(
            PAPERS, {"code": CODE, "city": city, "batch": batch, "ballots": document}, seat
        )


def elected() -> Sequence[str]:
    """Who is elected, by the state."""
    row = Election.objects.get(code=CODE)
    return () if row.result is None else tuple(row.result["elected"])


def _dump(said: dict[str, Any]) -> bytes:
    from koinon.record.canonical import dump

    return dump(said)
