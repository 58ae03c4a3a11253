"""The example of docs/reference/power.md is run, and its codes are those there are."""

from __future__ import annotations

import re
from pathlib import Path

from koinon.methods.power.games import Code
from koinon.methods.power.measuring import Method

PAGE = (Path(__file__).resolve().parents[3] / "docs/reference/power.md").read_text()


def test_its_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(example, "power.md", "exec"), {})  # noqa: S102


def test_it_names_every_code_and_method() -> None:
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    assert set(Code.__args__) <= named
    assert set(Method.__args__) <= named
