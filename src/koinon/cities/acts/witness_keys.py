"""The keys with which a city countersigns the record: registered and ended."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.cities.acts.members import member_id
from koinon.cities.models import Coalition, WitnessKey
from koinon.record import signatures
from koinon.record.cosignatures import witness_key
from koinon.record.note import NoteError, VerifierKey
from koinon.record.signatures import MAX_PUBLIC_KEY, SignatureError

WITNESS_KEYS_LIMIT = 5
"""Keys of one city that stand at the same time."""
PublicKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=MAX_PUBLIC_KEY)]
KeyName = Annotated[str, Field(pattern=r"^[!-*,-~]{1,100}$")]
"""A name without blanks and without +."""
KeyLine = Annotated[str, Field(pattern=r"^[!-~]{1,300}$")]


@act("cities.register_witness_key/1")
class RegisterWitnessKey(Act):
    """Register the key file with which one's city countersigns the record.

    The act is signed with the key itself, so that nobody counts with the key of another.
    """

    kept_when_suspended = True

    name: KeyName
    public_key: PublicKey

    def own_key(self) -> signatures.SigningKey:
        """The key, as one that signs this act."""
        try:
            return signatures.read_key(self.public_key)
        except SignatureError:
            refuse("cities.witness_key_unfit")

    def _line(self) -> VerifierKey:
        raw = self.own_key().spki[-32:]
        try:
            return witness_key(self.name, raw)
        except NoteError:
            refuse("cities.witness_key_unfit")

    def judge(self, moment: Moment) -> Consequence:
        """A seat of the city acts; the key is new to the record, the name is no other city's."""
        city, key = _own_city(moment), self._line()
        city_id = member_id(city)
        raw = signatures.to_base64url(key.public_key)
        log_key = Coalition.objects.values_list("log_key", flat=True).get()
        taken = WitnessKey.objects.filter(public_key=raw).first()
        if taken is not None or VerifierKey.parse(log_key).public_key == key.public_key:
            refuse("cities.witness_key_taken", n=taken.registered_n if taken else 0)
        if WitnessKey.objects.filter(name=self.name).exclude(city_id=city_id).exists():
            refuse("cities.witness_name_taken", name=self.name)
        standing = WitnessKey.objects.filter(city_id=city_id, ended_n=None)
        if standing.count() >= WITNESS_KEYS_LIMIT:
            refuse("cities.witness_keys_full", city=city, limit=WITNESS_KEYS_LIMIT)
        effect: Effect = {"kind": "witness_key", "city": city, "key": str(key)}
        return Consequence(
            result={"city": city, "key": str(key)}, effects=(effect,), plan=(city_id, key, raw)
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        city_id, key, raw = consequence.plan
        WitnessKey.objects.create(
            id=moment.act_id,
            city_id=city_id,
            key=str(key),
            name=self.name,
            public_key=raw,
            registered_n=moment.n,
            registered_at=moment.at,
        )


@act("cities.end_witness_key/1")
class EndWitnessKey(Act):
    """End a key with which a city countersigns, because it is lost, taken or replaced.

    A delegate ends keys of its own city; an office may end those of any.
    """

    kept_when_suspended = True

    city: Slug
    verifier_key: KeyLine

    def judge(self, moment: Moment) -> Consequence:
        """The key stands for that city."""
        own = (moment.seat or "").partition("/")[2]
        if own and own != self.city:
            refuse("cities.witness_key_of_another", city=self.city, own=own)
        city_id = member_id(self.city)
        row = WitnessKey.objects.filter(
            city_id=city_id, key=self.verifier_key, ended_n=None
        ).first()
        if row is None:
            refuse("cities.no_such_witness_key", city=self.city)
        effect: Effect = {"kind": "witness_key_end", "city": self.city, "key": self.verifier_key}
        return Consequence(
            result={"city": self.city, "registered": row.registered_n},
            effects=(effect,),
            plan=row.id,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The key ends with this entry."""
        WitnessKey.objects.filter(id=consequence.plan).update(ended_n=moment.n, ended_at=moment.at)


def _own_city(moment: Moment) -> str:
    """The city whose seat acts; refuses an office."""
    city = (moment.seat or "").partition("/")[2]
    if not city:
        refuse("cities.witness_key_by_city_alone")
    return city
