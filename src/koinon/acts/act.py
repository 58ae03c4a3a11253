"""What an act is: a typed, frozen command that judges itself and then writes its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from koinon.acts.private import Opening, Private
from koinon.record import canonical
from koinon.record.canonical import JSON
from koinon.record.signatures import SigningKey

Via = Literal["web", "api", "shell", "job", "clock", "genesis", "then"]
Auth = Literal["passkey", "code", "oidc", "link", "token", "local", "none"]
Demand = Literal["any", "passkey", "verified passkey"]
"""What signature an article demands: one by any key, by a passkey, or by a passkey that recognised
its owner."""
Effect: TypeAlias = dict[str, JSON]
"""What an entry says came of the act; its `kind` names the checker (record/effects.py)."""


class Plain(BaseModel):
    """A frozen, strict value: unknown fields refused, nothing coerced, tuples only."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
    do_not_call_in_templates: ClassVar[bool] = True


class DocumentRef(Plain):
    """A document by its SHA-256, size in bytes and media type; checked in before the act."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0, le=2**53 - 1)]
    media: Annotated[str, Field(max_length=100, pattern=r"^[a-z]+/[!-~]([ -~]{0,98}[!-~])?$")]

    def effect(self) -> Effect:
        """The effect that names this document in the entry."""
        return {"kind": "document", "sha256": self.sha256, "size": self.size, "media": self.media}


def document_effect(data: bytes, media: str) -> Effect:
    """The effect that names these bytes as a document of the entry."""
    sha256 = hashlib.sha256(data).hexdigest()
    return DocumentRef(sha256=sha256, size=len(data), media=media).effect()


@dataclass(frozen=True, slots=True)
class Grant:
    """Why the act was allowed: genesis, an article, an adopted decision, or the clock.

    `signed` is the signature that the article demands.
    """

    kind: Literal["genesis", "article", "decision", "clock"]
    article: str | None = None
    decision: int | None = None
    signed: Demand | None = None

    def plain(self) -> dict[str, JSON]:
        """As it stands in the entry."""
        said: dict[str, JSON] = {"kind": self.kind}
        if self.article is not None:
            said["article"] = self.article
        if self.decision is not None:
            said["decision"] = self.decision
        if self.signed is not None:
            said["signed"] = self.signed
        return said


@dataclass(frozen=True, slots=True)
class Moment:
    """All an act may know besides state: its place in the record, the instant, who and why.

    `at` is "YYYY-MM-DDTHH:MM:SS.ffffffZ". `replaying` is true while the record is re-enacted
    elsewhere, where documents may be absent; `recorded` is then the result that stands in the
    record.
    """

    n: int
    at: str
    act_id: UUID
    seat: str | None
    via: Via
    grant: Grant
    replaying: bool = False
    recorded: Mapping[str, JSON] | None = None

    @property
    def day(self) -> str:
        """The UTC date, "YYYY-MM-DD"."""
        return self.at[:10]

    def once(self, name: str, compute: Callable[[], str]) -> str:
        """A value computed once and recorded in the result under `name` (deadlines).

        A replay takes it from the record, so that a later change of a time zone's rules does not
        move a deadline that was announced.
        """
        if self.recorded is None:
            return compute()
        settled = self.recorded[name]
        assert isinstance(settled, str)
        return settled

    def row_id(self, k: int) -> UUID:
        """The identifier of the act's k-th further row (the main row has the act's own id)."""
        return derived_id(self.act_id, k)


@dataclass(frozen=True, slots=True)
class Burden:
    """What a member would owe in all for a year, in minor units, once the act has taken effect."""

    city: str
    year: int
    total_cents: int


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an act would do, before anything is written.

    `result` answers the caller, `effects` go into the entry for anyone to recheck, `then` are acts
    that follow in the same transaction, `burdens` is what the law port checks, `kept` are documents
    (bytes, media type) that the consequence produces and effects name, `plan` is whatever `apply`
    needs from the judgement. `carries_out` is the entry of the decision by whose power the acts
    follow, where that is an earlier entry than their cause.
    """

    result: Mapping[str, JSON] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    then: tuple[Act, ...] = ()
    burdens: tuple[Burden, ...] = ()
    kept: tuple[tuple[bytes, str], ...] = ()
    plan: Any = None
    carries_out: int | None = None


