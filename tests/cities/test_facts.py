"""Certified figures are read in one order, whatever database holds them."""

from __future__ import annotations

import pytest
from tests.support.coalition import League

from koinon.cities import queries as cities

pytestmark = pytest.mark.django_db


def test_figures_that_one_entry_certified_are_in_the_order_of_their_cities() -> None:
    """The founding certifies many at once; an order left open would be the database's whim."""
    League().found({"namur": 110_000, "ghent": 260_000, "leuven": 100_000})
    found = cities.facts_in_force("population", "2025-01-01")
    assert list(found) == ["ghent", "leuven", "namur"]
    assert len({one.certified_n for one in found.values()}) == 1
