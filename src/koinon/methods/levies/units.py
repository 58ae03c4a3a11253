"""Which numbers of a formula count money, as far as the formula itself shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

from koinon.methods.levies.nodes import Column, Need, Rate

_MONEY_FIELDS: Final = frozenset(
    {"amount", "of", "floor", "cap", "relief", "previous", "parts", "terms", "revenues"}
)
_PLAIN_KINDS: Final = frozenset({"share", "quotient", "ratio", "piecewise", "at_least"})


def parts_in(node: Any) -> Iterator[tuple[str, Any]]:
    """The nodes a node is made of, with the names a step's place gives them."""
    for field in fields(node):
        value = getattr(node, field.name)
        if is_dataclass(value):
            yield field.name, value
        elif isinstance(value, tuple):
            yield from (
                (f"{field.name}.{at}", one) for at, one in enumerate(value) if is_dataclass(one)
            )


def in_money(node: Any, name: str, part: Any, money: bool) -> bool:
    """Whether a part counts minor units, given whether the whole does.

    `name`: that of the part, as `parts_in` gives it. What a levy comes to does; a charter knows
    the unit of every step of it, a bare formula only as much as this.
    """
    if isinstance(part, Need):
        return True
    if isinstance(node, Rate):
        return money and from_need(part)
    return money and name.partition(".")[0] in _MONEY_FIELDS and node.KIND not in _PLAIN_KINDS


def from_need(node: Any) -> bool:
    """Whether a node's values are parts of the money the levy is for."""
    if isinstance(node, Need):
        return True
    amounts = [part for name, part in parts_in(node) if name.partition(".")[0] in _MONEY_FIELDS]
    return node.KIND not in _PLAIN_KINDS and any(map(from_need, amounts))


def way_to(amount: Column, place: str) -> tuple[tuple[Any, bool], ...]:
    """The nodes from the whole to the one at a place, each with whether it counts money.

    Empty where the place is that of no node.
    """
    node: Any = amount
    found, money, at = [(node, True)], True, "amount"
    while at != place:
        inner = ((f"{at}.{name}", name, part) for name, part in parts_in(node))
        below = next((one for one in inner if f"{place}.".startswith(f"{one[0]}.")), None)
        if below is None:
            return ()
        money = in_money(node, below[1], below[2], money)
        at, node = below[0], below[2]
        found.append((node, money))
    return tuple(found)
