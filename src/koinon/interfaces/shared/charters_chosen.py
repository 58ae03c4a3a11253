"""The charters to try, compare or plan with: versions of one's own, and those that ship."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext

from koinon.charter import drafting
from koinon.charter import queries as charters
from koinon.charter.document import Charter
from koinon.charter.parsing import parse_charter
from koinon.interfaces.shared import naming

SUGGESTED: Final = "template-square-root"
"""The charter that a plan takes where nobody has chosen one."""

_SHIPPED: Final[Mapping[str, tuple[Callable[[], tuple[str, ...]], Callable[[str], str]]]] = {
    "template": (drafting.template_names, drafting.template),
    "statute": (drafting.statute_names, drafting.statute),
}
"""What ships, by kind: the names there are, and the text of one."""


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
    labels = {"template": gettext("Template: {name}"), "statute": gettext("Statute: {name}")}
    for kind, (names, _) in _SHIPPED.items():
        for name in names():
            label = labels[kind].format(name=naming.told(_parsed(kind, name).names))
            found.append(Choice(f"{kind}-{name}", f"{label} ({name})"))
    return tuple(found)


def _full(id: str) -> str:
    """An id with its kind, also where only the name of a template or statute is given."""
    kinds = (kind for kind, (names, _) in _SHIPPED.items() if id in names())
    return next((f"{kind}-{id}" for kind in kinds), id)


def chosen(id: str) -> Charter | None:
    """The charter of that id; None where there is none, or its text is not kept here."""
    kind, _, name = _full(id).partition("-")
    if kind == "version":
        return _version(name)
    if kind not in _SHIPPED or name not in _SHIPPED[kind][0]():
        return None
    return _parsed(kind, name)


def text_of(id: str) -> str:
    """The text of a charter that `chosen` gives."""
    kind, _, name = _full(id).partition("-")
    if kind in _SHIPPED:
        return _SHIPPED[kind][1](name)
    return next(charters.text(one.sha256) for one in charters.versions() if str(one.number) == name)


def _version(number: str) -> Charter | None:
    for version in charters.versions():
        if str(version.number) == number:
            try:
                return charters.parsed(version.sha256)
            except LookupError:
                return None
    return None


@lru_cache(maxsize=64)
def _parsed(kind: str, name: str) -> Charter:
    _, text = _SHIPPED[kind]
    return parse_charter(text(name), file=name)
