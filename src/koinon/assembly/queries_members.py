"""Reads of proxies: who has given whose vote to whom. Leavers are told by `cities.queries`."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.assembly.models import Meeting, Proposal, Proxy
from koinon.assembly.proxies import in_meeting, on_proposal, standing
from koinon.charter.queries import in_force


@dataclass(frozen=True, slots=True)
class ProxyView:
    """A proxy that stands: on one proposal, in a meeting or under an item of it, or on all until an
    instant; `given_n` names it, `paper` is the document by which it was given.
    """

    giver: str
    holder: str
    proposal: int | None
    until_at: str | None
    given_n: int
    given_at: str
    meeting: int | None
    item: int | None
    paper: str | None


@dataclass(frozen=True, slots=True)
class ProxiesOn:
    """The proxies that cover a proposal; one seat casts at most `limit` votes with them."""

    limit: int
    proxies: tuple[ProxyView, ...]

    def cities_of(self, holder: str) -> tuple[str, ...]:
        """The cities, in order, whose vote a seat may cast besides its own."""
        return tuple(
            sorted(one.giver.partition("/")[2] for one in self.proxies if one.holder == holder)
        )


def proxies(at: str) -> tuple[ProxyView, ...]:
    """Every proxy that stands at an instant, oldest first."""
    return tuple(map(_proxy, standing(at)))


def proxies_on(number: int, at: str) -> ProxiesOn | None:
    """The proxies that cover a proposal at an instant; None when there is no such proposal."""
    proposal = Proposal.objects.filter(number=number).first()
    if proposal is None:
        return None
    return ProxiesOn(proposal.proxies_per_holder, tuple(map(_proxy, on_proposal(proposal, at))))


def proxies_in(number: int, at: str) -> tuple[ProxyView, ...]:
    """The proxies that cover something a meeting may vote on, at an instant; oldest first."""
    meeting = Meeting.objects.get(number=number)
    return tuple(map(_proxy, in_meeting(meeting, at)))


def limit_in(body: str) -> int:
    """How many proxies a seat of a body may hold in a matter, at most; 0 where there are none."""
    return in_force().most_proxies(body)


def _proxy(row: Proxy) -> ProxyView:
    return ProxyView(
        giver=row.giver.name,
        holder=row.holder.name,
        proposal=row.proposal.number if row.proposal else None,
        until_at=row.until_at,
        given_n=row.given_n,
        given_at=row.given_at,
        meeting=row.meeting.number if row.meeting else None,
        item=row.item,
        paper=row.instrument_sha256,
    )
