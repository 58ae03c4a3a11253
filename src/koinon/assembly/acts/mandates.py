"""Appoint somebody to a seat, end a mandate; terms end by themselves.

Days are whole days of the charter's time zone, the last one included; the record holds instants.
Who is appointed stays out of the record: `holder` enters it as a commitment, and mandates are
named by the entry that gave them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import LARGEST, Day, Name, SeatId, Sentence
from koinon.acts.private import Private
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.calendar import local_day, midnight
from koinon.assembly.mandates import (
    NEVER,
    after,
    begin,
    holders_of,
    last_standing,
    overlapping,
    write_end,
)
from koinon.assembly.models import Mandate, Seat
from koinon.assembly.signing import key_ends, write_key_ends
from koinon.charter.queries import in_force
from koinon.record.canonical import JSON

Index = Annotated[int, Field(ge=0, le=LARGEST)]
Role = Literal["holder", "alternate", "interim"]
Ending = Literal["resigned", "died", "recalled", "lost_office", "term_ended", "mistake"]


@dataclass(frozen=True, slots=True)
class _Term:
    """The time a mandate is given for, the one it waits for, and the interims it cuts short."""

    begins_at: str | None
    ends_at: str | None
    after: Mandate | None = None
    cut: tuple[Mandate, ...] = ()


@act("assembly.appoint/1")
class Appoint(Act):
    """Appoint somebody to a seat, from a day on and until a day.

    Without a first day the mandate begins at once, or, where somebody holds the seat, when that
    mandate ends. An office appoints for a city only on the city's instrument, the document by
    which it chose; a city's own seat appoints for its city alone. An interim sits until a holder
    begins.
    """

    seat: SeatId
    role: Role
    holder: Private[Name]
    since: Day | None = None
    until: Day | None = None
    how: Sentence
    instrument: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The seat is there, the acting one may speak for it, and nobody else holds it then."""
        seat = Seat.objects.filter(name=self.seat, open=True).first()
        if seat is None:
            refuse("assembly.no_such_seat", seat=self.seat)
        _check_own(moment, self.seat)
        if _for_a_city(moment, self.seat) and self.instrument is None:
            refuse("assembly.instrument_missing", seat=self.seat)
        term = self._term(seat, moment)
        times = _times(term)
        cut = tuple(e for one in term.cut for e in _ends(one, times["begins_at"], moment))
        effect: Effect = {"kind": "mandate", "seat": self.seat, "role": self.role, **times}
        if term.after is not None:
            effect["after"] = term.after.appointed_n
            effect.pop("begins_at", None)
        result: dict[str, JSON] = {"mandate": moment.n, "seat": self.seat, **times}
        return Consequence(result=result, effects=(*cut, effect), plan=(seat, term))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row; an interim ends as the holder begins."""
        seat, term = consequence.plan
        for one in term.cut:
            write_end(one, term.begins_at, moment)
        Mandate.objects.create(
            id=moment.act_id,
            seat=seat,
            role=self.role,
            holder=self.holder.commitment,
            begins_at=term.begins_at,
            after=term.after,
            ends_at=term.ends_at,
            until=self.until,
            how=self.how,
            instrument_sha256=self.instrument.sha256 if self.instrument else None,
            appointed_n=moment.n,
            appointed_at=moment.at,
        )

    def _term(self, seat: Seat, moment: Moment) -> _Term:
        """From when until when; refuses a term that is over, and one that somebody else has."""
        zone = in_force().time_zone
        ends_at = None
        if self.until is not None:
            if self.since is not None and self.until < self.since:
                refuse("assembly.mandate_days", since=self.since, until=self.until)
            following = date.fromisoformat(self.until) + timedelta(days=1)
            ends_at = moment.once("ends_at", lambda: midnight(following, zone))
            if ends_at <= moment.at:
                refuse("assembly.mandate_past", until=self.until)
        if self.since is not None:
            first = date.fromisoformat(self.since)
            begins_at = moment.once("begins_at", lambda: midnight(first, zone))
            return self._free(seat, _Term(begins_at, ends_at), moment.at)
        return self._following(seat, ends_at, moment.at)

    def _following(self, seat: Seat, ends_at: str | None, at: str) -> _Term:
        """At once where nobody holds the seat, else when the last who does has ended."""
        last = None if self.role == "alternate" else last_standing(holders_of(seat), at)
        if last is None:
            return _Term(at, ends_at)
        if self.role == "holder" and last.role == "interim" and begin(last) <= at:
            return self._free(seat, _Term(at, ends_at), at)
        if self.role == "interim":
            refuse("assembly.seat_held", n=last.appointed_n, seat=seat.name)
        if last.begins_at is None:
            refuse("assembly.successor_waits", n=last.appointed_n, seat=seat.name)
        if ends_at is not None and last.ends_at is not None and ends_at <= last.ends_at:
            refuse("assembly.seat_held", n=last.appointed_n, seat=seat.name)
        return _Term(after(last), ends_at, after=last)

    def _free(self, seat: Seat, term: _Term, at: str) -> _Term:
        """Refuse a term that another holder has; interims are cut short by a holder.

        Not an interim that somebody waits for: whoever follows it would begin at the same instant.
        """
        if self.role == "alternate":
            return term
        assert term.begins_at is not None
        cut = []
        rows = holders_of(seat)
        for other in overlapping(rows, term.begins_at, term.ends_at):
            gives_way = self.role == "holder" and other.role == "interim"
            if not gives_way or not max(begin(other), at) <= term.begins_at:
                refuse("assembly.seat_held", n=other.appointed_n, seat=seat.name)
            for waiting in rows:
                if waiting.after_id == other.id and waiting.over_n is None:
                    refuse("assembly.seat_held", n=waiting.appointed_n, seat=seat.name)
            cut.append(other)
        return _Term(term.begins_at, term.ends_at, cut=tuple(cut))


@act("assembly.end_mandate/1")
class EndMandate(Act):
    """End a mandate before its term, named by the entry that gave it.

    `on` is its last day; without it, or with a day that is past, it ends at once. Whoever was
    appointed to follow begins then. An office recalls somebody for a city only on the city's
    instrument.
    """

    mandate: Index
    how: Ending
    on: Day | None = None
    instrument: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The mandate has not ended, and would not have ended sooner."""
        found = _standing(self.mandate, moment.at)
        seat = found.seat.name
        _check_own(moment, seat)
        if self.how == "recalled" and self.instrument is None and _for_a_city(moment, seat):
            refuse("assembly.instrument_missing", seat=seat)
        ends_at = self._end(found, moment)
        result: dict[str, JSON] = {"mandate": self.mandate, "seat": seat, "ends_at": ends_at}
        return Consequence(
            result=result, effects=_ends(found, ends_at, moment), plan=(found, ends_at)
        )

    def _end(self, found: Mandate, moment: Moment) -> str:
        """The first instant after the mandate."""
        zone = in_force().time_zone
        if self.on is None:
            return moment.once("ends_at", lambda: moment.at)
        last = date.fromisoformat(self.on)
        if found.begins_at is not None:
            first = local_day(found.begins_at, zone)
            if last < first and found.begins_at <= moment.at:
                refuse("assembly.mandate_days", since=first.isoformat(), until=self.on)
        following = last + timedelta(days=1)
        ends_at = moment.once("ends_at", lambda: max(moment.at, midnight(following, zone)))
        if found.ends_at is not None and ends_at >= found.ends_at:
            refuse("assembly.mandate_ends_sooner", n=self.mandate, ends_at=found.ends_at)
        return ends_at

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The end, and the beginning of whoever follows."""
        found, ends_at = consequence.plan
        write_end(found, ends_at, moment, how=self.how, until=self.on)


@act("assembly.end_term/1")
class EndTerm(Act):
    """Take note that a mandate is over; the clock does this by itself after its last day.

    The keys that sign for the seat end with it: nobody can say which of its people held which.
    """

    mandate: Index

    def judge(self, moment: Moment) -> Consequence:
        """The end has come."""
        found = Mandate.objects.filter(appointed_n=self.mandate, over_n=None).first()
        if found is None:
            refuse("assembly.no_mandate", n=self.mandate)
        if found.ends_at is None or moment.at < found.ends_at:
            refuse("assembly.term_lasts", n=self.mandate)
        seat = found.seat.name
        effect: Effect = {"kind": "mandate_over", "seat": seat, "mandate": self.mandate}
        result: dict[str, JSON] = {"mandate": self.mandate, "seat": seat}
        return Consequence(result=result, effects=(*key_ends(seat), effect), plan=(found.id, seat))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One column, and the keys."""
        mandate_id, seat = consequence.plan
        Mandate.objects.filter(id=mandate_id).update(over_n=moment.n)
        write_key_ends([seat], moment)


