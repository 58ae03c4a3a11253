"""A template under a coalition's own names is a charter that reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.charter.drafting import draft, template_names
from koinon.charter.parsing import parse_charter

NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\x7f"), min_size=1
).filter(lambda text: text == text.strip() and len(text) <= 60)


@pytest.mark.parametrize("name", template_names())
def test_a_draft_carries_the_names_zone_and_currency(name: str) -> None:
    text = draft(name, names={"fr": "Trois rivières"}, time_zone="America/Montreal", currency="CAD")
    charter = parse_charter(text, file=name)
    assert dict(charter.names) == dict.fromkeys(("en", "fr", "es", "ar"), "Trois rivières")
    assert charter.coalition.authoritative == "fr"
    assert (charter.time_zone, charter.currency) == ("America/Montreal", "CAD")
    assert charter.authority_for("treasury.pay/1")[0].seats == ("treasurer",)


@given(NAMES)
def test_any_name_survives_the_way_into_the_charter(said: str) -> None:
    text = draft("square-root", names={"en": said}, time_zone="Europe/Paris", currency="EUR")
    assert dict(parse_charter(text, file="draft").names)["en"] == said


def test_there_is_no_draft_of_an_unknown_template() -> None:
    with pytest.raises(KeyError):
        draft("../secrets", names={"en": "x"}, time_zone="Europe/Paris", currency="EUR")
