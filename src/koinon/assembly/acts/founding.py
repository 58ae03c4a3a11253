"""The acts of the room: found the coalition (and take over what it was), admit a city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from koinon.acts import registry
from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import Sentence
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.dissolving import check_admitted
from koinon.assembly.experiments import recorded_ends, write_ends
from koinon.assembly.mandates import close_mandates
from koinon.assembly.models import Seat
from koinon.assembly.signing import write_key_ends
from koinon.charter.acts import read_charter, write_version
from koinon.charter.document import Charter
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.cities.acts.members import (
    Member,
    check_measures,
    check_new,
    fact_effect,
    write_coalition,
    write_members,
    write_promoted,
)
from koinon.record import canonical, store
from koinon.record.canonical import JSON
from koinon.record.note import NoteError, VerifierKey

FOUNDERS_LIMIT = 60
OPENING_LIMIT = 1_000
"""How many acts a founding encloses at most (as many as the gate carries out for one)."""
NAME_LIMIT = 110
"""Characters of an act's name that a refusal repeats."""
FIRST_MEMBER_ROW = 10_000
"""Rows of members are numbered from here on, seats from 0: the two never meet in one act."""


def seat_names(
    charter: Charter, members: tuple[str, ...], associates: tuple[str, ...] = ()
) -> dict[str, str]:
    """Every seat a charter gives to these cities, and its offices: name → body ("": office)."""
    seats = {office.id: "" for office in charter.seats}
    for city in associates:
        seats.update(voices(charter, city))
    for body in charter.bodies:
        seats.update({f"{body.id}/{city}": body.id for city in charter.sitting(body, members)})
    return seats


def voices(charter: Charter, city: str) -> dict[str, str]:
    """The seats a charter gives to an associate, where it has a voice: name → body."""
    bodies = charter.associates.bodies if charter.associates else ()
    return {f"{body}/{city}": body for body in bodies}


def seat_changes(wanted: dict[str, str], city: str | None = None) -> list[Effect]:
    """The seats to open and close, grouped by body, so that exactly the wanted ones are open.

    With a `city` only its seats are looked at; all others stay as they are.
    """
    rows = Seat.objects.filter(open=True).order_by("name").values_list("name", "body")
    if city is not None:
        rows = rows.filter(city__slug=city)
    now = {name: body or "" for name, body in rows}
    effects: list[Effect] = []
    for body in sorted({*wanted.values(), *now.values()}):
        add: list[JSON] = [n for n in sorted(wanted) if wanted[n] == body and n not in now]
        remove: list[JSON] = [n for n in sorted(now) if now[n] == body and n not in wanted]
        if add or remove:
            effects.append({"kind": "seats", "body": body, "add": add, "remove": remove})
    return effects


def seats_of(charter: Charter, city: str) -> list[Effect]:
    """The seats to open for a city that joins, and those to close that it had for its voice."""
    sitting = [body.id for body in charter.bodies if charter.sitting(body, (city,))]
    return seat_changes({f"{body}/{city}": body for body in sitting}, city)


def write_seats(effects: list[Effect], moment: Moment) -> None:
    """Open and close seats as the effects say; a seat that was there before opens again.

    The mandates of a seat end as it closes.
    """
    ids = cities.ids({seat.partition("/")[2] for effect in effects for seat in _added(effect)})
    numbers = count(1)
    for effect in effects:
        body, added, removed = effect["body"], _added(effect), effect["remove"]
        assert isinstance(body, str)
        assert isinstance(removed, list)
        Seat.objects.filter(name__in=removed).update(open=False)
        write_key_ends([str(name) for name in removed], moment)
        close_mandates([str(name) for name in removed], moment)
        again = Seat.objects.filter(name__in=added)
        known = set(again.values_list("name", flat=True))
        again.update(open=True)
        for name in added:
            if name not in known:
                city = name.partition("/")[2]
                Seat.objects.create(
                    id=moment.row_id(next(numbers)),
                    name=name,
                    body=body or None,
                    city_id=ids[city] if city else None,
                    open=True,
                )


def _added(effect: Effect) -> list[str]:
    """The seats an effect opens."""
    added = effect["add"]
    assert isinstance(added, list)
    return [str(name) for name in added]


def _check_facts(
    charter: Charter, members: tuple[Member, ...], certified: frozenset[str] = frozenset()
) -> None:
    """Every figure the charter's weights need is there for each member that joins.

    Those in `certified` are in the record already.
    """
    for member in members:
        known = {measure.name for measure in member.facts} | certified
        for name in sorted(fact.id for fact in charter.facts):
            if name not in known:
                refuse("cities.fact_missing", city=member.slug, name=name)


