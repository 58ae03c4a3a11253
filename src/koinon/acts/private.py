"""Private values: the record holds a salted commitment, the vault holds value and salt."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args
from uuid import UUID

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from koinon.record.canonical import JSON
from koinon.record.commitments import commit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a commitment; it goes to the vault and can be erased there."""

    value: JSON
    salt: bytes


class Sealer:
    """Seals the private values of one act as they come in.

    The salt is derived from the act's id with a key of the installation, so that the same act sent
    twice gives the same commitment and idempotency holds.
    """

    def __init__(self, key: bytes, act_id: UUID) -> None:
        self._key, self._act_id = key, act_id
        self._count = 0

    def seal(self, value: JSON) -> tuple[str, Opening]:
        """The commitment (hexadecimal) and what opens it."""
        message = self._act_id.bytes + self._count.to_bytes(4, "big")
        self._count += 1
        salt = hmac.new(self._key, message, hashlib.sha256).digest()
        return commit(salt, value), Opening(value, salt)


class Private(Generic[T]):
    """A field whose value never enters the record.

    Read from the record it is a commitment only; read from an interface (validation context
    `{"seal": Sealer}`) the value is checked as T and sealed.
    """

    __slots__ = ("commitment", "opening")

    def __init__(self, commitment: str, opening: Opening | None = None) -> None:
        self.commitment, self.opening = commitment, opening

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Private) and self.commitment == other.commitment

    def __hash__(self) -> int:
        return hash(self.commitment)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler.generate_schema(get_args(source)[0])

        def read(value: Any, check: Any, info: ValidationInfo) -> Private[Any]:
            if isinstance(value, Private):
                return value
            if isinstance(value, dict) and set(value) == {"private"}:
                return cls(_hexadecimal(value["private"]))
            sealer = (info.context or {}).get("seal")
            if not isinstance(sealer, Sealer):
                raise PydanticCustomError("private_unsealed", "a private value must be sealed")
            return cls(*sealer.seal(check(value)))

        return core_schema.with_info_wrap_validator_function(
            read,
            inner,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda field: {"private": field.commitment}
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        inner: JsonSchemaValue = handler(schema["schema"])
        return {**inner, "description": "Private: only a salted commitment enters the record."}


def _hexadecimal(text: Any) -> str:
    if isinstance(text, str) and len(text) == 64 and set(text) <= set("0123456789abcdef"):
        return text
    raise PydanticCustomError("private_form", "a commitment is 64 hexadecimal digits")
