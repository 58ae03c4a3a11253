"""The reference of what a plan is given: its examples are read, its tables are complete."""

from __future__ import annotations

import re
from pathlib import Path

from koinon.planner.places import brackets_from_csv, places_from_csv
from koinon.planner.places.brackets import COLUMNS as BRACKET_COLUMNS
from koinon.planner.places.place import FIGURE_NAMES
from koinon.planner.places.reading import CHAMBER, PARTS, PREFERENCE, SINGLE
from koinon.planner.programmes import defaults, drivers_missing, programmes_from_toml
from koinon.planner.programmes.reading import KEYS
from koinon.planner.several import LEGAL_CAP
from koinon.planner.standing import NATION

TEXT = (Path(__file__).parents[2] / "docs/reference/plan-inputs.md").read_text(encoding="utf-8")
CITIES, BRACKETS, PROGRAMMES = (
    TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]
    for title in ("Cities", "Households by income", "Programmes")
)


def indented(section: str) -> bytes:
    """The first example of a section, set four blanks in."""
    lines = [line[4:] for line in section.splitlines() if line.startswith("    ")]
    return "\n".join(lines).encode()


def named(section: str) -> set[str]:
    """Names in the first column of the section's tables."""
    rows = re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_its_examples_are_read_and_fit_together() -> None:
    read = places_from_csv(indented(CITIES), "cities.csv")
    assert [place.id for place in read.places] == ["harbourton", "millstead"]
    assert [remark.code for remark in read.remarks] == ["product_beyond_tax"]
    places = brackets_from_csv(indented(BRACKETS), "brackets.csv", read.places)
    assert places[0].brackets is not None
    toml = PROGRAMMES.split("```toml\n")[1].split("```")[0]
    programmes = programmes_from_toml(toml.encode(), "programmes.toml")
    assert [one.id for one in programmes] == ["licences", "tickets"]
    assert drivers_missing(programmes, places) == ()


def test_every_column_and_key_is_told_and_no_other() -> None:
    of_figures = {f"FIGURE_{part}" for part in (*PARTS, "unit")}
    prefixed = {f"{CHAMBER}NAME", f"{PREFERENCE}NAME", f"{NATION}FIGURE", f"{NATION}FIGURE_unit"}
    own = {"FIGURE", *of_figures, LEGAL_CAP, f"{LEGAL_CAP}_unit"}
    assert named(CITIES) == {*SINGLE, *FIGURE_NAMES, *prefixed, *own}
    assert named(BRACKETS) == set(BRACKET_COLUMNS)
    assert named(PROGRAMMES) == {*KEYS, *(one.id for one in defaults())}


def test_the_table_of_kinds_says_what_the_kinds_say() -> None:
    for one in defaults():
        (row,) = re.findall(rf"^\|.*`{one.id}`.*$", PROGRAMMES, re.MULTILINE)
        ends = dict.fromkeys((one.elasticity.low, one.elasticity.mid, one.elasticity.high))
        assert " – ".join(f"{float(end):g}" for end in ends) in row.replace("0 – 0 –", "0 –"), (
            one.id
        )
