"""Who held which seat at an instant, by name: from the public register, which is no record.

Laws want names in roll calls and minutes. A name that was erased, or that no mandate gives, is ""
and the seat stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from koinon.assembly import queries_mandates as mandates
from koinon.interfaces.shared import remembered
from koinon.people import queries as people

ALTERNATE = "alternate"


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when somebody holds a seat, as what, and the name; no end is for ever."""

    role: str
    begins_at: str
    ends_at: str | None
    name: str

    def lasts(self, at: str) -> bool:
        """Whether it covers an instant."""
        return self.begins_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True)
class OfficeHolders:
    """The terms of a body's seats and of the offices, by seat."""

    terms: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)

    def name(self, seat: str, at: str, by: str | None = None) -> str:
        """Who spoke from a seat at an instant; "" where that is not certain or nobody is named.

        An alternate is named where the seat has just one: the record does not say which it was.
        """
        wanted = by == ALTERNATE
        there = [one for one in self.terms.get(seat, ()) if one.lasts(at)]
        named = {one.name for one in there if (one.role == ALTERNATE) == wanted}
        return named.pop() if len(named) == 1 else ""


def office_holders(body: str) -> OfficeHolders:
    """Those around a body, read once in a request."""
    return remembered.once(f"office holders {body}", lambda: _read(body))


def _read(body: str) -> OfficeHolders:
    found = mandates.around(body)
    names = people.openings(one.commitment for one in found)
    terms: dict[str, list[Term]] = {}
    for one in found:
        if one.begins_at is not None:
            name = str(names.get(one.commitment, ""))
            terms.setdefault(one.seat, []).append(Term(one.role, one.begins_at, one.ends_at, name))
    return OfficeHolders({seat: tuple(given) for seat, given in terms.items()})
