"""What a casting vote, a correction or a call would do, judged as the act would be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from koinon.assembly.amendments import settle
from koinon.assembly.models import Proposal
from koinon.assembly.tallies import calls_on, decided, terms_of, votes_on
from koinon.methods.rules import Vote
from koinon.methods.trees import Decision, decide


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


def with_calls(number: int, cities: Iterable[str]) -> Decision:
    """A proposal as it would stand if these members, too, called for its second vote."""
    row = Proposal.objects.get(number=number)
    terms = terms_of(row)
    calls = {*calls_on(row, terms), *cities} & set(terms.electorate.members)
    now = decided(row)
    return decide(now.rule, terms.electorate, dict(now.votes), terms.abstention, calls)


def _foreseen(row: Proposal, votes: dict[str, Vote], casting: str | None) -> Foreseen:
    decision = decided(row, given=votes, casting=casting)
    settled = settle(row, votes, casting=casting)
    if settled is None:
        return Foreseen(decision)
    fallen = tuple(number for number, _ in settled.fallen)
    return Foreseen(decision, settled.adopted, fallen, settled.void)
