"""What a person asks, as it stands in an address or on the command line; and the plan it asks for.

An address holds everything, so that it can be passed on: short names of cities, the charter, the
programmes, every assumption that was changed. Only tables of one's own are kept here, under a name
that nobody guesses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final, get_args

from django.utils import translation
from django.utils.translation import gettext

from koinon.charter.document import Charter
from koinon.interfaces.shared.whatif.numbers import Unreadable, exact, three, written
from koinon.interfaces.shared.whatif.tables import Own
from koinon.planner.asking import Unplannable
from koinon.planner.dividing import Rule, Sharing
from koinon.planner.places import (
    Place,
    UnknownPlace,
    places_from_counties,
    places_from_metros,
    suggested,
)
from koinon.planner.plan import Plan
from koinon.planner.programmes import Grounds, Programme, Range, defaults
from koinon.planner.programmes.programme import NOTHING
from koinon.planner.programmes.reading import LIMITS
from koinon.planner.raising import PER_HEAD, LevyTerms, decimals_of
from koinon.planner.texts_plan import tell_unplannable

COUNTY: Final = "us-"
"""Before the code of a US county area in an address; every other name is a metropolitan area."""
PARAMETERS: Final = tuple(LIMITS)
"""What can be assumed of a programme, by name."""
SINGLE: Final = (
    *("charter", "matter", "levy", "rate", "exempt", "cap", "collection", "response"),
    *("sharing", "part", "ability", "difference", "you"),
)
"""The fields of an address that stand there once."""
MOST: Final = 400
"""Cities inside, or outside, that pages and API work out at once; the command line takes more."""
SUGGESTED_PROGRAMMES: Final = ("software", "curricula", "research")
LIMIT: Final = 2_000
"""Cities, and changed assumptions, that an address may hold."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that could not be read, and a sentence with the remedy."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, as typed. A field left empty takes what `suggested` proposes.

    `changes` holds changed assumptions as "programme.parameter" and the text typed for it. `rate`
    on a base is a share ("0.1 %"); on `population` an amount a head. `part` and `difference` are
    numbers as typed.
    """

    cities: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    charter: str = ""
    matter: str = ""
    programmes: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    levy: str = ""
    rate: str = ""
    exempt: str = ""
    cap: str = ""
    collection: str = ""
    response: str = ""
    sharing: str = ""
    part: str = ""
    ability: str = ""
    difference: str = ""
    you: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """The plan, or every problem with what was asked; what a unit of difference costs."""

    plan: Plan | None
    problems: tuple[Problem, ...] = ()
    difference: Fraction | None = None


def read_asked(one: Callable[[str], str | None], every: Callable[[str], Sequence[str]]) -> Asked:
    """Read an address: `one` gives a field's last value, `every` all of them."""
    changes = [text.partition("=") for text in every("assume")[:LIMIT]]
    named = {name: (one(name) or "").strip()[:200] for name in SINGLE}
    return Asked(
        cities=_distinct(every("city")),
        others=_distinct(every("other")),
        programmes=_distinct(every("programme")),
        changes=tuple((name.strip(), text.strip()) for name, _, text in changes),
        **named,
    )


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    """Names, each once; several may stand in one value, with commas between."""
    parts = (part.strip() for value in values for part in value.split(","))
    return tuple(dict.fromkeys(part[:80] for part in parts if part))[:LIMIT]


def address_of(asked: Asked) -> list[tuple[str, str]]:
    """The fields of an address that asks the same, nothing twice and nothing empty."""
    pairs = [("city", id) for id in asked.cities]
    pairs += [("other", id) for id in asked.others]
    pairs += [("programme", id) for id in asked.programmes]
    pairs += [("assume", f"{name}={text}") for name, text in asked.changes]
    for name in SINGLE:
        value = getattr(asked, name)
        if value:
            pairs.append((name, value))
    return pairs


def work_out(
    asked: Asked, charter: Charter, own: Own | None = None, known: tuple[Place, ...] = ()
) -> Worked:
    """Make the plan that is asked for, or say every problem with it.

    `known` are cities besides those that ship and those of one's own tables.
    """
    return _Working(asked, charter, own or Own(), {one.id: one for one in known}).worked()


