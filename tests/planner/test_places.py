"""Cities of a plan: read whole, or every mistake named; nothing without a boundary and a source."""

from __future__ import annotations

import csv
import gettext
import io
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.cities.metros import metros
from koinon.cities.roster import RosterErrors
from koinon.planner.places import (
    Place,
    Read,
    UnknownPlace,
    brackets_from_csv,
    places_from_counties,
    places_from_csv,
    places_from_metros,
    suggested,
)
from koinon.planner.texts import REMARKS, tell_remark

EXAMPLES = Path(__file__).parents[2] / "examples/what-if"
ROW = {
    "name": "Mons",
    "country": "BE",
    "population": "96000",
    "boundary": "legal municipality",
    "year": "2024",
    "source": "Statbel",
}
Rows = list[dict[str, str]]


def table(*rows: Mapping[str, str]) -> bytes:
    out = io.StringIO()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(*rows: Mapping[str, str]) -> Read:
    return places_from_csv(table(*rows), "plan.csv")


def one(**changed: str) -> Place:
    return read({**ROW, **changed}).places[0]


def codes(*rows: Mapping[str, str]) -> list[tuple[str, int, str | None]]:
    with pytest.raises(RosterErrors) as caught:
        read(*rows)
    return [(one.code, one.line, one.column) for one in caught.value.mistakes]


def example() -> Read:
    return places_from_csv((EXAMPLES / "cities.csv").read_bytes(), "cities.csv")


# Reading


def test_a_city_has_what_its_row_says() -> None:
    place = one(product="4000000000", product_unit="EUR", product_year="2022", licence="CC0")
    assert (place.id, place.country, place.population.value) == ("mons", "BE", 96000)
    assert place.product is not None
    assert (place.product.value, place.product.unit, place.product.year) == (4 * 10**9, "EUR", 2022)
    assert (place.product.boundary, place.product.licence) == ("legal municipality", "CC0")
    assert place.figure("product") is place.product
    assert place.figure("rides") is None


def test_a_column_with_a_unit_is_a_figure_of_the_users_own() -> None:
    place = one(rides="7000000", rides_unit="rides a year", rides_source="operator")
    figure = place.figure("rides")
    assert figure is not None
    assert (figure.value, figure.unit, figure.source) == (7000000, "rides a year", "operator")
    assert place.figures[-1] == ("rides", figure)


def test_a_column_without_a_unit_is_remarked_upon_and_not_used() -> None:
    found = read({**ROW, "mayor": "Ann"})
    assert found.places[0].further == ()
    assert ("column_ignored", 1) in [(one.code, one.line) for one in found.remarks]


@pytest.mark.parametrize(
    ("written", "value"),
    [("0.25", "1/4"), ("-1/4", "-1/4"), ("−0.5", "-1/2"), ("25 %", "1/4"), ("-100%", "-1")],
)
def test_preferences_are_exact(written: str, value: str) -> None:
    ((axis, rate),) = one(preference_climate=written).preferences
    assert (axis, rate.value) == ("climate", Fraction(value))


def test_every_figure_can_be_quoted() -> None:
    for place in (*example().places, *suggested().places, *places_from_counties(["06075"]).places):
        for _, figure in place.figures:
            assert figure.unit and figure.boundary and figure.source and figure.licence  # noqa: PT018
            assert 1900 <= figure.year <= 2100


# Mistakes


