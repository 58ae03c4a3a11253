"""Reads of what members owe on leaving: charged, still to be charged, and as it would be now."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.acts.refused import Refusal
from koinon.charter.document import Charter
from koinon.cities import queries as cities
from koinon.cities.queries import CityView
from koinon.methods.residuals import Residual, residual_from_plain
from koinon.record import store
from koinon.treasury import leaving
from koinon.treasury.models import ResidualCharge


@dataclass(frozen=True, slots=True)
class ResidualView:
    """What a member owes on leaving.

    `weighting` is that of the charter; `day` its last day as a member, or, while it is one, the
    day by which it is foreseen. `charged_n` is None until it is charged, and so is `invoice`, also
    where nothing is owed.
    """

    city: str
    weighting: str
    within_days: int
    day: str
    reckoning: Residual
    invoice: int | None
    charged_n: int | None


def residual_of(slug: str) -> ResidualView | None:
    """What a member was charged on leaving by its charter; None where it was not."""
    row = ResidualCharge.objects.filter(city=slug).first()
    city = cities.city(slug)
    if row is None or city is None:
        return None
    rule = leaving.rule_of(leaving.charter_of(city))
    assert rule is not None
    return ResidualView(
        slug,
        rule.by,
        rule.within_days,
        row.day,
        residual_from_plain(row.reckoning),
        row.invoice,
        row.charged_n,
    )


def residual_due(city: CityView) -> ResidualView | None:
    """What a member that left is still to be charged; None where it is not to be.

    Raises Refusal where it cannot be charged yet.
    """
    if city.slug not in {one.slug for one in leaving.to_charge()}:
        return None
    charter = leaving.charter_of(city)
    rule = leaving.rule_of(charter)
    assert rule is not None
    day = leaving.last_day(city, charter.time_zone).isoformat()
    found = leaving.owed(city, charter, rule, day)
    return ResidualView(city.slug, rule.by, rule.within_days, day, found, None, None)


def residual_foreseen(city: CityView, charter: Charter, day: str) -> ResidualView | None:
    """What a member would owe if it had left on a day, as things stand; None without a rule."""
    rule = leaving.rule_of(charter)
    if rule is None or city.left_n is not None:
        return None
    try:
        found = leaving.foreseen(city, charter, rule, day, store.head().size)
    except Refusal:
        return None
    return ResidualView(city.slug, rule.by, rule.within_days, day, found, None, None)


def residuals_to_charge() -> tuple[CityView, ...]:
    """Members that left and are to be charged by their charter, in the order of leaving."""
    return leaving.to_charge()
