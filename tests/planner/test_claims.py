"""The manifestos' numbers: each verdict follows from figures, and each figure can be quoted."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from tests.support.field import DATA

from koinon.planner.claims import (
    Claim,
    Fact,
    Finding,
    Known,
    Relation,
    Role,
    Verdict,
    claims,
    facts,
    judged,
    referendum,
)
from koinon.planner.texts import BOUNDARIES, CLAIMED, KNOWN, MEASURES, VERDICTS

REFERENCE = Path(__file__).parents[2] / "docs/reference/claims.md"
MANIFESTOS = DATA.parent / "manifestos"


def claim(id: str) -> Claim:
    return next(one for one in claims() if one.id == id)


def value(id: str, at: int = 0) -> Fraction:
    return claim(id).findings[at].fact.value


VERDICT_OF = {
    "urban_half": Verdict.CONFIRMED,
    "urban_2050": Verdict.CONFIRMED,
    "london_product": Verdict.CONFIRMED,
    "seoul": Verdict.CONFIRMED,
    "lagos_1950": Verdict.UNDERSTATED,
    "lagos_now": Verdict.OVERSTATED,
    "lagos_2050": Verdict.PLAUSIBLE,
    "progressives": Verdict.CONFIRMED_FOR_PART,
    "cities_trump": Verdict.TRUE_FOR_CITIES,
    "front_region": Verdict.WRONG_UNIT,
    "front_france": Verdict.OVERSTATED,
    "london_remain": Verdict.WRONG_UNIT,
    "density": Verdict.CONFIRMED_FOR_PART,
    "biden_product": Verdict.CONFIRMED,
    "biden_largest": Verdict.CONFIRMED,
    "cities_economy": Verdict.CONFIRMED,
    "dampened": Verdict.PARTLY,
}


def test_verdicts() -> None:
    assert {one.id: one.verdict for one in claims()} == VERDICT_OF


def test_figures_that_were_measured_before() -> None:
    """From the research that preceded this program."""
    assert round(value("london_remain"), 2) == Fraction("59.93")
    assert round(value("london_remain", 1), 2) == Fraction("75.29")
    assert round(value("cities_trump"), 2) == Fraction("9.44")
    assert round(value("cities_trump", 2), 1) == Fraction("21.7")
    assert value("lagos_1950") == 325_218
    assert 40_600_000 < value("lagos_2050") < 40_800_000
    assert round(value("density"), 1) == Fraction("59.5")
    assert round(value("seoul"), 1) == 50


def test_london_is_counted_from_its_33_areas() -> None:
    assert sum(one.remain for one in referendum()) == 2_263_519
    assert sum(one.remain + one.leave for one in referendum()) == 3_776_751


@pytest.mark.parametrize("one", claims(), ids=lambda one: one.id)
def test_every_figure_can_be_quoted(one: Claim) -> None:
    for finding in one.findings:
        for fact in (finding.fact, finding.against):
            if fact is not None:
                assert fact.boundary in BOUNDARIES
                assert all((fact.unit, fact.source, fact.licence))
                assert 1950 <= fact.year <= 2050


def test_everything_has_its_words() -> None:
    ids = [one.id for one in claims()]
    assert list(CLAIMED) == list(MEASURES) == ids
    assert {one.value for one in Verdict} == set(VERDICTS)
    assert {one.value for one in Known} == set(KNOWN)
    used = {
        fact.boundary
        for one in claims()
        for finding in one.findings
        for fact in (finding.fact, finding.against)
        if fact is not None
    }
    assert used <= set(BOUNDARIES)


def test_what_was_recalled_says_so() -> None:
    recalled = {id for id, fact in facts().items() if fact.known is Known.RECALLED}
    assert recalled == {"urban-2018", "urban-2050", "front-france-2015"}


def plain(text: str) -> str:
    """Words alone: the texts are set with several kinds of quotes, dashes and blanks."""
    return " ".join(re.findall(r"[\w.%]+", text.casefold()))


@pytest.mark.field
@pytest.mark.skipif(not MANIFESTOS.is_dir(), reason=f"no manifestos in {MANIFESTOS}")
def test_words_are_those_of_the_manifestos() -> None:
    said = plain(" ".join(file.read_text() for file in sorted(MANIFESTOS.glob("*.txt"))))
    for one in claims():
        assert plain(one.words) in said, one.words


@pytest.mark.field
@pytest.mark.skipif(not MANIFESTOS.is_dir(), reason=f"no manifestos in {MANIFESTOS}")
def test_no_number_of_the_manifestos_is_left_out() -> None:
    """Numbers with a unit: those of dates and of things that are no claim are named here."""
    no_claims = {"2008", "107"}
    text = " ".join(file.read_text() for file in sorted(MANIFESTOS.glob("*.txt")))
    said = {number.strip(".") for number in re.findall(r"\d[\d.]*", text)}
    told = {n.strip(".") for one in claims() for n in re.findall(r"\d[\d.]*", one.words)}
    assert said - told - no_claims == set()


# The rule


def fact(number: int, known: Known = Known.READ) -> Fact:
    return Fact(Fraction(number), "percent", "the world", 2020, "s", "l", known)


def made(relation: Relation, claimed: int | None, *findings: Finding) -> Claim:
    number = None if claimed is None else Fraction(claimed)
    return Claim("x", "m", "w", number, relation, Fraction(2), findings)


SAID, WIDER, NARROWER, PART, CONTEXT = Role


@pytest.mark.parametrize(
    ("relation", "found", "verdict"),
    [
        (Relation.ABOUT, [(SAID, 52)], Verdict.CONFIRMED),
        (Relation.ABOUT, [(SAID, 53)], Verdict.UNDERSTATED),
        (Relation.ABOUT, [(SAID, 47)], Verdict.OVERSTATED),
        (Relation.ABOUT, [(SAID, 47), (SAID, 53)], Verdict.REFUTED),
        (Relation.ABOUT, [(SAID, 50), (SAID, 53)], Verdict.PARTLY),
        (Relation.ABOUT, [(SAID, 40), (NARROWER, 50)], Verdict.WRONG_UNIT),
        (Relation.ABOUT, [(SAID, 40), (NARROWER, 44)], Verdict.OVERSTATED),
        (Relation.ABOUT, [(SAID, 50), (CONTEXT, 1)], Verdict.CONFIRMED),
        (Relation.ABOUT, [(PART, 50)], Verdict.CONFIRMED_FOR_PART),
        (Relation.ABOUT, [(PART, 60)], Verdict.REFUTED),
        (Relation.BELOW, [(SAID, 49), (WIDER, 49)], Verdict.CONFIRMED),
        (Relation.BELOW, [(SAID, 49), (WIDER, 51)], Verdict.TRUE_FOR_CITIES),
        (Relation.BELOW, [(SAID, 50)], Verdict.REFUTED),
        (Relation.ABOVE, [(SAID, 51)], Verdict.CONFIRMED),
        (Relation.ABOVE, [(SAID, 50)], Verdict.REFUTED),
    ],
)
def test_the_rule(relation: Relation, found: list[tuple[Role, int]], verdict: Verdict) -> None:
    findings = [Finding(role, fact(number)) for role, number in found]
    assert judged(made(relation, 50, *findings)) is verdict


def test_what_was_continued_is_plausible_at_most() -> None:
    finding = Finding(SAID, fact(50, Known.EXTRAPOLATED))
    assert judged(made(Relation.ABOUT, 50, finding)) is Verdict.PLAUSIBLE
    far = replace(finding, fact=fact(60, Known.EXTRAPOLATED))
    assert judged(made(Relation.ABOUT, 50, far)) is Verdict.UNDERSTATED


def test_two_figures_are_compared_with_each_other() -> None:
    lower = Finding(SAID, fact(40), against=fact(60))
    assert judged(made(Relation.BELOW, None, lower)) is Verdict.CONFIRMED
    assert judged(made(Relation.ABOVE, None, lower)) is Verdict.REFUTED


def test_the_reference_says_what_the_program_says() -> None:
    """One row a claim: its words, the verdict, the figures rounded to two decimals."""
    text = REFERENCE.read_text(encoding="utf-8")
    for one in claims():
        (row,) = (line for line in text.splitlines() if line.startswith(f"| `{one.id}` "))
        assert one.words in row
        assert VERDICTS[one.verdict.value] in row
        for finding in one.findings:
            assert shown(finding.fact) in row, (one.id, shown(finding.fact))


def shown(figure: Fact) -> str:
    if figure.unit != "percent":
        return f"{int(figure.value):,}"
    return f"{float(round(figure.value, 2)):.2f}".rstrip("0").rstrip(".") + " %"
