"""The room's sentences: refusals, and the keys under which catalogues name its acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


REFUSALS: Final[Mapping[str, str]] = {
    "cities.exists": gettext_noop("{city} is a member already, or was one; a city joins once."),
    "cities.fact_in_future": gettext_noop(
        "The figure {name} is dated {on}, and today is {today}; certify it once that day has come."
    ),
    "cities.fact_missing": gettext_noop(
        "The charter weighs members by the figure {name}, and none is certified for {city}; "
        "certify it first."
    ),
    "cities.limit_ends_before": gettext_noop(
        "The limit would end on {expires}, before it begins on {on}; give a later last day."
    ),
    "cities.limit_in_future": gettext_noop(
        "The limit begins on {on}, and today is {today}; record it once it is in force."
    ),
    "cities.twice": gettext_noop("{city} stands in the list twice; leave it there once."),
    "cities.unknown": gettext_noop(
        "There is no member {city}; choose one from the list of cities."
    ),
    "law.levy_limit": gettext_noop(
        "{citation} lets {city} pay at most {limit_cents} in {year}, and this would make it "
        "{amount_cents}; lower the amount or record another limit."
    ),
}

LABELS: Final = (
    gettext_noop("act.cities.certify_fact/1"),
    gettext_noop("about.cities.certify_fact/1"),
    gettext_noop("says.cities.certify_fact/1"),
    gettext_noop("act.cities.certify_fact/1.city"),
    gettext_noop("act.cities.certify_fact/1.fact"),
    gettext_noop("act.cities.record_legal_limit/1"),
    gettext_noop("about.cities.record_legal_limit/1"),
    gettext_noop("says.cities.record_legal_limit/1"),
    gettext_noop("act.cities.record_legal_limit/1.city"),
    gettext_noop("act.cities.record_legal_limit/1.kind"),
    gettext_noop("act.cities.record_legal_limit/1.amount_cents"),
    gettext_noop("act.cities.record_legal_limit/1.citation"),
    gettext_noop("act.cities.record_legal_limit/1.on"),
    gettext_noop("act.cities.record_legal_limit/1.attested_by"),
    gettext_noop("act.cities.record_legal_limit/1.document"),
    gettext_noop("act.cities.record_legal_limit/1.expires"),
    gettext_noop("value.levy_per_year"),
    gettext_noop("value.leaving"),
    gettext_noop("value.left"),
    gettext_noop("act.Measure.name"),
    gettext_noop("act.Measure.value"),
    gettext_noop("act.Measure.unit"),
    gettext_noop("act.Measure.boundary"),
    gettext_noop("act.Measure.on"),
    gettext_noop("act.Measure.source"),
    gettext_noop("act.Measure.licence"),
    gettext_noop("act.Member.slug"),
    gettext_noop("act.Member.name"),
    gettext_noop("act.Member.country"),
    gettext_noop("act.Member.latitude_e4"),
    gettext_noop("act.Member.longitude_e4"),
    gettext_noop("act.Member.accession"),
    gettext_noop("act.Member.facts"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
