"""Cities through whose own sign-in people enter: read from a file, never kept in the record.

The file `oidc.toml` in the installation's home folder has a table for each city:

    [ghent]
    issuer = "https://login.ghent.example"
    client_id = "koinon"
    client_secret = "..."
    offered = true

`offered = false` keeps a city from the page that signs in, until it was tried; absent is true. The
pages write the file anew when somebody sets a city up there.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from koinon.record.keyfiles import write_durably

FILE: Final = "oidc.toml"
SIZE_LIMIT: Final = 1024 * 1024
"""Bytes: as many tables as a coalition has cities, each as long as they may be."""
_KEYS: Final = frozenset({"issuer", "client_id", "client_secret"})
_CITY: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_WRITING: Final = threading.Lock()
log = logging.getLogger("koinon.sign_in")


@dataclass(frozen=True, slots=True)
class CityProvider:
    """Where the people of a city prove who they are (OpenID Connect); people enter if `offered`."""

    city: str
    issuer: str
    client_id: str
    client_secret: str
    offered: bool = True


def providers() -> tuple[CityProvider, ...]:
    """The cities of the file, by name; none, and a line in the log, where it has a mistake."""
    try:
        return kept()
    except ValueError as mistake:
        log.error("%s", mistake)
        return ()


def offered() -> tuple[CityProvider, ...]:
    """The cities through which people enter now."""
    return tuple(one for one in providers() if one.offered)


def kept() -> tuple[CityProvider, ...]:
    """The cities of the file, by name. Raises ValueError where it has a mistake."""
    path = Path(settings.HOME) / FILE
    return read(path) if path.exists() else ()


def keep(city: str, one: CityProvider | None) -> None:
    """Write what a city is set up with in place of what it was, or forget it.

    Raises ValueError where the file has a mistake: it is not written over.
    """
    with _WRITING:
        others = [other for other in kept() if other.city != city]
        every = sorted([*others, *([one] if one else [])], key=lambda other: other.city)
        text = "\n".join(map(_table, every))
        write_durably(Path(settings.HOME) / FILE, text.encode())


def _table(one: CityProvider) -> str:
    """A table of the file; a printable text as JSON writes it is one of TOML, unless it escapes
    what lies beyond U+FFFF.
    """
    said = (
        ("issuer", one.issuer),
        ("client_id", one.client_id),
        ("client_secret", one.client_secret),
    )
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in said]
    return "\n".join([f"[{one.city}]", *lines, f"offered = {str(one.offered).lower()}", ""])


def read(path: Path) -> tuple[CityProvider, ...]:
    """The cities of a file. Raises ValueError, a sentence with the place and the remedy."""
    if path.stat().st_size > SIZE_LIMIT:
        raise ValueError(f"{path.name} has more than {SIZE_LIMIT} bytes; name fewer cities.")
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ValueError(f"{path.name} cannot be read: {fault}; mend that line.") from None
    return tuple(_provider(path.name, city, tables[city]) for city in sorted(tables))


def _provider(name: str, city: str, table: Any) -> CityProvider:
    if not _CITY.fullmatch(city) or not isinstance(table, dict):
        raise ValueError(f"{name}, {city!a}: write a table for each city, as [ghent].")
    wrong = (set(table) - {"offered"}) ^ _KEYS
    if wrong:
        said = ", ".join(sorted(wrong))
        raise ValueError(f"{name}, table {city}: write {', '.join(sorted(_KEYS))} (wrong: {said}).")
    for key in sorted(_KEYS):
        if not isinstance(table[key], str) or not 0 < len(table[key]) <= 500:
            raise ValueError(f"{name}, table {city}, {key}: write a text of 1 to 500 characters.")
    if not isinstance(table.get("offered", True), bool):
        raise ValueError(f"{name}, table {city}, offered: write true or false.")
    issuer = urlsplit(table["issuer"])
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in _LOCAL):
        raise ValueError(f"{name}, table {city}, issuer: write an address that begins https://.")
    return CityProvider(
        city,
        table["issuer"],
        table["client_id"],
        table["client_secret"],
        table.get("offered", True),
    )
