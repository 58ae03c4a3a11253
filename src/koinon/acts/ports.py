"""What the gate asks the rooms above it: who may act, what the law allows, what is due.

Each port has one provider, registered when the rooms are loaded. The gate refuses to run without
them, and a replay asks the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from koinon.acts.act import Act, Consequence, Grant, Moment
from koinon.acts.refused import Refused


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


class Vault(Protocol):
    """Keeps the openings of private values."""

    def __call__(self, commitment: str, value: object, salt: bytes) -> None:
        """Store one opening, in the transaction of the act that brought it."""


@dataclass(slots=True)
class Ports:
    """The registered providers."""

    authority: Authority | None = None
    law: Law | None = None
    due: Due | None = None
    told_clock: Clock | None = None
    vault: Vault | None = None

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
