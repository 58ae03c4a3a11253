"""A drawing says what its numbers say: lengths, places, patterns, and what is named."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import drawings
from tests.support.svg import Extent, extents, of, texts

from koinon.interfaces.shared import charts
from koinon.interfaces.shared.charts import Axis, Frame, Tick
from koinon.interfaces.shared.charts.bars import MOST

FRAME = Frame("it", "title", "description")
TENTH = 0.11
"""What cutting to a tenth of a unit may take."""


def middle(one: Extent) -> float:
    return (one.left + one.right) / 2


# Dumbbells


def two(*rows: tuple[int, int], largest: int = 100, gap: str = "") -> str:
    return charts.dumbbell(
        FRAME,
        ["product", "seats"],
        [charts.DumbbellRow("a group", row, tuple(map(str, row)), gap) for row in rows],
        Axis(largest),
    )


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=9))
def test_marks_lie_as_far_along_as_their_amounts(rows: list[tuple[int, int]]) -> None:
    drawing = two(*rows)
    # The first of each is the key's.
    circles, diamonds = of(drawing, "circle", "one")[1:], of(drawing, "polygon", "two")[1:]
    (track, *_) = of(drawing, "rect", "track")
    start, length = track.left + 8, track.width - 16
    for (one, other), circle, diamond in zip(rows, circles, diamonds, strict=True):
        assert middle(circle) == pytest.approx(start + length * one / 100, abs=TENTH)
        assert middle(diamond) == pytest.approx(start + length * other / 100, abs=TENTH)
        assert circle.top > 0


def test_marks_differ_in_shape_not_only_in_colour() -> None:
    four = charts.dumbbell(
        FRAME, list("abcd"), [charts.DumbbellRow("x", (1, 2, 3, 4), tuple("1234"))], Axis(4)
    )
    marks = [one for one in extents(four) if one.role in ("one", "two", "three", "four")]
    corners = {
        role: {(one.kind, round(one.bottom - one.top, 1), round(one.width, 1))
               for one in marks if one.role == role}
        for role in ("one", "two", "three", "four")
    }  # fmt: skip
    assert all(len(found) == 1 for found in corners.values()), "keys and rows show the same shape"
    assert len(set().union(*corners.values())) == 4


def test_amounts_stand_under_their_marks_and_never_on_one_another() -> None:
    drawing = two((8, 9), (0, 100), (50, 50))
    values = [one for one in extents(drawing) if one.text.isdigit()]
    assert [one.text for one in values] == ["8", "9", "0", "100", "50", "50"]
    for line in (values[:2], values[2:4], values[4:]):
        assert line[0].right < line[1].left or line[1].right < line[0].left


def test_of_too_many_amounts_too_close_those_of_the_ends_are_said() -> None:
    row = charts.DumbbellRow("x", (30, 31, 32, 33), ("30.00", "31.00", "32.00", "33.00"))
    drawing = charts.dumbbell(FRAME, list("abcd"), [row], Axis(100))
    assert [said for said in texts(drawing) if said[0].isdigit()] == ["30.00", "33.00"]


def test_what_lies_between_is_said_and_names_are_whole() -> None:
    drawing = two((30, 8), gap="22 points")
    assert {"22 points", "a group", "product", "seats"} <= set(texts(drawing))


def test_a_drawing_that_lacks_a_mark_is_refused() -> None:
    with pytest.raises(AssertionError, match="lacks a mark"):
        charts.dumbbell(FRAME, ["a", "b"], [charts.DumbbellRow("x", (1,), ("1",))], Axis(1))
    with pytest.raises(AssertionError, match="two to four"):
        charts.dumbbell(FRAME, ["a"], [], Axis(1))


# Waterfalls


def test_bars_begin_where_the_one_before_ends_and_are_as_long_as_their_amounts() -> None:
    drawing = drawings.waterfall("en")
    alone, together = of(drawing, "rect", "one")
    _, setup, purchases = of(drawing, "rect", "gain")  # the first is the key's
    _, _, meeting = of(drawing, "rect", "ground")  # after the drawing's own ground and the key's
    unit = alone.width / 48
    assert together.width == pytest.approx(35 * unit, abs=TENTH)
    assert setup.width == pytest.approx(14 * unit, abs=2 * TENTH)
    assert (alone.right, setup.left) == pytest.approx((setup.right, purchases.right), abs=TENTH)
    # An outlined bar is set in by half its line at both ends.
    assert meeting.left == pytest.approx(purchases.left, abs=1)
    assert meeting.right == pytest.approx(together.right, abs=1)


def test_what_adds_is_hatched_and_what_saves_is_not() -> None:
    def step(amount: int) -> charts.WaterfallStep:
        return charts.WaterfallStep("x", amount, str(amount))

    words = charts.WaterfallWords("saves", "adds", "band")
    saving = charts.waterfall(FRAME, [step(-5)], words)
    adding = charts.waterfall(FRAME, [step(5)], words)
    assert "saves" in texts(saving)
    assert "adds" not in texts(saving)
    assert not of(saving, "path", "more")
    assert len(of(adding, "path", "more")) == 2, "the key's and the bar's"
    assert "band" not in texts(adding)


def test_a_band_reaches_from_the_low_to_the_high_estimate() -> None:
    drawing = drawings.waterfall("en")
    alone, _ = of(drawing, "rect", "one")
    wide = [one for one in of(drawing, "path", "ink") if one.width > 20]
    unit = alone.width / 48
    assert wide[0].left - alone.left == pytest.approx(44 * unit, abs=2 * TENTH)
    assert wide[0].width == pytest.approx(11 * unit, abs=2 * TENTH)


def test_a_waterfall_that_leads_elsewhere_is_refused() -> None:
    steps = [
        charts.WaterfallStep("a", 10, "10", "total"),
        charts.WaterfallStep("b", -3, "−3"),
        charts.WaterfallStep("c", 8, "8", "total"),
    ]
    with pytest.raises(AssertionError, match="another total"):
        charts.waterfall(FRAME, steps, charts.WaterfallWords("", ""))


# Dials


@given(st.integers(-20, 120), st.integers(-20, 120))
def test_the_zones_meet_at_the_limit_and_the_pointer_is_at_the_value(
    limit: int, value: int
) -> None:
    zones = charts.Zones(limit, "limit", "within", "beyond")
    drawing = charts.dial(FRAME, value, "value", zones, ("0", "100"))
    pointer = of(drawing, "polygon", "ink")[0]
    start, length = 13, 334
    clamped = min(max(value, 0), 100)
    assert middle(pointer) == pytest.approx(start + length * clamped / 100, abs=TENTH)
    within = [one for one in of(drawing, "rect", "gain") if one.bottom - one.top > 20]
    assert bool(within) == (limit > 0)
    if within:
        width = length * min(limit, 100) / 100
        assert within[0].width == pytest.approx(width, abs=TENTH)
    assert ("within" in texts(drawing)) == (limit > 0)
    assert ("beyond" in texts(drawing)) == (limit < 100)
    assert "limit" in texts(drawing)
    assert "value" in texts(drawing)


# Curves


def plane(*ticks: int) -> charts.Plane:
    return charts.Plane("across", "up", tuple(Tick(at, f"{at} %") for at in ticks), ())


def uprights(drawing: str) -> list[Extent]:
    found = of(drawing, "path", "soft")
    return [one for one in found if one.width == 0 and one.bottom - one.top > 100]


def test_a_higher_chance_lies_higher_and_the_half_is_marked() -> None:
    lines = [
        charts.Series(name, tuple((at, drawings.passing(at, quota)) for at in range(30, 91, 5)))
        for name, quota in (("easy", 21), ("hard", 30))
    ]
    drawing = charts.curves(FRAME, lines, plane(30, 50, 90))
    easy, hard = (max(of(drawing, "path", role), key=lambda one: one.width)
                  for role in ("one", "two"))  # fmt: skip
    assert easy.left == hard.left
    assert easy.right == hard.right
    assert easy.top <= hard.top
    upright = uprights(drawing)
    assert upright
    assert upright[0].left == pytest.approx(easy.left + easy.width / 3, abs=TENTH)
    assert drawing.count("stroke-dasharray") == 2, "the second line, and the half"
    assert not uprights(charts.curves(FRAME, lines, plane(60, 90)))


def test_names_stand_apart_where_lines_end_together() -> None:
    same = ((30, 0), (90, 100))
    lines = [charts.Series(f"a line of some length {at}", same) for at in range(3)]
    drawing = charts.curves(FRAME, lines, plane(30, 90))
    marks = [of(drawing, *kind)[-1] for kind in
             (("circle", "one"), ("polygon", "two"), ("polygon", "three"))]  # fmt: skip
    assert all(one.bottom < other.top for one, other in pairwise(marks))
    assert len([said for said in texts(drawing) if "length" in said]) == 3


def test_points_out_of_order_are_refused() -> None:
    with pytest.raises(AssertionError, match="in order"):
        charts.Series("x", ((50, 1), (30, 2)))


# Bars


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=6))
def test_every_bar_is_a_multiple_of_its_own_average_and_one_line_marks_all(
    pairs: list[tuple[int, int]],
) -> None:
    drawing = charts.bars(
        FRAME,
        [charts.BarRow("x", mine, "m", average, "a") for mine, average in pairs],
        average="average",
    )
    lines = {one.left for one in of(drawing, "path", "ink") if one.bottom - one.top > 20}
    assert len(lines) == 1
    (line,) = lines
    unit = line - 4
    found = {(round(one.left, 1), one.top): one.width
             for one in extents(drawing)
             if one.kind == "rect" and one.role in ("one", "gain", "three")}  # fmt: skip
    tracks = of(drawing, "rect", "track")
    for (mine, average), track in zip(pairs, tracks, strict=True):
        times = min(Fraction(mine, average), MOST)
        width = found.get((track.left, track.top), 0)
        assert width == pytest.approx(float(unit * times), abs=0.5)


def test_a_bar_beyond_four_averages_ends_in_an_arrow() -> None:
    def drawn(amount: int) -> str:
        return charts.bars(FRAME, [charts.BarRow("x", amount, "m", 10, "a")], average="average")

    assert not of(drawn(40), "polygon", "one")
    assert of(drawn(41), "polygon", "one")


def test_without_an_average_no_line_is_drawn_or_named() -> None:
    drawing = charts.bars(FRAME, [charts.BarRow("x", 3, "3", 0, "none")], average="average")
    assert "average" not in texts(drawing)
    assert not of(drawing, "path", "ink")


# Flows


def test_parts_are_as_wide_as_the_votes_and_bands_as_what_passes() -> None:
    drawing = drawings.flow("en")
    running = [one.width for one in of(drawing, "rect", "three")][1:]  # the first is the key's
    elected = [one.width for one in of(drawing, "rect", "gain")][1:]
    unit = running[0] / 20
    assert running == pytest.approx([20 * unit, 28 * unit], abs=2 * TENTH)
    wanted = [45 * unit, 35 * unit, 34 * unit, 35 * unit, 34 * unit, 55 * unit]
    assert elected == pytest.approx(wanted, abs=4 * TENTH)
    passed = of(drawing, "polygon", "two")
    assert len(passed) == 4
    stays = of(drawing, "polygon", "track")
    assert len(stays) == 3 + 3
    ends = [one.right for one in of(drawing, "rect", "gain")[1:]]
    # What passes to the spent votes ends beyond all that can win.
    assert passed[1].right > ends[1]


def test_a_flow_names_every_holder_and_stage() -> None:
    said = texts(drawings.flow("en"))
    assert {"Anna", "Bert", "Cleo", "not transferred", "First preferences"} <= set(said)
    assert said.count("2") == 3  # on the two bars where Bert has votes, and in the list
