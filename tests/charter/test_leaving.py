"""What a charter says about leaving: read, explained, and refused where it contradicts itself."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from tests.support.dissolving import RULES as ENDING
from tests.support.leaving import RULES

from koinon.charter.document_leaving import Dissolution, ResidualRule
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


def test_the_end_is_read_and_explained() -> None:
    charter = parse_charter(ENDING, file="charter.toml")
    assert charter.dissolution == Dissolution("16.1", None, ("winding",), 30)
    told = [one for one in explain(charter) if one.code.startswith("dissolution")]
    said = [say(one, NullTranslations(), "en").strip() for one in told]
    assert said[0].startswith("Article 16.1. Once the coalition is dissolved")
    assert said[1] == "Proposals on “Winding up” can still be put."
    assert "what each has paid over all years" in said[2]
    assert said[3].endswith("to be paid within 30 days.")
    other = ENDING.replace('still = ["winding"]\n', "").replace(
        'by = "contributions"', 'by = "people"'
    )
    codes = [one.code for one in explain(parse_charter(other, file="charter.toml"))]
    assert {"dissolution.none_still", "dissolution.by_weight"} <= set(codes)


DISSOLVE = '"assembly.dissolve/1" = {article = "16.1", by = "decision"}'
SHARE = '"treasury.share_out/1" = {article = "16.2", seat = "treasurer"}'
SECTION = ENDING[ENDING.index("[dissolution]") : ENDING.index("[authority]")]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('by = "contributions"', 'by = "contribution"', "dissolution.by"),
        ('still = ["winding"]', 'still = ["widing"]', "“widing”"),
        (SHARE, "", "nobody may do “treasury.share_out/1”"),
        (
            DISSOLVE,
            DISSOLVE.replace('by = "decision"', 'seat = "treasurer"'),
            "by a decision alone",
        ),
        (SECTION, "", "carries out what [dissolution] says, and there is none"),
        (
            "[weights.people]",
            '[weights.contributions]\ntitle = {en = "C", fr = "C"}\nkind = "equal"\n\n'
            "[weights.people]",
            "rename the weighting",
        ),
    ],
)
def test_each_mistake_about_the_end_is_told(old: str, new: str, said: str) -> None:
    assert old in ENDING
    found = mistakes(ENDING.replace(old, new))
    assert any(said in one for one in found), found
