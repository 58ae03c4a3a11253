"""Sends queries to the database in use: the default one, or the one a replay fills."""

from __future__ import annotations

from typing import Any

from koinon.acts.state import current_database


class Router:
    """Django's database router over `using_database`."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The database in use."""
        return current_database()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """The database in use."""
        return current_database()

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Rows of one database relate to each other only."""
        return bool(first._state.db == second._state.db)
