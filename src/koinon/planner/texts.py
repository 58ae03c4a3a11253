"""The room's sentences: claims and what is found of them, remarks on the cities of a plan.

Messages are English; the project's catalogues translate them. Fields in braces are facts. The
sentences of mistakes stand beside what makes them: `koinon.cities.roster.further` (tables of
cities) and `koinon.planner.programmes.mistakes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from koinon.planner.places import Remark


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with plural forms for translation; the number is the field {n}."""
    return singular, plural


class Translation(Protocol):
    """Whatever translates: `gettext.NullTranslations`, `django.utils.translation`."""

    def gettext(self, message: str, /) -> str:
        """Translate a message."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Translate a message in the form its number asks for."""


REMARKS: Final[Mapping[str, str | tuple[str, str]]] = {
    "column_ignored": gettext_noop(
        "The column “{column}” is not used; to use it, add a column “{column}_unit” that says what"
        " it counts in."
    ),
    "product_beyond_tax": gettext_noop(
        "{place}: the product is that of “{product_boundary}”, the population that of"
        " “{population_boundary}”. A city cannot tax a product made beyond its own boundary."
    ),
    "years_apart": gettext_noop(
        "{place}: the figure “{figure}” is of {year}, the population of {population_year}."
    ),
    "boundaries_differ": gettext_noop(
        "The populations are of different kinds of area ({boundaries}); cities counted wider"
        " weigh more than they would by the same rule."
    ),
    "households_unlikely": gettext_noop(
        "{place}: {heads} inhabitants a household are unlikely; see whether all households are in"
        " the table."
    ),
    "households_differ": gettext_noop(
        "{place}: the incomes of its households come to {percent} % of its income; with what stays"
        " free or a cap, the households decide."
    ),
    "licence_unstated": ngettext_noop(
        "{n} city has figures without a licence; say under which they may be shown.",
        "{n} cities have figures without a licence; say under which they may be shown.",
    ),
}
"""Code of a remark → sentence."""

VERDICTS: Final[Mapping[str, str]] = {
    "confirmed": gettext_noop("Confirmed."),
    "confirmed_for_part": gettext_noop("Confirmed for the part that figures were at hand for."),
    "partly": gettext_noop("Confirmed in part: some of these figures hold, others do not."),
    "true_for_cities": gettext_noop("True for the cities named, not for the areas around them."),
    "overstated": gettext_noop("Overstated."),
    "understated": gettext_noop("Understated."),
    "wrong_unit": gettext_noop("Wrong unit: the number is that of a smaller area."),
    "plausible": gettext_noop("Plausible, but no official figure says it."),
    "refuted": gettext_noop("Not so by these figures."),
}

KNOWN: Final[Mapping[str, str]] = {
    "computed": gettext_noop("computed here from rows that ship with Koinon"),
    "restated": gettext_noop("restated from the source’s table"),
    "read": gettext_noop("read at the source"),
    "recalled": gettext_noop("recalled, not read again"),
    "extrapolated": gettext_noop("continued here beyond the source; not an official figure"),
}

SOURCE: Final = gettext_noop("Source: {source}; {known}.")
VALUE: Final = gettext_noop("{value}: {boundary} (figure of {year})")
AGAINST: Final = gettext_noop(
    "{value}, against {other} of the people: {boundary} (figure of {year})"
)
AGAINST_PLACE: Final = gettext_noop(
    "{value}, against {other} in {other_boundary}: {boundary} (figure of {year})"
)
SAID_IN: Final = gettext_noop("“{words}” ({manifesto})")
IN_ENGLISH: Final = gettext_noop("In the text: “{words}”")
MEASURED: Final = gettext_noop("Measured: {measure}.")

