"""Tables in a terminal: aligned, and broken into parts where they are wider than it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

from rich.cells import cell_len


def aligned(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]
) -> Iterator[str]:
    """A table line by line; `numbers` says which columns stand to the far side.

    Where it does not fit the terminal its columns come in several parts, the first in each.
    """
    table = [tuple(heads), *map(tuple, rows)]
    widths = [max(cell_len(row[at]) for row in table) for at in range(len(heads))]
    room = shutil.get_terminal_size((100, 24)).columns
    for number, part in enumerate(_parts(widths, room)):
        if number:
            yield ""
        rows_of_part = [[row[at] for at in part] for row in table]
        yield from lined(rows_of_part, [numbers[at] for at in part], "  ")


def lined(
    rows: Sequence[Sequence[str]], numbers: Sequence[bool] = (), indent: str = ""
) -> Iterator[str]:
    """Rows as a table, unbroken; without `numbers` all columns but the first hold numbers."""
    far = numbers or [at > 0 for at in range(len(rows[0]))]
    widths = [max(cell_len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield indent + "  ".join(map(_cell, row, widths, far)).rstrip()


def _cell(text: str, width: int, is_number: bool) -> str:
    gap = " " * (width - cell_len(text))
    return gap + text if is_number else text + gap


def _parts(widths: Sequence[int], room: int) -> Iterator[list[int]]:
    """The columns of each part, the first column in each."""
    part, used = [0], widths[0] + 2
    for at in range(1, len(widths)):
        if len(part) > 1 and used + widths[at] + 2 > room:
            yield part
            part, used = [0], widths[0] + 2
        part.append(at)
        used += widths[at] + 2
    yield part
