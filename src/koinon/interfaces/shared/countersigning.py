"""Who countersigns the record: what cities have sent, what the charter asks, what is overdue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils.translation import gettext, gettext_noop, ngettext

from koinon.charter.document import Countersigning
from koinon.cities import queries as cities
from koinon.interfaces.shared import naming, remembered, wording
from koinon.record import received, store
from koinon.record.countersigned import covered
from koinon.record.received import NotTaken, Taken

_INSTANT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_LATEST: Final = 253_402_300_799
_REFUSED: Final[Mapping[str, str]] = {
    "too_long": gettext_noop("A countersigned checkpoint has at most {limit} bytes."),
    "unreadable": gettext_noop(
        "This is no countersigned checkpoint; send the whole text that koinon countersign made."
    ),
    "foreign": gettext_noop(
        "No city has registered a key that countersigned this checkpoint; a delegate registers it "
        "first."
    ),
    "false": gettext_noop("The countersignature of {name} does not hold; countersign once more."),
    "not_standing": gettext_noop(
        "The key {name} did not stand in the record of {size} entries: it was registered later, or "
        "has ended."
    ),
    "ahead": gettext_noop(
        "The countersignature of {name} is dated more than a day ahead; set the clock of that "
        "machine."
    ),
    "other_log": gettext_noop("This checkpoint is not signed by the key of this record."),
    "longer": gettext_noop(
        "This checkpoint counts {size} entries, and the record here has {head}: it was restored "
        "from an old backup, or another one was countersigned. Keep the checkpoint."
    ),
    "other_past": gettext_noop(
        "The first {size} entries of this record are not those that were countersigned, and both "
        "bear the record’s signature. Keep the checkpoint and tell the other cities."
    ),
}


@dataclass(frozen=True, slots=True)
class CityLine:
    """A member: how many entries it countersigned (0 for none) and when; "" for never.

    `state` is "no key", "never", "current", "behind" or "overdue".
    """

    city: str
    size: int
    at: str
    state: str

    @property
    def last(self) -> int:
        """The last entry that it countersigned."""
        return self.size - 1


@dataclass(frozen=True, slots=True)
class Summary:
    """`by` cities countersigned the first `size` entries; the charter asks for `needed`.

    `rules` is None where the charter asks for nobody; `overdue` whether an entry waits for longer
    than it allows.
    """

    lines: tuple[CityLine, ...]
    by: int
    size: int
    needed: int
    rules: Countersigning | None
    overdue: bool

    @property
    def last(self) -> int:
        """The last entry that so many countersigned."""
        return self.size - 1


def stands() -> dict[str, received.Stands]:
    """Every key with which cities ever countersigned, with when it stood."""
    return {one.key: one.stands_at for one in _keys()}


def _keys() -> tuple[cities.WitnessKeyView, ...]:
    return remembered.once("witness keys", cities.witness_keys)


def take(data: bytes) -> Taken:
    """Keep what a city sent. Raises NotTaken."""
    return received.take(data, stands(), int(datetime.now(UTC).timestamp()))


def refused(fault: NotTaken) -> str:
    """Why a checkpoint was not taken, in a sentence."""
    return gettext(_REFUSED[fault.code]).format_map(fault.facts)


def thanks(taken: Taken) -> str:
    """That it was taken, in a sentence."""
    owner = {one.key: one.city for one in _keys()}
    keys = taken.new or taken.known
    names = naming.city_names()
    who = ", ".join(sorted({names.get(owner[key], owner[key]) for key in keys}))
    return gettext("{cities}: countersigned up to entry {last}.").format(
        cities=who, last=taken.size - 1
    )


def summary(now: str) -> Summary:
    """Who countersigned how much of the record, as it stands at an instant."""
    rules, members, latest = _rules(), cities.members(), _latest()
    sizes, reached = _sizes(members, latest), _reached(members, latest)
    waiting = store.instants({*sizes.values(), reached, 0})
    late = {size for size, at in waiting.items() if rules and now > _after(at, rules.days)}
    able = {one.city for one in _keys() if one.ended_n is None}
    lines = tuple(_line(city, latest.get(city), city in able, waiting, late) for city in members)
    by, size = _by(sizes, reached)
    needed = _needed(members) if rules else 0
    return Summary(lines, by, size, needed, rules, reached in late)


def said() -> str:
    """By how many cities the record is countersigned, for every page; "" while by none."""
    latest = _latest()
    if not latest:
        return ""
    members = cities.members()
    by, size = _by(_sizes(members, latest), _reached(members, latest))
    return by_cities(by, size - 1) if by else ""


def _rules() -> Countersigning | None:
    charter = remembered.charter()
    return charter.countersigning if charter else None


def _needed(members: Sequence[str]) -> int:
    """How many cities are enough: what the charter says, or all where there are fewer."""
    rules = _rules()
    return max(1, min(rules.cities, len(members))) if rules else 1


def _sizes(members: Sequence[str], latest: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    return {city: latest[city][0] for city in members if city in latest}


def _reached(members: Sequence[str], latest: Mapping[str, tuple[int, int]]) -> int:
    """How many entries enough members countersigned."""
    needed = _needed(members)
    return covered(_sizes(members, latest), lambda names: len(names) >= needed)


def _by(sizes: Mapping[str, int], reached: int) -> tuple[int, int]:
    """How many cities countersigned how much: what enough did, else what all that did any did."""
    size = reached or min(sizes.values(), default=0)
    return sum(each >= size for each in sizes.values()), size


def by_cities(count: int, last: int) -> str:
    """That so many cities countersigned the record up to an entry."""
    return ngettext(
        "Countersigned by {n} city up to entry {last}",
        "Countersigned by {n} cities up to entry {last}",
        count,
    ).format(n=wording.number(count), last=wording.number(last))


def over(n: int) -> tuple[tuple[str, str], ...]:
    """The cities that countersigned entry `n`, by when each did first: (city, instant)."""
    found: dict[str, int] = {}
    owner = {one.key: one.city for one in _keys()}
    for one in received.checked(received.over(n), stands()):
        city = owner[one.key]
        found[city] = min(found.get(city, one.time), one.time)
    return tuple((city, _instant(found[city])) for city in sorted(found, key=lambda c: found[c]))


def of_entry(n: int) -> str:
    """By how many cities an entry is countersigned; "" while by none."""
    count = len(over(n))
    if not count:
        return ""
    return ngettext("Countersigned by {n} city", "Countersigned by {n} cities", count).format(
        n=wording.number(count)
    )


def _latest() -> dict[str, tuple[int, int]]:
    """By city, the most entries it countersigned and when."""
    owner = {one.key: one.city for one in _keys()}
    found: dict[str, tuple[int, int]] = {}
    if not owner:
        return found
    rows = remembered.once("countersigned", received.latest)
    for one in received.checked(rows, stands()):
        city = owner[one.key]
        found[city] = max(found.get(city, (0, 0)), (one.size, one.time))
    return found


def _line(
    city: str,
    known: tuple[int, int] | None,
    able: bool,
    waiting: Mapping[int, str],
    late: Collection[int],
) -> CityLine:
    """`waiting` holds the entries after what somebody countersigned, `late` those for too long."""
    size, time = known or (0, 0)
    if not able:
        state = "no key"
    elif not size:
        state = "never"
    elif size not in waiting:
        state = "current"
    else:
        state = "overdue" if size in late else "behind"
    return CityLine(city, size, _instant(time) if size else "", state)


def due(size: int, days: int) -> str:
    """The instant until which the first entry after `size`, which is there, may wait."""
    return _after(store.instants([size])[size], days)


def _after(at: str, days: int) -> str:
    when = datetime.strptime(at, _INSTANT).replace(tzinfo=UTC) + timedelta(days=days)
    return when.strftime(_INSTANT)


def _instant(time: int) -> str:
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(time, _LATEST))
    return when.strftime(_INSTANT)