class Act(Plain):
    """One command that changes state. Subclasses are registered under a versioned name."""

    type: ClassVar[str] = ""
    announced: ClassVar[str] = ""
    """The kind of mail that people get once the act is recorded; "" for none (see room post)."""
    kept_when_suspended: ClassVar[bool] = False
    """Whether a member may do it although it lost all its rights by not paying."""
    opens: ClassVar[bool] = False
    """Whether the founding of a coalition may enclose it, to open what is taken over."""

    def authorised_cents(self) -> int | None:
        """The amount an article must cover, in minor units; None where no money is spent."""
        return None

    def charter_levies(self) -> tuple[str, ...]:
        """The levies of the charter that it adopts or assesses, by id; it may be any of them."""
        return ()

    def own_key(self) -> SigningKey | None:
        """The key that the act registers, with which it must itself be signed. Raises Refusal."""
        return None

    def check_enclosed(self) -> None:
        """Refuse, when a decision is to enclose the act, what no later state could mend.

        `judge` refuses it too; but then the assembly has voted on something that cannot be done.
        """

    def check_urgent(self) -> None:
        """Refuse, when a decision in urgency is to enclose the act, what could not lapse with it.

        A decision in urgency that is not ratified lapses: nothing new is done by it any more.
        """

    def judge(self, moment: Moment) -> Consequence:
        """Read state and compute the consequence, or refuse. Writes nothing."""
        raise NotImplementedError

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """Write the rows. Everything that could be refused was refused in `judge`."""
        raise NotImplementedError

    def plain(self) -> dict[str, Any]:
        """The act's fields as they stand in the entry."""
        data: dict[str, Any] = self.model_dump(mode="json", exclude_none=True)
        return data

    @classmethod
    def read(cls, data: Any) -> Self:
        """The act from plain fields (as they stand in an entry), checked strictly."""
        return cls.model_validate_json(canonical.dump(data))


@dataclass(frozen=True, slots=True)
class Envelope:
    """An act with its sender: the seat it is done from and the door it came through.

    `signed` is a signature as it came, to be judged at the gate (`record.signatures.Signed`). It is
    no part of the digest: the same act signed once more is the same act.
    """

    act: Act
    act_id: UUID
    seat: str | None = None
    via: Via = "shell"
    auth: Auth = "none"
    signed: JSON = None

    def digest(self) -> bytes:
        """What makes two requests the same: type, fields and seat (32 bytes)."""
        said: JSON = {"type": self.act.type, "data": self.act.plain(), "seat": self.seat}
        return hashlib.sha256(canonical.dump(said)).digest()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to an act that was taken: its place in the record and its result.

    `then` names the entries that followed from it; `repeated` says the same act had been taken
    before and this is the earlier answer. `not_executed` holds the code of the refusal that kept
    the enclosed acts from taking effect.
    """

    n: int
    at: str
    act_id: UUID
    type: str
    leaf: str
    result: Mapping[str, JSON]
    then: tuple[int, ...] = ()
    repeated: bool = False
    not_executed: str | None = None


def derived_id(parent: UUID, k: int) -> UUID:
    """A UUID (version 8) that follows from another and a number."""
    raw = bytearray(hashlib.sha256(parent.bytes + k.to_bytes(8, "big")).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    return UUID(bytes=bytes(raw))


def _inside(value: Any, kind: type) -> list[Any]:
    """Every value of a kind inside a plain value, in order of its fields."""
    if isinstance(value, kind):
        return [value]
    if isinstance(value, BaseModel):
        return [x for name in type(value).model_fields for x in _inside(getattr(value, name), kind)]
    if isinstance(value, tuple):
        return [x for item in value for x in _inside(item, kind)]
    return []


def documents_of(act: Act) -> tuple[DocumentRef, ...]:
    """The documents an act names, each once, in order."""
    return tuple(dict.fromkeys(_inside(act, DocumentRef)))


def openings_of(act: Act) -> tuple[tuple[str, Opening], ...]:
    """The commitments of an act that came with their value, to be kept in the vault."""
    fields: list[Private[Any]] = _inside(act, Private)
    return tuple((one.commitment, one.opening) for one in fields if one.opening is not None)