@dataclass(slots=True)
class _Working:
    asked: Asked
    charter: Charter
    own: Own
    known: Mapping[str, Place]
    problems: list[Problem] = field(default_factory=list)

    def worked(self) -> Worked:
        places = self._places()
        others = self._others(places)
        programmes = self._programmes()
        levy = self._levy(places)
        sharing = self._sharing(places)
        difference = self._number("difference")
        if self.problems or sharing is None:
            return Worked(None, tuple(self.problems))
        try:
            plan = Plan(places, self.charter, programmes, levy, sharing, self.asked.matter, others)
        except Unplannable as error:
            return Worked(None, (self._said("city", error),))
        minor = 10 ** (decimals_of(programmes[0].currency) if programmes else 2)
        return Worked(plan, (), None if difference is None else difference * minor)

    def _said(self, name: str, error: Unplannable) -> Problem:
        return Problem(name, tell_unplannable(error, translation))

    def _problem(self, name: str, sentence: str) -> None:
        self.problems.append(Problem(name, sentence))

    def _number(self, name: str) -> Fraction | None:
        text = getattr(self.asked, name)
        if not text:
            return None
        try:
            return exact(text)
        except Unreadable:
            self._problem(name, _unreadable(text))
            return None

    def _range(self, name: str) -> Range:
        """A share that is lost on the way: one number, or low, mid and high; nothing for none."""
        text = getattr(self.asked, name)
        if not text:
            return NOTHING
        try:
            return Range(*three(text), Grounds.OWN)
        except Unreadable:
            said = gettext(
                "“{typed}” is no range: write one share, or low – middle – high, rising."
            )
            self._problem(name, said.format(typed=text))
            return NOTHING

    def _whole(self, name: str) -> int | None:
        """An amount a head, which is whole: what is typed finer is refused, not cut off."""
        value = self._number(name)
        if value is None or value.denominator == 1:
            return None if value is None else int(value)
        text = gettext("“{typed}” is not a whole amount: write it without decimals.")
        self._problem(name, text.format(typed=getattr(self.asked, name)))
        return None

    def _places(self) -> tuple[Place, ...]:
        if self.own.cities is not None:
            return self._own_places(self.own.cities.places)
        if not self.asked.cities:
            return suggested().places
        return self._found("city", self.asked.cities, {})

    def _own_places(self, there: tuple[Place, ...]) -> tuple[Place, ...]:
        """All cities of the table, or those of it and of the shipped ones that are named."""
        if not self.asked.cities:
            return there
        return self._found("city", self.asked.cities, {place.id: place for place in there})

    def _others(self, places: tuple[Place, ...]) -> tuple[Place, ...]:
        there = () if self.own.cities is None else self.own.cities.places
        found = self._found("other", self.asked.others, {place.id: place for place in there})
        members = {place.id for place in places}
        return tuple(place for place in found if place.id not in members)

    def _found(self, name: str, ids: Sequence[str], own: Mapping[str, Place]) -> tuple[Place, ...]:
        """The cities of those short names: one's own, metropolitan areas, US counties."""
        places: list[Place] = []
        named = {**self.known, **own}
        for id in ids:
            if id in named:
                places.append(named[id])
                continue
            try:
                if id.startswith(COUNTY):
                    places.extend(places_from_counties([id.removeprefix(COUNTY)]).places)
                else:
                    places.extend(places_from_metros([id]).places)
            except UnknownPlace as error:
                self._problem(name, _unknown_place(id, error.facts["meant"]))
        return tuple(places)

    def _programmes(self) -> tuple[Programme, ...]:
        known = {one.id: one for one in (*defaults(), *self.own.programmes)}
        ids = self.asked.programmes or (
            tuple(one.id for one in self.own.programmes) or SUGGESTED_PROGRAMMES
        )
        if ids == ("none",):
            return ()
        found = {}
        for id in ids:
            if id in known:
                found[id] = known[id]
            else:
                self._unknown_programme("programme", id, known)
        for name, text in self.asked.changes:
            self._change(found, known, name, text)
        return tuple(found.values())

    def _unknown_programme(self, field: str, id: str, known: Iterable[str]) -> None:
        text = gettext("“{value}” is not a known programme; choose one of {known}.")
        self._problem(field, text.format(value=id, known=", ".join(known)))

    def _change(
        self, found: dict[str, Programme], known: Iterable[str], name: str, text: str
    ) -> None:
        """Change an assumption; one of a programme that is known and not chosen waits for it."""
        id, _, parameter = name.partition(".")
        if id not in found:
            if id not in known:
                self._unknown_programme("assume", id, known)
            return
        if parameter not in PARAMETERS:
            said = gettext("“{value}” is not an assumption of a programme; choose one of {known}.")
            listed = ", ".join(PARAMETERS)
            self._problem("assume", said.format(value=parameter, known=listed))
            return
        try:
            found[id] = changed(found[id], parameter, text)
        except Unreadable:
            said = gettext(
                "“{typed}” is no assumption: write one number, or low – middle – high, rising,"
                " within what “{parameter}” can be."
            )
            self._problem("assume", said.format(typed=text, parameter=parameter))

    def _levy(self, places: tuple[Place, ...]) -> LevyTerms | None:
        base = self.asked.levy or _base_of(places)
        if base in ("", "none"):
            return None
        typed = self._number("rate")
        exempt, cap = self._whole("exempt"), self._whole("cap")
        if typed and base != PER_HEAD and not set("%٪/") & set(self.asked.rate):
            text = gettext(
                "“{typed}” could be {typed} % or {hundredfold} %: write the rate with a % sign."
            )
            said = text.format(typed=self.asked.rate, hundredfold=written(typed * 100))
            self._problem("rate", said)
        usual = Fraction(10) if base == PER_HEAD else Fraction(1, 1000)
        rate = usual if typed is None else typed
        lost = [self._range(name) for name in ("collection", "response")]
        if self.problems:
            return None
        try:
            return LevyTerms(base, rate, exempt or 0, cap, *lost)
        except Unplannable as error:
            self.problems.append(self._said("rate", error))
            return None

    def _sharing(self, places: tuple[Place, ...]) -> Sharing | None:
        part = self._number("part")
        if part is not None and part > 1 and "%" not in self.asked.part:
            part /= 100
        ability = self.asked.ability or _base_of(places)
        rule = self.asked.sharing or ("mixture" if ability else "use")
        if rule not in get_args(Rule):
            text = gettext("“{value}” is no way to share a bill; choose one of {known}.")
            self._problem("sharing", text.format(value=rule, known=", ".join(get_args(Rule))))
            return None
        try:
            return Sharing(
                rule,  # type: ignore[arg-type]
                ability or "product",
                Fraction(1, 2) if part is None else part,
            )
        except Unplannable as error:
            self.problems.append(self._said("part", error))
            return None


