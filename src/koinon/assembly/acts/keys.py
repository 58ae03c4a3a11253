"""Register a key that signs for one's seat, and end it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import SeatId
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.seats import acting_seat
from koinon.assembly.models import SigningKey
from koinon.record import signatures
from koinon.record.signatures import MAX_PUBLIC_KEY, SignatureError

KEYS_LIMIT = 20
"""Keys that stand for one seat at the same time."""
PublicKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=MAX_PUBLIC_KEY)]
Host = Annotated[str, Field(pattern=r"^[a-z0-9.-]+$", max_length=200)]
Site = Annotated[str, Field(pattern=r"^https?://[a-z0-9.:-]+$", max_length=200)]
Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@act("assembly.register_key/1")
class RegisterKey(Act):
    """Register a key that signs for one's own seat; the act is signed with the key itself.

    A passkey comes with the host it belongs to and the site it signs on, a key file with neither.
    """

    public_key: PublicKey
    rp_id: Host | None = None
    site: Site | None = None

    def own_key(self) -> signatures.SigningKey:
        """The key, which is Ed25519, P-256 or RSA, and of this site."""
        try:
            return signatures.read_key(self.public_key, self.rp_id, self.site)
        except SignatureError as error:
            refuse("assembly.key_unfit" if error.code == "key" else "assembly.site_unfit")

    def judge(self, moment: Moment) -> Consequence:
        """The key does not stand for the seat yet, and there is room for one more."""
        seat, key = acting_seat(moment), self.own_key()
        standing = SigningKey.objects.filter(seat=seat, ended_n=None)
        same = standing.filter(fingerprint=key.fingerprint).first()
        if same is not None:
            refuse("assembly.key_stands", n=same.registered_n, seat=seat)
        if standing.count() >= KEYS_LIMIT:
            refuse("assembly.keys_full", limit=KEYS_LIMIT, seat=seat)
        effect: Effect = {
            "kind": "signing_key",
            "seat": seat,
            "key": key.fingerprint,
            "public_key": self.public_key,
        }
        if self.rp_id is not None and self.site is not None:
            effect |= {"rp_id": self.rp_id, "site": self.site}
        return Consequence(
            result={"seat": seat, "key": key.fingerprint}, effects=(effect,), plan=(seat, key)
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        seat, key = consequence.plan
        SigningKey.objects.create(
            id=moment.act_id,
            seat=seat,
            fingerprint=key.fingerprint,
            public_key=self.public_key,
            rp_id=self.rp_id,
            site=self.site,
            registered_n=moment.n,
            registered_at=moment.at,
        )


@act("assembly.end_key/1")
class EndKey(Act):
    """End a key that signs for a seat; what it has signed stays as it is.

    A delegate ends keys of its own seat; an office may also end those of others, whose device was
    lost or taken.
    """

    seat: SeatId
    fingerprint: Fingerprint

    def judge(self, moment: Moment) -> Consequence:
        """The key stands for that seat."""
        if moment.seat is not None and "/" in moment.seat and moment.seat != self.seat:
            refuse("assembly.key_of_another_seat", holder=self.seat, seat=moment.seat)
        row = SigningKey.objects.filter(
            seat=self.seat, fingerprint=self.fingerprint, ended_n=None
        ).first()
        if row is None:
            refuse("assembly.no_such_key", seat=self.seat)
        effect: Effect = {"kind": "signing_key_end", "seat": self.seat, "key": self.fingerprint}
        return Consequence(
            result={"seat": self.seat, "registered": row.registered_n},
            effects=(effect,),
            plan=row.id,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The key ends with this entry."""
        SigningKey.objects.filter(id=consequence.plan).update(ended_n=moment.n, ended_at=moment.at)
