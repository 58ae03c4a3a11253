"""Whether the coalition is dissolved, and what that forbids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from koinon.acts import memo
from koinon.acts.refused import refuse
from koinon.assembly.models import Dissolution
from koinon.charter import document_leaving
from koinon.charter.document import Charter
from koinon.charter.queries import parsed, version_at


@dataclass(frozen=True, slots=True)
class Dissolved:
    """The coalition was dissolved by entry `n` at an instant, on a day of its own calendar.

    `charter` is the one under which it was: a later one changes nothing of how it ends.
    """

    n: int
    at: str
    day: str
    decision_n: int | None
    charter: Charter

    @property
    def rule(self) -> document_leaving.Dissolution:
        """What that charter says of the end."""
        assert self.charter.dissolution is not None
        return self.charter.dissolution


def dissolved() -> Dissolved | None:
    """How the coalition was dissolved; None while it was not."""
    row = memo.once("dissolved", _row, Dissolution)
    if row is None:
        return None
    charter = parsed(version_at(row.dissolved_n).sha256)
    return Dissolved(row.dissolved_n, row.dissolved_at, row.day, row.decision_n, charter)


def _row() -> Dissolution | None:
    return Dissolution.objects.first()


def check_noticed(matters: Iterable[str]) -> None:
    """Refuse notice of a proposal on a matter that ended with the coalition."""
    found = dissolved()
    if found is None:
        return
    for matter in matters:
        if matter not in found.rule.still:
            refuse("assembly.dissolved_matter", article=found.rule.article, n=found.n)


def check_admitted(city: str) -> None:
    """Refuse a new member of a coalition that is dissolved."""
    found = dissolved()
    if found is not None:
        refuse("assembly.dissolved_admission", article=found.rule.article, city=city, n=found.n)
