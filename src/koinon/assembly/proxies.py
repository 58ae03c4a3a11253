"""Which proxies stand: who may cast whose vote on a proposal."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from koinon.assembly.models import Proposal, Proxy


def standing(at: str) -> QuerySet[Proxy]:
    """The proxies that stand at an instant, oldest first: not ended, not run out, seats open."""
    lasting = Q(until_at__gt=at) | Q(proposal__status="open")
    rows = Proxy.objects.filter(
        lasting, ended_n__isnull=True, giver__open=True, holder__open=True
    ).select_related("giver", "holder", "proposal")
    return rows.order_by("given_n")


def on_proposal(proposal: Proposal, at: str) -> QuerySet[Proxy]:
    """The proxies that stand and cover a proposal; none where the charter allows none."""
    if not proposal.proxies_per_holder:
        return standing(at).none()
    covering = Q(proposal_id=proposal.id) | Q(until_at__isnull=False)
    return standing(at).filter(covering, giver__body=proposal.body)
