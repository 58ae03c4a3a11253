"""The page about drawings: its example draws, and it names every function there is."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.svg import parsed, texts

from koinon.interfaces.shared import charts

PAGE = Path(__file__).resolve().parents[4] / "docs/reference/charts.md"


def test_the_example_draws_what_it_says() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    told: dict[str, object] = {}
    exec(code, told)  # noqa: S102 - our own page
    drawing = told["svg"]
    assert isinstance(drawing, str)
    assert parsed(drawing)[0].text == "Product, people and seats"
    assert {"25 largest economies", "22 points", "18 %", "20 %"} <= set(texts(drawing))


def test_every_drawing_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    functions = [name for name in charts.__all__ if name[0].islower()]
    assert len(functions) >= 6
    assert [name for name in functions if f"`{name}(" not in page] == []
