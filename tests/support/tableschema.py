"""Holds a folder against its datapackage.json: types, what is required, keys, references.

Follows Table Schema 1.0 as far as our descriptors use it; the reader's own rules, none of ours.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, str]


def faults(folder: Path) -> Iterator[str]:
    """One line for each cell, key or reference that is not as the descriptor says."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    tables: dict[str, list[Row]] = {}
    for one in package["resources"]:
        data = (folder / one["path"]).read_bytes()
        if one["hash"] != f"sha256:{hashlib.sha256(data).hexdigest()}" or one["bytes"] != len(data):
            yield f"{one['path']}: other bytes than told"
        rows = list(csv.reader(data.decode().splitlines(keepends=True), strict=True))
        names = [field["name"] for field in one["schema"]["fields"]]
        if rows[0] != names:
            yield f"{one['path']}: header {rows[0]}"
        if len(rows) - 1 != one["rows"]:
            yield f"{one['path']}: {len(rows) - 1} rows"
        tables[one["name"]] = [dict(zip(names, row, strict=True)) for row in rows[1:]]
    for one in package["resources"]:
        yield from _cells(one, tables[one["name"]])
        yield from _keys(one, tables)


def _cells(resource: Any, rows: list[Row]) -> Iterator[str]:
    for field in resource["schema"]["fields"]:
        limits = field.get("constraints", {})
        for n, row in enumerate(rows, 2):
            text, place = row[field["name"]], f"{resource['path']}:{n}:{field['name']}"
            if text == "":
                if limits.get("required"):
                    yield f"{place}: nothing"
                continue
            try:
                _read(field, text)
            except (ValueError, ArithmeticError, KeyError):
                yield f"{place}: {text!r} is no {field['type']}"
            if "pattern" in limits and not re.fullmatch(limits["pattern"].strip("^$"), text):
                yield f"{place}: {text!r} has another form"


def _read(field: Any, text: str) -> object:
    match field["type"]:
        case "integer":
            return int(text)
        case "number":
            return Decimal(text)
        case "boolean":
            return {"true": True, "false": False}[text]
        case "date":
            return date.fromisoformat(text)
        case "datetime":
            return datetime.strptime(text, field["format"])  # noqa: DTZ007 (the form says Z)
        case "string":
            return text
    raise ValueError(field["type"])


def _keys(resource: Any, tables: dict[str, list[Row]]) -> Iterator[str]:
    rows, schema = tables[resource["name"]], resource["schema"]
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
    if len(set(keys)) < len(keys) or any("" in key for key in keys):
        yield f"{resource['path']}: its key {schema['primaryKey']} is no key"
    for foreign in schema.get("foreignKeys", ()):
        target = foreign["reference"]
        other = tables[target["resource"] or resource["name"]]
        known = {tuple(row[name] for name in target["fields"]) for row in other}
        for n, row in enumerate(rows, 2):
            named = tuple(row[name] for name in foreign["fields"])
            if "" not in named and named not in known:
                yield f"{resource['path']}:{n}: {foreign['fields']} {named} is not there"
