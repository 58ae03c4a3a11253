"""Writes what the journeys counted into docs/reference/journeys.md.

    KOINON_COUNTS=FOLDER python -m pytest tests/browser/journeys
    python -m tests.support.counted FOLDER DAY

Walks in English are counted; the table says so. `DAY` is the day of the run, year-month-day. Walks
that the folder does not hold are left out, so a whole table needs a whole run.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import add
from pathlib import Path

from tests.support.counting import Counts, kept

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/journeys.md"
BEGIN, END = "<!-- counted: begin -->\n", "<!-- counted: end -->\n"
HEAD = (
    "| walk | people | pages | words | presses | choices | fields (letters) | files | minutes |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
)


def row(walk: str, people: Sequence[Counts]) -> str:
    """One walk: everybody's counts together."""
    journey, _, told = walk.partition("--")
    all_of = reduce(add, people, Counts())
    seconds = all_of.seconds()
    cells = (
        f"[{journey}](../../tests/browser/journeys/test_{journey}.py): {told.replace('_', ' ')}",
        f"{len(people)}",
        f"{all_of.pages}",
        f"{all_of.words:,}",
        f"{all_of.presses}",
        f"{all_of.choices}",
        f"{all_of.fields} ({all_of.letters})",
        f"{all_of.files}",
        f"{seconds // 60}:{seconds % 60:02}",
    )
    return f"| {' | '.join(cells)} |\n"


def table(walks: dict[str, list[Counts]], day: date) -> str:
    """Every walk in which a page was read, by journey."""
    read = {walk: people for walk, people in walks.items() if any(one.pages for one in people)}
    rows = "".join(row(walk, people) for walk, people in read.items())
    return f"Counted on {day.isoformat()}, in English:\n\n{HEAD}{rows}"


def written(page: str, counted: str) -> str:
    """The page with another table between its marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin, "the page has lost the mark before its table"
    assert end, "the page has lost the mark after its table"
    return f"{before}{begin}{counted}{end}{after}"


def main(arguments: Sequence[str]) -> int:
    """Write the table; 2 where there is nothing to write it from."""
    if len(arguments) != 2:
        print("counted: give the folder of the counts and the day of the run, e.g. out 2026-01-31.")
        return 2
    try:
        day = date.fromisoformat(arguments[1])
    except ValueError:
        print(f"counted: '{arguments[1]}' is no day; write year-month-day, e.g. 2026-01-31.")
        return 2
    walks = kept(Path(arguments[0]))
    if not walks:
        print(
            f"counted: {arguments[0]} holds no counts; run the journeys with KOINON_COUNTS first."
        )
        return 2
    PAGE.write_text(written(PAGE.read_text(), table(walks, day)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
