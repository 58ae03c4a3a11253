"""The room's sentences: refusals, and the keys under which catalogues name its acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


REFUSALS: Final[Mapping[str, str]] = {
    "cities.corrected_already": gettext_noop(
        "The figure of entry {n} was corrected by entry {by_n} already; correct that one."
    ),
    "cities.nothing_superseded": gettext_noop(
        "Entry {n} certified no figure {name} of {city} for {on}; a correction names the entry of "
        "the wrong figure and its day."
    ),
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
    "cities.no_such_witness_key": gettext_noop(
        "{city} does not countersign with this key, or not any more; choose one from its list."
    ),
    "cities.witness_key_by_city_alone": gettext_noop(
        "A city countersigns with a key that its own delegate has registered; act from a seat of "
        "the city."
    ),
    "cities.witness_key_of_another": gettext_noop(
        "{own} cannot end a key of {city}; only {city} itself or an office can."
    ),
    "cities.witness_key_taken": gettext_noop(
        "This key stands in the record already, since entry {n}; a city countersigns with a key "
        "that nobody has used: make a new one."
    ),
    "cities.witness_key_unfit": gettext_noop(
        "This is not the public key of a key file; make one with koinon key new, and copy the line "
        "that it prints."
    ),
    "cities.witness_keys_full": gettext_noop(
        "{city} has {limit} keys with which it countersigns; end one before you register another."
    ),
    "cities.witness_name_taken": gettext_noop(
        "Another city countersigns under the name {name}; choose another name for the key."
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
    gettext_noop("act.cities.correct_fact/1"),
    gettext_noop("about.cities.correct_fact/1"),
    gettext_noop("says.cities.correct_fact/1"),
    gettext_noop("act.cities.correct_fact/1.city"),
    gettext_noop("act.cities.correct_fact/1.supersedes"),
    gettext_noop("act.cities.correct_fact/1.fact"),
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
    gettext_noop("act.cities.register_witness_key/1"),
    gettext_noop("about.cities.register_witness_key/1"),
    gettext_noop("says.cities.register_witness_key/1"),
    gettext_noop("act.cities.register_witness_key/1.name"),
    gettext_noop("act.cities.register_witness_key/1.public_key"),
    gettext_noop("act.cities.end_witness_key/1"),
    gettext_noop("about.cities.end_witness_key/1"),
    gettext_noop("says.cities.end_witness_key/1"),
    gettext_noop("act.cities.end_witness_key/1.city"),
    gettext_noop("act.cities.end_witness_key/1.verifier_key"),
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
