"""What a charter says of cities that have a voice and no vote."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Associates:
    """Cities that are no members: where they have a voice, and which acts their delegates may do.

    `title` is what such a city is called, in every language of the charter. An associate has one
    seat in each of the `bodies`; of the acts that articles grant to the delegates of these, its own
    may do those in `may` alone.
    """

    article: str
    title: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    may: tuple[str, ...]
