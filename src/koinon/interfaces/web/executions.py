"""What was decided or counted but could not be carried out, and why, in the reader's words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language

from koinon.acts.not_executed import NoteNotExecuted
from koinon.interfaces.shared.refusals import sentence
from koinon.record import canonical, search

NOT_EXECUTED: Final = "acts.note_not_executed/1"
CARRY_OUT: Final = "acts.carry_out/1"


@dataclass(frozen=True, slots=True)
class NotCarriedOut:
    """Why the acts of a decision did not take effect, and the entry that says so."""

    n: int
    sentence: str


def not_carried_out(decisions: Collection[int | None]) -> dict[int, NotCarriedOut]:
    """Those of these entries whose acts were refused, as the latest attempt left them.

    Notes are rare and are read newest first, as far back as the earliest of the entries.
    """
    wanted = {n for n in decisions if n is not None}
    found: dict[int, NotCarriedOut | None] = {}
    for n, act_type, data in _attempts(min(wanted, default=0)) if wanted else ():
        decision = data["decision"]
        if decision in wanted and decision not in found:
            found[decision] = NotCarriedOut(n, _why(data)) if act_type == NOT_EXECUTED else None
    return {n: one for n, one in found.items() if one is not None}


def _attempts(first: int) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """The notes and the new attempts after an entry, newest first."""
    before = None
    while True:
        page = search.search(types=(NOT_EXECUTED, CARRY_OUT), before=before)
        for one in page.entries:
            if one.n <= first:
                return
            content: Any = canonical.load(one.body)
            yield one.n, one.type, content["data"]
        if page.before is None:
            return
        before = page.before


def _why(data: dict[str, Any]) -> str:
    return sentence(NoteNotExecuted.read(data).refused(), get_language() or "en")
