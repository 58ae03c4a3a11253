"""Residents: what a city attested, line by line, and which account lives where. All of it private.

The record holds a count and a root over salted commitments (`leaf`), so that a roll can be held
against it later. A line counts once the act of its attestation is in the record and in force,
which whoever asks here finds out there.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from koinon.methods import codes
from koinon.people import inviting
from koinon.people.models import Account, Authored, Happening, Line, Resident
from koinon.record import merkle
from koinon.record.canonical import JSON
from koinon.record.commitments import commit

TRIES: Final = 10
"""Wrong codes that an account may enter in TRIES_IN."""
TRIES_IN: Final = timedelta(hours=1)
_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Address:
    """A line of a roll: an e-mail address, and whatever the city knows the person by."""

    email: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """A line, and whether somebody has taken it: when, and whether it was this account."""

    id: int
    attestation: UUID
    city: str
    by_code: bool
    taken_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class Lives:
    """Where an account lives, by which attestation."""

    city: str
    attestation: UUID
    since: datetime


def keep_roll(attestation: UUID, city: str, roll: Sequence[Address]) -> str:
    """Keep a roll for an attestation to come; the root that the act commits to."""
    return _keep(
        Line(
            attestation=attestation,
            place=place,
            city=city,
            email=one.email,
            reference=one.reference,
            salt=salt,
            leaf=commit(salt, _said(one)),
        )
        for place, one in enumerate(roll, 1)
        for salt in (secrets.token_bytes(32),)
    )


def letter_codes(seed: bytes, count: int) -> tuple[str, ...]:
    """The codes of so many letters; they follow from a seed that is nowhere kept."""
    return tuple(codes.code_of(_drawn(seed, "code", k)[: codes.BYTES]) for k in range(1, count + 1))


def keep_letters(attestation: UUID, city: str, seed: bytes, count: int) -> str:
    """Keep the hashes of the codes of letters; the root that the act commits to.

    Keeping the same once more gives the same root.
    """
    if Line.objects.filter(attestation=attestation).exists():
        return root_of(attestation)
    made = enumerate(letter_codes(seed, count), 1)
    hashed = ((place, _code_hash(codes.read_code(code))) for place, code in made)
    return _keep(
        Line(
            attestation=attestation,
            place=place,
            city=city,
            code_sha256=sha256,
            salt=salt,
            leaf=commit(salt, {"code_sha256": sha256}),
        )
        for place, sha256 in hashed
        for salt in (_drawn(seed, "salt", place),)
    )


def root_of(attestation: UUID) -> str:
    """The Merkle root (RFC 9162) over the leaves that are kept, in hexadecimal."""
    rows = Line.objects.filter(attestation=attestation).order_by("place")
    return merkle_root(rows.values_list("leaf", flat=True))


def merkle_root(leaves: Iterable[str]) -> str:
    """The root over leaves in hexadecimal, as the record's tree makes it."""
    level = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in leaves]
    assert level, "an attestation has lines"
    nodes = [level]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [merkle.node_hash(left, right) for left, right in pairs]
        nodes.append(level)
    return merkle.root(len(nodes[0]), lambda height, index: nodes[height][index]).hex()


def forget(attestation: UUID) -> None:
    """Drop what was kept for an attestation that was never made."""
    Line.objects.filter(attestation=attestation).delete()


def waiting(city: str) -> tuple[UUID, ...]:
    """The attestations of a city of which lines are kept."""
    rows = Line.objects.filter(city=city).order_by("attestation")
    return tuple(rows.values_list("attestation", flat=True).distinct())


def kept(attestation: UUID) -> int:
    """How many lines are kept of an attestation."""
    return Line.objects.filter(attestation=attestation).count()


def erase(attestation: UUID) -> int:
    """Erase what is personal in the lines of an attestation; how many had any.

    Its leaves stay, so that the root can still be made; nothing opens them any more.
    """
    return erase_rows(Line.objects.filter(attestation=attestation, salt__isnull=False))


def erase_rows(rows: QuerySet[Line]) -> int:
    """Erase what is personal in lines; see `erase`."""
    return rows.update(email="", reference="", salt=None)


