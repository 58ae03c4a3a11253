"""Which proxies stand: who may cast whose vote on a proposal."""

from __future__ import annotations

from koinon.acts import memo
from koinon.assembly.models import Proposal, Proxy, Seat


def standing(at: str) -> tuple[Proxy, ...]:
    """The proxies that stand at an instant, oldest first: not ended, not run out, seats open."""
    given = memo.once("proxies", _given, Proxy, Seat, Proposal)
    return tuple(proxy for proxy in given if _lasts(proxy, at))


def on_proposal(proposal: Proposal, at: str) -> tuple[Proxy, ...]:
    """The proxies that stand and cover a proposal; none where the charter allows none."""
    if not proposal.proxies_per_holder:
        return ()
    return tuple(
        proxy
        for proxy in standing(at)
        if proxy.giver.body == proposal.body and proxy.proposal_id in (None, proposal.id)
    )


def _given() -> tuple[Proxy, ...]:
    """The proxies nobody has ended, between open seats."""
    rows = Proxy.objects.filter(ended_n__isnull=True, giver__open=True, holder__open=True)
    return tuple(rows.select_related("giver", "holder", "proposal").order_by("given_n"))


def _lasts(proxy: Proxy, at: str) -> bool:
    """Until its instant; or, given on one proposal, while that is open."""
    if proxy.proposal is None:
        assert proxy.until_at is not None
        return proxy.until_at > at
    return proxy.proposal.status == "open"
