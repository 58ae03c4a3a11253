"""Whatever the amounts and the texts: everything drawn lies on the drawing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.svg import extents, size

from koinon.interfaces.shared import charts
from koinon.interfaces.shared.charts import Frame, Tick
from koinon.interfaces.shared.charts.curves import curves
from koinon.interfaces.shared.worldmap.bubbles import Bubble, MapWords, bubble_map

AMOUNTS = st.integers(-(10**30), 10**30) | st.fractions() | st.integers(-3, 120)
WORDS = st.text(max_size=60) | st.sampled_from(["", "W" * 200, "حصة ياغيلونيا " * 9, "名" * 90])
FRAMES = st.builds(
    Frame, st.just("it"), WORDS, WORDS, st.sampled_from(["ltr", "rtl"])
)  # fmt: skip
TICKS = st.lists(st.builds(Tick, AMOUNTS, WORDS), max_size=12).map(tuple)
FEW = settings(max_examples=60, deadline=None)


def inside(drawing: str) -> None:
    width, height = size(drawing)
    assert width == 360
    assert height > 0
    for one in extents(drawing):
        assert 0 <= one.left <= one.right <= width, one
        assert 0 <= one.top <= one.bottom <= height, one


def rows(build: Any, most: int = 60) -> Any:
    return st.lists(build, max_size=8) | st.lists(build, min_size=most, max_size=most)


@given(st.data(), FRAMES, st.integers(2, 4), AMOUNTS, TICKS)
@FEW
def test_a_dumbbell(data: Any, frame: Frame, marks: int, largest: Fraction, ticks: Any) -> None:
    several = st.tuples(*[AMOUNTS] * marks)
    row = st.builds(charts.DumbbellRow, WORDS, several, st.tuples(*[WORDS] * marks), WORDS)
    drawn = charts.dumbbell(
        frame,
        data.draw(st.lists(WORDS, min_size=marks, max_size=marks)),
        data.draw(rows(row)),
        charts.Axis(largest, ticks),
    )
    inside(drawn)


CHANGES = st.lists(st.tuples(AMOUNTS, WORDS), max_size=8) | st.lists(
    st.tuples(AMOUNTS, WORDS), min_size=58, max_size=58
)


@given(FRAMES, AMOUNTS, CHANGES, AMOUNTS, AMOUNTS, WORDS)
@FEW
def test_a_waterfall(
    frame: Frame, alone: Fraction, changes: Any, low: Fraction, high: Fraction, said: str
) -> None:
    band = charts.Band(min(low, high), max(low, high), said)
    together = alone + sum(amount for amount, _ in changes)
    steps = [
        charts.WaterfallStep(said, alone, said, "total", band),
        *(charts.WaterfallStep(label, amount, label) for amount, label in changes),
        charts.WaterfallStep(said, together, said, "total"),
    ]
    inside(charts.waterfall(frame, steps, charts.WaterfallWords(said, said, said)))
    inside(charts.waterfall(frame, steps[1:-1], charts.WaterfallWords("", "", "")))


@given(FRAMES, AMOUNTS, AMOUNTS, WORDS, WORDS)
@FEW
def test_a_dial(frame: Frame, value: Fraction, limit: Fraction, one: str, other: str) -> None:
    zones = charts.Zones(limit, one, one, other)
    inside(charts.dial(frame, value, other, zones, (one, other)))


POINTS = st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=40).map(
    lambda points: tuple(sorted(points))
)


@given(
    FRAMES,
    st.lists(st.builds(charts.Series, WORDS, POINTS), min_size=1, max_size=3),
    st.lists(st.builds(Tick, AMOUNTS, WORDS), min_size=2, max_size=12).map(tuple),
    TICKS,
    WORDS,
)
@FEW
def test_curves(frame: Frame, series: Any, across: Any, up: Any, said: str) -> None:
    inside(curves(frame, series, charts.Plane(said, said, across, up)))


@given(FRAMES, rows(st.builds(charts.BarRow, WORDS, AMOUNTS, WORDS, AMOUNTS, WORDS)), WORDS)
@FEW
def test_bars(frame: Frame, bars: Any, average: str) -> None:
    inside(charts.bars(frame, bars, average=average))


BUBBLES = st.builds(
    Bubble,
    st.integers(-900_000, 900_000),
    st.integers(-1_800_000, 1_800_000),
    st.integers(0, 10**30) | st.integers(0, 5),
    st.integers(-5, 5),
    WORDS,
)
NEAR = st.builds(
    Bubble, st.integers(500_000, 510_000), st.integers(30_000, 60_000), st.integers(0, 9),
    st.integers(-1, 1), WORDS,
)  # fmt: skip
SIZES = st.lists(st.tuples(st.integers(0, 10**31), WORDS), max_size=2).map(tuple)


@given(FRAMES, rows(BUBBLES) | rows(NEAR), st.booleans(), SIZES, WORDS)
@FEW
def test_a_map(frame: Frame, bubbles: Any, whole: bool, sizes: Any, said: str) -> None:
    inside(bubble_map(frame, bubbles, MapWords(said, said, sizes), whole=whole))


@given(st.data(), FRAMES, st.integers(1, 90), st.integers(1, 6), WORDS)
@FEW
def test_a_flow(data: Any, frame: Frame, holders: int, many: int, said: str) -> None:
    amounts = st.integers(0, 10**30) | st.fractions(min_value=0) | st.integers(0, 120)
    place = st.integers(0, holders - 1)
    stages = [
        charts.FlowStage(
            said,
            tuple(data.draw(st.lists(amounts, min_size=holders, max_size=holders))),
            tuple(data.draw(st.sampled_from(["in", "won", "out"])) for _ in range(holders)),
            tuple(data.draw(st.lists(st.tuples(place, place, st.integers(0, 9)), max_size=4))),
        )
        for _ in range(many)
    ]
    words = charts.FlowWords(said, said, said, said)
    inside(charts.flow(frame, [said] * holders, stages, words))
