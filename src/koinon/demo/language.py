"""The language the story is written in: steps of a day, and what a later step may name.

A step is a day and a deed; a deed is an act in plain form, from a seat. Inside the plain form may
stand a `Later`: something known only when the step is told, such as the number a proposal got.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any, Protocol
from uuid import UUID

from koinon.acts.act import Receipt
from koinon.charter.parsing import Charter, parse_charter
from koinon.demo.calendar import Calendar
from koinon.demo.cities import ALL
from koinon.record.canonical import JSON

CHARTER_TEXT = files("koinon.demo").joinpath("charter.toml").read_text(encoding="utf-8")
LANGUAGES = ("en", "fr", "es", "ar")
DAYS_USED = 5
"""Delegates vote in the first days of the voting time, a few each day."""


class Telling(Protocol):
    """What a `Later` may ask of the telling so far."""

    calendar: Calendar
    day: date

    def answer(self, name: str) -> Mapping[str, JSON]:
        """The result of the act that a deed of this name was."""

    def receipt(self, name: str) -> Receipt:
        """The receipt of the deed of this name."""

    def act_id(self) -> UUID:
        """The id of the act that is being told."""

    def keep(self, data: bytes, media: str) -> None:
        """Check a document in."""

    def seal(self, value: str) -> str:
        """The commitment to a private value, whose opening goes to the vault."""

    def owed(self, city: str, levy: str, instalment: int | None) -> int:
        """What is open of a member's instalment (counted from 1), or of all; minor units."""

    def drawn(self, sample: int) -> tuple[tuple[int, int, int], ...]:
        """The items of a sample: entry, line and amount in minor units."""


class Later(Protocol):
    """A value that is known when the step is told."""

    def resolve(self, telling: Telling) -> JSON:
        """The plain value."""


@dataclass(frozen=True, slots=True)
class Of:
    """A field of what an earlier deed was answered: the number it was given."""

    name: str
    key: str

    def resolve(self, telling: Telling) -> JSON:
        """The field's value."""
        return telling.answer(self.name)[self.key]


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry that an earlier deed became."""

    name: str

    def resolve(self, telling: Telling) -> JSON:
        """Its number."""
        return telling.receipt(self.name).n


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the league, as a day of the world."""

    said: str

    def resolve(self, telling: Telling) -> JSON:
        """YYYY-MM-DD."""
        return telling.calendar.day(self.said).isoformat()


@dataclass(frozen=True, slots=True)
class ThisDay:
    """The day the step is told on."""

    def resolve(self, telling: Telling) -> JSON:
        """YYYY-MM-DD."""
        return telling.day.isoformat()


@dataclass(frozen=True, slots=True)
class Year:
    """The first or second financial year, as a number."""

    place: int

    def resolve(self, telling: Telling) -> JSON:
        """The calendar year it begins in."""
        return telling.calendar.label(self.place)


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The day before the league's first, or second, year: the day its figures are of."""

    place: int

    def resolve(self, telling: Telling) -> JSON:
        """The last of December, or of June."""
        label = telling.calendar.label(self.place)
        return f"{label - 1}-12-31" if telling.calendar.start.month == 1 else f"{label}-06-30"


@dataclass(frozen=True, slots=True)
class Levied:
    """The short name of a year's levy: "contributions-2025"."""

    place: int

    def resolve(self, telling: Telling) -> JSON:
        """Its code."""
        return f"contributions-{telling.calendar.label(self.place)}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document that an act names; it is checked in as the act is told."""

    data: bytes = field(repr=False)
    media: str

    def resolve(self, telling: Telling) -> JSON:
        """Its hash, size and media type."""
        telling.keep(self.data, self.media)
        sha256 = hashlib.sha256(self.data).hexdigest()
        return {"sha256": sha256, "size": len(self.data), "media": self.media}


def amended_charter(*changes: tuple[str, str]) -> Document:
    """The charter with each wording, which stands in it once, replaced by another."""
    text = CHARTER_TEXT
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return Document(text.encode(), "application/toml")


@dataclass(frozen=True, slots=True)
class Secret:
    """A private value: who is paid. The record holds only a commitment to it."""

    value: str

    def resolve(self, telling: Telling) -> JSON:
        """The commitment."""
        return {"private": telling.seal(self.value)}


@dataclass(frozen=True, slots=True)
class Owed:
    """A part of what a city still owes for an instalment (None: the year), and some cents more."""

    city: str
    year: int
    instalment: int | None = None
    share: Fraction = Fraction(1)
    more_cents: int = 0

    def resolve(self, telling: Telling) -> JSON:
        """Minor units, rounded down."""
        levy = f"contributions-{telling.calendar.label(self.year)}"
        whole = telling.owed(self.city, levy, self.instalment)
        return int(whole * self.share) + self.more_cents


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of the story in all its languages; {year} and {next} are financial years."""

    name: str

    def resolve(self, telling: Telling) -> JSON:
        """The plain form of `acts.fields.Translated`."""
        years = {"year": telling.calendar.name(1), "next": telling.calendar.name(2)}
        return [
            {"language": language, "text": sentence.format(**years)}
            for language, sentence in sentences()[self.name]
        ]


@dataclass(frozen=True, slots=True)
class Deed:
    """An act in plain form, done from a seat; `name` is what later steps call its answer.

    One that is `signed` carries the signature of the seat's key file.
    """

    act: str
    seat: str | None
    data: Mapping[str, Any]
    name: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A deed on a day, or so many days later than that."""

    day: str
    deed: Deed
    later: int = 0


