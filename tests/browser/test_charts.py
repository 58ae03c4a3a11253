"""All drawings on one page in a real browser: nothing overflows, and axe finds no fault."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from tests.support import drawings
from tests.support.browser import accessibility_faults

pytestmark = pytest.mark.browser

OUTSIDE = """() => [...document.querySelectorAll('svg.chart')].flatMap(svg => {
  const {width, height} = svg.viewBox.baseVal;
  return [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBBox();
    return box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height + 4;
  }).map(text => text.textContent);
})"""
MEETING = """() => [...document.querySelectorAll('svg.chart')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBBox()]);
  return boxes.flatMap(([one, a], at) => boxes.slice(at + 1).filter(([, b]) =>
    a.x + 1 < b.x + b.width && b.x + 1 < a.x + a.width &&
    a.y + 5 < b.y + b.height && b.y + 5 < a.y + a.height).map(([other]) => [one, other]));
})"""
"""Texts that lie on one another, but for what their lines leave free above and below."""


def shown(html: str) -> str:
    """The page under a policy that admits its one style sheet and nothing else."""
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    return html.replace(
        "<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">', 1
    )


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_drawings_fit_every_screen(
    new_page: Callable[..., Any], language: drawings.Language, width: int
) -> None:
    tab = new_page(viewport={"width": width, "height": 900}, locale=language)
    tab.set_content(shown(drawings.page(language)))
    assert tab.evaluate("document.querySelectorAll('svg.chart').length") == 8
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert tab.evaluate(OUTSIDE) == []
    assert tab.evaluate(MEETING) == []
    sizes = tab.evaluate(
        "() => [...document.querySelectorAll('svg.chart text')].map(text =>"
        " parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"
    )
    assert min(sizes) >= 9.5, "letters as small as a phone's own smallest"
    assert accessibility_faults(tab, "best-practice") == []


@pytest.mark.parametrize(("scheme", "system"), [("dark", "light"), ("scheme-auto", "dark")])
def test_the_dark_scheme_reaches_every_colour(
    new_page: Callable[..., Any], scheme: str, system: str
) -> None:
    tab = new_page(viewport={"width": 1280, "height": 900}, color_scheme=system)
    tab.set_content(shown(drawings.page("en")))
    painted = (
        "() => [...document.querySelectorAll('svg.chart [class*=fill-]')].map(one =>"
        " getComputedStyle(one).fill)"
    )
    light = tab.evaluate(painted)
    tab.set_content(shown(drawings.page("en", scheme=scheme)))
    dark = tab.evaluate(painted)
    assert len(light) == len(dark) > 100
    assert all(one != other for one, other in zip(light, dark, strict=True))
