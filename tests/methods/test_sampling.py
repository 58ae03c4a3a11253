"""Drawing samples: each method against a second algorithm, and one drawn by hand."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.methods.projection import Examined, factor, project
from koinon.methods.sampling import (
    Item,
    Plan,
    Selected,
    Stratum,
    Stream,
    belongs,
    draw,
    monetary_unit,
    population_text,
    read_population,
    seed_of,
    stratified,
)

ITEMS = st.lists(st.integers(1, 5_000), min_size=1, max_size=60).map(
    lambda amounts: tuple(Item(3 * n, n % 4 + 1, cents) for n, cents in enumerate(amounts))
)
SEEDS = st.binary(min_size=32, max_size=32)
SEED = bytes(32)


def block(seed: bytes, i: int) -> int:
    return int(sha256(seed + i.to_bytes(8, "big")).hexdigest(), 16)


def test_a_sample_drawn_by_hand() -> None:
    # SHA-256 of forty zero bytes is 2c34ce1d...; 1 + that number mod 100 is the first hit.
    first = 1 + block(SEED, 0) % 100
    assert hex(block(SEED, 0))[2:10] == "2c34ce1d"
    assert first == 20
    items = (Item(1, 1, 40), Item(2, 1, 250), Item(3, 1, 60), Item(4, 1, 70), Item(5, 1, 30))
    # Below 100 lie 40, 60, 70, 30: up to 40, 100, 170, 200. Hits at 20 and 120: entries 1 and 4.
    assert draw(Plan("monetary unit", 100), items, SEED) == (
        Selected(items[0], "hit", 20),
        Selected(items[1], "whole stratum", 0),
        Selected(items[3], "hit", 120),
    )


@given(ITEMS, st.integers(1, 6_000), SEEDS)
def test_every_unit_of_money_is_hit_as_if_it_were_laid_out(
    items: tuple[Item, ...], interval: int, seed: bytes
) -> None:
    units = [item for item in items if item.cents < interval for _ in range(item.cents)]
    start = Stream(seed).below(interval)
    laid_out = [units[at] for at in range(start, len(units), interval)]
    found = monetary_unit(items, interval, seed)
    assert [one.item for one in found if one.why == "hit"] == laid_out
    top = [item for item in items if item.cents >= interval]
    assert [one.item for one in found if one.why == "whole stratum"] == top
    assert len({one.item for one in found}) == len(found)


@given(ITEMS, st.integers(1, 70), SEEDS)
def test_a_simple_random_sample_is_the_front_of_a_shuffled_deck(
    items: tuple[Item, ...], size: int, seed: bytes
) -> None:
    found = stratified(items, (Stratum(1, size),), seed)
    deck, stream, drawn = list(range(len(items))), Stream(seed), []
    for left in range(len(items), max(len(items) - size, 0), -1):
        place = stream.below(left)
        deck[place], deck[left - 1] = deck[left - 1], deck[place]
        drawn.append(items[deck[left - 1]])
    if size >= len(items):
        assert [one.item for one in found] == list(items)
    else:
        assert [one.item for one in found] == drawn
        assert [one.at for one in found] == list(range(1, size + 1))


@given(ITEMS, st.integers(2, 4_000), st.integers(1, 9), st.integers(1, 9), SEEDS)
def test_strata_are_drawn_apart(
    items: tuple[Item, ...], bound: int, low: int, high: int, seed: bytes
) -> None:
    found = stratified(items, (Stratum(1, low), Stratum(bound, high)), seed)
    for position, size in enumerate((low, high)):
        inside = [item for item in items if (item.cents >= bound) == bool(position)]
        own = [one.item for one in found if one.stratum == position]
        assert len(own) == len(set(own)) == min(size, len(inside))
        assert set(own) <= set(inside)


def test_the_stream_has_no_bias() -> None:
    # A bound just above half of 2^256: half of all blocks must be passed over, none folded back.
    stream, bound = Stream(SEED), (1 << 255) + 1
    numbers = [stream.below(bound) for _ in range(200)]
    accepted = [number for i in range(1_000) if (number := block(SEED, i)) < bound]
    assert numbers == accepted[:200]
    seeds = (sha256(bytes([n % 256, n >> 8])).digest() for n in range(6_000))
    counted = Counter(Stream(seed).below(6) for seed in seeds)
    assert all(900 < counted[face] < 1_100 for face in range(6)), counted


def test_two_plans_that_wait_for_the_same_value_draw_differently() -> None:
    assert seed_of(bytes(16), b"root") != seed_of(bytes(15) + b"\1", b"root")


@given(ITEMS)
def test_a_population_is_read_as_it_was_written(items: tuple[Item, ...]) -> None:
    assert read_population(population_text(items)) == items


@pytest.mark.parametrize("data", [b"1,2\n", b"1,2,3", b"01,2,3\n", b" 1,2,3\n", b"1,2,x\n"])
def test_a_population_written_otherwise_is_none(data: bytes) -> None:
    with pytest.raises(ValueError):
        read_population(data)


def test_what_belongs_to_a_population() -> None:
    assert belongs("payments", "payable", "bank")
    assert belongs("payments", "exceptions", "overdraft")
    assert not belongs("payments", "overdraft", "bank")
    assert not belongs("receipts", "bank", "opening")
    assert belongs("receipts", "bank", "receivable/ghent")
    assert belongs("levy charges", "receivable/ghent", "2025/contributions")
    assert not belongs("levy charges", "receivable/ghent", "advance/ghent")
    assert belongs("commitments", "2025/heat/available", "2025/heat/committed/1")
    assert not belongs("commitments", "2025/heat/committed/1", "2025/heat/available")
    assert belongs("supplier invoices", "2025/heat/expense", "payable")


# --- What follows for the rest -----------------------------------------------------------------


def test_factors_are_those_of_the_published_tables() -> None:
    # AICPA, Audit Guide: Audit Sampling, table C-2 (Poisson confidence factors), to two places.
    published = {
        (95, 0): "3.00",
        (95, 1): "4.75",
        (95, 2): "6.30",
        (95, 3): "7.76",
        (95, 4): "9.16",
        (90, 0): "2.31",
        (90, 1): "3.89",
        (90, 2): "5.33",
        (80, 0): "1.61",
        (80, 1): "3.00",
        (50, 0): "0.70",
    }
    for (confidence, errors), told in published.items():
        rounded_up = Fraction(math.ceil(factor(errors, confidence) * 100), 100)
        assert rounded_up == Fraction(told), (confidence, errors)


@given(st.integers(0, 40), st.integers(50, 99))
def test_a_factor_is_the_least_that_does(errors: int, confidence: int) -> None:
    def chance(mean: float) -> float:
        logs = (-mean + i * math.log(mean) - math.lgamma(i + 1) for i in range(errors + 1))
        return sum(map(math.exp, logs))

    found = float(factor(errors, confidence))
    risk = 1 - confidence / 100
    assert chance(found) <= risk * (1 + 1e-9)
    assert chance(found - 0.001) > risk * (1 - 1e-9)


def test_a_projection_by_hand() -> None:
    items = tuple(Item(n, 1, cents) for n, cents in enumerate((5_000, 400, 800, 100, 300), 1))
    examined = (
        Examined(Selected(items[0], "whole stratum", 0), 4_900),
        Examined(Selected(items[1], "hit", 1), 300),
        Examined(Selected(items[2], "hit", 1), 400),
        Examined(Selected(items[4], "hit", 1), 330),
    )
    said = project(Plan("monetary unit", 1_000), items, examined, 95)
    # Found: 100 + 100 + 400 - 30. Taintings of an interval of 1,000: 1/4, 1/2, -1/10; 100 known.
    assert said.found == 570
    assert said.likely == 100 + 250 + 500 - 100
    # 100 + 1,000 · (2.996 + (4.744 - 2.996)/2 + (6.296 - 4.744)/4) = 4,358.
    assert said.upper == 4_358


def test_without_errors_the_limit_is_the_basic_precision() -> None:
    items = (Item(1, 1, 500),)
    said = project(Plan("monetary unit", 1_000), items, (), 95)
    assert (said.found, said.likely, said.upper) == (0, 0, 2_996)


def test_differences_are_projected_stratum_by_stratum() -> None:
    items = tuple(Item(n, 1, cents) for n, cents in enumerate((10, 20, 30, 400, 500, 600), 1))
    plan = Plan("stratified", 0, (Stratum(1, 2), Stratum(100, 1)))
    examined = (
        Examined(Selected(items[0], "drawn", 1, 0), 9),
        Examined(Selected(items[2], "drawn", 2, 0), 30),
        Examined(Selected(items[4], "drawn", 1, 1), 450),
    )
    said = project(plan, items, examined, 95)
    # Of three small items two were examined, one cent too high; of three large ones one, by 50.
    assert said.likely == Fraction(3, 2) + 150
    assert said.upper is None