def differences(attestation: UUID, roll: Sequence[Address]) -> tuple[int, ...]:
    """The lines of a roll, from 1, that are not what was attested; those missing at the end too.

    Raises LookupError when the lines were erased.
    """
    rows = Line.objects.filter(attestation=attestation).order_by("place")
    attested = list(rows.values_list("salt", "leaf"))
    if any(salt is None for salt, _ in attested):
        raise LookupError(attestation)
    wrong = [
        place
        for place, ((salt, leaf), one) in enumerate(zip(attested, roll, strict=False), 1)
        if salt is None or commit(bytes(salt), _said(one)) != leaf
    ]
    shorter, longer = sorted((len(attested), len(roll)))
    return (*wrong, *range(shorter + 1, longer + 1))


def addresses(attestations: Iterable[UUID]) -> frozenset[str]:
    """The addresses on these rolls."""
    rows = Line.objects.filter(attestation__in=list(attestations)).exclude(email="")
    return frozenset(rows.values_list("email", flat=True))


def line_of_code(signs: str, account: Account) -> LineView | None:
    """The line that a code's sixteen signs belong to."""
    row = Line.objects.filter(code_sha256=_code_hash(signs)).first()
    return None if row is None else _view(row, account)


def lines_of(account: Account) -> tuple[LineView, ...]:
    """The lines of rolls that hold the address of an account, by city and attestation."""
    rows = Line.objects.filter(email=account.email.strip().casefold()).exclude(email="")
    return tuple(_view(row, account) for row in rows.order_by("city", "attestation", "place"))


def take(account: Account, line: int, *, now: datetime | None = None) -> bool:
    """Let an account live where a line says; False when another took it before.

    Where it lived before, it lives no longer.
    """
    now = now or timezone.now()
    with transaction.atomic():
        free = Line.objects.filter(id=line, taken_at=None)
        if not free.update(taken_by=account, taken_at=now):
            own = Line.objects.filter(id=line, taken_by=account)
            if not own.exists():
                return False
        found = _resident(account)
        Resident.objects.filter(pk=found.pk).update(line=line, since=now)
        inviting.note("resident", account, by=account, at=now)
    return True


def lives(account: Account) -> Lives | None:
    """Where an account lives by the line it took last."""
    row = Resident.objects.filter(account=account).select_related("line").first()
    if row is None or row.line is None:
        return None
    return Lives(row.line.city, row.line.attestation, row.since)


def secret_of(account: Account) -> bytes:
    """What the marks of an account are made from; made when it is first asked for."""
    return bytes(_resident(account).secret)


def tried_in_vain(account: Account) -> None:
    """Note that an account has entered a code that is none."""
    inviting.note("code_wrong", account, by=account)


def may_try(account: Account, *, now: datetime | None = None) -> bool:
    """Whether an account may enter another code, after wrong ones."""
    since = (now or timezone.now()) - TRIES_IN
    wrong = Happening.objects.filter(account=account, kind="code_wrong", at__gt=since)
    return wrong.count() < TRIES


def author(account: Account, initiative: UUID) -> None:
    """Remember who started an initiative."""
    Authored.objects.get_or_create(initiative=initiative, defaults={"account": account})


def authored(account: Account) -> frozenset[UUID]:
    """The initiatives that an account started."""
    rows = Authored.objects.filter(account=account)
    return frozenset(rows.values_list("initiative", flat=True))


def _keep(lines: Iterable[Line]) -> str:
    rows = list(lines)
    with transaction.atomic():
        Line.objects.bulk_create(rows, batch_size=_BATCH)
    return merkle_root(row.leaf for row in rows)


def _resident(account: Account) -> Resident:
    fresh = {"secret": secrets.token_bytes(32)}
    return Resident.objects.get_or_create(account=account, defaults=fresh)[0]


def _view(row: Line, account: Account) -> LineView:
    return LineView(
        id=row.pk,
        attestation=row.attestation,
        city=row.city,
        by_code=row.code_sha256 is not None,
        taken_at=row.taken_at,
        own=row.taken_by_id == account.pk,
    )


def _said(one: Address) -> JSON:
    return {"email": one.email, "reference": one.reference}


def _drawn(seed: bytes, what: str, place: int) -> bytes:
    return hmac.new(seed, f"{what}/{place}".encode(), hashlib.sha256).digest()


def _code_hash(signs: str) -> str:
    return hashlib.sha256(f"koinon resident code {signs}".encode()).hexdigest()
