"""What every act owes its readers: documentation, words in every language, a scenario.

The acts are those of the registry, so a new one is held to this from its first day.
"""

from __future__ import annotations

import fnmatch
from pathlib import Path

import pytest
from django.conf import settings
from tests.support import catalogues, style

from koinon.acts.act import Act
from koinon.acts.registry import all_acts
from koinon.interfaces.shared.refusals import messages as refusals

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = [code for code, _ in settings.LANGUAGES]
ACTS = all_acts()
REFUSALS = refusals()


def messages(language: str) -> dict[str, str]:
    """What the catalogue of a language says, by key."""
    source = catalogues.LOCALE / language / "LC_MESSAGES/django.po"
    return {str(one.id): str(one.string) for one in catalogues.read(source) if one.id}


def test_there_are_acts() -> None:
    """The rules below must not pass because they looked at nothing."""
    assert {"assembly.found_coalition/1", "cities.certify_fact/1"} <= {one.type for one in ACTS}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.type)
def test_an_act_says_what_it_is_for(act: type[Act]) -> None:
    first = (act.__doc__ or "").strip().partition("\n")[0]
    assert act.__doc__ != Act.__doc__
    assert first.endswith("."), first
    assert act.judge is not Act.judge
    assert act.apply is not Act.apply


def test_every_act_is_part_of_a_scenario() -> None:
    tests = [file.read_text() for file in style.python_files(ROOT / "tests")]
    assert list(style.untold([one.type for one in ACTS], tests)) == []


@pytest.mark.xfail(
    not catalogues.sources(), reason="there is no message catalogue yet", strict=True
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_speaks_every_language(language: str) -> None:
    said = messages(language)
    keys = [key for one in ACTS for key in style.label_keys(one.type, one.model_fields)]
    assert list(style.unsaid(keys, said)) == []


@pytest.mark.xfail(
    not catalogues.sources(), reason="there is no message catalogue yet", strict=True
)
@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_refusal_speaks_every_language(language: str) -> None:
    said = messages(language)
    assert [code for code, text in REFUSALS.items() if not said.get(text)] == []


def test_every_refusal_in_the_source_has_a_sentence() -> None:
    used = {
        code: f"{file.relative_to(ROOT)}:{line}"
        for file in style.python_files(ROOT / "src/koinon")
        for line, code in style.refusal_codes(file.read_text())
    }
    assert len(used) > 10
    unsaid = {code: place for code, place in used.items() if not fnmatch.filter(REFUSALS, code)}
    assert unsaid == {}


def test_refusals_are_whole_sentences() -> None:
    """They begin like one and end like one, or with a fact that is a sentence of its own."""
    begins = [code for code, text in REFUSALS.items() if text[0] != "{" and not text[0].isupper()]
    ends = [code for code, text in REFUSALS.items() if not text.endswith((".", "why}", "fault}"))]
    assert (begins, ends) == ([], [])


def test_what_is_missing_is_caught() -> None:
    keys = list(style.label_keys("cities.x/1", ["city"]))
    assert keys == ["act.cities.x/1", "about.cities.x/1", "says.cities.x/1", "act.cities.x/1.city"]
    catalogue = {keys[0]: "Do x", keys[1]: keys[1], keys[2]: ""}
    assert list(style.unsaid(keys, catalogue)) == keys[1:]
    assert list(style.untold(["cities.x/1", "cities.y/1"], ['act("cities.x/1", {})'])) == [
        "cities.y/1"
    ]
