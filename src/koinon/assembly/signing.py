"""Which keys sign for a seat: asked by the gate, ended with the seat or whoever sits on it."""

from __future__ import annotations

from collections.abc import Collection

from koinon.acts import memo
from koinon.acts.act import Effect, Moment
from koinon.assembly.models import SigningKey
from koinon.record import signatures


def signing_key(seat: str, fingerprint: str) -> signatures.SigningKey | None:
    """The key of this fingerprint while it stands for the seat (the gate's port)."""
    return memo.once(
        ("signing key", seat, fingerprint), lambda: _standing(seat, fingerprint), SigningKey
    )


def _standing(seat: str, fingerprint: str) -> signatures.SigningKey | None:
    row = SigningKey.objects.filter(seat=seat, fingerprint=fingerprint, ended_n=None).first()
    return None if row is None else signatures.read_key(row.public_key, row.rp_id, row.site)


def key_ends(seat: str) -> tuple[Effect, ...]:
    """The effects that end every key of a seat, in order of their registration."""
    rows = SigningKey.objects.filter(seat=seat, ended_n=None).order_by("registered_n")
    return tuple(
        {"kind": "signing_key_end", "seat": seat, "key": key}
        for key in rows.values_list("fingerprint", flat=True)
    )


def write_key_ends(seats: Collection[str], moment: Moment) -> None:
    """End every key of these seats."""
    standing = SigningKey.objects.filter(seat__in=list(seats), ended_n=None)
    standing.update(ended_n=moment.n, ended_at=moment.at)
