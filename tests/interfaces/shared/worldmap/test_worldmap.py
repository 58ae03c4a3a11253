"""The map of the world: the projection is d3's, the drawing is accessible and inert."""

from __future__ import annotations

import gzip
import re
from importlib.resources import files
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.cities.metros import metros
from koinon.interfaces.shared.worldmap.drawing import MapPoint, radius_tenths, world_map
from koinon.interfaces.shared.worldmap.projection import HEIGHT, WIDTH, project

SVG = "{http://www.w3.org/2000/svg}"

COMPUTED_BY_D3 = [
    (0, 0, 480.0000, 234.0000),
    (90, 0, 480.0000, 0.8268),
    (-90, 0, 480.0000, 467.1732),
    (0, 180, 959.0735, 234.0000),
    (0, -180, 0.9265, 234.0000),
    (60, 180, 840.9136, 41.3708),
    (-1.2833, 36.8167, 577.9766, 238.6013),
    (48.8534, 2.3488, 485.2042, 70.5742),
    (40.717, -74.0037, 306.2206, 94.6767),
    (-36.8667, 174.7667, 900.0576, 361.2740),
    (-54.8, -68.3, 336.1106, 413.6362),
    (64.1355, -21.8954, 437.9162, 31.9611),
    (35.6895, 139.6917, 817.9749, 110.4815),
    (21.3069, -157.8583, 73.6447, 158.5295),
    (-33.9258, 18.4232, 524.9962, 351.8339),
    (78.2232, 15.6267, 506.0363, 7.9227),
]
"""Latitude, longitude, x, y: printed by tools/worldmap (d3-geo 3.1.1)."""


@pytest.mark.parametrize(("latitude", "longitude", "x", "y"), COMPUTED_BY_D3)
def test_projection_is_d3s(latitude: float, longitude: float, x: float, y: float) -> None:
    assert project(latitude, longitude) == pytest.approx((x, y), abs=0.001)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_lies_on_the_drawing_and_mirrors(latitude: float, longitude: float) -> None:
    x, y = project(latitude, longitude)
    assert 0 < x < WIDTH
    assert 0 < y < HEIGHT
    assert project(-latitude, -longitude) == pytest.approx((WIDTH - x, HEIGHT - y), abs=1e-9)


def test_the_outline_is_small() -> None:
    drawing = (files("koinon.interfaces.shared.worldmap") / "world.svg").read_bytes()
    assert len(drawing) <= 60_000
    assert len(gzip.compress(drawing)) <= 25_000
    assert b"public domain" in drawing


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)  # noqa: S314 - the text is our own


def real_map() -> str:
    points = [
        MapPoint(metro.latitude_e4, metro.longitude_e4, metro.population.value, metro.name)
        for metro in metros()
    ]
    return world_map(points, title="Cities", description="128 cities by population.")


def test_the_map_is_one_named_image_with_a_circle_for_each_city() -> None:
    root = parsed(real_map())
    assert root.attrib["role"] == "img"
    names = {element.attrib.get("id"): element.text for element in root.iter()}
    assert names[root.attrib["aria-labelledby"]] == "Cities"
    assert names[root.attrib["aria-describedby"]] == "128 cities by population."
    circles = root.findall(f".//{SVG}circle")
    assert len(circles) == 128
    radii = [float(circle.attrib["r"]) for circle in circles]
    assert radii == sorted(radii, reverse=True)
    assert radii[0] == 14.0
    assert circles[0].findtext(f"{SVG}title") == "Tokyo"


def test_a_strict_content_policy_admits_the_map() -> None:
    assert not re.search(r"style=|<style|<script|href=|\son\w+=|url\(", real_map())


def test_the_map_writes_no_text_on_the_drawing() -> None:
    root = parsed(real_map())
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg",
        "title",
        "desc",
        "path",
        "g",
        "circle",
    }


def test_labels_are_escaped() -> None:
    hostile = "<script>alert('x')</script>&\""
    drawing = world_map(
        [MapPoint(0, 0, 1, hostile)], title=hostile, description=hostile, identifier="a-map"
    )
    root = parsed(drawing)
    assert "<script" not in drawing
    assert root.findtext(f"{SVG}title") == hostile
    assert root.findtext(f".//{SVG}circle/{SVG}title") == hostile
    assert root.attrib["aria-labelledby"] == "a-map-title"


def test_an_empty_map_is_a_map() -> None:
    root = parsed(world_map([], title="None yet", description="No city."))
    assert len(root.findall(f"{SVG}path")) == 2
    assert root.findall(f".//{SVG}circle") == []


@pytest.mark.parametrize(
    ("population", "largest", "tenths"),
    [(100, 100, 140), (25, 100, 70), (1, 100, 20), (0, 0, 20), (0, 100, 20)],
)
def test_area_is_as_population(population: int, largest: int, tenths: int) -> None:
    assert radius_tenths(population, largest) == tenths
