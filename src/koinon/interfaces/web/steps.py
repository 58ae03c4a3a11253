"""Steps that lead from one thing to the next, each with its links: a strip, a budget's stages."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.shared.papers.model import legible
from koinon.interfaces.web.pages import money_words as said


@dataclass(frozen=True, slots=True)
class Link:
    """Where something is proved: an address of ours, and what stands there."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `done` is false for what has not happened yet."""

    title: str
    text: str
    links: tuple[Link, ...]
    done: bool = True


def apart(said: str) -> str:
    """A name or a text of people's, whose direction does not mix with the sentence around it."""
    return f"\u2068{legible(said)}\u2069"


def money(cents: int) -> str:
    """An amount in the coalition's currency."""
    return wording.money(cents, said.currency())


def day(n: int) -> str:
    """The day of an entry, by the coalition's calendar."""
    return wording.day(wording.local(said.entry(n).at).date())


def entry(n: int) -> Link:
    """An entry of the record."""
    return Link(reverse("entry", args=[n]), gettext("Entry {n}").format(n=n))


def proposal(number: int) -> Link:
    """A proposal's page."""
    address = reverse("proposal", args=[number])
    return Link(address, gettext("Proposal {number}").format(number=number))


def document(sha256: str | None, text: str) -> tuple[Link, ...]:
    """A document of the record under this text; nothing where there is none."""
    return (Link(reverse("log", args=[f"documents/{sha256}"]), text),) if sha256 else ()