def _standing(n: int, at: str) -> Mandate:
    """The mandate an entry gave, if its end has not come."""
    found = Mandate.objects.filter(appointed_n=n).select_related("seat").first()
    if found is None:
        refuse("assembly.no_mandate", n=n)
    if found.over_n is not None or at >= (found.ends_at or NEVER):
        assert found.ends_at is not None
        refuse("assembly.mandate_over", n=n, ends_at=found.ends_at)
    return found


def _check_own(moment: Moment, seat: str) -> None:
    """A city's seat speaks for its own city; an office and a decision speak for every seat."""
    own = (moment.seat or "").partition("/")[2]
    if own and seat.partition("/")[2] != own:
        refuse("assembly.other_citys_seat", own=own, seat=seat)


def _for_a_city(moment: Moment, seat: str) -> bool:
    """Whether an office acts for a city's seat, which it may on the city's instrument alone."""
    return moment.seat is not None and "/" not in moment.seat and "/" in seat


def _times(term: _Term) -> dict[str, JSON]:
    said = {"begins_at": term.begins_at, "ends_at": term.ends_at}
    return {name: at for name, at in said.items() if at is not None}


def _ends(mandate: Mandate, ends_at: JSON, moment: Moment) -> tuple[Effect, ...]:
    """A mandate gets an end; where that is now, the keys of the seat end before it."""
    seat = mandate.seat.name
    end: Effect = {
        "kind": "mandate_end",
        "seat": seat,
        "mandate": mandate.appointed_n,
        "ends_at": ends_at,
    }
    now = ends_at == moment.at and begin(mandate) <= moment.at
    return (*key_ends(seat), end) if now else (end,)
