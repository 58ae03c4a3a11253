"""What a to-do on the desk says: by when, what happens if nothing is done, where it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from django.utils.translation import ngettext

from koinon.interfaces.shared import wording
from koinon.interfaces.web.steps import Link

LIMIT: Final = 50
"""To-dos of one kind on the desk, at most: whoever has more needs a list of their own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and when the desk is laid: the acting seat, the present instant, the legal day."""

    seat: str
    at: str
    today: date

    @property
    def body(self) -> str:
        """The body a member's seat sits in; the seat itself for an office."""
        return self.seat.partition("/")[0]

    @property
    def city(self) -> str:
        """The member the seat speaks for; "" for an office."""
        return self.seat.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do. `key` names it for good, so that a calendar moves it instead of doubling it.

    `due` is the last day on which it can be done, by the legal calendar, None without one; `at` is
    the instant at which it is too late, where one is set.
    """

    key: str
    title: str
    otherwise: str
    link: Link
    due: date | None = None
    at: str | None = None


class Teller(Protocol):
    """Says what one kind of to-do there is for a seat."""

    def __call__(self, asked: Asked) -> Iterable[Task]:
        """The to-dos, in any order."""


def listed(names: Iterable[str]) -> str:
    """Names as a to-do says them: three of them, and how many more."""
    every = list(names)
    shown, more = ", ".join(every[:3]), len(every) - 3
    if more <= 0:
        return shown
    said = ngettext("{shown} and {n} more", "{shown} and {n} more", more)
    return said.format(shown=shown, n=wording.number(more))