def changed(programme: Programme, parameter: str, text: str) -> Programme:
    """A programme with another assumption. Raises Unreadable, also for what it cannot be."""
    low, mid, high = three(text)
    most = {"rebate": Fraction(99, 100), "spill_over": Fraction(1), "elasticity": Fraction(6, 5)}
    if high > most.get(parameter, Fraction(10**15)):
        raise Unreadable(text)
    if parameter == "efficient_scale" and low < 1:
        raise Unreadable(text)
    made: Mapping[str, Any] = {parameter: Range(low, mid, high, Grounds.OWN)}
    return replace(programme, **made)


def _base_of(places: tuple[Place, ...]) -> str:
    """The first base that all cities have: income, else product."""
    for name in ("income", "product"):
        if places and all(place.figure(name) is not None for place in places):
            return name
    return ""


def _unreadable(text: str) -> str:
    said = gettext(
        "“{typed}” is not one number: write 0.1, 25 % or 1/1000, with nothing between thousands."
    )
    return said.format(typed=text)


def _unknown_place(id: str, meant: str) -> str:
    if meant:
        said = gettext("“{value}” is no city that is known here; did you mean “{meant}”?")
        return said.format(value=id, meant=meant)
    said = gettext(
        "“{value}” is no city that is known here: choose from the list, or give a table of your"
        " own."
    )
    return said.format(value=id)
