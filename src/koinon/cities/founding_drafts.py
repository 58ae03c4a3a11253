"""Founding as councils resolve: a draft with invited cities, before there is any record.

None of it is state: the record begins with the genesis, which holds each city's resolution. One
draft stands at a time; whoever saves what another has changed meanwhile is told so.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal
from uuid import uuid4

from django.db import transaction

from koinon.cities.models import FoundingDraft, InvitedCity

Standing = Literal["invited", "resolved", "awaiting", "approved", "lapsed", "withdrawn"]
COUNTED = ("resolved", "approved")


class Stale(Exception):
    """Somebody else has saved a change in between; nothing was written."""


@dataclass(frozen=True, slots=True)
class Condition:
    """When the coalition begins: all of these, or any one; a part that is empty asks nothing.

    At least so many cities, at least so many residents together, and the cities named.
    """

    together: Literal["all", "any"] = "all"
    cities: int = 0
    residents: int = 0
    named: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "together": self.together,
            "cities": self.cities,
            "residents": self.residents,
            "named": list(self.named),
        }


@dataclass(frozen=True, slots=True)
class Filed:
    """What a city's council has done: days are "YYYY-MM-DD", "" where there is none.

    Where a law wants an approval, the resolution awaits it until a day; after that day it counts
    as `deemed` says, "approved" or "lapsed".
    """

    resolution_sha256: str = ""
    resolution_size: int = 0
    resolved_on: str = ""
    awaiting_until: str = ""
    deemed: str = ""
    approved_on: str = ""
    withdrawn_on: str = ""

    def standing(self, today: str) -> Standing:
        """Where the city stands on a day."""
        if self.withdrawn_on:
            return "withdrawn"
        if not self.resolution_sha256:
            return "invited"
        if self.approved_on:
            return "approved"
        if not self.awaiting_until:
            return "resolved"
        if today <= self.awaiting_until:
            return "awaiting"
        return "approved" if self.deemed == "approved" else "lapsed"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invited city; `member` is what the genesis would say of it."""

    slug: str
    version: int
    member: Mapping[str, Any]
    filed: Filed

    @property
    def name(self) -> str:
        """As the list of cities has it."""
        return str(self.member["name"])

    @property
    def residents(self) -> int:
        """By the figure that would be certified."""
        found = [one["value"] for one in self.member["facts"] if one["name"] == "population"]
        return int(found[0]) if found else 0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the condition: what it asks, what there is, whether that is enough."""

    kind: Literal["cities", "residents", "named"]
    wanted: int
    found: int
    missing: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether there is enough."""
        return self.found >= self.wanted


@dataclass(frozen=True, slots=True)
class Draft:
    """A founding that is being prepared."""

    code: str
    version: int
    answers: Mapping[str, Any]
    condition: Condition
    deadline: str
    cities: tuple[Invited, ...]

    def counted(self, today: str) -> tuple[Invited, ...]:
        """The cities whose resolution counts on a day."""
        return tuple(one for one in self.cities if one.filed.standing(today) in COUNTED)

    def parts(self, today: str) -> tuple[Part, ...]:
        """How far each part of the condition is met on a day."""
        there = self.counted(today)
        asked = self.condition
        slugs = {one.slug for one in there}
        missing = tuple(one.name for one in self.cities if one.slug in {*asked.named} - slugs)
        parts = (
            Part("cities", asked.cities, len(there)),
            Part("residents", asked.residents, sum(one.residents for one in there)),
            Part("named", len(asked.named), len(asked.named) - len(missing), missing),
        )
        return tuple(part for part in parts if part.wanted)

    def met(self, today: str) -> bool:
        """Whether the coalition may be founded: the condition holds, with two cities at least."""
        parts = [part.met for part in self.parts(today)]
        holds = all(parts) if self.condition.together == "all" else any(parts)
        return holds and len(self.counted(today)) >= 2


def current() -> Draft | None:
    """The draft that stands, if any."""
    row = FoundingDraft.objects.order_by("id").first()
    return None if row is None else _draft(row)


def by_code(code: str) -> Draft | None:
    """The draft of a public address."""
    row = FoundingDraft.objects.filter(code=code).first()
    return None if row is None else _draft(row)


def start(
    answers: Mapping[str, Any],
    condition: Condition,
    deadline: str,
    members: Sequence[Mapping[str, Any]],
) -> Draft:
    """Begin the draft. Raises Stale where somebody began one meanwhile."""
    with transaction.atomic():
        if FoundingDraft.objects.exists():
            raise Stale
        row = FoundingDraft.objects.create(
            id=uuid4(),
            version=1,
            code=secrets.token_urlsafe(12),
            answers=dict(answers),
            condition=condition.plain(),
            deadline=deadline,
        )
        InvitedCity.objects.bulk_create(
            InvitedCity(id=uuid4(), draft=row, version=1, slug=one["slug"], member=dict(one))
            for one in members
        )
    return _draft(row)


def change(version: int, answers: Mapping[str, Any], condition: Condition, deadline: str) -> None:
    """Save other answers over those of a version. Raises Stale."""
    changed = FoundingDraft.objects.filter(version=version).update(
        version=version + 1,
        answers=dict(answers),
        condition=condition.plain(),
        deadline=deadline,
    )
    if not changed:
        raise Stale


def file(slug: str, version: int, filed: Filed) -> None:
    """Save what a city has done over what it had in a version. Raises Stale."""
    said = {one.name: getattr(filed, one.name) for one in fields(Filed)}
    if not InvitedCity.objects.filter(slug=slug, version=version).update(
        version=version + 1, **said
    ):
        raise Stale


def _draft(row: FoundingDraft) -> Draft:
    cities = InvitedCity.objects.filter(draft=row).order_by("slug")
    said = row.condition
    condition = Condition(said["together"], said["cities"], said["residents"], tuple(said["named"]))
    invited = tuple(
        Invited(
            one.slug,
            one.version,
            one.member,
            Filed(**{field.name: getattr(one, field.name) for field in fields(Filed)}),
        )
        for one in cities
    )
    return Draft(row.code, row.version, row.answers, condition, row.deadline, invited)


def resolutions() -> set[str]:
    """The hashes of every council's resolution that a draft refers to."""
    rows = InvitedCity.objects.exclude(resolution_sha256="")
    return set(rows.values_list("resolution_sha256", flat=True))
