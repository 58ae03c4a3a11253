"""What changed in the data from one edition to the next, table by table."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

HEAD: Final = "# What changed since the edition before\n\n"
_NOTHING: Final = "No row of any table changed.\n"


def told(before: Path, after: Path) -> str:
    """The changes as Markdown; both are folders of editions."""
    old, new = _package(before), _package(after)
    size = old["checkpoint"]["size"], new["checkpoint"]["size"]
    lines = [f"From {size[0]} to {size[1]} entries of the record.\n"]
    if old["version"] != new["version"]:
        lines.append(f"The schema changed from {old['version']} to {new['version']}.\n")
    keys = {one["name"]: one["schema"]["primaryKey"] for one in old["resources"]}
    rows = []
    for one in new["resources"]:
        name, key = one["name"], one["schema"]["primaryKey"]
        if name not in keys:
            rows.append(f"- {name}.csv: a new table of {one['rows']} rows")
        elif counts := _counts(before / f"{name}.csv", after / f"{name}.csv", key):
            rows.append(f"- {name}.csv: {counts}")
    gone = sorted(keys.keys() - {one["name"] for one in new["resources"]})
    rows += [f"- {name}.csv: no longer there" for name in gone]
    return HEAD + "\n".join(lines) + "\n" + ("\n".join(rows) + "\n" if rows else _NOTHING)


def _package(folder: Path) -> Any:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def _counts(before: Path, after: Path, key: list[str]) -> str:
    """How many rows came, went and changed; "" where none did."""
    old, new = dict(_rows(before, key)), dict(_rows(after, key))
    added, removed = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    changed = sum(old[one] != new[one] for one in old.keys() & new.keys())
    if not added + removed + changed:
        return ""
    return f"{added} rows added, {changed} changed, {removed} removed"


def _rows(file: Path, key: list[str]) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Each row's key, and a hash of the whole row."""
    with file.open(encoding="utf-8", newline="") as read:
        for row in csv.DictReader(read):
            whole = json.dumps(row, sort_keys=True).encode()
            yield tuple(row.get(name) or "" for name in key), hashlib.sha256(whole).digest()