@pytest.mark.parametrize("absent", ["boundary", "year", "source", "population", "country"])
def test_nothing_gets_in_without_what_is_demanded(absent: str) -> None:
    without = {name: value for name, value in ROW.items() if name != absent}
    assert codes(without) == [("column_missing", 1, absent)]
    assert ("missing", 3, absent) in codes(ROW, {**ROW, "name": "Ghent", absent: ""})


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"population": "-5"}, "negative", "population"),
        ({"population": "0"}, "number_range", "population"),
        ({"population": "96,000"}, "separators", "population"),
        ({"population": "7e9"}, "not_whole", "population"),
        ({"population": "8000000000"}, "number_range", "population"),
        ({"year": "24"}, "not_a_year", "year"),
        ({"country": "Belgium"}, "country_name", "country"),
        ({"product": "5"}, "unit_missing", "product_unit"),
        ({"product": "4000", "product_unit": "EUR"}, "per_head", "product"),
        ({"product": "4000000", "product_unit": "EUR"}, "per_head", "product"),
        ({"income": "999999999999999", "income_unit": "EUR"}, "per_head", "income"),
        ({"product": "4000000000", "product_unit": "million EUR"}, "unit_scaled", "product_unit"),
        ({"product": "4000000000", "product_unit": "1000 EUR"}, "unit_scaled", "product_unit"),
        ({"preference_climate": "1.01"}, "rate_range", "preference_climate"),
        ({"preference_climate": "1/0"}, "not_a_rate", "preference_climate"),
        ({"preference_climate": "0,5"}, "decimal_comma", "preference_climate"),
        ({"national_seats": "-1/5"}, "rate_range", "national_seats"),
        ({"latitude": "50.4"}, "companion_missing", "longitude"),
        ({"suburb": "-1"}, "negative", "suburb"),
    ],
)
def test_a_mistake_is_named(changed: dict[str, str], code: str, column: str) -> None:
    row = {**ROW, **changed}
    if "latitude" in changed:
        row["longitude"] = ""
    assert (code, 2, column) in codes(row)


def test_one_unit_for_one_figure() -> None:
    first = {**ROW, "product": "4000000000", "product_unit": "EUR"}
    second = {**first, "name": "Ghent", "product_unit": "USD"}
    assert codes(first, second) == [("unit_differs", 3, "product_unit")]
    assert len(read(first, {**second, "product_unit": "eur"}).places) == 2


def test_names_and_ids_stand_once() -> None:
    assert codes(ROW, ROW) == [("name_twice", 3, "name")]
    twice = {**ROW, "id": "a"}, {**ROW, "id": "a", "name": "Ghent"}
    assert codes(*twice) == [("id_twice", 3, "id")]


def test_a_misspelt_column_is_told_with_the_one_meant() -> None:
    row = {**ROW, "populaton_year": "2020"}
    assert codes(row) == [("column_misspelt", 1, "populaton_year")]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xff\xfe", b"PK\x03\x04", b"name\n"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(RosterErrors):
        places_from_csv(data, "x.csv")


def told(data: bytes) -> Read | tuple[str, ...]:
    """What was read, or the sentences of the refusal; any other exception is a fault of ours."""
    try:
        return places_from_csv(data, "x.csv")
    except RosterErrors as refused:
        return refused.sentences()


@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused(data: bytes) -> None:
    assert told(data)


cell = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@given(st.dictionaries(st.sampled_from([*ROW, "product", "product_unit", "co2", "co2_unit"]), cell))
def test_any_cells_are_read_or_refused(changed: dict[str, str]) -> None:
    found = told(table({**ROW, **changed}))
    assert found
    assert not isinstance(found, Read) or found.places[0].population.value >= 1


# Boundaries


def test_a_product_beyond_the_city_is_remarked_upon() -> None:
    (place, other, _), remarks = example().places, example().remarks
    assert place.product_is_metropolitan
    assert not other.product_is_metropolitan
    said = [one for one in remarks if one.code == "product_beyond_tax"]
    assert [(one.place, one.line) for one in said] == [("harbour", 2)]


def test_metropolitan_areas_say_that_their_product_is_no_tax_base() -> None:
    found = places_from_metros(["tokyo"])
    assert [one.code for one in found.remarks] == ["product_beyond_tax"]


def test_years_far_apart_and_boundaries_that_differ_are_told() -> None:
    old = {**ROW, "product": "4000000000", "product_unit": "EUR", "product_year": "2019"}
    wide = {**ROW, "name": "Ghent", "boundary": "urban agglomeration"}
    assert {one.code for one in read(old, wide).remarks} >= {"years_apart", "boundaries_differ"}
    assert "years_apart" not in {one.code for one in read({**old, "product_year": "2021"}).remarks}


