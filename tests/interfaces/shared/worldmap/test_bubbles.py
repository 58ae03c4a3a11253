"""The map of gains: the land is the shipped one, cut to where cities lie; signs are shapes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import drawings
from tests.support.svg import SVG, of, parsed, texts

from koinon.interfaces.shared.charts import Frame
from koinon.interfaces.shared.worldmap.bubbles import Bubble, MapWords, bubble_map
from koinon.interfaces.shared.worldmap.land import Window, land, rings

FRAME = Frame("map", "title", "description")
WORDS = MapWords("gains", "pays more")
WORLD = Window(0, 0, 9_600, 4_680)


def corners(path: str) -> list[list[tuple[int, int]]]:
    """The rings of a path of moves, as places; `m` after `z` counts from the ring's beginning."""
    found: list[list[tuple[int, int]]] = []
    x = y = 0
    for move, told in re.findall(r"([Mm])([^zMm]*)z", path.replace("l", " ")):
        numbers = [int(number) for number in re.findall(r"-?\d+", told)]
        x, y = (numbers[0], numbers[1]) if move == "M" else (x + numbers[0], y + numbers[1])
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        found.append(ring)
    return found


def test_ring_by_ring_the_land_is_the_shipped_outline() -> None:
    shipped = (files("koinon.interfaces.shared.worldmap") / "world.svg").read_text()
    path = re.search(r'class="map-land"[^>]* d="([^"]+)"', shipped)
    assert path
    assert corners(land(WORLD)) == corners(path[1])
    assert len(rings()) > 100


@given(st.integers(0, 9_000), st.integers(0, 4_000), st.integers(1, 9_600), st.integers(1, 4_680))
def test_a_window_has_every_coast_that_passes_it(
    left: int, top: int, width: int, height: int
) -> None:
    window = Window(left, top, width, height)
    kept = {tuple(ring) for ring in corners(land(window))}
    for ring in corners(land(WORLD)):
        if any(left <= x <= left + width and top <= y <= top + height for x, y in ring):
            assert tuple(ring) in kept


def drawn(bubbles: Sequence[Bubble], *, whole: bool = False) -> str:
    return bubble_map(FRAME, bubbles, WORDS, whole=whole)


def window(drawing: str) -> Window:
    inner = parsed(drawing).find(f"{SVG}svg")
    assert inner is not None
    return Window(*map(int, inner.attrib["viewBox"].split()))


def test_cities_of_one_country_fill_the_map() -> None:
    near, far = drawings.bubbles("en", drawings.BELGIUM), drawings.bubbles("en", drawings.WORLD)
    assert window(near).width < 100
    assert window(far).width > 2_000
    assert len(near) < 20_000
    spots = [*of(near, "circle", "gain"), *of(near, "circle", "more")]
    assert max(one.right for one in spots) - min(one.left for one in spots) > 180
    assert window(drawn([], whole=False)) == window(drawn([], whole=True)) == WORLD


def test_gains_are_discs_and_what_is_paid_on_top_is_a_ring() -> None:
    keys = drawn([])
    here = Bubble(0, 0, 5, 0, "here")
    gaining, paying = drawn([here]), drawn([replace(here, net=-1)])
    assert len(of(gaining, "circle", "gain")) == len(of(keys, "circle", "gain")) + 1
    assert len(of(paying, "circle", "more")) == len(of(keys, "circle", "more")) + 1
    # A ring is hollow: the ground lies over its middle.
    assert len(of(paying, "circle", "ground")) == len(of(keys, "circle", "ground")) + 1
    assert len(of(gaining, "circle", "ground")) == len(of(keys, "circle", "ground"))
    assert {"gains", "pays more"} <= set(texts(gaining))


def test_area_is_as_the_size_and_the_keys_circles_are_to_scale() -> None:
    here = Bubble(0, 0, 400, 1, "large")
    there = Bubble(0, 400_000, 100, 1, "small")
    drawing = bubble_map(FRAME, [here, there], replace(WORDS, sizes=((400, "400"), (100, "100"))))
    large, small, _ = of(drawing, "circle", "gain")
    assert large.width == pytest.approx(2 * small.width)
    keys = [one.width for one in of(drawing, "circle", "soft")]
    assert keys == pytest.approx([large.width, small.width])


def test_names_cover_neither_marks_nor_one_another() -> None:
    crowd = [Bubble(510_000 + at, 40_000 + at, 9, 1, f"Town {at}") for at in range(12)]
    drawing = drawn(crowd)
    named = [one for one in of(drawing, "text", "ink") if one.text.startswith("Town")]
    assert 0 < len(named) <= 4, "a heap of cities has room for one name on each side"
    spread_out = [Bubble(300_000, 100_000 * at, 9, 1, f"Town {at}") for at in range(5)]
    assert len([said for said in texts(drawn(spread_out)) if said.startswith("Town")]) == 5
    marks = [(one.left, one.top, one.right, one.bottom) for one in of(drawing, "circle", "gain")]
    boxes = [(one.left, one.top, one.right, one.bottom) for one in named]
    for at, box in enumerate(boxes):
        for other in (*marks, *boxes[:at]):
            apart = box[2] <= other[0] or other[2] <= box[0]
            assert apart or box[3] <= other[1] or other[3] <= box[1]


def test_the_order_of_cities_makes_no_difference() -> None:
    cities = [Bubble(10 * at, -9 * at, at % 3, at % 2 - 1, f"t{at}") for at in range(9)]
    assert drawn(cities) == drawn(cities[::-1])
