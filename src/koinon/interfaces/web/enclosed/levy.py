"""A levy: what for, by which formula, due when, and what each member would be charged today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language

from koinon.acts.refused import Refusal
from koinon.charter import queries as charters
from koinon.charter.document import Names
from koinon.interfaces.shared import wording
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import charter_levies, words
from koinon.interfaces.web.enclosed.asking import Asked
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import money_formula as formula
from koinon.interfaces.web.pages.money_caps import cap_sentence
from koinon.interfaces.web.pages.money_words import charter
from koinon.methods.levies import Assessment, Levy
from koinon.treasury import queries as treasury


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment: its day, and the part of what a member owes, in words."""

    day: str
    share: str


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """What a member would be charged; `cap` says why its law stops it, "" where it does not."""

    city: str
    keys: tuple[Fraction, ...]
    cents: int
    cap: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The levy applied to the members of today; `short`: what legal caps leave uncollected."""

    day: str
    keys: tuple[formula.Key, ...]
    rows: tuple[ChargeRow, ...]
    mine: ChargeRow | None
    total_cents: int
    left_cents: int
    short: str


@dataclass(frozen=True, slots=True)
class LevyTold:
    """A levy in words. `foreseen` is None where it is not worked out; `refused` may say why.

    `page` is the code under which the adopted levy has a page of its own, "" before.
    """

    title: Names
    year: int
    need_cents: int
    clauses: tuple[formula.Clause, ...]
    rounding: str
    unreadable: str
    parts: tuple[Part, ...]
    foreseen: Foreseen | None
    refused: str
    page: str
    of_charter: charter_levies.Told | None = None


def told(data: dict[str, Any], asked: Asked) -> LevyTold:
    """The levy; charged by today's figures as long as it is not charged by those of its own day."""
    own, to_charge = _own(data["code"], asked)
    levy, unreadable = _read(data["formula"])
    clauses = formula.clauses(levy, charter()) if levy else ()
    foreseen, refused = None, ""
    if levy and to_charge:
        foreseen, refused = _foreseen(
            lambda day: treasury.foreseen(
                data["code"], levy, data["need_cents"], data["year"], day
            ),
            data["year"],
            clauses,
            asked,
        )
    return LevyTold(
        title=words.names_of(data["title"]),
        year=data["year"],
        need_cents=data["need_cents"],
        clauses=clauses,
        rounding=formula.rounding(levy) if levy else "",
        unreadable=unreadable,
        parts=tuple(map(_part, data["instalments"])),
        foreseen=foreseen,
        refused=refused,
        page=data["code"] if own is not None else "",
    )


def told_of_charter(data: dict[str, Any], asked: Asked) -> LevyTold:
    """A levy that the charter writes: as it was adopted, else as the charter has it now."""
    own, to_charge = _own(data["code"], asked)
    sha256 = own.of_charter.charter_sha256 if own and own.of_charter else None
    of = charter() if sha256 is None else charters.parsed(sha256)
    rule = next((one for one in of.levies if one.id == data["charter_levy"]), None)
    clauses = formula.clauses(rule.levy, of) if rule else ()
    foreseen, refused = None, ""
    if to_charge or rule is None:
        foreseen, refused = _foreseen(
            lambda day: treasury.foreseen_by_charter(data, day, sha256),
            data["year"],
            clauses,
            asked,
        )
    figures = charter_levies.figures_of(data)
    return LevyTold(
        title=rule.title if rule else ((get_language() or "en", data["charter_levy"]),),
        year=data["year"],
        need_cents=data.get("need_cents") or 0,
        clauses=clauses,
        rounding=formula.rounding(rule.levy) if rule else "",
        unreadable="",
        parts=tuple(map(_part, data["instalments"])),
        foreseen=foreseen,
        refused=refused,
        page=data["code"] if own else "",
        of_charter=charter_levies.told(of, rule, sha256 or _in_force(), figures) if rule else None,
    )


def _in_force() -> str | None:
    """The hash of the text of the charter in force."""
    return next((one.sha256 for one in charters.versions()), None)


def _own(code: str, asked: Asked) -> tuple[treasury.LevyView | None, bool]:
    """The levy that the decision adopted, if it did; and whether it is still to be charged."""
    found = treasury.levy(code) if asked.decision_n is not None else None
    own = found if found is not None and found.decision_n == asked.decision_n else None
    return own, asked.ahead or (own is not None and own.assessed_n is None)


def _part(one: Mapping[str, str]) -> Part:
    return Part(one["due"], wording.exact_share(Fraction(one["share"])))


def _read(plain: dict[str, Any]) -> tuple[Levy | None, str]:
    """The formula, or why it does not read."""
    try:
        return treasury.formula(plain), ""
    except Refusal as refusal:
        return None, sentence(refusal.refused, get_language() or "en")


def _foreseen(
    charged: Callable[[str], Assessment],
    year: int,
    clauses: tuple[formula.Clause, ...],
    asked: Asked,
) -> tuple[Foreseen | None, str]:
    """What members would be charged today, or why that cannot be worked out."""
    day = now()[:10]
    try:
        found = charged(day)
    except Refusal as refusal:
        return None, sentence(refusal.refused, get_language() or "en")
    rows = _rows(found, clauses, year, day)
    return Foreseen(
        day=day,
        keys=formula.keys_of(found, clauses),
        rows=rows,
        mine=next((row for row in rows if row.city == asked.city), None),
        total_cents=found.total_cents,
        left_cents=found.left_cents,
        short=formula.short_of(found),
    ), ""


def _rows(
    found: Assessment, clauses: tuple[formula.Clause, ...], year: int, day: str
) -> tuple[ChargeRow, ...]:
    bound = formula.capped(found, clauses)
    keys = formula.keys_of(found, clauses)
    return tuple(
        ChargeRow(
            city=charge.member,
            keys=tuple(key.values[at] for key in keys),
            cents=charge.cents,
            cap=cap_sentence(bound[charge.member], year, day) if charge.member in bound else "",
        )
        for at, charge in enumerate(found.charges)
    )
