"""The form of a plan as JSON, version 1. Whoever reads it needs nothing of Koinon.

Numbers that are not whole are texts "p/q" in lowest terms (or "p"), exact unless an error is
stated beside them; no number has a point. Amounts of money are in minor units of the unit named
with them. An answer that cannot be given is null, and `refused` says why.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

from pydantic import Field

from koinon.interfaces.shared.whatif.plain.base import NAME, Exact, Form, Hash, Method, Whole
from koinon.interfaces.shared.whatif.plain.private import Private


class Quoted(Form):
    """A figure, rate or share of a city with what is needed to quote it."""

    name: str
    value: Exact
    unit: str
    boundary: str
    year: Whole
    source: str
    licence: str


class Bracket(Form):
    """Households of one band of yearly income; `up_to` is null for the last, open band."""

    up_to: Whole | None
    households: Whole
    income: Whole


class Brackets(Form):
    """A city's households by income."""

    bands: list[Bracket]
    unit: str
    year: Whole
    boundary: str
    source: str
    licence: str


class City(Form):
    """A city and all that is known of it; coordinates in ten-thousandths of a degree."""

    id: str
    name: str
    country: str
    latitude_e4: int | None
    longitude_e4: int | None
    figures: list[Quoted]
    preferences: list[Quoted]
    national_seats: Quoted | None
    brackets: Brackets | None


class Assumed(Form):
    """A range that is assumed of a programme, and on what grounds."""

    name: str
    low: Exact
    mid: Exact
    high: Exact
    grounds: Literal["read", "inferred", "example", "own"]
    evidence: str
    source: str


class Programme(Form):
    """A programme as it was given: amounts in whole units of its currency."""

    id: str
    title: str
    driver: str
    currency: str
    assumed: list[Assumed]


class CharterOf(Form):
    """The charter: its name for people by language, how it was asked for, its text's hash."""

    asked: str
    names: dict[str, str]
    sha256: Hash
    matter: str
    rule: str
    article: str


class File(Form):
    """A table that was given."""

    option: Literal["cities", "households", "programmes"]
    name: str
    sha256: Hash


class Levy(Form):
    """What the levy asks of every city."""

    base: str
    rate: Exact
    exempt_per_head: int
    cap_per_head: int | None
    response: Assumed
    collection: Assumed


class SharingOf(Form):
    """How the bill is shared."""

    rule: Literal["use", "ability", "shapley", "mixture"]
    ability: str
    part: Exact


class Inputs(Form):
    """All that the answers were worked out from."""

    fields: dict[str, str | list[str]]
    files: list[File]
    charter: CharterOf
    cities: list[City]
    others: list[City]
    programmes: list[Programme]
    levy: Levy | None
    sharing: SharingOf


class Band(Form):
    """From the lowest to the highest amount."""

    low: Exact
    mid: Exact
    high: Exact


class HouseholdPays(Form):
    """What the mean household of a band pays a year."""

    up_to: Whole | None
    households: Whole
    pays: Exact


class CityRaises(Form):
    """What a city raises; `capped` where the most a head stops it."""

    city: str
    raised: Band
    per_head: Exact
    capped: bool
    households: list[HouseholdPays]


class Raise(Form):
    """What the levy raises a year."""

    unit: str
    decimals: Whole
    total: Band
    cities: list[CityRaises]


class RebateOf(Form):
    """The share by which units beyond a volume are cheaper."""

    share: Exact
    beyond: int


class CurveOf(Form):
    """The cost curve of the middle case, as docs/reference/costs.md defines it."""

    setup: int
    unit_cost: Exact
    rate: Exact
    efficient_scale: int | None
    coordination: int
    rebate: RebateOf | None
    halvings: int


class SourcesOf(Form):
    """From where the saving of the middle case comes."""

    setup: Exact
    scale: Exact
    coordination: Exact


class CostOf(Form):
    """A year of one programme, its curve and every city's units of its driver."""

    programme: str
    together: Band
    alone: Band
    saving: Band
    sources: SourcesOf
    curve: CurveOf
    uses: dict[str, int]


