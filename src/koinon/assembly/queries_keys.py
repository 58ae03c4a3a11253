"""Reads of the keys that sign for seats."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from koinon.assembly.models import SigningKey
from koinon.assembly.queries import PAGE_SIZE


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key of a seat: the entry that registered it, and the one that ended it, if any.

    `site` is None for a key file. Instants are as the record writes them.
    """

    seat: str
    fingerprint: str
    public_key: str
    rp_id: str | None
    site: str | None
    registered_n: int
    registered_at: str
    ended_n: int | None
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class KeyPage:
    """One page of a list, counted from 1."""

    keys: tuple[KeyView, ...]
    page: int
    pages: int


def standing(seat: str) -> tuple[KeyView, ...]:
    """The keys that sign for a seat now, oldest first; as many as a seat may have at most."""
    rows = SigningKey.objects.filter(seat=seat, ended_n=None).order_by("registered_n")
    return tuple(map(_key, rows))


def keys_of(seat: str, page: int = 1) -> KeyPage:
    """Every key a seat ever had, newest first."""
    return _page(SigningKey.objects.filter(seat=seat).order_by("-registered_n"), page)


def keys_of_others(seat: str, page: int = 1) -> KeyPage:
    """The keys that sign for other seats now, by seat, oldest first."""
    rows = SigningKey.objects.filter(ended_n=None).exclude(seat=seat)
    return _page(rows.order_by("seat", "registered_n"), page)


def any_of(seats: Collection[str]) -> bool:
    """Whether a key was ever registered for one of these seats."""
    return SigningKey.objects.filter(seat__in=list(seats)).exists()


def seats_of(fingerprints: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The seats for which each of these keys was ever registered."""
    rows = SigningKey.objects.filter(fingerprint__in=list(fingerprints)).order_by("registered_n")
    found: dict[str, tuple[str, ...]] = {}
    for fingerprint, seat in rows.values_list("fingerprint", "seat"):
        if seat not in found.get(fingerprint, ()):
            found[fingerprint] = (*found.get(fingerprint, ()), seat)
    return found


def key_at(seat: str, fingerprint: str, n: int) -> KeyView | None:
    """The key that signed entry `n` for a seat."""
    rows = SigningKey.objects.filter(seat=seat, fingerprint=fingerprint, registered_n__lte=n)
    row = rows.order_by("-registered_n").first()
    return None if row is None else _key(row)


def _page(rows: QuerySet[SigningKey], page: int) -> KeyPage:
    pages = max(1, -(-rows.count() // PAGE_SIZE))
    page = min(max(1, page), pages)
    chosen = rows[(page - 1) * PAGE_SIZE :][:PAGE_SIZE]
    return KeyPage(tuple(map(_key, chosen)), page, pages)


def _key(row: SigningKey) -> KeyView:
    return KeyView(
        row.seat,
        row.fingerprint,
        row.public_key,
        row.rp_id,
        row.site,
        row.registered_n,
        row.registered_at,
        row.ended_n,
        row.ended_at,
    )
