"""Reads of the room: the charter in force, parsed, and its earlier versions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from koinon.acts import memo
from koinon.charter.document import Charter
from koinon.charter.models import CharterVersion
from koinon.charter.parsing import parse_charter
from koinon.record import store


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the charter: its number, its text's hash, the entry it began with."""

    number: int
    sha256: str
    since_n: int
    since_at: str


class NoCharter(LookupError):
    """No charter is in force: the coalition is not founded yet."""


@lru_cache(maxsize=64)
def parsed(sha256: str) -> Charter:
    """The charter whose text has this hash. Raises LookupError when the text is not kept here."""
    return parse_charter(text(sha256), file="charter")


def text(sha256: str) -> str:
    """The charter's text. Raises LookupError when it is not kept here."""
    found = store.document(sha256)
    if found is None:
        raise LookupError(sha256)
    return found[0].decode()


def versions() -> tuple[Version, ...]:
    """All versions, newest first."""
    rows = CharterVersion.objects.order_by("-number")
    return tuple(Version(row.number, row.sha256, row.since_n, row.since_at) for row in rows)


def version_at(n: int) -> Version:
    """The version in force just before entry `n` is written. Raises NoCharter."""
    row = CharterVersion.objects.filter(since_n__lt=n).order_by("-since_n").first()
    if row is None:
        raise NoCharter
    return Version(row.number, row.sha256, row.since_n, row.since_at)


def in_force() -> Charter:
    """The charter in force now. Raises NoCharter."""
    newest = memo.once("charter in force", _newest, CharterVersion)
    if newest is None:
        raise NoCharter
    return parsed(newest)


def _newest() -> str | None:
    """The hash of the newest version's text."""
    return CharterVersion.objects.order_by("-number").values_list("sha256", flat=True).first()
