"""Calendars as RFC 5545 writes them, so that dates stand where people look at dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from koinon.interfaces.shared import wording


@dataclass(frozen=True, slots=True)
class Entered:
    """One event: a whole day, or an hour in the legal zone. `key` is its name for good."""

    key: str
    when: date | datetime
    title: str
    text: str
    address: str
    reminded: bool = False


def written(name: str, origin: str, stamp: str, events: Iterable[Entered]) -> bytes:
    """A calendar of these events; `stamp` is the instant of the record they follow from."""
    calendar = Calendar()
    calendar.add("prodid", "-//Koinon//Coalition calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT1H")
    for one in events:
        calendar.add_component(_event(one, origin, stamp))
    text: bytes = calendar.to_ical()
    return text


def _event(one: Entered, origin: str, stamp: str) -> Event:
    event = Event()
    event.add("uid", f"{one.key}@{origin.replace('/', '.')}")
    event.add("dtstamp", wording.local(stamp, "UTC"))
    event.add("dtstart", one.when)
    if isinstance(one.when, datetime):
        event.add("duration", timedelta(0))
    else:
        event.add("dtend", one.when + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("summary", one.title)
    event.add("description", one.text)
    event.add("url", one.address)
    if one.reminded:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
    return event
