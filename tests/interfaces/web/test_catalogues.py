"""Every message of the sources stands in every catalogue, whole: no gap, no guess, no lost fact."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from tests.support import catalogues
from tests.support.needs import program

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src/koinon"
LANGUAGES = [code for code, _ in settings.LANGUAGES]
KEY = re.compile(r"(act|about|says|value)\.")
FIELD = re.compile(r"\{[a-z_]+\}|%\([a-z_]+\)s")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> set[str | tuple[str, ...]]:
    """Every message that the sources mark, collected anew from a copy of them."""
    program("xgettext")
    copy = tmp_path_factory.mktemp("sources") / "koinon"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    locale = copy / "interfaces/web/locale"
    (locale / "fr/LC_MESSAGES").mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        patch.setattr(settings, "LOCALE_PATHS", [str(locale)])
        call_command("makemessages", locale=["fr"], verbosity=0, no_wrap=True)
    with (locale / "fr/LC_MESSAGES/django.po").open("rb") as file:
        return {one.id for one in read_po(file, locale="fr") if one.id}


def catalogue(language: str) -> dict[str | tuple[str, ...], str | tuple[str, ...]]:
    read = catalogues.read(catalogues.LOCALE / language / "LC_MESSAGES/django.po")
    assert [one.id for one in read if one.fuzzy and one.id] == []
    return {one.id: one.string for one in read if one.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_missing(sources: set[str | tuple[str, ...]], language: str) -> None:
    assert len(sources) > 500
    assert sorted(map(str, sources - catalogue(language).keys())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_told(language: str) -> None:
    untold = [
        message
        for message, said in catalogue(language).items()
        if (language != "en" or KEY.match(str(message)))
        and not (all(said) if isinstance(said, tuple) else said)
    ]
    assert untold == []


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_a_translation_names_the_same_facts(language: str) -> None:
    english = catalogue("en")
    for message, said in catalogue(language).items():
        forms = said if isinstance(said, tuple) else (said,)
        source = str(english[message]) if KEY.match(str(message)) else "".join(message)
        known = set(FIELD.findall(source))
        named = [set(FIELD.findall(form)) for form in forms]
        assert all(one <= known for one in named), message
        assert isinstance(said, tuple) or named[0] == known, message
        assert not isinstance(said, tuple) or named[-1] == known, message


def test_arabic_has_its_six_plurals() -> None:
    plurals = {m: s for m, s in catalogue("ar").items() if isinstance(m, tuple)}
    assert len(plurals) > 10
    assert {len(said) for said in plurals.values()} == {6}


def test_compiled_catalogues_say_the_same() -> None:
    assert list(catalogues.stale()) == []
