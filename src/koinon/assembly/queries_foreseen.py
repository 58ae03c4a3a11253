"""What a casting vote or a correction would do, judged as the act would, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from koinon.assembly.amendments import settle
from koinon.assembly.models import Proposal
from koinon.assembly.tallies import decided, votes_on
from koinon.methods.rules import Vote
from koinon.methods.trees import Decision


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The rule as it would be judged, and what would follow among amendments.

    `carried` and `fallen` are numbers of amendments as they would stand; `void` says that the
    votes on the proposal they amend would be set aside.
    """

    decision: Decision
    carried: tuple[int, ...] = ()
    fallen: tuple[int, ...] = ()
    void: bool = False


def with_casting_vote(number: int, vote: Literal["for", "against"]) -> Foreseen:
    """A proposal as it would stand with the chair's casting vote."""
    row = Proposal.objects.get(number=number)
    return _foreseen(row, votes_on(row), vote)


def with_vote(number: int, city: str, vote: Vote | None) -> Foreseen:
    """A proposal as it would stand if a member's vote were this one; None for no vote."""
    row = Proposal.objects.get(number=number)
    votes = votes_on(row)
    votes.pop(city, None)
    return _foreseen(row, votes if vote is None else {**votes, city: vote}, None)


def _foreseen(row: Proposal, votes: dict[str, Vote], casting: str | None) -> Foreseen:
    decision = decided(row, given=votes, casting=casting)
    settled = settle(row, votes, casting=casting)
    if settled is None:
        return Foreseen(decision)
    fallen = tuple(number for number, _ in settled.fallen)
    return Foreseen(decision, settled.adopted, fallen, settled.void)