class Genesis(Act):
    """What every founding holds."""

    origin: Sentence
    log_key: Sentence
    charter: DocumentRef
    clock: Literal["real", "told"] = "real"
    fictional: bool = False
    members: Annotated[tuple[Member, ...], Field(min_length=2, max_length=FOUNDERS_LIMIT)]

    def judge(self, moment: Moment) -> Consequence:
        """The charter reads without a mistake, the key is one, the members carry their figures."""
        charter = read_charter(self.charter)
        try:
            key = VerifierKey.parse(self.log_key)
        except NoteError:
            refuse("record.log_key")
        if key.name != self.origin:
            refuse("record.log_key")
        check_new(self.members, moment.day)
        _check_facts(charter, self.members)
        seats = seat_changes(seat_names(charter, tuple(m.slug for m in self.members)))
        facts = [fact_effect(m.slug, measure) for m in self.members for measure in m.facts]
        return Consequence(
            result={"members": len(self.members), **recorded_ends(charter, moment)},
            effects=(*seats, *facts),
            plan=(seats, charter),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The coalition, its charter's first version, its members with their figures, its seats."""
        seats, charter = consequence.plan
        write_coalition(
            moment,
            origin=self.origin,
            log_key=self.log_key,
            clock=self.clock,
            fictional=self.fictional,
        )
        write_version(self.charter, moment)
        write_ends(charter, moment)
        write_members(self.members, moment, FIRST_MEMBER_ROW)
        write_seats(seats, moment)


@act("assembly.found_coalition/1")
class FoundCoalition(Genesis):
    """Found the coalition: its charter, its log's key, its first members and seats."""


@act("assembly.take_over_coalition/1")
class TakeOverCoalition(Genesis):
    """Found a coalition that lives already: its members, and acts that open what it brings along.

    The document holds these acts as a canonical JSON array of {type, data}. They follow the
    genesis as its own, all of them or there is no founding.
    """

    then: DocumentRef

    def judge(self, moment: Moment) -> Consequence:
        """As any founding; every act of the document reads, and is one that may open."""
        acts = read_opening(self.then)
        consequence = super().judge(moment)
        return replace(consequence, then=acts)


def opening_document(acts: Sequence[Act]) -> bytes:
    """The document that holds the acts a founding encloses."""
    return canonical.dump([{"type": one.type, "data": one.plain()} for one in acts])


def read_opening(document: DocumentRef) -> tuple[Act, ...]:
    """The acts in a checked-in document; refuses what is none, or may not open a coalition."""
    found = store.document(document.sha256)
    if found is None:
        refuse("acts.document_missing", sha256=document.sha256)
    try:
        said = canonical.load(found[0])
    except ValueError:
        refuse("assembly.opening_form")
    if not isinstance(said, list) or not 0 < len(said) <= OPENING_LIMIT:
        refuse("assembly.opening_form")
    return tuple(_opening_act(place, one) for place, one in enumerate(said, 1))


def _opening_act(place: int, said: JSON) -> Act:
    if not isinstance(said, dict) or set(said) != {"type", "data"}:
        refuse("assembly.opening_form")
    name = str(said["type"])[:NAME_LIMIT]
    try:
        chosen = registry.find(name)
        act = chosen.read(said["data"])
    except registry.UnknownAct:
        refuse("assembly.unknown_act", act=name, place=place)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        refuse("assembly.bad_act", act=name, place=place, field=field, rule=first["msg"])
    if not chosen.opens:
        refuse("assembly.not_at_founding", act=name, place=place)
    return act


@act("assembly.admit_city/1")
class AdmitCity(Act):
    """Admit a city to the coalition, with its council's resolution and its certified figures.

    An associate becomes a member by it, and keeps the seats it has as one, with their mandates.
    """

    opens = True

    member: Member

    def judge(self, moment: Moment) -> Consequence:
        """The city is new or an associate, and the figures the charter needs are there."""
        charter, slug = in_force(), self.member.slug
        check_admitted(slug)
        promoted = slug in cities.associates()
        if promoted:
            check_measures(self.member, moment.day)
        else:
            check_new((self.member,), moment.day)
        certified = (
            one.id for one in charter.facts if slug in cities.facts_in_force(one.id, moment.day)
        )
        _check_facts(charter, (self.member,), frozenset(certified) if promoted else frozenset())
        seats = seats_of(charter, slug)
        facts = [fact_effect(slug, measure) for measure in self.member.facts]
        member: Effect = {"kind": "membership", "city": slug, "status": "member"}
        return Consequence(
            result={"city": slug},
            effects=(*([member] if promoted else ()), *seats, *facts),
            plan=(promoted, seats),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The member with its figures, and its seats."""
        promoted, seats = consequence.plan
        if promoted:
            write_promoted(self.member, moment, FIRST_MEMBER_ROW)
        else:
            write_members((self.member,), moment, FIRST_MEMBER_ROW)
        write_seats(seats, moment)
