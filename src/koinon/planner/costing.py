"""What programmes cost: these cities together, each alone, and from where the difference comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from koinon.methods.costs import bands
from koinon.methods.costs import programmes as costs
from koinon.methods.costs.curves import CostError, Curve, rate_of
from koinon.planner.asking import Band, Unplannable
from koinon.planner.places import Place
from koinon.planner.programmes import Programme, Range

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Sources:
    """From where a saving comes, in the middle case and minor units; the three add up to it.

    `setup`: what is made once instead of by every city. `scale`: the price of a unit that falls
    with use or is bought together; below zero where it rises. `coordination` is below zero: what
    deciding together costs.
    """

    setup: Fraction
    scale: Fraction
    coordination: Fraction

    @property
    def saving(self) -> Fraction:
        """What is left of them all."""
        return self.setup + self.scale + self.coordination


@dataclass(frozen=True, slots=True)
class ProgrammeCost:
    """A year of one programme, in minor units: together, alone (summed), saved.

    `game` holds the middle curve and every city's use, for shares and certificates.
    """

    programme: Programme
    game: costs.Programme
    together: Band
    alone: Band
    saving: Band
    sources: Sources


@dataclass(frozen=True, slots=True)
class Costs:
    """A year of all programmes, in minor units of `unit`.

    The bands of the sums add lows to lows and highs to highs: as if every assumption erred the
    same way, which is wider than chance would have it.
    """

    unit: str
    decimals: int
    programmes: tuple[ProgrammeCost, ...]
    together: Band
    alone: Band
    saving: Band
    sources: Sources
    alone_by_city: tuple[tuple[str, Fraction], ...]

    @property
    def games(self) -> tuple[costs.Programme, ...]:
        """What is shared, in the middle case."""
        return tuple(one.game for one in self.programmes)


def cost_of(
    places: tuple[Place, ...], programmes: tuple[Programme, ...], decimals: int = 2
) -> Costs:
    """Work out the bill. Raises Unplannable: ``no_programme``, ``no_driver``, ``currencies``,
    ``negative_driver``, ``unused``, ``costs_nothing``, ``elasticity_mixed``, ``elasticity_fine``,
    ``rebate_rising``.
    """
    if not programmes:
        raise Unplannable("no_programme")
    first = programmes[0]
    for one in programmes:
        if one.currency != first.currency:
            raise Unplannable(
                "currencies",
                programme=first.title,
                unit=first.currency,
                other_programme=one.title,
                other=one.currency,
            )
    found = tuple(_programme(places, one, 10**decimals) for one in programmes)
    alone = tuple(
        (place.id, sum((one.game.curve.alone(one.game.use(place.id)) for one in found), ZERO))
        for place in places
    )
    return Costs(
        first.currency,
        decimals,
        found,
        _sum(one.together for one in found),
        _sum(one.alone for one in found),
        _sum(one.saving for one in found),
        Sources(
            sum((one.sources.setup for one in found), ZERO),
            sum((one.sources.scale for one in found), ZERO),
            sum((one.sources.coordination for one in found), ZERO),
        ),
        alone,
    )


def uses_of(places: tuple[Place, ...], programme: Programme) -> dict[str, int]:
    """How much of a programme's driver every city has. Raises Unplannable."""
    uses = {}
    for place in places:
        figure = place.figure(programme.driver)
        if figure is None:
            raise Unplannable(
                "no_driver", programme=programme.title, driver=programme.driver, place=place.name
            )
        if figure.value < 0:
            raise Unplannable("negative_driver", driver=programme.driver, place=place.name)
        uses[place.id] = figure.value
    return uses


def _programme(places: tuple[Place, ...], programme: Programme, minor: int) -> ProgrammeCost:
    uses = uses_of(places, programme)
    ranges = ranges_of(programme, minor)
    game = costs.Programme(programme.id, ranges.curve(bands.MIDDLE), uses)
    if not any(uses.values()):
        raise Unplannable("unused", programme=programme.title, driver=programme.driver)
    found = bands.band(ranges, uses.values())
    return ProgrammeCost(
        programme,
        game,
        Band(*found.together),
        Band(*found.alone),
        Band(*found.saving),
        _sources(game),
    )


def ranges_of(programme: Programme, minor: int) -> bands.Ranges:
    """The curve's parameters with their ranges, in minor units. Raises Unplannable."""
    if not (programme.setup.high or programme.unit_cost.high or programme.coordination.high):
        raise Unplannable("costs_nothing", programme=programme.title)
    rate = _rate(programme)
    scale = programme.efficient_scale
    rebate = programme.rebate
    if rebate.high > 0 and rate.high > 1:
        raise Unplannable("rebate_rising", programme=programme.title)
    return bands.Ranges(
        setup=_money(programme.setup, minor),
        unit_cost=_money(programme.unit_cost, minor),
        rate=rate,
        coordination=_money(programme.coordination, minor),
        efficient_scale=None if scale is None or rate == bands.known(1) else _three(scale),
        rebate=_three(rebate) if rebate.high > 0 else None,
        rebate_beyond=0 if scale is None else int(scale.mid),
    )


def _rate(programme: Programme) -> bands.Range:
    """The price of a doubling; 1 where nothing runs. With elasticity 0 no unit may have a cost."""
    elasticity = programme.elasticity
    if programme.unit_cost.high == 0:
        return bands.known(1)
    if elasticity.low == 0:
        raise Unplannable("elasticity_mixed", programme=programme.title)
    try:
        return _three(elasticity, rate_of)
    except CostError as error:
        raise Unplannable("elasticity_fine", programme=programme.title) from error


def _three(one: Range, change: Callable[[Fraction], Fraction] | None = None) -> bands.Range:
    ends = (one.low, one.mid, one.high)
    return bands.Range(*(end if change is None else change(end) for end in ends))


def _money(one: Range, minor: int) -> bands.Range:
    return bands.Range(one.low * minor, one.mid * minor, one.high * minor)


def _sources(game: costs.Programme) -> Sources:
    """Take the saving apart: the curve without its setup and coordination is all scale."""
    users = len(game.users)
    bare: Curve = replace(game.curve, setup=0, coordination=0)
    shared = max(0, users - 1)
    return Sources(
        Fraction(game.curve.setup * shared),
        bare.saving(game.uses.values()),
        Fraction(-game.curve.coordination * shared),
    )


def _sum(found: Iterable[Band]) -> Band:
    low = mid = high = ZERO
    for one in found:
        low, mid, high = low + one.low, mid + one.mid, high + one.high
    return Band(low, mid, high)