class CostsOf(Form):
    """A year of all programmes, in minor units of `unit`."""

    unit: str
    decimals: Whole
    together: Band
    alone: Band
    saving: Band
    programmes: list[CostOf]


class Threshold(Form):
    """Met when the weights of those in favour sum to the quota or more."""

    kind: Literal["threshold"]
    weights: list[int]
    quota: int


class Joined(Form):
    """Met when all parts are ("all"), or any ("any")."""

    kind: Literal["all", "any"]
    parts: list[Union[Threshold, Joined]]  # noqa: UP007 (read while it is being defined)


class ErrorsOf(Form):
    """How far results may be from the truth; 0 where counted."""

    absolute: Exact
    shapley: Exact
    passing: Exact
    confidence: Exact


class CityPower(Form):
    """What one city has to say; null where it cannot be told."""

    city: str
    votes: Exact
    absolute: Exact
    normalised: Exact | None
    shapley: Exact | None
    citizen: Exact
    veto: bool
    dictator: bool
    dummy: bool | None


class Chances(Form):
    """The chance to pass at levels of agreement."""

    levels: list[Exact]
    passing: list[Exact]
    method: Method
    error: Exact


class PowerOf(Form):
    """Power under the rule: the game (its members in the order `members`) and what it gives."""

    members: list[str]
    absent: list[str]
    game: Annotated[Threshold | Joined, Field(discriminator="kind")]
    method: Method
    errors: ErrorsOf
    passing: Exact
    cities: list[CityPower]
    curve: Chances
    square_root: Chances | None


class CityPays(Form):
    """What one city pays by each rule, and `pays` by the one chosen; `owes` in whole units."""

    city: str
    pays: Exact
    owes: int
    use: Exact
    ability: Exact | None
    shapley: Exact | None


class SharesOf(Form):
    """The bill of the middle case, shared."""

    bill: Exact
    shapley_error: Exact
    cities: list[CityPays]


class SolidarityOf(Form):
    """Up to which part ability may carry the bill with nobody paying more than alone.

    `certified` is null where somebody does even by use alone; above `refuted` somebody does.
    """

    certified: Exact | None
    refuted: Exact


class Gain(Form):
    """What a city outside gains a year."""

    city: str
    gain: Band


class AroundOf(Form):
    """What the people around the members gain a year; `unknown` members do not say how many."""

    kind: str
    people: Whole
    gain: Exact
    unknown: Whole


class OutsideOf(Form):
    """What reaches those who do not take part."""

    others: list[Gain]
    around: list[AroundOf]
    members_save: Exact


class StandingOf(Form):
    """The shares of a nation's measure that its cities hold; `missing` counts the unknown."""

    measure: str
    cities: dict[str, Exact]
    together: Exact
    missing: Whole


class NationOf(Form):
    """A nation's cities in the nation."""

    country: str
    standings: list[StandingOf]


class FriendsOf(Form):
    """The clubs along an axis that cost least at a weight of difference.

    They stay the best from the weight `lowest` to `highest` (null: no such limit).
    """

    axis: str
    programme: str
    weight: Exact
    positions: dict[str, Exact]
    clubs: list[list[str]]
    lowest: Exact | None
    highest: Exact | None
    stable: bool


class Refused(Form):
    """An answer that cannot be given, with the code of why, and with which figures."""

    answer: str
    code: str
    facts: dict[str, str | int]


class PlanForm(Form):
    """A plan and its answers. `private` is there for the drafter alone."""

    form: Literal["koinon-plan/1"]
    software: str
    made: str
    inputs: Inputs
    raise_: Raise | None = Field(alias="raise")
    costs: CostsOf | None
    power: PowerOf | None
    shares: SharesOf | None
    solidarity: SolidarityOf | None
    outside: OutsideOf | None
    nations: list[NationOf] | None
    friends: FriendsOf | None
    refused: list[Refused]
    private: Private | None = None


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the form."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": NAME,
        **PlanForm.model_json_schema(by_alias=True),
    }
