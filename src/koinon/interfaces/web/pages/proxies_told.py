"""Proxies on one proposal, as a delegate meets them: whose vote it may cast, who casts its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from koinon.assembly import queries as assembly
from koinon.assembly import queries_members as members
from koinon.assembly.queries import ProposalView, VoteView
from koinon.assembly.queries_members import ProxyView
from koinon.interfaces.web.instants import now


@dataclass(frozen=True, slots=True)
class Held:
    """A city whose vote the seat may cast, and that vote as it stands."""

    city: str
    vote: VoteView | None


@dataclass(frozen=True, slots=True)
class Proxies:
    """What a delegate's seat has to do with proxies on a proposal.

    `given` is its own that stands, `held` the cities that gave it theirs, `holders` the seats that
    may still be given one.
    """

    given: ProxyView | None
    held: tuple[Held, ...]
    holders: tuple[str, ...]

    @property
    def cities(self) -> tuple[str, ...]:
        """The cities whose vote the seat may cast besides its own."""
        return tuple(one.city for one in self.held)


def proxies_of(proposal: ProposalView, seat: str) -> Proxies | None:
    """Proxies as a seat meets them; None where it is no delegate or the charter allows none."""
    body, _, city = seat.partition("/")
    if body != proposal.body or city not in proposal.terms.electorate.members:
        return None
    found = members.proxies_on(proposal.number, now())
    if found is None or not found.limit or proposal.phase not in ("upcoming", "open"):
        return None
    votes = {vote.city: vote for vote in proposal.votes}
    taken = Counter(one.holder for one in found.proxies)
    others = (
        one.name
        for one in assembly.seats()
        if one.body == body and one.name != seat and one.city in proposal.terms.electorate.members
    )
    return Proxies(
        given=next((one for one in found.proxies if one.giver == seat), None),
        held=tuple(Held(one, votes.get(one)) for one in found.cities_of(seat)),
        holders=tuple(name for name in others if taken[name] < found.limit),
    )
