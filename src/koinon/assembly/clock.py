"""What the clock does by itself: it counts proposals whose voting has closed."""

from __future__ import annotations

from koinon.acts.act import Act
from koinon.assembly.acts.voting import CloseVote
from koinon.assembly.models import Proposal


def due(at: str) -> Act | None:
    """The count of the proposal that closed first (of several, the lowest number), if any."""
    closed = Proposal.objects.filter(status="open", closes_at__lte=at)
    number = closed.order_by("closes_at", "number").values_list("number", flat=True).first()
    return CloseVote(proposal=number) if number is not None else None
