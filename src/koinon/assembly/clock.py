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
    following = next_due()
    return following[1] if following is not None and following[0] <= at else None


def next_due() -> tuple[str, Act] | None:
    """The next deadline and what it brings, past or to come.

    Of the same instant, proposals by number, then budgets and leavers by name: a day's last votes
    are thus counted before whoever leaves at its end is gone.
    """
    waiting = (
        memo.once("next to close", _next_to_close, Proposal),
        memo.once("next to count", _next_to_count, ParticipatoryBudget),
        _next_to_leave(),
    )
    return min(filter(None, waiting), key=lambda one: one[0], default=None)


def _next_to_close() -> tuple[str, Act] | None:
    rows = Proposal.objects.filter(status="open").order_by("closes_at", "number")
    first = rows.values_list("closes_at", "number").first()
    return None if first is None else (first[0], CloseVote(proposal=first[1]))


def _next_to_count() -> tuple[str, Act] | None:
    voted = ParticipatoryBudget.objects.filter(status="open", imported_at__lt=F("closes_at"))
    first = voted.order_by("closes_at", "code").values_list("closes_at", "code").first()
    return None if first is None else (first[0], CountParticipatoryBudget(code=first[1]))


def _next_to_leave() -> tuple[str, Act] | None:
    first = next_to_leave()
    return None if first is None else (first[0], LetLeave(city=first[1]))
