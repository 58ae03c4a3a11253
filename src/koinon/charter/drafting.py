"""Draft charters: a template under the coalition's own names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files

LANGUAGES = ("en", "fr", "es", "ar")
"""The languages every template is written in."""

_SECTION = re.compile(r"^\[coalition\]\n(?:(?!\[).*\n)*", re.MULTILINE)


def template_names() -> tuple[str, ...]:
    """The templates that ship, by name."""
    folder = files("koinon.charter") / "templates"
    names = [file.name.removesuffix(".toml") for file in folder.iterdir()]
    return tuple(sorted(names))


def template(name: str) -> str:
    """A template's text. Raises KeyError for a name that is none."""
    if name not in template_names():
        raise KeyError(name)
    return (files("koinon.charter") / "templates" / f"{name}.toml").read_text(encoding="utf-8")


def statute_names() -> tuple[str, ...]:
    """The statutes of real bodies that ship, by name."""
    folder = files("koinon.charter") / "statutes"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir()))


def statute(name: str) -> str:
    """A statute's text. Raises KeyError for a name that is none."""
    if name not in statute_names():
        raise KeyError(name)
    return (files("koinon.charter") / "statutes" / f"{name}.toml").read_text(encoding="utf-8")


def draft(name: str, *, names: Mapping[str, str], time_zone: str, currency: str) -> str:
    """A template with the coalition's names (by language), legal time zone and currency.

    A language without a name of its own takes the first name given. Raises KeyError for a
    template or an empty set of names; whether zone and currency exist is said when it is parsed.
    """
    text = template(name)
    first = next(iter(names.values()))
    said = ", ".join(f"{code} = {quoted(names.get(code, first))}" for code in LANGUAGES)
    section = _SECTION.search(text)
    assert section is not None
    lines = {
        "name": f"name = {{ {said} }}",
        "time_zone": f"time_zone = {quoted(time_zone)}",
        "currency": f"currency = {quoted(currency)}",
        "authoritative": f"authoritative = {quoted(_authoritative(names))}",
    }
    kept = [
        lines.get(line.partition(" =")[0], line) for line in section[0].rstrip("\n").split("\n")
    ]
    return text[: section.start()] + "\n".join(kept) + "\n\n" + text[section.end() :]


def _authoritative(names: Mapping[str, str]) -> str:
    """The first language named that the templates are written in."""
    return next((code for code in names if code in LANGUAGES), LANGUAGES[0])


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\u{ord(c):04X}" for c in escaped) + '"'
