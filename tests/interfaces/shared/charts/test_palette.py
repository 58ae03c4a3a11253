"""Every colour can be seen and told apart, on both grounds, also without red, green or blue."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Literal

import pytest

from koinon.interfaces.shared.charts import STYLE
from koinon.interfaces.shared.charts.palette import COLOURS, MARKS, SERIES, TEXTS, Role

STATIC = Path(__file__).resolve().parents[4] / "src/koinon/interfaces/web/static/koinon"
Vector = tuple[float, float, float]
Scheme = Literal["light", "dark"]

VISIONS: dict[str, tuple[Vector, Vector, Vector]] = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                 (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
"""Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB."""


def linear(colour: str) -> Vector:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))

    def one(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return one(red), one(green), one(blue)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    low, high = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (linear(one), linear(other))
    )
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, vision: str) -> Vector:
    seen = [
        min(max(sum(a * b for a, b in zip(row, linear(colour), strict=True)), 0), 1)
        for row in VISIONS[vision]
    ]
    red, green, blue = seen
    tristimulus = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in tristimulus
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, vision: str) -> float:
    """CIE 1976: about 2 can just be seen."""
    pairs = zip(lab(one, vision), lab(other, vision), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def in_scheme(role: Role, scheme: Scheme) -> str:
    return COLOURS[role].light if scheme == "light" else COLOURS[role].dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_and_marks_stand_out(scheme: Scheme) -> None:
    ground, track, land = (in_scheme(role, scheme) for role in ("ground", "track", "grid"))
    for role in TEXTS:
        assert contrast(in_scheme(role, scheme), ground) >= 4.5, role
    for role in MARKS:
        assert contrast(in_scheme(role, scheme), ground) >= 3, role
        assert contrast(in_scheme(role, scheme), track) >= 3, role
    for role in ("gain", "more"):
        assert contrast(in_scheme(role, scheme), land) >= 3, role


@pytest.mark.parametrize("vision", sorted(VISIONS))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_series_are_told_apart(scheme: Scheme, vision: str) -> None:
    for one, other in (*combinations(SERIES, 2), ("gain", "more"), ("one", "gain")):
        found = distance(in_scheme(one, scheme), in_scheme(other, scheme), vision)
        assert found >= 20, (one, other, found)


def test_the_measures_know_what_cannot_be_told_apart() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert distance("#a05a00", "#5a7a00", "all") > 20 > distance("#a05a00", "#5a7a00", "no red")


def test_the_sites_sheet_is_the_reports_style() -> None:
    assert (STATIC / "charts.css").read_text(encoding="utf-8") == STYLE


def test_every_role_has_both_colours_in_every_dark_scheme() -> None:
    for role, colour in COLOURS.items():
        for family, means in (("fill", "fill"), ("line", "stroke")):
            rule = f".chart .{family}-{role} {{ {means}: {colour.dark}; }}"
            assert STYLE.count(f".dark {rule}") == 1
            assert STYLE.count(f".scheme-auto {rule}") == 1
    assert STYLE.count("{") == STYLE.count("}")
    assert "@media screen and (prefers-color-scheme: dark)" in STYLE, "paper stays light"
