"""Who has how much to say, and how likely anything is to pass."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from django.utils.translation import gettext

from koinon.interfaces.shared import charts, wording
from koinon.interfaces.shared.whatif.amounts import figure_name
from koinon.interfaces.shared.whatif.answers.frames import (
    frame,
    largest,
    listed,
    names_of,
    percent_ticks,
    share,
)
from koinon.interfaces.shared.whatif.section import Column, Section, Table
from koinon.planner.deciding import CitySay, Say
from koinon.planner.plan import Plan

SHOWN_LEVELS: Final = (30, 40, 50, 60, 70, 80, 90)


def power_section(plan: Plan) -> Section:
    """Votes and power of every city beside its people and product."""
    say = plan.say
    shares = _shares(plan)
    return Section(
        "power",
        gettext("Who holds the power"),
        tuple(_power_said(plan, say)),
        _dumbbell(plan, say, shares),
        (_power_table(plan, say, shares),),
        tuple(_power_notes(say)),
    )


def _shares(plan: Plan) -> dict[str, dict[str, Fraction | None]]:
    """Each city's part of all their people and product."""
    found: dict[str, dict[str, Fraction | None]] = {}
    for name in ("population", "product"):
        figures = {place.id: place.figure(name) for place in plan.places}
        known = {id: one.value for id, one in figures.items() if one is not None}
        whole = sum(known.values())
        complete = len(known) == len(figures) and whole > 0
        found[name] = {id: Fraction(known[id], whole) if complete else None for id in figures}
    return found


def _power_said(plan: Plan, say: Say) -> list[str]:
    names = names_of(plan)
    said = [
        gettext(
            "Measured on the rule of article {article} of the charter, before anybody has an"
            " opinion: every city is for or against by the toss of a coin."
        ).format(article=say.article)
    ]
    if say.unequal:
        said.append(
            gettext(
                "A resident of the city that gains most by the rule has {times} times the say of"
                " one of the city that loses most."
            ).format(times=wording.number(say.unequal, 2))
        )
    vetoes = [names[one.place] for one in say.cities if one.veto]
    if vetoes:
        said.append(
            gettext("Nothing passes against these: {cities}.").format(cities=listed(vetoes, 20))
        )
    idle = [names[one.place] for one in say.cities if one.dummy]
    if idle:
        said.append(
            gettext("The vote of these never decides anything: {cities}.").format(
                cities=listed(idle, 20)
            )
        )
    if say.absent:
        said.append(
            gettext("These do not vote on this matter: {cities}.").format(
                cities=listed((names[id] for id in say.absent), 20)
            )
        )
    return said


def _dumbbell(plan: Plan, say: Say, shares: dict[str, dict[str, Fraction | None]]) -> str:
    by_city = {one.place: one for one in say.cities}
    drawn = [place for place in largest(plan) if place.id in by_city]
    measures = [name for name in ("product", "population") if shares[name][plan.places[0].id]]
    marks = [*map(figure_name, measures), gettext("votes"), gettext("power")]
    rows, most = [], Fraction(0)
    for place in drawn:
        one = by_city[place.id]
        parts = [*(shares[name][place.id] or Fraction(0) for name in measures)]
        parts += [one.votes, one.share or Fraction(0)]
        most = max(most, *parts)
        rows.append(charts.DumbbellRow(place.name, tuple(parts), tuple(map(share, parts))))
    title = gettext("What each city has of the people, the votes and the power")
    text = gettext("One row for each of the {count} largest cities; the table has all of them.")
    return charts.dumbbell(
        frame("power", title, text.format(count=len(drawn))), marks, rows, percent_ticks(most)
    )


def _power_table(plan: Plan, say: Say, shares: dict[str, dict[str, Fraction | None]]) -> Table:
    names = names_of(plan)
    columns = (
        Column(gettext("City")),
        Column(gettext("People"), True),
        Column(gettext("Product"), True),
        Column(gettext("Votes"), True),
        Column(gettext("Power (Banzhaf)"), True),
        Column(gettext("Power (Shapley-Shubik)"), True),
        Column(gettext("Its vote decides"), True),
        Column(gettext("A resident’s say"), True),
        Column(gettext("Remark")),
    )
    rows = tuple(
        (
            names[one.place],
            share(shares["population"][one.place]),
            share(shares["product"][one.place]),
            share(one.votes),
            share(one.normalised),
            share(one.shapley),
            share(one.absolute),
            gettext("{times} × average").format(times=wording.number(one.citizen, 2)),
            _remark(one),
        )
        for one in say.cities
    )
    return Table(gettext("Votes and power of every city"), columns, rows)


