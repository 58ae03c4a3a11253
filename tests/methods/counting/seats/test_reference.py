"""The examples of docs/reference/apportionment.md are run, and its methods are those there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from koinon.methods.counting.seats.rules import METHODS

PAGE = (Path(__file__).resolve().parents[4] / "docs/reference/apportionment.md").read_text()


def test_the_examples_are_true() -> None:
    examples = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(examples) == 3
    names: dict[str, Any] = {}
    for example in examples:
        exec(compile(example, "apportionment.md", "exec"), names)  # noqa: S102


def test_every_method_is_told() -> None:
    table = PAGE.partition("## Degressive")[0]
    assert [method for method in METHODS if f"`{method}`" not in table] == []
