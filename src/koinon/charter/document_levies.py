"""Levies as a charter writes them: who pays, by which steps, and the cases they are tried on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from koinon.methods.levies import Column, Levy, Total

if TYPE_CHECKING:
    from koinon.charter.document import Names
    from koinon.charter.statements import Fact


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure of the coalition as a whole that levies may use, given when one is adopted."""

    id: str
    title: Names
    unit: str


@dataclass(frozen=True, slots=True)
class LevyStep:
    """A named step of a levy: the formula it stands for, and the facts of its sentence.

    `node` holds the steps before it that it uses, written out; `code` is that of the sentence.
    `power` is the unit of its numbers: 0 for plain ones, 1 for minor units of the charter's
    currency, -1 for what is counted by the minor unit, and so on.
    """

    name: str
    title: Names | None
    node: Column | Total
    code: str
    facts: tuple[tuple[str, Fact], ...]
    power: int


@dataclass(frozen=True, slots=True)
class LevyRule:
    """A levy of the charter.

    `programme` is None where it is for no programme in particular, `group` where every member
    pays. `need` says whether the amount to raise is given when it is adopted; else the steps set
    their own yield. `facts` are the facts of members it goes by. `levy` is the whole formula, in
    minor units of the charter's currency, as `koinon.methods.levies.assess` applies it.
    """

    id: str
    title: Names
    article: str
    programme: str | None
    group: str | None
    need: bool
    facts: tuple[str, ...]
    steps: tuple[LevyStep, ...]
    charge: str
    levy: Levy


@dataclass(frozen=True, slots=True)
class LevyCase:
    """A test case inside the charter: with these inputs these members owe so much.

    Amounts are in minor units. `limits` are those of the law on a member: (member, its limits by
    name). Members that `charges` does not name may owe anything; `total_cents` is None where the
    case does not say what all of them owe together.
    """

    title: str
    levy: str
    roster: str
    need_cents: int
    figures: tuple[tuple[str, Fraction], ...]
    limits: tuple[tuple[str, tuple[tuple[str, Fraction], ...]], ...]
    charges: tuple[tuple[str, int], ...]
    total_cents: int | None
