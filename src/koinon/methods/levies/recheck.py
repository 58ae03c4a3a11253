"""A short verifier of assessments in plain form.

It shares no code with the assessment. It walks the formula; for every node it takes the stated
values of the node's parts and asks whether the stated value of the node follows. Bounds are not
recomputed but judged by what makes them right: the sum is kept and one factor explains every
amount that no bound explains. Rounding is judged likewise: every amount is next to its exact
value, the sum is the exact sum half up, and nobody with a smaller remainder was served first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

Row: TypeAlias = list[Fraction]


def recheck(plain: Any) -> tuple[str, ...]:
    """The places where an assessment does not hold; empty when all of it does.

    plain: the JSON object of an `Assessment`, as read from a file. The text must have the right
    shape (see `assessment_from_plain`); KeyError, TypeError or ValueError otherwise.
    """
    return _Verifier(plain).faults()


class _Verifier:
    def __init__(self, plain: Any) -> None:
        self.plain = plain
        self.members = plain["members"]
        self.figures = {name: Fraction(value) for name, value in plain["figures"]}
        self.steps = {step["place"]: step for step in plain["steps"]}
        self.found: list[str] = []

    def faults(self) -> tuple[str, ...]:
        self.found = []
        inputs = {k: self.plain[k] for k in ("levy", "members", "need_cents", "figures")}
        text = json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        self.expect(
            hashlib.sha256(text.encode()).hexdigest() == self.plain["inputs_sha256"], "inputs"
        )
        seen = self.walk(self.plain["levy"]["amount"], "amount")
        self.expect(seen == len(self.plain["steps"]), "steps")
        self.rounding()
        return tuple(self.found)

    def expect(self, holds: bool, place: str) -> None:
        if not holds:
            self.found.append(place)

    def walk(self, node: Mapping[str, Any], place: str) -> int:
        """Check a node and all below it; the number of nodes."""
        seen = 1
        for name, part in node.items():
            parts = part if isinstance(part, list) else [part]
            for at, child in enumerate(parts):
                if isinstance(child, dict):
                    below = f"{place}.{name}.{at}" if isinstance(part, list) else f"{place}.{name}"
                    seen += self.walk(child, below)
        step = self.steps.get(place, {"node": None})
        right = step["node"] == node["kind"] and _CHECKS[node["kind"]](self, node, place)
        self.expect(right, place)
        return seen

    def row(self, place: str) -> Row:
        return [Fraction(value) for value in self.steps[place]["values"]]

    def total(self, place: str) -> Fraction:
        return Fraction(self.steps[place]["total"])

    def column_is(self, place: str, expected: list[Fraction]) -> bool:
        return self.row(place) == expected

    def facts(self, name: str, group: str) -> list[Any]:
        return [dict(member[group])[name] for member in self.members]

    def rounding(self) -> None:
        """Whole units next to the exact amounts, largest remainders served first."""
        rule = self.plain["levy"]["rounding"]
        unit = rule["unit_cents"]
        charges = self.plain["charges"]
        exact = [Fraction(charge["exact_cents"]) for charge in charges]
        self.expect(exact == self.row("amount"), "charges")
        self.expect([c["member"] for c in charges] == [m["id"] for m in self.members], "charges")
        whole = [Fraction(charge["cents"], unit) for charge in charges]
        ids = [charge["member"] for charge in charges]
        by_size = rule["ties"] != "id"
        self.expect(_largest_remainder([x / unit for x in exact], whole, ids, by_size), "charges")
        total = sum(charge["cents"] for charge in charges)
        nearest = floor(sum(exact, Fraction(0)) / unit + Fraction(1, 2)) * unit
        self.expect(total == self.plain["total_cents"] == nearest, "total_cents")
        self.expect(self.plain["need_cents"] - total == self.plain["left_cents"], "left_cents")


def _largest_remainder(exact: Row, whole: Row, ids: list[str], by_size: bool) -> bool:
    """Whether whole units stand next to the exact ones, largest remainders served first."""
    up = [units - floor(x) for units, x in zip(whole, exact, strict=True)]
    ranks = [(floor(x) - x, -x if by_size else 0, id_) for x, id_ in zip(exact, ids, strict=True)]
    served = [rank for rank, extra in zip(ranks, up, strict=True) if extra]
    unserved = [rank for rank, extra in zip(ranks, up, strict=True) if not extra]
    in_order = not served or not unserved or max(served) < min(unserved)
    return set(up) <= {0, 1} and in_order


Check: TypeAlias = Callable[[_Verifier, Mapping[str, Any], str], bool]


def _net_of(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    revenues = (v.total(f"{at}.revenues.{k}") for k in range(len(node["revenues"])))
    return v.total(at) == max(Fraction(0), v.total(f"{at}.of") - sum(revenues))


def _class_table(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    table = dict(node["table"])
    words = v.facts(node["name"], "classes")
    return v.column_is(at, [Fraction(table[word]) for word in words])


def _sum(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    rows = [v.row(f"{at}.terms.{k}") for k in range(len(node["terms"]))]
    return v.column_is(at, [sum(row, Fraction(0)) for row in zip(*rows, strict=True)])


def _is_extreme(node: Mapping[str, Any], value: Fraction, terms: Sequence[Fraction]) -> bool:
    """Whether a number is one of the terms, and none of them lies beyond it."""
    sign = {"greatest": 1, "smallest": -1}[node["which"]]
    return value in terms and all(sign * term <= sign * value for term in terms)


def _extreme(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    terms = [v.row(f"{at}.terms.{k}") for k in range(len(node["terms"]))]
    rows = zip(v.row(at), zip(*terms, strict=True), strict=True)
    return all(_is_extreme(node, value, row) for value, row in rows)


def _extreme_total(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    parts = [v.total(f"{at}.parts.{k}") for k in range(len(node["parts"]))]
    return _is_extreme(node, v.total(at), parts)


def _product(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    result = [Fraction(1)] * len(v.members)
    for k in range(len(node["factors"])):
        result = [a * b for a, b in zip(result, v.row(f"{at}.factors.{k}"), strict=True)]
    return v.column_is(at, result)


def _quotient(v: _Verifier, _: Mapping[str, Any], at: str) -> bool:
    rows = zip(v.row(at), v.row(f"{at}.by"), v.row(f"{at}.of"), strict=True)
    return all(by != 0 and result * by == of for result, by, of in rows)


def _shared(v: _Verifier, at: str, whole: Fraction, key: str) -> bool:
    """Whether a row shares out `whole` in proportion to a key: cross products, no division."""
    row, by = v.row(at), v.row(key)
    total = sum(by)
    pairs = zip(row, by, strict=True)
    return total > 0 and all(value * total == whole * weight for value, weight in pairs)


def _uniform_rate(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    base, rate, step = v.row(f"{at}.base"), v.total(at), Fraction(node["step"])
    off = v.total(f"{at}.amount") / sum(base) - rate
    nearest = -step / 2 <= off < step / 2 and (rate / step).denominator == 1
    return nearest and v.column_is(at, [rate * value for value in base])


def _indexed(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    index, cap, rise = v.total(f"{at}.index"), Fraction(node["cap"]), v.total(at)
    right = rise == (index if index <= cap else cap)
    return right and v.column_is(at, [x + rise * x for x in v.row(f"{at}.previous")])


def _piecewise(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    below, above = Fraction(node["below"]), Fraction(node["above"])
    gaps = [value - v.total(f"{at}.threshold") for value in v.row(f"{at}.of")]
    return v.column_is(
        at, [max(gap, Fraction(0)) * above - min(gap, Fraction(0)) * below for gap in gaps]
    )


def _at_least(v: _Verifier, _: Mapping[str, Any], at: str) -> bool:
    bar = v.total(f"{at}.threshold")
    rows = zip(v.row(at), v.row(f"{at}.of"), strict=True)
    return all(mark == (1 if value >= bar else 0) for mark, value in rows)


def _rounded(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    unit = Fraction(node["unit"])
    whole = [value / unit for value in v.row(at)]
    exact = [value / unit for value in v.row(f"{at}.of")]
    half = Fraction(1, 2)
    if any(units.denominator != 1 for units in whole):
        return False
    if node["keep"] == "each":
        return all(-half <= x - units < half for x, units in zip(exact, whole, strict=True))
    kept = -half <= sum(exact) - sum(whole) < half
    return kept and _largest_remainder(exact, whole, [m["id"] for m in v.members], False)


def _relief(v: _Verifier, _: Mapping[str, Any], at: str) -> bool:
    rows = zip(*(v.row(f"{at}{part}") for part in ("", ".of", ".relief", ".carriers")), strict=True)
    burden = v.total(at)
    right = all(x == a - cut + burden * a * w for x, a, cut, w in rows)
    return right and sum(v.row(at)) == sum(v.row(f"{at}.of"))


def _zero_sum(v: _Verifier, _: Mapping[str, Any], at: str) -> bool:
    rows = zip(v.row(at), v.row(f"{at}.of"), v.row(f"{at}.by"), strict=True)
    mean = v.total(at)
    return sum(v.row(at)) == 0 and all(x + mean * weight == of for x, of, weight in rows)


def _within(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    before = v.row(f"{at}.of")
    zeros = [Fraction(0)] * len(before)
    floors = v.row(f"{at}.floor") if node["floor"] else zeros
    caps: list[Fraction | None] = [*v.row(f"{at}.cap")] if node["cap"] else [None] * len(before)
    return sum(v.row(at)) == sum(before) and _one_factor(before, v.row(at), floors, caps)


def _legal_cap(v: _Verifier, node: Mapping[str, Any], at: str) -> bool:
    before, after = v.row(f"{at}.of"), v.row(at)
    limits = [dict(member["limits"]).get(node["limit"]) for member in v.members]
    caps = [None if limit is None else Fraction(limit) for limit in limits]
    short = sum(before, Fraction(0)) - sum(after, Fraction(0))
    if short != v.total(at) or short < 0:
        return False
    rows = list(zip(before, after, caps, strict=True))
    if node["rest"] == "leave short":
        return all(y == x if cap is None or x <= cap else y == cap for x, y, cap in rows)
    if short:
        return all(y == (x if x == 0 else cap) for x, y, cap in rows)
    return _one_factor(before, after, [Fraction(0)] * len(before), caps)


def _one_factor(before: Row, after: Row, floors: Row, caps: list[Fraction | None]) -> bool:
    """Whether some f ≥ 0 gives after = min(cap, max(floor, f × before)) for everyone.

    Every member narrows the range of f: at a floor f × before ≤ floor, at a cap ≥ cap, between
    them equal. The rows hold if the range is not empty.
    """
    least, most = Fraction(0), None
    for x, y, low, cap in zip(before, after, floors, caps, strict=True):
        if y < low or (cap is not None and y > cap) or (x == 0 and y != low):
            return False
        if x > 0 and y > low:
            least = max(least, y / x)
        if x > 0 and y != cap:
            most = y / x if most is None else min(most, y / x)
    return most is None or least <= most


_CHECKS: dict[str, Check] = {
    "need": lambda v, node, at: v.total(at) == v.plain["need_cents"],
    "fixed": lambda v, node, at: v.total(at) == Fraction(node["value"]),
    "figure": lambda v, node, at: v.total(at) == v.figures[node["name"]],
    "portion": lambda v, node, at: v.total(at) == Fraction(node["share"]) * v.total(f"{at}.of"),
    "together": lambda v, node, at: (
        v.total(at) == sum(v.total(f"{at}.parts.{k}") for k in range(len(node["parts"])))
    ),
    "extreme_total": _extreme_total,
    "net_of": _net_of,
    "ratio": lambda v, node, at: (
        v.total(f"{at}.by") != 0 and v.total(at) * v.total(f"{at}.by") == v.total(f"{at}.of")
    ),
    "sum_of": lambda v, node, at: v.total(at) == sum(v.row(f"{at}.of")),
    "indicator": lambda v, node, at: v.column_is(
        at, [Fraction(value) for value in v.facts(node["name"], "figures")]
    ),
    "class_table": _class_table,
    "flat": lambda v, node, at: set(v.row(at)) == {v.total(f"{at}.amount")},
    "rate": lambda v, node, at: v.column_is(
        at, [Fraction(node["rate"]) * value for value in v.row(f"{at}.base")]
    ),
    "sum": _sum,
    "extreme": _extreme,
    "product": _product,
    "quotient": _quotient,
    "share": lambda v, node, at: _shared(v, at, Fraction(1), f"{at}.of"),
    "quota": lambda v, node, at: _shared(v, at, v.total(f"{at}.amount"), f"{at}.by"),
    "uniform_rate": _uniform_rate,
    "indexed": _indexed,
    "piecewise": _piecewise,
    "at_least": _at_least,
    "rounded": _rounded,
    "relief": _relief,
    "zero_sum": _zero_sum,
    "within": _within,
    "legal_cap": _legal_cap,
}
