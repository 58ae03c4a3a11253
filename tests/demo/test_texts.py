"""The demonstration in words: its charter and cases, texts in four languages, no real place."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TypeVar

import pytest

from koinon.charter.cases import run_cases
from koinon.charter.parsing import parse_charter
from koinon.cities.metros import metros
from koinon.demo.cities import TOWNS
from koinon.demo.founding import ORIGIN
from koinon.demo.language import (
    CHARTER_TEXT,
    LANGUAGES,
    Document,
    Of,
    Text,
    amended_charter,
    paper,
    proposal,
    sentences,
)
from koinon.demo.roles import roles
from koinon.demo.story import story
from koinon.demo.telling import PROPOSING

T = TypeVar("T")

NAMES = sorted(
    path.name.removesuffix(".txt") for path in files("koinon.demo").joinpath("texts").iterdir()
)


def test_the_charter_decides_as_its_cases_say() -> None:
    charter = parse_charter(CHARTER_TEXT, file="charter.toml")
    results = run_cases(charter)
    assert [result.case.title for result in results if not result.agrees] == []
    assert {result.case.matter for result in results} == {matter.id for matter in charter.matters}
    assert {result.case.passes for result in results} == {True, False}
    assert charter.coalition.languages == LANGUAGES


def test_the_amended_charter_differs_in_one_number() -> None:
    document = amended_charter(("up_to = 25000", "up_to = 40000"))
    before = parse_charter(CHARTER_TEXT, file="before").authority_for("treasury.commit/1")
    after = parse_charter(document.data.decode(), file="after").authority_for("treasury.commit/1")
    assert [grant.up_to_cents for grant in before] == [2_500_000, None]
    assert [grant.up_to_cents for grant in after] == [4_000_000, None]
    with pytest.raises(AssertionError):
        amended_charter(("up_to", "at_most"))


@pytest.mark.parametrize("name", NAMES)
def test_a_proposal_has_a_title_and_a_text_in_every_language(name: str) -> None:
    title, document = proposal(name)
    assert [one["language"] for one in title] == list(LANGUAGES)
    parts = document.data.decode().split("\n# ")
    assert len(parts) == len(LANGUAGES)
    assert all(len(part) > 250 for part in parts)
    assert all(len(line) <= 120 for line in document.data.decode().splitlines())


def test_every_text_is_used_and_every_used_text_is_there() -> None:
    steps = story("unused")
    proposed = [step.deed.data for step in steps if step.deed.act in PROPOSING]
    used = {data["text"] for data in proposed}
    assert used == {proposal(name)[1] for name in NAMES}
    named = {found.name for step in steps for found in _inside(step.deed.data, Text)}
    assert named == set(sentences())


def test_every_paper_is_laid_on_the_table() -> None:
    named = {one for step in story("unused") for one in _inside(step.deed.data, Document)}
    papers = files("koinon.demo").joinpath("papers").iterdir()
    assert {paper(path.name.removesuffix(".txt")) for path in papers} <= named


def test_every_name_is_said_once() -> None:
    steps = story("unused")
    said = [step.deed.name for step in steps if step.deed.name]
    assert len(said) == len(set(said))
    wanted = {found.name for step in steps for found in _inside(step.deed.data, Of)}
    decided = {name for name in wanted if name.rpartition("/")[0] in said}
    assert wanted - decided <= set(said)


def test_no_city_is_a_real_one_and_no_address_can_be() -> None:
    real = {metro.name.casefold() for metro in metros()}
    assert not real & {town.name.casefold() for town in TOWNS}
    assert len({town.slug for town in TOWNS}) == 18
    assert min(town.population for town in TOWNS) >= 9_000
    assert max(town.population for town in TOWNS) <= 640_000
    assert ORIGIN.partition("/")[0].endswith(".example")
    assert all(role.email.endswith("@example.org") for role in roles())


def test_sentences_are_whole() -> None:
    raw = tomllib.loads(files("koinon.demo").joinpath("sentences.toml").read_text("utf-8"))
    assert all(list(said) == list(LANGUAGES) for said in raw.values())
    assert all(text.strip() for said in raw.values() for text in said.values())


def _inside(value: object, kind: type[T]) -> list[T]:
    if isinstance(value, kind):
        return [value]
    if isinstance(value, dict):
        return [found for part in value.values() for found in _inside(part, kind)]
    if isinstance(value, list | tuple):
        return [found for part in value for found in _inside(part, kind)]
    return []
