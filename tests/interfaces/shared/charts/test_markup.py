"""Drawings are inert, well-formed, named, mirrored, and the same bytes each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support import drawings
from tests.support.svg import NUMBER, SVG, extents, parsed, size, texts

from koinon.interfaces.shared import charts
from koinon.interfaces.shared.charts import Frame
from koinon.interfaces.shared.charts.palette import COLOURS

ROOT = Path(__file__).resolve().parents[4]
HOSTILE = "</text><script>alert('x')</script>&\" onload=\x00\ufffe\u202e]]>"
NAMES = sorted(drawings.every("en"))


@pytest.fixture(params=["en", "ar"])
def every(request: pytest.FixtureRequest) -> dict[str, str]:
    return drawings.every(request.param)


def test_each_is_one_named_image(every: dict[str, str]) -> None:
    for name, drawing in every.items():
        root = parsed(drawing)
        assert root.attrib["role"] == "img", name
        assert [one.tag for one in list(root)[:2]] == [f"{SVG}title", f"{SVG}desc"]
        named = {one.attrib.get("id"): one.text for one in root.iter()}
        assert named[root.attrib["aria-labelledby"]]
        assert named[root.attrib["aria-describedby"]]
    found = re.findall(r' id="([^"]+)"', "".join(every.values()))
    assert len(found) == len(set(found)) == 2 * len(every)


def test_the_strictest_content_policy_admits_them(every: dict[str, str]) -> None:
    for drawing in every.values():
        assert not re.search(r"style=|<style|<script|href|\son\w+=|url\(|<image|<use", drawing)


def test_only_the_palette_paints_and_every_colour_can_be_overridden(every: dict[str, str]) -> None:
    hexes = {colour.light: role for role, colour in COLOURS.items()}
    assert len(hexes) == len(COLOURS) - 1, "more and two are one colour, and no other pair is"
    for drawing in every.values():
        for element in parsed(drawing).iter():
            classes = element.attrib.get("class", "").split()
            for attribute, family in (("fill", "fill"), ("stroke", "line")):
                colour = element.attrib.get(attribute, "none")
                if colour != "none":
                    roles = {role for role, one in COLOURS.items() if one.light == colour}
                    assert roles & {
                        one.removeprefix(f"{family}-") for one in classes if one.startswith(family)
                    }, (element.attrib,)


def test_coordinates_are_whole_or_have_one_decimal(every: dict[str, str]) -> None:
    for drawing in every.values():
        bare = re.sub(r"<(title|desc|text)[^>]*>[^<]*", "", drawing)
        numbers = [number for number in NUMBER.findall(bare) if "." in number]
        assert all(re.fullmatch(r"-?\d+\.[1-9]", number) for number in numbers)


@pytest.mark.parametrize("name", NAMES)
def test_from_the_right_everything_but_the_land_is_mirrored(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = drawings.every("en")[name]
    before = drawings.frame
    monkeypatch.setattr(
        drawings, "frame", lambda one, language: replace(before(one, language), direction="rtl")
    )
    turned = drawings.every("en")[name]
    width, _ = size(plain)

    def places(drawing: str, *, mirror: bool) -> Counter[tuple[object, ...]]:
        return Counter(
            (one.kind, one.role, one.top, one.bottom, one.text,
             round(width - one.right if mirror else one.left, 1))
            for one in extents(drawing)
            if name not in ("near", "far") or one.kind == "text"
        )  # fmt: skip

    if name in ("near", "far"):
        # The land and the cities stay where they lie; the keys go to the other side.
        assert [re.search("<svg x.*?</svg>", one) for one in (plain, turned)]
        assert re.findall("<svg x.*?</svg>", plain) == re.findall("<svg x.*?</svg>", turned)
        keys = [one for one in extents(plain) if one.text == "gains more than it pays"]
        other = [one for one in extents(turned) if one.text == "gains more than it pays"]
        assert other[0].right == pytest.approx(width - keys[0].left, abs=0.2)
    else:
        mine, theirs = places(plain, mirror=True), places(turned, mirror=False)
        assert sorted(texts(plain)) == sorted(texts(turned))
        assert len(mine) == len(theirs)
        for one, other in zip(sorted(mine, key=str), sorted(theirs, key=str), strict=True):
            assert one[:5] == other[:5]
            assert one[5] == pytest.approx(other[5], abs=0.2)


def test_letters_from_the_right_bring_their_side_and_nothing_else_does() -> None:
    arabic = drawings.every("ar")["dumbbell"]
    assert "\u2067السكان\u2069" in arabic
    assert "\u2067" not in drawings.every("en")["dumbbell"]
    # In a sentence from the left, a name from the right keeps its own side.
    row = charts.BarRow("غنت", 1, "1", 1)
    assert "\u2068غنت\u2069" in charts.bars(Frame("b", "t", "d"), [row], average="x")
    assert 'direction="ltr"' in arabic, "a page from the right must not turn anchors round"


def hostile() -> dict[str, str]:
    frame = Frame("a", HOSTILE, HOSTILE)
    zones = charts.Zones(50, HOSTILE, HOSTILE, HOSTILE)
    tick = charts.Tick(0, HOSTILE)
    series = [charts.Series(HOSTILE, ((30, 10), (60, 20)))]
    step = charts.WaterfallStep(HOSTILE, 5, HOSTILE, "total", charts.Band(4, 6, HOSTILE))
    return {
        "dumbbell": charts.dumbbell(
            frame,
            [HOSTILE, HOSTILE],
            [charts.DumbbellRow(HOSTILE, (1, 2), (HOSTILE, HOSTILE), HOSTILE)],
            charts.Axis(3, (tick,)),
        ),
        "waterfall": charts.waterfall(
            frame, [step], charts.WaterfallWords(HOSTILE, HOSTILE, HOSTILE)
        ),
        "dial": charts.dial(frame, 30, HOSTILE, zones, (HOSTILE, HOSTILE)),
        "curves": charts.curves(
            frame,
            series,
            charts.Plane(HOSTILE, HOSTILE, (tick, charts.Tick(90, HOSTILE)), (tick,)),
        ),
        "bars": charts.bars(
            frame, [charts.BarRow(HOSTILE, 1, HOSTILE, 1, HOSTILE)], average=HOSTILE
        ),
        "map": drawings.bubble_map(
            frame,
            [drawings.Bubble(0, 0, 1, 1, HOSTILE)],
            drawings.MapWords(HOSTILE, HOSTILE, ((1, HOSTILE),)),
        ),
    }


@pytest.mark.parametrize("name", sorted(hostile()))
def test_hostile_texts_are_letters(name: str) -> None:
    drawing = hostile()[name]
    root = parsed(drawing)
    assert "<script" not in drawing
    assert not re.search(r"[\x00-\x08\u202a-\u202e\ufffe]", drawing)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg", "title", "desc", "rect", "path", "polygon", "circle", "text",
    }  # fmt: skip
    assert all(not key.startswith("on") for one in root.iter() for key in one.attrib)
    assert any("<" in said for said in texts(drawing)), "letters of the text are still there"


def test_an_identifier_is_a_plain_word() -> None:
    with pytest.raises(AssertionError, match="plain word"):
        Frame('a" onload="x', "t", "d")


def test_the_same_contents_give_the_same_bytes_in_another_process() -> None:
    code = (
        "from tests.support import drawings; import hashlib; print(hashlib.sha256("
        "''.join(drawings.every('ar').values()).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