def on(day: str, *deeds: Deed, later: int = 0) -> tuple[Step, ...]:
    """These deeds, one after the other, on a day."""
    return tuple(Step(day, deed, later) for deed in deeds)


def secretariat(act: str, name: str = "", /, **data: Any) -> Deed:
    """What the secretariat does."""
    return Deed(act, "secretariat", data, name)


def president(act: str, name: str = "", /, **data: Any) -> Deed:
    """What the presidency does."""
    return Deed(act, "president", data, name)


def auditor(act: str, name: str = "", /, **data: Any) -> Deed:
    """What the auditor does."""
    return Deed(act, "auditor", data, name)


def arbiter(act: str, name: str = "", /, **data: Any) -> Deed:
    """What the arbiter does."""
    return Deed(act, "arbiter", data, name)


def treasurer(act: str, name: str = "", /, **data: Any) -> Deed:
    """What the treasurer does."""
    return Deed(act, "treasurer", data, name)


def delegate(city: str, act: str, name: str = "", /, **data: Any) -> Deed:
    """What a city's delegate does."""
    return Deed(act, f"council/{city}", data, name)


@dataclass(frozen=True, slots=True)
class Ballot:
    """How the cities vote: those not named are in favour.

    `proxies` are pairs of a city and the one whose delegate casts its vote.
    """

    against: tuple[str, ...] = ()
    abstaining: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    proxies: tuple[tuple[str, str], ...] = ()
    members: tuple[str, ...] = ALL

    def votes(self) -> Iterable[tuple[str, str]]:
        """Each city that votes, with its choice."""
        for city in self.members:
            if city not in self.absent:
                no, abstains = city in self.against, city in self.abstaining
                yield city, "no" if no else "abstain" if abstains else "yes"


def proposes(
    name: str, *acts: tuple[str, dict[str, Any]], by: str, matter: str, text: str = ""
) -> Deed:
    """Put a proposal to the Council; title and text are in `texts/NAME.txt`, or another's."""
    title, document = proposal(text or name)
    enclosed = [{"type": act, "data": data} for act, data in acts]
    data = {"title": title, "text": document, "matter": matter, "acts": enclosed}
    return Deed("assembly.open_proposal/1", by, data, name)


def votes(name: str, city: str, choice: str, holder: str = "") -> Deed:
    """Cast a city's whole vote on the proposal of a name, by the holder of its proxy if one is."""
    data = {"proposal": Of(name, "proposal"), choice: "1"}
    if holder:
        data["for_city"] = city
    return delegate(holder or city, "assembly.cast_vote/2", **data)


def gives_proxy(name: str, city: str, holder: str) -> Deed:
    """A delegate lets another cast the city's vote on the proposal of a name."""
    data = {"holder": f"council/{holder}", "proposal": Of(name, "proposal")}
    return delegate(city, "assembly.give_proxy/1", **data)


def decision(
    day: str,
    name: str,
    *acts: tuple[str, dict[str, Any]],
    ballot: Ballot,
    matter: str = "ordinary",
    by: str = "secretariat",
    text: str = "",
) -> tuple[Step, ...]:
    """A proposal and the votes on it; the clock counts them when voting has closed."""
    opens = _charter().matter(matter).notice_days + 1
    holders = dict(ballot.proxies)
    cast = (
        Step(day, votes(name, city, choice, holders.get(city, "")), opens + place % DAYS_USED)
        for place, (city, choice) in enumerate(ballot.votes())
    )
    return (*on(day, proposes(name, *acts, by=by, matter=matter, text=text)), *cast)


@lru_cache
def _charter() -> Charter:
    return parse_charter(CHARTER_TEXT, file="charter.toml")


@lru_cache
def proposal(name: str) -> tuple[list[dict[str, str]], Document]:
    """A proposal's title in every language, and its text as a document.

    In the file each language begins with a line "# LANGUAGE: title".
    """
    source = files("koinon.demo").joinpath("texts", f"{name}.txt").read_text(encoding="utf-8")
    heads = [line[2:].partition(": ") for line in source.splitlines() if line.startswith("# ")]
    assert [language for language, _, _ in heads] == list(LANGUAGES), name
    title = [{"language": language, "text": text} for language, _, text in heads]
    return title, Document(source.encode(), "text/plain; charset=utf-8")


def resolution(name: str) -> Document:
    """What a city's own council resolved, `resolutions/NAME.txt`."""
    return _kept("resolutions", name)


def paper(name: str) -> Document:
    """What was signed, read out or laid on the table, `papers/NAME.txt`."""
    return _kept("papers", name)


def _kept(folder: str, name: str) -> Document:
    source = files("koinon.demo").joinpath(folder, f"{name}.txt")
    return Document(source.read_bytes(), "text/plain; charset=utf-8")


@lru_cache
def sentences() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The story's short texts by name, each in every language."""
    plain = tomllib.loads(files("koinon.demo").joinpath("sentences.toml").read_text("utf-8"))
    return {
        name: tuple((language, said[language]) for language in LANGUAGES)
        for name, said in plain.items()
    }
