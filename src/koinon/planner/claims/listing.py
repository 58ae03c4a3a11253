"""Every claim of the two manifestos that has a number, or that numbers can decide.

"Cities of the World, Unite!" and "A Coalition of Cities" are the texts Koinon started from. Their
words stand here as they were written, also where they are wrong.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Final

from koinon.planner import power_gap
from koinon.planner.claims.claim import (
    COUNT_WITHIN,
    PERCENT_WITHIN,
    Claim,
    Finding,
    Relation,
    Role,
)
from koinon.planner.claims.facts import (
    CITY_OF_LONDON,
    REFERENDUM_LICENCE,
    REFERENDUM_SOURCE,
    Count,
    Fact,
    Known,
    facts,
    referendum,
)
from koinon.planner.counties import FIGURES, by_id, counties

UNITE: Final = "Cities of the World, Unite!"
COALITION: Final = "A Coalition of Cities"
SAN_FRANCISCO, KING_COUNTY = "06075", "53033"
LARGEST: Final = 50


def _about(
    id: str,
    manifesto: str,
    words: str,
    claimed: int | Fraction,
    *findings: Finding,
    relation: Relation = Relation.ABOUT,
) -> Claim:
    """A claim of one number; people within a tenth, percentages within two points."""
    within = claimed * COUNT_WITHIN if claimed > 100 else PERCENT_WITHIN
    return Claim(id, manifesto, words, Fraction(claimed), relation, within, findings)


def _compared(id: str, words: str, relation: Relation, *findings: Finding) -> Claim:
    """A claim of the second manifesto that one figure is greater or smaller than another."""
    return Claim(id, COALITION, words, None, relation, Fraction(0), findings)


def _fact(role: Role, id: str) -> Finding:
    return Finding(role, facts()[id])


@cache
def claims() -> tuple[Claim, ...]:
    """All claims, in the order of the texts."""
    return (*_world(), *_lagos(), *_votes(), *_economy(), *_power())


def _world() -> tuple[Claim, ...]:
    """What the first manifesto says of the world, London and Seoul."""
    return (
        _about(
            "urban_half",
            UNITE,
            "More than half of the world’s population now lives in cities",
            50,
            _fact(Role.SAID, "urban-2018"),
            relation=Relation.ABOVE,
        ),
        _about(
            "urban_2050",
            UNITE,
            "the proportion could reach 70% by the middle of the century",
            70,
            _fact(Role.SAID, "urban-2050"),
        ),
        _about(
            "london_product",
            UNITE,
            "London alone accounts for 22% of the United Kingdom’s Gross Domestic Product.",
            22,
            *(_fact(Role.SAID, f"london-product-{year}") for year in (2010, 2012, 2014, 2019)),
        ),
        _about(
            "seoul",
            UNITE,
            "50% of the South Korean population lives in the Seoul metropolitan area.",
            50,
            Finding(Role.SAID, _seoul()),
            _fact(Role.CONTEXT, "seoul-share-2010"),
        ),
    )


def _seoul() -> Fact:
    capital, nation = facts()["seoul-people-2019"], facts()["korea-people-2019"]
    return Fact(
        100 * capital.value / nation.value,
        "percent",
        capital.boundary,
        capital.year,
        capital.source,
        capital.licence,
        Known.COMPUTED,
    )


def _lagos() -> tuple[Claim, ...]:
    """What it says of Lagos, against the United Nations' agglomeration."""
    return (
        _about(
            "lagos_1950",
            UNITE,
            "Back in 1950, there were only 290.000 people living in Lagos.",
            290_000,
            _fact(Role.SAID, "lagos-1950"),
        ),
        _about(
            "lagos_now",
            UNITE,
            "They are 20 millions today",
            20_000_000,
            _fact(Role.SAID, "lagos-2015"),
            _fact(Role.SAID, "lagos-2020"),
        ),
        _about(
            "lagos_2050",
            UNITE,
            "and 40 millions projected by 2050.",
            40_000_000,
            Finding(Role.SAID, _lagos_2050()),
            _fact(Role.CONTEXT, "lagos-2035"),
        ),
    )


