"""The vault, looked through: whose values lie in it, correcting one, erasing one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from koinon.people.models import Secret
from koinon.people.processing import Person, Rows

SHORTEST = 3
"""Characters of a name that is looked for, at least."""


def rows(commitments: Iterable[str]) -> Rows:
    """The values that these commitments open to, as far as they are kept."""
    return Secret.objects.filter(commitment__in=list(commitments))


def naming(person: Person, within: Iterable[str] | None = None) -> Rows:
    """Values that are a person's name or address, of these commitments or of all.

    Compared here: databases compare letters beyond ASCII by their codes alone.
    """
    wanted = {plain(one) for one in (person.email, person.name)}
    wanted = {one for one in wanted if len(one) >= SHORTEST}
    asked = Secret.objects.all() if within is None else rows(within)
    read = asked.order_by("commitment").values_list("commitment", "value")
    return rows(one for one, value in read.iterator() if wanted & set(map(plain, texts(value))))


def texts(value: object) -> tuple[str, ...]:
    """Every text inside a value."""
    if isinstance(value, dict):
        return tuple(text for one in value.values() for text in texts(one))
    if isinstance(value, list):
        return tuple(text for one in value for text in texts(one))
    return (value,) if isinstance(value, str) else ()


def plain(text: str) -> str:
    """A name as it compares: composed, without case, with single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def correct(commitment: str, value: str) -> bool:
    """Put the right name in place of a wrong one, which goes with the salt that proved it.

    The commitment in the record stays and says nothing any more; True when there was a value.
    """
    return Secret.objects.filter(commitment=commitment).update(value=value, salt=b"") > 0
