"""What a charter says about leaving: read, explained, and refused where it contradicts itself."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from tests.support.leaving import RULES

from koinon.charter.document_leaving import ResidualRule
from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say
from koinon.charter.texts import tell

RESIDUAL = 'residual = {of = "commitments", by = "people", within_days = 60}'
GRANT = '"treasury.charge_residual/2" = {article = "8.3", seat = "treasurer"}'


def mistakes(text: str) -> list[str]:
    with pytest.raises(CharterErrors) as caught:
        parse_charter(text, file="charter.toml")
    return [tell(one, NullTranslations()) for one in caught.value.mistakes]


def test_it_is_read_and_explained() -> None:
    charter = parse_charter(RULES, file="charter.toml")
    assert charter.membership is not None
    assert charter.membership.residual == ResidualRule("commitments", "people", 60)
    told = [one for one in explain(charter) if one.code.startswith("membership.")]
    said = [say(one, NullTranslations(), "en") for one in told]
    assert "20 days after" in said[0]
    assert "its share is by “By residents”" in said[1]
    assert "not counted again" in said[2]
    assert said[3].strip() == "It pays within 60 days of being charged."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('by = "people"', 'by = "peple"', "membership.residual.by"),
        ('of = "commitments"', 'of = "debts"', "membership.residual.of"),
        ("within_days = 60", "within_days = -1", "membership.residual.within_days"),
        ("within_days = 60", "within_days = 60, years = 2", "membership.residual.years"),
        (GRANT, "", "nobody may charge what a member that leaves owes"),
        (RESIDUAL, "", "and there is none; write it, or take this grant out"),
        (GRANT, f"{GRANT}\n{GRANT.replace('/2', '/1')}", "charges by the last levy"),
    ],
)
def test_each_mistake_has_its_place_and_its_remedy(old: str, new: str, said: str) -> None:
    found = mistakes(RULES.replace(old, new))
    assert any(said in one for one in found), found
    assert all(one.startswith("charter.toml, line ") for one in found)
