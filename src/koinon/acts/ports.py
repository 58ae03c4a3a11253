"""What the gate asks the rooms above it: who may act, what the law allows, what is due.

It also hands them what they keep: private values, and what people are to be told of.
Each port has one provider, registered when the rooms are loaded. The gate refuses to run without
them, and a replay asks the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from koinon.acts.act import Act, Consequence, Grant, Moment
from koinon.acts.refused import Refused
from koinon.record.signatures import SigningKey
from koinon.record.store import Line


class Authority(Protocol):
    """Says under which article or decision a seat may do an act."""

    def __call__(self, act: Act, *, seat: str | None, at: str) -> Grant | Refused:
        """The grant, or the refusal that names the article and the remedy."""


class Law(Protocol):
    """Says whether members' legal limits allow a consequence."""

    def __call__(self, act: Act, moment: Moment, consequence: Consequence) -> Refused | None:
        """None when the law allows it."""


class Due(Protocol):
    """Says which act of the clock is the next one due."""

    def __call__(self, at: str) -> Act | None:
        """The next act due at the instant `at`, in a stated order; None when nothing is due."""


class Clock(Protocol):
    """Says whether the coalition's time is told to the gate (a demonstration) or real."""

    def __call__(self) -> bool:
        """True when the genesis act declared a told clock."""


class SigningKeys(Protocol):
    """Says which keys may sign for a seat."""

    def __call__(self, seat: str, fingerprint: str) -> SigningKey | None:
        """The key of this fingerprint while it stands for the seat; None otherwise."""


class Origin(Protocol):
    """Says which log this is."""

    def __call__(self) -> str:
        """The origin that the genesis act declared."""


class Vault(Protocol):
    """Keeps the openings of private values."""

    def __call__(self, commitment: str, value: object, salt: bytes) -> None:
        """Store one opening, in the transaction of the act that brought it."""


class Outbox(Protocol):
    """Takes down what people are to be told of."""

    def __call__(self, lines: Sequence[Line]) -> None:
        """Note entries just recorded, in their transaction; a replay notes nothing."""


@dataclass(slots=True)
class Ports:
    """The registered providers."""

    authority: Authority | None = None
    law: Law | None = None
    due: Due | None = None
    told_clock: Clock | None = None
    vault: Vault | None = None
    outbox: Outbox | None = None
    signing_key: SigningKeys | None = None
    origin: Origin | None = None

    def require(self) -> None:
        """Refuse to run unless every port has its provider."""
        empty = [name for name in self.__slots__ if getattr(self, name) is None]
        if empty:
            raise RuntimeError(f"the gate does not run without: {', '.join(empty)}")


ports = Ports()


def provide(**providers: object) -> None:
    """Register providers; each port takes exactly one."""
    for name, provider in providers.items():
        assert hasattr(ports, name), name
        assert getattr(ports, name) is None, f"{name} has a provider already"
        setattr(ports, name, provider)
