"""What the clock owes initiatives: to say that one has lapsed, and that a body gave no answer."""

from __future__ import annotations

from typing import TypeAlias

from koinon.acts import memo, postponed
from koinon.acts.act import Act
from koinon.forum.acts.answering import NoteSilence
from koinon.forum.acts.collecting import LapseInitiative
from koinon.forum.models import Initiative

Following: TypeAlias = tuple[str, Act] | None


def next_due() -> Following:
    """The next end of a collection or of the time to answer, past or to come."""
    late = [one.act for one in postponed.waiting()]
    lapsing = tuple(one.initiative for one in late if isinstance(one, LapseInitiative))
    silent = tuple(one.initiative for one in late if isinstance(one, NoteSilence))
    coming = (
        memo.once(("next to lapse", lapsing), lambda: _next_to_lapse(lapsing), Initiative),
        memo.once(("next silence", silent), lambda: _next_silence(silent), Initiative),
    )
    return min(filter(None, coming), key=lambda one: one[0], default=None)


def _next_to_lapse(but: tuple[int, ...]) -> Following:
    rows = Initiative.objects.filter(status="collecting").exclude(number__in=but)
    first = rows.order_by("closes_at", "number").values_list("closes_at", "number").first()
    return None if first is None else (first[0], LapseInitiative(initiative=first[1]))


def _next_silence(but: tuple[int, ...]) -> Following:
    rows = Initiative.objects.filter(status="reached").exclude(number__in=but)
    first = rows.order_by("answer_by", "number").values_list("answer_by", "number").first()
    if first is None:
        return None
    assert first[0] is not None
    return first[0], NoteSilence(initiative=first[1])
