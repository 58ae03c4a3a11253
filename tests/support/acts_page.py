"""The page of all acts must list those there are. `--write` writes it anew."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/acts.md"
HEAD = """# Acts

Every change of state is an act, and these are all of them. Under `[authority]` a
[charter](charter.md#authority) says who may do each; what no article grants, nobody may do. Acts
with a version above 1 stand beside the earlier ones: a charter grants each version for itself.
Where “amount” is marked, `up_to` limits how much a seat may do.

A test keeps this page true; `.venv/bin/python -m tests.support.acts_page --write` writes it
anew.
"""


def rows() -> Iterator[str]:
    """The page, line by line."""
    from koinon.acts.act import Act
    from koinon.acts.registry import all_acts

    yield from HEAD.splitlines()
    for room, acts in groupby(all_acts(), key=lambda one: one.type.partition(".")[0]):
        yield from ("", f"## {room}", "", "| act | what it does | |", "| --- | --- | --- |")
        for act in acts:
            amount = "amount" if act.authorised_cents is not Act.authorised_cents else ""
            said = (act.__doc__ or "").strip().splitlines()[0]
            yield f"| `{act.type}` | {said} | {amount} |"


def text() -> str:
    """The page as it has to be."""
    return "\n".join(rows()) + "\n"


def main(arguments: list[str]) -> int:
    """Check, or with `--write` write; 1 when the page is not true."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.config.settings")
    django.setup()
    if arguments == ["--write"]:
        PAGE.write_text(text(), encoding="utf-8")
    return int(PAGE.read_text(encoding="utf-8") != text())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
