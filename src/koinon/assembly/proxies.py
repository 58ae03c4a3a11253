"""Which proxies stand: who may cast whose vote on a proposal or in a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from koinon.acts import memo
from koinon.assembly.models import Meeting, Proposal, Proxy, Seat


@dataclass(frozen=True, slots=True)
class Scope:
    """What a proxy is to be for: a proposal, a meeting or an item of it; all until an instant."""

    proposal: Proposal | None = None
    meeting: Meeting | None = None
    item: int | None = None
    until_at: str | None = None

    @property
    def meeting_id(self) -> UUID | None:
        """The meeting it is limited to."""
        return self.meeting.id if self.meeting else None


Covering: TypeAlias = Proxy | Scope
"""A proxy, or what one about to be given is for."""


def standing(at: str) -> tuple[Proxy, ...]:
    """The proxies that stand at an instant, oldest first: not ended, not run out, seats open."""
    given = memo.once("proxies", _given, Proxy, Seat, Proposal, Meeting)
    return tuple(proxy for proxy in given if _lasts(proxy, at))


def on_proposal(proposal: Proposal, at: str) -> tuple[Proxy, ...]:
    """The proxies that stand and cover a proposal; none where the charter allows none."""
    if not proposal.proxies_per_holder:
        return ()
    return tuple(
        proxy
        for proxy in standing(at)
        if proxy.giver.body == proposal.body and covers(proxy, proposal)
    )


def in_meeting(meeting: Meeting, at: str) -> tuple[Proxy, ...]:
    """The proxies of a meeting's body that stand and cover something it may vote on."""
    wanted = Scope(meeting=meeting)
    return tuple(
        proxy
        for proxy in standing(at)
        if proxy.giver.body == meeting.body and overlap(proxy, wanted)
    )


def covers(proxy: Covering, proposal: Proposal) -> bool:
    """Whether a proxy lets its holder vote on a proposal."""
    if proxy.proposal is not None:
        return proxy.proposal.id == proposal.id
    if proxy.meeting_id is None:
        return True
    return proxy.meeting_id == proposal.meeting_id and proxy.item in (None, proposal.item)


def overlap(one: Covering, other: Covering) -> bool:
    """Whether two proxies could cover the same vote."""
    if one.proposal is not None:
        return covers(other, one.proposal)
    if other.proposal is not None:
        return covers(one, other.proposal)
    if None in (one.meeting_id, other.meeting_id):
        return True
    same = one.meeting_id == other.meeting_id
    return same and (None in (one.item, other.item) or one.item == other.item)


def _given() -> tuple[Proxy, ...]:
    """The proxies nobody has ended, between open seats."""
    rows = Proxy.objects.filter(ended_n__isnull=True, giver__open=True, holder__open=True)
    light = rows.select_related("giver", "holder", "proposal", "meeting").defer("meeting__quorum")
    return tuple(light.order_by("given_n"))


def _lasts(proxy: Proxy, at: str) -> bool:
    """Until its instant; or while its proposal is open, its meeting not over."""
    if proxy.proposal is not None:
        return proxy.proposal.status == "open"
    if proxy.meeting is not None:
        return proxy.meeting.status == "convened"
    assert proxy.until_at is not None
    return proxy.until_at > at
