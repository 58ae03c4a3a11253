"""Samples of an audit: which entries of the books are looked at, and what follows for the rest.

The population is a list of lines of the ledger in the order of the record. A sample follows from
it, from a plan and from a seed by the rules below, so that anyone draws it again. Chance is a
stream of SHA-256 blocks, read without bias (see `Stream`). Nothing here rounds: projections are
Fractions.

Sources: ISA 530 (audit sampling), appendices 1 and 4; AICPA, Audit Guide: Audit Sampling, chapter 6
(monetary-unit sampling).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from typing import Literal, TypeAlias

Method: TypeAlias = Literal["monetary unit", "random", "stratified"]
Why: TypeAlias = Literal["whole stratum", "hit", "drawn"]

_DOMAIN = b"koinon-sample/1\0"
_SPAN = 1 << 256


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the ledger: the journal's entry, its line, and its amount in minor units."""

    n: int
    line: int
    cents: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """Amounts from `from_cents` on (up to the next stratum), and how many of them are drawn."""

    from_cents: int
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sample is drawn: by an interval of money, or by numbers of items in strata.

    `interval_cents` is for "monetary unit" only; "random" has one stratum, which takes in all.
    """

    method: Method
    interval_cents: int = 0
    strata: tuple[Stratum, ...] = ()


@dataclass(frozen=True, slots=True)
class Selected:
    """An item of the sample and why it is in it.

    "whole stratum": all of its stratum are taken (`at` is 0). "hit": the unit of money number `at`
    of those below the interval, counted from 1 in the order of the record, is one of its own.
    "drawn": it came out as number `at`. `stratum` is the position of its stratum, 0 for "monetary
    unit".
    """

    item: Item
    why: Why
    at: int
    stratum: int = 0


def seed_of(plan_id: bytes, value: bytes) -> bytes:
    """The 32 bytes from which a sample is drawn.

    `plan_id` are the 16 bytes of the plan's identifier, so that two plans that wait for the same
    value draw differently; `value` is the public value: a root of the log, or the outcome of a
    draw as UTF-8.
    """
    assert len(plan_id) == 16
    return sha256(_DOMAIN + plan_id + value).digest()


class Stream:
    """Numbers that follow from a seed.

    Block i is SHA-256(seed, i as 8 bytes), read as a number below 2^256, big-endian. A block that
    is not below the largest multiple of the bound is passed over: every remainder is as likely.
    """

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._blocks = 0

    def below(self, bound: int) -> int:
        """The next number from 0 to `bound` - 1."""
        assert 0 < bound < _SPAN
        limit = _SPAN - _SPAN % bound
        while True:
            block = sha256(self._seed + self._blocks.to_bytes(8, "big")).digest()
            self._blocks += 1
            number = int.from_bytes(block, "big")
            if number < limit:
                return number % bound


def draw(plan: Plan, items: Sequence[Item], seed: bytes) -> tuple[Selected, ...]:
    """The sample, in the order of the record."""
    if plan.method == "monetary unit":
        found = monetary_unit(items, plan.interval_cents, seed)
    else:
        found = stratified(items, plan.strata, seed)
    return tuple(sorted(found, key=lambda one: (one.item.n, one.item.line)))


def monetary_unit(items: Sequence[Item], interval_cents: int, seed: bytes) -> list[Selected]:
    """Systematic selection: every item from the interval on, of the others each interval's hit.

    The others lie end to end in the order of the record; the first hit is a unit from 1 to the
    interval, drawn from the seed, and every further one an interval later. An item below the
    interval is hit once at most.
    """
    assert interval_cents > 0
    top = [Selected(item, "whole stratum", 0) for item in items if item.cents >= interval_cents]
    rest = [item for item in items if item.cents < interval_cents]
    hit = 1 + Stream(seed).below(interval_cents)
    hits: list[Selected] = []
    for item, reached in zip(rest, accumulate(item.cents for item in rest), strict=True):
        if hit <= reached:
            hits.append(Selected(item, "hit", hit))
            hit += interval_cents
    return top + hits


def stratified(items: Sequence[Item], strata: Sequence[Stratum], seed: bytes) -> list[Selected]:
    """Simple random samples without replacement, one stratum after the other, from one stream.

    A stratum with no more items than are to be drawn is taken whole. Else, out of the items of the
    stratum in the order of the record: k times one of those that are left, by its position among
    them; the last of them takes the place of the one that was drawn.
    """
    stream = Stream(seed)
    found: list[Selected] = []
    for position, stratum in enumerate(strata):
        pool = members(items, strata, position)
        if len(pool) <= stratum.size:
            found += [Selected(item, "whole stratum", 0, position) for item in pool]
            continue
        for number in range(1, stratum.size + 1):
            place = stream.below(len(pool))
            found.append(Selected(pool[place], "drawn", number, position))
            last = pool.pop()
            if place < len(pool):
                pool[place] = last
    return found


def members(items: Iterable[Item], strata: Sequence[Stratum], position: int) -> list[Item]:
    """The items of a stratum, in their order."""
    low = strata[position].from_cents
    high = strata[position + 1].from_cents if position + 1 < len(strata) else None
    return [item for item in items if low <= item.cents and (high is None or item.cents < high)]


def population_text(items: Iterable[Item]) -> bytes:
    """A population as its document: a line "entry,line,amount" for each item, in ASCII."""
    return b"".join(population_line(item) for item in items)


def population_line(item: Item) -> bytes:
    """An item's line of the document."""
    return b"%d,%d,%d\n" % (item.n, item.line, item.cents)


def read_population(data: bytes) -> tuple[Item, ...]:
    """The items of a population's document. Raises ValueError where it is none."""
    items = []
    for row in data.decode("ascii").splitlines():
        n, line, cents = (int(part) for part in row.split(","))
        items.append(Item(n, line, cents))
    if population_text(items) != data:
        raise ValueError("the population is not written in the one way")
    return tuple(items)


def sample_plain(seed: bytes, found: Sequence[Selected]) -> dict[str, object]:
    """A sample as its document says it."""
    return {
        "seed": seed.hex(),
        "items": [
            [one.item.n, one.item.line, one.item.cents, one.why, one.at, one.stratum]
            for one in found
        ],
    }


# --- What a population is ---------------------------------------------------------------------

Population: TypeAlias = Literal[
    "payments", "receipts", "supplier invoices", "commitments", "levy charges"
]
POPULATIONS: tuple[Population, ...] = (
    "payments",
    "receipts",
    "supplier invoices",
    "commitments",
    "levy charges",
)
_AT_BANK = ("bank", "overdraft")


def belongs(population: str, debit: str, credit: str) -> bool:
    """Whether a line of the ledger belongs to a population, by the accounts it moves.

    What was taken over from books kept elsewhere (the account "opening") belongs to none.
    """
    if "opening" in (debit, credit):
        return False
    match population:
        case "payments":
            return credit in _AT_BANK and debit not in _AT_BANK
        case "receipts":
            return debit in _AT_BANK and credit not in _AT_BANK
        case "supplier invoices":
            return credit == "payable"
        case "commitments":
            return debit.endswith("/available") and "/committed/" in credit
        case "levy charges":
            return debit.startswith("receivable/") and credit.endswith("/contributions")
    return False
