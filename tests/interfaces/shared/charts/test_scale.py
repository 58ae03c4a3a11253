"""Where amounts and texts lie: exact, in order, apart and inside."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.interfaces.shared.charts import Axis, Tick, round_ticks
from koinon.interfaces.shared.charts.letters import clean, cut, measured, wrapped
from koinon.interfaces.shared.charts.scale import Scale, spread

AMOUNTS = st.integers(-(10**30), 10**30) | st.fractions()


@given(AMOUNTS, AMOUNTS, st.lists(AMOUNTS, min_size=2))
def test_a_scale_keeps_order_and_its_ends(
    one: Fraction, other: Fraction, given_: list[int]
) -> None:
    scale = Scale(min(one, other), max(one, other), 40, 3_000)
    places = [scale.at(amount) for amount in sorted(given_)]
    assert places == sorted(places)
    assert all(isinstance(place, int) and 40 <= place <= 3_040 for place in places)
    assert scale.at(scale.least) == 40
    assert one == other or scale.at(scale.largest) == 3_040


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (0, (0,)),
        (-3, (0,)),
        (100, (0, 50, 100)),
        (80, (0, 20, 40, 60, 80)),
        (7, (0, 2, 4, 6, 8)),
        (1, (0, Fraction(1, 2), 1)),
        (Fraction(3, 1000), (0, Fraction(1, 1000), Fraction(2, 1000), Fraction(3, 1000))),
        (48_000_000, (0, 20_000_000, 40_000_000, 60_000_000)),
    ],
)
def test_ticks_are_round(largest: Fraction, ticks: tuple[Fraction, ...]) -> None:
    assert round_ticks(largest) == ticks


@given(st.integers(1, 10**40) | st.fractions(Fraction(1, 10**9), 10**9), st.integers(1, 10))
def test_ticks_reach_the_largest_in_few_equal_steps(largest: Fraction, steps: int) -> None:
    found = round_ticks(largest, steps)
    apart = {later - earlier for earlier, later in pairwise(found)}
    assert len(apart) == 1
    assert found[-2] < largest <= found[-1]
    assert len(found) <= steps + 1
    (step,) = apart
    while step < 1:
        step *= 10
    assert str(step).rstrip("0") in ("1", "2", "5")


def test_ticks_beyond_an_axis_are_not_drawn() -> None:
    axis = Axis(10, (Tick(-1, "a"), Tick(0, "b"), Tick(10, "c"), Tick(11, "d")))
    assert [tick.label for tick in axis.drawn] == ["b", "c"]


THINGS = st.lists(st.tuples(st.integers(0, 1_000), st.integers(1, 120)), max_size=8)


@given(THINGS)
def test_what_is_spread_is_apart_in_order_and_inside(things: list[tuple[int, int]]) -> None:
    middles, sizes = [one for one, _ in things], [size for _, size in things]
    begins = spread(middles, sizes, 0, 1_200, 20)
    order = sorted(range(len(things)), key=lambda at: (middles[at], at))
    for one, other in pairwise(order):
        assert begins[one] + sizes[one] + 20 <= begins[other]
    if things and sum(sizes) + 20 * (len(sizes) - 1) <= 1_200:
        assert min(begins) >= 0
        assert max(begin + size for begin, size in zip(begins, sizes, strict=True)) <= 1_200


@given(st.lists(st.tuples(st.integers(5, 25), st.integers(2, 6)), min_size=1, max_size=3))
def test_nothing_moves_more_than_it_must(things: list[tuple[int, int]]) -> None:
    """Against every other way to place them: the least squares, up to the cut to whole numbers."""
    things.sort()
    wanted = [middle - size // 2 for middle, size in things]
    sizes = [size for _, size in things]
    begins = spread([middle for middle, _ in things], sizes, -100, 200, 1)

    def moved(placed: tuple[int, ...]) -> int:
        return sum((at - want) ** 2 for at, want in zip(placed, wanted, strict=True))

    ways = product(*(range(want - 14, want + 15) for want in wanted))
    best = min(
        moved(way)
        for way in ways
        if all(a + size + 1 <= b for (a, b), size in zip(pairwise(way), sizes, strict=False))
    )
    assert best <= moved(begins) <= best + len(things)


@given(st.text(max_size=400), st.integers(0, 3_000), st.booleans())
def test_a_text_is_cut_to_its_room(said: str, room: int, strong: bool) -> None:
    found = cut(clean(said), 12, room, strong=strong)
    assert found == "" or measured(found, 12, strong=strong) <= room
    lines = wrapped(clean(said), 12, room, 3, strong=strong)
    assert len(lines) <= 3
    assert all(measured(line, 12, strong=strong) <= room or len(line) <= 1 for line in lines)


@given(st.text(alphabet="abc déß", max_size=120))
def test_no_letter_is_lost_between_lines(said: str) -> None:
    lines = wrapped(clean(said), 12, 900, 40)
    assert "".join(lines).replace("-", "").replace(" ", "") == said.replace(" ", "")


def test_long_words_are_parted_unless_their_letters_join() -> None:
    assert wrapped("Zweidrittelmehrheit", 12, 830, 3) == ("Zweidrittel-", "mehrheit")
    room = measured("Gesellschaft-", 12)
    assert wrapped("Gesellschaften", 12, room, 3) == ("Gesellscha-", "ften"), "no two left alone"
    assert wrapped("ياغيلونياياغيلونيا", 12, 600, 3)[0].endswith("…")
    assert wrapped("55\u00a0% of all", 12, 400, 3)[0] == "55\u00a0%", "a number keeps its unit"
