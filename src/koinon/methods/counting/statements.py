"""What a rule of counting states of itself, because it is law: nothing is left to the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from koinon.methods.counting.ballots import Form
from koinon.methods.counting.contests import Contest, Election, Tally
from koinon.methods.counting.sheets import Sheet
from koinon.methods.counting.ties import Tie


@dataclass(frozen=True, slots=True)
class Statement:
    """A rule in one sentence a part; the options of the rule itself complete it.

    title: its name. arithmetic: what numbers it counts with. rounding: where, to what, which way.
    ties: in what order keys are asked. stop: when the count ends. irregular: what becomes of
    ballots that are not as they should be. source: the law, paper or standard, to the paragraph.
    """

    title: str
    arithmetic: str
    rounding: str
    ties: str
    stop: str
    irregular: str
    source: str


class Result(Protocol):
    """What every result holds, whatever its family; all are frozen dataclasses of plain fields.

    rule: the rule, a frozen dataclass with a KIND such as "scottish_stv/1". elected: ids in the
    order in which they won. ties: every tie met. lot: the public value given for lots, or "".
    """

    @property
    def rule(self) -> Any:
        """The rule that counted."""

    @property
    def tally(self) -> Tally:
        """The ballots as the rule took them."""

    @property
    def elected(self) -> tuple[str, ...]:
        """Who won, first to last."""

    @property
    def ties(self) -> tuple[Tie, ...]:
        """The ties that were met, in order."""

    @property
    def lot(self) -> str:
        """The public value of the lots, or ""."""


Counting: TypeAlias = "Callable[[Any, Election, str], Any]"
"""(rule, election, lot) → result. Raises CountError."""


@dataclass(frozen=True, slots=True)
class Method:
    """A way of counting that is offered by name.

    name: on the command line, e.g. "scottish-stv". rule: its default rule; others of its type are
    made with `dataclasses.replace`. forms: ballots it counts. result: the type of its results.
    count: the exact count in the standard library. recheck: the independent verifier: places of a
    result that do not hold, none when all do. sheets: a result in tables. fast: where a compiled
    twin of `count` is, "module:function", or "".
    """

    name: str
    rule: Any
    statement: Statement
    forms: tuple[Form, ...]
    result: type
    count: Counting
    recheck: Callable[[Any, Election], tuple[str, ...]]
    sheets: Callable[[Any, Contest], tuple[Sheet, ...]]
    fast: str = ""
