"""What waits for somebody: votes not cast, proposals about to close, ballots not imported."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from koinon.assembly.models import ParticipatoryBudget, Proposal, Vote
from koinon.assembly.queries import WITH_A_CLOSE, ProposalLine, proposal_line
from koinon.charter.document import Names


def unvoted(city: str, body: str, at: str, limit: int) -> tuple[ProposalLine, ...]:
    """The open proposals of a body on which a member may vote and has not, by their close.

    Not those of meetings: they close when the votes are called, and nobody knows when.
    """
    voted = Vote.objects.filter(city=city).values("proposal_id")
    rows = Proposal.objects.filter(
        status="open", body=body, opens_at__lte=at, closes_at__gt=at, **WITH_A_CLOSE
    ).exclude(id__in=voted)
    chosen = rows.order_by("closes_at", "number").defer("acts", "decision")
    entitled = (row for row in chosen.iterator() if city in row.terms["electorate"]["members"])
    return tuple(proposal_line(row, at, 0) for row in islice(entitled, limit))


def closing(at: str, until: str, limit: int) -> tuple[int, ...]:
    """The proposals open now whose voting closes by an instant, by their close."""
    rows = Proposal.objects.filter(
        status="open",
        opens_at__lte=at,
        closes_at__gt=at,
        closes_at__lte=until,
        rolled_at__isnull=True,
    )
    numbers = rows.order_by("closes_at", "number").values_list("number", flat=True)
    return tuple(numbers[:limit])


def pending_with(act_types: Collection[str]) -> tuple[tuple[str, dict[str, object]], ...]:
    """The acts of these types that proposals not decided yet enclose: (type, plain fields)."""
    rows = Proposal.objects.filter(status="open").order_by("number").values_list("acts", flat=True)
    return tuple(
        (one["type"], one["data"]) for acts in rows for one in acts if one["type"] in act_types
    )


def without_ballots(limit: int) -> tuple[tuple[str, Names, str], ...]:
    """Participatory budgets whose ballots were not imported: (code, title, close), by close.

    Not those whose ballots come in as those of an election.
    """
    rows = ParticipatoryBudget.objects.filter(status="open", imported_at=None, election=None)
    return tuple(
        (row.code, tuple((language, text) for language, text in row.title), row.closes_at)
        for row in rows.order_by("closes_at", "code")[:limit]
    )


def voting_days(at: str, limit: int) -> tuple[ProposalLine, ...]:
    """The proposals whose voting is not over, by their opening; not those of meetings."""
    rows = Proposal.objects.filter(status="open", closes_at__gt=at, **WITH_A_CLOSE)
    rows = rows.order_by("opens_at", "number")
    return tuple(
        proposal_line(row, at, 0) for row in rows.defer("terms", "acts", "decision")[:limit]
    )


def called(city: str, at: str, limit: int) -> tuple[ProposalLine, ...]:
    """The proposals on which a member's vote was called in a meeting and is not counted yet."""
    voted = Vote.objects.filter(city=city, by__isnull=False).values("proposal_id")
    rows = Proposal.objects.filter(
        status="open", rolled_at__isnull=False, closes_at__gt=at, id__in=voted
    )
    light = rows.select_related("meeting").defer("terms", "acts", "decision", "meeting__quorum")
    return tuple(proposal_line(row, at, 0) for row in light.order_by("closes_at", "number")[:limit])
