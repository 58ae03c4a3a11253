"""What the clock does: count what has closed, end terms, let members go, what rooms above owe."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F

from koinon.acts import memo, postponed
from koinon.acts.act import Act
from koinon.assembly.acts.elections.counting import CountElection
from koinon.assembly.acts.leaving import LetLeave
from koinon.assembly.acts.mandates import EndTerm
from koinon.assembly.acts.participatory import CountParticipatoryBudget
from koinon.assembly.acts.urgency import LetLapse
from koinon.assembly.acts.voting import CloseVote
from koinon.assembly.mandates import next_to_end
from koinon.assembly.models import Election, Mandate, ParticipatoryBudget, Proposal
from koinon.assembly.urgency import next_to_lapse
from koinon.cities.queries import next_to_leave

_above: list[Callable[[], tuple[str, Act] | None]] = []


def also(following: Callable[[], tuple[str, Act] | None]) -> None:
    """Let the clock do what a room above owes: its next deadline and what it brings.

    What was put off (`postponed.waiting`) is not among it.
    """
    assert following not in _above
    _above.append(following)


def due(at: str) -> Act | None:
    """What was due first at the instant `at`; None when nothing is due yet."""
    following = next_due()
    return following[1] if following is not None and following[0] <= at else None


def next_due() -> tuple[str, Act] | None:
    """The next deadline and what it brings, past or to come.

    Of the same instant, proposals by number, then what was not ratified by number, then budgets and
    then elections by name, then mandates by entry and leavers by name, then what rooms above owe: a
    day's last votes are thus counted before whoever leaves at its end is gone. What failed when it
    was due comes when it is to be tried again.
    """
    late = [one.act for one in postponed.waiting()]
    uncounted = tuple(act.proposal for act in late if isinstance(act, CloseVote))
    budgets = tuple(act.code for act in late if isinstance(act, CountParticipatoryBudget))
    elections = tuple(act.code for act in late if isinstance(act, CountElection))
    unratified = tuple(act.proposal for act in late if isinstance(act, LetLapse))
    mandates = tuple(act.mandate for act in late if isinstance(act, EndTerm))
    waiting = (
        *((one.until, one.act) for one in postponed.waiting()),
        memo.once(("next to close", uncounted), lambda: _next_to_close(uncounted), Proposal),
        memo.once(
            ("next in urgency to lapse", unratified), lambda: _next_to_lapse(unratified), Proposal
        ),
        memo.once(("next to count", budgets), lambda: _next_to_count(budgets), ParticipatoryBudget),
        memo.once(("next election", elections), lambda: _next_election(elections), Election),
        memo.once(("next to end", mandates), lambda: _next_to_end(mandates), Mandate),
        _next_to_leave(tuple(act.city for act in late if isinstance(act, LetLeave))),
        *(following() for following in _above),
    )
    return min(filter(None, waiting), key=lambda one: one[0], default=None)


def _next_to_close(but: tuple[int, ...]) -> tuple[str, Act] | None:
    open_ones = Proposal.objects.filter(status="open").exclude(number__in=but)
    rows = open_ones.order_by("closes_at", "number").values_list("closes_at", "number")
    first = rows.first()
    return None if first is None else (first[0], CloseVote(proposal=first[1]))


def _next_to_lapse(but: tuple[int, ...]) -> tuple[str, Act] | None:
    first = next_to_lapse(but)
    return None if first is None else (first[0], LetLapse(proposal=first[1]))


def _next_to_count(but: tuple[str, ...]) -> tuple[str, Act] | None:
    voted = ParticipatoryBudget.objects.filter(status="open", imported_at__lt=F("closes_at"))
    rows = voted.exclude(code__in=but).order_by("closes_at", "code")
    first = rows.values_list("closes_at", "code").first()
    return None if first is None else (first[0], CountParticipatoryBudget(code=first[1]))


def _next_election(but: tuple[str, ...]) -> tuple[str, Act] | None:
    voted = Election.objects.filter(status="open", ballots_at__lt=F("closes_at"))
    rows = voted.exclude(code__in=but).order_by("closes_at", "code")
    first = rows.values_list("closes_at", "code").first()
    return None if first is None else (first[0], CountElection(code=first[1]))


def _next_to_end(but: tuple[int, ...]) -> tuple[str, Act] | None:
    first = next_to_end(but)
    return None if first is None else (first[0], EndTerm(mandate=first[1]))


def _next_to_leave(but: tuple[str, ...]) -> tuple[str, Act] | None:
    first = next_to_leave(but)
    return None if first is None else (first[0], LetLeave(city=first[1]))