def test_every_remark_can_be_said() -> None:
    facts = {"column": "x", "product_boundary": "x", "population_boundary": "x", "figure": "x"}
    facts |= {"year": "1", "population_year": "1", "boundaries": "x", "heads": "9", "percent": "70"}
    from koinon.planner.places import Remark

    for code in REMARKS:
        remark = Remark(code, 0, "p", (*facts.items(), ("n", 2)))
        assert "{" not in tell_remark(remark, gettext.NullTranslations())
    for remark in example().remarks:
        assert tell_remark(remark, gettext.NullTranslations())


# Brackets


def brackets(*lines: str) -> tuple[Place, ...]:
    header = "id,up_to,households,income,unit,year,boundary,source"
    text = "\n".join([header, *(f"{one},EUR,2024,legal municipality,s" for one in lines)])
    return brackets_from_csv(text.encode(), "b.csv", example().places)


def bracket_codes(*lines: str) -> list[tuple[str, int]]:
    with pytest.raises(RosterErrors) as caught:
        brackets(*lines)
    return [(one.code, one.line) for one in caught.value.mistakes]


def test_brackets_are_given_to_their_city() -> None:
    data = (EXAMPLES / "brackets.csv").read_bytes()
    first, second, third = brackets_from_csv(data, "brackets.csv", example().places)
    assert first.brackets is not None
    assert second.brackets is None
    assert third.brackets is not None
    assert [band.up_to for band in first.brackets.bands] == [20000, 60000, None]
    assert first.brackets.households == 320_000
    assert third.brackets.income == 11_000 * 17_000 + 14_000 * 46_000


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["harbour,,5,5", "harbour,9,5,5"], [("band_open_early", 2), ("band_not_open", 3)]),
        (["harbour,9,5,5"], [("band_not_open", 2)]),
        (["harbour,9,5,5", "harbour,9,5,9", "harbour,,5,20"], [("band_falls", 3)]),
        (["harbour,9,5,10", "harbour,,5,20"], [("band_income", 2)]),
        (["harbour,9,5,5", "harbour,,5,8"], [("band_income", 3)]),
        (["harbor,,5,5"], [("place_meant", 2)]),
        (["x,,5,5"], [("place_unknown", 2)]),
        (["harbour,,-5,5"], [("negative", 2)]),
    ],
)
def test_brackets_that_cannot_be_are_named(lines: list[str], found: list[tuple[str, int]]) -> None:
    assert bracket_codes(*lines) == found


# What ships


def test_shipped_metros_are_counted_in_ones() -> None:
    metro = next(one for one in metros() if one.product is not None)
    place = places_from_metros([metro.id, metro.id]).places
    assert len(place) == 1
    assert metro.product is not None
    assert place[0].product is not None
    assert place[0].product.value == metro.product.value * 1_000_000
    assert "million" not in place[0].product.unit


def test_counties_lean_as_they_voted_and_share_seats() -> None:
    place = places_from_counties(["06075"]).places[0]
    (axis, rate), = place.preferences  # fmt: skip
    assert axis == "vote_2020"
    assert Fraction(7, 10) < rate.value < Fraction(8, 10)
    chambers = dict(place.chambers)
    assert list(chambers) == ["house", "electors", "senate"]
    assert Fraction(1, 500) < chambers["electors"].value < Fraction(1, 400)
    assert chambers["senate"].value < chambers["electors"].value < chambers["house"].value
    nation = place.figure("nation_product")
    assert nation is not None
    assert nation.value > 20 * 10**12


def test_an_unknown_id_is_told_with_the_one_meant() -> None:
    with pytest.raises(UnknownPlace) as caught:
        places_from_metros(["tokio"])
    assert (caught.value.code, caught.value.facts["meant"]) == ("place_meant", "tokyo")
    with pytest.raises(UnknownPlace, match="99999"):
        places_from_counties(["99999"])


def test_a_plan_begins_with_the_largest_that_have_a_product() -> None:
    found = suggested().places
    assert len(found) == 20
    people = [place.population.value for place in found]
    assert people == sorted(people, reverse=True)
    assert all(place.product is not None for place in found)
