"""A table's columns as a Table Schema says them, read from the fields of its rows.

An amount in minor units, `paid_cents`, becomes two columns: `paid_minor`, exact, and `paid`, the
same as a decimal number. A title in several languages becomes one in the charter's authoritative
language; the others stand in the table of titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType, UnionType
from typing import Any, Final, get_args, get_type_hints

from koinon.interfaces.shared.opendata import meanings
from koinon.interfaces.shared.opendata.table import Table
from koinon.methods.currencies import EXPONENTS

INSTANT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
SHA256: Final = "^[0-9a-f]{64}$"
_TYPES: Final = MappingProxyType({int: "integer", bool: "boolean"})
_DAY: Final = re.compile(r"on|.*_on")

REFERENCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "cause": ("entries", "n"),
        "audit": ("audits", "audit"),
        "sample": ("audit_samples", "sample"),
        "initiative": ("initiatives", "initiative"),
        "witness_key": ("witness_keys", "witness_key"),
        "city": ("members", "city"),
        "proposal": ("proposals", "proposal"),
        "amends": ("proposals", "proposal"),
        "ratifies": ("proposals", "proposal"),
        "meeting": ("meetings", "meeting"),
        "second_call_of": ("meetings", "meeting"),
        "levy": ("levies", "levy"),
        "election": ("elections", "election"),
        "dispute": ("disputes", "dispute"),
        "commitment": ("commitments", "commitment"),
        "debit": ("accounts", "account"),
        "credit": ("accounts", "account"),
        "giver": ("seats", "seat"),
        "holder": ("seats", "seat"),
        "proposer": ("seats", "seat"),
        "reviewer": ("seats", "seat"),
        "seat": ("seats", "seat"),
    }
)
"""Column → the table and column it refers to; besides, whatever ends in `_n` is an entry."""
_FREE: Final = frozenset({("entries", "seat")})
"""Columns that refer to no row for all their name: residents act from a seat that is none."""
_MORE: Final[Mapping[str, tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]]] = (
    MappingProxyType(
        {
            "projects": ((("budget",), "participatory_budgets", ("budget",)),),
            "sampled_lines": ((("journal_n", "transfer"), "transfers", ("journal_n", "transfer")),),
            "commitments": ((("year", "line"), "budget_lines", ("year", "line")),),
        }
    )
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the row's field it comes from, and what its schema says."""

    name: str
    field: str
    decimal: bool
    schema: Mapping[str, Any]


def columns(table: Table, currency: str) -> tuple[Column, ...]:
    """The columns of a table, in the order of its rows' fields."""
    hints = get_type_hints(table.row)
    found: list[Column] = []
    for one in fields(table.row):
        hint, optional = _plain(hints[one.name])
        if one.name.endswith("_cents"):
            found += _money(table, one.name, currency, optional=optional)
            continue
        schema = {"name": one.name, **_kind(one.name, hint), **_said(table, one.name)}
        required = not optional and not one.name.endswith("title")
        found.append(Column(one.name, one.name, False, _constrained(schema, required=required)))
    return tuple(found)


def _plain(hint: Any) -> tuple[Any, bool]:
    """A field's type without None, and whether it may be None."""
    if isinstance(hint, UnionType):
        return next(one for one in get_args(hint) if one is not type(None)), True
    return hint, False


def _kind(name: str, hint: Any) -> dict[str, Any]:
    if name.endswith("_at") or name == "at":
        return {"type": "datetime", "format": INSTANT}
    if _DAY.fullmatch(name):
        return {"type": "date"}
    return {"type": _TYPES.get(hint, "string")}


def _money(table: Table, field: str, currency: str, *, optional: bool) -> Iterator[Column]:
    name, said = field.removesuffix("_cents"), _said(table, field)
    digits = EXPONENTS[currency]
    exact = _exact(said, digits, currency)
    minor: dict[str, Any] = {"name": f"{name}_minor", "type": "integer", **exact}
    decimal: dict[str, Any] = {"name": name, "type": "number", **said}
    minor["unit"] = f"{currency} x 10^-{digits}" if digits else currency
    decimal["unit"] = currency
    required = not optional
    yield Column(minor["name"], field, False, _constrained(minor, required=required))
    yield Column(name, field, True, _constrained(decimal, required=required))


def _said(table: Table, name: str) -> dict[str, Any]:
    """What a column means, in English as the standard has it and by language beside."""
    said = meanings.of(table.name, name)
    return {"description": said, "descriptions": meanings.in_languages(said)}


def _exact(said: dict[str, Any], digits: int, currency: str) -> dict[str, Any]:
    """The same of the exact amount in minor units."""
    facts = {"digits": digits, "currency": currency}
    templates = meanings.in_languages(meanings.EXACT)
    return {
        "description": meanings.EXACT.format(said=said["description"], **facts),
        "descriptions": {
            code: templates[code].format(said=text, **facts)
            for code, text in said["descriptions"].items()
        },
    }


def _constrained(schema: dict[str, Any], *, required: bool) -> Mapping[str, Any]:
    limits: dict[str, Any] = {"required": True} if required else {}
    if schema["name"].endswith("_sha256"):
        limits["pattern"] = SHA256
    return MappingProxyType({**schema, **({"constraints": limits} if limits else {})})


def foreign(table: Table) -> list[dict[str, Any]]:
    """The table's foreign keys, as a Table Schema writes them."""
    keys = [
        _reference((one.name,), *target, table)
        for one in fields(table.row)
        if (target := _target(table, one.name)) is not None
    ]
    more = _MORE.get(table.name, ())
    return keys + [_reference(own, other, theirs, table) for own, other, theirs in more]


def _target(table: Table, name: str) -> tuple[str, tuple[str, ...]] | None:
    if name.endswith("_n"):
        return "entries", ("n",)
    found = REFERENCES.get(name)
    if found is None or found == (table.name, name) or (table.name, name) in _FREE:
        return None
    return found[0], (found[1],)


def _reference(
    own: tuple[str, ...], other: str, theirs: tuple[str, ...], table: Table
) -> dict[str, Any]:
    resource = "" if other == table.name else other
    return {"fields": [*own], "reference": {"resource": resource, "fields": [*theirs]}}


def schema(table: Table, currency: str) -> dict[str, Any]:
    """The whole Table Schema."""
    listed = [dict(column.schema) for column in columns(table, currency)]
    found: dict[str, Any] = {"fields": listed, "primaryKey": [*table.key]}
    if keys := foreign(table):
        found["foreignKeys"] = keys
    return found