def _lagos_2050() -> Fact:
    """Lagos grown on from 2035 to 2050 as from 2030 to 2035: three further times five years."""
    before, last = facts()["lagos-2030"], facts()["lagos-2035"]
    grown = last.value * (last.value / before.value) ** 3
    return Fact(
        Fraction(grown.numerator // grown.denominator),
        last.unit,
        last.boundary,
        2050,
        last.source,
        last.licence,
        Known.EXTRAPOLATED,
    )


def _votes() -> tuple[Claim, ...]:
    """What it says of how big cities vote."""
    return (
        _compared_votes(),
        _about(
            "cities_trump",
            UNITE,
            "In cities such as San Francisco or Seattle, less than 10% of voters backed Trump.",
            10,
            Finding(Role.SAID, _republican_2016(SAN_FRANCISCO, "San Francisco (city and county)")),
            _fact(Role.SAID, "seattle-trump-2016"),
            Finding(Role.WIDER, _republican_2016(KING_COUNTY, "King County, around Seattle")),
            relation=Relation.BELOW,
        ),
        _about(
            "front_region",
            UNITE,
            "In France, the National Front scored a meagre 10% during the last regional election "
            "in the Paris region",
            10,
            _fact(Role.SAID, "front-region-first-2015"),
            _fact(Role.SAID, "front-region-second-2015"),
            _fact(Role.NARROWER, "front-city-2015"),
        ),
        _about(
            "front_france",
            UNITE,
            "(vs. 30% nationwide)",
            30,
            _fact(Role.SAID, "front-france-2015"),
        ),
        _about(
            "london_remain",
            UNITE,
            "The majority of Londoners voted to “remain” – 75.3%.",
            Fraction(753, 10),
            Finding(Role.SAID, _remain(referendum(), "London (region)")),
            Finding(Role.NARROWER, _remain(_city_of_london(), "City of London (one of 33 areas)")),
        ),
    )


def _compared_votes() -> Claim:
    """Progressives live in big cities: where the Democrat's votes of 2020 were cast."""
    return _about(
        "progressives",
        UNITE,
        "people who call themselves “progressives” mainly live in big cities",
        50,
        Finding(Role.PART, _democrats_in_metros()),
        relation=Relation.ABOVE,
    )


def _democrats_in_metros() -> Fact:
    votes = [(one.values.get("rural_urban_2023"), one.values.get("democrat_2020", 0))
             for one in counties()]  # fmt: skip
    inside = sum(cast for code, cast in votes if code == 1)
    return _computed(
        Fraction(inside, sum(cast for _, cast in votes)),
        "US metropolitan areas of a million or more",
        "democrat_2020",
        "rural_urban_2023",
    )


def _city_of_london() -> tuple[Count, ...]:
    return tuple(one for one in referendum() if one.id == CITY_OF_LONDON)


def _remain(counts: tuple[Count, ...], boundary: str) -> Fact:
    remain = sum(one.remain for one in counts)
    cast = remain + sum(one.leave for one in counts)
    share = Fraction(100 * remain, cast)
    source = REFERENDUM_SOURCE
    return Fact(share, "percent", boundary, 2016, source, REFERENDUM_LICENCE, Known.COMPUTED)


def _republican_2016(id: str, boundary: str) -> Fact:
    values = by_id()[id].values
    parties = (values["democrat_2016"], values["republican_2016"], values["others_2016"])
    return _computed(Fraction(parties[1], sum(parties)), boundary, "republican_2016")


def _computed(share: Fraction, boundary: str, *columns: str) -> Fact:
    """A share of rows that ship, in percent; of the first column's year, quoted by all of them."""
    kinds = [FIGURES[column] for column in columns]
    return Fact(
        100 * share,
        "percent",
        boundary,
        kinds[0].year,
        "; ".join(dict.fromkeys(kind.source for kind in kinds)),
        "; ".join(dict.fromkeys(kind.licence for kind in kinds)),
        Known.COMPUTED,
    )


def _economy() -> tuple[Claim, ...]:
    """What the second manifesto says of the economy of the United States."""
    share = (
        Finding(
            Role.SAID if year == 2018 else Role.CONTEXT,
            _computed(
                power_gap.carried(election, year).democrat,
                f"US counties that voted for the Democrat in {election}",
                f"product_{year}",
                f"democrat_{election}",
            ),
        )
        for election, year in power_gap.TREND
    )
    return (
        _density(),
        _about(
            "biden_product",
            COALITION,
            "The counties that voted for Biden, many of which hold the nation’s largest cities, "
            "account for 71% of America’s total economic activity.",
            71,
            *share,
        ),
        _about(
            "biden_largest",
            COALITION,
            "The counties that voted for Biden, many of which hold the nation’s largest cities",
            50,
            Finding(Role.SAID, _largest_for_biden()),
            relation=Relation.ABOVE,
        ),
        _about(
            "cities_economy",
            COALITION,
            "The vast majority of the US economy is driven by cities.",
            50,
            Finding(Role.SAID, _of_group("metro", "all US metropolitan areas")),
            Finding(
                Role.SAID,
                _of_group("metro_million", "US metropolitan areas of a million or more"),
            ),
            relation=Relation.ABOVE,
        ),
    )


def _largest_for_biden() -> Fact:
    """Of the counties with most inhabitants, the part that voted for Biden."""
    order = sorted(counties(), key=lambda one: (-one.values["population_2020"], one.id))
    won = sum(one.winner(2020) == "democrat" for one in order[:LARGEST])
    boundary = "the 50 US counties with most inhabitants"
    return _computed(Fraction(won, LARGEST), boundary, "democrat_2020", "population_2020")


def _of_group(code: str, boundary: str) -> Fact:
    return _computed(power_gap.group(code).product, boundary, "product_2020", "rural_urban_2023")


def _density() -> Claim:
    large = power_gap.group("metro_million").democrat
    rural = power_gap.group("non_metro").democrat
    columns = ("democrat_2020", "rural_urban_2023")
    return _compared(
        "density",
        "The greater the population density, generally the more liberal a city will be.",
        Relation.ABOVE,
        Finding(
            Role.PART,
            _computed(large, "US metropolitan areas of a million or more", *columns),
            _computed(rural, "US counties outside metropolitan areas", *columns),
        ),
    )


def _power() -> tuple[Claim, ...]:
    """What it says of influence: weight in a body against number of people.

    A group's product is shown beside it, and decides nothing: who produces more than others is
    not for that under-represented.
    """
    findings = (
        *_weights("biden_2020", "US counties that voted for the Democrat in 2020"),
        *_weights("top_25", "the 25 US counties with the largest product"),
    )
    return (
        _compared(
            "dampened",
            "our influence on national politics is dampened as a result of our political system.",
            Relation.BELOW,
            *findings,
        ),
    )


def _weights(code: str, boundary: str) -> tuple[Finding, ...]:
    """A group's weight in three bodies against its people; its product."""
    found = power_gap.group(code)
    people = _computed(found.people, boundary, "population_2020")
    weights = zip(BODIES, (found.senate, found.electors, found.house), strict=True)
    product = _computed(found.product, f"{boundary}: product", "product_2020")
    return (
        *(Finding(Role.SAID, _seats(share, boundary, body), people) for body, share in weights),
        Finding(Role.CONTEXT, product),
    )


BODIES: Final = ("Senate", "Electoral College", "House of Representatives")


def _seats(share: Fraction, boundary: str, body: str) -> Fact:
    kind = FIGURES["population_2020"]
    source = f"{power_gap.SEATS_SOURCE}; {kind.source}"
    licence = kind.licence
    return Fact(
        100 * share, "percent", f"{boundary}: {body}", 2020, source, licence, Known.COMPUTED
    )