CLAIMED: Final[Mapping[str, str]] = {
    "urban_half": gettext_noop("More than half of the world’s people now live in cities."),
    "urban_2050": gettext_noop("By the middle of the century it could be 70 %."),
    "london_product": gettext_noop("London alone makes 22 % of the United Kingdom’s product."),
    "seoul": gettext_noop("Half of South Korea’s people live in the Seoul metropolitan area."),
    "lagos_1950": gettext_noop("In 1950 only 290,000 people lived in Lagos."),
    "lagos_now": gettext_noop("Today they are 20 million."),
    "lagos_2050": gettext_noop("By 2050 they are projected to be 40 million."),
    "progressives": gettext_noop(
        "People who call themselves progressive mainly live in big cities."
    ),
    "cities_trump": gettext_noop(
        "In cities such as San Francisco or Seattle, fewer than 10 % voted for Trump."
    ),
    "front_region": gettext_noop(
        "The National Front had 10 % in the Paris region at the last regional election."
    ),
    "front_france": gettext_noop("Nationwide it had 30 %."),
    "london_remain": gettext_noop("75.3 % of Londoners voted to remain in the European Union."),
    "density": gettext_noop("The denser a city’s population, the more liberal it is."),
    "biden_product": gettext_noop(
        "The counties that voted for Biden make 71 % of the product of the United States."
    ),
    "biden_largest": gettext_noop(
        "Many of the counties that voted for Biden hold the nation’s largest cities."
    ),
    "cities_economy": gettext_noop("Cities drive the vast majority of the US economy."),
    "dampened": gettext_noop("Cities’ influence on national politics is dampened."),
}
"""Claim → what it says, in a sentence that can be translated; its own words are kept as well."""

MEASURES: Final[Mapping[str, str]] = {
    "urban_half": gettext_noop("people in urban areas, of all people"),
    "urban_2050": gettext_noop("people in urban areas, of all people, as projected"),
    "london_product": gettext_noop("London’s product (to 2014: value added) of the nation’s"),
    "seoul": gettext_noop("people in the capital area, of the nation’s"),
    "lagos_1950": gettext_noop("inhabitants"),
    "lagos_now": gettext_noop("inhabitants"),
    "lagos_2050": gettext_noop("inhabitants, grown on as from 2030 to 2035"),
    "progressives": gettext_noop("votes for the Democrat cast there, of all votes for him in 2020"),
    "cities_trump": gettext_noop("votes for Trump in 2016, of all votes"),
    "front_region": gettext_noop("votes for the National Front in December 2015, of valid votes"),
    "front_france": gettext_noop("votes for the National Front in December 2015, of valid votes"),
    "london_remain": gettext_noop("votes to remain, of valid votes on 23 June 2016"),
    "density": gettext_noop("votes for the Democrat, of those for the two large parties in 2020"),
    "biden_product": gettext_noop("product of the counties the Democrat carried, of all counties’"),
    "biden_largest": gettext_noop("counties that he carried, of the fifty largest by people"),
    "cities_economy": gettext_noop("product of metropolitan counties, of all counties’"),
    "dampened": gettext_noop(
        "weight in the body (share of the state’s people times the state’s seats) against share"
        " of people"
    ),
}
"""Claim → what its figures measure."""

