"""Where amounts lie on a drawing: exact numbers to whole tenths of a unit, and round ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Amount: TypeAlias = int | Fraction
"""An exact number; a float's is `Fraction(value)`."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where it stands, and its number as the reader's language writes it."""

    at: Amount
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from zero to `largest`; ticks outside it are not drawn."""

    largest: Amount
    ticks: tuple[Tick, ...] = ()

    @property
    def drawn(self) -> tuple[Tick, ...]:
        """The ticks on the axis."""
        return tuple(tick for tick in self.ticks if 0 <= tick.at <= self.largest)


@dataclass(frozen=True, slots=True)
class Scale:
    """Amounts from `least` to `largest` on `length` tenths from `start` on; others at its ends."""

    least: Amount
    largest: Amount
    start: int
    length: int

    def at(self, amount: Amount) -> int:
        """Where an amount lies, cut to a tenth of a unit."""
        if self.largest <= self.least:
            return self.start
        inside = min(max(amount, self.least), self.largest)
        # An int // an int and a Fraction // a Fraction are ints alike.
        return self.start + (inside - self.least) * self.length // (self.largest - self.least)


def round_ticks(largest: Amount, steps: int = 4) -> tuple[Amount, ...]:
    """Round amounts (1, 2 or 5 times a power of ten apart) from 0 to `largest` or just beyond.

    There are at most `steps` steps; of nothing or less there is the zero alone.
    """
    assert steps > 0
    if largest <= 0:
        return (0,)
    wanted = Fraction(largest) / steps
    power = Fraction(1)
    while power > wanted:
        power /= 10
    while power * 10 < wanted:
        power *= 10
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= wanted)
    count = -(-Fraction(largest) // step)
    ticks = (step * at for at in range(count + 1))
    return tuple(int(tick) if tick.denominator == 1 else tick for tick in ticks)


def spread(
    middles: Sequence[int], sizes: Sequence[int], low: int, high: int, gap: int
) -> tuple[int, ...]:
    """Where things of these sizes begin, near their middles, in order, apart and inside.

    The least total of squared moves that keeps the order (isotonic regression by pooling adjacent
    violators, Ayer et al. 1955), in whole numbers, then moved inside `low` to `high` as a whole.
    What is larger than the room begins at `low` and goes beyond `high`.
    """
    order = sorted(range(len(middles)), key=lambda one: (middles[one], one))
    before = {one: sum(sizes[other] + gap for other in order[:at]) for at, one in enumerate(order)}
    pools: list[tuple[int, int]] = []
    for one in order:
        total, count = middles[one] - sizes[one] // 2 - before[one], 1
        while pools and pools[-1][0] * count > total * pools[-1][1]:
            last = pools.pop()
            total, count = total + last[0], count + last[1]
        pools.append((total, count))
    room = high - low - sum(sizes) - gap * max(0, len(sizes) - 1)
    shifts = [total // count for total, count in pools for _ in range(count)]
    begins = {
        one: min(max(shift, low), max(low, low + room)) + before[one]
        for one, shift in zip(order, shifts, strict=True)
    }
    return tuple(begins[one] for one in range(len(middles)))
