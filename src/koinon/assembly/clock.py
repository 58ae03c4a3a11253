"""What the clock does by itself: count what has closed, let members go."""

from __future__ import annotations

from django.db.models import F

from koinon.acts import memo
from koinon.acts.act import Act
from koinon.assembly.acts.leaving import LetLeave
from koinon.assembly.acts.participatory import CountParticipatoryBudget
from koinon.assembly.acts.voting import CloseVote
from koinon.assembly.models import ParticipatoryBudget, Proposal
from koinon.cities.queries import next_to_leave


def due(at: str) -> Act | None:
    """What was due first at the instant `at`; None when nothing is due yet."""
    following = memo.once("next due", next_due)
    return following[1] if following is not None and following[0] <= at else None


def next_due() -> tuple[str, Act] | None:
    """The next deadline and what it brings, past or to come.

    Of the same instant, proposals by number, then budgets and leavers by name: a day's last votes
    are thus counted before whoever leaves at its end is gone.
    """
    waiting: list[tuple[str, Act]] = []
    closed = Proposal.objects.filter(status="open")
    first = closed.order_by("closes_at", "number").values_list("closes_at", "number").first()
    if first is not None:
        waiting.append((first[0], CloseVote(proposal=first[1])))
    voted = ParticipatoryBudget.objects.filter(status="open", imported_at__lt=F("closes_at"))
    ready = voted.order_by("closes_at", "code").values_list("closes_at", "code").first()
    if ready is not None:
        waiting.append((ready[0], CountParticipatoryBudget(code=ready[1])))
    leaver = next_to_leave()
    if leaver is not None:
        waiting.append((leaver[0], LetLeave(city=leaver[1])))
    return min(waiting, key=lambda one: one[0], default=None)
