"""From TOML to the programmes of a plan, or to every mistake in it.

The form is that of `docs/reference/plan-inputs.md`: a table for each programme, in which a number
stands alone or as low, mid and high with its evidence and source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from koinon.charter.mistakes import near
from koinon.charter.toml import Decimal, Path, TomlError, read_toml
from koinon.methods.currencies import EXPONENTS
from koinon.planner.programmes.catalogue import default, defaults
from koinon.planner.programmes.mistakes import Mistakes, ProgrammeErrors, ProgrammeMistake
from koinon.planner.programmes.programme import (
    NOTHING,
    ONE,
    Grounds,
    Programme,
    Range,
    needs_scale,
)

MAX_PROGRAMMES: Final = 100
TITLE_LIMIT: Final = 100
TEXT_LIMIT: Final = 500
AMOUNT_LIMIT: Final = 10**13
"""Whole units of a currency; with its decimals an amount still fits the ledger."""
ELASTICITY_MOST: Final = Fraction(6, 5)
RANGE_KEYS: Final = ("low", "mid", "high", "evidence", "source")
LIMITS: Final[Mapping[str, tuple[Fraction, Fraction]]] = {
    "setup": (Fraction(0), Fraction(AMOUNT_LIMIT)),
    "unit_cost": (Fraction(0), Fraction(AMOUNT_LIMIT)),
    "coordination": (Fraction(0), Fraction(AMOUNT_LIMIT)),
    "elasticity": (Fraction(0), ELASTICITY_MOST),
    "efficient_scale": (Fraction(1), Fraction(10**15)),
    "rebate": (Fraction(0), Fraction(99, 100)),
    "spill_over": (Fraction(0), Fraction(1)),
}
"""The numbers a programme has: name → least and most."""
KEYS: Final = ("title", "driver", "currency", "like", *LIMITS)
_ID: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_DRIVER: Final = re.compile(r"[^\W\d_A-Z][^\W A-Z]{0,39}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30}|/[0-9]{1,30})?")


def programmes_from_toml(data: bytes, filename: str) -> tuple[Programme, ...]:
    """Read the programmes of a plan from TOML, in the order of the file.

    Raises:
        ProgrammeErrors: with every mistake found; nothing was read.
    """
    try:
        toml = read_toml(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ProgrammeErrors(filename, (ProgrammeMistake("not_utf8", line, ""),)) from None
    except TomlError as error:
        facts = (("detail", error.detail),)
        mistake = ProgrammeMistake(error.code, error.line, "", facts)
        raise ProgrammeErrors(filename, (mistake,)) from None
    mistakes = Mistakes(toml)
    found = _Reading(toml.root, mistakes).programmes()
    if mistakes.found:
        raise ProgrammeErrors(filename, tuple(mistakes.found))
    return found


class _Reading:
    """Reads the tables of one file, noting mistakes as it goes."""

    def __init__(self, root: Mapping[str, object], mistakes: Mistakes) -> None:
        self._root = root
        self._mistakes = mistakes

    def programmes(self) -> tuple[Programme, ...]:
        self._check_keys(self._root, ("programmes", "currency"), ())
        shared = self._currency(self._root, ())
        tables = self._root.get("programmes")
        if not isinstance(tables, dict) or not tables:
            self._mistakes.add("no_programmes", ("programmes",) if tables is not None else ())
            return ()
        if len(tables) > MAX_PROGRAMMES:
            self._mistakes.add("too_many", ("programmes",), limit=MAX_PROGRAMMES)
            return ()
        read = [self._programme(id, table, shared) for id, table in tables.items()]
        return tuple(one for one in read if one is not None)

    def _programme(self, id: str, table: object, shared: str | None) -> Programme | None:
        path: Path = ("programmes", id)
        before = len(self._mistakes.found)
        if not _ID.fullmatch(id):
            self._mistakes.add("id_form", path, value=id[:60])
        if not isinstance(table, dict):
            self._mistakes.add("not_a_table", path)
            return None
        self._check_keys(table, KEYS, path)
        like = self._like(table, path)
        title = self._text(table, "title", path, TITLE_LIMIT) or (like.title if like else None)
        driver = self._driver(table, path) or (like.driver if like else None)
        currency = self._currency(table, path) or shared
        ranges = {name: self._range(table, name, path) for name in LIMITS}
        self._demand(table, path, title=title, driver=driver, currency=currency)
        if len(self._mistakes.found) > before:
            return None
        assert title is not None
        assert driver is not None
        assert currency is not None
        made = _made(id, title, driver, currency, ranges, like)
        return made if self._sound(made, path) else None

    def _demand(self, table: Mapping[str, object], path: Path, **needed: str | None) -> None:
        for name, value in needed.items():
            if value is None and name not in table:
                self._mistakes.add("missing", (*path, name))

    def _sound(self, made: Programme, path: Path) -> bool:
        if not (made.setup.high or made.unit_cost.high or made.coordination.high):
            self._mistakes.add("costs_nothing", path)
            return False
        scaled = needs_scale(made.unit_cost, made.elasticity, made.rebate)
        if scaled and made.efficient_scale is None:
            self._mistakes.add("scale_missing", path, driver=made.driver)
            return False
        return True

    def _check_keys(self, table: Mapping[str, object], known: tuple[str, ...], path: Path) -> None:
        for key in table:
            if key in known:
                continue
            meant = near(key[:60], known)
            if meant:
                self._mistakes.add("misspelt_key", (*path, key), value=key[:60], meant=meant)
            else:
                listed = ", ".join(known)
                self._mistakes.add("unknown_key", (*path, key), value=key[:60], known=listed)

    def _like(self, table: Mapping[str, object], path: Path) -> Programme | None:
        """The kind that ships of which the programme takes what it does not say itself."""
        name = self._text(table, "like", path, TITLE_LIMIT)
        if name is None:
            return None
        known = [one.id for one in defaults()]
        found = default(name)
        if found is None and (meant := near(name, known)):
            self._mistakes.add("like_meant", (*path, "like"), value=name, meant=meant)
        elif found is None:
            listed = ", ".join(known)
            self._mistakes.add("like_unknown", (*path, "like"), value=name, known=listed)
        return found

    def _driver(self, table: Mapping[str, object], path: Path) -> str | None:
        name = self._text(table, "driver", path, TITLE_LIMIT)
        if name is not None and not _DRIVER.fullmatch(name):
            self._mistakes.add("driver_form", (*path, "driver"), value=name)
        return name

    def _currency(self, table: Mapping[str, object], path: Path) -> str | None:
        code = self._text(table, "currency", path, TITLE_LIMIT)
        if code is not None and code not in EXPONENTS:
            self._mistakes.add("currency", (*path, "currency"), value=code)
        return code

    def _text(self, table: Mapping[str, object], key: str, path: Path, limit: int) -> str | None:
        value = table.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self._mistakes.add("not_text", (*path, key))
            return None
        text = value.strip()
        if not 1 <= len(text) <= limit:
            self._mistakes.add("text_length", (*path, key), length=len(text), limit=limit)
            return None
        return text

    def _range(self, table: Mapping[str, object], key: str, path: Path) -> Range | None:
        """A number, or low, mid and high; None where nothing is written or something is wrong."""
        value, place = table.get(key), (*path, key)
        if value is None:
            return None
        if not isinstance(value, dict):
            number = self._number(value, key, place)
            return None if number is None else Range(number, number, number)
        self._check_keys(value, RANGE_KEYS, place)
        ends = [self._end(value, end, key, place) for end in ("low", "mid", "high")]
        evidence = self._text(value, "evidence", place, TEXT_LIMIT) or ""
        source = self._text(value, "source", place, TEXT_LIMIT) or ""
        low, mid, high = ends
        if low is None or mid is None or high is None:
            return None
        if not low <= mid <= high:
            self._mistakes.add("not_rising", place, value=f"{low}, {mid}, {high}")
            return None
        return Range(low, mid, high, Grounds.OWN, evidence, source)

    def _end(self, table: Mapping[str, object], end: str, key: str, path: Path) -> Fraction | None:
        if end not in table:
            self._mistakes.add("missing", (*path, end))
            return None
        return self._number(table[end], key, (*path, end))

    def _number(self, value: object, key: str, path: Path) -> Fraction | None:
        number = _exact(value)
        if number is None:
            self._mistakes.add("not_a_number", path)
            return None
        least, most = LIMITS[key]
        if not least <= number <= most:
            facts = {"value": str(number)[:40], "least": str(least), "most": str(most)}
            self._mistakes.add("number_range", path, **facts)
            return None
        if key == "efficient_scale" and number.denominator != 1:
            self._mistakes.add("not_whole", path, value=str(number)[:40])
            return None
        return number


def _made(
    id: str,
    title: str,
    driver: str,
    currency: str,
    ranges: Mapping[str, Range | None],
    like: Programme | None,
) -> Programme:
    """The programme; what it does not say is that of its kind, save amounts, which are nothing."""
    base = like or Programme("", "", "", "", NOTHING, NOTHING)
    amounts = {name: ranges[name] or NOTHING for name in ("setup", "unit_cost", "coordination")}
    scale = ranges["efficient_scale"] or base.efficient_scale
    return replace(
        base,
        id=id,
        title=title,
        driver=driver,
        currency=currency,
        setup=amounts["setup"],
        unit_cost=amounts["unit_cost"],
        coordination=amounts["coordination"],
        elasticity=ranges["elasticity"] or (base.elasticity if like else ONE),
        efficient_scale=scale,
        rebate=ranges["rebate"] or base.rebate,
        spill_over=ranges["spill_over"] or base.spill_over,
    )


def _exact(value: object) -> Fraction | None:
    """A number written as 3, 0.85, "17/20" or "5 %", exactly; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Fraction(value)
    text = value.text.replace("_", "") if isinstance(value, Decimal) else value
    if not isinstance(text, str):
        return None
    percent = text.rstrip().endswith("%")
    bare = text.rstrip().rstrip("%").rstrip() if percent else text.strip()
    if not _NUMBER.fullmatch(bare):
        return None
    try:
        number = Fraction(bare)
    except ZeroDivisionError:
        return None
    return number / 100 if percent else number
