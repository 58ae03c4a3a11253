"""The table of real metropolitan areas: complete, labelled, and never a ratio of unlike things."""

from __future__ import annotations

from collections import Counter

import pytest

from koinon.cities.metros import Check, Figure, label, metros

BY_ID = {metro.id: metro for metro in metros()}


def test_how_many_there_are_and_what_the_checks_found() -> None:
    assert len(BY_ID) == 128
    assert Counter(metro.check for metro in metros()) == {
        Check.AGREES: 65,
        Check.WIDER: 26,
        Check.POPULATION_ONLY: 37,
    }


def test_thin_regions_are_as_thin_as_the_documentation_says() -> None:
    with_product = Counter(metro.region for metro in metros() if metro.product)
    assert with_product["Africa"] == 4
    assert {m.country for m in metros() if m.product and m.region == "Africa"} == {"ZA"}
    assert with_product["South Asia"] == 1
    assert with_product["North America"] == 38


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (74, Check.NARROWER),
        (75, Check.AGREES),
        (125, Check.AGREES),
        (126, Check.WIDER),
    ],
)
def test_the_labelling_rule_at_its_edges(percent: int, expected: Check) -> None:
    assert label(percent) is expected


def test_a_us_metro_is_the_bureau_of_economic_analysis_own_figure() -> None:
    washington = BY_ID["washington"]
    area = "metropolitan statistical area 47900, Washington-Arlington-Alexandria, DC-VA-MD-WV"
    assert washington.population == Figure(
        6_062_230, "inhabitants", 2014, area, "US BEA, CAINC1", "public domain"
    )
    assert washington.product == Figure(
        469_936, "million intl dollars", 2014, area, "US BEA, CAGDP1", "public domain"
    )


def test_a_product_far_wider_than_the_name_is_left_out() -> None:
    for city in ("amsterdam", "jakarta", "seoul", "taipei"):
        assert BY_ID[city].product is None
        assert BY_ID[city].note.startswith("Product left out: the source's area")
    assert BY_ID["amsterdam"].population.value == 1_106_056
    assert BY_ID["jakarta"].population.boundary == "urban agglomeration (UN DESA)"


def test_coordinates_are_exact_ten_thousandths_of_a_degree() -> None:
    nairobi = BY_ID["nairobi"]
    assert (nairobi.latitude_e4, nairobi.longitude_e4) == (-12_833, 368_167)


def test_licence_follows_from_source() -> None:
    expected = {"UN DESA": "CC BY 3.0 IGO", "US BEA": "public domain", "Brookings": "CC BY 4.0"}
    for metro in metros():
        for figure in filter(None, (metro.population, metro.product)):
            assert figure.licence == expected[figure.source.split(",")[0]]