def _remark(one: CitySay) -> str:
    if one.dictator:
        return gettext("decides alone")
    if one.veto:
        return gettext("can block alone")
    if one.dummy:
        return gettext("never decides")
    return ""


def _power_notes(say: Say) -> list[str]:
    notes = [
        gettext(
            "Banzhaf: of all divisions of the cities into for and against, how often one city’s"
            " vote decides. Shapley-Shubik: how often it tips the vote when cities join in a"
            " random order. Both say what the rule gives, not how anybody will vote."
        )
    ]
    if say.power.method == "counted":
        notes.append(gettext("Counted exactly, over every division of the cities."))
    elif say.power.method == "integrated" and say.power.errors.absolute > Fraction(1, 10**6):
        notes.append(
            gettext(
                "So many votes cannot be counted one by one: they were rounded to parts of a"
                " hundred thousand. How often a vote decides is right within {error}, the"
                " Shapley-Shubik index within {shapley}."
            ).format(
                error=wording.percent(say.power.errors.absolute, up=True),
                shapley=wording.percent(say.power.errors.shapley, up=True),
            )
        )
    elif say.power.method == "integrated":
        notes.append(
            gettext("Computed by numerical integration; the error is below one in a billion.")
        )
    else:
        notes.append(
            gettext(
                "Sampled: each measure is right within {error} with a chance of {chance}. The"
                " Shapley-Shubik index is not told under two weights with so many cities."
            ).format(
                error=wording.percent(say.power.errors.absolute, up=True),
                chance=wording.percent(say.power.errors.confidence),
            )
        )
    return notes


def chance_section(plan: Plan) -> Section:
    """How likely a decision is, at each level of agreement, beside the Jagiellonian quota."""
    say = plan.say
    own = gettext("this charter")
    other = gettext("square-root votes, Jagiellonian quota")
    series = [charts.Series(own, _points(say.curve.levels, say.curve.passing))]
    if say.jagiellonian is not None and say.jagiellonian.passing != say.curve.passing:
        series.append(
            charts.Series(other, _points(say.jagiellonian.levels, say.jagiellonian.passing))
        )
    title = gettext("How likely a decision is, by how many agree")
    text = gettext("Chance that a proposal passes if each city is in favour with the given chance.")
    ticks = tuple(_tick(level) for level in (30, 50, 70, 90))
    plane = charts.Plane(
        gettext("each city is in favour with this chance"),
        gettext("the proposal passes with this chance"),
        ticks,
        tuple(_tick(level) for level in (0, 25, 50, 75, 100)),
    )
    return Section(
        "chance",
        gettext("Will anything ever pass?"),
        tuple(_chance_said(say)),
        charts.curves(frame("chance", title, text), series, plane),
        (_chance_table(say, own, other),),
        (
            gettext(
                "A fixed large majority paralyses an assembly that grows, as the average of many"
                " independent votes strays less and less from their chance. The Jagiellonian quota"
                " falls as cities join (Słomczyński and Życzkowski 2006)."
            ),
        ),
    )


def _points(
    levels: tuple[Fraction, ...], passing: tuple[Fraction, ...]
) -> tuple[tuple[Fraction, Fraction], ...]:
    return tuple((level * 100, one * 100) for level, one in zip(levels, passing, strict=True))


def _tick(level: int) -> charts.Tick:
    return charts.Tick(level, wording.percent(Fraction(level, 100)))


def _chance_said(say: Say) -> list[str]:
    half, most = say.curve.at(Fraction(1, 2)), say.curve.at(Fraction(7, 10))
    text = gettext(
        "If every city tosses a coin, a proposal passes {half} of the time; if each is in favour"
        " with a chance of 70 %, {most} of the time."
    )
    return [text.format(half=wording.percent(half), most=wording.percent(most))]


def _chance_table(say: Say, own: str, other: str) -> Table:
    beside = say.jagiellonian
    columns = [Column(gettext("Each city in favour with a chance of"), True), Column(own, True)]
    found = [say.curve]
    if beside is not None:
        columns.append(Column(other, True))
        found.append(beside)
    rows = tuple(
        (
            wording.percent(Fraction(level, 100)),
            *(wording.percent(one.at(Fraction(level, 100))) for one in found),
        )
        for level in SHOWN_LEVELS
    )
    return Table(gettext("Chance that a proposal passes"), tuple(columns), rows)