BOUNDARIES: Final = (
    gettext_noop("London (region)"),
    gettext_noop("City of London (one of 33 areas)"),
    gettext_noop("Seoul capital area (Seoul, Incheon, Gyeonggi)"),
    gettext_noop("South Korea"),
    gettext_noop("Lagos (urban agglomeration)"),
    gettext_noop("the world"),
    gettext_noop("Seattle (city)"),
    gettext_noop("San Francisco (city and county)"),
    gettext_noop("King County, around Seattle"),
    gettext_noop("Île-de-France (region), first round"),
    gettext_noop("Île-de-France (region), second round"),
    gettext_noop("Paris (city), first round"),
    gettext_noop("France, first round"),
    gettext_noop("all US metropolitan areas"),
    gettext_noop("US metropolitan areas of a million or more"),
    gettext_noop("US counties outside metropolitan areas"),
    gettext_noop("US counties that voted for the Democrat in 2008"),
    gettext_noop("US counties that voted for the Democrat in 2012"),
    gettext_noop("US counties that voted for the Democrat in 2016"),
    gettext_noop("US counties that voted for the Democrat in 2020"),
    gettext_noop("US counties that voted for the Democrat in 2024"),
    gettext_noop("the 50 US counties with most inhabitants"),
    gettext_noop("the 25 US counties with the largest product"),
    gettext_noop("US counties that voted for the Democrat in 2020: product"),
    gettext_noop("the 25 US counties with the largest product: product"),
    gettext_noop("US counties that voted for the Democrat in 2020: Senate"),
    gettext_noop("US counties that voted for the Democrat in 2020: Electoral College"),
    gettext_noop("US counties that voted for the Democrat in 2020: House of Representatives"),
    gettext_noop("the 25 US counties with the largest product: Senate"),
    gettext_noop("the 25 US counties with the largest product: Electoral College"),
    gettext_noop("the 25 US counties with the largest product: House of Representatives"),
)
"""Every boundary a claim's figures have."""

GROUPS: Final[Mapping[str, str]] = {
    "biden_2020": gettext_noop("voted for Biden in 2020"),
    "not_biden_2020": gettext_noop("did not, with Alaska"),
    "top_25": gettext_noop("25 largest by product"),
    "top_50": gettext_noop("50 largest by product"),
    "top_100": gettext_noop("100 largest by product"),
    "metro_million": gettext_noop("metropolitan, a million or more"),
    "metro": gettext_noop("all metropolitan"),
    "non_metro": gettext_noop("outside metropolitan areas"),
}
"""Code of a group of US counties → its name."""

COLUMNS: Final[Mapping[str, str]] = {
    "counties": gettext_noop("Counties"),
    "product": gettext_noop("Product"),
    "people": gettext_noop("People"),
    "income": gettext_noop("Income"),
    "carbon": gettext_noop("CO2"),
    "house": gettext_noop("House"),
    "electors": gettext_noop("Electors"),
    "senate": gettext_noop("Senate"),
}
"""What a group of counties has of the whole → the head of its column."""

TREND_COLUMNS: Final[Mapping[str, str]] = {
    "election": gettext_noop("Election"),
    "product_year": gettext_noop("Product of"),
    "democrat_counties": gettext_noop("Counties, Democrat"),
    "republican_counties": gettext_noop("Counties, Republican"),
    "democrat": gettext_noop("Product, Democrat"),
    "republican": gettext_noop("Product, Republican"),
    "alaska": gettext_noop("Alaska"),
    "unmatched": gettext_noop("Not matched"),
}
"""What is counted of an election → the head of its column."""

TREND: Final = gettext_noop("Product of the counties each candidate carried")
TREND_NOTE: Final = gettext_noop(
    "Alaska votes by districts that are no counties. In 2024 Connecticut voted by regions that"
    " are no counties: not matched. In 2008 about a dozen small counties stand in their"
    " neighbours’ rows at the source."
)
GAP: Final = gettext_noop("What groups of US counties have of the whole, 2020 (income: 2022)")
GAP_NOTE: Final = gettext_noop(
    "Seats and electors of a state are split among its counties by people. Eight counties of"
    " Connecticut have no code that says whether they are metropolitan."
)
UNEVEN: Final = gettext_noop(
    "Seats against people (0 is even): Senate {senate}, Electoral College {electors}, House"
    " {house}."
)


def tell_remark(remark: Remark, translation: Translation) -> str:
    """Say a remark on the cities of a plan."""
    message = REMARKS[remark.code]
    facts = dict(remark.facts) | {"place": remark.place}
    if isinstance(message, tuple):
        number = facts["n"]
        assert isinstance(number, int)
        return translation.ngettext(*message, number).format(**facts)
    return translation.gettext(message).format(**facts)
