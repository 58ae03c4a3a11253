"""The charters a page can try or compare: versions of one's own, and those that ship."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext

from koinon.charter import drafting
from koinon.charter import queries as charters
from koinon.charter.document import Charter
from koinon.charter.parsing import parse_charter
from koinon.interfaces.web import words


@dataclass(frozen=True, slots=True)
class Choice:
    """A charter to choose: its name in an address, its name for people."""

    id: str
    label: str


def choices() -> tuple[Choice, ...]:
    """All charters to choose: the newest version first, then templates, then statutes."""
    own = charters.versions()
    found = []
    for version in own:
        said = gettext("Version {number}").format(number=version.number)
        if version == own[0]:
            said = gettext("Version {number}, in force").format(number=version.number)
        found.append(Choice(f"version-{version.number}", said))
    for name in drafting.template_names():
        label = gettext("Template: {name}").format(name=_title(_template(name)))
        found.append(Choice(f"template-{name}", f"{label} ({name})"))
    for name in drafting.statute_names():
        label = gettext("Statute: {name}").format(name=_title(_statute(name)))
        found.append(Choice(f"statute-{name}", f"{label} ({name})"))
    return tuple(found)


def chosen(id: str) -> Charter | None:
    """The charter of that id; None where there is none, or its text is not kept here."""
    kind, _, name = id.partition("-")
    readers: dict[str, Callable[[str], Charter | None]] = {
        "version": _version,
        "template": _template_named,
        "statute": _statute_named,
    }
    return readers[kind](name) if kind in readers else None


def _version(number: str) -> Charter | None:
    for version in charters.versions():
        if str(version.number) == number:
            try:
                return charters.parsed(version.sha256)
            except LookupError:
                return None
    return None


def _template_named(name: str) -> Charter | None:
    return _template(name) if name in drafting.template_names() else None


def _statute_named(name: str) -> Charter | None:
    return _statute(name) if name in drafting.statute_names() else None


@lru_cache(maxsize=64)
def _statute(name: str) -> Charter:
    return parse_charter(drafting.statute(name), file=name)


@lru_cache(maxsize=64)
def _template(name: str) -> Charter:
    return parse_charter(drafting.template(name), file=name)


def _title(charter: Charter) -> str:
    return words.told(charter.names)
