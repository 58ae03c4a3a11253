"""Whether the database itself keeps the record append-only, by the triggers of the migrations."""

from __future__ import annotations

from typing import Any, Final

_WANTED: Final = {
    "sqlite": ("record_entry_in_order", "record_entry_no_delete", "record_entry_no_update"),
    "postgresql": ("record_entry_in_order", "record_entry_no_change"),
}
_QUERIES: Final = {
    "sqlite": "select name from sqlite_master where type = 'trigger'",
    "postgresql": "select tgname from pg_trigger where tgenabled <> 'D' and not tgisinternal",
}


def missing(connection: Any) -> tuple[str, ...]:
    """The names of the record's triggers that a database lacks, or has disabled."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERIES[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    return tuple(name for name in _WANTED[connection.vendor] if name not in found)
